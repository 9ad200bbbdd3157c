"""The command line: one thin function a command. What is heavy is imported inside it."""

from __future__ import annotations

import argparse
import io
import os
import shlex
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.language.faults import Fault
    from game.language.story import Story
    from game.verify import Report

FINE, SHORT, WRONG, STOPPED = range(4)  # exit codes: fine · the story falls short · wrong use · stopped at a limit

_ABOUT = """\
A playable argument: you advise on North Korea in 2018, and see what follows and why.

examples:
  enemy-of-the-good                          play, in a terminal
  enemy-of-the-good play --plain             play line by line
  enemy-of-the-good play --from bug.yaml     go on from a playthrough file
  enemy-of-the-good check my_story           every fault in a story
  enemy-of-the-good verify my_story          what can happen in it, and its theses
  enemy-of-the-good new my_story             a story to begin with
  enemy-of-the-good randomtest my_story      a thousand playthroughs at random
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except BrokenPipeError:  # the reader of a pipe has gone: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("game"):
            raise
        sys.stderr.write(f"{error.name} is not installed here; the README's first command installs all that it needs\n")
        return WRONG
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    from game import __version__

    parser = argparse.ArgumentParser(
        prog="enemy-of-the-good", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(command=play, story=None, seed=None, plain=False, start_from=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    story_help = "a story's folder or file, or the id of a shipped story (default: the game)"

    p = commands.add_parser("play", help="play a story (this is the default)")
    p.add_argument("story", nargs="?", metavar="STORY", help=story_help)
    p.add_argument("--seed", type=_seed, help="what chance falls by: the same seed and moves give the same story")
    p.add_argument("--plain", action="store_true", help="line by line, for screen readers, pipes and simple terminals")
    p.add_argument("--from", dest="start_from", type=Path, metavar="FILE", help="go on from a playthrough file")
    p.set_defaults(command=play)

    p = commands.add_parser("serve", help="play in a browser, on this machine alone")
    p.add_argument("story", nargs="?", metavar="STORY", help=story_help)
    p.add_argument("--port", type=_port, default=8000, help="where it listens on 127.0.0.1 (default: 8000; 0: any)")
    p.add_argument("--seed", type=_seed, help="what chance falls by")
    p.set_defaults(command=serve)

    p = commands.add_parser("check", help="every fault in a story, with its place and what to do")
    p.add_argument("story", metavar="STORY", help=story_help)
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help='{"faults": [{code, severity, message, file, line, …}]}')
    form.add_argument("--github", action="store_true", help="as annotations of a GitHub workflow")
    p.set_defaults(command=check)

    p = commands.add_parser("verify", help="what can and cannot happen in a story, over every playthrough there is")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--json", action="store_true", help="the report as docs/verify.md describes it")
    p.add_argument("--limit", type=_count, metavar="STATES", help="stop at so many states; what is not met is unknown")
    p.add_argument("--witnesses", type=Path, metavar="DIR", help="write each witness of a thesis as a playthrough file")
    p.set_defaults(command=verify)

    p = commands.add_parser("randomtest", help="play a story at random, many times")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--plays", type=_count, default=1000, metavar="N", help="how many playthroughs (default: 1000)")
    p.add_argument("--seed", type=_seed, default=0, help="what they are drawn by (default: 0)")
    p.add_argument("--only", type=_seed, metavar="INDEX", help="one of them alone")
    p.add_argument("--json", action="store_true", help="counts of all that was met, and the failures")
    p.set_defaults(command=randomtest)

    p = commands.add_parser("new", help="a new story in a folder of its own, sound, with a playthrough that tests it")
    p.add_argument("folder", type=Path, metavar="DIR", help="where; the story is named after it")
    p.set_defaults(command=new)

    p = commands.add_parser("check-saves", help="which saves, as playthrough files, still hold in an edited story")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("folder", type=Path, metavar="DIR", help="the saves: every .yaml file in it and below")
    p.add_argument("--json", action="store_true", help='{"saves": [{file, verdict, held, steps, message, line}]}')
    p.set_defaults(command=check_saves)

    p = commands.add_parser("review", help="an ended playthrough looked at again, as a page to hand in")
    p.add_argument("playthrough", type=Path, metavar="FILE", help="a playthrough file that comes to an ending")
    p.add_argument("--to", choices=("md", "html", "json"), default="md", help="what to write (default: md)")
    p.add_argument("--out", type=Path, metavar="FILE", help="where to (default: standard output)")
    p.set_defaults(command=review)

    p = commands.add_parser(
        "export", help="a story's machine for other programs: a model that PRISM and Storm can check"
    )
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--to", required=True, choices=["prism"], help="what is written")
    p.add_argument("--player", choices=["uniform", "any"], default="uniform", help="one at random, or any there can be")
    p.add_argument(
        "--reduced", action="store_true", help="forget what nothing reads any more: fewer states, same answers"
    )
    p.add_argument("--out", type=Path, metavar="FILE", help="where the model goes (default: standard output)")
    p.add_argument("--properties", type=Path, metavar="FILE", help="where its properties go: endings and theses")
    p.set_defaults(command=export)

    p = commands.add_parser("schema", help="JSON Schema of the story language, for editors")
    p.add_argument("story", nargs="?", metavar="STORY", help="put this story's ids into the schema")
    p.set_defaults(command=schema)
    return parser


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError("a whole number from 0 to 999999999")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:13]) < 10**12:
        raise argparse.ArgumentTypeError("a whole number above 0")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port, from 0 to 65535")
    return int(text)


def play(arguments: argparse.Namespace) -> int:
    """Play; in plain lines where there is no terminal to draw on, or where they are set."""
    from game.desk.settings import prefers_plain
    from game.language.library import find, main_story

    story = find(arguments.story) if arguments.story else main_story()
    if arguments.start_from and not arguments.story:
        path = _story_of(arguments.start_from)
        if path is None:
            return SHORT
        story = path
    terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))  # the screen is drawn on stderr
    drawable = terminal and os.environ.get("TERM", "dumb") != "dumb"
    if arguments.plain or not drawable or prefers_plain():
        from game.plain.player import play as play_plain

        return play_plain(story, arguments.seed, arguments.start_from)
    from game.tui.app import play as play_screen

    return play_screen(story, arguments.seed, arguments.start_from)


def _story_of(playthrough: Path) -> Path | None:
    from game.language.faults import StoryFaults
    from game.language.playthrough import read_playthrough

    try:
        return read_playthrough(playthrough).story_path()
    except StoryFaults as found:
        _complain(found)
        return None


def serve(arguments: argparse.Namespace) -> int:
    """The screen player in a browser on this machine, until Ctrl+C."""
    from game.language.library import MAIN

    try:
        from game.web.server import serve as serve_on
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("game"):
            raise
        sys.stderr.write(f"{error.name} is not installed: playing in a browser needs the extra `web`\n")
        return WRONG
    story = _loaded(arguments.story or MAIN)
    if story is None:
        return SHORT
    try:
        serve_on(story.path.resolve(), story.head.title, arguments.port, arguments.seed)
    except OSError as error:
        sys.stderr.write(f"port {arguments.port} of this machine cannot be had: {os.strerror(error.errno or 0)}\n")
        return WRONG
    return FINE


def check(arguments: argparse.Namespace) -> int:
    """Every fault of a story; only errors make it fall short."""
    from game.language.library import find
    from game.language.story import faults_of_story

    faults = faults_of_story(find(arguments.story))
    errors = sum(fault.severity == "error" for fault in faults)
    if arguments.json:
        _say_json({"faults": [fault.as_json() for fault in faults]})
    elif arguments.github:
        for fault in faults:
            _say(_annotation(fault))
    else:
        for fault in faults:
            _say(f"{fault}\n")
        _say(f"{arguments.story}: {_counted(errors, 'error')}, {_counted(len(faults) - errors, 'warning')}")
    return SHORT if errors else FINE


def verify(arguments: argparse.Namespace) -> int:
    """The proofs. What fails for certain counts before what stayed unknown."""
    from game.progress import Progress
    from game.verify import lines
    from game.verify import verify as proofs

    story = _loaded(arguments.story)
    if story is None:
        return SHORT
    progress = Progress()
    report = proofs(story, arguments.limit, progress)
    progress.clear()
    if arguments.json:
        _say_json(report.as_json())
    else:
        _say("\n".join(lines(report)))
    if arguments.witnesses:
        try:
            _write_witnesses(report, story.path, arguments.witnesses)
        except OSError as error:
            _complain(error)
            return WRONG
    failed = any(t.verdict == "fails" for t in report.theses) or any(f.severity == "error" for f in report.findings)
    return SHORT if failed else FINE if report.complete else STOPPED


def _write_witnesses(report: Report, story: Path, folder: Path) -> None:
    from dataclasses import replace

    from game.language.playthrough import written
    from game.verify.report import playthrough

    folder.mkdir(parents=True, exist_ok=True)
    for thesis in report.theses:
        if thesis.witness is not None:
            moves = playthrough(report, thesis.witness, f"{thesis.id} {thesis.verdict}")
            text = written(replace(moves, story=os.path.relpath(story, folder)))
            (folder / f"{thesis.id}.yaml").write_text(text, encoding="utf-8")


def randomtest(arguments: argparse.Namespace) -> int:
    """Random playthroughs; one that gets stuck or never ends makes the story fall short."""
    from game.verify.randomtest import lines
    from game.verify.randomtest import randomtest as tests

    story = _loaded(arguments.story)
    if story is None:
        return SHORT
    found = tests(story, arguments.plays, arguments.seed, arguments.only)
    if arguments.json:
        _say_json(found.as_json())
    else:
        command = f"randomtest {arguments.story} --plays {arguments.plays} --seed {arguments.seed}"
        _say("\n".join(lines(found, command)))
    return SHORT if found.failures else FINE


def new(arguments: argparse.Namespace) -> int:
    """Write a new story."""
    from game.authoring.new import new_story

    try:
        written = new_story(arguments.folder)
    except OSError as error:
        _complain(error)
        return WRONG
    for path in written:
        _say(str(path))
    _say(f"Play it: enemy-of-the-good play {shlex.quote(str(arguments.folder))}")
    return FINE


def check_saves(arguments: argparse.Namespace) -> int:
    """Old saves against the story; one that no longer holds makes it fall short."""
    from game.authoring.saves import check_saves as checks
    from game.authoring.saves import lines

    story = _loaded(arguments.story)
    if story is None:
        return SHORT
    found = checks(story, arguments.folder)
    if not found:
        sys.stderr.write(f"{arguments.folder}: there is no .yaml file in it\n")
        return WRONG
    if arguments.json:
        _say_json({"saves": [save.as_json() for save in found]})
    else:
        _say("\n".join(lines(found)))
    return SHORT if any(save.verdict in ("stops", "unreadable") for save in found) else FINE


def review(arguments: argparse.Namespace) -> int:
    """The review of a playthrough file. Without odds, for a story too large for them, it stops at a limit."""
    from game.language.faults import StoryFaults
    from game.review.export import exported, of_file

    try:
        found, weighed, missing = of_file(arguments.playthrough)
    except (StoryFaults, ValueError) as error:
        _complain(error)
        return SHORT
    text = exported(found, weighed, arguments.to, missing)
    if arguments.out is None:
        _say(text.rstrip("\n"))
    else:
        try:
            arguments.out.write_text(text, encoding="utf-8")
        except OSError as error:
            _complain(error)
            return WRONG
    return STOPPED if missing else FINE


def export(arguments: argparse.Namespace) -> int:
    """A story as a model for outside checkers."""
    from game.authoring.prism import prism

    story = _loaded(arguments.story)
    if story is None:
        return SHORT
    exported = prism(story, arguments.player, arguments.reduced)
    try:
        if arguments.properties:
            arguments.properties.write_text(exported.properties, encoding="utf-8")
        if arguments.out:
            arguments.out.write_text(exported.model, encoding="utf-8")
    except OSError as error:
        _complain(error)
        return WRONG
    if not arguments.out:
        sys.stdout.write(exported.model)
    return FINE


def schema(arguments: argparse.Namespace) -> int:
    """The JSON Schema of story files."""
    from game.language.schema import schema as schema_of

    story = _loaded(arguments.story) if arguments.story else None
    if arguments.story and story is None:
        return SHORT
    _say_json(schema_of(story))
    return FINE


def _loaded(name: str) -> Story | None:
    """The story that a command names; None where it has faults, which have then been told."""
    from game.language.faults import StoryFaults
    from game.language.library import find
    from game.language.story import load

    try:
        return load(find(name))
    except StoryFaults as found:
        _complain(found)
        return None


def _annotation(fault: Fault) -> str:
    """A fault as GitHub's workflow commands have it."""
    kind = {"error": "error", "warning": "warning"}.get(fault.severity, "notice")
    hint = f". Did you mean `{fault.suggestion}`?" if fault.suggestion else ""
    place = f"file={_escaped(fault.file, ':,')},line={fault.line or 1},col={fault.column or 1},title={fault.code}"
    return f"::{kind} {place}::{_escaped(fault.message + hint, '')}"


def _escaped(text: str, more: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in text)


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(value: object) -> None:
    import json

    _say(json.dumps(value, indent=1))


def _complain(error: Exception) -> None:
    sys.stderr.write(f"{error}\n")
