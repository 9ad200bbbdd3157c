"""The interface for tests: a story is loaded, played and asked, and what is refused says what is open and why."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.engine.replay import replay
from playable.language.recording import parse_recording
from playable.testing import CannotMove, NoSuchName, PlayableStory, StoryFaults, load_story

STORY = """\
    state:
      n: {range: [0, 5], start: 0, name: Trust, shown: true}
      word: {one_of: [kept, broken], start: kept}
      drills: {start: false}
    people: {cook: {name: Cook}}
    policies: {patient: {says: Waits., takes: [door.wait]}}
    nodes:
      door:
        text: A door.
        briefings: {cook: {text: Soup.}}
        choices:
          knock: {label: Knock, effects: [n += 1], because: It was heard., outcome: You knock., goto: dice}
          wait: {label: Wait, goto: door}
          break: {label: Break, when: n > 0 and drills, locked: You stand too far away., goto: hall}
          hide: {label: Hide, when: n > 3, goto: cellar}
      dice: {chance: {odd: {weight: 1, goto: door}, even: {weight: 1, goto: hall}}}
      cellar: {text: Cellar., ending: {name: Cellar, tone: loss}}
      hall: {text: Hall., effects: [word = 'broken'], ending: {name: Hall, tone: gain}}
"""


@pytest.fixture
def story(typed: Callable[..., Path]) -> PlayableStory:
    return load_story(typed(STORY, "door"))


def test_a_story_says_what_it_has(story: PlayableStory) -> None:
    assert (story.id, story.title, story.nodes) == ("tiny", "Tiny", ("door", "dice", "cellar", "hall"))
    assert (story.endings, story.variables) == (("cellar", "hall"), ("n", "word", "drills"))
    assert "door.hide" in story.choices
    assert repr(story) == "<story tiny: 4 nodes, 2 endings>"
    assert load_story("the_night_ferry").id == "the_night_ferry"


def test_it_plays_and_can_be_asked(story: PlayableStory) -> None:
    play = story.play()
    assert (play.page, play.followed, play.heard, play.road) == ("A door.", "", {}, ())
    assert play.open == ("door.knock", "door.wait")
    assert play.locked == {"door.break": "You stand too far away."}
    assert play.shut["door.hide"] == "`n > 3` does not hold, n is 0"
    play.hear("door.cook").choose("door.knock", "dice.odd")
    assert play.heard == {}
    assert play.followed == "You knock.\n\nTrust rises by 1 to 1. It was heard."
    assert (play.value("n"), play.value("word"), play.value("drills")) == (1, "kept", False)
    assert play.values == {"n": 1, "word": "kept", "drills": False}
    assert play.holds("n == 1 and chose(door.knock) and heard(door.cook) and here == 'door'")
    assert [tuple(step) for step in play.steps] == [
        ("hear", "door.cook"),
        ("choose", "door.knock"),
        ("chance", "dice.odd"),
    ]
    assert not play.ended
    play.undo()
    assert (play.value("n"), play.road) == (0, ())
    other = play.fork().choose("door.knock", "dice.even")
    assert (other.ending, other.value("word"), other.open) == ("hall", "broken", ())
    assert (play.ending, play.here) == (None, "door")
    assert "## The end: Hall" in other.transcript()


def test_it_can_be_written_as_a_test(story: PlayableStory, tmp_path: Path) -> None:
    play = story.play().choose("door.knock", "dice.even")
    text = play.written("A knock", beside=tmp_path / "playthroughs" / "a.yaml")
    assert text.splitlines()[:2] == ["playthrough: A knock", "story: ../tiny.yaml"]
    assert replay(parse_recording(text, "p"), story.machine).fault is None


def test_a_repr_is_read_at_a_glance(story: PlayableStory) -> None:
    play = story.play()
    assert repr(play) == "<tiny: at door; open: door.knock, door.wait>"
    for _ in range(8):
        play.choose("door.wait")
    assert repr(play).count("door.wait") == 7
    assert len(repr(play)) < 160
    assert repr(play.choose("door.knock", "dice.even")).startswith("<tiny: ended at hall after 9 choices (…, ")
    for own in (story.machine, story.machine.story, story.machine.scenes[0], story.machine.options):
        assert len(repr(own)) < 4_000


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        ("door.nock", ["no choice `door.nock`", "Did you mean `door.knock`?", "open: door.knock, door.wait"]),
        ("dor.knock", ["no choice `dor.knock`", "Did you mean `door.knock`?"]),
        ("door.break", ["`n > 0 and drills` does not hold, n is 0, drills is false", "open here: `door.knock`"]),
        ("door.break", ["shut: door.hide: `n > 3` does not hold, n is 0"]),
        ("door.knock", ["chance falls at dice", "dice.odd"]),
    ],
)
def test_what_is_refused_names_what_is_open_and_why_the_rest_is_not(
    story: PlayableStory, choice: str, says: list[str]
) -> None:
    play = story.play()
    with pytest.raises(CannotMove) as refused:
        play.choose(choice)
    assert [words for words in says if words not in str(refused.value)] == []
    assert play.steps == ()


def test_other_refusals(story: PlayableStory) -> None:
    play = story.play()
    with pytest.raises(CannotMove, match=r"Did you mean `door\.cook`"):
        play.hear("door.cok")
    with pytest.raises(CannotMove, match="heard already"):
        play.hear("door.cook").hear("door.cook")
    with pytest.raises(CannotMove, match="nothing was chosen"):
        play.undo()
    with pytest.raises(NoSuchName, match="Did you mean `drills`"):
        play.value("drill")
    with pytest.raises(ValueError, match="no variable `m`"):
        play.holds("m > 1")
    with pytest.raises(NoSuchName, match="Did you mean `cellar`"):
        play.play_until("celar")
    with pytest.raises(NoSuchName, match="Did you mean `patient`"):
        play.random(taking="patent")


def test_at_random_it_depends_on_the_seed_alone(story: PlayableStory) -> None:
    roads = [story.play().random(seed).steps for seed in (1, 2, 3, 4, 1)]
    assert roads[0] == roads[-1]
    assert len({roads[n] for n in range(4)}) > 1
    assert all(story.play().random(seed).ended for seed in range(20))


def test_a_policy_is_played(story: PlayableStory) -> None:
    with pytest.raises(CannotMove, match="not ended after"):
        story.play().random(1, taking="patient")
    assert story.play().random(1, taking=["door.break", "door.knock"]).road[0] == "door.knock"


def test_it_plays_until_something_is_so(story: PlayableStory) -> None:
    assert story.play().play_until("cellar").ending == "cellar"
    assert story.play().play_until("n == 3").value("n") == 3
    assert len(story.play().play_until(lambda play: len(play.road) == 5).road) == 5
    play = story.play()
    assert play.play_until("here == 'door'").road == ()
    with pytest.raises(CannotMove, match="1,000 playthroughs"):
        play.play_until("n == 5 and word == 'broken' and drills")
    assert play.road == ()


def test_a_world_without_a_claim_and_a_story_with_faults(typed: Callable[..., Path]) -> None:
    with pytest.raises(StoryFaults, match="unknown-node"):
        load_story(typed(STORY.replace("goto: hall}", "goto: hal}"), "door"))
    with pytest.raises(StoryFaults):
        load_story("every_construct", without=["c999"])


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = "import sys, playable.testing; print([m for m in sys.modules if m.startswith('playable')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=50)
    assert done.stdout.strip() == "['playable', 'playable.testing']"
    with pytest.raises(AttributeError, match="no_such"):
        __import__("playable.testing").testing.no_such  # noqa: B018
