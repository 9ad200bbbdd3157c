"""A playthrough file is played again: step by step as a test, or as far as it holds after the story changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from playable.engine.asking import of_ending, refused, troubles_of, unmet
from playable.engine.machine import Machine, Stuck
from playable.engine.session import CannotMove, Session
from playable.language.faults import Fault, Trouble
from playable.language.playthrough import MOVES, Move, Playthrough, moves_of

OF_KEY = ("unknown-choice", "unknown-variable")  # where they are keys in the file, what stands there names nothing


@dataclass(frozen=True)
class Broken:
    """A step that does not hold, with the session as it was then; `actual` is what the file would say if it held, where
    that can be told."""

    move: Move
    faults: tuple[Fault, ...]
    session: Session | None
    actual: str | None = None


@dataclass(frozen=True)
class Replay:
    """The session after as many moves as held before the first that did not, and each step that does not hold."""

    session: Session | None
    made: int
    broken: tuple[Broken, ...] = ()

    @property
    def faults(self) -> list[Fault]:
        """All of them."""
        return [fault for one in self.broken for fault in one.faults]

    @property
    def fault(self) -> Fault | None:
        """The first, if there is one."""
        return self.broken[0].faults[0] if self.broken else None

    @property
    def stopped_at(self) -> str:
        """What stopped it, in words; empty when nothing did."""
        return self.fault.message if self.fault else ""


def replay(playthrough: Playthrough, machine: Machine, whole: bool = False) -> Replay:
    """Play the moves of a playthrough, ids translated by the story's `renamed`; stop at the first that fails.

    For a `whole` answer play goes on where a step only asked; after a move that cannot be made, what is left is looked
    at for names that the story has not.
    """
    return _Replaying(playthrough, machine, whole).replay()


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
        short=session.is_short,
    )


class _Replaying:
    def __init__(self, playthrough: Playthrough, machine: Machine, whole: bool) -> None:
        self.playthrough, self.machine, self.whole = playthrough, machine, whole
        self.moves = [_renamed(move, machine.story.head.renamed) for move in playthrough.moves]
        self.broken: list[Broken] = []
        self.session: Session | None = None

    def replay(self) -> Replay:
        at = self._begun()
        made = at if self.session else 0
        while self.session and at < len(self.moves):
            move = self.moves[at]
            pins = self._pins(at + 1) if move.kind == "choose" else []
            if self._holds(move, pins, self.session):
                at += 1 + len(pins)
                made = made if self.broken else at
            elif move.kind not in MOVES and self.whole:
                at += 1
            else:
                break
        if not self.broken or self.whole:
            self._look_at(self.moves[at + 1 :] if self.broken else [])
            self._check_ending(went_on=self.session is not None and at >= len(self.moves))
        return Replay(self.session, made, tuple(self.broken))

    def _begun(self) -> int:
        """How many draws on the way to the first moment were pinned."""
        pins = self._pins(0)
        try:
            self.session = Session(self.machine, self.playthrough.seed, pins)
            self.session.is_short = self.playthrough.short and self.machine.story.head.short is not None
        except (CannotMove, Stuck) as error:
            first = self.moves[0] if pins else Move("choose", "the start")
            known = pins or isinstance(error, Stuck)
            self._break(first, self._why(error, first) if known else Trouble("cannot-move", str(error)))
            return len(pins) - 1
        return len(pins)

    def _pins(self, at: int) -> list[str]:
        """The outcomes named by the `chance` steps that stand together from `at` on."""
        return [move.text for move in takewhile(lambda move: move.kind == "chance", self.moves[at:])]

    def _holds(self, move: Move, pins: list[str], session: Session) -> bool:
        """Make a move, or ask what it asks."""
        if move.kind not in MOVES:
            if troubles := troubles_of(move, self.machine):
                self._break(move, *troubles)
            elif miss := unmet(move, session):
                self._break(move, miss.trouble, actual=miss.actual)
            return not (troubles or miss)
        try:
            match move.kind:
                case "choose":
                    session.choose(move.text, pins)
                case "hear":
                    session.hear(move.text)
                case _:
                    raise CannotMove(f"no chance falls here for {move.text}")
        except (CannotMove, Stuck) as error:
            self._break(move, self._why(error, move))
            return False
        return True

    def _why(self, error: Exception, move: Move) -> Trouble:
        if isinstance(error, Stuck):
            return Trouble("stuck", f"the story is stuck at {error}: all weights are zero")
        if troubles := troubles_of(move, self.machine):
            return troubles[0]
        if move.kind == "choose" and self.session and self.session.why_not(move.text):
            return Trouble("cannot-move", refused(str(error), move.text, self.session))
        return Trouble("cannot-move", str(error))

    def _look_at(self, moves: Iterable[Move]) -> None:
        """Moves that play did not come to: only what they name."""
        for move in moves:
            if troubles := troubles_of(move, self.machine):
                self._break(move, *troubles)

    def _check_ending(self, went_on: bool) -> None:
        if self.playthrough.ends is None:
            return
        wanted = _new_name(self.playthrough.ends, self.machine.story.head.renamed)
        move = Move("expect", wanted, ("ends",))
        if troubles := of_ending(wanted, self.machine):
            self._break(move, *troubles)
        elif went_on and self.session and self.session.view.node != wanted:
            node, ended = self.session.view.node, self.session.ended
            so = f"ends at {node}" if ended else f"has not ended: play stands at {node}"
            trouble = Trouble("other-ending", f"should end at {wanted}, but {so}")
            self._break(move, trouble, actual=node if ended else None)

    def _break(self, move: Move, *troubles: Trouble, actual: str | None = None) -> None:
        faults = tuple(
            self.playthrough.fault(move.loc, one, of_key=bool(move.wanted) and one.code in OF_KEY) for one in troubles
        )
        self.broken.append(Broken(move, faults, self.session and self.session.fork(), actual))


def _renamed(move: Move, renamed: Mapping[str, str]) -> Move:
    return (
        move
        if move.kind in ("expect", "told", "not told", "value")
        else move._replace(text=_new_name(move.text, renamed))
    )


def _new_name(ref: str, renamed: Mapping[str, str]) -> str:
    """Today's id for an old one; parts follow their node."""
    for _ in renamed:  # renamed more than once, and never round in a ring
        node, dot, part = ref.partition(".")
        new = renamed.get(ref) or (f"{renamed[node]}.{part}" if dot and node in renamed else None)
        if new is None or new == ref:
            break
        ref = new
    return ref
