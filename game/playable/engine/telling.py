"""Prose is told: in a given state, the pieces that hold, with their values put in."""

from __future__ import annotations

from playable.engine.compile import Function, Slots, State, compiled, source, text_source
from playable.language.contents import alternatives
from playable.language.expressions.tree import Tree
from playable.language.model import Told
from playable.language.prose import Prose


class Telling:
    """A text of the story, ready to be told of any state; compiled when it is first told.

    Alternatives that hold stand as paragraphs of their own. `fixed` is the text that is the same in every state.
    """

    __slots__ = ("_function", "_slots", "_told", "fixed")

    def __init__(self, told: Told | None, slots: Slots) -> None:
        """`told` is what a key of the format holds: prose, an alternative, a list of them, or nothing."""
        self._told = told
        self._slots = slots
        self._function: Function | None = None
        self.fixed = _fixed(told)

    def __call__(self, s: State) -> str:
        """The text as it is told of `s`."""
        if self.fixed is not None:
            return self.fixed
        if self._function is None:
            (self._function,) = compiled([_told_source(self._told, self._slots)]).values()
        return self._function(s)  # type: ignore[no-any-return]


def _fixed(told: Told | None) -> str | None:
    if told is None:
        return ""
    piece = told.pieces[0] if isinstance(told, Prose) and len(told.pieces) == 1 else None
    return piece if isinstance(piece, str) else None


def _told_source(told: Told | None, slots: Slots) -> str:
    """Python for a text: one string that is built, or, where its first piece may be missing, a join."""
    pieces = [
        (source(when, slots) if when else None, _prose_source(prose, slots)) for when, prose in alternatives(told)
    ]
    first, *rest = pieces
    if first[0] is None:
        return first[1] + "".join(
            f" + '\\n\\n' + {p}" if w is None else f" + ('\\n\\n' + {p} if {w} else '')" for w, p in rest
        )
    listed = ", ".join(p if w is None else f"{p} if {w} else None" for w, p in pieces)
    return f"'\\n\\n'.join([x for x in ({listed},) if x is not None])"


def _prose_source(prose: Prose, slots: Slots) -> str:
    """Python for one prose: literals and values side by side, which Python builds in one step where it can."""
    parts = [repr(piece) if isinstance(piece, str) else _value_source(piece, slots) for piece in prose.pieces]
    return f"({' '.join(parts)})" if all(part[0] in "'\"f" for part in parts) else f"({' + '.join(parts)})"


def _value_source(tree: Tree, slots: Slots) -> str:
    text = text_source(tree, slots).removeprefix("str")
    return f"f'{{{text}}}'" if not set("'\"\\{}") & set(text) else f"({text_source(tree, slots)})"
