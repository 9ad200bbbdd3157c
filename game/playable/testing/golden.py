"""Golden transcripts: what a playthrough tells is held against a file beside the test."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playable.testing.failure import near

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.testing.playthrough import Playthrough

FOLDER = "goldens"  # beside the test
LINES = 60  # of a difference that are shown


class Golden:
    """The goldens of one test. `update` writes them anew; `changed` are the differences that were then written."""

    def __init__(self, test: Path, name: str, update: bool) -> None:
        self._folder = test.parent / FOLDER / test.stem
        self._name = re.sub(r"[^\w.-]+", "_", name).strip("_")
        self._update = update
        self.changed: list[str] = []

    def __call__(self, play: Playthrough, name: str = "") -> None:
        """Fails where the transcript of a playthrough is not as in the file; a test with several gives each a name."""
        __tracebackhide__ = True
        from playable.language.characters import visible

        file = self._folder / f"{self._name}{f'-{name}' if name else ''}.md"
        text = play.transcript()
        known = file.read_text(encoding="utf-8") if file.exists() else ""
        if known == text:
            return
        lines = difflib.unified_diff(
            known.splitlines(), text.splitlines(), near(file), "as it is told now", "", "", 2, ""
        )
        shown = list(map(visible, lines))
        if self._update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            self.changed.append("\n".join(shown) + "\n")
            return
        more = [f"… and {len(shown) - LINES} lines more"] if len(shown) > LINES else []
        cure = "run pytest with --update-playthroughs to keep it as it is told now"
        reason = f"it is told otherwise than in {near(file)}" if known else f"there is no {near(file)} yet"
        pytest.fail("\n".join((f"{reason}: {cure}", "", *shown[:LINES], *more)), pytrace=False)
