"""What decisions weigh, where tones weigh alike."""

from __future__ import annotations

from pathlib import Path

from playable.language.story import load
from playable.verify import verify

from benchmarks.large_stories import gamebook


def test_of_two_tones_that_weigh_alike_the_first_is_told(tmp_path: Path) -> None:
    """What one of two tones gains the other loses: which of them is named does not hang on rounding."""
    path = tmp_path / "gamebook.yaml"
    path.write_text(gamebook(sections=60, ranges=4, flags=6), encoding="utf-8")
    weights = verify(load(path)).weights
    assert weights
    assert {one.tone for one in weights if one.weight} == {"loss"}
