"""What the commands share: exit codes, words to the terminal, and a story that is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playable.language.story import Story

FINE, SHORT, WRONG, STOPPED, FAILED = range(5)  # exit codes, as `EXIT_CODES` of the help says them


def loaded(name: str, doubted: Iterable[str] = ()) -> Story | None:
    """The story that a command names, without the claims that are `doubted`; None where it has faults, or lacks such a
    claim, which has then been told."""
    from playable.language.faults import StoryFaults
    from playable.language.library import find
    from playable.language.story import load
    from playable.language.without import without

    try:
        return without(load(find(name)), doubted)
    except StoryFaults as unsound:
        complain(unsound)
        return None


def known(story: Story, kind: str, names: Iterable[str]) -> bool:
    """Does the story have each of some names of a kind? Those that it lacks are told, with what was probably meant."""
    from playable.language.faults import hint

    troubles = [trouble for name in names for trouble in story.names.missing(kind, name)]
    for trouble in troubles:
        complain(f"{story.path}: {trouble.message}{hint(trouble.suggestion)}")
    return not troubles


def draws() -> bool:
    """Is there a terminal that a screen can be drawn on?"""
    terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))  # the screen is drawn on stderr
    return terminal and os.environ.get("TERM", "dumb") != "dumb"


def say(text: str) -> None:
    """A result, to standard output."""
    sys.stdout.write(text + "\n")


def say_json(value: object) -> None:
    """The same, as JSON."""
    import json

    say(json.dumps(value, indent=1))


def complain(what: str | Exception) -> None:
    """What is wrong, to standard error."""
    from playable.language.characters import visible

    sys.stderr.write(f"{visible(str(what))}\n")
