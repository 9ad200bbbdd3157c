"""Play goes on as it went before, from wherever it is put: which endings it comes to, each with its exact share.

At each node the choice that was made there on the same visit (first, second, …) is made again where it is open, else
every open one alike. A draw falls as it fell at the same draw of that node where its weight is above zero, else by the
weights. So one decision changed, all else kept, is played out and not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from playable.engine import short_road
from playable.engine.compile import State
from playable.engine.machine import Machine
from playable.engine.session import Session
from playable.review.counterfactuals.absorption import Shares, TransitionRow, absorbed
from playable.verify.system import (
    Liveness,
    LocalState,
    StepKind,
    SuccessorFunction,
    TransitionSystem,
    strongly_connected,
)

STUCK = "stuck"  # among the endings: what cannot go on, or goes on for ever
MOST = 20_000  # spots of one question
ALL = 500_000  # spots of all questions together

Occasion = tuple[str, int]  # a node, and how often it had been decided or drawn there before


class Spot(NamedTuple):
    """Where play stands: a location of the story, what matters of the state, how often each node was come to and left.

    Only nodes of the course that lie ahead are counted, and only as often as the course has them.
    """

    location: int
    state: LocalState
    visits: tuple[int, ...]


class NextSpot(NamedTuple):
    """A choice or a fall that can come next, its weight among all, and where it leads."""

    ref: str
    weight: int
    to: Spot


class Junction(NamedTuple):
    """What can come next at a spot. `kind` is that of the step.

    `made` is what was made there on this visit, None where there was none. Without ways it is an ending, or stuck.
    """

    node: str
    kind: StepKind
    made: str | None
    ways: tuple[NextSpot, ...]


class TooManyError(Exception):
    """More spots than are followed."""


class Course:
    """What was chosen and what fell at each node of a session that has ended, in order.

    `road` is what was chosen, `own` whether the player did, and not a short game's policy; `spots` where each decision
    was made, `end` the node of the ending.
    """

    def __init__(self, session: Session, world: Machine | None = None) -> None:
        """In another `world`, with the same nodes, there are no spots: all starts anew."""
        self._takes: tuple[str, ...] = ()
        self.machine = machine = world or session.machine
        self.road, self.end = session.road, session.view.node
        self.own = tuple(maker is None for maker in short_road.makers(session))
        self._system = TransitionSystem(machine)
        self._successors = SuccessorFunction(self._system, Liveness(self._system))
        made: dict[int, list[str]] = {}
        for step in session.steps:
            if step.kind != "hear":
                made.setdefault(machine.ids[step.ref.partition(".")[0]], []).append(step.ref)
        self._made = list(made.values())  # of each node of the course
        self._number = {scene: n for n, scene in enumerate(made)}
        self._ahead = _ahead(self._system, self._number)
        self._known: dict[Spot, Shares] = {}
        self._left = ALL
        self.spots = () if world else tuple(self._decided(session))

    def taking(self, takes: Sequence[str]) -> Course:
        """The same, but that a choice it `takes` comes before what was made, the first listed of the open ones."""
        other = copy(self)
        other._takes, other._known, other._left = tuple(takes), {}, ALL
        return other

    @property
    def start(self) -> Spot:
        """The spot before anything is drawn or decided."""
        location, state = self._successors.start
        return self._spot(location, state, (0,) * len(self._made))

    def open(self, spot: Spot) -> dict[str, Spot]:
        """Each choice that is open where a decision is made, with where it leads."""
        moves, visits = self._system.locations[spot.location].transitions, self._counted(spot)
        onward = self._successors.onward(spot.location, spot.state)
        return {moves[n].ref: self._spot(to, state, visits) for n, _, _, to, state in onward}

    @cached_property
    def rings(self) -> frozenset[str]:
        """The nodes that can be come to again."""
        rings = (ring for ring in self._system.rings if self._system.turns(ring))
        return frozenset(self._system.scene_of(at).id for ring in rings for at in ring)

    def junction(self, spot: Spot) -> Junction:
        """What can come next at any spot, whatever was made."""
        location = self._system.locations[spot.location]
        number = self._number.get(location.scene)
        made = self._made[number][spot.visits[number] :][:1] if number is not None else ()
        moves = location.transitions
        visits = self._counted(spot) if moves and moves[0].kind else spot.visits
        onward = () if location.ends else self._successors.onward(spot.location, spot.state)
        ways = tuple(
            NextSpot(moves[n].ref, weight, self._spot(to, state, visits)) for n, _, weight, to, state in onward
        )
        node = self.machine.scenes[location.scene].id
        return Junction(node, moves[0].kind if moves else "", next(iter(made), None), tuple(ways))

    def shares(self, spot: Spot, instead: Mapping[Occasion, str] | None = None) -> Shares | None:
        """The endings from a spot; None where that is too much to follow.

        `instead` are choices to be made on the visits that they name, where they are open, in place of those that were.
        """
        ids, wanted = self.machine.ids, dict[tuple[int, int], str]()
        for (node, visit), ref in (instead or {}).items():
            wanted[self._number[ids[node]], visit] = ref
        try:
            return self._shares(spot, wanted)
        except TooManyError:
            return None

    def spot(self, scene: int, s: State, visits: Mapping[str, int]) -> Spot:
        """The spot of a state of the machine, in which a scene's choices are offered or all has ended.

        `visits` is how often each node had been decided or drawn.
        """
        location = self._system.deciding[scene]
        scenes = self.machine.scenes
        counted = (
            min(visits.get(scenes[i].id, 0), len(made)) for i, made in zip(self._number, self._made, strict=True)
        )
        return self._spot(location, tuple(s[slot] for slot in self._successors.slots[location]), tuple(counted))

    def made(self, node: str, visit: int) -> str | None:
        """What was chosen or fell at a node on a visit, from 0; None where it was not come to so often."""
        number = self._number.get(self.machine.ids[node])
        return self._made[number][visit] if number is not None and visit < len(self._made[number]) else None

    def _shares(self, start: Spot, wanted: Mapping[tuple[int, int], str]) -> Shares:
        """Breadth first to what is known; a spot with nothing `wanted` ahead of it is the same for every question."""
        numbers, spots = {start: 0}, [start]
        rows, known = list[TransitionRow](), list[Shares | None]()
        kept = list[bool]()
        for spot in spots:  # grows
            kept.append(not any(spot.visits[n] <= visit for n, visit in wanted))
            there = self._known.get(spot) if kept[-1] else None
            row: dict[int, Fraction] = {}
            if there is None:
                self._left -= 1
                ending, onward = self._onward(spot, wanted)
                there = {ending: Fraction(1)} if ending else None
                for to, share in onward.items():
                    if to not in numbers:
                        numbers[to] = len(spots)
                        spots.append(to)
                    row[numbers[to]] = share
            if len(spots) > MOST or self._left < 0:
                raise TooManyError
            rows.append(row)
            known.append(there)
        shares = absorbed(rows, known, STUCK)
        self._known.update((spot, one) for spot, one, keep in zip(spots, shares, kept, strict=True) if keep)
        return shares[0]

    def _onward(self, spot: Spot, wanted: Mapping[tuple[int, int], str]) -> tuple[str | None, dict[Spot, Fraction]]:
        """The ending that a spot is, or where play goes from it."""
        location = self._system.locations[spot.location]
        if location.ends:
            return self.machine.scenes[location.scene].id, {}
        onward = self._successors.onward(spot.location, spot.state)
        if not onward:
            return STUCK, {}
        visits = spot.visits
        if location.transitions[0].kind:
            number, refs = self._number.get(location.scene), self._takes
            if number is not None:
                visit, made = visits[number], self._made[number]
                asked = wanted.get((number, visit))
                refs = (*((asked,) if asked else ()), *refs, *made[visit : visit + 1])
            for ref in refs:
                same = [one for one in onward if location.transitions[one[0]].ref == ref]
                if same:
                    onward = same
                    break
            visits = self._counted(spot)
        total, shares = sum(weight for _, _, weight, _, _ in onward), dict[Spot, Fraction]()
        for _, _, weight, at, state in onward:
            to = self._spot(at, state, visits)
            shares[to] = shares.get(to, Fraction(0)) + Fraction(weight, total)
        return None, shares

    def _spot(self, location: int, state: LocalState, visits: tuple[int, ...]) -> Spot:
        """A spot, without the visits of nodes that do not lie ahead."""
        ahead = self._ahead[location]
        counted = (n if ahead >> i & 1 else len(self._made[i]) for i, n in enumerate(visits))
        return Spot(location, state, tuple(counted))

    def _counted(self, spot: Spot) -> tuple[int, ...]:
        """The visits after this one."""
        number = self._number.get(self._system.locations[spot.location].scene)
        if number is None or spot.visits[number] == len(self._made[number]):
            return spot.visits
        return tuple(visit + (i == number) for i, visit in enumerate(spot.visits))

    def _decided(self, session: Session) -> Iterator[Spot]:
        """Where each decision was made."""
        visits: dict[str, int] = {}
        snapshots = iter(session.views)
        snapshot = next(snapshots).snapshot
        for step in session.steps:
            if step.kind == "choose":
                yield self.spot(snapshot.at, snapshot.s, visits)
                snapshot = next(snapshots).snapshot
            if step.kind != "hear":
                node = step.ref.partition(".")[0]
                visits[node] = visits.get(node, 0) + 1


def visits(road: Sequence[str]) -> Iterator[Occasion]:
    """Of each decision, or each draw, its node, and how often there was one there before."""
    counts: dict[str, int] = {}
    for ref in road:
        node = ref.partition(".")[0]
        yield node, counts.get(node, 0)
        counts[node] = counts.get(node, 0) + 1


def _ahead(system: TransitionSystem, number: Mapping[int, int]) -> list[int]:
    """Of each location, the nodes of the course that it can still come to, as the bits of an int."""
    onward = [
        [edge.target for transition in location.transitions for edge in transition.edges]
        for location in system.locations
    ]
    ahead = [0] * len(onward)
    for ring in reversed(strongly_connected(onward, system.start)):
        inside = {system.locations[n].scene for n in ring}
        bits = sum(1 << number[scene] for scene in inside if scene in number)
        for n in ring:
            for to in onward[n]:
                bits |= ahead[to]
        for n in ring:
            ahead[n] = bits
    return ahead
