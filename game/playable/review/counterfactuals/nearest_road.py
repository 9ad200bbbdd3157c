"""The nearest road to an ending that was not found: the fewest decisions of one's own road to be made otherwise.

Searched breadth first by how many were changed. Draws fall as they will in the game: as they fell before the first
decision that is changed, by the seed of the playthrough from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from playable.engine.chance import drawn
from playable.engine.replay import replay
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import Session
from playable.language.faults import StoryFaults
from playable.language.recording import Recording, parse_recording
from playable.review.counterfactuals.course import Course, Junction, Spot
from playable.review.counterfactuals.doubt import branch

MOST = 20_000  # moments that are looked at
LONGEST = 1000  # choices that a short game's policy takes in a row
Counts = tuple[tuple[str, int], ...]  # of draws and lots at each node, by its id


class Deviation(NamedTuple):
    """A decision of another road, numbered from 1 as it is met there, and what to choose.

    `made` is what was chosen there on one's own road; None where that was not open, or not come to.
    """

    decision: int
    choose: str
    made: str | None


class NearestRoad(NamedTuple):
    """The nearest way to an ending: what to choose otherwise, in order. The first is a decision of one's own."""

    ending: str
    changes: tuple[Deviation, ...]


def last_road(saved: SavedSession) -> Session | None:
    """The road that was finished last, where it still holds: the one that is played, else the last of the saves."""
    if saved.session.ended:
        return saved.session
    for save in saved.saves():
        if save.ending is None:
            continue
        try:
            played = replay(parse_recording(save.playthrough, f"save {save.id}"), saved.machine)
        except StoryFaults:
            continue
        if played.session is not None and played.session.ended and played.session.seed is not None:
            return played.session
    return None


def there(road: Session, nearest: NearestRoad) -> Recording:
    """One's own road up to the first decision that is to be made otherwise, to play on from."""
    return branch(road, (), nearest.changes[0].decision)


class _At(NamedTuple):
    """A moment of decision, or an ending: where it is, and how often each node was drawn at that can be again."""

    spot: Spot
    counts: Counts


class _Led(NamedTuple):
    """How a moment was come to: from another, by a choice; was that a change, and how many more choices fell on it."""

    before: _At
    ref: str
    made: str | None
    change: bool
    taken: int


class Search:
    """Looks for the nearest way to each of some endings, from a session that has ended and has a seed."""

    def __init__(self, session: Session, wanted: Iterable[str]) -> None:
        assert session.seed is not None
        self._session, self._seed = session, session.seed
        self._course, self._wanted = Course(session), set(wanted)
        self._short = session.machine.story.head.short if session.is_short else None
        self._own: dict[_At, int] = {}  # the decisions of one's own road, by how many came before
        self._led: dict[_At, _Led] = {}
        self.found: dict[str, NearestRoad] = {}
        self.within = 0  # all roads with so few changes were looked at

    def look(self) -> Iterator[int]:
        """Look on; after each moment, how many there were. In the end `found` has what lies within `MOST` of them."""
        self._own.update(self._decided())
        level, looked = list(self._own), 0
        while level and self._wanted:
            further = list[tuple[_At, _Led]]()
            while level:
                looked += 1
                if looked > MOST:
                    return
                yield looked
                for then, led in self._onward(level.pop()):
                    if led.change:
                        further.append((then, led))
                    elif self._come_to(then, led):
                        level.append(then)
            level = [then for then, led in further if self._come_to(then, led)]
            self.within += 1

    def _come_to(self, at: _At, led: _Led) -> bool:
        """Is this moment new, and does play go on from it?"""
        if at in self._led or at in self._own:
            return False
        self._led[at] = led
        here = self._course.junction(at.spot)
        if here.node in self._wanted:
            self._wanted.remove(here.node)
            self.found[here.node] = NearestRoad(here.node, tuple(self._changes(at)))
        return bool(here.ways)

    def _changes(self, at: _At) -> list[Deviation]:
        way = list[_Led]()
        while at in self._led:
            way.append(self._led[at])
            at = way[-1].before
        turn, deviations = self._own[at], list[Deviation]()
        for led in reversed(way):
            turn += 1
            if led.change:
                deviations.append(Deviation(turn, led.ref, led.made))
            turn += led.taken
        return deviations

    def _decided(self) -> Iterator[tuple[_At, int]]:
        """The decisions of one's own road that are the player's."""
        counts: dict[str, int] = {}
        turn = 0
        for step in self._session.steps:
            node = step.ref.partition(".")[0]
            if step.kind == "choose":
                if self._course.own[turn]:
                    yield _At(self._course.spots[turn], _kept(counts)), turn
                else:
                    self._count(f"short/{node}", counts)
                turn += 1
            elif step.kind == "chance":
                self._count(node, counts)

    def _onward(self, at: _At) -> Iterator[tuple[_At, _Led]]:
        """Where each choice leads that is open at a decision; on one's own road, each but one's own."""
        here = self._course.junction(at.spot)
        for way in here.ways:
            if way.ref != here.made or at not in self._own:
                then, taken = self._run(way.to, dict(at.counts))
                yield then, _Led(at, way.ref, here.made, way.ref != here.made, taken)

    def _run(self, spot: Spot, counts: dict[str, int]) -> tuple[_At, int]:
        """On to the next decision of the player's, or an ending; and how many a short game's policy took on the way."""
        taken, here = 0, self._course.junction(spot)
        while here.ways and not (here.kind == "choose" and self._asks(here.node)) and taken < LONGEST:
            taken += here.kind == "choose"
            here = self._course.junction(spot := here.ways[self._falls(here, counts)].to)
        return _At(spot, _kept(counts)), taken

    def _asks(self, node: str) -> bool:
        return self._short is None or node in self._short.asks

    def _falls(self, here: Junction, counts: dict[str, int]) -> int:
        """Which way it goes where the player is not asked."""
        if here.kind == "":
            return 0
        if here.kind == "chance":
            weights = [way.weight for way in here.ways]
            return drawn(self._seed, here.node, self._count(here.node, counts), weights)
        assert self._short is not None
        is_open = [way.ref for way in here.ways]
        takes = self._session.machine.story.policies[self._short.plays].takes
        listed = next((ref for ref in takes if ref in is_open), None)
        lot = f"short/{here.node}"
        before = self._count(lot, counts)
        return is_open.index(listed) if listed else drawn(self._seed, lot, before, [1] * len(is_open))

    def _count(self, name: str, counts: dict[str, int]) -> int:
        """How often something fell before; it falls once more. What cannot be come to again is not counted."""
        before = counts.get(name, 0)
        if name.removeprefix("short/") in self._course.rings:
            counts[name] = before + 1
        return before


def _kept(counts: Mapping[str, int]) -> Counts:
    return tuple(sorted(counts.items()))
