"""What a terminal shows of the bytes it was sent: as much of one as the game writes, cells and nothing else."""

from __future__ import annotations

import re

from rich.cells import cell_len

_PART = re.compile(
    r"\x1b\[([0-9;?>=<]*)([A-Za-z])|\x1b[\]P_^].*?(?:\x07|\x1b\\)|\x1b[=>78c]|[\r\n\b]|[^\x1b\r\n\b]+", re.DOTALL
)


class Drawn:
    """A screen of any size, by what was written to it."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, str]] = {}
        self._x = self._y = 0

    def write(self, text: str) -> None:
        """Take what the terminal takes."""
        for part in _PART.finditer(text):
            sign, command = part[0], part[2]
            if command == "H":
                row, _, column = part[1].partition(";")
                self._y, self._x = int(row or 1) - 1, int(column or 1) - 1
            elif command == "J":
                self._rows.clear()
            elif sign == "\n":
                self._x, self._y = 0, self._y + 1
            elif sign == "\r":
                self._x = 0
            elif command is None and sign[0] not in "\x1b\b":
                for c in sign:
                    self._rows.setdefault(self._y, {})[self._x] = c
                    self._x += cell_len(c)

    def lines(self) -> dict[int, str]:
        """Each row that was written to, by its number."""
        rows = sorted(self._rows.items())
        return {y: "".join(row.get(x, " ") for x in range(max(row, default=-1) + 1)) for y, row in rows}

    def find(self, pattern: str) -> tuple[int, int] | None:
        """Where, as column and row, a pattern first stands; in rows of signs of one cell each."""
        for y, line in self.lines().items():
            if hit := re.search(pattern, line):
                return hit.start(), y
        return None
