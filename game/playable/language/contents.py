"""What the parts of a story hold: texts, effects, expressions, citations. Whoever needs all of a kind asks here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import BaseModel

from playable.language.expressions.tree import Assign, Tree
from playable.language.model import Alternative, Choice, Effect, Form, Node, Outcome, Part, Told, Way
from playable.language.prose import LINK, Prose, term_of
from playable.language.reading.places import Loc

Holder = Node | Choice | Outcome
TextKind = Literal["text", "label", "locked", "outcome", "because", "outside", "briefing", "debrief"]


class NodeText(NamedTuple):
    """A text of a node; `loc`: the keys that lead to it from the node on. What chance tells is an `outcome`."""

    kind: TextKind
    told: Told
    loc: Loc


class EffectHolder(NamedTuple):
    """What may have effects, and the keys that lead to it from the node on."""

    loc: Loc
    holder: Holder


class ConditionalProse(NamedTuple):
    """Prose, with the condition on which it is told; None where it always is."""

    when: Tree | None
    prose: Prose


def effect_holders(node: Node) -> Iterator[EffectHolder]:
    """A node, its choices and its outcomes of chance."""
    yield EffectHolder((), node)
    yield from (EffectHolder(("choices", key), choice) for key, choice in node.choices.items())
    yield from (EffectHolder(("chance", key), outcome) for key, outcome in node.chance.items())


def asked_at(choice: Choice) -> str:
    """The key at which the condition of a choice stands: its `when`, which `once` adds to, else its `once`."""
    return "when" if choice.when else "once"


def leans_on(effect: Assign | Effect, holder: Holder) -> list[str]:
    """The claims that an effect leans on: those that it cites; where it gives no reason of its own, its holder's."""
    own = isinstance(effect, Effect) and (effect.cites or effect.outside)
    return effect.cites if own and isinstance(effect, Effect) else holder.cites


def texts(node: Node) -> Iterator[NodeText]:
    """Every text of a node that is told: with its page, its choices, what follows them, or after the ending."""
    if node.text is not None:
        yield NodeText("text", node.text, ("text",))
    for loc, holder in effect_holders(node):
        if isinstance(holder, Choice):
            yield NodeText("label", holder.label, (*loc, "label"))
            yield from _given("locked", holder.locked, (*loc, "locked"))
            yield from _given("outcome", holder.outcome, (*loc, "outcome"))
        elif isinstance(holder, Outcome):
            yield from _given("outcome", holder.text, (*loc, "text"))
        yield from _reasons(holder, loc)
        for n, way in enumerate(holder.goto if isinstance(holder.goto, list) else ()):
            yield from _reasons(way, (*loc, "goto", n))
        for n, effect in enumerate(holder.effects):
            if isinstance(effect, Effect):
                yield from _reasons(effect, (*loc, "effects", n))
    for person, briefing in node.briefings.items():
        yield NodeText("briefing", briefing.text, ("briefings", person, "text"))
    if node.debrief:
        yield from _given("debrief", node.debrief.essay, ("debrief", "essay"))
        yield from _given("debrief", node.debrief.objection, ("debrief", "objection"))
        yield from _given("debrief", node.debrief.history, ("debrief", "history"))


def pieces(told: Told | None) -> list[Prose | Alternative]:
    """What stands in a key of the format, piece by piece."""
    return told if isinstance(told, list) else [] if told is None else [told]


def form_of(piece: Prose | Alternative) -> Form | None:
    """The document that a piece is, if it is one."""
    return piece.form if isinstance(piece, Alternative) else None


def alternatives(told: Told | None) -> Iterator[ConditionalProse]:
    """The prose in what a key of the format holds."""
    for piece in pieces(told):
        when, prose = (piece.when, piece.text) if isinstance(piece, Alternative) else (None, piece)
        yield ConditionalProse(when, prose)


def expressions(part: Part) -> Iterator[Tree]:
    """Every condition and weight in a part of the format, and every value that is put into its prose; no effects."""
    for _, value in _values(part):
        if isinstance(value, Prose):
            yield from (piece for piece in value.pieces if not isinstance(piece, str))
        elif isinstance(value, Tree):
            yield value


def assignments(part: Part) -> Iterator[Assign]:
    """Every effect in a part of the format."""
    return (value for _, value in _values(part) if isinstance(value, Assign))


def cited(part: Part) -> Iterator[str]:
    """Every claim that is cited anywhere in a part of the format."""
    return (str(value) for key, value in _values(part) if key == "cites")


def linked(part: Part) -> Iterator[str]:
    """Every term or person that is marked in the texts of a part of the format."""
    for _, value in _values(part):
        pieces = value.pieces if isinstance(value, Prose) else (value,)
        yield from (term_of(link[1]) for piece in pieces if isinstance(piece, str) for link in LINK.finditer(piece))


def _given(kind: TextKind, told: Told | None, loc: Loc) -> Iterator[NodeText]:
    if told is not None:
        yield NodeText(kind, told, loc)


def _reasons(part: Holder | Effect | Way, loc: Loc) -> Iterator[NodeText]:
    yield from _given("because", part.because, (*loc, "because"))
    if part.outside:
        yield NodeText("outside", Prose((part.outside,)), (*loc, "outside"))


class _Held(NamedTuple):
    """A value of the format that is no part and no collection, and the key that it stands under."""

    key: str
    value: object


def _values(part: object, key: str = "") -> Iterator[_Held]:
    """All that a part of the format comes to."""
    match part:
        case BaseModel():
            for name in type(part).model_fields:
                yield from _values(getattr(part, name), name)
        case dict():
            for inner in part.values():
                yield from _values(inner, key)
        case list():
            for inner in part:
                yield from _values(inner, key)
        case _:
            yield _Held(key, part)
