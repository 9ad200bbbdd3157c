"""Shares in round figures: they sum to the whole, and none is rounded to certainty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playable.engine.shares import apportioned, percents

SHARES = st.lists(st.integers(0, 10_000), min_size=1, max_size=13).filter(sum)


@given(SHARES, st.integers(1, 1000))
def test_parts_sum_to_the_whole_and_each_is_within_one_of_its_share(weights: list[int], parts: int) -> None:
    shares = {n: weight / sum(weights) for n, weight in enumerate(weights)}
    shared_out = apportioned(shares, parts)
    assert sum(shared_out.values()) == parts
    assert all(abs(shared_out[n] - share * parts) < 1 + 1e-6 for n, share in shares.items())


@given(SHARES, st.sampled_from([0, 1]))
def test_percents_sum_to_a_hundred(weights: list[int], places: int) -> None:
    shared_out = percents({n: weight / sum(weights) for n, weight in enumerate(weights)}, places)
    said = [
        0.0 if text.startswith("under") else 100.0 if text.startswith("over") else float(text[:-1])
        for text in shared_out.values()
    ]
    assert sum(said) == pytest.approx(100)


def test_thirds_sum_to_a_hundred_and_what_is_possible_is_not_called_never() -> None:
    assert list(percents({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}).values()) == ["34%", "33%", "33%"]
    assert list(percents({"a": 0.001, "b": 0.999, "c": 0}).values()) == ["under 1%", "over 99%", "0%"]
    assert list(percents({"a": 0.0001, "b": 0.9999}, 1).values()) == ["under 0.1%", "over 99.9%"]
