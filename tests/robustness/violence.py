"""What is done to the game while it runs: killed, with others at its file, on a full disk, without its terminal."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playable.engine.saves.store import SaveStore

from tests.tui.closing import closed
from tests.tui.random_keys import play

HEAD = "story: {id: tiny, title: Tiny, version: '1', start: ring}\n"
CIRCLE = """\
state: {n: {range: [0, 900], start: 0}}
nodes:
  ring: {text: Here., choices: {on: {label: On, effects: [n += 1], goto: ring}}}
"""
WRITERS, MOVES = 4, 25
DISKS = [
    "engine/saves/test_saves_that_wait",
    "engine/saves/test_damaged_saves",
    "plain/test_leaving",
    "cli/test_streams",
]
TESTS = Path(__file__).parents[1]
CHILD = """
import sys
from pathlib import Path
from playable.engine.assembly import assemble
from playable.engine.saves.store import SaveStore
from playable.engine.saves.saved_session import SavedSession
from playable.language.story import load

saved = SavedSession(assemble(load(sys.argv[1])), SaveStore.open(Path(sys.argv[2])))
kept = saved.latest()
if kept:
    saved.resume(kept)
while True:
    saved.choose("ring.on")
    print(saved.view.turn, flush=True)
"""
WRITER = """
import sys
from pathlib import Path
from playable.engine.assembly import assemble
from playable.engine.saves.store import SaveStore
from playable.engine.saves.saved_session import SavedSession
from playable.language.story import load

with SaveStore.open(Path(sys.argv[2])) as store:
    saved = SavedSession(assemble(load(sys.argv[1])), store)
    for _ in range(int(sys.argv[3])):
        saved.choose("ring.on")
    sys.exit(len(store.unwritten))
"""


def kills(times: int, seed: int) -> None:
    """`kill -9` in the middle of a move: whatever was shown before is on the disk."""
    r = random.Random(seed)
    with TemporaryDirectory() as folder:
        story, path = Path(folder) / "tiny.yaml", Path(folder) / "saves.db"
        story.write_text(HEAD + CIRCLE, encoding="utf-8")
        for _ in range(times):
            command = [sys.executable, "-c", CHILD, str(story), str(path)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
                assert child.stdout is not None
                shown = [child.stdout.readline() for _ in range(r.randint(1, 25))]
                child.kill()
                shown += child.stdout.readlines()
            with SaveStore.open(path) as store:
                kept = store.latest("tiny")
            assert kept is not None
            assert kept.turn >= max(int(line) for line in shown if line.endswith("\n"))


def writers(times: int, seed: int) -> None:
    """Several games at once on one file: each keeps its own playthrough, to its last move."""
    del seed  # who comes first is for the system to say
    for _ in range(times):
        with TemporaryDirectory() as folder:
            story, path = Path(folder) / "tiny.yaml", Path(folder) / "saves.db"
            story.write_text(HEAD + CIRCLE, encoding="utf-8")
            command = [sys.executable, "-c", WRITER, str(story), str(path), str(MOVES)]
            games = [subprocess.Popen(command) for _ in range(WRITERS)]
            assert [game.wait() for game in games] == [0] * WRITERS
            with SaveStore.open(path) as store:
                turns = [save.turn for save in store.saves("tiny")]
                beside = sorted(file.name for file in path.parent.iterdir())
                assert turns == [MOVES] * WRITERS, f"{turns}, beside {beside}: {store.notices}"


def disks(times: int, seed: int) -> None:
    """A disk that is full, locked by another program, read-only, gone or damaged; streams that are closed or full."""
    del seed
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *(f"{TESTS / name}.py" for name in DISKS),
    ]
    for _ in range(times):
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=TESTS.parent)
        assert done.returncode == 0, done.stdout + done.stderr


def terminals(times: int, seed: int) -> None:
    """A terminal that closes at any moment: no process stays."""
    moment = random.Random(seed)
    with TemporaryDirectory() as folder:
        assert None not in [closed(moment, Path(folder), "full") for _ in range(times)]


def keys(times: int, seed: int) -> None:
    """Keys, bytes, clicks and sizes at random: the game lives, answers, and gives the terminal back."""
    with TemporaryDirectory() as folder:
        play(times, seed, Path(folder))
