"""What the tests of the prover share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.verify import Report
from playable.verify.symbolic import representation
from playable.verify.symbolic.listed import ListedStates

Typed = Callable[..., Path]

WALK = """\
    state: {gold: {range: [0, 10], start: 0}, spare: {range: [0, 3], start: 0}, lamp: {start: false}}
    nodes:
      town:
        text:
          - Town.
          - {when: gold >= 3, text: You are rich.}
          - {when: gold >= 5, text: You are richer than that.}
          - {when: seen(town), text: Back again.}
        choices:
          dig: {label: Dig, when: gold <= 2, effects: [gold += 1], goto: luck}
          buy: {label: Buy, when: gold >= 4, effects: [lamp = true]}
          leave: {label: Leave, goto: home}
      luck:
        chance:
          nothing: {weight: 3, goto: town}
          storm: {weight: 1, goto: lost}
          never: {weight: gold - 5, goto: lost}
      cave: {text: Dark., choices: {out: {label: Out, goto: home}}}
      home: {text: Home., ending: {name: Home, tone: gain}}
      lost: {text: Lost., ending: {name: Lost, tone: loss}}
    theses:
      lost_is_likely: {odds: {of: ending == 'lost', at_least: 50%}}
      nobody_buys: {never: lamp}
      idle: {when: gold == 9, always: gold > 0}
      digging_pays: {can: gold == 3 and ending == 'home'}
      leaving_is_safer: {odds: {of: ending == 'lost', after: town.leave, below_after: town.dig}}
      never_both: {odds: {of: ending == 'lost', after: town.leave, below_after: cave.out}}
      no_lamp: {odds: {of: ending == 'lost', given: lamp, at_most: 50%}}
      long_road: {always: gold <= 1 or ending != 'none'}
"""


def kept_as_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the states of small stories are kept as sets too, as if there were many of them, and dense."""
    monkeypatch.setattr(representation, "FEW", 0)
    monkeypatch.setattr(ListedStates, "thin_as_sets", lambda *_: False)


def known(report: Report, kind: str) -> dict[str, str]:
    return {verdict.id: verdict.verdict for verdict in report.verdicts[kind]}


def check_lengths(report: Report, fewest: int, mean: float, most: int | None) -> None:
    assert report.decisions is not None
    assert report.decisions.fewest == fewest
    assert report.decisions.mean == pytest.approx(mean)
    assert report.decisions.most == most
