"""Prose is told: in a given state, the pieces that hold, with their values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.engine.compile import Function, Slots, State, source, text_source
from game.language.expressions.tree import Tree
from game.language.model import Alternative, Node, Reasoned
from game.language.prose import Prose

Piece = tuple[Function | None, tuple[str | Function, ...]]


class Telling:
    """A text of the story, ready to be told of any state."""

    __slots__ = ("fixed", "pieces")

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        plain = [p for when, parts in pieces for p in parts if isinstance(p, str) and when is None and len(parts) == 1]
        self.fixed = "\n\n".join(plain) if len(plain) == len(pieces) else None

    def __call__(self, s: State) -> str:
        """The text; alternatives that hold stand as paragraphs of their own."""
        if self.fixed is not None:
            return self.fixed
        told = [
            "".join([p if p.__class__ is str else p(s) for p in parts])  # type: ignore[operator,misc]
            for when, parts in self.pieces
            if when is None or when(s)
        ]
        return told[0] if len(told) == 1 else "\n\n".join(told)

    @classmethod
    def of(cls, told: object, slots: Slots, functions: Mapping[str, Function]) -> Telling:
        """The telling of what a key of the format holds: prose, an alternative, a list of them, or nothing."""
        pieces: list[Piece] = []
        for when, prose in _alternatives(told):
            parts = tuple(p if isinstance(p, str) else functions[text_source(p, slots)] for p in prose.pieces)
            pieces.append((functions[source(when, slots)] if when else None, parts))
        return cls(tuple(pieces))

    @staticmethod
    def trees(node: Node) -> Iterator[Tree]:
        """Every expression in the texts of a node."""
        for told in _texts(node):
            for when, prose in _alternatives(told):
                if when:
                    yield when
                yield from (p for p in prose.pieces if not isinstance(p, str))

    @staticmethod
    def sources(node: Node, slots: Slots) -> Iterator[str]:
        """The Python of every expression in the texts of a node."""
        for told in _texts(node):
            for when, prose in _alternatives(told):
                if when:
                    yield source(when, slots)
                yield from (text_source(p, slots) for p in prose.pieces if not isinstance(p, str))


def _alternatives(told: object) -> Iterator[tuple[Tree | None, Prose]]:
    match told:
        case Prose():
            yield None, told
        case Alternative(when=when, text=text):
            yield when, text
        case list():
            for piece in told:
                yield from _alternatives(piece)


def _texts(node: Node) -> Iterator[object]:
    yield node.text
    for holder in (node, *node.choices.values(), *node.chance.values()):
        yield from _reasons(holder)
    for choice in node.choices.values():
        yield from (choice.label, choice.locked, choice.outcome)
    yield from (outcome.text for outcome in node.chance.values())
    yield from (briefing.text for briefing in node.briefings.values())
    if node.debrief:
        yield from (node.debrief.essay, node.debrief.objection, node.debrief.history)


def _reasons(holder: Reasoned) -> Iterator[object]:
    yield holder.because
    for effect in holder.effects:
        yield getattr(effect, "because", None)
