"""Where a preview can begin at a node: states that a proof has come to there, each with the road to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from playable.engine.machine import Machine
from playable.engine.replay import replay
from playable.engine.session import Session
from playable.language.faults import hint
from playable.language.names import OneOf
from playable.language.nearest import nearest
from playable.language.recording import Recording
from playable.verify import Report
from playable.verify.report import playthrough

MOST = 9  # offered


class NoStart(ValueError):
    """There is nowhere to begin; the message says why."""


def starts(machine: Machine, report: Report, node: str) -> list[Recording]:
    """Playthroughs that come to `node`, each to another state there, the shortest first. Raises NoStart.

    They are the shortest that the proof attached to the node, its choices, texts and briefings, up to its arrival.
    """
    verdict = next((v for v in report.verdicts["nodes"] if v.id == node), None)
    if verdict is None:
        near = nearest(node, machine.story.nodes)
        raise NoStart(f"the story has no node `{node}`{hint(near)}")
    if verdict.verdict != "reachable":
        raise NoStart(f"no playthrough is known to come to `{node}`: it is {verdict.verdict}, {verdict.because}")
    about = [verdict, *(v for kind in report.verdicts.values() for v in kind if v.id.startswith(f"{node}."))]
    known = (playthrough(report, v.shortest, f"At {node}") for v in about if v.shortest is not None)
    by_state: dict[tuple[int, ...], Recording] = {}
    for one in known:
        if arrival := _arrival(machine, one, node):
            by_state.setdefault(tuple(_ended(machine, arrival).state), arrival)
    if not by_state:
        raise NoStart(f"`{node}` can be come to, but no playthrough to it was found within the limit")
    return sorted(by_state.values(), key=lambda one: len(one.steps))[:MOST]


def described(machine: Machine, known: list[Recording]) -> Iterator[str]:
    """Each start in a line: by how many choices, and in what it differs from the others."""
    states = [_ended(machine, one).state for one in known]
    differing = [slot for slot in range(len(machine.story.state)) if len({state[slot] for state in states}) > 1]
    for n, (one, state) in enumerate(zip(known, states, strict=True), 1):
        made = [move.text for move in one.steps if move.kind == "choose"]
        values = ", ".join(_value(machine, slot, state[slot]) for slot in differing) or "the only state known"
        yield f"{n}. {values}; {len(made)} choices: {', '.join(made) or 'none'}"


def _value(machine: Machine, slot: int, value: int) -> str:
    name = machine.variable_of(slot)
    domain = machine.story.domains[name]
    return f"{name} {domain.words[value] if isinstance(domain, OneOf) else machine.said(name, value)}"


def _arrival(machine: Machine, one: Recording, node: str) -> Recording | None:
    """The part of a playthrough up to where it first stands at `node`, or on a page that ran through it."""
    for made in _cuts(one):
        part = replace(one, steps=one.steps[:made])
        session = replay(part, machine).session
        if session and any(at.scene.id == node for at in session.views[-1].snapshot.page):
            return part
    return None


def _cuts(one: Recording) -> Iterable[int]:
    """After the start, and after each choice with the draws that follow it."""
    return [n for n, move in enumerate(one.steps) if n and move.kind != "chance"] + [len(one.steps)]


def _ended(machine: Machine, one: Recording) -> Session:
    session = replay(one, machine).session
    assert session
    return session
