"""What no single value shows: ways on, cards and `back`, rings, citations, the ranges of the state.

Reads the merged sections as they were typed, so that one fault hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from playable.language.faults import Fault, Trouble
from playable.language.merge import Merged, owner
from playable.language.names import Names, Sections, mapping
from playable.language.reading.unfinished import Unfinished
from playable.language.structure.decks import Decks
from playable.language.structure.head import in_head
from playable.language.structure.nodes import in_node, uncited
from playable.language.structure.policies import in_policy, in_short
from playable.language.structure.raw import PlacedTrouble
from playable.language.structure.state import in_variable
from playable.language.structure.theses import in_thesis
from playable.language.validation import MOST


def faults_in_structure(merged: Merged, names: Names, unfinished: Unfinished) -> Iterator[Fault]:
    """Every fault in how the parts of a story hang together."""
    for one in islice(_troubles(merged.sections, names, unfinished), MOST):
        source = owner(merged.owners, one.loc)
        assert source is not None  # what is at fault was read somewhere
        index = source.key_index(one.loc) if one.of_key else source.index_in(one.loc, one.trouble.at)
        if index < source.limit:
            yield source.fault(index, one.trouble)


def _troubles(sections: Sections, names: Names, unfinished: Unfinished) -> Iterator[PlacedTrouble]:
    head, nodes = mapping(sections.get("story")), mapping(sections.get("nodes"))
    strict = head.get("strict") == "true"
    decks = Decks(sections, names, unfinished)
    for name, raw in _whole("state", sections, unfinished):
        yield from in_variable(("state", name), raw, unfinished)
    for name, raw in nodes.items():
        if isinstance(raw, dict):
            yield from in_node(name, raw, unfinished)
            if "when" in raw and decks.never_holds(name):
                message = "`when` on a node says when a card may be drawn, and this is no card of a deck"
                yield PlacedTrouble(("nodes", name, "when"), Trouble("out-of-place", message), of_key=True)
            if strict:
                yield from uncited(name, raw, unfinished)
    for name, raw in _whole("policies", sections, unfinished):
        yield from in_policy(("policies", name), raw)
    for name, raw in _whole("theses", sections, unfinished):
        yield from in_thesis(("theses", name), raw, unfinished)
    yield from in_head(head, names)
    yield from in_short(mapping(head.get("short")), nodes)
    yield from decks.troubles(head.get("start"))


def _whole(section: str, sections: Sections, unfinished: Unfinished) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items of a section, by name, that are mappings and could be read to their ends."""
    for name, raw in mapping(sections.get(section)).items():
        if isinstance(raw, dict) and raw not in unfinished:
            yield name, raw
