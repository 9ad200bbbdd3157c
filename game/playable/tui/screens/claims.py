"""The argument map: every claim by paragraph, whether it was met, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content

from playable.desk.claims import Argument, Meeting, MetClaim
from playable.desk.journal import journal
from playable.desk.matching import folded
from playable.engine.markup import plain
from playable.engine.phrasing import number
from playable.engine.view_parts import Change
from playable.review.counterfactuals.doubt import branch
from playable.review.document.sections import doubted
from playable.tui.press import ToTab, pressable
from playable.tui.screens.ask import AskScreen
from playable.tui.screens.index import Index
from playable.tui.screens.journal import JournalScreen
from playable.tui.text import DIM, EMPTY, HEAD, KEY, STRONG, told
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.rows import Entry, Row, Ruled

PAGE, MET, ALL = "this page", "met", "all"


class ClaimsScreen(Index[MetClaim | Change]):
    """Three ways to see the claims: those of the page one comes from, those met so far, all of them."""

    opener = "claims"
    PROMPT = "Words of a claim, its number, or its kind"
    NOTHING = "No claim here."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view", "page, met, all", tooltip="Go between the claims of the page, those met, and all"),
        Binding("enter", "take", "where met", tooltip="Show it in the argument, then in the journal where it was met"),
        Binding(
            "d", "doubt", "doubt", tooltip="Doubt this claim, or doubt it no longer: what your road comes to without"
        ),
        Binding(
            "b", "play_on", "play on", tooltip="Play on from a decision of yours in the world without those claims"
        ),
    ]

    def __init__(
        self, argument: Argument, here: Sequence[str], outside: Sequence[Change] = (), at: str | None = None
    ) -> None:
        """`here` are the claims of the page one comes from, `outside` its changes of which the source says nothing."""
        super().__init__()
        self._argument, self._here, self._outside, self._at = argument, list(dict.fromkeys(here)), outside, at
        self._view = PAGE if here or outside else ALL
        self._doubted = dict[str, None]()  # claims, in the order in which they were doubted
        self._told = ""  # what the road comes to without them

    def heading(self) -> Content:
        """The three views, the present one in brackets; each can be clicked."""
        counts = {PAGE: len(self._here), MET: self._argument.met, ALL: self._argument.total}
        views = [
            pressable(
                Content.assemble((f"[{view} {n}]", KEY) if view == self._view else (f" {view} {n} ", DIM)), ToTab(view)
            )
            for view, n in counts.items()
        ]
        return Content.assemble(("CLAIMS  ", HEAD)) + EMPTY.join(views)

    def first(self) -> int | None:
        """The claim that was asked for."""
        return self._find(self._at)

    def _find(self, claim_id: str | None) -> int | None:
        rows = self.rows(self.words)
        return next((n for n, row in enumerate(rows) if isinstance(row.of, MetClaim) and row.of.id == claim_id), None)

    def rows(self, words: str) -> Sequence[Row[MetClaim | Change]]:
        """What is doubted, then the claims of the view, or whatever of all holds the words."""
        told = [Row[MetClaim | Change](None, Content.assemble((self._told, STRONG)))] if self._told else []
        return [*told, *self._listed(words)]

    def _listed(self, words: str) -> Sequence[Row[MetClaim | Change]]:
        if words:
            wanted = folded(words).split()
            return [
                self._row(c) for c in self._claims() if all(w in folded(f"{c.id} {c.kind} {c.says}") for w in wanted)
            ]
        if self._view == PAGE:
            cited = [self._row(claim) for claim_id in self._here if (claim := self._argument.claim(claim_id))]
            return [*cited, *map(_silent, self._outside)]
        rows: list[Row[MetClaim | Change]] = []
        for paragraph in self._argument.paragraphs:
            claims = [claim for claim in paragraph.claims if claim.met or self._view == ALL]
            if claims:
                met = Content.assemble((f"  {paragraph.met} of {len(paragraph.claims)} met", DIM))
                rows += [Ruled(None, Content.assemble((f"¶ {paragraph.id}", HEAD)) + met), *map(self._row, claims)]
        return rows

    def _claims(self) -> Iterator[MetClaim]:
        for paragraph in self._argument.paragraphs:
            yield from paragraph.claims

    def taken(self, of: MetClaim | Change) -> None:
        """From the page to the argument; from the argument to where the claim was met."""
        if self._view == PAGE and not self.words:
            self._see(ALL)
        elif isinstance(of, MetClaim) and of.met:
            self.app.push_screen(JournalScreen(journal(self.player.saved.session), of.met[0].turn))

    def takes(self, of: MetClaim | Change) -> bool:
        """What the source is silent on, and what was not met, leads nowhere."""
        return isinstance(of, MetClaim) and (bool(of.met) or self._view == PAGE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A claim can be doubted; one plays on where any is."""
        match action:
            case "doubt":
                return isinstance(self.listed.marked, MetClaim)
            case "play_on":
                return bool(self._doubted)
        return super().check_action(action, parameters)

    def action_doubt(self) -> None:
        """Doubt the marked claim too, or no longer."""
        claim = self.listed.marked
        assert isinstance(claim, MetClaim)
        if claim.id in self._doubted:
            del self._doubted[claim.id]
        else:
            self._doubted[claim.id] = None
        self._told = doubted(self.player.saved.session, [*self._doubted]) if self._doubted else ""
        self.fill(self._find(claim.id))

    def action_play_on(self) -> None:
        """Ask from which decision, and play on there in the doubted world."""
        session = self.player.saved.session
        last = session.view.turn + (not session.ended)

        def answered(typed: str) -> None:
            if not typed.isdecimal() or not 1 <= int(typed[:6]) <= last:
                self.notify(f"A decision from 1 to {last}.", severity="warning", timeout=5)
                return
            self.dismiss()
            self.player.play_on(branch(session, self._doubted, int(typed)))

        self.app.push_screen(AskScreen(f"PLAY ON FROM DECISION, 1 TO {last}", str(last), answered))

    def action_view(self) -> None:
        """The next view."""
        views = [PAGE, MET, ALL]
        self._see(views[(views.index(self._view) + 1) % 3])

    @on(Lines.Pressed)
    def press(self, event: Lines.Pressed) -> None:
        """A view was clicked."""
        if isinstance(event.what, ToTab):
            self._see(event.what.of)

    def _see(self, view: str) -> None:
        """Another view, the mark on the same claim where it is there too."""
        marked = self.listed.marked
        self._view = view
        if self.words:
            self.field.clear()
        self.head.redraw(layout=False)
        self.fill(self._find(marked.id if isinstance(marked, MetClaim) else None) or 0)

    def _row(self, claim: MetClaim) -> Entry[MetClaim | Change]:
        times = {0: "not yet", 1: "once", 2: "twice"}.get(len(claim.met), f"{number(len(claim.met))} times")
        first = Content.assemble((f"{'●' if claim.met else '○'} {claim.id:<4} ", KEY))
        met = [Content.assemble((f"{claim.kind} · paragraph {claim.paragraph} · met {times}", DIM))]
        doubted = (" (doubted)", KEY) if claim.id in self._doubted else ""
        label = Content.assemble(claim.says, doubted, "" if claim.met else (" (not met yet)", DIM))
        return Entry(claim, label, [*met, *map(_met, claim.met)], unfolds=True, first=first)


def _met(meeting: Meeting) -> Content:
    where = Content.assemble((f"No. {meeting.turn + 1} ", KEY), meeting.title)
    chose = f": you chose “{plain(meeting.choice)}”" if meeting.choice else ""
    moved = ", ".join(dict.fromkeys(change.name for change in meeting.changes))
    return where + Content.assemble((chose, DIM), (f" → {moved}" if moved else "", DIM))


def _silent(change: Change) -> Entry[MetClaim | Change]:
    label = Content.assemble((change.name, STRONG), (f"  outside {change.source}", DIM))
    return Entry(change, label, [told(change.because), Content.assemble((change.outside or "", DIM))])
