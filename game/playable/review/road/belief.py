"""What a player can know: the moments that look the same as theirs, each with its probability. Exact, in fractions.

A moment is dropped only when something that the player was shown differs in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from playable.engine import snapshots
from playable.engine.compile import State
from playable.engine.machine import Draw, Machine, Scene, Stuck
from playable.engine.snapshots import Snapshot
from playable.engine.view import View
from playable.engine.view_parts import Change

MOST = 2_000  # moments that look the same, and ways that one move can go from them


@dataclass(frozen=True)
class Possible:
    """A moment that looks like the player's, and with what probability it is theirs."""

    view: View
    share: Fraction

    @property
    def snapshot(self) -> Snapshot:
        """The moment itself."""
        return self.view.snapshot


Belief = tuple[Possible, ...] | None  # None: there are more than MOST, or were at an earlier moment
Led = tuple[Snapshot, Fraction]
Appearance = tuple[Hashable, ...]  # to be compared with another, no more
T = TypeVar("T")


def begun(machine: Machine, seen: View) -> Belief:
    """What a player can know who has begun and was shown `seen`."""
    return _looking_like(seen, ways(machine, Fraction(1), partial(snapshots.begun, machine)))


def chosen(machine: Machine, belief: Belief, place: int, seen: View) -> Belief:
    """After the choice that stands at `place` among the offers, and then being shown `seen`."""
    return belief and _looking_like(seen, _led(machine, belief, place))


def heard(machine: Machine, belief: Belief, place: int, seen: View) -> Belief:
    """After hearing the briefing that stands at `place` among those of the scene, and then being shown `seen`."""
    return belief and _looking_like(
        seen, ((snapshots.heard(machine, one.snapshot, one.view.hearings[place].id), one.share) for one in belief)
    )


def appearance(view: View) -> Appearance:
    """All that a player is shown at a moment. Ids are no part of it, for nobody sees them."""
    return (
        (view.turn, view.stayed, view.chapter, view.title, view.date, view.place),
        tuple((p.title, p.date, p.place, p.blocks, p.cites, p.reasons, _nameless(p.changes)) for p in view.passages),
        view.followed and replace(view.followed, choice="", changes=_nameless(view.followed.changes)),
        tuple((p.heading, tuple(replace(m, id="") for m in p.meters)) for p in view.board),
        tuple((h.name, h.role, h.heard, h.blocks) for h in view.hearings),
        view.hear_left,
        tuple((offer.label, offer.locked) for offer in view.offers),
        view.ending and (view.ending.name, view.ending.tone),
    )


def _nameless(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(replace(c, variable="", meter=replace(c.meter, id="", last=0)) for c in changes)


def _looking_like(seen: View, led: Iterable[Led]) -> Belief:
    """Of what may have been, what looks like `seen`; the shares sum to 1."""
    looks, kept = appearance(seen), list[Possible]()
    for n, (snapshot, share) in enumerate(led):
        if n >= MOST:
            return None
        view = replace(seen, snapshot=snapshot)
        if appearance(view) == looks:
            kept.append(Possible(view, share))
    total = sum(one.share for one in kept)
    return tuple(Possible(one.view, one.share / total) for one in kept)


def _led(machine: Machine, belief: tuple[Possible, ...], place: int) -> Iterator[Led]:
    """Where a choice leads. Moments in the same state lead to the same: they are taken together."""
    together: dict[tuple[int, tuple[int, ...], frozenset[str]], Possible] = {}
    for one in belief:
        key = one.snapshot.at, tuple(one.snapshot.s), frozenset(one.snapshot.heard)
        together[key] = replace(one, share=one.share + together[key].share) if key in together else one
    for one in together.values():
        option = machine.options[one.view.offers[place].id]
        yield from ways(machine, one.share, partial(snapshots.chosen, machine, one.snapshot, option))


def ways(machine: Machine, share: Fraction, make: Callable[[Draw], T]) -> Iterator[tuple[T, Fraction]]:
    """All that a move can lead to, as chance may fall, each with `share` times its probability."""
    todo: list[tuple[int, ...]] = [()]
    while todo:
        falling = _Falling(machine, todo.pop(), todo, share)
        try:
            yield make(falling.draw), falling.share
        except Stuck:  # then the player would stand here no longer
            continue


@dataclass
class _Falling:
    """Chance falls as `path` has it; then by the first outcome that can, and the others are yet `todo`."""

    machine: Machine
    path: tuple[int, ...]
    todo: list[tuple[int, ...]]
    share: Fraction
    drawn: int = 0

    def draw(self, scene: Scene, s: State) -> int:
        """Which of the scene's outcomes falls."""
        weights = self.machine.weights(scene, s)
        if self.drawn == len(self.path):
            first, *others = (i for i, weight in enumerate(weights) if weight)
            self.todo.extend((*self.path, other) for other in others)
            self.path = *self.path, first
        fell = self.path[self.drawn]
        self.drawn += 1
        self.share *= Fraction(weights[fell], sum(weights))
        return fell
