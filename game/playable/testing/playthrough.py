"""A story as tests have it, and one playthrough of it, as a test plays it and asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from playable.engine import page_text
from playable.engine.assembly import assemble
from playable.engine.expectations import holds, value
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.replay import recorded
from playable.engine.session import CannotMove, Fall, Session, Step
from playable.engine.step_checks import SCOPE, why_shut
from playable.language.expressions.check import condition
from playable.language.expressions.tree import MemoryKind
from playable.language.faults import unknown
from playable.language.fields import ID
from playable.language.library import find
from playable.language.recording import RecordedKind, story_named, written
from playable.language.story import load
from playable.language.without import without as doubting
from playable.testing.coverage.recorder import note
from playable.testing.shortest import shortest
from playable.testing.shown import as_python, in_a_line, said, why_not

LONGEST = 2_000  # choices, after which play at random gives up
TRIES = 1_000  # playthroughs in which `play_until` looks for its moment

Until = str | Callable[["Playthrough"], bool]


class NoSuchName(LookupError):
    """A variable that the story has not; the message names the nearest that it has."""


class Drawn(NamedTuple):
    """How hypothesis drew a playthrough: after so many choices, to which endings, through which node."""

    choices: int
    to: frozenset[str]
    through: str | None
    steps: int


def load_story(path: str | Path, without: Iterable[str] = ()) -> PlayableStory:
    """The story at `path`, a folder or a file, or the shipped story of that id; `without` some claims of its ledger.

    Raises StoryFaults with every fault in it.
    """
    return PlayableStory(assemble(doubting(load(find(str(path))), without)))


class PlayableStory:
    """A story without a fault. `load_story` reads it; what `machine` offers is no part of the stable interface."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @property
    def id(self) -> str:
        """As its head has it."""
        return self.machine.story.head.id

    @property
    def title(self) -> str:
        """As its head has it."""
        return self.machine.story.head.title

    @property
    def path(self) -> Path:
        """Where it was read from."""
        return self.machine.story.path

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of all nodes, in the order of the files; so below."""
        return tuple(self.machine.ids)

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of all choices, each `node.choice`."""
        return tuple(self.machine.options)

    @property
    def endings(self) -> tuple[str, ...]:
        """The ids of the nodes that end play."""
        return tuple(scene.id for scene in self.machine.scenes if scene.node.ending)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of all variables."""
        return tuple(self.machine.story.state)

    def play(self, seed: int | None = None, falls: Iterable[str] = ()) -> Playthrough:
        """A new playthrough: see `Playthrough`."""
        return Playthrough(self, seed, falls)

    def shortest(self, so: Until, to: str | Iterable[str] = (), through: str | None = None) -> Playthrough | None:
        """The playthrough with the fewest choices of which `so` holds, given as for `play_until`; of ends of roads `to`
        an ending, or `through` a node, where these are named. None where there is none.

        Every situation is looked at, so this is exact of what depends on where play stands and on its values. Raises
        TooMany where there are too many, as there are in large stories.
        """
        to = (to,) if isinstance(to, str) else tuple(to)
        return shortest(partial(Playthrough.falling, self), asked(self, so), to, through)

    def __repr__(self) -> str:
        return f"<story {self.id}: {len(self.nodes)} nodes, {len(self.endings)} endings>"


class Playthrough:
    """One playthrough. What plays returns it again, so that moves stand in a row; what asks changes nothing.

    With a `seed`, draws fall by it; without one each draw is named, in `falls` or beside the choice that leads to it.
    """

    __slots__ = ("_session", "drawn", "story")

    def __init__(self, story: PlayableStory, seed: int | None = None, falls: Iterable[str] = ()) -> None:
        """Raises CannotMove where a draw before the first page neither falls by a seed nor is named in `falls`."""
        self.story = story
        self.drawn: Drawn | None = None
        self._session = Session(story.machine, seed, falls)
        note(self._session)

    @classmethod
    def falling(cls, story: PlayableStory, fall: Fall) -> Playthrough:
        """A playthrough whose draws fall as `fall` says of a node and its weights."""
        play = object.__new__(cls)
        play.story, play.drawn, play._session = story, None, Session(story.machine, fall=fall)
        return play

    def led(self, choice: str, fall: Fall) -> Playthrough:
        """Where a choice leads from here, when draws fall so; the present one stays where it is."""
        other = self._fork()
        other._session.fall = fall
        other._session.choose(choice)
        return other

    def choose(self, choice: str, *falls: str) -> Playthrough:
        """Make the choice `node.choice`; the draws that it leads to fall to `falls`, each `node.outcome`, in order.

        Raises CannotMove, with the values that shut it and with what is open, and then nothing has happened.
        """
        __tracebackhide__ = True
        try:
            self._session.choose(choice, falls)
        except CannotMove as error:
            raise CannotMove(self._why_not(error, "choose", choice)) from None
        return self

    def hear(self, briefing: str) -> Playthrough:
        """Hear the briefing `node.person`. Raises CannotMove."""
        __tracebackhide__ = True
        try:
            self._session.hear(briefing)
        except CannotMove as error:
            raise CannotMove(self._why_not(error, "hear", briefing)) from None
        return self

    def undo(self) -> Playthrough:
        """Take back the last choice and all that came of it. Raises CannotMove before the first."""
        if not self._session.undo():
            raise CannotMove("nothing was chosen yet")
        return self

    def random(self, seed: int = 0, taking: str | Sequence[str] = ()) -> Playthrough:
        """Play on to an ending: choices alike, draws by their weights, all by `seed` alone. `taking` is a policy of the
        story by its id, or choices: the first of them that is open is made.

        Raises CannotMove where the story is stuck, or has not ended after LONGEST choices more.
        """
        return self._at_random(Random(seed), taking, lambda: False)  # noqa: S311 - a test, no secret

    def play_until(self, until: Until, seed: int = 0, taking: str | Sequence[str] = ()) -> Playthrough:
        """Play on as `random` does to the first moment at which `until` holds: a node was come to, a condition as
        `expect` has it holds, or a function of the playthrough says so. If it holds already, nothing happens.

        A playthrough that ends before is dropped for another, TRIES in all; then CannotMove is raised.
        """
        reached = asked(self.story, until)
        if reached(self):
            return self
        for n in range(TRIES):
            other = self._fork()
            other._at_random(Random(f"{seed}/{n}"), taking, lambda there=other: reached(there))  # type: ignore[misc]  # noqa: S311
            if reached(other):
                self._session = other._session
                note(self._session)
                return self
        what = until if isinstance(until, str) else "what was asked for"
        raise CannotMove(f"{TRIES:,} playthroughs from {self!r} did not come to {what}; `verify` tells whether any can")

    def fork(self) -> Playthrough:
        """Another playthrough that goes on from here by itself."""
        other = self._fork()
        note(other._session)
        return other

    def as_drawn(self) -> Playthrough:
        """Another playthrough, with the moves that this one had when hypothesis drew it."""
        other = self._fork()
        while self.drawn and len(other._session.steps) > self.drawn.steps and other._session.undo():
            pass
        return other

    @property
    def to_hear(self) -> tuple[str, ...]:
        """The briefings that can be heard here, by id."""
        view = self._session.view
        return tuple(hearing.id for hearing in view.hearings if not hearing.heard and view.hear_left > 0)

    @property
    def here(self) -> str:
        """The id of the node where play stands."""
        return self._session.here

    @property
    def open(self) -> tuple[str, ...]:
        """The choices that can be made here, by id."""
        return self._session.open_choices

    @property
    def locked(self) -> dict[str, str]:
        """The choices that are shown and cannot be made, each with the reason that the player reads."""
        return {offer.id: page_text.flat(plain(offer.locked)) for offer in self._session.view.offers if offer.locked}

    @property
    def shut(self) -> dict[str, str]:
        """Every choice of this node that cannot be made, locked or hidden: its condition, and the values it reads."""
        scene, open_ = self.story.machine.scenes[self.story.machine.ids[self.here]], self.open
        return {option.ref: why_shut(option.ref, self._session) for option in scene.options if option.ref not in open_}

    @property
    def page(self) -> str:
        """What the player reads here: headings, text, why play came here, what that did; paragraphs apart."""
        return page_text.page(self._session.view)

    @property
    def followed(self) -> str:
        """What followed from the last choice; empty before the first."""
        return page_text.followed(self._session.view)

    @property
    def heard(self) -> dict[str, str]:
        """What was heard on this visit, by the id of the briefing."""
        return page_text.heard(self._session.view)

    def remembers(self, kind: MemoryKind, ref: str) -> bool:
        """Was a node `seen` (the present one counts), one `chose` a choice, was a briefing `heard`?"""
        return self._session.remembers(kind, ref)

    @property
    def situation(self) -> tuple[int, ...]:
        """All that decides how play goes on from this node, as small numbers: for comparing alone."""
        return tuple(self._session.state)

    @property
    def ended(self) -> bool:
        """Has play come to an ending?"""
        return self._session.ended

    @property
    def ending(self) -> str | None:
        """The id of the ending, once play has come to one."""
        return self.here if self._session.ended else None

    @property
    def road(self) -> tuple[str, ...]:
        """The choices made, in order."""
        return self._session.road

    @property
    def steps(self) -> tuple[Step, ...]:
        """Choices, briefings heard, and draws as they fell, in order: each `(kind, id)`."""
        return tuple(self._session.steps)

    @property
    def values(self) -> dict[str, int | str | bool]:
        """Every variable: numbers, words, true or false."""
        return {name: self.value(name) for name in self.story.variables}

    def value(self, name: str) -> int | str | bool:
        """What a variable is now: a number, a word, true or false. Raises NoSuchName."""
        if name not in self.story.machine.story.state:
            raise NoSuchName(said(unknown("variable", name, self.story.machine.story.state)))
        return value(name, self._session)

    def holds(self, expression: str) -> bool:
        """Does a condition hold, as `expect` has it: `trust >= 3 and seen(summit) and here == 'capital'`?

        Raises ValueError with all that is wrong with it.
        """
        return holds(condition(expression, self.story.machine.story.names, SCOPE), self._session)

    def transcript(self) -> str:
        """The whole playthrough as it was told, as a page of Markdown."""
        from playable.desk.transcript import transcript

        return transcript(self._session)

    def written(self, title: str | None = None, beside: str | Path | None = None) -> str:
        """The playthrough as a file for `playthroughs/`; its `story:` is as seen from the file `beside`, or an id."""
        playthrough = recorded(self._session, title)
        named = story_named(self.story.path, Path(beside)) if beside else playthrough.story
        return written(replace(playthrough, story=named, version=None, digest=None))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """As hypothesis and IPython show it: the moves, to be typed again."""
        printer.text("\n".join(self.as_code()))

    def as_code(self) -> list[str]:
        """The Python that plays the same, in lines."""
        return as_python(self._session)

    def __repr__(self) -> str:
        return in_a_line(self._session)

    def _fork(self) -> Playthrough:
        other = object.__new__(Playthrough)
        other.story, other.drawn, other._session = self.story, None, self._session.fork()
        return other

    def _why_not(self, error: CannotMove, kind: RecordedKind, ref: str) -> str:
        return why_not(error, kind, ref, self._session, self.shut)

    def _taken(self, taking: str | Sequence[str]) -> Sequence[str]:
        if not isinstance(taking, str):
            return taking
        policies = self.story.machine.story.policies
        if taking not in policies:
            raise NoSuchName(said(unknown("policy", taking, policies)))
        return policies[taking].takes

    def _at_random(self, random: Random, taking: str | Sequence[str], stop: Callable[[], bool]) -> Playthrough:
        session, takes = self._session, self._taken(taking)
        own, session.seed = session.seed, random.getrandbits(32)
        try:
            for _ in range(LONGEST):
                if session.ended or stop():
                    return self
                open_ = session.open_choices
                if not open_:
                    raise CannotMove(f"the story is stuck: no choice is open; {self!r}")
                listed = next((ref for ref in takes if ref in open_), None) if takes else None
                session.choose(listed or open_[int(random.random() * len(open_))])
        finally:
            session.seed = own
        raise CannotMove(f"not ended after {LONGEST:,} choices more; {self!r}")


def asked(story: PlayableStory, until: Until) -> Callable[[Playthrough], bool]:
    """What `play_until` is given, as a function. Raises NoSuchName, ValueError."""
    if not isinstance(until, str):
        return until
    names = story.machine.story.names
    if until in names.nodes:
        return lambda play: play._session.on_page(until)
    if ID.fullmatch(until) and until not in names.variables:
        raise NoSuchName(said(unknown("node", until, names.nodes)))
    tree = condition(until, names, SCOPE)
    return lambda play: holds(tree, play._session)
