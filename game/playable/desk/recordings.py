"""Where what the player writes down goes."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from playable.language.files import whole_of
from playable.language.playthrough_files import FOLDER


def recording_folder(story: Path) -> Path:
    """The folder of a recording that has but a name: where the player stands; inside a story, its `playthroughs/`."""
    here, whole = Path.cwd(), whole_of(story)
    inside = (whole / "story.yaml").exists() and here.is_relative_to(whole)
    return whole / FOLDER if inside and FOLDER not in here.relative_to(whole).parts else here


def recording_path(name: str, story: Path) -> Path:
    """The file that a typed name means; without an ending it is `.yaml`. Raises RuntimeError for an unknown `~user`."""
    path = Path(name).expanduser()
    if not path.suffix:
        path = path.with_name(f"{path.name}.yaml")
    return path if path.name != str(path) else Path(os.path.relpath(recording_folder(story) / path))


def fresh(path: Path) -> Path:
    """A path on which nothing stands: `path` itself, else `stem-2.md` and so on."""
    return next(free for n in count(1) if not (free := path if n == 1 else path.with_stem(f"{path.stem}-{n}")).exists())
