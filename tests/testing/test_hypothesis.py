"""hypothesis draws playthroughs, makes what fails as short as verify knows it can be, and prints it as moves."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from playable.testing import PlayableStory, Playthrough, TooMany, load_story, playthroughs
from playable.verify import verify

STORIES = ("the_night_ferry", "every_construct", "the_baths")
QUIET = settings(max_examples=2_000, database=None, deadline=None, suppress_health_check=list(HealthCheck))
FERRY, CONSTRUCTS = load_story("the_night_ferry"), load_story("every_construct")


def planted(story: PlayableStory) -> list[tuple[str, Callable[[Playthrough], bool], int]]:
    """Every node and choice as a failure: what it is, how a test sees it, and the fewest choices that lead to it."""
    report = verify(story.machine.story)
    return [
        (verdict.id, partial(met, verdict.id), sum(step.kind == "choose" for step in verdict.shortest))
        for verdict in (*report.verdicts["nodes"], *report.verdicts["choices"])
        if verdict.shortest is not None
    ]


def met(ref: str, play: Playthrough) -> bool:
    return play.remembers("chose" if "." in ref else "seen", ref)


@pytest.mark.parametrize("name", STORIES)
def test_failures_shrink_to_the_shortest_that_verify_knows(name: str) -> None:
    story = load_story(name)
    for ref, fails, fewest in planted(story):
        assert len(find(playthroughs(story), fails, settings=QUIET, random=random.Random(1)).road) == fewest, ref


@pytest.mark.parametrize("name", STORIES)
def test_the_search_is_exact(name: str) -> None:
    story = load_story(name)
    for ref, so, fewest in planted(story):
        play = story.shortest(so)
        assert play is not None, ref
        assert (len(play.road), so(play)) == (fewest, True), ref
        assert fewest == 0 or story.shortest(so, to="no_such_ending") is None


def test_the_search_says_where_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    assert FERRY.shortest("bees == 4 and captain_knows and here == 'the_ramp'") is None
    monkeypatch.setattr("playable.testing.shortest.SECONDS", -1.0)
    with pytest.raises(TooMany, match="1 situations"):
        FERRY.shortest("a_jar")


@given(playthroughs(CONSTRUCTS, to="the_ann", through="rocket"))
@settings(QUIET, max_examples=100)
def test_roads_go_where_they_are_asked_to(play: Playthrough) -> None:
    assert play.ending == "the_ann"
    assert play.holds("seen(rocket)")


@given(playthroughs(FERRY, to=FERRY.endings), st.integers(0, 3))
@settings(QUIET, max_examples=100)
def test_whole_roads_end_and_can_be_played_again(play: Playthrough, back: int) -> None:
    assert play.ending in FERRY.endings
    again: Playthrough = eval(f"({' '.join(play.as_code())})", {"load_story": load_story})
    assert again.steps == play.steps
    for _ in range(min(back, len(play.road))):
        play.undo()
    assert not play.ended or not back


def test_every_road_is_drawn_that_there_is() -> None:
    ended = {ending: find(playthroughs(FERRY, to=ending), lambda _: True, settings=QUIET) for ending in FERRY.endings}
    assert {ending: play.ending for ending, play in ended.items()} == {ending: ending for ending in FERRY.endings}
    for fall in ("weather.still", "weather.gale"):
        find(playthroughs(CONSTRUCTS), partial(fell, fall), settings=QUIET)


def fell(ref: str, play: Playthrough) -> bool:
    return ("chance", ref) in play.steps


FAILS = """\
from hypothesis import given, settings
from hypothesis.stateful import invariant
from playable.testing import StoryMachine, load_story, playthroughs

story = load_story(STORY)
settings.register_profile("x", database=None, deadline=None, max_examples=200, derandomize=True)
settings.load_profile("x")


@given(playthroughs(story))
def test_property(play):
    assert play.here != "late"


class Ladder(StoryMachine):
    story = story

    @invariant()
    def never_high(self):
        assert self.play.value("height") < 3


TestLadder = Ladder.TestCase
"""
LADDER = """\
story: {id: ladder, title: Ladder, version: '1', start: foot}
state: {height: {range: [0, 12], start: 0}}
nodes:
  foot:
    text: A ladder.
    choices:
      up: {label: Up, when: height < 12, effects: [height += 1], goto: foot}
      down: {label: Down, when: height > 0, effects: [height -= 1], goto: foot}
      over: {label: Over, when: height == 12, goto: late}
      lift: {label: Lift, when: height == 5, goto: shaft}
  shaft: {text: Shaft., choices: {ride: {label: Ride, goto: late}}}
  late: {text: Late., ending: {name: Late, tone: gain}}
"""


def test_a_failure_is_short_and_its_shortest_road_is_told(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(LADDER)
    (tmp_path / "test_it.py").write_text(FAILS.replace("STORY", repr(str(tmp_path))))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=55).stdout
    assert "2 failed" in said, said
    shortest = said.partition("the shortest playthrough on which it fails")[2].partition("____")[0]
    assert shortest.count("- choose: foot.up") == 5, said
    assert shortest.count("- choose: ") == 7
    assert 'play=load_story(".").play()' in said
    assert 3 <= said.count("state.choose(choice=") <= 6
    assert len(said.splitlines()) < 130, len(said.splitlines())


def test_without_hypothesis_the_rest_is_there() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from playable.testing import load_story; print(load_story('the_baths'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=50)
    assert done.stdout.startswith("<story the_baths")
