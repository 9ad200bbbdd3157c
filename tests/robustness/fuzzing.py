"""What nobody would write: stories, expressions, prose, playthrough files and saves at random, or spoilt at random.

Each trial holds so many times, drawn by a seed, or raises what hypothesis has shrunk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import hypothesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playable.desk.transcript import transcript
from playable.engine.assembly import assemble
from playable.engine.compile import Slots, compiled, source
from playable.engine.machine import Machine, Stuck
from playable.engine.replay import recorded, replay
from playable.engine.saves.reading import read_saves
from playable.engine.saves.records import SavedPlay
from playable.engine.saves.store import SaveStore
from playable.engine.session import Session
from playable.language.characters import visible
from playable.language.expressions.algebra import unparse
from playable.language.expressions.check import condition
from playable.language.faults import StoryFaults, Troubles
from playable.language.library import shipped
from playable.language.names import Flag, Names, OneOf, Range
from playable.language.recording import Recording, parse_recording, written
from playable.language.story import load
from playable.verify import verify
from playable.verify.impossible import impossible

T = TypeVar("T")
STATES = 2_000  # that a story is proved with
MOVES = 30
STORY = (shipped()["the_night_ferry"] / "story.yaml").read_text(encoding="utf-8")
ANOTHER = (shipped()["every_construct"] / "story.yaml").read_text(encoding="utf-8").replace("claims: claims.yaml", "")
PLAYED = (shipped()["the_night_ferry"] / "playthroughs" / "two_jars.yaml").read_text(encoding="utf-8")
NAMES = Names(
    variables={"trust": Range(0, 6), "cover": Range(-3, 3), "word": OneOf(("kept", "owed")), "drills": Flag()},
    nodes={"hub"},
    choices={"hub.stay"},
)
TOKENS = [
    *("trust", "cover", "word", "drills", "'kept'", "1", "0", "99", "+", "-", "*", "==", "!=", "<", "<=", ">", "("),
    *(")", "and", "or", "not", "in", "if", "else", "min(", "max(", ",", "seen(hub)", "chose(hub.stay)", "true", "None"),
]
HOSTILE = st.sampled_from(
    ["\x1b[31m", "\x1b]0;x\x07", "[/red]", "[@click=quit]", "{{", "}", "\u202e", "\x00", "\x85", "한", "👩‍🚀"]
)
_WORD = re.compile(r"[a-z_]+|\d+|\S")


def stories(times: int, seed: int) -> None:
    """A story with some of its words taken from elsewhere in it, lines dropped or doubled, hostile signs put in: it has
    faults that can be shown anywhere, or it is a story, and then it plays, and is proved within a limit."""
    with TemporaryDirectory() as folder:
        _each(_spoilt(STORY) | _spoilt(ANOTHER), lambda text: _story(Path(folder), text), times, seed)


def expressions(times: int, seed: int) -> None:
    """Tokens in any order: troubles, or a condition that reads the same when it is written out, and has a value in
    every state."""
    slots = Slots()
    for name, domain in NAMES.variables.items():
        assert domain is not None
        slots.add(name, domain)
    slots.add("seen(hub)", Flag())
    slots.add("chose(hub.stay)", Flag())
    text = st.lists(st.sampled_from(TOKENS), max_size=20).map(" ".join) | st.text(max_size=40) | _sound()

    def holds(text: str) -> None:
        try:
            tree = condition(text, NAMES)
        except Troubles:
            return
        assert condition(unparse(tree), NAMES) == tree
        (function,) = compiled([source(tree, slots)]).values()
        for state in ([0] * 6, [6, 3, 1, 1, 1, 1], [3, -3, 1, 0, 1, 0]):
            assert function(state) in (True, False)

    _each(text, holds, times, seed)


def texts(times: int, seed: int) -> None:
    """Any signs as prose: what is told of it holds nothing that could style a terminal, and no word of ours."""
    pieces = HOSTILE | st.sampled_from(
        ["*a*", "**b**", "> q", "- i", "`c`", "[[x]]", "{n}", "{n", "<b>", "&amp;", "\n\n", " "]
    )
    text = st.lists(pieces | st.text(max_size=8), min_size=1, max_size=12).map("".join)
    with TemporaryDirectory() as folder:
        _each(text, lambda text: _prose(Path(folder), text), times, seed)


def playthroughs(times: int, seed: int) -> None:
    """A playthrough file that was spoilt: faults, or a road as far as it holds, which is written and read again as it
    is."""
    machine = assemble(load(shipped()["the_night_ferry"]))
    _each(_spoilt(PLAYED), lambda text: _playthrough(machine, text), times, seed)


def saves(times: int, seed: int) -> None:
    """A file of saves with some bytes changed: it opens, loses no more than what stands where they were, keeps what is
    added, and can be read where it is without a change to it."""
    with TemporaryDirectory() as folder:
        origin = Path(folder) / "origin.db"
        with SaveStore.open(origin) as store:
            for n in range(20):
                store.add(
                    SavedPlay("tiny", "1", "d", f"Here {n}", n, None, f"story: tiny\nsteps: [] # {n}\n"), "bookmark"
                )
        raw = origin.read_bytes()
        flips = st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), min_size=1, max_size=10)
        _each(flips, lambda some: _saves(Path(folder), raw, some), times, seed)


def _each(strategy: st.SearchStrategy[T], holds: Callable[[T], None], times: int, seed: int) -> None:
    @hypothesis.seed(seed)
    @settings(max_examples=times, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def trial(one: T) -> None:
        holds(one)

    trial()


@st.composite
def _spoilt(draw: st.DrawFn, text: str) -> str:
    """A text with some of it changed: mostly so that it is still read as YAML."""
    words = sorted(set(_WORD.findall(text)))
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        n = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 11)):
            case 0:
                del lines[n]
            case 1:
                lines.insert(n, lines[n])
            case 2:
                at = draw(st.integers(0, len(lines[n])))
                lines[n] = lines[n][:at] + draw(HOSTILE) + lines[n][at:]
            case _:
                found = list(_WORD.finditer(lines[n]))
                if found:
                    word = draw(st.sampled_from(found))
                    alike = [
                        one for one in words if one.isdigit() == word[0].isdigit() and ("_" in one) == ("_" in word[0])
                    ]
                    lines[n] = lines[n][: word.start()] + draw(st.sampled_from(alike)) + lines[n][word.end() :]
        text = "\n".join(lines)
    return text


def _kind(word: str) -> tuple[bool, bool]:
    """Numbers are put in place of numbers, ids of ids: so more is left that is sound."""
    return word.isdigit(), "_" in word


def _sound() -> st.SearchStrategy[str]:
    """Conditions that are mostly sound."""
    numbers: st.SearchStrategy[str] = st.recursive(
        st.sampled_from(["trust", "cover", "1", "-2"]),
        lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda some: f"({' '.join(some)})"),
        max_leaves=4,
    )
    compared = st.tuples(numbers, st.sampled_from(["<", "<=", "==", "!="]), numbers).map(" ".join)
    return st.recursive(
        compared | st.sampled_from(["drills", "word == 'kept'", "seen(hub)", "chose(hub.stay)", "trust in (1, 2)"]),
        lambda inner: st.tuples(inner, st.sampled_from(["and", "or", "and not"]), inner).map(
            lambda some: f"({some[0]}) {some[1]} ({some[2]})"
        ),
        max_leaves=5,
    )


def _story(folder: Path, text: str) -> None:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        story = load(path)
    except StoryFaults as found:
        _shown(found)
        return
    machine = assemble(story)
    _play(machine, len(text))
    verify(story, STATES)
    impossible(story, STATES)


def _shown(found: StoryFaults) -> None:
    """Faults can be shown anywhere."""
    assert found.faults
    assert visible(str(found)) == str(found)


def _play(machine: Machine, seed: int) -> None:
    r = Random(seed)
    try:
        session = Session(machine, seed)
        for _ in range(MOVES):
            view = session.view
            told = (view.passages, view.followed, view.offers, view.hearings, view.board, view.untold)
            assert len(told) == 6
            if not session.open_choices:
                break
            session.choose(r.choice(session.open_choices))
    except Stuck:
        return
    said = transcript(session)
    assert visible(said) == said


def _prose(folder: Path, text: str) -> None:
    path = folder / "story.yaml"
    head = "story: {id: t, title: T, version: '1', start: a}\nstate: {n: {range: [0, 3], start: 1}}\nnodes:\n"
    node = f"  a: {{text: {json.dumps(text)}, choices: {{go: {{label: Go, goto: b}}}}}}\n"
    path.write_text(f"{head}{node}  b: {{text: End., ending: {{name: End, tone: gain}}}}\n", encoding="utf-8")
    _story(folder, path.read_text(encoding="utf-8"))


def _playthrough(machine: Machine, text: str) -> None:
    try:
        playthrough = parse_recording(text, "p.yaml")
    except StoryFaults as found:
        _shown(found)
        return
    played = replay(playthrough, machine)
    assert visible(played.stopped_at) == played.stopped_at
    if played.session:
        again: Recording = parse_recording(written(recorded(played.session)), "again.yaml")
        same = replay(again, machine)
        assert same.session is not None
        assert (same.session.steps, same.session.state) == (played.session.steps, played.session.state)


def _saves(folder: Path, raw: bytes, flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(raw)
    for at, byte in flips:
        damaged[at] = byte
    with TemporaryDirectory(dir=folder) as inner:
        path = Path(inner) / "saves.db"
        path.write_bytes(damaged)
        kept = read_saves(path)
        assert path.read_bytes() == damaged
        with SaveStore.open(path) as store:
            before = store.saves("tiny")
            store.add(SavedPlay("tiny", "1", "d", "New", 1, None, "new"), "auto")
            assert not store.unwritten
        with SaveStore.open(path) as store:
            latest = store.latest("tiny")
            assert latest is not None
            assert latest.playthrough == "new"
            assert len(store.saves("tiny")) == len(before) + 1
        assert len(kept.saves) >= len([save for save in before if save.story == "tiny"]) - 1
