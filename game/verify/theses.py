"""What a story must prove: each thesis is decided over every playthrough there is, with just its own memory added."""

from __future__ import annotations

from typing import Literal, NamedTuple

from game.engine.session import Step
from game.language.expressions.tree import Tree, Truth
from game.language.model import Thesis
from game.verify.explore import Explorer
from game.verify.graph import Graph
from game.verify.reading import joined, negated, read_at
from game.verify.shortest import Target, nearest_any
from game.verify.walk import Walker
from game.verify.waves import Waves

Verdict = Literal["holds", "fails", "unknown"]


class Decided(NamedTuple):
    """A thesis decided. `figure` is a probability; `witness` breaks an always or never, or meets a can."""

    id: str
    verdict: Verdict
    because: str
    figure: float | None = None
    other: float | None = None  # the figure that it is compared with
    witness: tuple[Step, ...] | None = None


class Limits(NamedTuple):
    """How many states may be looked at: as sets, one by one for odds, and in search of a shortest playthrough."""

    states: int | None = None
    single: int = 20_000_000
    search: int = 20_000
    waves: int = 250_000_000

    @property
    def quick(self) -> Limits:
        """The same without any search for shortest playthroughs."""
        return self._replace(search=0)


def decide(graph: Graph, id: str, thesis: Thesis, limits: Limits) -> Decided:
    """The verdict on a thesis that is no `odds`."""
    wanted = thesis.can or thesis.never or thesis.always
    assert wanted is not None
    domains = graph.machine.story.domains
    asked: dict[int, list[tuple[Tree, ...]]] = {}
    for i, place in enumerate(graph.places):
        if place.entered:
            scene = graph.machine.scenes[place.scene]
            when = read_at(thesis.when, scene, domains) if thesis.when else Truth(True)
            read = read_at(wanted, scene, domains)
            asked[i] = [(joined(True, [when, negated(read) if thesis.always else read]),), (when,)]
    asked = {i: trees for i, trees in asked.items() if not all(_is_false(tree) for (tree,) in trees)}
    explorer = Explorer(graph, asked)
    reached = explorer.run(limits.states)
    hit = [i for i, n in reached.held if n == 0]
    if hit:
        walker = Walker(graph, explorer.liveness, [tree for trees in asked.values() for (tree,) in trees])
        targets = [Target(i, asked[i][0]) for i in hit]
        steps = nearest_any(walker, targets, limits.search)
        if steps is None and reached.complete and reached.states <= limits.waves:
            steps = Waves(explorer).nearest({id: targets})[id]
        met = thesis.can is not None
        said = "a playthrough does this" if met else "a playthrough breaks it"
        return Decided(id, "holds" if met else "fails", said, witness=steps)
    if not reached.complete:
        return Decided(id, "unknown", "the limit was reached first")
    if thesis.can:
        return Decided(id, "fails", "no playthrough does this")
    if not any(n == 1 for _, n in reached.held):
        return Decided(id, "fails", "its `when` never holds, so it says nothing")
    return Decided(id, "holds", "no playthrough breaks it")


def _is_false(tree: Tree) -> bool:
    return isinstance(tree, Truth) and not tree.value
