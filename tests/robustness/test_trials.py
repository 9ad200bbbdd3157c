"""The trials hold a few times here; `python -m tests.robustness` tries them as often as one likes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.robustness import fuzzing, violence

FEW: dict[Callable[[int, int], None], int] = {
    fuzzing.stories: 40,
    fuzzing.expressions: 300,
    fuzzing.texts: 100,
    fuzzing.playthroughs: 100,
    fuzzing.saves: 20,
    violence.kills: 12,
    violence.writers: 1,
}


@pytest.mark.parametrize("trial", FEW, ids=lambda trial: trial.__name__)
def test_a_trial_holds(trial: Callable[[int, int], None]) -> None:
    trial(FEW[trial], 1)
