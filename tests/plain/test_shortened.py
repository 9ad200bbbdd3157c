"""Text that was read before, in short in plain lines where that is set; again gives it whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.plain.player import PlainPlayer

from tests.desk.test_shortening import STORY


def test_a_page_that_comes_again_is_short_until_again(machine: Callable[..., Machine], tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "s.db") as store:
        player = PlainPlayer(SavedSession(machine(STORY), store, seed=1), io.StringIO())

        def told(line: str) -> str:
            return "\n".join(player.answer(line))

        assert "nobody has come down to it tonight" in told("2")
        assert "Shorten" in told("settings shorten on")
        assert "The old ferry lies at the …" in told("2")
        assert "nobody has come down to it tonight" in told("again")
