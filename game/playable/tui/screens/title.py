"""The title: painted before anything of the story is read, filled in when it has been."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from playable.tui.player import Menu
from playable.tui.screen import SHORT, PlayerScreen
from playable.tui.text import BACK, DIM, EMPTY, HEAD, KEY, flow, rule, spaced
from playable.tui.widgets.choices import Choices, Item
from playable.tui.widgets.keys import Keys
from playable.tui.widgets.lines import Lines
from playable.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from playable.engine.saves.records import Save
    from playable.engine.saves.saved_session import SavedSession
    from playable.language.story import Story

NAME = "Enemy of the Good"
WORDS = 48  # columns that the words keep beside a picture, with the air around both
MOST = 20  # endings that are shown as marks
BLOCKS = range(0x2580, 0x25A0)


class TitleScreen(PlayerScreen, inherit_bindings=False):
    """The name, what is at stake, the ways in, and a picture where there is one and room for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,space", "page(1)", "scroll", show=False, tooltip="Scroll what the story says of itself"),
        Binding("pageup", "page(-1)", "scroll", show=False, tooltip="Scroll what the story says of itself"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.named = Lines(lambda width: self._headed(NAME, width))
        self.stakes = Lines(lambda width: flow(Content.assemble(("Opening the story …", DIM)), width))
        self.front = Pane(self.named, self.stakes, id="cover")
        self.menu: Choices[Menu] = Choices(self.choose, id="choices")
        self.words = Vertical(self.front, self.menu, id="words")
        self.picture = Lines(id="picture")
        self._rows: list[str] = []  # of the picture

    def compose(self) -> ComposeResult:
        """A cover, the choices, a picture beside them."""
        with Horizontal(id="front"):
            yield self.words
            yield self.picture
        yield Keys()

    def on_mount(self) -> None:
        """Offer what can be had without the story."""
        self._fit()
        self._offer({Menu.NEW: "", Menu.SETTINGS: "", Menu.QUIT: ""})

    def on_resize(self) -> None:
        """Other sizes, with the picture or without."""
        self._fit()

    def on_screen_resume(self) -> None:
        """The settings may be others."""
        self._fit()

    def _fit(self) -> None:
        wide, tall = max(map(len, self._rows), default=0), len(self._rows)
        wanted = self.player.settings.picture and "NO_COLOR" not in os.environ
        fits = self.size.width >= WORDS + wide and self.size.height > tall
        self.picture.display = bool(tall) and wanted and fits
        self.picture.styles.width = wide
        self.words.styles.min_height = tall if self.picture.display else None  # so that both have one middle
        self.menu.brief = self.size.height < SHORT

    def _headed(self, name: str, width: int) -> list[Content]:
        lines = flow(Content.assemble((spaced(name, width), HEAD)), width)
        return lines if self.size.height < SHORT else [*lines, rule(width, sign="━"), EMPTY]

    def tell(self, saved: SavedSession) -> None:
        """Fill in what the story says of itself."""
        head, first = saved.machine.story.head, saved.session.views[0]
        when = Content.assemble((" · ".join(part for part in (first.date, first.place) if part), KEY))
        said = Content(" ".join((head.stakes or head.about or "").split()))

        def told(width: int) -> list[Content]:
            return [*([*flow(when, width), EMPTY] if when and self.size.height >= SHORT else []), *flow(said, width)]

        self.named.show(lambda width: self._headed(head.title, width))
        self.stakes.show(told)
        self._rows = head.picture.split("\n") if head.picture else []
        self.picture.show(lambda width: [_drawn(row) for row in self._rows])
        self._fit()

    def offer(self, saved: SavedSession, asked_short: bool) -> None:
        """What can be chosen; `asked_short`: every game is the short one, as was asked on the command line."""
        self._offer(_menu(saved, asked_short))

    def _offer(self, menu: dict[Menu, str]) -> None:
        items = [Item(it, Content.assemble(it.value, (f"   {said}" if said else "", DIM))) for it, said in menu.items()]
        self.menu.offer(f"title/{len(items)}", items)
        self.refresh_bindings()

    def choose(self, item: Menu) -> None:
        """Hand what was chosen to the app."""
        self.player.go(item)

    def said(self, binding: Binding) -> str:
        """The key of a choice makes it."""
        if binding.action.startswith("pick") and (item := self.menu.keyed(binding.key)) and item.of:
            return item.of.value
        return super().said(binding)

    def action_page(self, by: int) -> None:
        """Scroll the cover, where it is taller than the screen."""
        self.front.scroll_relative(y=by * 5, animate=False)


def _menu(saved: SavedSession, asked_short: bool) -> dict[Menu, str]:
    from playable.engine.phrasing import counted

    story, kept = saved.machine.story, saved.latest()
    menu = {Menu.CONTINUE: _where(kept, story)} if kept else {}
    menu[Menu.NEW] = ""
    if (short := story.head.short) and not asked_short:
        menu[Menu.SHORT] = counted(len(short.asks), "decision")
    menu[Menu.SAVES] = "" if kept or saved.store.unreadable else "none yet"
    menu[Menu.ENDINGS] = _marks(len(saved.endings()), sum(node.ending is not None for node in story.nodes.values()))
    menu[Menu.ABOUT] = ""
    return {**menu, Menu.SETTINGS: "", Menu.QUIT: ""}


def _where(kept: Save, story: Story) -> str:
    """Where a playthrough stands, and when: the day of its scene, where that is sure, and the decision."""
    from playable.engine.phrasing import counted

    days = {node.date for node in story.nodes.values() if node.title == kept.title and node.date}
    day = days.pop() if len(days) == 1 else ""
    if kept.ending:  # whose name may not have been read yet
        return f"at its end · {counted(kept.turn, 'decision')}"
    return " · ".join(part for part in (kept.title or "the start", day, f"decision {kept.turn + 1}") if part)


def _marks(found: int, endings: int) -> str:
    """`2 of 5 found   ●●○○○`"""
    marks = "●" * found + "○" * (endings - found) if endings <= MOST else ""
    return f"{found} of {endings} found   {marks}".strip()


def _drawn(row: str) -> Content:
    """A row of a picture: blocks stand back, all else is lit."""
    return Content.assemble(*((c, BACK if ord(c) in BLOCKS else KEY) for c in row))
