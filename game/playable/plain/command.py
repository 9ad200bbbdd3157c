"""A typed command: what it is called, what it takes, what it answers; and which one is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from playable.engine.phrasing import listed, sentence
from playable.language.characters import visible
from playable.language.nearest import nearest


@dataclass(frozen=True)
class Command:
    """`answer` is given what stands after the word, and gives lines. `short` is a letter that stands for the word."""

    name: str
    about: str
    answer: Callable[[str], Iterable[str]]
    takes: str = ""
    short: str = ""


def meant(word: str, commands: Sequence[Command]) -> Command | list[str]:
    """The command of that name, letter or beginning; else what to say instead."""
    word = word.lower()
    exact = [c for c in commands if word in (c.name, c.short)]
    likely = exact or [c for c in commands if c.name.startswith(word)]
    if len(likely) == 1:
        return likely[0]
    if likely:
        return [f"{word} may be {listed([c.name for c in likely], 'or')}. Type more of it."]
    guess = nearest(word, [c.name for c in commands])
    return [f"{visible(word[:40])} is no command. {f'Did you mean {guess}? ' if guess else ''}Type help."]


def help_of(commands: Sequence[Command]) -> Iterator[str]:
    """Every command, one a line."""
    yield "A number makes that choice."
    for c in commands:
        named = f"{c.name} or {c.short}" if c.short else c.name
        yield f"{' '.join(part for part in (named, c.takes) if part)}: {sentence(c.about)}"
    yield "The beginning of a word will do."


def numbered(typed: str, most: int) -> int | None:
    """The number that was typed, from 1 to `most`; None for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 7 and 1 <= int(typed) <= most else None
