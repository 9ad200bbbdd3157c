"""The stories that ship with the game, in a checkout and in the installed wheel alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

MAIN = "enemy_of_the_good"


@cache
def root() -> Path:
    """The folder that holds `story/` and `seeds/`: inside the package when installed, at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1]


def shipped() -> dict[str, Path]:
    """The shipped stories by id, which is the name of their folder."""
    stories = root() / "story"
    folders = sorted(p.parent for pattern in ("*/story.yaml", "examples/*/story.yaml") for p in stories.glob(pattern))
    return {path.name: path for path in folders}


def main_story() -> Path:
    """The game itself."""
    return root() / "story" / MAIN


def find(name: str) -> Path:
    """The story that a command names: a path, or the id of a shipped story where no such path exists."""
    path = Path(name)
    return path if path.exists() else shipped().get(name, path)
