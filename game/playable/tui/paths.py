"""Where the game writes what the player asks it to: new files in the folder where it was started."""

from __future__ import annotations

from itertools import count
from pathlib import Path


def fresh(stem: str, suffix: str) -> Path:
    """A path on which nothing stands: `stem.md`, else `stem-2.md` and so on."""
    names = (f"{stem}{'' if n == 1 else f'-{n}'}{suffix}" for n in count(1))
    return next(path for name in names if not (path := Path.cwd() / name).exists())
