"""Commands for who writes. What is heavy is imported inside them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from playable.cli.common import FINE, SHORT, WRONG, complain, draws, known, loaded, say, say_json

if TYPE_CHECKING:
    from playable.language.recording import Recording

MAP_STATES = 2_000_000  # looked at for a map, or for where a preview can begin
MAP_SECONDS = 20  # of proof: a map should be drawn in seconds


def check(arguments: argparse.Namespace) -> int:
    """Every fault of a story; only errors make it fall short. Of a sound one, if asked, what its craft lacks, too."""
    from playable.cli import ci
    from playable.language.faults import StoryFaults
    from playable.language.library import find
    from playable.language.story import load

    try:
        story = load(find(arguments.story))
        faults = story.warnings
        if arguments.craft:
            from playable.authoring.craft import craft

            faults = [*faults, *craft(story)]
    except StoryFaults as unsound:
        faults = unsound.faults
    errors = sum(fault.counts for fault in faults if fault.severity == "error")
    others = sum(fault.counts for fault in faults) - errors
    annotated = ci.told(arguments, f"check {arguments.story}", list(ci.of_faults(faults)))
    if arguments.json:
        say_json({"faults": [fault.as_json() for fault in faults]})
    elif not annotated:
        for fault in faults:
            say(f"{fault}\n")
        say(f"{arguments.story}: {_counted(errors, 'error')}, {_counted(others, 'warning')}")
    return SHORT if errors else FINE


def _counted(number: int, what: str) -> str:
    """A number of things in words: `no errors`, `1 error`, `2 errors`."""
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def new(arguments: argparse.Namespace) -> int:
    """Write a new story."""
    import shlex

    from playable.authoring.new import new_story

    try:
        written = new_story(arguments.folder)
    except FileExistsError as error:
        complain(error)
        return WRONG
    for path in written:
        say(str(path))
    say(f"Play it: enemy-of-the-good play {shlex.quote(str(arguments.folder))}")
    return FINE


def check_saves(arguments: argparse.Namespace) -> int:
    """Old saves against the story; one that no longer holds makes it fall short."""
    from playable.authoring.check_saves import check_saves as checks
    from playable.authoring.check_saves import lines
    from playable.cli import ci
    from playable.engine.saves.database import default_path

    story = loaded(arguments.story)
    if story is None:
        return SHORT
    path = arguments.path or default_path()
    checked = checks(story, path)
    if not checked:
        complain(f"{path}: there is no save in it: no playthrough file, and no file of the game's")
        return WRONG
    annotated = ci.told(arguments, f"check-saves {arguments.story}", list(ci.of_saves(checked)))
    if arguments.json:
        say_json({"saves": [save.as_json() for save in checked]})
    elif not annotated:
        say("\n".join(lines(checked)))
    return SHORT if any(save.falls_short for save in checked) else FINE


def stats(arguments: argparse.Namespace) -> int:
    """The figures of a story, or all its prose."""
    if arguments.texts:
        return _texts(arguments.story, arguments.json)
    from playable.authoring.stats import lines
    from playable.authoring.stats import stats as figures

    story = loaded(arguments.story)
    if story is None:
        return SHORT
    figured = figures(story)
    if arguments.json:
        say_json(figured.as_json())
    else:
        say("\n".join(lines(figured)))
    return FINE


def _texts(name: str, as_json: bool) -> int:
    """The prose of a story's files, whether it is sound or not."""
    from playable.authoring.prose_lines import prose_lines
    from playable.language.library import find

    texts = list(prose_lines(find(name)))
    if as_json:
        say_json({"texts": [one._asdict() for one in texts]})
    else:
        say("\n".join(map(str, texts)))
    return FINE


def graph(arguments: argparse.Namespace) -> int:
    """The map of a story: for programs that draw, or as a page of its own with what was proved of it."""
    from playable.authoring.graph import graph as drawn
    from playable.authoring.graph import too_much_for_mermaid

    story = loaded(arguments.story)
    if story is None:
        return SHORT
    if arguments.format == "html":
        from playable.authoring.map import map_page
        from playable.cli.progress import Progress
        from playable.verify import verify

        last = monotonic() + MAP_SECONDS
        with Progress() as progress:
            report = verify(story, MAP_STATES, progress, stop=lambda: progress.stopped() or monotonic() > last)
        if report.stopped:
            complain(f"warning: not all was proved within {MAP_SECONDS} s, and the map lacks the rest")
        _write(map_page(story, report), arguments.out)
        return FINE
    if arguments.format == "mermaid" and (why := too_much_for_mermaid(story)):
        sys.stderr.write(f"warning: {why}; `--format html` has no such limit\n")
    _write(drawn(story, arguments.format), arguments.out)
    return FINE


def preview(arguments: argparse.Namespace) -> int:
    """Play a story while it is being written; from a node, in a state that is proved to come there."""
    from playable.language.library import find

    try:
        import watchfiles  # noqa: F401 - asked for before anything is done
    except ModuleNotFoundError:
        complain("watchfiles is not installed: `preview` needs the extra `preview`")
        return WRONG
    story, start = find(arguments.story), None
    if arguments.at:
        try:
            start = _start(story, arguments.at, arguments.state)
        except ValueError as error:
            complain(error)
            return SHORT
    if arguments.plain or not draws():
        from playable.preview.lines import play as play_lines

        return play_lines(story, start)
    from playable.preview.screen import play as play_screen

    return play_screen(story, start)


def _start(story: Path, node: str, wanted: int | None) -> Recording:
    """The playthrough to begin with; which, of several, is asked for where a terminal can answer. Raises ValueError."""
    from playable.cli.progress import Progress
    from playable.engine.assembly import assemble
    from playable.language.story import load
    from playable.preview.starts import described, starts
    from playable.verify import verify

    read = load(story)
    with Progress() as progress:
        report = verify(read, MAP_STATES, progress, stop=progress.stopped)
    machine = assemble(read)
    known = starts(machine, report, node)
    if wanted is None and len(known) > 1:
        complain("\n".join([f"`{node}` is come to in several states:", *described(machine, known)]))
        if sys.stdin.isatty():
            sys.stderr.write("Which? (1) ")
            sys.stderr.flush()
            typed = sys.stdin.readline().strip()
            wanted = int(typed) if typed.isdecimal() else 1
    number = wanted or 1
    if not 1 <= number <= len(known):
        raise ValueError(f"`{node}` has the states 1 to {len(known)}")
    return known[number - 1]


def export(arguments: argparse.Namespace) -> int:
    """A story as a page that plays in a browser, or as a model for outside checkers."""
    story = loaded(arguments.story)
    if story is None:
        return SHORT
    properties = ""
    if arguments.to == "html":
        from playable.authoring.page import page

        written = page(story)
    else:
        from playable.authoring.prism import prism

        if arguments.playing and not known(story, "policy", [arguments.playing]):
            return WRONG
        written, properties = prism(story, arguments.player, arguments.reduced, arguments.playing)
    if arguments.properties:
        _write(properties, arguments.properties)
    _write(written, arguments.out)
    return FINE


def _write(text: str, path: Path | None) -> None:
    """A result to a file, or to standard output where none is named."""
    if path:
        path.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def schema(arguments: argparse.Namespace) -> int:
    """The JSON Schema of story or playthrough files."""
    from playable.language.schema import playthrough_schema
    from playable.language.schema import schema as story_schema

    story = loaded(arguments.story) if arguments.story else None
    if arguments.story and story is None:
        return SHORT
    say_json((playthrough_schema if arguments.playthroughs else story_schema)(story))
    return FINE
