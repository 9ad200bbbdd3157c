"""The model that is exported for outside checkers says what our own proofs say, and what the engine does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playable.authoring.prism import Exported, PlayerKind, prism
from playable.language.library import main_story, shipped
from playable.language.story import Story, load
from playable.verify import Report, verify

from tests.authoring.prism_reader import Model
from tests.verify.random_stories import story as random_story

Answers = dict[str, bool | Fraction | float]


def by_reader(exported: Exported) -> Answers:
    return Model(exported.model).answers(exported.properties)


def by_storm(exported: Exported, exact: bool = True) -> Answers:
    """Storm's answers, in exact arithmetic or in floats."""
    stormpy = pytest.importorskip("stormpy", reason="Storm is not installed: `pip install -e .[outside]`")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.prism"
        path.write_text(exported.model, encoding="utf-8")
        program = stormpy.parse_prism_program(str(path))
    asked = stormpy.parse_properties(exported.properties, program)
    build = stormpy.build_model[stormpy.Rational] if exact else stormpy.build_model
    model = build(program, properties=asked)
    (start,) = model.initial_states
    found: Answers = {}
    for one in asked:
        result = stormpy.model_checking(model, one)
        if result.is_qualitative():
            found[one.get_name()] = result.get_truth_values_vector().get(start)
        else:
            value = result.get_value(start)
            found[one.get_name()] = Fraction(str(value)) if exact else value
    return found


CHECKERS = pytest.mark.parametrize("checker", [by_reader, by_storm])
SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
KINDS = {"nodes": "node", "choices": "choice", "outcomes": "outcome"}


EXAMPLES = sorted(shipped().keys() - {main_story().name})


@CHECKERS
@pytest.mark.parametrize("story", EXAMPLES)
@pytest.mark.parametrize("reduced", [False, True])
def test_examples(checker: Callable[[Exported], Answers], story: str, reduced: bool) -> None:
    confirmed(checker, load(shipped()[story]), reduced)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("player", ["uniform", "any"])
def test_the_odds_of_the_game_by_storm(player: PlayerKind) -> None:
    """Without its theses, whose memory makes many times the states."""
    story = load(main_story())
    exported = prism(replace(story, theses={}), player, reduced=True)
    asked = [line for line in exported.properties.splitlines() if line.startswith(('"odds_', '"best_', '"worst_'))]
    answers = by_storm(exported._replace(properties="\n".join(asked)), exact=False)
    report = verify(story)
    assert answers == pytest.approx(odds_of_endings(report) if player == "uniform" else forced(report), abs=1e-9, rel=0)


KEYWORDS = """\
    state:
      rate: {range: [-3, 3], start: -2}
      init: {start: true}
      max_: {start: false}
      stuck: {start: true}
      word_none: {start: false}
      at: {one_of: [module, pit, hall, 'two words', none_], start: 'two words'}
      goal: {one_of: [pit, hall], start: hall}
    nodes:
      hall:
        title: A hall // with a "sign"
        effects:
          - init = not init
          - {do: max_ = init, when: not init == max_}
          - rate = rate * -2 + (1 if init != max_ else -1)
          - rate = rate - min(rate, -1, 2)
        text: A hall.
        choices:
          label:
            {label: L, when: 'at == goal or rate in (1, -1) or init == (rate > 0)', effects: [at = goal], goto: pit}
          turn: {label: T, when: -rate < 3 != rate, effects: [goal = 'pit', rate += 1], goto: hall}
          wait: {label: W, once: true, effects: [max_ = stuck or word_none, goal = 'pit' if max_ and init else 'hall']}
      pit:
        chance:
          down: {weight: rate * 2 - 1, goto: end}
          up: {weight: 3, effects: [rate -= 1, {do: max_ = false, when: rate < 0}], goto: hall}
          never: {weight: -2, goto: end}
      end: {text: End., ending: {name: End, tone: gain}}
    theses:
      there: {can: here == goal and not seen(end)}
      elsewhere: {never: at == here and goal != 'pit'}
      after_all: {when: seen(pit) and ending != 'none', always: "at in ('pit', 'module') and not max_ == init"}
      shares: {odds: {of: max_, given: rate == 0 or rate == 3, at_least: 0.5%}}
"""


@CHECKERS
@pytest.mark.parametrize("reduced", [False, True])
def test_every_kind_of_expression(
    checker: Callable[[Exported], Answers], typed: Callable[..., Path], reduced: bool
) -> None:
    """Also names that mean something in PRISM, words that are the names of nodes, and effects that read each other."""
    confirmed(checker, load(typed(KEYWORDS, "hall")), reduced)


@pytest.mark.timeout(300)  # sixty stories, each built and asked by another program
@CHECKERS
@SOME
@given(st.integers(0, 10**9))
@example(524)  # play comes back to where it starts, in other states
@example(1704)  # the first place of a ring is never met, others are
def test_random_stories(
    checker: Callable[[Exported], Answers], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.yaml"
    path.write_text(random_story(Random(seed)), encoding="utf-8")
    confirmed(checker, load(path), reduced=seed % 2 == 0)


def confirmed(checker: Callable[[Exported], Answers], story: Story, reduced: bool) -> None:
    """Everything that the properties ask has the answer that `verify` gives."""
    report = verify(story)
    for player in ("uniform", "any"):
        answers = with_ratios(checker(prism(story, player, reduced)))
        known = {**met(report, story), **(odds(report, story) if player == "uniform" else forced(report))}
        known |= {f"holds_{t.id}": t.verdict == "holds" for t in report.theses if f"holds_{t.id}" in answers}
        assert answers == pytest.approx(known, abs=1e-9, rel=0)
    for playing in story.policies:
        confirmed_policy(checker, story, report, playing)


def confirmed_policy(checker: Callable[[Exported], Answers], story: Story, report: Report, playing: str) -> None:
    """A policy's odds, and the figures of the theses that speak of it, are those that `verify` gives."""
    answers = with_ratios(checker(prism(story, reduced=True, playing=playing)))
    known: Answers = {}
    for one in report.policies or ():
        if one.id == playing:
            known |= {f"odds_{ending}": odds for ending, odds in one.endings.items()}
    for t in report.theses:
        odds = story.theses[t.id].odds
        if odds and playing in (odds.playing, odds.above, odds.below) and t.figure is not None:
            figure = t.figure if odds.playing == playing else t.other
            assert figure is not None
            known[f"figure_{t.id}"] = figure
            if f"holds_{t.id}" in answers:
                known[f"holds_{t.id}"] = t.verdict == "holds"
    assert answers == pytest.approx(known, abs=1e-9, rel=0)


def with_ratios(answers: Answers) -> Answers:
    """Of a thesis with a `given` two figures are asked for: here they become one, if there is one."""
    found = {name: answer for name, answer in answers.items() if not name.startswith(("of_", "given_"))}
    for name, answer in answers.items():
        if name.startswith("given_") and answer:
            thesis_id = name.removeprefix("given_")
            found[f"figure_{thesis_id}"] = answers[f"of_{thesis_id}"] / answer
    return found


def met(report: Report, story: Story) -> Answers:
    """What can be met, and that play is never stuck and can always end."""
    found: Answers = {}
    for kind, name in KINDS.items():
        for v in report.verdicts[kind]:
            is_ending = kind == "nodes" and story.nodes[v.id].ending
            found[f"can_{'ending' if is_ending else name}_{v.id.replace('.', '_')}"] = v.verdict == "reachable"
    codes = {fault.code for fault in report.findings}
    return {
        **found,
        "never_stuck": "stuck" not in codes,
        "can_always_end": not codes & {"stuck", "no-way-to-an-ending"},
    }


def odds(report: Report, story: Story) -> Answers:
    """Of each ending, and the figures of theses."""
    found = odds_of_endings(report)
    for t in report.theses:
        asked = story.theses[t.id].odds
        if asked and not asked.after and not asked.playing and t.figure is not None:
            found[f"figure_{t.id}"] = t.figure
    return found


def odds_of_endings(report: Report) -> Answers:
    """By the names of the properties."""
    assert report.chances
    return {f"odds_{ending}": chances.odds for ending, chances in report.chances.items()}


def forced(report: Report) -> Answers:
    """The best and the worst of each ending."""
    assert report.chances
    found: Answers = {}
    for ending, chances in report.chances.items():
        found |= {f"best_{ending}": chances.best, f"worst_{ending}": chances.worst}
    return found
