"""Why it ended so, on made-up roads of twelve decisions, against a sum that is done by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playable.engine.assembly import assemble
from playable.language.story import load
from playable.review.review import review

from tests.review.planted import ALL_A, twelve
from tests.review.tables import played

LOW, HIGH = 0, 6
Steps = list[tuple[int, int]]
steps = st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), min_size=12, max_size=12)


def walked(start: int, by: list[int]) -> tuple[int, list[tuple[int, int]]]:
    """Where a value ends that keeps within its range, and the decisions that moved it."""
    value, moved = start, []
    for number, step in enumerate(by, 1):
        new = max(LOW, min(HIGH, value + step))
        if new != value:
            moved.append((number, new - value))
        value = new
    return value, moved


@settings(max_examples=60, deadline=None)
@given(kept=steps, other=steps, start=st.integers(LOW, HIGH), needed=st.integers(1, HIGH))
def test_the_one_condition_its_value_and_all_that_moved_it(
    tmp_path_factory: pytest.TempPathFactory, kept: Steps, other: Steps, start: int, needed: int
) -> None:
    effects = {}
    for n, (some, others) in enumerate(zip(kept, other, strict=True), 1):
        for key, by, beside in zip("ab", some, others, strict=True):
            effects[f"d{n}.{key}"] = f"effects: [kept += {by}, noise += {beside}]"
    story = twelve(
        f"kept: {{range: [{LOW}, {HIGH}], start: {start}}}\n  noise: {{range: [{LOW}, {HIGH}], start: 3}}",
        f"[{{when: kept >= {needed}, goto: won}}, {{when: noise > 3, goto: lost}}, {{goto: lost}}]",
        effects,
    )
    path = Path(tmp_path_factory.mktemp("sum")) / "story.yaml"
    path.write_text(story, encoding="utf-8")
    (cause,) = review(played(assemble(load(path)), *ALL_A)).why

    mine = [a for a, _ in kept]
    value, moved = walked(start, mine)
    assert (cause.condition, cause.value, cause.needed) == (f"kept >= {needed}", value, (needed,))
    assert cause.held == (value >= needed)
    assert [(move.decision, move.by) for move in cause.moved] == moved
    turned = []
    for n, (_, instead) in enumerate(kept):
        new, _ = walked(start, [*mine[:n], instead, *mine[n + 1 :]])
        if (new >= needed) != (value >= needed):
            turned.append((n + 1, f"d{n + 1}.b", new))
    assert sorted(cause.turned_by) == turned
