"""The moments of a playthrough, one for each choice, and how one leads to the next. A made snapshot is not changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Draw, Machine, Option, Scene


class Visit(NamedTuple):
    """A node that was entered, or what fell in it, with the state before and after its effects."""

    scene: Scene
    drawn: ChanceOutcome | None
    before: State
    after: State


@dataclass
class Snapshot:
    """What a choice, or the start, led to."""

    at: int  # where play stands
    s: State  # now
    asked: State  # before the choice's effects
    settled: State  # after them
    chosen: Option | None = None
    page: tuple[Visit, ...] = ()  # what is told here: the nodes run through, up to this one
    stayed: bool = False  # the page was told before; only the choices are offered anew
    heard: dict[str, State] = field(default_factory=dict)  # what was heard on this visit, with the state at the time
    steps: int = 0  # how many steps of the session had been made before this choice


def begun(machine: Machine, draw: Draw) -> Snapshot:
    """The first moment. Raises Stuck, or what `draw` raises."""
    s = machine.initial[:]
    return _entered(machine, machine.start, Snapshot(machine.start, s, s[:], s[:]), draw)


def chosen(machine: Machine, snapshot: Snapshot, option: Option, draw: Draw) -> Snapshot:
    """What a choice that is open leads to. Raises Stuck, or what `draw` raises."""
    s = snapshot.s[:]
    machine.apply(option.ops, s)
    settled = s[:]
    target = machine.leave(machine.scenes[snapshot.at], option, s)
    led = Snapshot(snapshot.at, s, snapshot.s, settled, option)
    if target is None:
        led.heard, led.page, led.stayed = snapshot.heard, snapshot.page, True
        return led
    return _entered(machine, target, led, draw)


def heard(machine: Machine, snapshot: Snapshot, ref: str) -> Snapshot:
    """The same moment with the briefing `node.person` heard."""
    s = snapshot.s[:]
    slot = machine.slots.index.get(f"heard({ref})")
    if slot is not None:
        s[slot] = 1
    return replace(snapshot, s=s, heard={**snapshot.heard, ref: snapshot.s})


def final(machine: Machine, snapshot: Snapshot) -> State:
    """What debriefs read once all has ended: the state then, with the ending seen as well."""
    s, seen = snapshot.s[:], machine.scenes[snapshot.at].seen
    if seen is not None:
        s[seen] = 1
    return s


def _entered(machine: Machine, target: int, snapshot: Snapshot, draw: Draw) -> Snapshot:
    page: list[Visit] = []
    snapshot.at = machine.run_on(target, snapshot.s, draw, lambda *at: page.append(Visit(*at)))
    snapshot.page = tuple(page)
    return snapshot
