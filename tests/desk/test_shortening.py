"""What was read before comes in short: from other saves and the road so far, never the page that is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playable.desk import shortening
from playable.desk.shortening import is_shortened, shortened
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore

STORY = """\
story: {id: read, title: Read, version: '1', start: pier}
people: {ann: {name: Ann}}
nodes:
  pier:
    title: The pier
    text: |
      The *old* ferry lies at the pier with its lamps lit, and nobody has come down to it tonight.

      It is late.
    hear: 1
    briefings: {ann: {text: "She says that the tide will not wait for anybody, and looks at the water for a while."}}
    choices:
      board:
        label: Go on board
        outcome: You go up the gangway slowly, with one hand on the rope, and the whole ship gives a little.
        goto: deck
      wait: {label: Wait, goto: pier}
  deck: {text: Wind., ending: {name: Away, tone: gain}}
"""


@pytest.fixture
def saved(machine: Callable[..., Machine], tmp_path: Path) -> Iterator[SavedSession]:
    with SaveStore.open(tmp_path / "s.db") as store:
        yield SavedSession(machine(STORY), store, seed=1)


def told(saved: SavedSession) -> list[str]:
    view = shortened(saved)
    return [block.text for passage in view.passages for block in passage.blocks]


def test_a_new_page_is_whole_and_one_that_comes_again_is_not(saved: SavedSession) -> None:
    assert told(saved)[0].endswith("nobody has come down to it tonight.")
    assert not is_shortened(shortened(saved), saved.view)
    saved.choose("pier.wait")
    assert told(saved) == ["The old ferry lies at the …", "It is late."]
    assert is_shortened(shortened(saved), saved.view)
    (passage,) = shortened(saved).passages
    assert [span.emphasis for span in passage.blocks[0].spans][:3] == [False, True, False]


def test_the_page_one_stands_on_is_not_read_before_because_it_is_kept(saved: SavedSession) -> None:
    """The save of the playthrough holds this very page."""
    saved.hear("pier.ann")
    kept = saved.latest()
    assert kept is not None
    assert not is_shortened(shortened(saved), saved.view)
    assert saved.resume(kept) == []
    assert not is_shortened(shortened(saved), saved.view)


def test_what_another_save_told_is_short_with_what_followed_and_who_was_heard(saved: SavedSession) -> None:
    saved.hear("pier.ann")
    saved.choose("pier.board")
    saved.new(2)
    assert told(saved)[0] == "The old ferry lies at the …"
    saved.hear("pier.ann")
    assert [h.blocks[0].text for h in shortened(saved).hearings] == ["She says that the tide will …"]
    saved.choose("pier.board")
    followed = shortened(saved).followed
    assert followed is not None
    assert [block.text for block in followed.blocks] == ["You go up the gangway slowly, …"]


def test_only_the_last_saves_are_read_again(saved: SavedSession, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.choose("pier.board")
    monkeypatch.setattr(shortening, "MOST", 0)
    saved.new(2)
    assert not is_shortened(shortened(saved), saved.view)
