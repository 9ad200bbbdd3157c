"""The odds of the short game."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.story import load
from playable.verify import lines, verify


def test_the_short_game_is_at_random_where_it_asks_and_by_its_policy_elsewhere(typed: Callable[..., Path]) -> None:
    """By hand: half turn home at the gate, which is asked; all go left at the fork; a third falls to each lot."""
    story = """\
        story: {id: tiny, title: Tiny, version: '1', start: gate, short: {asks: [gate], plays: guide}}
        policies: {guide: {takes: [gate.home, fork.left]}}
        nodes:
          gate: {text: Here., choices: {home: {label: Home, goto: safe}, on: {label: On, goto: fork}}}
          fork: {text: Here., choices: {right: {label: Right, goto: safe}, left: {label: Left, goto: lots}}}
          lots:
            text: Here.
            choices: {a: {label: A, goto: lost}, b: {label: B, goto: lost}, c: {label: C, goto: safe}}
          safe: {text: Light., ending: {name: Safe, tone: gain}}
          lost: {text: Dark., ending: {name: Lost, tone: loss}}
        """
    report = verify(load(typed(story)))
    assert report.short is not None
    assert report.short.endings == pytest.approx({"safe": 2 / 3, "lost": 1 / 3})
    assert report.policies is not None
    assert report.policies[0].endings["safe"] == 1.0
    row = next(line for line in lines(report) if line.startswith("  short game"))
    assert row.count("33.3%") == row.count("66.7%") == 1
