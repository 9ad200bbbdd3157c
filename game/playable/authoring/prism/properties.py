"""What a model is to be asked: labels for all that can be met, and properties for the endings and the theses.

`P<=0` says that nobody ever gets there, of a chain as of a decision process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from playable.authoring.prism.expressions import AT, Expressions
from playable.authoring.prism.identifiers import Identifiers, comment
from playable.language.expressions.algebra import all_of, negated
from playable.language.expressions.tree import Tree
from playable.language.model import Odds, Thesis
from playable.language.story import Story
from playable.verify.properties import figures_of
from playable.verify.system import TransitionSystem, read_at


class StateLabel(NamedTuple):
    """A set of states by its name. `of` is the kind and the id of what is met there."""

    name: str
    of: tuple[str, str]
    condition: str


class ThesisConditions:
    """What the theses say as conditions. `reads`: the slots that matter to them at each location, as bits."""

    def __init__(self, story: Story, system: TransitionSystem) -> None:
        self.story, self._system = story, system
        self._conditions = {thesis_id: dict(_conditions(thesis)) for thesis_id, thesis in story.theses.items()}
        self.reads: dict[int, int] = {}
        for thesis_id, conditions in self._conditions.items():
            for i, location in enumerate(system.locations):
                if location.ends if story.theses[thesis_id].odds else location.entered:
                    scene = system.machine.scenes[location.scene]
                    for tree in conditions.values():
                        asked = system.reads(read_at(tree, scene, story.domains))
                        self.reads[i] = self.reads.get(i, 0) | asked

    def labels(self, words: Expressions, open_: Mapping[str, str]) -> list[StateLabel]:
        """Everything that can be met; `open_` are the conditions of choices and outcomes."""
        names, machine, entering = Identifiers(), self._system.machine, words.on_entering()
        labels = [
            StateLabel(
                names.new("ending" if scene.node.ending else "node", scene.id), ("node", scene.id), f"{AT} = {at}"
            )
            for scene, at in zip(machine.scenes, words.nodes, strict=True)
        ]
        for ref, condition in open_.items():
            kind = "choice" if ref in machine.options else "outcome"
            labels.append(StateLabel(names.new(kind, *ref.split(".")), (kind, ref), condition))
        for thesis_id, conditions in self._conditions.items():
            where = "ended" if self.story.theses[thesis_id].odds else "entering"
            for part, tree in conditions.items():
                condition = f"{where} & {entering.written(tree)}"
                labels.append(StateLabel(names.new("thesis", thesis_id, part), (part, thesis_id), condition))
        return [*labels, StateLabel("stuck", ("stuck", ""), "stuck"), StateLabel("ended", ("ended", ""), "ended")]

    def properties(self, labels: list[StateLabel], player: str, playing: str | None = None) -> Iterator[str]:
        """What is to be asked of a player, who may be `playing` a policy, one a line, each under its name."""
        names = {label.of: label.name for label in labels}
        if player == "uniform":
            asked = {"odds": "P=?"}
            yield comment("Endings: how likely each is.")
        else:
            asked = {"best": "Pmax=?", "worst": "Pmin=?"}
            yield comment("Endings: the most and the least that a player who sees everything can force.")
        for ending in (ending for ending, node in self.story.nodes.items() if node.ending):
            yield from (f'"{word}_{ending}": {ask} [F "{names["node", ending]}"];' for word, ask in asked.items())
        if not playing:
            yield from self._of_any_player(labels)
        for thesis_id, thesis in self.story.theses.items():
            if playing and not (thesis.odds and playing in figures_of(thesis.odds)):
                continue
            yield comment(f"{thesis_id}{f': {thesis.says}' if thesis.says else ''}")
            if thesis.odds:
                yield from _odds(thesis_id, thesis.odds, names, player, playing)
            else:
                yield f'"holds_{thesis_id}": {_decided(thesis_id, thesis, names)};'

    def _of_any_player(self, labels: list[StateLabel]) -> Iterator[str]:
        """What is asked of every playthrough there is, so not of a policy's alone."""
        yield comment("Nowhere is play stuck, and from everywhere it can still end.")
        yield '"never_stuck": P<=0 [F "stuck"];'
        yield '"can_always_end": P<=0 [F (P<=0 [F "ended"])];'
        yield comment("What can be met.")
        for kind in ("node", "choice", "outcome"):
            yield from (f'"can_{label.name}": {_possible(label.name)};' for label in labels if label.of[0] == kind)


def _conditions(thesis: Thesis) -> Iterator[tuple[str, Tree]]:
    """The conditions of a thesis, each by the part that it plays."""

    def under(when: Tree | None, tree: Tree) -> Tree:
        return all_of((when, tree)) if when else tree

    if thesis.odds:
        yield "of", under(thesis.odds.given, thesis.odds.of)
        if thesis.odds.given:
            yield "given", thesis.odds.given
    elif thesis.can:
        yield "met", under(thesis.when, thesis.can)
    elif thesis.never:
        yield "broken", under(thesis.when, thesis.never)
    elif thesis.always:
        yield "broken", under(thesis.when, negated(thesis.always))
    if thesis.when and not thesis.can:
        yield "when", thesis.when


def _possible(label: str) -> str:
    return f'!(P<=0 [F "{label}"])'


def _decided(thesis_id: str, thesis: Thesis, names: Mapping[tuple[str, str], str]) -> str:
    if thesis.can:
        return _possible(names["met", thesis_id])
    holds = f'P<=0 [F "{names["broken", thesis_id]}"]'
    return f"{holds} & {_possible(names['when', thesis_id])}" if thesis.when else holds


def _odds(
    thesis_id: str, odds: Odds, names: Mapping[tuple[str, str], str], player: str, playing: str | None
) -> Iterator[str]:
    players = figures_of(odds)
    if player != "uniform" or playing not in players:
        who = " and ".join(policy or "who plays at random" for policy in players)
        yield comment(f"Not to be asked here: it speaks of {who}, whom this model is not.")
    elif odds.after:
        yield comment(f"Not to be asked here: after {odds.after} less likely than after {odds.below_after}.")
    else:
        yield from _figure(thesis_id, odds, names)


def _figure(thesis_id: str, odds: Odds, names: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The figure of this model's player, and whether it is within its bounds; two models have to be compared."""
    of = f'[F "{names["of", thesis_id]}"]'
    bounds = [(sign, bound) for sign, bound in (("<=", odds.at_most), (">=", odds.at_least)) if bound is not None]
    shares = [f"{sign}{format(Decimal(bound.numerator) / bound.denominator, 'f')}" for sign, bound in bounds]
    if odds.given:
        yield comment(
            " ".join(["The first divided by the second is the figure.", *(f"It must be {x}." for x in shares)])
        )
        yield f'"of_{thesis_id}": P=? {of};'
        yield f'"given_{thesis_id}": P=? [F "{names["given", thesis_id]}"];'
        return
    if shares:
        yield f'"holds_{thesis_id}": {" & ".join(f"P{share} {of}" for share in shares)};'
    if other := odds.above or odds.below:
        sign = ">" if odds.above else "<"
        yield comment(f"{odds.playing} must be {sign} {other}{f' by {float(odds.by):.9g}' if odds.by else ''}.")
    yield f'"figure_{thesis_id}": P=? {of};'
