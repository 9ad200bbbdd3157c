"""The pictures of the docs: they fetch nothing, are of a bounded size, and the minute of play can be played back."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LARGEST = 1_000_000  # bytes
OUTSIDE = re.compile(r"(?:href|src)=|url\(\s*['\"]?(?!#)|@import")


@pytest.mark.parametrize("picture", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_a_picture_is_of_a_bounded_size_and_fetches_nothing(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    assert len(text.encode()) < LARGEST
    assert picture.suffix != ".svg" or not OUTSIDE.search(text)


def test_the_minute_is_a_recording_of_the_game_that_asciinema_plays() -> None:
    header, *events = map(json.loads, (FOLDER / "minute.cast").read_text(encoding="utf-8").splitlines())
    assert (header["version"], header["width"], header["height"]) == (2, 100, 30)
    assert {kind for _, kind, _ in events} == {"o"}
    assert all(before <= after for (before, *_), (after, *_) in pairwise(events))
    assert 40 < events[-1][0] < 70
    written = "".join(text for *_, text in events)
    assert "E N E M Y" in written
    assert "WHAT FOLLOWED" in written
