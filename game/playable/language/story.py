"""A Story: what the files say, checked and merged; or all the faults in them."""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

from playable.language.faults import Fault, StoryFaults, some_of_each_kind
from playable.language.merge import Merged, merge, read_all
from playable.language.model import Claim, Document, Head, Node, Origin, Person, Policy, Term, Thesis, Variable
from playable.language.names import Domain, Names, collect, mapping
from playable.language.reading.source import Source
from playable.language.reading.unfinished import Unfinished
from playable.language.structure import faults_in_structure
from playable.language.validation import MOST, faults_of, mend, validated


@dataclass(frozen=True, repr=False)
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
    policies: dict[str, Policy]
    theses: dict[str, Thesis]
    source: Origin | None
    claims: dict[str, Claim]
    names: Names
    digest: str  # of all its files
    warnings: list[Fault]
    without: tuple[str, ...] = ()  # claims that do not hold here: see `without.py`
    as_written: Story | None = None  # where some do not, the story in which they do

    def __repr__(self) -> str:
        return f"<story {self.world} at {self.path}>"

    @property
    def source_name(self) -> str:
        """What the story calls the argument that it leans on: `the essay`, or `the source` where it has no name."""
        return (self.source and self.source.called) or "the source"

    @property
    def world(self) -> str:
        """The id, and what is doubted of it: playthroughs of one world are kept apart from those of another."""
        return f"{self.head.id} without {' '.join(self.without)}" if self.without else self.head.id


def load(path: str | Path) -> Story:
    """The story at `path`: a folder, its `story.yaml`, or one file. Raises StoryFaults with every fault in it."""
    with _collector_off():
        return _load(Path(path))


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
    sources, faults = read_all(path)
    whole = not any(f.severity == "error" for f in faults)
    while True:
        merged = merge(sources)
        names = _names(merged, sources, whole)
        checked = [validated(Document, source, names) for source in sources]
        mended = [mend(one.errors, source, Document) for source, one in zip(sources, checked, strict=True)]
        if not any(mended):
            break
    for source, one in zip(sources, checked, strict=True):
        if one.errors:
            faults += faults_of(one.errors, source, Document)
    if "story" not in merged.sections and whole and not (names.hidden or any(s.unfinished for s in sources)):
        message = "no file has the section `story`: its id, title, version and start"
        faults.append(Fault("missing-section", message, sources[0].name if len(sources) == 1 else str(path)))
    faults += merged.clashes
    if all(len(one.errors) < MOST for one in checked):  # else not every misspelt key was mended
        faults += faults_in_structure(merged, names, _unfinished(sources))
    faults += [f for source in sources for f in source.faults]
    faults = _in_order(faults)
    many = len(faults) >= MOST or any(len(one.errors) >= MOST for one in checked)
    faults = some_of_each_kind(faults, sum((source.untold for source in sources), Counter()), not many)
    if many:
        message = f"so many faults that not all are told: these are the first {len(faults):,} or so"
        faults.append(Fault("too-many-faults", message, str(path), severity="note"))
    if any(f.severity == "error" for f in faults):
        raise StoryFaults(faults)
    return _story(path, [one.model for one in checked if one.model], sources, names, faults)


def _names(merged: Merged, sources: list[Source], whole: bool) -> Names:
    """The names of the story; what could not be read may hold others."""
    hidden = merged.twice.union(*(source.hidden | source.twice for source in sources))
    for source in sources:
        for section, items in source.data.items():
            if section not in Document.model_fields:  # reported, and not read: perhaps a section misspelt past guessing
                hidden |= {section, *mapping(items)}
    names = collect(merged.sections, hidden, _unfinished(sources), merged.vague)
    names.blind = not whole
    names.cut_off = {word for source in sources for word in source.cut_off}
    if "claims" in mapping(merged.sections.get("story")) or "claims" in hidden:
        names.has_ledger = True
        if "claims" not in merged.sections:
            names.vague.add("claim")  # what the ledger lacks is said once, of the ledger
    return names


def _unfinished(sources: list[Source]) -> Unfinished:
    return reduce(or_, (source.unfinished for source in sources), Unfinished())


def _in_order(faults: list[Fault]) -> list[Fault]:
    """By place, each thing said once; nothing of what a pitfall left unread, no warning where there is an error."""
    pitfalls = {(f.file, f.line, f.column) for f in faults if f.code.startswith("yaml-")}
    errors = {(f.file, f.line, f.column, f.code) for f in faults if f.severity == "error"}
    kept: dict[tuple[str, int, int, str], Fault] = {}
    for f in sorted(faults, key=lambda f: (f.file, f.line, f.column)):
        place = f.file, f.line, f.column
        follows = place in pitfalls and not f.code.startswith("yaml-")
        if follows or (f.severity != "error" and (*place, f.code) in errors):
            continue
        kept.setdefault((*place, f.message), f)
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
        policies={k: v for d in documents for k, v in d.policies.items()},
        theses={k: v for d in documents for k, v in d.theses.items()},
        source=next((d.source for d in documents if d.source), None),
        claims={k: v for d in documents for k, v in d.claims.items()},
        names=names,
        digest=digest,
        warnings=warnings,
    )
