"""The lowest version of each dependency that pyproject.toml allows, as constraints: `name>=x` becomes `name==x`."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def main(extras: list[str]) -> None:
    """Print those of the game, and of the extras that are named."""
    wanted = [*PROJECT["dependencies"], *(one for name in extras for one in PROJECT["optional-dependencies"][name])]
    for requirement in wanted:
        name, lowest = re.match(r"([\w-]+)>=([\w.]+)", requirement).groups()
        sys.stdout.write(f"{name}=={lowest}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
