"""What a story must prove: each thesis is decided over every playthrough there is, with just its own memory added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from game.engine.session import Step
from game.language.expressions.tree import Tree, Truth
from game.language.model import Odds, Thesis
from game.verify.chain import Chain, chain
from game.verify.explore import Explorer
from game.verify.graph import Graph
from game.verify.odds import hopes, visits
from game.verify.reading import joined, negated, read_at
from game.verify.shortest import Target, nearest_any
from game.verify.walk import Valued, Walker

Verdict = Literal["holds", "fails", "unknown"]
ROUNDING = 1e-12  # how far floats may stray: a bound that is met exactly is met


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
    single: int = 200_000
    search: int = 60_000


def decide(graph: Graph, id: str, thesis: Thesis, limits: Limits) -> Decided:
    """The verdict on one thesis."""
    if thesis.odds:
        return _of_odds(graph, id, thesis.odds, limits)
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
        steps = nearest_any(walker, [Target(i, asked[i][0]) for i in hit], limits.search)
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


def _of_odds(graph: Graph, id: str, odds: Odds, limits: Limits) -> Decided:
    given, domains = odds.given or Truth(True), graph.machine.story.domains
    of: dict[int, tuple[Tree, ...]] = {}
    under: dict[int, tuple[Tree, ...]] = {}
    for i, place in enumerate(graph.places):
        if place.ends:
            scene = graph.machine.scenes[place.scene]
            under[i] = (read_at(given, scene, domains),)
            of[i] = (joined(True, [*under[i], read_at(odds.of, scene, domains)]),)
    states = chain(graph, {i: [of[i], under[i]] for i in of}, limits.single)
    if states is None:
        return Decided(id, "unknown", f"more than {limits.single:,} states: too many for exact odds")
    met, known = _endings(states, of), _endings(states, under)
    if odds.after and odds.below_after:
        return _compared(id, states, met, odds.after, odds.below_after)
    often = visits(states, 1.0)
    share = sum(often[i] for i in known)
    if not known:
        return Decided(id, "fails", "its `given` never holds, so it says nothing")
    figure = sum(often[i] for i in met) / share
    high = odds.at_most is not None and figure > odds.at_most + ROUNDING
    low = odds.at_least is not None and figure < odds.at_least - ROUNDING
    said = "more often than it may" if high else "less often than it must" if low else "as often as it says"
    return Decided(id, "fails" if high or low else "holds", said, figure)


def _compared(id: str, states: Chain, met: list[int], after: str, below: str) -> Decided:
    """Of two choices, over the states that offer both: after which of them it is likelier."""
    moves = states.graph.places
    often, hope = visits(states, 1.0), hopes(states, dict.fromkeys(met, 1.0), 1.0)
    sums, weight = {after: 0.0, below: 0.0}, 0.0
    for i, onward in enumerate(states.onward):
        place = states.states[i][0]
        offered = {moves[place].moves[n].ref: hope[to] for n, _, to in onward}
        if after in offered and below in offered and i in states.open:
            weight += often[i]
            for ref in sums:
                sums[ref] += often[i] * offered[ref]
    if not weight:
        return Decided(id, "fails", f"no playthrough is ever offered both {after} and {below}")
    one, other = sums[after] / weight, sums[below] / weight
    less = one < other - ROUNDING
    return Decided(id, "holds" if less else "fails", "less often" if less else "no less often", one, other)


def _endings(states: Chain, wanted: Mapping[int, tuple[Tree, ...]]) -> list[int]:
    def is_so(place: int, state: Valued) -> bool:
        return states.walker.holds(wanted[place], place, state)

    return states.having(is_so, sorted(states.ends))


def _is_false(tree: Tree) -> bool:
    return isinstance(tree, Truth) and not tree.value
