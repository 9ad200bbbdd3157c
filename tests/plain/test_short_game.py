"""The short game, line by line."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.plain.player import PlainPlayer, play

from tests.quay import LEDGER, SHORT, STORY


def test_what_was_taken_is_said_before_the_next_page_that_asks(machine: Callable[..., Machine], tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "s.db") as store:
        player = PlainPlayer(SavedSession(machine(SHORT), store, seed=1, is_short=True), io.StringIO())
        player.greet()
        player.run(io.StringIO("1\nundo\n1\n1\n"))
    assert isinstance(player.out, io.StringIO)
    told = [line for line in player.out.getvalue().splitlines() if line]
    assert told.count("Taken for you: The hall: Go up.") == 2
    assert told.index("You chose: Enter") < told.index("Taken for you: The hall: Go up.") < told.index("The yard")
    assert told[told.index("Taken back.") + 1] == "The gate"
    assert not any(line.endswith(". Down") for line in told)
    assert "The end: Free. A gain." in told


def test_a_story_that_has_none_is_refused_in_words(
    typed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(LEDGER, name="ledger.yaml")
    assert play(typed(STORY), saves=tmp_path / "s.db", is_short=True) == 1
    assert "no short game" in capsys.readouterr().err
