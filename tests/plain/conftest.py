"""Typed lines in, spoken lines out."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playable.engine.saves.saved_session import SavedSession
from playable.plain.player import PlainPlayer


@pytest.fixture
def said(saved: SavedSession) -> Callable[..., str]:
    """What the plain player says to typed lines, without the empty lines."""

    def answers(*lines: str) -> str:
        player = PlainPlayer(saved, io.StringIO())
        player.run(io.StringIO("".join(f"{line}\n" for line in lines)))
        assert isinstance(player.out, io.StringIO)
        return player.out.getvalue().replace("\n\n", "\n").removesuffix("All is kept.\n").removeprefix("\n")

    return answers
