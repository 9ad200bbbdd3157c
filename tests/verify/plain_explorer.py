"""The plain explorer that the fast one is held against: whole states, by the engine's own moves, nothing dropped."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np
from playable.engine.compile import Slots, compiled, source
from playable.engine.machine import ChanceOutcome, Machine, Op, Scene, Stuck
from playable.language.expressions.tree import Tree
from playable.language.names import OneOf

Stop = tuple[int, tuple[int, ...]]  # a node where play stands, and the state
Cost = tuple[int, int]  # choices, draws


@dataclass
class Page:
    """What one choice may lead to: how likely, what was entered and drawn on the way, and where it stops."""

    share: Fraction
    drawn: tuple[str, ...]
    entered: tuple[tuple[int, str | None, tuple[int, ...], int], ...]  # node, fall, state, draws before it
    stop: Stop | None  # None: stuck on the way


@dataclass
class Plain:
    """Everything that can be met, with the least cost of it; and the chain between stops."""

    machine: Machine
    nodes: dict[str, Cost] = field(default_factory=dict)
    choices: dict[str, Cost] = field(default_factory=dict)
    falls: dict[str, Cost] = field(default_factory=dict)
    entries: dict[tuple[int, tuple[int, ...]], Cost] = field(default_factory=dict)  # node, state when entered
    stuck: set[str] = field(default_factory=set)
    first: list[Page] = field(default_factory=list)
    onward: dict[Stop, list[tuple[str, list[Page]]]] = field(default_factory=dict)


def explore(machine: Machine) -> Plain:
    """All reachable states, nearest first."""
    plain, heap, cost = Plain(machine), list[tuple[Cost, Stop]](), (0, 0)
    plain.first = list(_pages(machine, machine.start, tuple(machine.initial)))
    _note(plain, plain.first, cost, heap)
    while heap:
        cost, stop = heapq.heappop(heap)
        if stop in plain.onward:
            continue
        scene, moves = machine.scenes[stop[0]], list[tuple[str, list[Page]]]()
        for option in (o for o in scene.options if o.when is None or o.when(list(stop[1]))):
            after = (cost[0] + 1, cost[1])
            least(plain.choices, option.ref, after)
            s = list(stop[1])
            machine.apply(option.ops, s)
            target = machine.leave(scene, option, s)
            if target is None:
                pages = [Page(Fraction(1), (), (), (stop[0], tuple(s)))]
            else:
                pages = list(_pages(machine, target, tuple(s)))
            _note(plain, pages, after, heap)
            moves.append((option.ref, pages))
        plain.onward[stop] = moves
        if not moves and scene.node.ending is None:
            plain.stuck.add(scene.id)
    return plain


def met_values(machine: Machine) -> list[set[int]]:
    """Of each variable, the values that it starts with or has after any effects."""
    found = [{value} for value in machine.initial[: len(machine.story.state)]]
    plain, apply = copy(machine), machine.apply

    def noted(ops: tuple[Op, ...], s: list[int]) -> None:
        apply(ops, s)
        for met, value in zip(found, s, strict=False):
            met.add(value)

    plain.apply = noted  # type: ignore[method-assign]
    explore(plain)
    return found


def odds(plain: Plain, takes: Sequence[str] = ()) -> dict[str, Fraction]:
    """The probability of each ending, where a player takes the first of some choices that is open."""
    found = {scene.id: Fraction(0) for scene in plain.machine.scenes if scene.node.ending}
    for (at, _), share in ends(plain, _mixed([plain.first]), takes).items():
        found[plain.machine.scenes[at].id] += share
    return found


def ends(plain: Plain, first: dict[object, Fraction], takes: Sequence[str] = ()) -> dict[Stop, Fraction]:
    """How likely each end is after stops of given shares, by eliminating all others one by one."""
    stops = list(plain.onward)
    steps: dict[object, dict[object, Fraction]] = {"start": dict(first)}
    for stop in stops:
        steps[stop] = _mixed(_taken(plain.onward[stop], takes))
    hopeful = _hopeful(plain, steps)
    for stop in stops:
        if stop not in hopeful:  # it never ends from here
            steps[stop] = {}
    for gone in stops:
        if plain.machine.scenes[gone[0]].node.ending:
            continue
        out = steps.pop(gone)
        stay = out.pop(gone, Fraction(0))
        for inner in steps.values():
            into = inner.pop(gone, None)
            if into and out:
                for to, p in out.items():
                    inner[to] = inner.get(to, Fraction(0)) + into * p / (1 - stay)
    last = steps["start"]
    return {stop: last[stop] for stop in stops if stop in last and plain.machine.scenes[stop[0]].node.ending}


def likely(plain: Plain, of: Tree, given: Tree | None, takes: Sequence[str] = ()) -> Fraction | None:
    """P(of and given) / P(given) at the end; None where `given` never holds."""
    is_of, is_given = condition(plain, of), condition(plain, given) if given else None
    shares = ends(plain, _mixed([plain.first]), takes)
    known = {stop: p for stop, p in shares.items() if is_given is None or is_given(*stop)}
    total = sum(known.values(), Fraction(0)) if given else Fraction(1)
    return sum((p for stop, p in known.items() if is_of(*stop)), Fraction(0)) / total if total else None


def forced(plain: Plain, ending: str, best: bool) -> float:
    """What the best or the worst player makes of an ending's odds."""
    return _worth(plain.first, forced_from(plain, ending, best))


def forced_from(plain: Plain, ending: str, best: bool) -> dict[Stop, float]:
    """The same from each stop, by rounds over all of them until nothing changes."""
    values = {stop: float(plain.machine.scenes[stop[0]].id == ending) for stop in plain.onward}
    change = 1.0
    while change > 1e-14:
        change = 0.0
        for stop, moves in plain.onward.items():
            if moves:
                new = (max if best else min)(_worth(pages, values) for _, pages in moves)
                change, values[stop] = max(change, abs(new - values[stop])), new
    return values


def weights(plain: Plain) -> dict[str, float]:
    """Of each decision of two choices or more that is met, the widest gap in the odds of a tone between two of them."""
    stops = list(plain.onward)
    scenes, number = plain.machine.scenes, dict[object, int]()
    number |= {stop: n for n, stop in enumerate(stops)}
    hopeful = _hopeful(plain, {stop: _mixed([pages for _, pages in plain.onward[stop]]) for stop in stops})
    step = np.zeros((len(stops), len(stops)))
    for stop in stops:
        for to, share in _mixed([pages for _, pages in plain.onward[stop]]).items() if stop in hopeful else ():
            step[number[stop], number[to]] = float(share)
    first = np.zeros(len(stops))
    for to, share in _mixed([plain.first]).items():
        first[number[to]] = float(share)
    often = np.linalg.solve(np.eye(len(stops)) - step.T, first)
    tones = sorted({scene.node.ending.tone for scene in scenes if scene.node.ending})
    hopes = []
    for tone in tones:
        worth = [float((e := scenes[at].node.ending) is not None and e.tone == tone) for at, _ in stops]
        hopes.append(dict(zip(stops, np.linalg.solve(np.eye(len(stops)) - step, worth), strict=True)))
    found: dict[str, float] = {}
    for at, scene in enumerate(scenes):
        here = [stop for stop in stops if stop[0] == at and stop in hopeful]
        if len(scene.options) > 1 and any(stop[0] == at for stop in stops):
            found[scene.id] = 0.0
        for one, other in combinations([option.ref for option in scene.options], 2):
            both = [(float(often[number[s]]), dict(plain.onward[s])) for s in here]
            both = [(share, moves) for share, moves in both if one in moves and other in moves]
            for hope in hopes if sum(share for share, _ in both) > 0 else ():
                gap = sum(share * (_worth(moves[one], hope) - _worth(moves[other], hope)) for share, moves in both)
                found[scene.id] = max(found[scene.id], abs(gap) / sum(share for share, _ in both))
    return found


def lengths(plain: Plain) -> tuple[int | None, int | None]:
    """The fewest decisions to an ending, and the most; None: there is none, or no most."""
    ends = {stop for stop in plain.onward if plain.machine.scenes[stop[0]].node.ending}
    hopeful = _hopeful(plain, {stop: _mixed([pages for _, pages in moves]) for stop, moves in plain.onward.items()})
    layer, fewest, most = {page.stop for page in plain.first if page.stop}, None, 0
    for taken in range(len(plain.onward) + 1):
        layer &= hopeful
        if layer & ends:
            fewest, most = taken if fewest is None else fewest, taken
        layer = {page.stop for at in layer for _, pages in plain.onward[at] for page in pages if page.stop}
    return fewest, None if layer & hopeful or fewest is None else most


def _worth(pages: list[Page], values: dict[Stop, float]) -> float:
    return sum(float(page.share) * values[page.stop] for page in pages if page.stop)


def met(plain: Plain, tree: Tree) -> Cost | None:
    """The least cost of a state, just entered, where a thesis's condition holds."""
    holds = condition(plain, tree)
    return min((cost for (at, state), cost in plain.entries.items() if holds(at, state)), default=None)


def condition(plain: Plain, tree: Tree) -> Callable[[int, tuple[int, ...]], bool]:
    """A thesis's condition, as it is read at a node in a state."""
    machine = plain.machine
    slots = Slots()
    for name, domain in zip(machine.slots.index, machine.slots.domains, strict=True):
        slots.add(name, domain)
    nodes = tuple(scene.id for scene in machine.scenes)
    here, ending = slots.add("here", OneOf(nodes)), slots.add("ending", OneOf(("none", *nodes)))
    function = compiled([source(tree, slots)]).popitem()[1]

    def holds(at: int, state: tuple[int, ...]) -> bool:
        s, scene = [*state, 0, 0], machine.scenes[at]
        s[here], s[ending] = at, at + 1 if scene.node.ending else 0
        if scene.seen is not None:
            s[scene.seen] = 1
        return bool(function(s))

    return holds


def _pages(machine: Machine, at: int, s: tuple[int, ...]) -> Iterator[Page]:
    """Every way that draws can fall, by running on again with one more draw settled each time."""
    todo: list[tuple[int, ...]] = [()]
    while todo:
        script = todo.pop()
        share, count, drawn = Fraction(1), 0, list[str]()
        entered: list[tuple[int, str | None, tuple[int, ...], int]] = []

        def draw(scene: Scene, now: list[int], script: tuple[int, ...] = script) -> int:
            nonlocal share, count
            weights = machine.weights(scene, now)
            if count == len(script):
                todo.extend((*script, i) for i, weight in enumerate(weights) if weight)
                raise _Undecided
            fell = script[count]
            count += 1
            share *= Fraction(weights[fell], sum(weights))
            drawn.append(scene.outcomes[fell].ref)  # noqa: B023
            return fell

        def enter(scene: Scene, fall: ChanceOutcome | None, _: list[int], after: list[int]) -> None:
            name = fall.ref if fall else None
            entered.append((machine.ids[scene.id], name, tuple(after), count))  # noqa: B023

        now, stop = list(s), None
        try:
            stop = (machine.run_on(at, now, draw, enter), tuple(now))
        except _Undecided:
            continue
        except Stuck:
            pass
        yield Page(share, tuple(drawn), tuple(entered), stop)


class _Undecided(Exception):
    pass


def _note(plain: Plain, pages: list[Page], cost: Cost, heap: list[tuple[Cost, Stop]]) -> None:
    for page in pages:
        for at, fall, state, drawn in page.entered:
            here = (cost[0], cost[1] + drawn)
            if fall:
                least(plain.falls, fall, here)
            else:
                least(plain.nodes, plain.machine.scenes[at].id, here)
                least(plain.entries, (at, state), here)
        if page.stop is None:
            plain.stuck.add(plain.machine.scenes[page.entered[-1][0]].id)
        else:
            heapq.heappush(heap, ((cost[0], cost[1] + len(page.drawn)), page.stop))


def least(found: dict, key: object, cost: Cost) -> None:  # type: ignore[type-arg]
    """Keep the lesser cost."""
    found[key] = min(cost, found.get(key, cost))


def _taken(moves: list[tuple[str, list[Page]]], takes: Sequence[str]) -> list[list[Page]]:
    """The moves that a policy makes: the first that it lists, else all."""
    known = dict(moves)
    listed = [known[ref] for ref in takes if ref in known]
    return listed[:1] or list(known.values())


def _mixed(moves: list[list[Page]]) -> dict[object, Fraction]:
    found: dict[object, Fraction] = {}
    for pages in moves:
        for page in pages:
            if page.stop:
                found[page.stop] = found.get(page.stop, Fraction(0)) + page.share / len(moves)
    return found


def _hopeful(plain: Plain, steps: dict[object, dict[object, Fraction]]) -> set[object]:
    found: set[object] = {stop for stop in plain.onward if plain.machine.scenes[stop[0]].node.ending}
    grown = True
    while grown:
        more = {stop for stop, to in steps.items() if stop not in found and found & to.keys()}
        found |= more
        grown = bool(more)
    return found
