"""A new story: small, sound and proved, with all that its author needs on the first day."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from playable.language.characters import visible
from playable.language.expressions.parse import RESERVED
from playable.language.schema import schema

TEMPLATE = Path(__file__).parent / "template"  # itself a story, called as it says
FILES = (
    *("README.md", "story.yaml", "claims.yaml", "argument.yaml"),
    *(f"playthroughs/{name}.yaml" for name in ("hedge", "silence", "soup", "wall")),
    *("pytest.ini", "requirements.txt", ".github/workflows/story.yml"),
    *(".vscode/extensions.json", ".vscode/settings.json"),
)
_GIT = ".git"  # may be there already


def new_story(folder: Path) -> tuple[Path, ...]:
    """Write a new story, named after its folder; its files. Raises OSError, also where the folder is not empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(path.name != _GIT for path in folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: a new story wants a folder of its own")
    title = title_of(folder.resolve().name)
    named = {"a_new_story": id_of(folder.resolve().name), '"A New Story"': json.dumps(title), "# TITLE": f"# {title}"}
    written = []
    for name in FILES:
        text = (TEMPLATE / name).read_text(encoding="utf-8")
        for old, new in named.items():
            text = text.replace(old, new)
        written.append(_write(folder / name, text))
    return (*written, _write(folder / "schema.json", json.dumps(schema(), indent=1) + "\n"))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def id_of(name: str) -> str:
    """An id from the name of a folder: `Über uns 2` becomes `uber_uns_2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:70]
    return words if words[:1].isalpha() and words not in RESERVED else f"story_{words}".rstrip("_")


def title_of(name: str) -> str:
    """A title from it: `the_night-ferry` becomes `The night ferry`."""
    words = " ".join(re.split(r"[\s_-]+", visible(name))).strip()
    return words[:1].upper() + words[1:] or "Story"
