"""One playthrough: a list of moves; all else is derived, so undo, save, replay and fork are a shorter list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Literal, NamedTuple

from playable.engine import snapshots
from playable.engine.chance import drawn
from playable.engine.compile import State
from playable.engine.machine import Draw, Machine, Option, Scene, Stuck
from playable.engine.snapshots import Snapshot
from playable.engine.view import View
from playable.language.expressions.tree import MemoryKind

PlayedKind = Literal["choose", "hear", "chance"]
Fall = Callable[[Scene, list[int]], int]  # to which outcome of a node chance falls, as an index


class Step(NamedTuple):
    """One move, or one draw as it fell, by id: `choose` node.choice, `hear` node.briefing, `chance` node.outcome."""

    kind: PlayedKind
    ref: str


class CannotMove(ValueError):
    """A move that is not open here; the message says why."""


class Unpinned(CannotMove):
    """A draw that no step pins, in a session without a seed."""


class Session:
    """A playthrough of a machine's story.

    With a seed, chance is drawn from it; without one every draw must be pinned by a `chance` step, or Unpinned is
    raised. A draw that is not pinned falls as `fall` says of its node and weights, where that is given. A move that
    raises leaves the session as it was.
    """

    def __init__(
        self, machine: Machine, seed: int | None = None, pins: Iterable[str] = (), fall: Fall | None = None
    ) -> None:
        self.machine = machine
        self.seed = seed
        self.fall = fall
        self.is_short = False  # a short game: what it does not ask for was taken by its policy
        self.steps: list[Step] = []
        self._snapshots = [self._moved(lambda draw: snapshots.begun(machine, draw), pins)]
        self._view: View | None = None

    @property
    def view(self) -> View:
        """The present moment."""
        if self._view is None:
            turn = len(self._snapshots) - 1
            self._view = View(self.machine, self._snapshots[-1], turn, turn > 0)
        return self._view

    @property
    def views(self) -> tuple[View, ...]:
        """Every moment that was, each as the player left it; the last is the present one."""
        return (
            *(View(self.machine, snapshot, turn, turn > 0) for turn, snapshot in enumerate(self._snapshots[:-1])),
            self.view,
        )

    @property
    def here(self) -> str:
        """The id of the node where play stands."""
        return self._scene.id

    def on_page(self, node: str) -> bool:
        """Is a node part of the present page?"""
        return any(at.scene.id == node for at in self._snapshots[-1].page)

    def fork(self) -> Session:
        """Another session that goes on from here by itself."""
        other = copy(self)
        other.steps, other._snapshots = self.steps[:], self._snapshots[:]
        return other

    def __repr__(self) -> str:
        return f"<session of {self.machine.story.head.id}: {len(self.steps)} steps, at {self.here}>"

    @property
    def ended(self) -> bool:
        """Has play come to an ending?"""
        return self._scene.node.ending is not None

    @property
    def road(self) -> tuple[str, ...]:
        """The choices made, in order."""
        return tuple(snapshot.chosen.ref for snapshot in self._snapshots if snapshot.chosen)

    @property
    def open_choices(self) -> tuple[str, ...]:
        """The choices that can be made now, by id; no text is told for it."""
        s = self._snapshots[-1].s
        return tuple(option.ref for option in self._scene.options if option.when is None or option.when(s))

    def choose(self, ref: str, pins: Iterable[str] = ()) -> None:
        """Make the choice `node.choice`; `pins` are outcomes that the draws on the way fall to, in order.

        Raises CannotMove where it is not open, Unpinned, or Stuck.
        """
        option, snapshot = self._open(ref), self._snapshots[-1]
        first = Step("choose", ref)
        self._snapshots.append(
            self._moved(lambda draw: snapshots.chosen(self.machine, snapshot, option, draw), pins, first)
        )
        self._view = None

    def hear(self, ref: str) -> None:
        """Hear the briefing `node.person`. Raises CannotMove where it cannot be heard, or not again."""
        node, _, person = ref.partition(".")
        snapshot = self._snapshots[-1]
        if node != self._scene.id or person not in self._scene.node.briefings:
            raise CannotMove(f"there is no briefing {ref} here")
        if ref in snapshot.heard:
            raise CannotMove(f"{ref} was heard already")
        if self.view.hear_left <= 0:
            raise CannotMove(f"no more than {self._scene.node.hear} can be heard here")
        self._snapshots[-1] = snapshots.heard(self.machine, snapshot, ref)
        self.steps.append(Step("hear", ref))
        self._view = None

    def undo(self) -> bool:
        """Take back the last choice and all that came of it; False at the start."""
        if len(self._snapshots) == 1:
            return False
        del self.steps[self._snapshots.pop().steps :]
        self._view = None
        return True

    def remembers(self, kind: MemoryKind, ref: str) -> bool:
        """Was a node seen (the present one counts), a choice made, a briefing heard?"""
        if kind == "seen":
            return any(at.scene.id == ref for snapshot in self._snapshots for at in snapshot.page)
        return Step("choose" if kind == "chose" else "hear", ref) in self.steps

    def why_not(self, ref: str) -> str | None:
        """Why the choice `node.choice` cannot be made now; None where it can."""
        try:
            self._open(ref)
        except CannotMove as error:
            return str(error)
        return None

    @property
    def state(self) -> State:
        """The present state; a copy."""
        return self._snapshots[-1].s[:]

    @property
    def _scene(self) -> Scene:
        return self.machine.scenes[self._snapshots[-1].at]

    def _open(self, ref: str) -> Option:
        option = self.machine.options.get(ref)
        if option is None:
            raise CannotMove(f"the story has no choice {ref}")
        if option not in self._scene.options:
            raise CannotMove(f"{ref} is not offered here: play stands at {self._scene.id}")
        if option.when is not None and not option.when(self._snapshots[-1].s):
            raise CannotMove(f"{ref} is not open here: its condition does not hold")
        return option

    def _moved(self, make: Callable[[Draw], Snapshot], pins: Iterable[str], *first: Step) -> Snapshot:
        """The snapshot that `make` makes; the step that comes `first`, and each draw on the way, become steps."""
        steps, pinned = list(first), list(pins)

        def draw(scene: Scene, s: State) -> int:
            fell = self._draw(scene, s, steps, pinned)
            steps.append(Step("chance", scene.outcomes[fell].ref))
            return fell

        snapshot = make(draw)
        if pinned:
            raise CannotMove(f"no chance falls here for {pinned[0]}")
        snapshot.steps = len(self.steps)
        self.steps += steps
        return snapshot

    def _draw(self, scene: Scene, s: State, steps: list[Step], pinned: list[str]) -> int:
        weights = self.machine.weights(scene, s)
        if pinned:
            ref = pinned.pop(0)
            places = [i for i, drawn in enumerate(scene.outcomes) if drawn.ref == ref]
            if not places:
                raise CannotMove(f"chance falls at {scene.id} here, and {ref} is none of its outcomes")
            if not weights[places[0]]:
                raise CannotMove(f"{ref} cannot fall here: its weight is zero")
            return places[0]
        if self.fall:
            return self.fall(scene, weights)
        if self.seed is None:
            raise Unpinned(f"chance falls at {scene.id}: add a step `chance: {scene.outcomes[0].ref}`, or a `seed`")
        before = sum(step.kind == "chance" and step.ref.startswith(f"{scene.id}.") for step in (*self.steps, *steps))
        return drawn(self.seed, scene.id, before, weights)


__all__ = ["CannotMove", "Fall", "Session", "Step", "Stuck", "Unpinned"]
