"""The command line: one thin function a command."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence

from playable.cli.arguments import parser
from playable.cli.saying import FINE, WRONG


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")
    arguments = parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except BrokenPipeError:  # the reader of a pipe has gone: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("playable"):
            raise
        sys.stderr.write(f"{error.name} is not installed here; the README's first command installs all that it needs\n")
        return WRONG
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
