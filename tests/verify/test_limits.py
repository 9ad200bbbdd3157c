"""What ends too soon leaves its own answers unknown, and no others'."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
from playable.engine.assembly import assemble
from playable.language.story import Story, load
from playable.verify import lines, verify
from playable.verify.limits import Limits, Run, available_memory, free_budget
from playable.verify.properties import (
    QueryId,
    answered,
    asked,
    decided_by_rules,
    later_batches,
    run_first,
    run_later,
)
from playable.verify.report import KINDS
from playable.verify.symbolic import Asked, Explorer, Reached, Rules, explore, reachability, representation
from playable.verify.symbolic.listed import ListedStates
from playable.verify.system import TransitionSystem

from benchmarks.large_stories import fiscal, gamebook, remembering, wide_conditions
from benchmarks.stories import written
from tests.verify.stories import kept_as_sets

MEGABYTE = 1 << 20


@pytest.fixture
def story(tmp_path: Path, request: pytest.FixtureRequest) -> Story:
    path = tmp_path / "large.yaml"
    path.write_text(request.param, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("story", [gamebook(sections=60, ranges=4, flags=6)], indirect=True)
def test_a_proof_is_not_lost_to_the_search_for_shortest_playthroughs(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gamebook's frontiers take much more room than its sets: all is decided, and what is near is led to."""
    kept_as_sets(monkeypatch)
    limits = Limits.of_machine()._replace(witness_room=MEGABYTE // 16)
    monkeypatch.setattr(Limits, "of_machine", classmethod(lambda cls, *_: limits))
    report = verify(story)
    assert report.parts["playthroughs"] == ""
    assert report.parts["shortest"] == "memory"
    things = [*report.verdicts["nodes"], *report.verdicts["choices"]]
    assert {v.verdict for v in things} <= {"reachable", "impossible"}
    led_to = [v for v in things if v.shortest is not None]
    assert 0 < len(led_to) < len([v for v in things if v.verdict == "reachable"])
    assert report.chances is not None
    assert "not complete: shortest playthroughs (stopped where memory would run out)" in "\n".join(lines(report))
    parts = report.as_json()["parts"]
    assert isinstance(parts, dict)
    assert (parts["playthroughs"], parts["shortest"], parts["odds"]) == ("complete", "memory", "complete")


@pytest.mark.parametrize("story", [remembering(48)], indirect=True)
def test_a_thesis_that_asks_for_too_much_leaves_the_others_decided(story: Story) -> None:
    """48 choices remembered are 2⁴⁸ roads: that thesis is unknown for want of memory, the other holds."""
    system, run = TransitionSystem(assemble(story)), Run()
    rules, queries = Rules.of(system), list(asked(system))
    limits = Limits.of_machine()._replace(query_room=8 * MEGABYTE)
    by_rules = decided_by_rules(rules, queries)
    first = run_first(rules, by_rules, run, limits)
    verdicts = answered(system, first.result)
    for batch in later_batches(rules, [query for query in queries if query not in by_rules], first.explored, run):
        for result in run_later(first, batch, run, limits, ""):
            verdicts |= answered(system, result)
    assert verdicts[QueryId("thesis", "few")].verdict == "reachable"
    assert verdicts[QueryId("thesis", "all")].verdict == "unknown"
    assert verdicts[QueryId("thesis", "all")].because == "there was no memory for more"


@pytest.mark.parametrize("story", [remembering(12)], indirect=True)
def test_queries_that_share_too_much_are_asked_each_by_itself(story: Story) -> None:
    system, run = TransitionSystem(assemble(story)), Run()
    rules, queries = Rules.of(system), list(asked(system))
    first = run_first(rules, [], run, Limits.of_machine(), queries)
    tight = Limits.of_machine()._replace(states=500)
    verdicts = [answered(system, one) for one in run_later(first, queries, run, tight, "")]
    assert [{key.id: v.verdict for key, v in some.items()} for some in verdicts] == [
        {"all": "unknown"},
        {"few": "reachable"},
    ]


@pytest.mark.parametrize("story", [wide_conditions()], indirect=True)
def test_a_limit_holds_where_conditions_read_three_wide_variables(story: Story) -> None:
    """No table of a thousand million values is filled before the ten thousandth state is met."""
    report = verify(story, limit=10_000)
    assert not report.complete
    assert report.parts["playthroughs"] == "limit"
    assert 10_000 < report.states < 1_000_000


@pytest.mark.parametrize("story", [fiscal(years=5)], indirect=True)
def test_few_states_of_wide_ranges_are_kept_one_by_one(story: Story) -> None:
    """Sets would be all but empty, and are left for single states on the way; both find the same."""
    rules = Rules.of(TransitionSystem(assemble(story)))
    explored = explore(rules, {}, free_budget())
    assert explored.listed is not None
    assert explored.reached.counts == Explorer(rules).run(free_budget()).counts
    report = verify(story)
    assert report.complete
    assert report.chances is not None
    assert all(v.shortest is not None for v in report.verdicts["nodes"] if v.verdict == "reachable")


def test_the_machine_has_some_memory_left() -> None:
    assert 16 * MEGABYTE < available_memory() < 1 << 50


@pytest.mark.parametrize("story", [fiscal(years=5)], indirect=True)
def test_single_states_are_listed_once_for_all_that_is_asked(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts, theses, values, odds: one list of states answers them all; where that would be too long, several do, and
    say the same."""
    made, make = [], ListedStates.__init__

    def counted(self: ListedStates, rules: Rules, asked: Asked) -> None:
        made.append(asked)
        make(self, rules, asked)

    monkeypatch.setattr(ListedStates, "__init__", counted)
    once = verify(story)
    assert len(made) == 1
    monkeypatch.setattr("playable.verify.symbolic.representation.FEW", 100)
    monkeypatch.setattr("playable.verify.symbolic.representation.JUDGED", 200)
    again = verify(story)
    assert len(made) > 3
    both = [one.as_json() | {"seconds": 0} for one in (once, again)]
    for kind in KINDS:  # of playthroughs that are equally short any may be told
        for one in both:
            for thing in one[kind]:  # type: ignore[attr-defined]
                thing["shortest"] = len(thing.get("shortest") or ())
    assert both[0] == both[1]


@pytest.mark.parametrize("story", [fiscal(years=5)], indirect=True)
def test_sets_that_do_not_fill_are_left_for_single_states(story: Story) -> None:
    assert Explorer(Rules.of(TransitionSystem(assemble(story)))).run_if_dense(free_budget()) is None


def test_sets_that_fill_are_not_left_though_they_begin_thin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six ranges and few states in the first chapters, more in each: nobody lists 100,000 of them to see that it
    suits. Judged as soon as if the story were eight times as large."""
    monkeypatch.setattr(reachability, "WARMED_UP", reachability.WARMED_UP // 8)
    monkeypatch.setattr(reachability, "STRETCH", reachability.STRETCH // 8)
    story = load(written(300, tmp_path))
    rules = Rules.of(TransitionSystem(assemble(story)))
    reached = Explorer(rules).run_if_dense(free_budget())
    assert reached is not None
    assert reached.states > 10_000_000
    monkeypatch.setattr(representation, "FEW", 50)
    monkeypatch.setattr(representation, "JUDGED", 100)
    few = ListedStates(rules, {})
    few.search(free_budget(100))
    assert few.thin_as_sets(Explorer(rules))  # by these it would seem to suit
    assert explore(rules, {}, free_budget(1_000_000)).listed is None


@pytest.mark.parametrize("story", [gamebook(sections=12, ranges=3, flags=3)], indirect=True)
@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("playable.verify.symbolic.listed.ListedStates.search", "playthroughs"),
        ("playable.verify.symbolic.reachability.Explorer.fire_all", "playthroughs"),
        ("playable.verify.symbolic.distances.Distances._search", "shortest"),
        ("playable.verify.odds._at_random", "odds"),
    ],
)
def test_memory_that_ends_before_its_time_ends_one_part(
    story: Story, where: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine may have less than it said, or somebody else takes it: what is known by then is told."""

    def too_much(*_: object) -> None:
        raise MemoryError

    if "Listed" not in where:
        kept_as_sets(monkeypatch)
    monkeypatch.setattr(where, too_much)
    report = verify(story)
    assert report.parts[part] == "memory"
    assert not report.parts["playthroughs"] or part == "playthroughs"
    assert "stopped where memory would run out" in "\n".join(lines(report))
    assert report.as_json()["complete"] is (part != "playthroughs")


@pytest.mark.parametrize("story", [gamebook(sections=12, ranges=3, flags=3)], indirect=True)
def test_sets_have_the_room_of_the_listed_states_that_it_was_too_small_for(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive, run = [], Explorer.run

    def counted(self: Explorer, *args: Any) -> Reached:
        alive.append(sum(isinstance(one, ListedStates) for one in gc.get_objects()))
        return run(self, *args)

    monkeypatch.setattr(Explorer, "run", counted)
    monkeypatch.setattr(Explorer, "run_if_dense", lambda *_: None)
    monkeypatch.setattr(ListedStates, "search", lambda *_: "memory")
    monkeypatch.setattr(ListedStates, "thin_as_sets", lambda *_: False)
    gc.collect()
    reached = explore(Rules.of(TransitionSystem(assemble(story))), {}, free_budget()).reached
    assert reached.complete
    assert alive == [0]
