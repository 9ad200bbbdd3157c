"""Follows the guide as its reader does: keeps its files, makes its mistakes, types its commands.

`python -m docs.follow` writes what the commands print today into the pages. A comment before a block says what it is:

    <!-- file: NAME -->     the whole of a file
    <!-- add: NAME -->      more lines at its end
    <!-- edit: NAME -->     some of its lines, as they were (-) and as they shall be (+)
    <!-- mistake: NAME -->  the same, made for the next `console` block alone

What stands below a command in a `console` block is what it prints. A line with nothing but … stands for any lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from difflib import get_close_matches
from pathlib import Path

from playable.cli import main as playable

PAGES = sorted((Path(__file__).parent / "guide").glob("*.md"))
BLOCK = re.compile(r"^(?:<!-- (file|add|edit|mistake): (\S+) -->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
SECONDS = re.compile(r"(?<= in )\d+\.\d+(?= ?s\b)")  # how long something took is another each time


class Reader:
    """Somebody who does what the pages say, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._right: dict[Path, str] = {}  # files with a mistake in them, as they were

    def follow(self, page: str) -> str:
        """Do what a page says: the page, with what its commands printed. Raises ValueError where that cannot be."""
        return BLOCK.sub(self._done, page)

    def _done(self, block: re.Match[str]) -> str:
        what, name, kind, text = block.groups()
        path = self.folder / (name or "")
        if what == "file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif what == "add":
            path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        elif what:
            before = path.read_text(encoding="utf-8")
            path.write_text(_edited(before, text, name), encoding="utf-8")
            if what == "mistake":
                self._right.setdefault(path, before)
        elif kind == "console":
            told = COMMAND.sub(lambda found: self._typed(found[1], found[2]), text)
            while self._right:
                path, before = self._right.popitem()
                path.write_text(before, encoding="utf-8")
            return f"```console\n{told}```"
        return block[0]

    def _typed(self, command: str, shown: str) -> str:
        """A command with what it prints; as it is shown, where that agrees, or where nothing is."""
        code, printed = self._run(command)
        if not shown and code:
            raise ValueError(f"`{command}` ended with {code}:\n{printed}")
        if not shown or _agrees(shown, printed):
            return f"$ {command}\n{shown}"
        return f"$ {command}\n{_shortened(shown, printed)}"

    def _run(self, command: str) -> tuple[int, str]:
        words = shlex.split(command)
        if words[:3] == ["python", "-m", "playable"]:
            printed = io.StringIO()
            with (
                contextlib.chdir(self.folder),
                contextlib.redirect_stdout(printed),
                contextlib.redirect_stderr(printed),
            ):
                code = playable(words[3:])
            return code, SECONDS.sub("0.1", printed.getvalue())
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(  # noqa: S603 - the guide is ours
            ["bash", "-o", "pipefail", "-c", command],  # noqa: S607
            cwd=self.folder,
            env={**os.environ, "PATH": path, "COLUMNS": "90"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
            timeout=50,
        )
        return done.returncode, SECONDS.sub("0.1", done.stdout)


def _edited(text: str, diff: str, name: str) -> str:
    """A text with the lines of a diff in it, whose parts stand between lines of `@@`."""
    for part in diff.split("@@\n"):
        lines = part.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if not line.startswith("+"))
        new = "".join(line[1:] for line in lines if not line.startswith("-"))
        if text.count(old) != 1:
            raise ValueError(f"{name} has these lines {text.count(old)} times:\n{old}")
        text = text.replace(old, new)
    return text


def _agrees(shown: str, printed: str) -> bool:
    pattern = "".join("(?:.*\n)*" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


def _shortened(shown: str, printed: str) -> str:
    """What is printed now, with … where it was: each part from the line most like its first to that most like its last.
    All of it where there was no …, or nothing is alike.
    """
    if "…\n" not in shown:
        return printed
    lines, at, kept = printed.splitlines(), 0, []
    for part in shown.split("…\n"):
        if wanted := part.splitlines():
            begin = _most_like(wanted[0], lines, at)
            end = _most_like(wanted[-1], lines, begin or at)
            if begin is None or end is None:
                return printed
            kept.append("".join(f"{line}\n" for line in lines[begin : end + 1]))
            at = end + 1
        else:
            kept.append("")
    return "…\n".join(kept)


def _most_like(line: str, lines: list[str], at: int) -> int | None:
    """The number of the line that is most like one, from a place on."""
    return lines.index(found[0], at) if (found := get_close_matches(line, lines[at:], n=1)) else None


def main() -> None:
    """Follow all pages, and write what was printed into them."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(XDG_DATA_HOME=f"{home}/data", XDG_CONFIG_HOME=f"{home}/config")
        reader = Reader(Path(home))
        for page in PAGES:
            page.write_text(reader.follow(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
