"""A machine as places and the moves between them, spelt out as far as sets of states can follow.

A place is a moment of a node: on arriving, entered (its effects done), at its choices, or with an outcome being told.
Ways on, cards and `back` all become ways with conditions, of which the first that holds is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from playable.engine.assembly import RETURN
from playable.engine.compile import Slots, memory_name
from playable.engine.machine import BACK, ChanceOutcome, Goto, Machine, Op, Option, Scene
from playable.engine.telling import alternatives
from playable.language.expressions.tree import Compare, Memory, Name, Not, Tree, Word, leaves
from playable.language.model import Choice, Node, Outcome
from playable.language.names import Flag
from playable.verify.moves import Move, Place, Way
from playable.verify.order import components


class Graph:
    """The places of a machine. `heard` are briefings whose hearing is a move: those that some condition asks for."""

    def __init__(self, machine: Machine, heard: Iterable[str] = (), memories: Iterable[Memory] = ()) -> None:
        self.machine, self.heard = machine, frozenset(heard)
        self.slots = _with_memories(machine.slots, memories)
        self.initial = tuple(machine.initial) + (0,) * (len(self.slots.domains) - len(machine.initial))
        self.places: list[Place] = []
        self.told: dict[str, list[int]] = {}  # the places where a choice's or a fall's own text is told
        self.hearing: dict[str, list[int]] = {}  # the places where a briefing can be heard
        self.arriving = [self._add(i) for i in range(len(machine.scenes))]
        self.entered = [self._add(i) if scene.ops else self.arriving[i] for i, scene in enumerate(machine.scenes)]
        self.deciding = [self._add(i) if _has_stay(s) else self.entered[i] for i, s in enumerate(machine.scenes)]
        self.start = self.arriving[machine.start]
        for i, scene in enumerate(machine.scenes):
            self.places[self.entered[i]].entered = True
            self.places[self.entered[i]].ends = scene.node.ending is not None
            if scene.ops:
                self._join(self.arriving[i], scene.ops, self.entered[i])
            if self.deciding[i] != self.entered[i]:
                self._join(self.entered[i], (), self.deciding[i])
            self._leave(i, scene)

    def reads(self, tree: Tree) -> int:
        """The slots that a tree reads, as bits."""
        found = 0
        for leaf in leaves(tree):
            if isinstance(leaf, Name):
                found |= 1 << self.slots.index[leaf.name]
            elif isinstance(leaf, Memory):
                found |= 1 << self.slots.index[memory_name(leaf)]
        return found

    def _add(self, scene: int) -> int:
        self.places.append(Place(scene))
        return len(self.places) - 1

    def _join(self, at: int, ops: tuple[Op, ...], target: int) -> None:
        self.places[at].moves.append(Move("", "", (), None, ops, (Way((), target),)))

    def _leave(self, i: int, scene: Scene) -> None:
        at = self.deciding[i]
        if scene.options:
            self._offer(i, scene, at, frozenset())
        elif scene.outcomes:
            self.places[at].moves += [self._outcome(i, scene, drawn) for drawn in scene.outcomes]
        elif scene.draw:
            self.places[at].moves.append(Move("", "", (), None, (), tuple(self._draw(scene))))
        elif not self.places[at].ends:
            self.places[at].moves.append(Move("", "", (), None, (), self._ways(scene, scene.node, scene.goto, at)))

    def _offer(self, i: int, scene: Scene, at: int, heard: frozenset[str]) -> None:
        """The choices at `at`; and where hearing is asked for, a place for each set that a visit can hear."""
        asked = [f"{scene.id}.{person}" for person in scene.node.briefings if f"{scene.id}.{person}" in self.heard]
        most = len(asked) if scene.node.hear is None else min(len(asked), scene.node.hear)
        places = {frozenset(some): at for some in combinations(asked, 0)}
        for n in range(1, most + 1):
            places |= {frozenset(some): self._add(i) for some in combinations(asked, n)}
        for person in scene.node.briefings:
            ref = f"{scene.id}.{person}"
            allowed = len(scene.node.briefings) if scene.node.hear is None else scene.node.hear
            self.hearing[ref] = [place for done, place in places.items() if ref not in done and len(done) < allowed]
        for done, place in places.items():
            self.places[place].moves += [self._option(i, scene, option, place) for option in scene.options]
            for ref in asked:
                if ref not in done and len(done) < most:
                    way = Way((), places[done | {ref}], ((self.slots.index[f"heard({ref})"], 1),))
                    self.places[place].moves.append(Move("hear", ref, (), None, (), (way,)))

    def _option(self, i: int, scene: Scene, option: Option, at: int) -> Move:
        when = (option.choice.when,) if option.choice.when else ()
        if option.choice.once:
            when = (*when, Not(Memory("chose", option.ref)))
        ways = self._ways(scene, option.choice, option.goto, at, option.chosen)
        if _varies(option.choice.outcome):
            ways = self._telling(i, option.ref, ways)
        return Move("choose", option.ref, when, None, option.ops, ways)

    def _outcome(self, i: int, scene: Scene, drawn: ChanceOutcome) -> Move:
        ways = self._ways(scene, drawn.outcome, drawn.goto, self.deciding[i])
        if _varies(drawn.outcome.text):
            ways = self._telling(i, drawn.ref, ways)
        return Move("chance", drawn.ref, (), drawn.outcome.weight, drawn.ops, ways)

    def _telling(self, i: int, ref: str, ways: tuple[Way, ...]) -> tuple[Way, ...]:
        """A place of its own where a text is told, before the ways on are taken."""
        place = self._add(i)
        self.told.setdefault(ref, []).append(place)
        self.places[place].moves.append(Move("", "", (), None, (), ways))
        return (Way((), place),)

    def _draw(self, scene: Scene) -> Iterator[Way]:
        """A way for each card, then the one without a card."""
        machine, seen = self.machine, _set(self.slots.index.get(f"seen({scene.id})"))
        for card in scene.cards:
            node = machine.scenes[card.node]
            when = (node.node.when,) if node.node.when else ()
            sets = ((card.drawn, 1), *_set(machine.returns, scene.draw), *seen)
            yield Way((*when, Not(Memory("drawn", node.id))), self.arriving[card.node], sets)
        yield Way((), self.arriving[scene.then], seen)

    def _ways(
        self, scene: Scene, holder: Node | Choice | Outcome, goto: Goto, stay: int, chosen: int | None = None
    ) -> tuple[Way, ...]:
        made = _set(chosen)
        if goto is None:
            return (Way((), stay, made),)
        left = (*made, *_set(self.slots.index.get(f"seen({scene.id})")))
        found: list[Way] = []
        for tree, target in _way_trees(holder, goto):
            when = (tree,) if tree else ()
            if target != BACK:
                found.append(Way(when, self.arriving[target], left))
                continue
            assert self.machine.returns is not None
            for home in self.machine.homes.get(scene.id, ()):
                here = Compare(Name(RETURN), (("==", Word(home.id)),))
                found.append(Way((*when, here), self.arriving[home.then], ((self.machine.returns, 0), *left)))
        return tuple(found)


def rings_of(graph: Graph) -> list[list[int]]:
    """The places in order, those that lead to each other together."""
    return components([[way.target for move in p.moves for way in move.ways] for p in graph.places], graph.start)


def ranks(graph: Graph) -> dict[int, int]:
    """Of each place that may be come to, its number in that order."""
    return {i: n for n, i in enumerate(i for ring in rings_of(graph) for i in ring)}


def _with_memories(slots: Slots, memories: Iterable[Memory]) -> Slots:
    """The machine's slots, and one for each memory that it has none for."""
    more = Slots()
    more.index, more.domains, more.bands = dict(slots.index), list(slots.domains), slots.bands
    for memory in memories:
        if memory_name(memory) not in more.index:
            more.add(memory_name(memory), Flag())
    return more


def _set(slot: int | None, value: int = 1) -> tuple[tuple[int, int], ...]:
    return () if slot is None else ((slot, value),)


def _has_stay(scene: Scene) -> bool:
    return any(option.goto is None for option in scene.options)


def _varies(told: object) -> bool:
    return any(when for when, _ in alternatives(told))


def _way_trees(holder: Node | Choice | Outcome, goto: Goto) -> list[tuple[Tree | None, int]]:
    """The ways of a `goto` with their conditions as trees."""
    if isinstance(goto, tuple):
        assert isinstance(holder.goto, list)
        return [(way.when, target) for way, (_, target) in zip(holder.goto, goto, strict=True)]
    assert goto is not None
    return [(None, goto)]
