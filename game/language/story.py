"""A Story: what the files say, checked and merged; or all the faults in them."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from game.language.complaints import faults_of
from game.language.faults import Fault, StoryFaults
from game.language.model import Claim, Document, Head, Node, Origin, Person, Term, Thesis, Variable
from game.language.names import Domain, Names, collect, mapping
from game.language.source import Source, files_of, read
from game.language.structure import faults_in_structure

MERGED = ("state", "people", "glossary", "nodes", "decks", "theses", "claims")
ALONE = ("story", "source")


@dataclass(frozen=True)
class Story:
    """A story without a fault, ready to be compiled. Ids stand in the order of the files."""

    path: Path
    head: Head
    state: dict[str, Variable]
    domains: dict[str, Domain]
    people: dict[str, Person]
    glossary: dict[str, Term]
    nodes: dict[str, Node]
    chapters: dict[str, str]  # of a node, where its file has one
    decks: dict[str, list[str]]
    theses: dict[str, Thesis]
    source: Origin | None
    claims: dict[str, Claim]
    names: Names
    digest: str  # of all its files
    warnings: list[Fault]


def load(path: str | Path) -> Story:
    """The story at `path`: a folder, its `story.yaml`, or one file. Raises StoryFaults with every fault in it."""
    with _collector_off():
        return _load(Path(path))


def faults_of_story(path: str | Path) -> list[Fault]:
    """Every fault of the story at `path`, by place; warnings among them."""
    try:
        return load(path).warnings
    except StoryFaults as found:
        return found.faults


@contextmanager
def _collector_off() -> Iterator[None]:
    """Half the time of building a large story would go to looking for rings that are not there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(path: Path) -> Story:
    files, sources, faults = _read(path)
    sections, owners = _merge(sources, faults)
    names = collect(sections)
    names.hidden = set().union(*(s.hidden for s in sources))
    unread = any(f.severity == "error" for f in files)
    documents = []
    for source in sources:
        try:
            documents.append(Document.model_validate(source.data, context=names))
        except ValidationError as error:
            faults += faults_of(error, source, Document)
    if "story" not in sections and not unread and not names.hidden:
        faults.append(Fault("missing-section", "no file has the section `story`: its id, title, version and start", str(path)))
    faults += faults_in_structure(sections, owners, names)
    faults += [f for s in sources for f in s.faults]
    faults = _in_order(faults + files)
    if any(f.severity == "error" for f in faults):
        raise StoryFaults(faults)
    return _story(path, documents, sources, names, faults)


def _read(path: Path) -> tuple[list[Fault], list[Source], list[Fault]]:
    """Faults of whole files, the files that could be read, and a list for further faults."""
    found: list[Fault] = []
    sources: list[Source] = []
    for file, name in files_of(path):
        what = read(file, name)
        (found if isinstance(what, Fault) else sources).append(what)  # type: ignore[arg-type]
        if not sources and file.name == "story.yaml":
            return found, sources, []  # no head: this is no story's folder
    head = next((mapping(s.data["story"]) for s in sources if "story" in s.data), {})
    ledger = head.get("claims")
    faults: list[Fault] = []
    if isinstance(ledger, str) and ledger:
        owner = next(s for s in sources if "story" in s.data)
        place = Path(owner.name).parent / ledger
        if not any(Path(s.name).resolve() == place.resolve() for s in sources):
            what = read(place, str(place))
            if isinstance(what, Source):
                sources.append(what)
            else:
                line, column = owner.line_column(owner.spot(("story", "claims")).start)
                faults.append(Fault(what.code, f"the ledger `{ledger}` {what.message}" if what.code != "unreadable" else
                                    f"the ledger {what.message}: {place}", owner.name, line, column, excerpt=owner.line(line)))
    return found, sources, faults


def _merge(sources: Iterable[Source], faults: list[Fault]) -> tuple[dict[str, object], dict[tuple[str, str], Source]]:
    """The sections of all files as one mapping, and the file that each item stands in."""
    sections: dict[str, object] = {}
    owners: dict[tuple[str, str], Source] = {}
    for source in sources:
        for section, items in source.data.items():
            if section in ALONE:
                if section in sections:
                    first = owners[section, ""]
                    source.fault_at(source.spot((section,)).key, "duplicate-section",
                                    f"the section `{section}` stands in {first.name} already")
                else:
                    sections[section], owners[section, ""] = items, source
            elif section in MERGED:
                merged = sections.setdefault(section, {})
                assert isinstance(merged, dict)
                for name, item in mapping(items).items():
                    if name in merged:
                        first = owners[section, name]
                        line, column = first.line_column(first.spot((section, name)).key)
                        source.fault_at(source.spot((section, name)).key, "duplicate-id",
                                        f"`{name}` is declared in {first.name}:{line}:{column} already")
                    else:
                        merged[name], owners[section, name] = item, source
    return sections, owners


def _in_order(faults: list[Fault]) -> list[Fault]:
    """By place, one fault a place and message; what follows from an unread value is left out."""
    traps = {(f.file, f.line, f.column) for f in faults if f.code.startswith("yaml-")}
    kept: dict[tuple[str, int, int, str], Fault] = {}
    for f in sorted(faults, key=lambda f: (f.file, f.line, f.column)):
        if f.code.startswith("yaml-") or (f.file, f.line, f.column) not in traps:
            kept.setdefault((f.file, f.line, f.column, f.message), f)
    return list(kept.values())


def _story(path: Path, documents: list[Document], sources: list[Source], names: Names, warnings: list[Fault]) -> Story:
    head = next(d.story for d in documents if d.story)
    digest = hashlib.sha256("\0".join(s.text for s in sources).encode()).hexdigest()
    return Story(
        path=path,
        head=head,
        state={k: v for d in documents for k, v in d.state.items()},
        domains={k: v for k, v in names.variables.items() if v is not None},
        people={k: v for d in documents for k, v in d.people.items()},
        glossary={k: v for d in documents for k, v in d.glossary.items()},
        nodes={k: v for d in documents for k, v in d.nodes.items()},
        chapters={k: d.chapter for d in documents if d.chapter for k in d.nodes},
        decks={k: v for d in documents for k, v in d.decks.items()},
        theses={k: v for d in documents for k, v in d.theses.items()},
        source=next((d.source for d in documents if d.source), None),
        claims={k: v for d in documents for k, v in d.claims.items()},
        names=names,
        digest=digest,
        warnings=warnings,
    )
