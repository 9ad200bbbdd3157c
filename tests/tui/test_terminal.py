"""In a real pseudo-terminal: it starts, paints, plays, quits, and leaves the terminal as it was."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from tests.tui.closing import closed
from tests.tui.pseudo_terminal import PLAY, restored, terminal
from tests.tui.random_keys import play


def test_a_whole_game_in_a_terminal() -> None:
    with terminal() as t:
        t.until("0 of 1 found")
        t.type("1")
        t.until("The desk [1/2]")
        t.type("2")
        t.until("The bridge holds.")
        t.type("1")
        t.until("first edition")
        t.type("\r")
        t.until("It ends in gain.")
        t.type("q")
        code, written = t.left()
    assert code == 0
    assert restored(written)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_gives_the_terminal_back(number: signal.Signals) -> None:
    with terminal() as t:
        t.until("0 of 1 found")
        t.type("1")
        t.until("The desk [1/2]")
        os.kill(t.pid, number)
        code, written = t.left()
    assert code == 128 + number
    assert restored(written)


def test_a_suspend_typed_on_as_the_game_leaves_does_not_hold_it() -> None:
    with terminal() as t:
        t.until("0 of 1 found")
        os.kill(t.pid, signal.SIGTSTP)
        t.type("q")
        code, written = t.left()
    assert code == 0
    assert restored(written)


def test_a_game_that_was_stopped_takes_the_terminal_again() -> None:
    with terminal() as t:
        t.until("0 of 1 found")
        os.kill(t.pid, signal.SIGSTOP)
        os.waitpid(t.pid, os.WUNTRACED)
        t.seen = b""
        os.kill(t.pid, signal.SIGCONT)
        t.until("\x1b[?1049h")
        t.until("0 of 1 found")
        t.type("1")
        t.until("The desk [1/2]")
        t.type("q")
        code, written = t.left()
    assert code == 0
    assert restored(written)


def test_a_terminal_that_closes_leaves_no_process(tmp_path: Path) -> None:
    moment = random.Random(1)
    codes = {closed(moment, tmp_path, "full") for _ in range(12)}
    assert codes <= {128 + signal.SIGHUP, -signal.SIGHUP}


NOT_UTF8 = [b"\xe9", b"\x1b\xe9", b"\x1b[M \xe9\xff", b"\xc3(", b"\xff\xfe\x80"]


@pytest.mark.parametrize("typed", NOT_UTF8)
def test_bytes_that_are_no_utf8_are_passed_over(typed: bytes) -> None:
    with terminal() as t:
        t.until("0 of 1 found")
        t.type("1")
        t.until("The desk [1/2]")
        t.type(b"g" + typed)
        t.until("GLOSSARY")
        t.type("slug")
        t.until("a better one")
        t.type("\x11")
        code, written = t.left()
    assert code == 0
    assert restored(written)
    assert b"Traceback" not in written


def test_two_escapes_at_once_close_two_sheets() -> None:
    with terminal() as t:
        t.until("0 of 1 found")
        t.type("1")
        t.until("The desk [1/2]")
        for key, sheet in (("c", "CLAIMS"), ("?", "KEYS")):
            t.type(key)
            t.until(sheet)
            t.drain(0.3)
        t.type("\x1b\x1b")
        t.drain(1)
        t.type("q")  # which is no key of either sheet, but for closing the upper
        code, _ = t.left()
    assert code == 0


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("environment", [ASCII, {"PYTHONIOENCODING": "latin-1"}])
def test_a_locale_without_our_signs_reads_plain_ones(environment: dict[str, str]) -> None:
    with terminal(environment=environment) as t:
        t.until("0 of 1 found")
        t.type("1")
        t.until("The desk [1/2]")
        t.until("-------")
        t.type("1")
        t.until("WHAT FOLLOWED")
        t.until("-------")
        t.until("###")
        t.type("q")
        _, written = t.left()
    written.decode(environment.get("PYTHONIOENCODING", "ascii"))
    assert b"\\u" not in written


FAILING = f"""
from playable.tui.app import GameApp
def fail(self):
    raise RuntimeError("a fault of our own")
GameApp.action_help = fail
{PLAY}"""


def test_a_fault_of_our_own_gives_the_terminal_back_and_no_traceback() -> None:
    with terminal(program=FAILING) as t:
        t.until("0 of 1 found")
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
