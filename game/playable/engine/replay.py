"""A playthrough file is played again: step by step as a test, or as far as it holds after the story changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from playable.engine.machine import Machine, Stuck
from playable.engine.session import CannotMove, Session
from playable.engine.step_checks import of_ending, refused, troubles_of, unmet
from playable.language.faults import Fault, Trouble
from playable.language.recording import MOVES, RecordedStep, Recording, recorded_steps

OF_KEY = ("unknown-choice", "unknown-variable")  # where they are keys in the file, what stands there names nothing


@dataclass(frozen=True)
class Broken:
    """A step that does not hold, with the session as it was then; `actual` is what the file would say if it held, where
    that can be told."""

    step: RecordedStep
    faults: tuple[Fault, ...]
    session: Session | None
    actual: str | None = None


@dataclass(frozen=True)
class Replay:
    """The session after as many steps as held before the first that did not, and each step that does not hold."""

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


def replay(recording: Recording, machine: Machine, whole: bool = False) -> Replay:
    """Play the steps of a playthrough, ids translated by the story's `renamed`; stop at the first that fails.

    For a `whole` answer play goes on where a step only asked; after a step that cannot be made, what is left is looked
    at for names that the story has not.
    """
    return _Replaying(recording, machine, whole).replay()


def recorded(session: Session, title: str | None = None) -> Recording:
    """The playthrough that a session is, as a file would hold it."""
    head = session.machine.story.head
    return Recording(
        story=head.id,
        steps=recorded_steps(session.steps),
        title=title,
        version=head.version,
        digest=session.machine.story.digest,
        seed=session.seed,
        ends=session.view.node if session.ended else None,
        without=session.machine.story.without,
        short=session.is_short,
    )


class _Replaying:
    def __init__(self, recording: Recording, machine: Machine, whole: bool) -> None:
        self.recording, self.machine, self.whole = recording, machine, whole
        self.steps = [_renamed(step, machine.story.head.renamed) for step in recording.steps]
        self.broken: list[Broken] = []
        self.session: Session | None = None

    def replay(self) -> Replay:
        at = self._begun()
        made = at if self.session else 0
        while self.session and at < len(self.steps):
            step = self.steps[at]
            pins = self._pins(at + 1) if step.kind == "choose" else []
            if self._holds(step, pins, self.session):
                at += 1 + len(pins)
                made = made if self.broken else at
            elif step.kind not in MOVES and self.whole:
                at += 1
            else:
                break
        if not self.broken or self.whole:
            self._look_at(self.steps[at + 1 :] if self.broken else [])
            self._check_ending(went_on=self.session is not None and at >= len(self.steps))
        return Replay(self.session, made, tuple(self.broken))

    def _begun(self) -> int:
        """How many draws on the way to the first moment were pinned."""
        pins = self._pins(0)
        try:
            self.session = Session(self.machine, self.recording.seed, pins)
            self.session.is_short = self.recording.short and self.machine.story.head.short is not None
        except (CannotMove, Stuck) as error:
            first = self.steps[0] if pins else RecordedStep("choose", "the start")
            known = pins or isinstance(error, Stuck)
            self._break(first, self._why(error, first) if known else Trouble("cannot-move", str(error)))
            return len(pins) - 1
        return len(pins)

    def _pins(self, at: int) -> list[str]:
        """The outcomes named by the `chance` steps that stand together from `at` on."""
        return [step.text for step in takewhile(lambda step: step.kind == "chance", self.steps[at:])]

    def _holds(self, step: RecordedStep, pins: list[str], session: Session) -> bool:
        """Make a move, or ask what it asks."""
        if step.kind not in MOVES:
            if troubles := troubles_of(step, self.machine):
                self._break(step, *troubles)
            elif miss := unmet(step, session):
                self._break(step, miss.trouble, actual=miss.actual)
            return not (troubles or miss)
        try:
            match step.kind:
                case "choose":
                    session.choose(step.text, pins)
                case "hear":
                    session.hear(step.text)
                case _:
                    raise CannotMove(f"no chance falls here for {step.text}")
        except (CannotMove, Stuck) as error:
            self._break(step, self._why(error, step))
            return False
        return True

    def _why(self, error: Exception, step: RecordedStep) -> Trouble:
        if isinstance(error, Stuck):
            return Trouble("stuck", f"the story is stuck at {error}: all weights are zero")
        if troubles := troubles_of(step, self.machine):
            return troubles[0]
        if step.kind == "choose" and self.session and self.session.why_not(step.text):
            return Trouble("cannot-move", refused(str(error), step.text, self.session))
        return Trouble("cannot-move", str(error))

    def _look_at(self, steps: Iterable[RecordedStep]) -> None:
        """Steps that play did not come to: only what they name."""
        for step in steps:
            if troubles := troubles_of(step, self.machine):
                self._break(step, *troubles)

    def _check_ending(self, went_on: bool) -> None:
        if self.recording.ends is None:
            return
        wanted = _new_name(self.recording.ends, self.machine.story.head.renamed)
        step = RecordedStep("expect", wanted, ("ends",))
        if troubles := of_ending(wanted, self.machine):
            self._break(step, *troubles)
        elif went_on and self.session and self.session.view.node != wanted:
            node, ended = self.session.view.node, self.session.ended
            so = f"ends at {node}" if ended else f"has not ended: play stands at {node}"
            trouble = Trouble("other-ending", f"should end at {wanted}, but {so}")
            self._break(step, trouble, actual=node if ended else None)

    def _break(self, step: RecordedStep, *troubles: Trouble, actual: str | None = None) -> None:
        faults = tuple(
            self.recording.fault(step.loc, one, of_key=bool(step.wanted) and one.code in OF_KEY) for one in troubles
        )
        self.broken.append(Broken(step, faults, self.session and self.session.fork(), actual))


def _renamed(step: RecordedStep, renamed: Mapping[str, str]) -> RecordedStep:
    return (
        step
        if step.kind in ("expect", "told", "not told", "value")
        else step._replace(text=_new_name(step.text, renamed))
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
