"""A fault shows its line with a caret under the column, however long the line is."""

from __future__ import annotations

import pytest
from playable.language.faults import Fault, Trouble
from playable.language.reading.source import LONGEST_EXCERPT, Source


def caret(fault: Fault) -> str:
    """What the caret of a fault stands under."""
    shown, pointed = fault.sketch().split("\n")
    return shown[pointed.index("^")]


@pytest.mark.parametrize("at", [0, 7, 90, 199, 200, 201, 350, 999, 1500, 1999])
def test_the_caret_stands_under_the_column(at: int) -> None:
    """With as much of a long line on both sides as is shown of it."""
    line = "." * at + "X" + "." * (2000 - at - 1)
    source = Source("x.yaml", f"first\n{line}\nlast\n")
    fault = source.fault(6 + at, Trouble("code", "message"))
    assert (fault.line, fault.column) == (2, at + 1)
    assert len(fault.excerpt) <= LONGEST_EXCERPT
    assert fault.excerpt[fault.column - 1 - fault.skipped] == "X"
    assert fault.excerpt.index("X") in (at, LONGEST_EXCERPT // 2, LONGEST_EXCERPT // 2 - 1)
    shown = fault.sketch().split("\n")[0]
    assert caret(fault) == "X"
    assert len(shown) <= 80
    assert shown.index("X") >= min(at, 30)


def test_a_short_line_is_shown_whole() -> None:
    fault = Source("x.yaml", "people: {lee: {name: X}}\n").fault(21, Trouble("code", "message"))
    assert fault.sketch() == "    people: {lee: {name: X}}\n                         ^"
    wide = Source("x.yaml", "names: 한국 X\n").fault(10, Trouble("code", "message"))
    assert wide.sketch().split("\n")[1] == "    " + " " * 12 + "^"
