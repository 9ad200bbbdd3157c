"""Lines as long as the terminal, or the braille display, takes them."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterable
from typing import TextIO

from playable import characters

NARROWEST = 10  # characters; below that nothing is folded


characters.register()


def say(lines: Iterable[str], out: TextIO) -> None:
    """Write lines, folded to `COLUMNS` or to the terminal; whole where there is neither. No line is padded."""
    width, encoding = _width(out), out.encoding or "utf-8"
    for meant in lines:
        line = meant.encode(encoding, "as_typed").decode(encoding)  # before it is folded: some signs take longer
        folded = textwrap.wrap(line, width, replace_whitespace=False, break_long_words=False) if width else []
        out.write("\n".join(folded or [line.rstrip()]) + "\n")
    out.flush()


def _width(out: TextIO) -> int:
    asked = os.environ.get("COLUMNS", "")
    if not out.isatty() and not asked.isdecimal():
        return 0
    columns = shutil.get_terminal_size().columns - out.isatty()  # a full line makes some terminals go on to the next
    return columns if columns >= NARROWEST else 0
