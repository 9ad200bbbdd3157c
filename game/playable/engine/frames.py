"""The moments of a playthrough, one for each choice, and how one leads to the next. A made frame is not changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Draw, Machine, Option, Scene


class At(NamedTuple):
    """A node that was entered, or what fell in it, with the state before and after its effects."""

    scene: Scene
    drawn: ChanceOutcome | None
    before: State
    after: State


@dataclass
class Frame:
    """What a choice, or the start, led to."""

    at: int  # where play stands
    s: State  # now
    asked: State  # before the choice's effects
    settled: State  # after them
    chosen: Option | None = None
    page: tuple[At, ...] = ()  # what is told here: the nodes run through, up to this one
    stayed: bool = False  # the page was told before; only the choices are offered anew
    heard: dict[str, State] = field(default_factory=dict)  # what was heard on this visit, with the state at the time
    steps: int = 0  # how many steps of the session had been made before this choice


def begun(machine: Machine, draw: Draw) -> Frame:
    """The first moment. Raises Stuck, or what `draw` raises."""
    s = machine.initial[:]
    return _entered(machine, machine.start, Frame(machine.start, s, s[:], s[:]), draw)


def chosen(machine: Machine, frame: Frame, option: Option, draw: Draw) -> Frame:
    """What a choice that is open leads to. Raises Stuck, or what `draw` raises."""
    s = frame.s[:]
    machine.apply(option.ops, s)
    settled = s[:]
    target = machine.leave(machine.scenes[frame.at], option, s)
    led = Frame(frame.at, s, frame.s, settled, option)
    if target is None:
        led.heard, led.page, led.stayed = frame.heard, frame.page, True
        return led
    return _entered(machine, target, led, draw)


def heard(machine: Machine, frame: Frame, ref: str) -> Frame:
    """The same moment with the briefing `node.person` heard."""
    s = frame.s[:]
    slot = machine.slots.index.get(f"heard({ref})")
    if slot is not None:
        s[slot] = 1
    return replace(frame, s=s, heard={**frame.heard, ref: frame.s})


def _entered(machine: Machine, target: int, frame: Frame, draw: Draw) -> Frame:
    page: list[At] = []
    frame.at = machine.run_on(target, frame.s, draw, lambda *at: page.append(At(*at)))
    frame.page = tuple(page)
    return frame
