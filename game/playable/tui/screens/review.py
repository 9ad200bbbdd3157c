"""The review: the road as a chart, and what there is to say of it and of each decision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.worker import get_current_worker

from playable.engine.saves.saved_session import write_new
from playable.engine.session import Session
from playable.language.faults import StoryFaults
from playable.language.recording import Recording
from playable.review.counterfactuals.doubt import Doubted, branch, doubt
from playable.review.document.parts import ReviewDocument, Section
from playable.review.document.sections import document, sentences
from playable.review.export import ExportForm, exported
from playable.review.odds.background import Background
from playable.review.odds.decisions import RoadOdds, decision_odds
from playable.review.phrasing.phrases import NO_ODDS, UNIFORM
from playable.review.review import review, whole
from playable.tui.press import ToDecision
from playable.tui.screen import SHORT, PlayerScreen
from playable.tui.screens.ask import AskScreen, ask_where
from playable.tui.text import DIM, EMPTY, HEAD, STRONG, flow, spread
from playable.tui.widgets.debrief import sections
from playable.tui.widgets.keys import Keys
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.odds import ToneLines
from playable.tui.widgets.pane import Pane
from playable.tui.widgets.picture import figures, picture

SLICE = 0.04  # seconds: what takes longer is looked for half of the time
ROOMY = 30  # rows: from here on the picture has all its height
TALL, LOW = 8, 5  # rows of its areas


class Onwards(NamedTuple):
    """Where play is to go on: from a decision, in the world without some claims more."""

    decision: int
    without: tuple[str, ...]
    playthrough: Recording


class ReviewScreen(PlayerScreen, ModalScreen[None], inherit_bindings=False):
    """Looks back on a session that has ended. The odds are filled in when they are there."""

    opener = "review"
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "move(1)", "decision", key_display="→", tooltip="Go to the next decision"),
        Binding("left", "move(-1)", "decision", key_display="←", tooltip="Go to the decision before, or the whole"),
        *(Binding(str(n), f"digit({n})", "decision", show=False, tooltip="Go to a decision") for n in range(10)),
        Binding("space", "page(1)", "read on", tooltip="Read on; at the end, to the next decision"),
        Binding("down", "line(1)", "a line", show=False, tooltip="Scroll by a line"),
        Binding("up", "line(-1)", "a line", show=False, tooltip="Scroll by a line"),
        Binding("pagedown", "page(1)", "scroll", show=False, tooltip="Scroll"),
        Binding("pageup", "page(-1)", "scroll", show=False, tooltip="Scroll"),
        Binding("home", "go(0)", "the whole", show=False, tooltip="See where the road turned, and the whole of it"),
        Binding("end", "go(-1)", "the end", show=False, tooltip="Read what is said of the ending"),
        Binding(
            "b",
            "play_on",
            "play on from here",
            tooltip="Go back to this decision and play on; the line you left is kept",
        ),
        Binding("d", "doubt", "doubt", tooltip="Doubt claims: what the same road comes to without them"),
        Binding("m", "write('md')", "markdown", tooltip="Write the review to a Markdown file"),
        Binding("h", "write('html')", "web page", tooltip="Write the review to a page of HTML, with its chart"),
        Binding("escape", "dismiss", "back", key_display="esc", tooltip="Go back"),
        Binding("question_mark", "app.help", "help", key_display="?", tooltip="See these keys"),
        Binding("ctrl+p", "app.palette", "all actions", show=False, tooltip="Find any action by its name"),
        Binding("ctrl+c,super+c", "screen.copy_text", "copy", show=False, system=True),
    ]

    def __init__(self, session: Session, background: Background, play_on: Callable[[Onwards], None]) -> None:
        """Raises ValueError where the session has not ended. `play_on` is told where play is to go on."""
        super().__init__()
        self._session, self._review = session, review(session)
        self._rest = whole(self._review, session)  # what takes longer
        self._doubted: Doubted | None = None
        self._background, self._play_on = background, play_on
        self._odds: RoadOdds = None
        self._missing = NO_ODDS["working"]
        self._at = 0  # 0: the whole; then each decision; then the ending
        self._typed = 0  # the number that is being typed
        self._say()
        self.masthead = Lines(self._masthead, id="masthead")
        self.chart = ToneLines(self._chart, id="chart")
        self.chart.display = False
        self.text = ToneLines(self._text, id="text")
        self.reading = Pane(self.text, id="reading")

    def compose(self) -> ComposeResult:
        """The masthead, the chart, what is said, the keys."""
        yield self.masthead
        yield self.chart
        yield self.reading
        yield Keys()

    def on_mount(self) -> None:
        """Fill the odds in as soon as they are there."""
        self.run_worker(self._weigh, thread=True)
        self._clock = self.set_interval(SLICE, self._look_on)

    def _look_on(self) -> None:
        """A little more of what takes longer; what is found is shown when all of it is there."""
        until = monotonic() + SLICE / 2
        while monotonic() < until:
            more = next(self._rest, None)
            if more is None:
                self._clock.stop()
                self._say()
                self._paint()
                return
            self._review = more

    def _weigh(self) -> None:
        worker = get_current_worker()
        outlook = self._background.wait(0)
        while outlook is None and self._background.state == "working":
            sleep(0.1)
            if worker.is_cancelled:  # and perhaps the odds of another world are wanted now
                return
            outlook = self._background.outlook()
        odds = decision_odds(self._review.moments, outlook) if outlook else None
        if not worker.is_cancelled:
            self.app.call_from_thread(self._fill, odds, NO_ODDS[self._background.state])

    def _fill(self, odds: RoadOdds, missing: str) -> None:
        self._odds, self._missing = odds, missing
        self._say()
        self.chart.display = self._document.chart is not None
        self._paint()

    def _paint(self) -> None:
        for lines in (self.masthead, self.chart, self.text):
            lines.redraw()

    def _say(self) -> None:
        """Put it into words."""
        self._document: ReviewDocument = document(self._review, self._odds, self._missing)
        whole = [section for section in self._document.sections if not section.number]
        decisions = [section for section in self._document.sections if section.number]
        self._pages: list[list[Section]] = [whole[:-1], *([section] for section in decisions), [whole[-1]]]

    def _masthead(self, width: int) -> list[Content]:
        name = Content.assemble((self._document.title, HEAD))
        return [spread(width, name, Content("The review"), Content(self._document.ending))]

    def _chart(self, width: int) -> list[Content]:
        if not self._document.chart:
            return []
        if self.size.height < SHORT:
            return figures(self._document, self._number, width)
        height = TALL if self.size.height >= ROOMY else LOW
        return picture(self._document, self._number, width, height, self.chart.area)

    @property
    def _number(self) -> int:
        """The decision that is looked at; 0 for none."""
        return self._at if self._at <= len(self._review.decisions) else 0

    def _text(self, width: int) -> list[Content]:
        lines: list[Content] = []
        if self._doubted:
            said = sentences(self._review).doubted(self._doubted)
            how = "A decision's page, and b, plays on from there in that world. d ends the doubt."
            lines += [*flow(Content.assemble((said, STRONG)), width), *flow(Content.assemble((how, DIM)), width), EMPTY]
        if self._at == 0:
            lines += flow(Content.assemble((self._document.turn, STRONG)), width)
            lines += [EMPTY, *flow(Content.assemble((self._document.missing or UNIFORM, DIM)), width)]
            lines.append(EMPTY)
        return [*lines, *sections(self._pages[self._at], width)]

    def action_move(self, by: int) -> None:
        """To another decision."""
        self.action_go(max(0, min(self._at + by, len(self._pages) - 1)))

    def action_digit(self, digit: int) -> None:
        """To a decision by its number; digits typed one after another are one number."""
        number = self._typed * 10 + digit
        if not 0 < number <= len(self._review.decisions):
            number = digit
        if number <= len(self._review.decisions):
            self.action_go(number)
            self._typed = number

    def action_go(self, at: int) -> None:
        """To the whole, a decision, or the ending."""
        self._typed = 0
        self._at = at % len(self._pages)
        self._paint()
        self.reading.scroll_home(animate=False)
        self.refresh_bindings()

    def action_line(self, by: int) -> None:
        """A line further, or back."""
        self.reading.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """A page further, or back; past the end of the text to the next decision."""
        pane = self.reading
        if by > 0 and pane.scroll_offset.y >= pane.max_scroll_y:
            self.action_move(1)
        else:
            pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One plays on from a decision, and doubts where there are claims."""
        if action == "play_on":
            return self._number > 0
        return action != "doubt" or bool(self._review.story.claims)

    def action_play_on(self) -> None:
        """Leave the review for the decision that is looked at."""
        claims = self._doubted.claims if self._doubted else ()
        onwards = Onwards(self._number, claims, branch(self._session, claims, self._number))
        self.dismiss()
        self._play_on(onwards)

    def action_doubt(self) -> None:
        """Ask which claims, and say what the same road comes to without them; where that was said, say it no longer."""
        if self._doubted:
            self._doubted = None
            self._paint()
            return

        def answered(typed: str) -> None:
            try:
                self._doubted = doubt(self._session, typed.replace(",", " ").split())
            except StoryFaults as error:
                self.notify(error.faults[0].message, severity="warning", markup=False, timeout=5)
                return
            self._paint()

        leant = " ".join(self._review.leans_on or ())
        self.app.push_screen(AskScreen("CLAIMS TO DOUBT", leant, answered))

    def action_write(self, form: ExportForm) -> None:
        """Write the review to a new file."""
        text = exported(self._review, self._odds, form, self._missing)
        path = Path.cwd() / f"{self._review.story.head.id}-review.{form}"
        ask_where(self.app, path, lambda chosen: write_new(chosen, text))

    @on(Lines.Pressed)
    def press(self, event: Lines.Pressed) -> None:
        """A pair of bars was clicked."""
        if isinstance(event.what, ToDecision):
            self.action_go(event.what.of)

    def on_resize(self) -> None:
        """The chart's height goes by the screen's."""
        self.set_class(self.size.height >= ROOMY, "-roomy")
        self.chart.redraw()
