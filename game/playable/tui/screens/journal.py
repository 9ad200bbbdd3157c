"""The journal: the whole playthrough as it was told, with a search, and two ways to write it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.desk.journal import Hit, JournalEntry, search
from playable.desk.recordings import recording_folder
from playable.desk.transcript import export
from playable.engine.phrasing import moved
from playable.engine.view_parts import Change
from playable.tui.documents import prose
from playable.tui.screens.ask import ask_where
from playable.tui.screens.index import Index
from playable.tui.text import DIM, EMPTY, FOUND, HEAD, KEY, flow, masthead, told
from playable.tui.widgets import rows
from playable.tui.widgets.rows import Row, lead
from playable.tui.widgets.scene import TONES, heard, passage


@dataclass(frozen=True)
class Leaf(Row[int]):
    """One page of the journal, with what was chosen there and what followed."""

    entry: JournalEntry

    def paint(self, width: int, marked: bool) -> list[Content]:
        """The page."""
        inner = width - 2
        lines = _page(self.entry, inner)
        return [(lead(marked) if n == 0 else Content("  ")) + line for n, line in enumerate(lines)] + [EMPTY]


class JournalScreen(Index[int]):
    """Every page from the first to the present one; each row is of one, by its turn."""

    opener = "journal"
    HEADING = "JOURNAL"
    PROMPT = "Words to find"
    NOTHING = "These words do not stand in the journal."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page(1)", "read on", tooltip="Read on"),
        Binding("m", "markdown", "Markdown", tooltip="Write the journal to a Markdown file"),
        Binding("w", "write", "playthrough", tooltip="Write a playthrough file, for a test or a friend"),
    ]

    def __init__(self, entries: Sequence[JournalEntry], turn: int | None = None) -> None:
        """`turn`: the page to open at, else the last."""
        super().__init__()
        self._entries = entries
        self._turn = len(entries) - 1 if turn is None else turn

    def first(self) -> int | None:
        """The page that was asked for."""
        return self._turn

    def rows(self, words: str) -> Sequence[Row[int]]:
        """The pages, or each paragraph that holds the words."""
        if words:
            return [_hit(hit) for hit in search(self._entries, words)]
        return [Leaf(entry.turn, EMPTY, entry) for entry in self._entries]

    def takes(self, of: int) -> bool:
        """What was found leads to its page."""
        return bool(self.words)

    def taken(self, of: int) -> None:
        """From what was found to its page."""
        self.leave_search()
        self.fill(of)

    def action_page(self, by: int) -> None:
        """A page is longer than the screen: scroll it."""
        for reading in self.query("#reading"):
            reading.scroll_relative(y=by * max(1, reading.size.height - 1), animate=False)

    def action_markdown(self) -> None:
        """Write it as Markdown."""
        session = self.player.saved.session
        self._write(Path.cwd(), ".md", lambda path: export(session, path))

    def action_write(self) -> None:
        """Write it as a playthrough file."""
        saved = self.player.saved
        self._write(recording_folder(saved.machine.story.path), ".yaml", saved.export)

    def _write(self, folder: Path, suffix: str, how: Callable[[Path], None]) -> None:
        saved = self.player.saved
        ask_where(self.app, folder / f"{saved.machine.story.head.id}-{saved.view.turn}{suffix}", how)


def _hit(hit: Hit) -> rows.Entry[int]:
    text = Content(hit.text)
    for start, end in hit.marks:
        text = text.stylize(FOUND, start, end)
    return rows.Entry(hit.turn, text, first=Content.assemble((f"No. {hit.turn + 1:<3} ", KEY)))


def _page(entry: JournalEntry, width: int) -> list[Content]:
    lines: list[Content] = []
    number = f"No. {entry.turn + 1}"
    for n, told_of in enumerate(entry.passages, 1):
        lines += passage(told_of, width, known=False, number=number if n == len(entry.passages) else "")
        lines += [*_moved(told_of.changes, width), EMPTY]
    if not entry.passages:
        lines += [*masthead(width, Content.assemble((entry.title, HEAD)), number), EMPTY]
    for hearing in entry.heard:
        lines += [*heard(hearing, width), EMPTY]
    if entry.followed:
        lines += flow(told(entry.followed.label), width, Content.assemble(("› ", KEY)))
        if entry.followed.blocks:
            lines += [EMPTY, *prose(entry.followed.blocks, width)]
        lines += _moved(entry.followed.changes, width)
    if entry.ending:
        lines += [*flow(Content.assemble((entry.ending.name, HEAD), f"  {TONES[entry.ending.tone]}"), width)]
    return lines


def _moved(changes: Iterable[Change], width: int) -> list[Content]:
    return [line for c in changes for line in flow(Content.assemble((moved(c), DIM)), width, "  ", "    ")]
