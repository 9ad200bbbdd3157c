"""What a story must prove: what each thesis asks of every state on entering a node, and what the answers say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from playable.engine.session import Step
from playable.language.expressions.algebra import all_of, negated
from playable.language.expressions.tree import Tree, Truth
from playable.language.model import Odds, Thesis
from playable.verify.properties.queries import Query, QueryKind
from playable.verify.properties.verdicts import Verdict
from playable.verify.symbolic import Asked
from playable.verify.system import TransitionSystem, read_at

DOES, BREAKS = SHOWN = ("a playthrough does this", "a playthrough breaks it")  # what a witness shows


class ThesisVerdict(NamedTuple):
    """A thesis decided. `figure` is a probability; `witness` breaks an always or never, or meets a can."""

    id: str
    verdict: Literal["holds", "fails", "unknown"]
    because: str
    figure: float | None = None
    other: float | None = None  # the figure that it is compared with
    witness: tuple[Step, ...] | None = None


def asked(system: TransitionSystem) -> Iterator[Query]:
    """What is asked for the theses that are no `odds`: where each is met or broken, and where its `when` holds."""
    domains, scenes = system.machine.story.domains, system.machine.scenes
    for thesis_id, thesis in system.machine.story.theses.items():
        wanted = thesis.can or thesis.never or thesis.always
        if wanted is None:
            continue
        met: list[tuple[int, Tree]] = []
        given: list[tuple[int, Tree]] = []
        for i, location in enumerate(system.locations):
            if location.entered:
                when = read_at(thesis.when, scenes[location.scene], domains) if thesis.when else Truth(True)
                read = read_at(wanted, scenes[location.scene], domains)
                met.append((i, all_of([when, negated(read) if thesis.always else read])))
                given.append((i, when))
        yield _query("thesis", thesis_id, met)
        if thesis.when:
            yield _query("given", thesis_id, given)


def decide(thesis_id: str, thesis: Thesis, met: Verdict, given: Verdict | None) -> ThesisVerdict:
    """The verdict on a thesis that is no `odds`, from those on what it asked."""
    if met.verdict == "reachable":
        if thesis.can:
            return ThesisVerdict(thesis_id, "holds", DOES, witness=met.shortest)
        return ThesisVerdict(thesis_id, "fails", BREAKS, witness=met.shortest)
    if met.verdict == "unknown":
        return ThesisVerdict(thesis_id, "unknown", met.because)
    if thesis.can:
        return ThesisVerdict(thesis_id, "fails", "no playthrough does this")
    if given and given.verdict == "unknown":
        return ThesisVerdict(thesis_id, "unknown", given.because)
    if given and given.verdict == "impossible":
        return ThesisVerdict(thesis_id, "fails", "its `when` never holds, so it says nothing")
    return ThesisVerdict(thesis_id, "holds", "no playthrough breaks it")


Wanted = dict[int, tuple[Tree, ...]]  # of each ending's location, conditions


class OddsQuery(NamedTuple):
    """What a thesis of odds asks at the endings: of those `under` which its `given` holds, how many are `met`."""

    met: Wanted
    under: Wanted

    def trees(self) -> Iterator[tuple[int, Tree]]:
        """Every condition, with the location that it is asked at."""
        return ((i, tree) for some in self for i, trees in some.items() for tree in trees)


def odds_queries(system: TransitionSystem) -> dict[str, OddsQuery]:
    """What each thesis of odds asks."""
    theses = system.machine.story.theses.items()
    return {thesis_id: _odds_query(system, thesis.odds) for thesis_id, thesis in theses if thesis.odds}


def asked_together(of: Iterable[OddsQuery]) -> Asked:
    """All that several theses of odds ask."""
    together: dict[int, list[tuple[Tree, ...]]] = {}
    for query in of:
        for i, tree in query.trees():
            together.setdefault(i, []).append((tree,))
    return together


def figures_of(odds: Odds) -> tuple[str | None, ...]:
    """Whose figures a thesis asks for: those of policies, or of the uniform player, as None."""
    other = odds.above or odds.below
    return (odds.playing, other) if other else (odds.playing,)


def _odds_query(system: TransitionSystem, odds: Odds) -> OddsQuery:
    given, domains = odds.given or Truth(True), system.machine.story.domains
    query = OddsQuery({}, {})
    for i, location in enumerate(system.locations):
        if location.ends:
            scene = system.machine.scenes[location.scene]
            query.under[i] = (read_at(given, scene, domains),)
            query.met[i] = (all_of([*query.under[i], read_at(odds.of, scene, domains)]),)
    return query


def _query(kind: QueryKind, thesis_id: str, at: list[tuple[int, Tree]]) -> Query:
    return Query(
        kind, thesis_id, tuple((i, tree) for i, tree in at if not (isinstance(tree, Truth) and not tree.value))
    )
