"""What can be typed: commands, options, and their help."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from playable.cli import authors, players, testers
from playable.language.faults import hint
from playable.language.nearest import nearest
from playable.testing.coverage import REPORT_TYPES

_ABOUT = """\
A playable argument: you advise on North Korea in 2018, and see what follows and why.

examples:
  enemy-of-the-good                          play, in a terminal
  enemy-of-the-good play --plain             play line by line
  enemy-of-the-good play --short             the short game: eight decisions
  enemy-of-the-good play --from bug.yaml     go on from a playthrough file
  enemy-of-the-good check my_story           every fault in a story
  enemy-of-the-good verify my_story          what can happen in it, and its theses
  enemy-of-the-good verify my_story --without c46    the same in a world without that claim
  enemy-of-the-good weigh my_story           what each claim carries
  enemy-of-the-good new my_story             a story to begin with
  enemy-of-the-good randomtest my_story      a thousand playthroughs at random
"""

EXIT_CODES = """\
exit codes:
  0  fine
  1  the story, the playthrough or a thesis falls short
  2  wrong use: what was typed, or a library that is not installed
  3  stopped at a limit, with what was known by then
  4  failed: the result could not be written, memory was not enough, or a fault of the program itself
  130  stopped by Ctrl-C
"""


class _CommandParser(argparse.ArgumentParser):
    """A parser that names what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """As argparse does."""
        if choice := re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)$", message):
            meant = nearest(choice[1], re.findall(r"[\w-]+", choice[2]))
            message += hint(meant)
        super().error(message)


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; each command is in its `command`."""
    from playable import __version__

    parsed = _CommandParser(
        prog="enemy-of-the-good",
        description=_ABOUT,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parsed.add_argument("--version", action="version", version=__version__)
    parsed.set_defaults(command=players.play, **players.GAME)
    commands = parsed.add_subparsers(title="commands", metavar="COMMAND")
    story_help = "a story's folder or file, or the id of a shipped story"

    p = commands.add_parser("play", help="play a story (this is the default)")
    p.add_argument("story", nargs="?", metavar="STORY", help=f"{story_help} (default: the game)")
    p.add_argument("--seed", type=_seed, help="what chance falls by: the same seed and moves give the same story")
    p.add_argument("--plain", action="store_true", help="line by line, for screen readers, pipes and simple terminals")
    p.add_argument("--from", dest="start_from", type=Path, metavar="FILE", help="go on from a playthrough file")
    p.add_argument("--short", action="store_true", help="the short game: a policy of the story decides the rest")
    _doubting(p)
    p.set_defaults(command=players.play)

    p = commands.add_parser("serve", help="play in a browser, on this machine alone")
    p.add_argument("story", nargs="?", metavar="STORY", help=f"{story_help} (default: the game)")
    p.add_argument("--port", type=_port, default=8000, help="where it listens on 127.0.0.1 (default: 8000; 0: any)")
    p.add_argument("--seed", type=_seed, help="what chance falls by")
    p.add_argument("--short", action="store_true", help="the short game, in every tab")
    p.set_defaults(command=players.serve)

    p = commands.add_parser("check", help="every fault in a story, with its place and what to do")
    p.add_argument("story", metavar="STORY", help=story_help)
    about = "what is no fault and seldom meant, too: what nothing uses, long pages and labels, choices that read alike"
    p.add_argument("--craft", action="store_true", help=about)
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help='{"faults": [{code, severity, message, file, line, …}]}')
    _for_machines(p, form)
    p.set_defaults(command=authors.check)

    p = commands.add_parser("verify", help="what can and cannot happen in a story, over every playthrough there is")
    p.add_argument("story", metavar="STORY", help=story_help)
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the report as docs/verify.md describes it")
    _for_machines(p, form)
    p.add_argument("--limit", type=_count, metavar="STATES", help="stop at so many states; what is not met is unknown")
    p.add_argument(
        "--witness-limit",
        type=_count,
        metavar="STATES",
        help="look for shortest playthroughs among so many states (default: as --limit)",
    )
    p.add_argument("--seconds", type=_count, help="stop after so many seconds of the processor (default: 600)")
    p.add_argument("--witnesses", type=Path, metavar="DIR", help="write each witness of a thesis as a playthrough file")
    _doubting(p)
    p.set_defaults(command=testers.verify)

    p = commands.add_parser("randomtest", help="play a story at random, many times")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--plays", type=_count, default=1000, metavar="N", help="how many playthroughs (default: 1000)")
    p.add_argument("--seed", type=_seed, default=0, help="what they are drawn by (default: 0)")
    p.add_argument("--playing", metavar="POLICY", help="by a policy of the story, at random only where it is silent")
    where = p.add_mutually_exclusive_group()
    where.add_argument("--only", type=_seed, metavar="INDEX", help="one of them alone")
    where.add_argument("--jobs", type=_count, default=1, metavar="N", help="in so many processes (default: 1)")
    where.add_argument(
        "--dask", metavar="ADDRESS", help="on the cluster whose Dask scheduler is there: tcp://host:8786"
    )
    where.add_argument(
        "--merge",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="none: put shards together, as --json said them",
    )
    p.add_argument("--shard", type=_shard, default=(1, 1), metavar="I/N", help="the I-th of N parts, for a CI matrix")
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="counts of all that was met, and the failures")
    _for_machines(p, form)
    _doubting(p)
    p.set_defaults(command=testers.randomtest)

    p = commands.add_parser("coverage", help="what the tests of several runs met of a story, put together")
    p.add_argument("runs", type=Path, nargs="+", metavar="FILE", help="what `pytest --story-cov-report=json` wrote")
    p.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="TYPE",
        help=REPORT_TYPES,
    )
    p.add_argument("--fail-under", type=_percent, metavar="MIN", help="fall short where less of the stories was met")
    p.set_defaults(command=testers.coverage)

    p = commands.add_parser("weigh", help="what each claim of the ledger carries: the story proved again without it")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--json", action="store_true", help='{"claims": [{id, changes, tones, policies, theses, endings}]}')
    p.add_argument("--seconds", type=_count, help="for each proof so many of the processor at most (default: 600)")
    p.set_defaults(command=testers.weigh)

    p = commands.add_parser(
        "new", help="a new story in a folder of its own: sound, proved, with its tests and what an editor needs"
    )
    p.add_argument("folder", type=Path, metavar="DIR", help="where; the story is named after it")
    p.set_defaults(command=authors.new)

    p = commands.add_parser("check-saves", help="which saves still hold in an edited story, and what mends the others")
    p.add_argument("story", metavar="STORY", help=story_help)
    about = "a folder of playthrough files, one of them, or a file of saves (default: your own saves)"
    p.add_argument("path", type=Path, nargs="?", metavar="PATH", help=about)
    form = p.add_mutually_exclusive_group()
    about = '{"saves": [{file, verdict, held, steps, message, line, save, mend}]}'
    form.add_argument("--json", action="store_true", help=about)
    _for_machines(p, form)
    p.set_defaults(command=authors.check_saves)

    p = commands.add_parser("review", help="an ended playthrough looked at again, as a page to hand in")
    about = "a playthrough file that comes to an ending; more of them stand beside it, as for a class"
    p.add_argument("playthroughs", type=Path, nargs="+", metavar="FILE", help=about)
    p.add_argument("--story", metavar="STORY", help="the story that it is of (default: what it names)")
    p.add_argument("--to", choices=("md", "html", "json"), default="md", help="what to write (default: md)")
    p.add_argument("--out", type=Path, metavar="FILE", help="where to (default: standard output)")
    p.add_argument("--whole", action="store_true", help="every decision with all that is said of it, not a page or two")
    _doubting(p)
    p.set_defaults(command=players.review)

    p = commands.add_parser("stats", help="words, long texts, and the claims that a story uses and does not")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument(
        "--texts", action="store_true", help="all prose, as FILE:LINE: TEXT without markup, to check its spelling"
    )
    p.add_argument("--json", action="store_true", help="the length of every text, and where each claim is cited")
    p.set_defaults(command=authors.stats)

    p = commands.add_parser("graph", help="a story as a map: a page of its own, or for programs that draw")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument(
        "--format", choices=["html", "mermaid", "dot"], default="mermaid", help="what for (default: mermaid)"
    )
    p.add_argument("--out", type=Path, metavar="FILE", help="where it goes (default: standard output)")
    p.set_defaults(command=authors.graph)

    p = commands.add_parser("preview", help="play a story while it is written: each save of its files is on the page")
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--at", metavar="NODE", help="begin at this node, in a state that some playthrough comes there in")
    p.add_argument("--state", type=_count, metavar="N", help="which of those states, where there are several")
    p.add_argument("--plain", action="store_true", help="line by line")
    p.set_defaults(command=authors.preview)

    p = commands.add_parser(
        "export", help="a story as one page that plays in any browser, or as a model that PRISM and Storm can check"
    )
    p.add_argument("story", metavar="STORY", help=story_help)
    p.add_argument("--to", required=True, choices=["html", "prism"], help="what is written")
    who = p.add_mutually_exclusive_group()
    who.add_argument(
        "--player", choices=["uniform", "any"], default="uniform", help="prism: one at random, or any there can be"
    )
    who.add_argument(
        "--playing", metavar="POLICY", help="prism: by a policy of the story, at random where it is silent"
    )
    p.add_argument(
        "--reduced", action="store_true", help="prism: forget what nothing reads any more: fewer states, same answers"
    )
    p.add_argument("--out", type=Path, metavar="FILE", help="where it goes (default: standard output)")
    p.add_argument("--properties", type=Path, metavar="FILE", help="prism: where its properties go, endings and theses")
    p.set_defaults(command=authors.export)

    p = commands.add_parser("schema", help="JSON Schema of the story language, for editors")
    p.add_argument("story", nargs="?", metavar="STORY", help="put this story's ids into the schema")
    p.add_argument("--playthroughs", action="store_true", help="of the files in `playthroughs/`, not of stories")
    p.set_defaults(command=authors.schema)
    return parsed


def _for_machines(command: argparse.ArgumentParser, form: argparse._MutuallyExclusiveGroup) -> None:
    """What is for machines that test every change."""
    form.add_argument("--github", action="store_true", help="as annotations of a GitHub workflow")
    command.add_argument("--junit", type=Path, metavar="FILE", help="write what was tested there, as JUnit's XML")


def _doubting(command: argparse.ArgumentParser) -> None:
    """The option to doubt claims."""
    about = "in a world where these claims do not hold: changes that lean on them do not happen (repeatable)"
    command.add_argument("--without", type=_claims, action="extend", default=[], metavar="CLAIM[,CLAIM…]", help=about)


def _claims(text: str) -> list[str]:
    return [claim.strip() for claim in text.split(",") if claim.strip()]


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError("a whole number from 0 to 999999999")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:13]) < 10**12:
        raise argparse.ArgumentTypeError("a whole number above 0")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    shard = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if not shard or not 1 <= int(shard[1]) <= int(shard[2]):
        raise argparse.ArgumentTypeError("which of how many, from 1, such as 2/5")
    return int(shard[1]), int(shard[2])


def _percent(text: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text) or float(text) > 100:
        raise argparse.ArgumentTypeError("a percentage from 0 to 100")
    return float(text)


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port, from 0 to 65535")
    return int(text)
