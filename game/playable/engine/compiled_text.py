"""A text of the story, compiled. Told of a given state, it is the pieces that hold there, with their values put in.

Texts differ in their words far more than in their build. So one function is compiled for each build, and what it
puts in (words, slots, conditions) is bound to it: a story of thousands of texts has some dozen of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from playable.engine.compile import Function, Slots, State, compiled, source, text_source
from playable.engine.markup import Block, blocks, document
from playable.language.contents import alternatives, form_of, pieces
from playable.language.expressions.tree import Name, Tree
from playable.language.model import Alternative, Form, Told
from playable.language.names import Range
from playable.language.prose import Prose

PARAGRAPH = "\n\n"  # what stands between two
BUILDS = 10_000  # functions that are kept; more are made again

Run = tuple[Form | None, Callable[[State], str]]  # a document of a text, or what stands between two


class CompiledText:
    """A text of the story, ready to be told of any state; compiled when it is first told.

    Alternatives that hold stand as paragraphs of their own. `fixed` is the text that is the same in every state.
    """

    __slots__ = ("_function", "_runs", "_slots", "_told", "fixed")

    def __init__(self, told: Told | None, slots: Slots) -> None:
        """`told` is what a key of the format holds, or nothing."""
        self._told = told
        self._slots = slots
        self._function: Callable[[State], str] | None = None
        self._runs: tuple[Run, ...] | None = None
        self.fixed = _fixed(told)

    def __call__(self, s: State) -> str:
        """The text as it is told of `s`."""
        return self.fixed if self.fixed is not None else self.function(s)

    def blocks(self, s: State) -> tuple[Block, ...]:
        """The same as blocks of spans; those of a document know it."""
        if self._runs is None:
            self._runs = _runs(self._told, self._slots)
        if not self._runs:
            return blocks(self(s))
        runs = ((form, tell(s)) for form, tell in self._runs)
        return tuple(block for form, text in runs for block in (document(form, text) if form else blocks(text)))

    @property
    def function(self) -> Callable[[State], str]:
        """The same without a look at what is fixed."""
        if self._function is None:
            fixed = self.fixed
            self._function = _function(self._told, self._slots) if fixed is None else lambda _: fixed
        return self._function


def _runs(told: Told | None, slots: Slots) -> tuple[Run, ...]:
    """A text with documents in parts: each of these, and what stands between two; nothing where there are none."""
    runs: list[tuple[Form | None, list[Prose | Alternative]]] = []
    for piece in pieces(told):
        form = form_of(piece)
        if form or not runs or runs[-1][0]:
            runs.append((form, []))
        runs[-1][1].append(piece)
    return tuple((form, _function(run, slots)) for form, run in runs) if any(form for form, _ in runs) else ()


def _fixed(told: Told | None) -> str | None:
    if told is None:
        return ""
    piece = told.pieces[0] if isinstance(told, Prose) and len(told.pieces) == 1 else None
    return piece if isinstance(piece, str) else None


def _function(told: Told | None, slots: Slots) -> Callable[[State], str]:
    """A text as a function: one string that is built, or, where its first piece may be missing, a join."""
    bound: list[object] = []
    texts = list(alternatives(told))
    joined = texts[0][0] is not None
    template, parts = "", list[str]()
    for n, (when, prose) in enumerate(texts):
        pieces = prose.pieces if joined or n == 0 else _paragraph(prose.pieces)
        build = "".join(f"{{{_piece(piece, slots, bound)}}}" for piece in pieces)
        part = build[1:-1] if len(pieces) == 1 and isinstance(pieces[0], str) else f"f'{build}'"
        if when is not None:
            part += f" if {_bind(_compiled(source(when, slots)), bound)}(s) else {None if joined else repr('')}"
        template += build if when is None else f"{{{part}}}"
        parts.append(part)
    body = f"{PARAGRAPH!r}.join([x for x in ({', '.join(parts)},) if x is not None])" if joined else f'f"{template}"'
    names = "".join(f"a{n}, " for n in range(len(bound)))
    return partial(_built(f"lambda {names}s: {body}"), *bound)


def _paragraph(pieces: tuple[str | Tree, ...]) -> tuple[str | Tree, ...]:
    """Prose that begins one."""
    first, *rest = pieces
    return (PARAGRAPH + first, *rest) if isinstance(first, str) else (PARAGRAPH, first, *rest)


def _piece(piece: str | Tree, slots: Slots, bound: list[object]) -> str:
    if isinstance(piece, str):
        return _bind(piece, bound)
    if isinstance(piece, Name) and isinstance(slots.domain(piece.name), Range):
        return f"s[{_bind(slots.index[piece.name], bound)}]"
    return f"{_bind(_compiled(text_source(piece, slots)), bound)}(s)"


def _bind(value: object, bound: list[object]) -> str:
    """The name under which a value is put in."""
    bound.append(value)
    return f"a{len(bound) - 1}"


@lru_cache(maxsize=BUILDS)
def _compiled(expression: str) -> Function:
    (function,) = compiled([expression]).values()
    return function


@lru_cache(maxsize=BUILDS)
def _built(build: str) -> Callable[..., str]:
    """No word of a story stands in a build: only the names of what is bound, and `s`."""
    function: Callable[..., str] = eval(build, {"__builtins__": {}})  # noqa: S307
    return function
