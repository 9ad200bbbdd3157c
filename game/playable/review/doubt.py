"""A claim is doubted: the same steps in the world without it, and the claims without which the road ends elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from playable.engine.assembly import assemble
from playable.engine.replay import recorded, replay
from playable.engine.session import Session
from playable.language.playthrough import Playthrough
from playable.language.without import without
from playable.review.marks import every_change


@dataclass(frozen=True)
class Doubted:
    """What the same steps come to without some claims: the node of an ending, or None where they stop holding.

    They held for `held` decisions; `stopped` says why not for all.
    """

    claims: tuple[str, ...]
    ending: str | None
    held: int
    stopped: str


def doubt(session: Session, claims: Iterable[str]) -> Doubted:
    """The same choices and draws without some claims. Raises StoryFaults where the ledger lacks one."""
    claims = tuple(claims)
    machine = assemble(without(session.machine.story, claims))
    found = replay(replace(recorded(session), ends=None), machine)
    if found.session is None:
        return Doubted(claims, None, 0, found.stopped_at)
    stopped = found.stopped_at if found.fault else "" if found.session.ended else "nothing has ended yet"
    return Doubted(claims, None if stopped else found.session.view.node, len(found.session.road), stopped)


def doubts(session: Session) -> Iterator[Doubted]:
    """Each claim doubted by itself on which a change of the road leans: without any other all is as it was."""
    leant = {claim.id for view in session.views for change in every_change(view) for claim in change.cites}
    return (doubt(session, (claim,)) for claim in session.machine.story.claims if claim in leant)


def branch(session: Session, claims: Iterable[str], decision: int) -> Playthrough:
    """The road up to a decision, counted from 1, as a playthrough of the world without some claims."""
    moves, made = [], 0
    recording = recorded(session)
    for move in recording.moves:
        made += move.kind == "choose"
        if made == decision:
            break
        moves.append(move)
    doubted = dict.fromkeys((*session.machine.story.without, *claims))
    return replace(recording, moves=tuple(moves), ends=None, digest=None, without=tuple(doubted))
