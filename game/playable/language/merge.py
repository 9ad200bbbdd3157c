"""All the files of a story become one: read, with its ledger, and sections of the same name put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from playable.language.faults import Fault, Trouble, short
from playable.language.files import OUTSIDE, files_of, may_open
from playable.language.names import mapping
from playable.language.reading.places import Loc
from playable.language.reading.source import Source, read
from playable.language.recording import is_recording

MOST = 256 * 1024 * 1024  # bytes of all files together
SECTIONS = ("state", "people", "glossary", "nodes", "decks", "policies", "theses", "claims")
ALONE = ("story", "source")
LEDGER = ("source", "claims")


class ReadFiles(NamedTuple):
    """The files of a story that can be read, its ledger among them, and the faults of those that cannot."""

    sources: list[Source]
    faults: list[Fault]


class ItemKey(NamedTuple):
    """An item by its section; a section of its own where it has no name."""

    section: str
    name: str = ""


Owners = dict[ItemKey, Source]  # the file that each item stands in


@dataclass
class Merged:
    """The sections of all files as one mapping."""

    sections: dict[str, Any] = field(default_factory=dict)
    owners: Owners = field(default_factory=dict)
    clashes: list[Fault] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)  # ids that two files declare
    vague: set[str] = field(default_factory=set)  # sections that are no mapping somewhere


def read_all(path: Path) -> ReadFiles:
    """The files of the story at `path`."""
    sources: list[Source] = []
    faults: list[Fault] = []
    size = 0
    for file in files_of(path):
        what = file if isinstance(file, Fault) else read(file, str(file))
        if not isinstance(what, Fault) and is_recording(what.data):
            what = _recording(what, beside=bool(sources))
        if isinstance(what, Fault):
            faults.append(what)
            continue
        sources.append(what)
        size += len(what.text)
        if size > MOST:
            message = f"the files of the story have more than {MOST // 2**20} MiB together; the rest is not read"
            faults.append(Fault("too-large", message, str(path)))
            break
    head = next((s for s in sources if "story" in s.data), None)
    ledger = mapping(head.data["story"]).get("claims") if head else None
    if head and isinstance(ledger, str) and ledger:
        place = Path(head.name).parent / ledger
        if not any(_same(Path(s.name), place) for s in sources) and not any(_same(Path(f.file), place) for f in faults):
            what = _ledger(place, ledger, head)
            if isinstance(what, Source):
                sources.append(what)
            else:
                head.faults.append(what)
    return ReadFiles(sources, faults)


def _recording(source: Source, beside: bool) -> Fault:
    """What is said of a playthrough, `beside` the story that it is of or in its place."""
    if beside:
        message = "this is a playthrough, and no part of the story; as a test it belongs in `playthroughs/`"
        return Fault("not-read", message, source.name, severity="warning")
    return Fault("not-a-story", "this is a playthrough, and no story: `play --from` opens it", source.name)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):
        return False


def _ledger(place: Path, written: str, head: Source) -> Source | Fault:
    """The ledger, or the fault of naming it so."""
    line, column = head.position(head.index_in(("story", "claims"), 0))
    if not may_open(place, Path(head.name)):
        return Fault("outside", f"the ledger `{short(written)}` {OUTSIDE}", head.name, line, column)
    what = read(place, str(place))
    if isinstance(what, Fault):
        at = f" ({what.line}:{what.column})" if what.line else ""
        message = f"the ledger `{short(written)}`{at}: {what.message}"
        excerpt = head.fault(head.place(("story", "claims")).start, Trouble("", "")).excerpt
        return Fault(what.code, message, head.name, line, column, excerpt=excerpt)
    for section in what.data:
        if section not in LEDGER:
            message = f"a ledger holds `source` and `claims`, and no `{short(section)}`"
            what.fault_at(what.key_index((section,)), Trouble("out-of-place", message))
    what.data = {section: items for section, items in what.data.items() if section in LEDGER}
    if "claims" not in what.data and not what.faults:
        what.fault_at(0, Trouble("missing-section", "a ledger has a section `claims`, and this file has none"))
    return what


def merge(sources: list[Source]) -> Merged:
    """The sections of all files as one mapping; what is declared twice counts once, and clashes."""
    merged = Merged()
    for source in sources:
        for section, items in source.data.items():
            if section in ALONE:
                if section in merged.sections:
                    _clash(merged, source, (section,))
                else:
                    merged.sections[section], merged.owners[ItemKey(section)] = items, source
            elif section in SECTIONS:
                if not isinstance(items, dict):
                    merged.sections.setdefault(section, items)
                    merged.vague.add(section)
                    continue
                if not isinstance(together := merged.sections.get(section), dict):
                    together = merged.sections[section] = {}
                for name, item in items.items():
                    if name in together:
                        merged.twice.add(name)
                        _clash(merged, source, (section, name))
                    else:
                        together[name], merged.owners[ItemKey(section, name)] = item, source
    return merged


def owner(owners: Owners, loc: Loc) -> Source | None:
    """The file that a part of a story stands in; None where none has its section."""
    section, name = str(loc[0]), str(loc[1]) if len(loc) > 1 else ""
    return owners.get(ItemKey(section, name)) or owners.get(ItemKey(section))


def _clash(merged: Merged, source: Source, loc: Loc) -> None:
    """Something is declared a second time: name both places."""
    first = owner(merged.owners, loc)
    assert first is not None
    line, column = first.position(first.key_index(loc))
    code = "duplicate-id" if len(loc) > 1 else "duplicate-section"
    message = f"`{short(str(loc[-1]))}` is declared in {first.name}:{line}:{column} already"
    merged.clashes.append(source.fault(source.key_index(loc), Trouble(code, message)))
