"""The short game: the player decides where the story asks, and a policy of the story takes all other choices."""

from __future__ import annotations

from itertools import pairwise

from playable.engine.chance import drawn
from playable.engine.machine import Stuck
from playable.engine.markup import plain
from playable.engine.session import Session, Unpinned
from playable.language.faults import Fault, StoryFaults
from playable.language.model import ShortGame
from playable.language.story import Story

LOT = "by lot"  # who makes a choice that the policy does not list; an id has no spaces
MOST = 1000  # choices in a row; a policy that has gone round for so long is left to the player


def short_of(story: Story) -> ShortGame:
    """The short game of a story. Raises StoryFaults where it has none."""
    if story.head.short is None:
        raise StoryFaults([Fault("no-short", "this story has no short game: its head has no `short`", str(story.path))])
    return story.head.short


def go_on(session: Session, short: ShortGame) -> bool:
    """Take every choice up to the next that is asked for, or an ending; False where there is none to take.

    They are steps of the session like any other. Of the choices that are open the policy takes the first it lists;
    where it lists none of them, one falls by the seed as chance does, so that undo never rerolls. Where the story is
    stuck, the player is left with it. Raises Unpinned where a choice falls and the session has no seed.
    """
    takes, made = session.machine.story.policies[short.plays].takes, 0
    while made < MOST and session.view.node not in short.asks and (ref := _taken(session, takes)):
        try:
            session.choose(ref)
        except Stuck:
            break
        made += 1
    return made > 0


def makers(session: Session) -> tuple[str | None, ...]:
    """Who made each choice: None, the player; or the short game's policy, by its id; `LOT`, where that was silent."""
    short = session.machine.story.head.short
    if short is None or not session.is_short:
        return (None,) * len(session.road)
    takes = session.machine.story.policies[short.plays].takes
    return tuple(
        None if ref.partition(".")[0] in short.asks else short.plays if ref in takes else LOT for ref in session.road
    )


def _taken(session: Session, takes: list[str]) -> str | None:
    """What a policy takes of the choices that are open; None where none is."""
    is_open, node = session.open_choices, session.view.node
    listed = next((ref for ref in takes if ref in is_open), None)
    if listed or not is_open:
        return listed
    if session.seed is None:
        raise Unpinned(f"the policy lists no choice of {node} that is open: add a `seed`, by which one falls")
    before = sum(ref.startswith(f"{node}.") for ref in session.road)
    return is_open[drawn(session.seed, f"short/{node}", before, [1] * len(is_open))]


def go_back(session: Session, short: ShortGame) -> bool:
    """Go back to the last decision that was asked for; False where there was none."""
    turn = session.view.turn - len(taken(session, short))
    if not turn:
        return False
    while session.view.turn >= turn:
        session.undo()
    return True


def taken(session: Session, short: ShortGame) -> tuple[str, ...]:
    """What was chosen since the last decision that was asked for, in order: where, and what."""
    refs = session.road
    last = next((n for n, ref in enumerate(reversed(refs)) if ref.partition(".")[0] in short.asks), len(refs))
    views = session.views[len(refs) - last :]
    return tuple(
        f"Taken for you: {before.title}: {plain(after.followed.label)}"
        for before, after in pairwise(views)
        if after.followed
    )
