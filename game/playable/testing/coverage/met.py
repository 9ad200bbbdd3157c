"""What a playthrough met of its story, and how often: read off its moments, each of which is looked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from playable.engine.compile import Function, State, compiled, source
from playable.engine.machine import ChanceOutcome, Machine, Option, Scene
from playable.engine.session import Session
from playable.engine.snapshots import Snapshot, final
from playable.language.contents import alternatives, asked_at
from playable.language.expressions.tree import Number, Tree, Truth
from playable.language.model import Effect, Told
from playable.language.reading.places import Loc
from playable.language.source_map import id_of, loc_of

MetCounts = Mapping[
    str, Mapping[str, int]
]  # by kind, the ids; of what has two sides, how often each: `held` and `failed`


def met(session: Session) -> dict[str, dict[str, int]]:
    """All that a playthrough met. A claim is met where something that cites it happens, a policy where the whole
    playthrough keeps to it, to an ending. In a world where claims are doubted nothing is: that is another story."""
    if session.machine.story.without:
        return {}
    counting = Counting(session.machine)
    snapshots = [view.snapshot for view in session.views]
    for before, snapshot in zip((None, *snapshots), snapshots, strict=False):
        counting.moment(before, snapshot)
    if session.ended:
        counting.debriefs(snapshots)
        counting.policies(snapshots)
    return {kind: dict(counts) for kind, counts in counting.counts.items()}


class Counting:
    """Counts, moment by moment."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.counts: dict[str, Counter[str]] = {}

    def moment(self, before: Snapshot | None, snapshot: Snapshot) -> None:
        """What a choice, or the start, led to, and what is offered there."""
        if option := snapshot.chosen:
            self.add("choices", option.ref)
            loc = loc_of("choose", option.ref)
            self.happened(option, loc, snapshot.asked, snapshot.settled)
            self.told(option.choice.outcome, (*loc, "outcome"), snapshot.settled)
        for at in () if snapshot.stayed else snapshot.page:
            loc = ("nodes", at.scene.id)
            if at.drawn:
                self.add("outcomes", at.drawn.ref)
                loc = loc_of("chance", at.drawn.ref)
                self.happened(at.drawn, loc, at.before, at.after)
                self.told(at.drawn.outcome.text, (*loc, "text"), at.after)
            else:
                self.add("endings" if at.scene.node.ending else "nodes", at.scene.id)
                self.happened(at.scene, loc, at.before, at.after)
                self.told(at.scene.node.text, (*loc, "text"), at.after)
                self.draws(at.scene, at.after)
        scene = self.machine.scenes[snapshot.at]
        for option in scene.options:
            if option.when:
                self.side((*loc_of("choose", option.ref), asked_at(option.choice)), option.when(snapshot.s))
        for name, shown in self.machine.shown.items():
            if not isinstance(self.machine.story.state[name].shown, Truth):
                self.side(("state", name, "shown"), shown(snapshot.s))
        known = before.heard if before and snapshot.stayed else {}
        for ref, s in snapshot.heard.items():
            if ref not in known:
                self.add("briefings", ref)
                briefing = scene.node.briefings[ref.partition(".")[2]]
                self.told(briefing.text, (*loc_of("hear", ref), "text"), s)

    def happened(self, of: Option | Scene | ChanceOutcome, loc: Loc, before: State, after: State) -> None:
        """A node, a choice or an outcome: its effects in `before`, its way on in `after`."""
        holder = of.choice if isinstance(of, Option) else of.outcome if isinstance(of, ChanceOutcome) else of.node
        self.cited(holder.cites)
        s = before[:]
        for n, op in enumerate(of.ops):
            runs = op.when is None or bool(op.when(s))
            if op.when:
                self.side((*loc, "effects", n, "when"), runs)
            if runs and isinstance(op.effect, Effect):
                self.cited(op.effect.cites)
            self.machine.apply((op,), s)
        if isinstance(holder.goto, list) and isinstance(of.goto, tuple):
            for n, (way, (when, _)) in enumerate(zip(holder.goto, of.goto, strict=True)):
                taken = when is None or bool(when(after))
                if when:
                    self.side((*loc, "goto", n, "when"), taken)
                if taken:
                    self.cited(way.cites)
                    break

    def draws(self, scene: Scene, s: State) -> None:
        """The weights of a node's outcomes; or its cards, up to the one that is drawn."""
        for drawn in scene.outcomes:
            if not isinstance(drawn.outcome.weight, Number):
                self.side((*loc_of("chance", drawn.ref), "weight"), drawn.weight(s) > 0)
        for card in scene.cards:
            if s[card.drawn]:
                continue
            held, node = bool(card.when(s)), self.machine.scenes[card.node]
            if node.node.when:
                self.side(("nodes", node.id, "when"), held)
            if held:
                break

    def debriefs(self, snapshots: Sequence[Snapshot]) -> None:
        """What is told of each node that was come through, once all has ended."""
        scenes = {at.scene.id: at.scene.node for snapshot in snapshots for at in snapshot.page}
        s = final(self.machine, snapshots[-1])
        for node_id, node in scenes.items():
            if node.debrief:
                self.cited(node.debrief.cites)
                for part in ("essay", "objection", "history"):
                    self.told(getattr(node.debrief, part), ("nodes", node_id, "debrief", part), s)

    def policies(self, snapshots: Sequence[Snapshot]) -> None:
        """Those that were kept to: wherever a listed choice was open, the first of them was made, and one at least."""
        story = self.machine.story
        for policy_id, policy in story.policies.items():
            kept = []
            for before, snapshot in pairwise(snapshots):
                open_ = {o.ref for o in self.machine.scenes[before.at].options if not o.when or o.when(before.s)}
                wanted = next((ref for ref in policy.takes if ref in open_), None)
                if wanted and snapshot.chosen:
                    kept.append(snapshot.chosen.ref == wanted)
            if kept and all(kept):
                self.add("policies", policy_id)

    def told(self, told: Told | None, loc: Loc, s: State) -> None:
        """The alternatives of a text that have a condition."""
        for n, (when, _) in enumerate(alternatives(told)):
            if when:
                self.add("held" if _function(when, self.machine)(s) else "failed", id_of((*loc, n)))

    def side(self, loc: Loc, held: bool) -> None:
        """A condition came out one way."""
        self.add("held" if held else "failed", id_of(loc))

    def cited(self, claims: Iterable[str]) -> None:
        for claim in claims:
            self.add("claims", claim)

    def add(self, kind: str, ref: str) -> None:
        self.counts.setdefault(kind, Counter())[ref] += 1


def _function(tree: Tree, machine: Machine) -> Function:
    return _compiled(source(tree, machine.slots))


@lru_cache(maxsize=10_000)
def _compiled(expression: str) -> Function:
    (function,) = compiled([expression]).values()
    return function
