"""A review as plain data, for whoever works with many: what `review --to json` writes."""

from __future__ import annotations

from dataclasses import asdict

from playable.engine.markup import Block, plain
from playable.engine.view_parts import Change
from playable.review.causes.causes import Cause
from playable.review.counterfactuals.absorption import Shares
from playable.review.counterfactuals.turns import ButFor
from playable.review.document.sections import sentences
from playable.review.odds.decisions import RoadOdds, by_tone
from playable.review.review import Review
from playable.review.road.debriefs import ToldDebrief


def as_json(review: Review, odds: RoadOdds) -> dict[str, object]:
    """The form that docs/review.md describes. Odds are numbers from 0 to 1, null where they are not known."""
    head = review.story.head
    return {
        "story": head.id,
        "version": head.version,
        "digest": review.story.digest,
        "ending": {"id": review.moments[-1].view.node, "name": review.ending.name, "tone": review.ending.tone},
        "arrived": [_change(c) for c in review.arrived],
        "short": review.is_short,
        "turned": review.turns.at,
        "turn": sentences(review).turn(review.turns),
        "why": [_reason(one) for one in review.why],
        "changes": [_changed(one, review) for one in review.turns.changes],
        "turns": [_turn(one) for one in review.turns.turns],
        "settled": review.turns.settled,
        "leans_on": None if review.leans_on is None else list(review.leans_on),
        "weights": [asdict(one) for one in review.weights.values()],
        "doubted": [
            {"claims": list(d.claims), "held": d.held, "stopped": d.stopped, "endings": _shares(d.endings)}
            for d in review.doubts or ()
        ],
        "beside": [
            {
                "name": b.name,
                "policy": b.policy,
                "parted": b.parted,
                "choices": list(b.choices),
                "endings": _shares(b.endings),
            }
            for b in review.beside
        ],
        "doors": [_doors(odds, d.number) for d in review.decisions],
        "decisions": [
            {
                "number": d.number,
                "node": d.node,
                "title": d.title,
                "date": d.date,
                "heard": list(d.heard),
                "taken": d.taken,
                "by": d.by,
                "odds": _odds(review, odds, d.number),
                "arrived": [_change(c) for c in d.arrived],
                "changes": [_change(c) for c in d.followed.changes],
                "debriefs": [_debrief(one) for one in d.debriefs],
            }
            for d in review.decisions
        ],
        "hidden": [
            {
                "node": h.node,
                "name": h.name,
                "fell": h.fell.word,
                "odds": float(h.fell.odds),
                "after": h.turn,
                "told": h.told,
                "others": [
                    {
                        "word": o.outcome.word,
                        "odds": float(o.outcome.odds),
                        "held": o.held,
                        "stopped": o.stopped,
                        "ending": o.ending and {"name": o.ending.name, "tone": o.ending.tone},
                    }
                    for o in h.others
                ],
            }
            for h in review.hidden
        ],
        "untold": [
            {"name": u.name, "word": u.word, "changes": [{"after": n, **_change(c)} for n, c in u.changes]}
            for u in review.untold
        ],
        "marks": [
            {
                "name": m.name,
                "word": m.word,
                "made": m.made,
                "cites": [c.id for c in m.cites],
                "leaned": [{"after": n, **_change(c)} for n, c in m.leaned],
            }
            for m in review.marks
        ],
        "debriefs": [_debrief(one) for one in review.debriefs],
        "claims": [{"id": c.id, "paragraph": c.paragraph, "kind": c.kind, "says": c.says} for c in review.cites],
    }


def _reason(one: Cause) -> dict[str, object]:
    needed = list(one.needed)
    return {
        "condition": one.condition,
        "value": one.value,
        "needed": needed[0] if len(needed) == 1 else needed,
        "held": one.held,
        "kind": one.kind,
        "at": one.at,
        "after": one.turn,
        "because": plain(one.because),
        "cites": list(one.cites),
        "together": list(one.together),
        "otherwise": _shares(one.endings),
        "moved": [
            {"decision": m.decision, "by": m.by, "cites": list(m.cites), "variable": m.variable} for m in one.moved
        ],
        "turned_by": [by._asdict() for by in one.turned_by],
    }


def _changed(one: ButFor, review: Review) -> dict[str, object]:
    number = one.decisions[0]
    return {
        "decision": number,
        "chose": review.decisions[number - 1].taken,
        "instead": one.instead[0],
        "endings": _shares(one.endings),
    }


def _turn(one: ButFor) -> dict[str, object]:
    return {"decisions": list(one.decisions), "instead": list(one.instead), "endings": _shares(one.endings)}


def _shares(endings: Shares | None) -> dict[str, float] | None:
    return None if endings is None else {ending: float(share) for ending, share in endings.items()}


def _odds(review: Review, odds: RoadOdds, number: int) -> dict[str, object] | None:
    one = odds[number - 1] if odds else None
    if one is None:
        return None
    return {
        "before": {"endings": one.before, "tones": by_tone(one.before, review.story)},
        "moves": {ref: {"endings": odds, "tones": by_tone(odds, review.story)} for ref, odds in one.moves.items()},
    }


def _doors(odds: RoadOdds, number: int) -> dict[str, object] | None:
    one = odds[number - 1] if odds else None
    return {when: doors._asdict() for when, doors in one.doors._asdict().items()} if one else None


def _change(changed: Change) -> dict[str, object]:
    return {
        "variable": changed.variable,
        "from": changed.before_word or changed.before,
        "to": changed.after_word or changed.after,
        "because": plain(changed.because),
        "cites": [c.id for c in changed.cites],
        "outside": changed.outside,
    }


def _debrief(said: ToldDebrief) -> dict[str, object]:
    return {
        "node": said.node,
        "essay": _text(said.essay),
        "objection": _text(said.objection),
        "history": _text(said.history),
        "cites": [c.id for c in said.cites],
    }


def _text(told: tuple[Block, ...]) -> str:
    return "\n\n".join(block.text for block in told)
