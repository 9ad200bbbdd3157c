"""The command line: one thin function a command, and one place for all that can go wrong with any of them."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from playable.cli.common import FAILED, WRONG, complain
from playable.cli.players import play_the_game
from playable.cli.streams import UnwrittenError, give_up, prepare


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code, which is one of those in `common`, or 130 after Ctrl-C."""
    prepare()
    try:
        code = _run(argv)
        sys.stdout.flush()
    except UnwrittenError as error:
        give_up()
        if not error.gone:
            complain(f"The result could not be written: {error}")
        return FAILED
    return code


def _run(argv: Sequence[str] | None) -> int:
    try:
        return play_the_game() if not (sys.argv[1:] if argv is None else argv) else _parsed(argv)
    except UnwrittenError:
        raise
    except SystemExit as done:  # argparse has told the help, the version, or what is wrong
        return int(done.code or 0)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except ModuleNotFoundError as error:
        if error.name and not error.name.startswith("playable"):
            complain(f"{error.name} is not installed here; the README's first command installs all that it needs")
            return WRONG
        return _own_fault(error)
    except MemoryError:
        complain("The memory of this machine is not enough for this.")
        return FAILED
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return FAILED
    except Exception as error:  # whatever it is, it is told in words
        return _own_fault(error)


def _parsed(argv: Sequence[str] | None) -> int:
    from playable.cli.arguments import parser

    arguments = parser().parse_args(argv)
    code: int = arguments.command(arguments)
    return code


def _own_fault(error: Exception) -> int:
    """Say that the program itself has failed, and where; all of it where Python runs in its development mode."""
    if sys.flags.dev_mode:
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}, line {last.lineno}"
    complain(f"This is a fault of the program itself: {type(error).__name__}: {error} ({where}).")
    complain("To report it, run it again as `python -X dev -m playable …`, which shows all of it.")
    return FAILED
