"""What is worked out on columns is what the engine's own functions say, value by value."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest
from playable.engine.compile import Slots, compiled, effect_source, source, values
from playable.language.expressions.parse import parse, parse_effect
from playable.language.names import Domain, Flag, OneOf, Range
from playable.verify.symbolic import columns as columns_module
from playable.verify.symbolic.columns import Columns, Rows

FAR = 999_999_000  # a product of three is more than 64 bits hold


class Rules:
    """As much of a system as columns ask for: what a tree reads is everything, for all of it is here."""

    def __init__(self) -> None:
        self.slots = Slots()
        for name, domain in DOMAINS.items():
            self.slots.add(name, domain)
        self.initial = [values(domain)[0] for domain in self.slots.domains]

    def reads(self, _: object) -> int:
        return (1 << len(self.initial)) - 1


DOMAINS: dict[str, Domain] = {
    "a": Range(-2, 3),
    "far": Range(FAR, FAR + 2),
    "w": OneOf(("red", "green", "blue")),
    "v": OneOf(("blue", "grey", "red")),
    "f": Flag(),
    "g": Flag(),
}
CONDITIONS = [
    *("a > 1", "a + 1 == 2 * a - 1", "-a >= 1 and not f", "f or g", "f == (a > 0)", "not (f and not g)", "true"),
    *("0 < a <= 2 != a", "w == 'blue'", "'red' != v", "w == v", "w in ('red', 'blue')", "a in (1, -2, 7)"),
    *("(w if f else v) == 'red'", "('grey' if g else v) != w", "far == 999999001"),
    *("far * far > a", "far * far * far > a", "a * far * far * far - far > 0", "-far * far * far < a * far"),
]
NUMBERS = [
    *("a", "3", "-2", "min(a, 1, 2 - a)", "max(a, 0) * a", "(a if f else 2) - (1 if g else 0)", "far - far + a"),
    "far * far * far * a",
    "far * far * far - far * far * far + a",
]
EFFECTS = [
    *(
        "a += 2",
        "a = a * a - 3",
        "a = min(a, 1)",
        "f = not g",
        "f = a > 0",
        "w = 'green'",
        "v = 'blue' if f else 'red'",
    ),
    *(
        "v = 'red' if w == 'red' else v",
        "far += a",
        "a = far - 999999001",
        "a = 0 - far",
        "a = far * far * far - far * far * far + 1",
        "far = far * far * far",
    ),
]


@pytest.fixture(params=[0, 1 << 16])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Columns:
    """With tables and without any."""
    monkeypatch.setattr(columns_module, "FEW", request.param)
    return Columns(Rules())  # type: ignore[arg-type]


def every_state() -> tuple[list[tuple[int, ...]], Rows]:
    """All states there are, some of them twice, in no order; and the same as rows."""
    states = [*product(*map(values, DOMAINS.values()))]
    states += Random(1).choices(states, k=100)
    Random(2).shuffle(states)
    lows = [values(domain)[0] for domain in DOMAINS.values()]
    return states, Rows(len(states), lambda slot: np.array([state[slot] - lows[slot] for state in states]))


@pytest.mark.parametrize("text", [*CONDITIONS, *NUMBERS])
def test_values(text: str, columns: Columns) -> None:
    states, rows = every_state()
    tree = parse(text)
    function = compiled([source(tree, Rules().slots)]).popitem()[1]
    assert columns.value(tree, rows).tolist() == [function(list(state)) for state in states]
    if text in CONDITIONS:
        held = np.broadcast_to(columns.holds(tree, rows), len(rows))
        assert held.tolist() == [bool(function(list(state))) for state in states]


@pytest.mark.parametrize("text", EFFECTS)
def test_assignments(text: str, columns: Columns) -> None:
    states, rows = every_state()
    assign = parse_effect(text)
    function = compiled([effect_source(assign, Rules().slots)]).popitem()[1]
    low = values(DOMAINS[assign.name])[0]
    assert [value + low for value in columns.assigned(assign, rows).tolist()] == [
        function(list(state)) for state in states
    ]
