"""What claims carry is what is different in the story without them, and is proved once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playable.language.library import shipped
from playable.language.story import Story, load
from playable.language.without import without
from playable.verify import verify
from playable.verify.limits import Ended
from playable.verify.worlds import World, claim_weights, lines, weigh, world

STORY = """\
    story: {id: bridge, title: A bridge, version: '1', start: sky}
    state: {planks: {range: [0, 4], start: 2}, lamp: {start: false}, luck: {range: [0, 9], start: 0}}
    nodes:
      sky:
        cites: [c5]
        chance:
          fair: {weight: 3, cites: [c4], effects: [luck += 1], goto: bank}
          foul: {weight: 1, cites: [c1], effects: [planks -= 1], goto: bank}
      bank:
        text: A bridge.
        choices:
          mend: {label: Mend, cites: [c2], effects: [planks += 1], goto: bridge}
          light: {label: Light, cites: [c3], effects: [lamp = true], goto: bridge}
      bridge: {goto: [{when: planks >= 3, goto: over}, {when: lamp and planks > 1, goto: round}, {goto: river}]}
      over: {text: Over., ending: {name: Over, tone: triumph}}
      round: {text: Round., ending: {name: Round, tone: gain}}
      river: {text: The river., ending: {name: The river, tone: disaster}}
    policies: {mender: {takes: [bank.mend]}}
    theses:
      mending_helps: {odds: {of: tone == 'triumph', playing: mender, at_least: 75%}}
      lamps_help: {can: ending == 'round'}
      foul_days: {when: seen(sky), never: planks > 4}
    claims:
      c1: {paragraph: 1, kind: causal, says: Rain rots.}
      c2: {paragraph: 1, kind: causal, says: Who mends crosses.}
      c3: {paragraph: 2, kind: causal, says: Who sees goes round.}
      c4: {paragraph: 2, kind: causal, says: Sun is luck.}
      c5: {paragraph: 3, kind: fact, says: There is weather.}
      c6: {paragraph: 3, kind: fact, says: There are rivers.}
"""


@pytest.fixture
def bridge(typed: Callable[..., Path]) -> Story:
    return load(typed(STORY))


def test_what_a_bridge_leans_on(bridge: Story, tmp_path: Path) -> None:
    """By hand: a mended bridge holds unless it rained, a lamp shows the way round it unless it rained."""
    weights = weigh(bridge, tmp_path / "worlds")
    found = {one.id: one for one in weights.claims}
    assert [one.id for one in weights.claims] == ["c2", "c3", "c1", "c4", "c5", "c6"]
    assert found["c2"].tones == {"disaster": 0.375, "loss": 0, "stalemate": 0, "gain": 0, "triumph": -0.375}
    assert (found["c2"].policies or {})["mender"]["triumph"] == -0.75
    assert (found["c2"].theses, found["c2"].endings) == (["mending_helps"], ["over"])
    assert (found["c3"].theses, found["c3"].endings, found["c3"].most) == (["lamps_help"], ["round"], 0.375)
    assert (found["c1"].changes, found["c1"].theses, found["c1"].endings, found["c1"].most) == (1, [], ["river"], 0.25)
    assert [one.id for one in weights.claims if not one.carries] == ["c4", "c5", "c6"]
    told = list(lines(weights))
    assert "  mender: disaster +75.0, triumph -75.0" in told
    assert "  no longer holds: mending_helps" in told
    assert told[-5:] == [
        *("Changes lean on these, and nothing is different without them: c4", ""),
        *("Cited, and no change leans on them: c5", "", "Not cited: c6"),
    ]


@pytest.mark.parametrize("name", ["every_construct", "the_night_ferry"])
def test_it_is_the_difference_between_two_proofs(name: str, tmp_path: Path) -> None:
    story = load(shipped()[name])
    whole = verify(story)
    for one in weigh(story, tmp_path).claims:
        less = verify(without(story, [one.id]))
        assert whole.tones is not None
        assert less.tones is not None
        assert one.tones == pytest.approx(
            {tone: less.tones[tone] - whole.tones[tone] for tone in whole.tones}, abs=1e-12
        )
        for before, after in zip(whole.policies or (), less.policies or (), strict=True):
            moves = {tone: after.tones[tone] - before.tones[tone] for tone in before.tones}
            assert (one.policies or {})[before.id] == pytest.approx(moves, abs=1e-12)
        fell = [
            b.id for b, a in zip(whole.theses, less.theses, strict=True) if (b.verdict, a.verdict) == ("holds", "fails")
        ]
        assert one.theses == fell
        met = [{v.id for v in report.verdicts["endings"] if v.verdict == "reachable"} for report in (whole, less)]
        assert set(one.endings) == met[0] - met[1]


def test_a_world_is_proved_once(bridge: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a file is broken: then that world alone."""
    proved: list[str] = []
    before = weigh(bridge, tmp_path / "worlds", proved.append)
    assert len(proved) == 5  # itself, and those without a claim that changes lean on
    monkeypatch.setattr(claim_weights, "PROCESSES", 0)  # a process of its own would prove it
    monkeypatch.setattr(claim_weights, "world", lambda story: pytest.fail("proved again"))
    assert weigh(bridge, tmp_path / "worlds", proved.append) == before
    monkeypatch.undo()
    next((tmp_path / "worlds").iterdir()).write_text("{}")
    assert weigh(bridge, tmp_path / "worlds", proved.append) == before
    assert len(proved) == 6


def test_a_world_that_there_is_no_time_for_is_not_known(bridge: Story, tmp_path: Path) -> None:
    """Of the story itself it must be known. Nothing that was not proved is kept, or said to make no difference."""
    with pytest.raises(Ended, match="no time"):
        weigh(bridge, tmp_path / "worlds", seconds=0)
    assert not list((tmp_path / "worlds").glob("*.json"))


def test_odds_that_are_not_known_are_not_said_to_be_the_same(
    bridge: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = world(bridge)

    def proved(_: Story, claims: list[str], __: float) -> Iterator[tuple[str, World | None]]:
        yield from ((claim, None if claim == "c2" else whole) for claim in claims)

    monkeypatch.setattr(claim_weights, "_proved", proved)
    weights = weigh(bridge, tmp_path / "worlds")
    assert next(one for one in weights.claims if one.id == "c2").tones is None
    told = list(lines(weights))
    assert "Odds without these are not known: there are too many situations, or time was up: c2" in told
    assert "Changes lean on these, and nothing is different without them: c1, c3, c4" in told
