"""A machine as locations and the transitions between them, spelt out as far as sets of states can follow.

A location is a moment of a node: on arriving, entered (its effects done), at its choices, or with an outcome being
told. Ways on, cards and `back` all become edges with conditions, of which the first that holds is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

from playable.engine.assembly import RETURN
from playable.engine.compile import Slots, memory_name
from playable.engine.machine import BACK, ChanceOutcome, Goto, Machine, Op, Option, Scene
from playable.language.contents import alternatives
from playable.language.expressions.algebra import negated
from playable.language.expressions.tree import Compare, Link, Memory, Name, Tree, Word, leaves
from playable.language.model import Choice, Node, Outcome, Told
from playable.language.names import Flag
from playable.verify.system.components import strongly_connected
from playable.verify.system.transitions import (
    Edge,
    EdgeFlow,
    EffectFlow,
    Flow,
    Location,
    SlotSet,
    Transition,
    assign_of,
    when_of,
)


class TransitionSystem:
    """The locations of a machine. `heard` are briefings whose hearing is a transition: those that some condition asks
    for."""

    def __init__(self, machine: Machine, heard: Iterable[str] = (), memories: Iterable[Memory] = ()) -> None:
        self.machine, self.heard = machine, frozenset(heard)
        self.slots = _with_memories(machine.slots, memories)
        self.initial = tuple(machine.initial) + (0,) * (len(self.slots.domains) - len(machine.initial))
        self._reads: dict[Tree, SlotSet] = {}
        self.locations: list[Location] = []
        self.told: dict[str, list[int]] = {}  # the locations where a choice's or a fall's own text is told
        self.hearing: dict[str, list[int]] = {}  # the locations where a briefing can be heard
        self.arriving = [self._add(i) for i in range(len(machine.scenes))]
        self.entered = [self._add(i) if scene.ops else self.arriving[i] for i, scene in enumerate(machine.scenes)]
        self.deciding = [self._add(i) if _has_stay(s) else self.entered[i] for i, s in enumerate(machine.scenes)]
        self.start = self.arriving[machine.start]
        for i, scene in enumerate(machine.scenes):
            self.locations[self.entered[i]].entered = True
            self.locations[self.entered[i]].ends = scene.node.ending is not None
            if scene.ops:
                self._join(self.arriving[i], scene.ops, self.entered[i])
            if self.deciding[i] != self.entered[i]:
                self._join(self.entered[i], (), self.deciding[i])
            self._leave(i, scene)

    def reads(self, tree: Tree) -> SlotSet:
        """The slots that a tree reads."""
        slots = self._reads.get(tree)
        if slots is None:
            slots = 0
            for leaf in leaves(tree):
                if isinstance(leaf, Name):
                    slots |= 1 << self.slots.index[leaf.name]
                elif isinstance(leaf, Memory):
                    slots |= 1 << self.slots.index[memory_name(leaf)]
            self._reads[tree] = slots
        return slots

    def reads_all(self, trees: Iterable[Tree]) -> SlotSet:
        """The slots that any of some trees reads."""
        slots = 0
        for tree in trees:
            slots |= self.reads(tree)
        return slots

    def flow(self, transition: Transition) -> Flow:
        """Which slots a transition reads and writes."""
        guard = self.reads_all(transition.guard)
        if transition.weight is not None:
            guard |= self.reads(transition.weight)
        effects = []
        for op in transition.ops:
            when, reads = when_of(op), self.reads(assign_of(op).value)
            effects.append(EffectFlow(op.slot, reads if when is None else reads | self.reads(when), when is None))
        edges = tuple(
            EdgeFlow(edge.target, self.reads_all(edge.guard), sum(1 << slot for slot in {s for s, _ in edge.writes}))
            for edge in transition.edges
        )
        return Flow(guard, tuple(effects), edges)

    @cached_property
    def flows(self) -> list[list[Flow]]:
        """Of each location, of each of its transitions, which slots it reads and writes."""
        return [[self.flow(transition) for transition in location.transitions] for location in self.locations]

    @cached_property
    def written(self) -> frozenset[int]:
        """The slots that some effect writes."""
        return frozenset(op.slot for location in self.locations for t in location.transitions for op in t.ops)

    @cached_property
    def successors(self) -> list[set[int]]:
        """Of each location, those that it leads to."""
        return [{edge.target for t in one.transitions for edge in t.edges} for one in self.locations]

    @cached_property
    def predecessors(self) -> list[set[int]]:
        """Of each location, those that lead to it."""
        before: list[set[int]] = [set() for _ in self.locations]
        for i, targets in enumerate(self.successors):
            for target in targets:
                before[target].add(i)
        return before

    @cached_property
    def rings(self) -> list[list[int]]:
        """The locations that may be come to, in order: those that lead to each other together."""
        return strongly_connected(
            [[e.target for t in one.transitions for e in t.edges] for one in self.locations], self.start
        )

    @cached_property
    def rank(self) -> dict[int, int]:
        """Of each location that may be come to, its number in that order."""
        return {i: n for n, i in enumerate(i for ring in self.rings for i in ring)}

    def turns(self, ring: Sequence[int]) -> bool:
        """Does a strongly connected component of locations lead back to itself, or is it one location that does not?"""
        return len(ring) > 1 or ring[0] in self.successors[ring[0]]

    def scene_of(self, location: int) -> Scene:
        """The node that a location is a moment of."""
        return self.machine.scenes[self.locations[location].scene]

    def _add(self, scene: int) -> int:
        self.locations.append(Location(scene))
        return len(self.locations) - 1

    def _join(self, at: int, ops: tuple[Op, ...], target: int) -> None:
        self.locations[at].transitions.append(Transition("", "", (), None, ops, (Edge((), target),)))

    def _leave(self, i: int, scene: Scene) -> None:
        at = self.deciding[i]
        if scene.options:
            self._offer(i, scene, at, frozenset())
        elif scene.outcomes:
            self.locations[at].transitions += [self._outcome(i, scene, drawn) for drawn in scene.outcomes]
        elif scene.draw:
            self.locations[at].transitions.append(Transition("", "", (), None, (), tuple(self._draw(scene))))
        elif not self.locations[at].ends:
            self.locations[at].transitions.append(
                Transition("", "", (), None, (), self._edges(scene, scene.node, scene.goto, at))
            )

    def _offer(self, i: int, scene: Scene, at: int, heard: frozenset[str]) -> None:
        """The choices at `at`; and where hearing is asked for, a location for each set that a visit can hear."""
        asked = [f"{scene.id}.{person}" for person in scene.node.briefings if f"{scene.id}.{person}" in self.heard]
        most = len(asked) if scene.node.hear is None else min(len(asked), scene.node.hear)
        locations = {frozenset(some): at for some in combinations(asked, 0)}
        for n in range(1, most + 1):
            locations |= {frozenset(some): self._add(i) for some in combinations(asked, n)}
        for person in scene.node.briefings:
            ref = f"{scene.id}.{person}"
            allowed = len(scene.node.briefings) if scene.node.hear is None else scene.node.hear
            self.hearing[ref] = [
                location for done, location in locations.items() if ref not in done and len(done) < allowed
            ]
        for done, location in locations.items():
            self.locations[location].transitions += [
                self._option(i, scene, option, location) for option in scene.options
            ]
            for ref in asked:
                if ref not in done and len(done) < most:
                    edge = Edge((), locations[done | {ref}], ((self.slots.index[f"heard({ref})"], 1),))
                    self.locations[location].transitions.append(Transition("hear", ref, (), None, (), (edge,)))

    def _option(self, i: int, scene: Scene, option: Option, at: int) -> Transition:
        when = (option.choice.when,) if option.choice.when else ()
        if option.choice.once:
            when = (*when, negated(Memory("chose", option.ref)))
        edges = self._edges(scene, option.choice, option.goto, at, option.chosen)
        if _varies(option.choice.outcome):
            edges = self._telling(i, option.ref, edges)
        return Transition("choose", option.ref, when, None, option.ops, edges)

    def _outcome(self, i: int, scene: Scene, drawn: ChanceOutcome) -> Transition:
        edges = self._edges(scene, drawn.outcome, drawn.goto, self.deciding[i])
        if _varies(drawn.outcome.text):
            edges = self._telling(i, drawn.ref, edges)
        return Transition("chance", drawn.ref, (), drawn.outcome.weight, drawn.ops, edges)

    def _telling(self, i: int, ref: str, edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
        """A location of its own where a text is told, before the edges are taken."""
        location = self._add(i)
        self.told.setdefault(ref, []).append(location)
        self.locations[location].transitions.append(Transition("", "", (), None, (), edges))
        return (Edge((), location),)

    def _draw(self, scene: Scene) -> Iterator[Edge]:
        """An edge for each card, then the one without a card."""
        machine, seen = self.machine, _set(self.slots.index.get(f"seen({scene.id})"))
        for card in scene.cards:
            node = machine.scenes[card.node]
            when = (node.node.when,) if node.node.when else ()
            sets = ((card.drawn, 1), *_set(machine.returns, scene.draw), *seen)
            yield Edge((*when, negated(Memory("drawn", node.id))), self.arriving[card.node], sets)
        yield Edge((), self.arriving[scene.then], seen)

    def _edges(
        self, scene: Scene, holder: Node | Choice | Outcome, goto: Goto, stay: int, chosen: int | None = None
    ) -> tuple[Edge, ...]:
        made = _set(chosen)
        if goto is None:
            return (Edge((), stay, made),)
        left = (*made, *_set(self.slots.index.get(f"seen({scene.id})")))
        edges: list[Edge] = []
        for tree, target in _way_trees(holder, goto):
            when = (tree,) if tree else ()
            if target != BACK:
                edges.append(Edge(when, self.arriving[target], left))
                continue
            for home in self.machine.homes.get(scene.id, ()):
                assert self.machine.returns is not None  # where nothing draws, there is no home
                here = Compare(Name(RETURN), (Link("==", Word(home.id)),))
                edges.append(Edge((*when, here), self.arriving[home.then], ((self.machine.returns, 0), *left)))
        return tuple(edges)


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


def _varies(told: Told | None) -> bool:
    return any(when for when, _ in alternatives(told))


def _way_trees(holder: Node | Choice | Outcome, goto: Goto) -> list[tuple[Tree | None, int]]:
    """The ways of a `goto` with their conditions as trees."""
    if isinstance(goto, tuple):
        assert isinstance(holder.goto, list)
        return [(way.when, target) for way, (_, target) in zip(holder.goto, goto, strict=True)]
    assert goto is not None
    return [(None, goto)]
