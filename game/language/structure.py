"""What no single value shows: ways on, cards and `back`, rings, citations, the ranges of the state.

Reads the merged sections as they were typed, so that one fault hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from game.language.faults import Fault, Trouble, nearest
from game.language.names import MOST_VALUES, WHOLE, Names, OneOf, Range, domain, mapping
from game.language.routes import Routes
from game.language.source import Loc, Source

WAYS = ("choices", "chance", "goto", "draw", "ending")
KINDS = ("always", "never", "can", "odds")


class Finding(NamedTuple):
    """A trouble of the value at `loc`, or of its key."""

    loc: Loc
    trouble: Trouble
    of_key: bool = False


def faults_in_structure(
    sections: Mapping[str, object], owners: Mapping[tuple[str, str], Source], names: Names
) -> Iterator[Fault]:
    """Every fault in how the parts of a story hang together. `owners`: the file of each section's items."""
    for finding in _findings(sections, names, {id_ for s in owners.values() for id_ in s.open}):
        section, item = str(finding.loc[0]), str(finding.loc[1]) if len(finding.loc) > 1 else ""
        source = owners.get((section, item)) or owners[section, ""]
        if finding.of_key:
            index = source.spot(finding.loc).key
        else:
            index = source.index_in(finding.loc, finding.trouble.at)
        yield source.fault(index, finding.trouble)


def _findings(sections: Mapping[str, object], names: Names, unfinished: set[int]) -> Iterator[Finding]:
    nodes = mapping(sections.get("nodes"))
    strict = mapping(sections.get("story")).get("strict") == "true"
    for name, raw in mapping(sections.get("state")).items():
        if isinstance(raw, dict) and id(raw) not in unfinished:
            yield from _variable(name, raw)
    decks = {k: v for k, v in mapping(sections.get("decks")).items() if isinstance(v, list)}
    cards = {card for deck in decks.values() for card in deck if isinstance(card, str)}
    for name, raw in nodes.items():
        if isinstance(raw, dict):
            yield from _node(name, raw, name in cards, unfinished)
            if strict:
                yield from _uncited(name, raw)
    for name, raw in mapping(sections.get("theses")).items():
        if isinstance(raw, dict) and id(raw) not in unfinished:
            yield from _thesis(name, raw)
    yield from _decks(decks)
    yield from _head(mapping(sections.get("story")), cards, names)
    yield from _routes(nodes, decks, mapping(sections.get("story")).get("start"))


def _node(name: str, raw: dict[str, Any], is_card: bool, unfinished: set[int]) -> Iterator[Finding]:
    loc: Loc = ("nodes", name)
    ways = [way for way in raw if way in WAYS and raw[way] != {}]
    if id(raw) in unfinished:
        return
    if not ways:
        said = "exactly one of choices, chance, goto, draw and ending"
        yield Finding(loc, Trouble("no-way-on", f"`{name}` has no way on: give it {said}"), of_key=True)
    for way in ways[1:]:
        message = f"`{name}` has two ways on, `{ways[0]}` and `{way}`: exactly one is allowed"
        yield Finding((*loc, way), Trouble("two-ways-on", message), of_key=True)
    if ways == ["choices"] and "text" not in raw:
        yield Finding(loc, Trouble("no-text", f"`{name}` has choices but no `text`: only nodes without choices may lack it"), of_key=True)
    for key in ("briefings", "hear"):
        if key in raw and ways and "choices" not in ways:
            yield Finding((*loc, key), Trouble("never-heard", f"`{key}` needs `choices`: only there can the player ask"), of_key=True)
    if "hear" in raw and "briefings" not in raw and "choices" in ways:
        yield Finding((*loc, "hear"), Trouble("never-heard", "`hear` needs `briefings`"), of_key=True)
    if "draw" in raw and "then" not in raw:
        yield Finding((*loc, "draw"), Trouble("missing-key", "`draw` needs `then`: where to go on after the card"), of_key=True)
    if "then" in raw and "draw" not in raw:
        yield Finding((*loc, "then"), Trouble("out-of-place", "`then` belongs to `draw`; to go on, write `goto`"), of_key=True)
    if "when" in raw and not is_card:
        message = "`when` on a node says when a card may be drawn, and this is no card of a deck"
        yield Finding((*loc, "when"), Trouble("out-of-place", message), of_key=True)
    for choice, inner in mapping(raw.get("choices")).items():
        parts = mapping(inner)
        if "locked" in parts and "when" not in parts and parts.get("once") != "true":
            message = "`locked` needs `when` (or `once`): nothing ever locks this choice"
            yield Finding((*loc, "choices", choice, "locked"), Trouble("never-locked", message), of_key=True)
    yield from _ways_in_order(loc, raw)


def _ways_in_order(loc: Loc, raw: dict[str, Any]) -> Iterator[Finding]:
    """In a list of ways, only the last has no `when`."""
    lists = [((*loc, "goto"), raw.get("goto"))]
    for part in ("choices", "chance"):
        lists += [((*loc, part, k, "goto"), mapping(v).get("goto")) for k, v in mapping(raw.get(part)).items()]
    for place, ways in lists:
        if not isinstance(ways, list):
            continue
        for i, way in enumerate(ways):
            last = i == len(ways) - 1
            if isinstance(way, dict) and ("when" in way) == last:
                message = ("the last way has a `when`: if it does not hold there is no way on" if last
                           else "a way without `when` comes first: none after it is ever taken")
                yield Finding((*place, i), Trouble("ways-out-of-order", message))


def _uncited(name: str, raw: dict[str, Any]) -> Iterator[Finding]:
    """In a strict story every effect, or what it stands on, cites a claim or is `outside`."""
    holders: list[tuple[Loc, dict[str, Any]]] = [(("nodes", name), raw)]
    for part in ("choices", "chance"):
        holders += [(("nodes", name, part, k), mapping(v)) for k, v in mapping(raw.get(part)).items()]
    for loc, holder in holders:
        effects = holder.get("effects")
        if not isinstance(effects, list) or holder.get("cites") or holder.get("outside"):
            continue
        for i, effect in enumerate(effects):
            parts = mapping(effect)
            if not parts.get("cites") and not parts.get("outside"):
                message = "this change cites no claim; give it `cites`, or say what is assumed as `outside`"
                yield Finding((*loc, "effects", i), Trouble("uncited", message))


def _variable(name: str, raw: dict[str, Any]) -> Iterator[Finding]:
    loc: Loc = ("state", name)
    start, bands = raw.get("start"), mapping(raw.get("bands"))
    if "range" in raw and "one_of" in raw:
        yield Finding((*loc, "one_of"), Trouble("two-kinds", "a variable has a `range` or a `one_of`, not both"), of_key=True)
        return
    if "range" not in raw and "one_of" not in raw and isinstance(start, str) and start not in ("true", "false"):
        message = "a variable without `range` or `one_of` is a flag and starts as `true` or `false`"
        yield Finding((*loc, "start"), Trouble("wrong-type", message))
    if "good" in raw and "range" not in raw:
        yield Finding((*loc, "good"), Trouble("out-of-place", "`good` says which end of a `range` is welcome"), of_key=True)
    match domain(raw):
        case Range(low, high):
            if isinstance(start, str) and not (WHOLE.fullmatch(start) and low <= int(start) <= high):
                yield Finding((*loc, "start"), Trouble("out-of-range", f"`start` is a whole number from {low} to {high}"))
            for key in bands:
                if not (WHOLE.fullmatch(key) and low <= int(key) <= high):
                    message = f"a band begins at a whole number from {low} to {high}"
                    yield Finding((*loc, "bands", key), Trouble("out-of-range", message), of_key=True)
            if bands and all(WHOLE.fullmatch(k) for k in bands) and min(map(int, bands)) > low:
                message = f"no band for {low}: the first begins at {min(map(int, bands))}"
                yield Finding((*loc, "bands"), Trouble("band-gap", message), of_key=True)
        case OneOf(words):
            if isinstance(start, str) and start not in words:
                trouble = Trouble("unknown-word", f"`start` is none of {', '.join(words)}", 0, nearest(start, words))
                yield Finding((*loc, "start"), trouble)
            for i, word in enumerate(words):
                if word in words[:i]:
                    yield Finding((*loc, "one_of", i), Trouble("duplicate-word", f"`{word}` is listed twice"))
                if "'" in word or '"' in word:
                    yield Finding((*loc, "one_of", i), Trouble("bad-word", "a word has no quotes in it"))
            for key in bands:
                if key not in words:
                    trouble = Trouble("unknown-word", f"`{key}` is none of its words", 0, nearest(key, words))
                    yield Finding((*loc, "bands", key), trouble, of_key=True)
        case None if isinstance(bounds := raw.get("range"), list) and len(bounds) == 2:
            if all(isinstance(b, str) and WHOLE.fullmatch(b) for b in bounds):
                message = f"a range goes from its lowest to its highest value, {MOST_VALUES:,} values at most"
                yield Finding((*loc, "range"), Trouble("bad-range", message))
    if bands and "range" not in raw and "one_of" not in raw:
        for key in bands:
            if key not in ("true", "false"):
                yield Finding((*loc, "bands", key), Trouble("unknown-word", "a flag has bands for `true` and `false`"), of_key=True)


def _thesis(name: str, raw: dict[str, Any]) -> Iterator[Finding]:
    loc: Loc = ("theses", name)
    kinds = [k for k in raw if k in KINDS]
    if not kinds:
        yield Finding(loc, Trouble("no-claim", "a thesis has exactly one of always, never, can and odds"), of_key=True)
    for kind in kinds[1:]:
        message = f"a thesis has exactly one of always, never, can and odds; this one has `{kinds[0]}` already"
        yield Finding((*loc, kind), Trouble("two-claims", message), of_key=True)
    odds = raw.get("odds")
    if isinstance(odds, dict):
        bounds = [k for k in odds if k in ("at_most", "at_least")]
        compared = [k for k in ("after", "below_after") if k in odds]
        if not bounds and len(compared) < 2:
            yield Finding((*loc, "odds"), Trouble("no-bound", "odds need `at_most`, `at_least`, or `after` with `below_after`"), of_key=True)
        if compared and (bounds or "given" in odds):
            message = "two choices are compared by `after` and `below_after` alone, with no bound and no `given`"
            yield Finding((*loc, "odds", compared[0]), Trouble("two-claims", message), of_key=True)
        if "when" in raw:
            yield Finding((*loc, "when"), Trouble("out-of-place", "`when` narrows always, never and can; odds take `given`"), of_key=True)


def _decks(decks: Mapping[str, list[object]]) -> Iterator[Finding]:
    seen: dict[object, str] = {}
    for name, cards in decks.items():
        for i, card in enumerate(cards):
            if isinstance(card, str) and seen.setdefault(card, name) != name or card in cards[:i]:
                message = f"`{card}` is a card of `{seen[card]}` already; a card stands once, in one deck"
                yield Finding(("decks", name, i), Trouble("card-twice", message))


def _head(head: dict[str, Any], cards: set[str], names: Names) -> Iterator[Finding]:
    if head.get("start") in cards:
        yield Finding(("story", "start"), Trouble("out-of-place", "a story cannot start at a card"))
    known = names.nodes | names.choices | names.chances | names.briefings
    for old, new in mapping(head.get("renamed")).items():
        if old in known:
            trouble = Trouble("still-there", f"`{old}` is still in the story, so it was not renamed")
            yield Finding(("story", "renamed", old), trouble, of_key=True)
        if isinstance(new, str) and new not in known and new.rpartition(".")[2] not in names.hidden:
            trouble = Trouble("unknown-node", f"there is no node, or part of one, `{new}`", 0, nearest(new, known))
            yield Finding(("story", "renamed", old), trouble)


def _routes(nodes: Mapping[str, Any], decks: Mapping[str, list[object]], start: object) -> Iterator[Finding]:
    routes = Routes(nodes, decks)
    for loc in routes.stray_backs(start):
        message = "`back` leads to where a card was drawn, and this is reached another way than by a card"
        yield Finding(loc, Trouble("stray-back", message))
    for node, deck in routes.nested_draws():
        message = f"a card of `{deck}` leads here, and what follows a card draws nothing: it comes `back` or ends"
        yield Finding(("nodes", node, "draw"), Trouble("nested-draw", message), of_key=True)
    for ring in routes.rings():
        message = f"a ring without a choice, which would never end: {' → '.join(ring)}"
        yield Finding(("nodes", ring[0]), Trouble("endless-ring", message), of_key=True)
