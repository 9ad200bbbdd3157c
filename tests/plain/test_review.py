"""The review in plain lines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.story import load
from playable.plain.player import PlainPlayer

WHOLE = Path(__file__).parents[1] / "review" / "whole.yaml"


@pytest.fixture
def player(tmp_path: Path) -> Iterator[PlainPlayer]:
    with SaveStore.open(tmp_path / "saves.db") as store:
        made = PlainPlayer(SavedSession(assemble(load(WHOLE)), store, seed=1), io.StringIO())
        yield made
        made.background.stop()


def told(player: PlainPlayer, line: str) -> list[str]:
    return list(player.answer(line))


def test_there_is_none_before_an_ending(player: PlainPlayer) -> None:
    assert told(player, "review") == ["The review looks back from an ending. Play on."]


def test_it_says_in_words_what_the_screen_draws(player: PlainPlayer) -> None:
    for line in ("hear ann", "1", "2", "3"):
        told(player, line)
    assert not any("at random" in line for line in told(player, "endings"))  # nobody waits for odds there
    said = told(player, "review")
    assert all("Play at random comes to it: " in line for line in told(player, "endings")[1:3])
    assert said[1].startswith("The review. ")
    assert said[3].startswith(
        "The road turned at decision 3, The room [1]. With “Knock on the <box>” in place of “Open it”"
    )
    assert "But for what." in said
    assert "Had it been" in "\n".join(said)
    assert "Knocking helps: you agreed." in said
    one = told(player, "review 3")
    assert "- Open it, your choice: loss 25% and gain 75%." in one
    assert "- Burn it: It is wet & <cold>." in one
    assert not any(set("─│░▒▓█▲●") & set(line) for line in (*said, *one))
    assert told(player, "review 4") == ["Type review and a number from 1 to 3, or a file that ends in .md or .html."]


def test_it_is_written_to_a_file(player: PlainPlayer, tmp_path: Path) -> None:
    told(player, "3")
    path = tmp_path / "handed_in.html"
    assert told(player, f"review {path}") == [f"Written to {path}."]
    assert path.read_text().startswith("<!DOCTYPE html>")
    assert told(player, f"review {tmp_path / 'no' / 'x.md'}") == ["It cannot be written: No such file or directory."]


def test_a_claim_is_doubted_in_lines_and_played_on_without(player: PlainPlayer) -> None:
    assert told(player, "doubt")[0].startswith("Type doubt and claims")
    assert told(player, "doubt c2") == [
        "Without c2 · Knocking | helps the same steps hold. Nothing that is shown would be otherwise."
    ]
    for line in ("1", "3"):
        told(player, line)
    assert "What it leans on." in told(player, "doubt")
    assert told(player, "doubt c2")[0].startswith("Without c2 · Knocking | helps, it ends in ")
    assert told(player, "doubt c9")[0].startswith("There is no claim")
    assert told(player, "doubt c2 from 7") == ["Type from and a number from 1 to 2."]
    said = told(player, "doubt c2 from 2")
    assert "without c2. Decision 2" in said[0]
    assert player.saved.session.road == ("room.knock",)
    assert player.background.machine is player.saved.machine
    assert list(player.saved.machine.story.without) == ["c2"]
    told(player, "doubt none")
    assert list(player.saved.machine.story.without) == []
