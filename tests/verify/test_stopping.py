"""Wherever a proof is stopped, or its time is up, it ends there and says which parts are complete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.story import load
from playable.verify import Report, lines, verify
from playable.verify.markov import equations, expected, iteration
from playable.verify.report import KINDS

from benchmarks.large_stories import wide_conditions
from tests.verify.stories import WALK, kept_as_sets

Typed = Callable[..., Path]

ROUND = """\
    state: {n: {range: [0, 40], start: 0}}
    nodes:
      lane:
        text: A lane.
        choices:
          on: {label: On, effects: [n += 1], goto: fork}
          off: {label: Off, when: n > 30, goto: moor}
      moor: {text: A moor., choices: {back: {label: Back, effects: [n = 0], goto: lane}}}
      fork: {chance: {out: {weight: 1, goto: home}, lost: {weight: 999, goto: lane}, hell: {weight: 1, goto: hell}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      hell: {text: Hell., ending: {name: Hell, tone: loss}}
    theses:
      even: {odds: {of: tone == 'gain', at_least: 50%}}
      never_far: {never: n > 40}
"""


class Stop:
    """Asks to stop at the `last`th time that it is asked whether it does, from a stage of the work on."""

    def __init__(self, stage: str, last: int | None = None) -> None:
        self.stage, self.last, self.inside, self.times = stage, last, False, 0

    def tell(self, line: str) -> None:
        self.inside = self.inside or line.startswith(self.stage)

    def __call__(self) -> bool:
        self.times += self.inside
        return self.last is not None and self.times > self.last


def stopped(path: Path, stop: Stop) -> Report:
    return verify(load(path), on_progress=stop.tell, stop=stop)


def test_a_stop_is_seen_between_any_two_steps_of_the_odds(typed: Typed) -> None:
    """What was proved before stands, whichever step it is, and the report says so."""
    path, count = typed(ROUND, "lane"), Stop("Odds")
    whole = stopped(path, count)
    assert whole.complete
    assert count.times > 50
    for last in range(0, count.times, 7):
        report = stopped(path, Stop("Odds", last))
        assert report.parts == whole.parts | {"odds": "stopped"}
        assert report.verdicts == whole.verdicts
        assert report.chances in (None, whole.chances)
        assert report.theses[1] == whole.theses[1]
        assert report.theses[0].verdict in ("unknown", whole.theses[0].verdict)
        assert "not complete: odds and lengths (stopped)" in "\n".join(lines(report))


def test_a_stop_is_seen_in_every_round_of_a_large_ring(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (equations, expected, iteration):
        monkeypatch.setattr(module, "CAREFUL", 10)
        monkeypatch.setattr(module, "SMALL", 10)
    monkeypatch.setattr(iteration, "WORK", 1)
    monkeypatch.setattr(iteration, "SWEEPS", 1)
    count = Stop("Odds")
    stopped(typed(ROUND, "lane"), count)
    assert count.times > iteration.LEAST_ROUNDS
    assert stopped(typed(ROUND, "lane"), Stop("Odds", iteration.LEAST_ROUNDS)).parts["odds"] == "stopped"


def test_without_a_limit_time_is_up_some_day(tmp_path: Path) -> None:
    """A thousand million situations, of conditions that no table holds."""
    path = tmp_path / "wide.yaml"
    path.write_text(wide_conditions(), encoding="utf-8")
    report = verify(load(path), seconds=1)
    assert report.late
    assert not report.complete
    assert report.parts["playthroughs"] == "time"
    assert report.as_json()["parts"] == dict.fromkeys(report.parts, "time")
    told = "\n".join(lines(report))
    assert "stopped when its time was up, after" in told
    assert "give it more time with --seconds" in told


def test_at_the_limit_what_was_not_met_is_unknown(typed: Typed) -> None:
    """Never a guess: nothing is called impossible that was not looked for everywhere."""
    report = verify(load(typed(WALK, "town")), limit=3)
    assert not report.complete
    verdicts = {v.verdict for kind in KINDS for v in report.verdicts[kind]}
    assert verdicts == {"reachable", "unknown"}
    assert "stopped at the limit" in lines(report)[0]


def test_an_interrupt_ends_with_what_is_known(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the midst of it: what was met stands, the rest is unknown, and it says that it was stopped."""
    kept_as_sets(monkeypatch)
    told: list[str] = []
    report = verify(load(typed(WALK, "town")), on_progress=told.append, stop=lambda: len(told) >= 6)
    assert report.stopped
    assert not report.complete
    assert {v.verdict for kind in KINDS for v in report.verdicts[kind]} == {"reachable", "unknown"}
    assert report.chances is None
    assert {t.verdict for t in report.theses} == {"unknown"}
    assert "stopped, after" in lines(report)[0]


def test_a_search_that_ends_too_soon_calls_no_playthrough_shortest_that_is_not(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The far end is a straight road, and met first; the near one is five knocks away."""
    kept_as_sets(monkeypatch)
    road = "".join(f"      r{n}: {{text: Road., choices: {{on: {{label: On, goto: r{n + 1}}}}}}}\n" for n in range(9))
    story = typed(
        f"""\
    state: {{n: {{range: [0, 9], start: 0}}}}
    nodes:
      door:
        text: A door.
        choices:
          knock: {{label: Knock, effects: [n += 1]}}
          enter: {{label: Enter, when: n == 5, goto: hall}}
          leave: {{label: Leave, goto: r0}}
{road}      r9: {{text: Far., ending: {{name: Far, tone: loss}}}}
      hall: {{text: Hall., ending: {{name: Hall, tone: gain}}}}
    theses:
      ends: {{can: ending != 'none'}}
""",
        "door",
    )
    reports = [verify(load(story), witness_limit=n) for n in range(0, 60, 3)]
    assert all(report.complete for report in reports)
    witnesses = [report.theses[0].witness for report in reports]
    assert {None if steps is None else len(steps) for steps in witnesses} == {None, 6}
