"""No change goes against the claim it cites: `seeds/directions.yaml` says which way each claim may move what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from playable.engine.assembly import assemble
from playable.engine.machine import Op
from playable.language.library import main_story
from playable.language.model import Choice, Effect, Node, Outcome
from playable.language.story import load

DIRECTIONS: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parents[2] / "seeds" / "directions.yaml").read_text(encoding="utf-8")
)["directions"]
VARIABLES = {  # what the kinds of the directions are called in the story
    "war": "war_risk",
    "fear": "fear",
    "trust": "trust",
    "word": "kept",
    "cover": "cover",
    "patience": "patience",
    "seoul": "seoul",
    "sale": "sale",
}


def test_every_kind_is_a_variable_of_the_story() -> None:
    kinds = {kind for kinds in DIRECTIONS.values() for kind in kinds}
    assert {VARIABLES[kind] for kind in kinds} <= set(load(main_story()).state)


@pytest.mark.parametrize("claim", DIRECTIONS)
def test_no_change_goes_against_its_claim(claim: str) -> None:
    wrong = []
    for place, because, op, cites in _changes():
        for kind, allowed in DIRECTIONS[claim].items() if claim in cites else ():
            if op.slot == _slot(VARIABLES[kind]) and _moves(op) - {allowed}:
                wrong.append(f"{place}: {because} ({kind} {_moves(op)})")
    assert wrong == []


def test_no_reason_serves_two_directions() -> None:
    ways: dict[tuple[str, int], set[str]] = {}
    meters = {_slot(name) for name in VARIABLES.values()}
    for _, because, op, _ in _changes():
        if op.slot in meters:
            ways.setdefault((because, op.slot), set()).update(_moves(op))
    assert {because: moves for (because, _), moves in ways.items() if {"up", "down"} <= moves} == {}


MACHINE = assemble(load(main_story()))


def _slot(name: str) -> int:
    return MACHINE.slots.index[name]


def _moves(op: Op) -> set[str]:
    """Which ways a change moves its variable, from some value of it."""
    assert op.table is not None or op.slot not in {_slot(name) for name in VARIABLES.values()}
    return {"up" if after > before else "down" for before, after in (op.table or {}).items() if after != before}


def _changes() -> Iterator[tuple[str, str, Op, Sequence[str]]]:
    """Every change of the story: where, why, compiled, and the claims it stands on."""
    for scene in MACHINE.scenes:
        yield from _of(scene.id, scene.node, scene.ops)
        for option in scene.options:
            yield from _of(option.ref, option.choice, option.ops)
        for outcome in scene.outcomes:
            yield from _of(outcome.ref, outcome.outcome, outcome.ops)


def _of(place: str, holder: Node | Choice | Outcome, ops: Sequence[Op]) -> Iterator[tuple[str, str, Op, Sequence[str]]]:
    for effect, op in zip(holder.effects, ops, strict=True):
        own = effect if isinstance(effect, Effect) else holder
        cites = () if own.outside else own.cites or holder.cites
        yield place, str(own.because or holder.because), op, cites
