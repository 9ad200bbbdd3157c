"""In a real pseudo-terminal: it starts, paints, plays, quits, and leaves the terminal as it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.tui.pseudo_terminal import PLAY, restored, terminal
from tests.tui.random_keys import play


def test_a_whole_game_in_a_terminal() -> None:
    with terminal() as t:
        t.until("A newsroom")
        t.type("1")
        t.until("The desk [1/2]")
        t.type("2")
        t.until("The bridge holds.")
        t.type("1")
        t.until("Bulldog")
        t.type("q")
        code, written = t.left()
    assert code == 0
    assert restored(written)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(number: signal.Signals) -> None:
    with terminal() as t:
        t.until("A newsroom")
        t.type("1")
        t.until("The desk [1/2]")
        os.kill(t.pid, number)
        code, written = t.left()
    assert code == 128 + number
    assert restored(written)


def test_a_suspend_typed_on_as_the_game_leaves_does_not_hold_it() -> None:
    with terminal() as t:
        t.until("A newsroom")
        os.kill(t.pid, signal.SIGTSTP)
        t.type("q")
        code, written = t.left()
    assert code == 0
    assert restored(written)


FAILING = f"""
from playable.tui.app import GameApp
def fail(self):
    raise RuntimeError("a fault of our own")
GameApp.action_help = fail
{PLAY}"""


def test_a_fault_of_our_own_gives_the_terminal_back_and_no_traceback() -> None:
    with terminal(program=FAILING) as t:
        t.until("A newsroom")
        t.type("?")
        code, written = t.left()
    assert code == 1
    assert restored(written)
    assert b"Every move is kept." in written
    assert b"Traceback" not in written


def test_a_story_with_faults_is_refused_in_plain_words(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("story: {id: x, title: '[b]', version: '1', start: '[/b]'}\n", encoding="utf-8")
    with terminal(story) as t:
        code, written = t.left()
    assert code == 1
    assert b"error[" in written.split(b"\x1b[?1049l")[-1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_keys_clicks_and_sizes_do_no_harm(seed: int, tmp_path: Path) -> None:
    play(300, seed, tmp_path)
