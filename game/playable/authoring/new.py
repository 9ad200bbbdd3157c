"""A new story: small, sound, with a playthrough that tests it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from playable.language.expressions.parse import RESERVED
from playable.language.faults import visible

TEMPLATE = Path(__file__).parent / "template"  # itself a story, called as it says


def new_story(folder: Path) -> tuple[Path, ...]:
    """Write a new story, named after its folder; its files. Raises OSError, also where the folder is not empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: a new story wants a folder of its own")
    name = folder.resolve().name
    written = []
    for source in sorted(TEMPLATE.rglob("*.yaml")):
        path = folder / source.relative_to(TEMPLATE)
        path.parent.mkdir(exist_ok=True)
        text = source.read_text(encoding="utf-8").replace("a_new_story", id_of(name))
        path.write_text(text.replace('"A New Story"', json.dumps(title_of(name))), encoding="utf-8")
        written.append(path)
    return tuple(written)


def id_of(name: str) -> str:
    """An id from the name of a folder: `Über uns 2` becomes `uber_uns_2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:70]
    return found if found[:1].isalpha() and found not in RESERVED else f"story_{found}".rstrip("_")


def title_of(name: str) -> str:
    """A title from it: `the_night-ferry` becomes `The night ferry`."""
    words = " ".join(re.split(r"[\s_-]+", visible(name))).strip()
    return words[:1].upper() + words[1:] or "Story"
