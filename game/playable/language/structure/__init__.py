"""What no single value shows: ways on, cards and `back`, rings, citations, the ranges of the state.

Reads the merged sections as they were typed, so that one fault hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from playable.language.faults import Fault, Trouble
from playable.language.names import Names, mapping
from playable.language.source import Source
from playable.language.structure.decks import Decks
from playable.language.structure.head import in_head
from playable.language.structure.nodes import in_node, uncited
from playable.language.structure.policies import in_policy, in_short
from playable.language.structure.raw import PlacedTrouble, Sections
from playable.language.structure.state import in_variable
from playable.language.structure.theses import in_thesis
from playable.language.validation import MOST


def faults_in_structure(sections: Sections, owners: Mapping[tuple[str, str], Source], names: Names) -> Iterator[Fault]:
    """Every fault in how the parts of a story hang together. `owners`: the file of each section's items."""
    unread = {id_ for source in set(owners.values()) for id_ in source.open}
    for one in islice(_troubles(sections, names, unread), MOST):
        section, item = str(one.loc[0]), str(one.loc[1]) if len(one.loc) > 1 else ""
        source = owners.get((section, item)) or owners[section, ""]
        index = source.key_index(one.loc) if one.of_key else source.index_in(one.loc, one.trouble.at)
        if index < source.limit:
            yield source.fault(index, one.trouble)


def _troubles(sections: Sections, names: Names, unread: set[int]) -> Iterator[PlacedTrouble]:
    head, nodes = mapping(sections.get("story")), mapping(sections.get("nodes"))
    strict = head.get("strict") == "true"
    decks = Decks(sections, names, unread)
    for name, raw in mapping(sections.get("state")).items():
        if isinstance(raw, dict) and id(raw) not in unread:
            yield from in_variable(("state", name), raw, unread)
    for name, raw in nodes.items():
        if isinstance(raw, dict):
            yield from in_node(name, raw, unread)
            if "when" in raw and decks.never_holds(name):
                message = "`when` on a node says when a card may be drawn, and this is no card of a deck"
                yield PlacedTrouble(("nodes", name, "when"), Trouble("out-of-place", message), of_key=True)
            if strict:
                yield from uncited(name, raw, unread)
    for name, raw in mapping(sections.get("policies")).items():
        if isinstance(raw, dict) and id(raw) not in unread:
            yield from in_policy(("policies", name), raw)
    for name, raw in mapping(sections.get("theses")).items():
        if isinstance(raw, dict) and id(raw) not in unread:
            yield from in_thesis(("theses", name), raw, unread)
    yield from in_head(head, names)
    yield from in_short(mapping(head.get("short")), nodes)
    yield from decks.troubles(head.get("start"))
