"""Lines as long as the terminal, or the braille display, takes them."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Iterable
from typing import TextIO

from playable import locale_characters

NARROWEST = 10  # characters; below that nothing is folded
_ITEM = re.compile(r" *(?:[-•]|\d+\.) ")
HANGS = "  "  # what follows an item's first line stands in, so that on a braille line only an item begins at its margin


locale_characters.register()


def say(lines: Iterable[str], out: TextIO) -> None:
    """Write lines, folded to `COLUMNS` or to the terminal; whole where there is neither. No line is padded."""
    width, encoding = _width(out), out.encoding or "utf-8"
    for meant in lines:
        line = meant.encode(encoding, "as_typed").decode(encoding)  # before it is folded: some signs take longer
        out.write("\n".join(folded(line, width)) + "\n")
    out.flush()


def folded(line: str, width: int) -> list[str]:
    """A line in lines of `width` characters, those of an item hanging behind its first; 0: whole."""
    item = _ITEM.match(line)
    hang = line[: len(line) - len(line.lstrip(" "))] + HANGS if item else ""
    options = {"replace_whitespace": False, "break_long_words": False, "subsequent_indent": hang}
    return (textwrap.wrap(line, width, **options) if width else []) or [line.rstrip()]  # type: ignore[arg-type]


def _width(out: TextIO) -> int:
    asked = os.environ.get("COLUMNS", "")
    if not out.isatty() and not asked.isdecimal():
        return 0
    columns = shutil.get_terminal_size().columns - out.isatty()  # a full line makes some terminals go on to the next
    return columns if columns >= NARROWEST else 0
