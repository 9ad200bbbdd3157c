"""A playthrough file is played again: step by step as a test, or as far as it holds after the story changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playable.engine.expectations import holds, values_of
from playable.engine.machine import Machine, Stuck
from playable.engine.session import CannotMove, Session
from playable.language.expressions.check import Scope, condition
from playable.language.faults import Fault, Trouble, Troubles, nearest
from playable.language.playthrough import Move, Playthrough, moves_of


@dataclass(frozen=True)
class Replay:
    """The session after as many moves as held, and what stopped it: None when every move held."""

    session: Session | None
    made: int
    fault: Fault | None

    @property
    def stopped_at(self) -> str:
        """What stopped it, in words; empty when nothing did."""
        return self.fault.message if self.fault else ""


class _Broken(Exception):
    def __init__(self, move: Move, trouble: Trouble) -> None:
        self.move, self.trouble = move, trouble


def replay(playthrough: Playthrough, machine: Machine) -> Replay:
    """Play the moves of a playthrough, ids translated by the story's `renamed`; stop at the first that fails."""
    session: Session | None = None
    made = 0
    moves = [_renamed(move, machine.story.head.renamed) for move in playthrough.moves]
    try:
        for session, made in _played(playthrough, moves, machine):  # noqa: B007 - where it stops is what we want
            pass
        _check_ending(playthrough, session, machine)
    except _Broken as broken:
        return Replay(session, made, playthrough.fault(broken.move.loc, broken.trouble))
    return Replay(session, made, None)


def recorded(session: Session, title: str | None = None) -> Playthrough:
    """The playthrough that a session is, as a file would hold it."""
    head = session.machine.story.head
    return Playthrough(
        head.id,
        moves_of(session.steps),
        title,
        head.version,
        session.machine.story.digest,
        session.seed,
        session.view.node if session.ended else None,
        session.machine.story.without,
    )


def _played(playthrough: Playthrough, moves: list[Move], machine: Machine) -> Iterator[tuple[Session, int]]:
    """The session after its start and after each move, with how many moves were made."""
    first = _pins(moves, 0)
    made = len(first)
    with_start = moves[0] if moves else Move("choose", "the start")
    try:
        session = Session(machine, playthrough.seed, first)
    except (CannotMove, Stuck) as error:
        raise _Broken(with_start, _trouble(error, with_start, machine)) from None
    yield session, made
    while made < len(moves):
        move = moves[made]
        pins = _pins(moves, made + 1) if move.kind == "choose" else []
        try:
            _make(session, move, pins, machine)
        except (CannotMove, Stuck) as error:
            raise _Broken(move, _trouble(error, move, machine)) from None
        made += 1 + len(pins)
        yield session, made


def _pins(moves: list[Move], at: int) -> list[str]:
    """The outcomes named by the `chance` steps that stand together from `at` on."""
    end = at
    while end < len(moves) and moves[end].kind == "chance":
        end += 1
    return [move.text for move in moves[at:end]]


def _make(session: Session, move: Move, pins: list[str], machine: Machine) -> None:
    match move.kind:
        case "choose":
            session.choose(move.text, pins)
        case "hear":
            session.hear(move.text)
        case "chance":
            raise CannotMove(f"no chance falls here for {move.text}")
        case "expect":
            try:
                tree = condition(move.text, machine.story.names, Scope.PLACE)
            except Troubles as found:
                raise _Broken(move, found.troubles[0]) from None
            if not holds(tree, session):
                raise _Broken(
                    move, Trouble("not-as-expected", f"this does not hold: {move.text}; {values_of(tree, session)}")
                )
        case "can" | "cannot":
            reason = session.why_not(move.text)
            if move.text not in machine.options:
                raise CannotMove(str(reason))
            if move.kind == "can" and reason:
                raise CannotMove(reason)
            if move.kind == "cannot" and not reason:
                raise CannotMove(f"{move.text} can be chosen here")


def _trouble(error: Exception, move: Move, machine: Machine) -> Trouble:
    if isinstance(error, Stuck):
        return Trouble("stuck", f"the story is stuck at {error}: all weights are zero")
    node = move.text.partition(".")[0]
    known = machine.options if node in machine.ids else machine.ids
    suggestion = None if move.text in machine.options else nearest(move.text, known)
    return Trouble("cannot-move", str(error), 0, suggestion)


def _check_ending(playthrough: Playthrough, session: Session | None, machine: Machine) -> None:
    if playthrough.ends is None or session is None:
        return
    move = Move("expect", playthrough.ends, ("ends",))
    wanted = _new_name(playthrough.ends, machine.story.head.renamed)
    if wanted not in machine.story.names.endings:
        trouble = Trouble(
            "unknown-ending", f"there is no ending `{wanted}`", 0, nearest(wanted, machine.story.names.endings)
        )
        raise _Broken(move, trouble)
    if session.view.node != wanted:
        found = (
            f"ends at {session.view.node}" if session.ended else f"has not ended: play stands at {session.view.node}"
        )
        raise _Broken(move, Trouble("other-ending", f"should end at {wanted}, but {found}"))


def _renamed(move: Move, renamed: Mapping[str, str]) -> Move:
    return move if move.kind == "expect" else move._replace(text=_new_name(move.text, renamed))


def _new_name(ref: str, renamed: Mapping[str, str]) -> str:
    """Today's id for an old one; parts follow their node."""
    for _ in renamed:  # renamed more than once, and never round in a ring
        node, dot, part = ref.partition(".")
        new = renamed.get(ref) or (f"{renamed[node]}.{part}" if dot and node in renamed else None)
        if new is None or new == ref:
            break
        ref = new
    return ref
