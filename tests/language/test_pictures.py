"""A picture for the title: rows of characters that take one cell each, as many as a screen has room for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.faults import StoryFaults
from playable.language.fields import TALLEST, WIDEST
from playable.language.library import main_story
from playable.language.story import load

HEAD = "story: {id: x, title: X, version: 1, start: n0, stakes: Everything., picture: PICTURE}"
NODES = "nodes: {n0: {text: ., ending: {name: End, tone: gain}}}"


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[str], str | None]:
    """The picture of a story that has these rows in its head."""

    def load_with(rows: str) -> str | None:
        block = "".join(f"\n    {row}" for row in rows.split("\n"))
        head = f"story:\n  id: x\n  title: X\n  version: '1'\n  start: n0\n  picture: |2{block}\n"
        path = tmp_path / "story.yaml"
        path.write_text(head + NODES, encoding="utf-8")
        return load(path).head.picture

    return load_with


def test_a_picture_keeps_its_rows_and_its_margin(drawn: Callable[[str], str | None]) -> None:
    assert drawn("   ▄\n ▀ •\n\n  x") == "   ▄\n ▀ •\n\n  x"


@pytest.mark.parametrize("rows", ["x" * (WIDEST + 1), "\n".join("x" * (TALLEST + 1)), "서울", "e\u0301", "a\tb", "😀"])
def test_what_no_screen_has_room_for_or_draws_alike_is_a_fault(drawn: Callable[[str], str | None], rows: str) -> None:
    with pytest.raises(StoryFaults) as refused:
        drawn(rows)
    assert "bad-picture" in str(refused.value) or "bad-character" in str(refused.value)


def test_the_pictures_that_are_shipped_fit_beside_the_words_at_80_by_24() -> None:
    rows = (load(main_story()).head.picture or "").split("\n")
    assert len(rows) <= 22
    assert max(map(len, rows)) <= 30
