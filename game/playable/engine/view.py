"""What a player sees at one moment: plain frozen data, each part computed when it is first read."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from playable.engine.machine import ChanceOutcome, Op, Option, Scene
from playable.engine.markup import line
from playable.engine.phrasing import named
from playable.engine.view_parts import Change, Citation, Followed, Hearing, Meter, Offer, Panel, Passage, Reason
from playable.language.contents import Holder, leans_on
from playable.language.model import Effect, Ending
from playable.language.names import OneOf, Range

if TYPE_CHECKING:
    from playable.engine.machine import Machine
    from playable.engine.snapshots import Snapshot


Compiled = Option | Scene | ChanceOutcome  # whatever has effects and ways on


@dataclass(frozen=True)
class View:
    """The present moment of a session."""

    machine: Machine = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    turn: int  # choices made so far
    undoable: bool

    @property
    def node(self) -> str:
        """The id of the node where play stands."""
        return self.scene.id

    @property
    def key(self) -> str:
        """Names this moment among all of a session's: a choice made for another key is stale."""
        return f"{self.turn}/{self.node}"

    def told_otherwise(
        self, passages: tuple[Passage, ...], hearings: tuple[Hearing, ...], followed: Followed | None
    ) -> View:
        """The same moment with other words for what it tells."""
        other = copy(self)
        vars(other).update(passages=passages, hearings=hearings, followed=followed)  # as if they had been read
        return other

    @cached_property
    def scene(self) -> Scene:
        return self.machine.scenes[self.snapshot.at]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The page: the nodes run through to get here, and this one, each with what coming to it did.

        Those without text are left out: why play came to them, and what that did, is told with the next, whose text
        tells of it.
        """
        snapshot, passages = self.snapshot, list[Passage]()
        led = self._why(snapshot.chosen, snapshot.settled) if snapshot.chosen else ()
        did: tuple[Change, ...] = ()
        for at in snapshot.page:
            scene, node = at.scene, at.scene.node
            told = (self.machine.text(at.drawn.outcome.text) if at.drawn else scene.tell).blocks(at.after)
            did += self._changes(at.drawn or scene, at.before, at.after, shown=True)
            if told or ((led or did) and at is snapshot.page[-1]):
                title = "" if at.drawn else node.title or ""
                cites = at.drawn.outcome.cites if at.drawn else node.cites
                heading = title, node.date or "", node.place or ""
                passages.append(Passage(scene.id, *heading, told, self.cited(cites), led, did))
                led, did = (), ()
            led += self._why(at.drawn or scene, at.after)
        return tuple(passages)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why play came to this page: the reason of each way taken since the last choice that gives one."""
        return tuple(reason for passage in self.passages for reason in passage.reasons)

    @property
    def _source(self) -> str:
        return self.machine.story.source_name

    def _why(self, of: Compiled, s: list[int]) -> tuple[Reason, ...]:
        """The reason of the way that is taken in a state; none where it gives none."""
        if not isinstance(of.goto, tuple) or not isinstance(ways := _part(of).goto, list):
            return ()
        way = next(way for way, (when, _) in zip(ways, of.goto, strict=True) if when is None or when(s))
        if not (way.because or way.cites or way.outside):
            return ()
        return (Reason(line(self.machine.text(way.because)(s)), self.cited(way.cites), way.outside, self._source),)

    @property
    def title(self) -> str:
        """The title of this scene, else of the last on this page that has one."""
        return self._last("title")

    @property
    def date(self) -> str:
        return self._last("date")

    @property
    def place(self) -> str:
        return self._last("place")

    def _last(self, part: str) -> str:
        return next((v for at in reversed(self.snapshot.page) if (v := getattr(at.scene.node, part))), "")

    @property
    def stayed(self) -> bool:
        """Did the last choice lead nowhere else? Then the page is the one that was told before."""
        return self.snapshot.stayed

    @property
    def chapter(self) -> str:
        """The title of the chapter, empty where there is none."""
        return self.scene.chapter or ""

    @cached_property
    def followed(self) -> Followed | None:
        """What the last choice did; None before the first. What came of arriving is told with the passages."""
        option = self.snapshot.chosen
        if option is None:
            return None
        snapshot = self.snapshot
        told = self.machine.text(option.choice.outcome).blocks(snapshot.settled)
        changes = self._changes(option, snapshot.asked, snapshot.settled, shown=True)
        return Followed(option.ref, line(option.label(snapshot.asked)), told, changes)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every shown change since the last choice, in order: what it did, then what arriving did."""
        return (*(self.followed.changes if self.followed else ()), *self.arrived)

    @property
    def arrived(self) -> tuple[Change, ...]:
        """Every shown change of arriving on this page, in order; none where the last choice stayed on it."""
        return () if self.stayed else tuple(change for passage in self.passages for change in passage.changes)

    @cached_property
    def untold(self) -> tuple[Change, ...]:
        """Every change since the last choice that is not shown: not told before the review."""
        snapshot, changes = self.snapshot, list[Change]()
        if snapshot.chosen:
            changes += self._changes(snapshot.chosen, snapshot.asked, snapshot.settled, shown=False)
        for at in () if snapshot.stayed else snapshot.page:
            changes += self._changes(at.drawn or at.scene, at.before, at.after, shown=False)
        return tuple(changes)

    def _changes(self, of: Compiled, before: list[int], after: list[int], shown: bool) -> tuple[Change, ...]:
        if not of.ops:
            return ()
        machine, changes, s = self.machine, list[Change](), before[:]
        for op in of.ops:
            old = s[op.slot]
            machine.apply((op,), s)
            name = machine.variable_of(op.slot)
            if s[op.slot] != old and self._shown(name, s) == shown:
                changes.append(self._change(op, _part(of), self._meter(name, s), old, after))
        return tuple(changes)

    def _change(self, op: Op, holder: Holder, meter: Meter, old: int, after: list[int]) -> Change:
        own = op.effect if isinstance(op.effect, Effect) else None
        because = self.machine.text((own and own.because) or holder.because)(after)
        cites = leans_on(op.effect, holder)
        outside = (own and own.outside) or (None if own and own.cites else holder.outside)
        return Change(
            variable=meter.id,
            name=meter.name,
            before=old,
            after=meter.value,
            before_word=self.machine.word(meter.id, old),
            after_word=meter.word,
            because=line(because),
            cites=self.cited(cites),
            outside=outside,
            source=self._source,
            meter=meter,
        )

    def cited(self, cites: Iterable[str]) -> tuple[Citation, ...]:
        """The claims of some ids."""
        if not cites:
            return ()
        claims = self.machine.story.claims
        return tuple(
            Citation(c, claims[c].paragraph, claims[c].kind, claims[c].says, claims[c].short or "") for c in cites
        )

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The choices, those that are locked with the reason; hidden ones are left out."""
        s, offered = self.snapshot.s, list[Offer]()
        for option in self.scene.options:
            if option.when is None or option.when(s):
                offered.append(Offer(option.ref, line(option.label(s))))
            elif option.choice.locked:
                offered.append(
                    Offer(option.ref, line(option.label(s)), line(self.machine.text(option.choice.locked)(s)))
                )
        return tuple(offered)

    @cached_property
    def hearings(self) -> tuple[Hearing, ...]:
        """The briefings of this scene, those already heard with what was said."""
        can_be_heard = []
        for person, briefing in self.scene.node.briefings.items():
            ref, who = f"{self.node}.{person}", self.machine.story.people[person]
            said = self.snapshot.heard.get(ref)
            told = () if said is None else self.machine.text(briefing.text).blocks(said)
            can_be_heard.append(Hearing(ref, person, who.name, who.role or "", said is not None, told))
        return tuple(can_be_heard)

    @property
    def hear_left(self) -> int:
        """How many more briefings can be heard here."""
        total = len(self.scene.node.briefings)
        limit = self.scene.node.hear
        return min(total, total if limit is None else limit) - len(self.snapshot.heard)

    @cached_property
    def board(self) -> tuple[Panel, ...]:
        """The shown variables by panel, in the order of the story."""
        return self._board(self.snapshot.s)

    @cached_property
    def board_before_arriving(self) -> tuple[Panel, ...]:
        """The same as the last choice left it: what arriving did is told with the page, and does not show before."""
        return self._board(self.snapshot.settled)

    def _board(self, s: list[int]) -> tuple[Panel, ...]:
        panels: dict[str, list[Meter]] = {}
        for name, variable in self.machine.story.state.items():
            if self._shown(name, s):
                panels.setdefault(variable.panel or "", []).append(self._meter(name, s))
        return tuple(Panel(heading, tuple(meters)) for heading, meters in panels.items())

    def _shown(self, name: str, s: list[int]) -> bool:
        shown = self.machine.shown.get(name)
        return shown is not None and bool(shown(s))

    def _meter(self, name: str, s: list[int]) -> Meter:
        machine, variable = self.machine, self.machine.story.state[name]
        slot, domain = machine.slots.index[name], machine.story.domains[name]
        value = s[slot]
        last = value - self.snapshot.asked[slot] if self.snapshot.chosen and not isinstance(domain, OneOf) else 0
        return Meter(
            id=name,
            name=variable.name or named(name),
            value=value,
            word=machine.word(name, value),
            range=domain if isinstance(domain, Range) else None,
            good=variable.good,
            about=variable.about or "",
            last=last,
            short=variable.short or "",
        )

    @property
    def ending(self) -> Ending | None:
        """The ending, once play has come to one."""
        return self.scene.node.ending

    @property
    def stuck(self) -> bool:
        """No choice can be made and this is no ending: a fault of the story; undo is the way out."""
        return self.ending is None and all(offer.locked for offer in self.offers)


def _part(of: Compiled) -> Holder:
    """What a compiled part was made of."""
    return of.choice if isinstance(of, Option) else of.outcome if isinstance(of, ChanceOutcome) else of.node
