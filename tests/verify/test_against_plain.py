"""On random small stories the fast explorer and the plain one agree on everything."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playable.engine.assembly import assemble
from playable.engine.compile import compiled, source, values
from playable.engine.machine import Machine, Stuck
from playable.engine.session import Session, Step
from playable.language.expressions.tree import Logic, Not, Tree
from playable.language.story import Story, load
from playable.verify import Report, verify
from playable.verify.limits import free_budget
from playable.verify.markov.building import chain, listed_chain
from playable.verify.markov.expected import expected_values, expected_visits
from playable.verify.properties import Verdict, asked_memory, decided, met, nodes, texts, transitions, worded
from playable.verify.properties.findings import unwritten
from playable.verify.properties.verdicts import length
from playable.verify.symbolic import AStar, Explorer, Rules
from playable.verify.symbolic.listed import ListedStates
from playable.verify.system import TransitionSystem

from tests.verify import plain_explorer as plain
from tests.verify.random_stories import story as random_story
from tests.verify.stories import kept_as_sets

SOME = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.fixture(autouse=True, params=["single", "sets"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it holds however states are kept."""
    if request.param == "sets":
        kept_as_sets(monkeypatch)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stories")


def loaded(r: Random, folder: Path) -> Story:
    path = folder / "random.yaml"
    path.write_text(random_story(r), encoding="utf-8")
    return load(path)


@SOME
@given(st.integers(0, 10**9))
def test_verdicts_shortest_playthroughs_and_theses(folder: Path, seed: int) -> None:
    """Whatever is dropped or merged, no verdict changes, and no playthrough grows longer than it must be."""
    story = loaded(Random(seed), folder)
    machine = assemble(story)
    slow, fast = plain.explore(machine), verify(story)
    for kind, known in (("nodes", slow.nodes), ("choices", slow.choices), ("outcomes", slow.falls)):
        for verdict in fast.verdicts[kind]:
            assert (verdict.verdict == "reachable") == (verdict.id in known), verdict
            if verdict.verdict == "reachable":
                assert verdict.shortest is not None
                assert length(verdict.shortest) == known[verdict.id], verdict
                replayed(machine, verdict.shortest)
    system = TransitionSystem(machine, *asked_memory(machine.scenes))
    rules, things = Rules.of(system), [*nodes(system), *transitions(system, "choose")]
    listed = ListedStates(rules, {})  # as small stories are proved
    listed.search(free_budget())
    reached = listed.reached()
    wanted = met(reached, things)
    for way in (listed, AStar(Explorer(rules), reached, free_budget())):  # or where there are too many states for sets
        for kind, some in decided(system, reached, things, way.nearest(wanted)).items():
            for ref, verdict in some.items():
                same = next(v for v in fast.verdicts["nodes" if kind == "node" else "choices"] if v.id == ref)
                assert verdict.verdict == same.verdict
                assert verdict.shortest is None or same.shortest is not None
                if same.shortest is not None:
                    assert length(verdict.shortest or ()) == length(same.shortest)
    assert {f.message.split("`")[1] for f in fast.findings if f.code == "stuck"} == slow.stuck
    values_met(story, machine, fast)
    told(story, slow, fast)
    argued(story, slow, fast)


@SOME
@given(st.integers(0, 10**9))
def test_states_and_odds(folder: Path, seed: int) -> None:
    """Sets, single states in sets, and states one by one are the same states; odds are exact, in fractions."""
    story = loaded(Random(seed), folder)
    machine = assemble(story)
    system = TransitionSystem(machine)
    states = chain(system, {}, 100_000)
    by_sets = Explorer(Rules.of(system)).run(free_budget())
    assert by_sets.states == len(states)
    assert Explorer(Rules.of(system, most_bits=1)).run(free_budget()).states == len(states)
    listed = ListedStates(Rules.of(system), {})
    listed.search(free_budget())
    assert replace(listed.reached(), attained={}) == replace(by_sets, attained={})
    odds = expected_visits(listed_chain(listed)).values
    for ending, p in plain.odds(plain.explore(machine)).items():
        at = listed_chain(listed).at(system.entered[machine.ids[ending]])
        assert odds[at].sum() == pytest.approx(float(p), abs=1e-12)
    slow = plain.explore(machine)
    known = plain.odds(slow)
    report = verify(story)
    assert report.chances is not None
    assert report.decisions is not None
    assert report.decisions[::2] == plain.lengths(slow)
    for ending, chances in report.chances.items():
        assert chances.odds == pytest.approx(float(known[ending]), abs=1e-12)
        assert (chances.odds in (0, 1)) == (known[ending] in (0, 1))
        assert chances.best == pytest.approx(plain.forced(slow, ending, best=True), abs=1e-9)
        assert chances.worst == pytest.approx(plain.forced(slow, ending, best=False), abs=1e-9)
        those = np.flatnonzero(states.location == system.entered[machine.ids[ending]])
        worth = np.zeros(len(states))
        worth[those] = 1
        assert expected_values(states, worth).values[states.start] == pytest.approx(float(known[ending]), abs=1e-12)


@SOME
@given(st.integers(0, 10**9))
def test_what_decisions_weigh(folder: Path, seed: int) -> None:
    story = loaded(Random(seed), folder)
    slow, report = plain.explore(assemble(story)), verify(story)
    assert report.weights is not None
    assert {one.node: one.weight for one in report.weights} == pytest.approx(plain.weights(slow), abs=1e-9)
    idle = {fault.message.split("`")[1] for fault in report.findings if fault.code == "idle-decision"}
    assert idle <= {one.node for one in report.weights if one.weight < 0.01}


@SOME
@given(st.integers(0, 10**9))
def test_odds_of_policies(folder: Path, seed: int) -> None:
    """By tone and by ending, exact; and certain where nothing else can be, impossible where it cannot."""
    story = loaded(Random(seed), folder)
    slow, report = plain.explore(assemble(story)), verify(story)
    assert report.policies is not None
    assert [one.id for one in report.policies] == list(story.policies)
    for one in report.policies:
        known = plain.odds(slow, story.policies[one.id].takes)
        assert one.endings == pytest.approx({ending: float(p) for ending, p in known.items()}, abs=1e-12)
        assert (one.tones["gain"], one.tones["loss"]) == (one.endings["e0"], one.endings["e1"])
        assert {e for e, p in known.items() if p in (0, 1)} == {e for e, p in one.endings.items() if p in (0, 1)}


def replayed(machine: Machine, steps: Sequence[Step]) -> None:
    """The steps can be played; where they only lead into a page that gets stuck further on, as far as that."""
    choices = [i for i, step in enumerate(steps) if step.kind == "choose"] + [len(steps)]
    with suppress(Stuck):
        session = Session(machine, seed=1, pins=[step.ref for step in steps[: choices[0]]])
        for at, end in pairwise(choices):
            session.choose(steps[at].ref, [step.ref for step in steps[at + 1 : end]])


def values_met(story: Story, machine: Machine, fast: Report) -> None:
    """A value that no variable ever has is named, and no other."""
    missing = {}
    for name, had in zip(story.state, plain.met_values(machine), strict=True):
        left = set(values(machine.slots.domain(name))) - had
        if left and name not in unwritten(story):
            missing[name] = f"`{name}` is never {worded(name, left, machine.slots)}"
    assert [f.message for f in fast.findings if f.code == "value-never-met"] == list(missing.values())


def told(story: Story, slow: plain.Plain, fast: Report) -> None:
    """Each text of a node is told in some entered state, or in none."""
    machine = slow.machine
    verdicts: dict[str, Verdict] = {v.id: v for v in fast.verdicts["texts"]}
    for text in texts(TransitionSystem(machine)):
        if text.id.count(".") > 1:
            continue  # an outcome's, which is not told on entering
        condition = compiled([source(text.at[0][1], machine.slots)]).popitem()[1]
        at = machine.ids[text.id.partition(".")[0]]
        costs = [cost for (node, state), cost in slow.entries.items() if node == at and condition(list(state))]
        verdict = verdicts[text.id]
        assert (verdict.verdict == "reachable") == bool(costs), verdict
        if costs:
            assert verdict.shortest is not None
            assert length(verdict.shortest) == min(costs)


def argued(story: Story, slow: plain.Plain, fast: Report) -> None:
    """Theses are decided as by looking at every state that is entered."""
    for found in fast.theses:
        thesis = story.theses[found.id]
        if thesis.odds:
            figure, other = (
                plain.likely(slow, thesis.odds.of, thesis.odds.given, story.policies[who].takes if who else ())
                for who in (thesis.odds.playing, thesis.odds.below)
            )
            assert found.figure == (None if figure is None else pytest.approx(float(figure), abs=1e-9)), found
            if thesis.odds.below and figure is not None and other is not None:
                assert found.other == pytest.approx(float(other), abs=1e-9)
                assert found.verdict == ("holds" if figure <= other - Fraction(1, 10) else "fails"), found
            else:
                assert found.verdict == ("holds" if figure is not None and figure <= Fraction(1, 2) else "fails"), found
        claim: Tree | None = thesis.can or thesis.never or (Not(thesis.always) if thesis.always else None)
        if claim is None:
            continue
        hit = plain.met(slow, Logic("and", (thesis.when, claim)) if thesis.when else claim)
        idle = thesis.when is not None and plain.met(slow, thesis.when) is None
        holds = hit is not None if thesis.can else hit is None and not idle
        assert found.verdict == ("holds" if holds else "fails"), found
        if hit is not None:
            assert found.witness is not None
            assert length(found.witness) == hit
