"""What can still come of wherever the player stands: worked out once for a story, and kept in a file.

The odds of each ending under the uniform player, who takes every open choice alike and hears no briefings; which can be
reached at all; and what players can force who see everything. numpy is imported when it is needed.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from playable.engine.compile import State
from playable.engine.machine import Machine
from playable.language.names import TONES
from playable.verify.system import Liveness, LocalState, SuccessorFunction, TransitionSystem, slots_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Belief = Sequence[tuple[State, float]]  # states that a player cannot tell apart, each with its weight, above zero
EndingOdds = dict[str, float]  # of each ending
FORM = 3  # of the file
WIDEST = 1 << 62  # combinations of values that a word tells apart


class Doors(NamedTuple):
    """What is still to be had: the endings that can be reached; and for each tone of ending, the worst first, with what
    probability the best player comes to it or better, and the worst. Both see every variable: these are bounds."""

    open: tuple[str, ...]
    best: dict[str, float]
    worst: dict[str, float]


class Outlook:
    """Of every state where the player decides, the odds of each ending; to about seven digits.

    States are those of the machine, as a `Session` has them while the choices of a node are offered. One that no
    playthrough comes to raises KeyError. Odds add up to 1 but for play that never ends.
    """

    def __init__(
        self,
        machine: Machine,
        nodes: Mapping[str, _Node],
        values: NDArray[np.float32],
        reachable: NDArray[np.bool_],
    ) -> None:
        """A row of `values` is the odds of each ending, then the best and the worst of each tone or better."""
        system = TransitionSystem(machine)
        self.endings = tuple(scene.id for scene in machine.scenes if scene.node.ending)
        self.tones = _tones(machine)
        self._system, self._nodes, self._values, self._reachable = system, nodes, values, reachable
        self._successors = SuccessorFunction(system, Liveness(system))

    @classmethod
    def of(cls, machine: Machine, limit: int | None = None) -> Outlook | None:
        """Work it out: a second or so for a million states. None where there are more than `limit`, or too many."""
        import numpy as np

        from playable.verify.markov.building import NoChain, chain
        from playable.verify.markov.expected import expected_values
        from playable.verify.markov.optimal import best_values, reachable_endings, worst_values

        system = TransitionSystem(machine)
        liveness = Liveness(system)
        try:
            states = chain(system, {}, limit)
        except NoChain:
            return None
        where: list[NDArray[np.int64]] = []
        nodes, at = dict[str, _Node](), 0
        for i, scene in enumerate(machine.scenes):
            here = states.at(location := system.deciding[i])
            if scene.options and len(here):
                rows, slots = states.states.rows(location), slots_in(liveness.live[location])
                met = {slot: rows[slot] + states.columns.lows[slot] for slot in slots}
                nodes[scene.id], by = _Node.of(met, len(here), at)
                where.append(here[by])
                at += len(here)
        decided = np.concatenate(where) if where else np.empty(0, np.int64)
        ends = [states.at(system.entered[i]) for i, scene in enumerate(machine.scenes) if scene.node.ending]
        columns = []
        for those in ends:
            worth = np.zeros(len(states))
            worth[those] = 1
            columns.append(expected_values(states, worth).values)
        better = (compress(ends, row) for row in _or_better(machine))
        wanted = [np.concatenate(list(some)) for some in better]
        columns += [best_values(states, those).values for those in wanted]
        columns += [worst_values(states, those).values for those in wanted]
        values = np.empty((at, len(columns)), np.float32)
        for n, column in enumerate(columns):
            values[:, n] = column[decided]
        return cls(machine, nodes, values, reachable_endings(states, decided))

    @classmethod
    def read(cls, path: Path, machine: Machine) -> Outlook | None:
        """What `write` wrote; None where there is no such file, or it is of another story, or broken."""
        import numpy as np

        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                head = json.loads(str(kept["head"]))
                if head["form"] != FORM or head["story"] != machine.story.digest:
                    return None
                words, values, reachable = kept["words"], kept["values"], kept["reachable"]
            nodes, at = dict[str, _Node](), 0
            for node_id, (first, shape, digits) in head["nodes"].items():
                size = prod(shape)
                by_slot = {int(slot): _Digit(*digit) for slot, digit in digits.items()}
                nodes[node_id] = _Node(by_slot, words[at : at + size].reshape(shape), first)
                at += size
            return cls(machine, nodes, values, reachable)
        except Exception:  # a damaged archive raises whatever it damaged: of zip, of zlib, of numpy's header
            return None

    def write(self, path: Path) -> None:
        """Keep it in a file: arrays, nothing that could run. Raises OSError. The file is whole or is not there."""
        import numpy as np

        nodes = {node_id: (n.first, n.words.shape, n.digits) for node_id, n in self._nodes.items()}
        head = json.dumps({"form": FORM, "story": self._system.machine.story.digest, "nodes": nodes})
        words = [n.words.ravel() for n in self._nodes.values()]
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            joined = np.concatenate(words) if words else np.empty(0, np.int64)
            arrays = {"head": np.array(head), "words": joined, "values": self._values, "reachable": self._reachable}
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:  # numpy's own: 6, slow
                for name, array in arrays.items():
                    with file.open(f"{name}.npy", "w", force_zip64=True) as part:
                        np.lib.format.write_array(part, array, allow_pickle=False)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def doors(self, node: str, belief: Belief) -> Doors:
        """What is still to be had while the choices of a node are offered, averaged over what may be."""
        location = self._system.deciding[self._system.machine.ids[node]]
        return self._opened(self._average((self._from(location, self._valued(location, s), {}), w) for s, w in belief))

    def doors_after(self, node: str, belief: Belief) -> dict[str, Doors]:
        """The same once each choice of a node is made, over the states where it is open; if it is in any."""
        return {ref: self._opened(row) for ref, row in self._after(node, belief).items()}

    def start(self) -> EndingOdds:
        """The odds before anything is drawn or decided."""
        location = self._system.entered[self._system.machine.start]
        return self._named(self._from(location, self._valued(location, self._system.machine.initial), {}))

    def at(self, node: str, belief: Belief) -> EndingOdds:
        """The odds while the choices of a node are offered, or at an ending, averaged over what may be."""
        location = self._system.deciding[self._system.machine.ids[node]]
        return self._named(self._average((self._from(location, self._valued(location, s), {}), w) for s, w in belief))

    def after(self, node: str, belief: Belief) -> dict[str, EndingOdds]:
        """The odds once each choice of a node is made, averaged over the states where it is open; if it is in any."""
        return {ref: self._named(row) for ref, row in self._after(node, belief).items()}

    def _after(self, node: str, belief: Belief) -> dict[str, Any]:
        location = self._system.deciding[self._system.machine.ids[node]]
        transitions, known = self._system.locations[location].transitions, dict[tuple[int, LocalState], Any]()
        by_choice: dict[str, list[tuple[Any, float]]] = {}
        for state, weight in belief:
            for transition, _, _, to, after in self._successors.onward(location, self._valued(location, state)):
                by_choice.setdefault(transitions[transition].ref, []).append((self._from(to, after, known), weight))
        order = [transition.ref for transition in transitions if transition.ref in by_choice]
        return {ref: self._average(by_choice[ref]) for ref in order}

    def _from(self, location: int, state: LocalState, known: dict[tuple[int, LocalState], Any]) -> Any:
        """The row of a state, run on to where the player decides next: its values, then 1 for each ending that can be
        reached. `known` are those that were asked before."""
        import numpy as np

        worth = known.get((location, state))
        if worth is not None:
            return worth
        here = self._system.locations[location]
        scene = self._system.machine.scenes[here.scene]
        if here.ends:
            is_it = [ending == scene.id for ending in self.endings]
            better = [row[self.endings.index(scene.id)] for row in _or_better(self._system.machine)]
            worth = np.array([*is_it, *better, *better, *is_it], np.float64)
        elif location == self._system.deciding[here.scene] and scene.options:
            n = self._nodes[scene.id].number(self._successors.slots[location], state)
            worth = np.concatenate([self._values[n], self._reachable[n]], dtype=np.float64)
        else:
            onward = self._successors.onward(location, state)
            worth = self._average((self._from(to, after, known), weight) for _, _, weight, to, after in onward)
        known[location, state] = worth
        return worth

    def _average(self, some: Iterable[tuple[Any, float]]) -> Any:
        import numpy as np

        total, summed = 0.0, np.zeros(2 * (len(self.endings) + len(self.tones)))
        for odds, weight in some:
            total += weight
            summed += odds * weight
        return summed / total if total else summed

    def _valued(self, location: int, state: State) -> LocalState:
        return tuple(state[slot] for slot in self._successors.slots[location])

    def _named(self, row: Any) -> EndingOdds:
        return dict(zip(self.endings, row.tolist(), strict=False))

    def _opened(self, row: Any) -> Doors:
        ends, tones = len(self.endings), len(self.tones)
        best, worst = row[ends : ends + tones].tolist(), row[ends + tones : ends + 2 * tones].tolist()
        still = tuple(ending for ending, share in zip(self.endings, row[ends + 2 * tones :], strict=True) if share > 0)
        return Doors(still, dict(zip(self.tones, best, strict=True)), dict(zip(self.tones, worst, strict=True)))


class _Digit(NamedTuple):
    """Where the value of a slot stands in a packed state: in which word, counted from `low`, of `size` values."""

    word: int
    low: int
    size: int
    stride: int


class _Node:
    """The states of a node that offers choices, sorted, each packed in as few words as hold all that is met there: a
    row of `words` for each word, and a column for each state. `first` is the row of the first in the outlook."""

    def __init__(self, digits: dict[int, _Digit], words: NDArray[np.int64], first: int) -> None:
        self.digits, self.words, self.first = digits, words, first

    @classmethod
    def of(cls, columns: Mapping[int, NDArray[np.int64]], count: int, first: int) -> tuple[_Node, NDArray[np.int64]]:
        """Of so many states, the values of each slot by state; and how they were sorted."""
        import numpy as np

        digits, words, box = dict[int, _Digit](), [np.zeros(count, np.int64)], 1
        for slot, column in columns.items():
            low, size = int(column.min()), int(np.ptp(column)) + 1
            if box * size > WIDEST:
                words.append(np.zeros(count, np.int64))
                box = 1
            words[-1] += (column - low) * box
            digits[slot] = _Digit(len(words) - 1, low, size, box)
            box *= size
        by = np.lexsort(words[::-1])
        return cls(digits, np.stack(words)[:, by], first), by

    def number(self, slots: Iterable[int], state: LocalState) -> int:
        """The row of a state. Raises KeyError for one that is not there."""
        packed, first, last = [0] * len(self.words), 0, self.words.shape[1]
        for slot, value in zip(slots, state, strict=True):
            digit = self.digits[slot]
            if not 0 <= value - digit.low < digit.size:
                raise KeyError(state)
            packed[digit.word] += (value - digit.low) * digit.stride
        for known, word in zip(self.words, packed, strict=True):
            first, last = (first + int(known[first:last].searchsorted(word, side)) for side in ("left", "right"))
        if first == last:
            raise KeyError(state)
        return self.first + first


def _tones(machine: Machine) -> list[str]:
    """The tones that the endings of a story have, the worst first."""
    used = {scene.node.ending.tone for scene in machine.scenes if scene.node.ending}
    return [tone for tone in TONES if tone in used]


def _or_better(machine: Machine) -> list[list[bool]]:
    """For each tone, whether each ending has it or a better one."""
    tones = _tones(machine)
    ends = [tones.index(scene.node.ending.tone) for scene in machine.scenes if scene.node.ending]
    return [[rank >= n for rank in ends] for n in range(len(tones))]
