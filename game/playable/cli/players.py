"""Commands for who plays. What is heavy is imported inside them."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from playable.cli.common import FINE, SHORT, STOPPED, WRONG, complain, draws, loaded, say

if TYPE_CHECKING:
    import argparse

GAME = {"story": None, "seed": None, "plain": False, "start_from": None, "short": False, "without": ()}


def play_the_game() -> int:
    """What the bare command does; the title waits for nothing that only the options of other commands need."""
    return play(SimpleNamespace(**GAME))


def play(arguments: argparse.Namespace | SimpleNamespace) -> int:
    """Play; in plain lines where there is no terminal to draw on, or where they are set."""
    from playable.desk.settings import prefers_plain
    from playable.language.library import find, main_story

    story = find(arguments.story) if arguments.story else main_story()
    if arguments.start_from and not arguments.story:
        path = _story_of(arguments.start_from)
        if path is None:
            return SHORT
        story = path
    how = arguments.seed, arguments.start_from, None, arguments.without, arguments.short
    if arguments.plain or not draws() or prefers_plain():
        from playable.plain.player import play as play_plain

        return play_plain(story, *how)
    gc.disable()  # nothing that is imported now is garbage; the app has it looked for again once the title is painted
    from playable.tui.app import play as play_screen

    return play_screen(story, *how)


def _story_of(playthrough: Path) -> Path | None:
    from playable.language.faults import StoryFaults
    from playable.language.recording import read_recording

    try:
        return read_recording(playthrough).story_path()
    except StoryFaults as unsound:
        complain(unsound)
        return None


def serve(arguments: argparse.Namespace) -> int:
    """The screen player in a browser on this machine, until Ctrl+C."""
    from playable.language.library import MAIN

    try:
        from playable.web.server import serve as serve_on
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("playable"):
            raise
        complain(f"{error.name} is not installed: playing in a browser needs the extra `web`")
        return WRONG
    story = loaded(arguments.story or MAIN)
    if story is None:
        return SHORT
    if arguments.short and story.head.short is None:
        complain(f"{story.path}: this story has no short game: its head has no `short`")
        return SHORT
    try:
        serve_on(story.path.resolve(), story.head.title, arguments.port, arguments.seed, arguments.short)
    except OSError as error:
        complain(f"port {arguments.port} of this machine cannot be had: {os.strerror(error.errno or 0)}")
        return WRONG
    return FINE


def review(arguments: argparse.Namespace) -> int:
    """The review of a playthrough file. Without odds, for a story too large for them, it stops at a limit."""
    from playable.language.faults import StoryFaults
    from playable.language.library import find
    from playable.review.export import exported, of_file

    try:
        story = find(arguments.story) if arguments.story else None
        own, *others = arguments.playthroughs
        reviewed = of_file(own, story, arguments.without, others)
    except (StoryFaults, ValueError) as error:
        complain(error)
        return SHORT
    text = exported(reviewed.review, reviewed.odds, arguments.to, reviewed.missing, arguments.whole)
    if arguments.out is None:
        say(text.rstrip("\n"))
    else:
        arguments.out.write_text(text, encoding="utf-8")
    return STOPPED if reviewed.missing else FINE
