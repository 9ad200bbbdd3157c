"""The endings found; of the others how they would end, and the nearest way there from one's last road."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from playable.desk.gallery import Gallery, GalleryEnding, gallery
from playable.desk.odds_in_words import chance
from playable.review.counterfactuals import nearest_road
from playable.review.phrasing import phrases
from playable.tui.dates import day
from playable.tui.screens.index import Index
from playable.tui.text import DIM, HEAD, KEY, STRONG
from playable.tui.widgets.rows import Entry, Row

SLICE = 0.04  # seconds: ways are looked for half of the time


class EndingsScreen(Index[GalleryEnding]):
    """All endings of the story, from the best tone to the worst. Ways there come in as they are found."""

    opener = "endings"
    HEADING = "ENDINGS"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "go there", tooltip="Go back to where the way there leaves your road, and play on"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._search: nearest_road.Search | None = None
        self._looking: Iterator[int] = iter(())
        self._looked = False

    def on_mount(self) -> None:
        """Show what is known, and begin to look for ways."""
        super().on_mount()
        missing = [ending.id for ending in self._gallery().endings if not ending.found]
        self._road = nearest_road.last_road(self.player.saved) if missing else None
        if self._road is not None:
            self._search = nearest_road.Search(self._road, missing)
            self._looking = self._search.look()
            self._clock = self.set_interval(SLICE, self._look_on)

    def _look_on(self) -> None:
        assert self._search is not None
        before, until = len(self._search.found), monotonic() + SLICE / 2
        while monotonic() < until and not self._looked:
            self._looked = next(self._looking, None) is None
        if self._looked:
            self._clock.stop()
        if self._looked or len(self._search.found) > before:
            self.fill(self.listed.at)

    def _gallery(self) -> Gallery:
        saved, outlook = self.player.saved, self.player.background.outlook()
        return gallery(saved.machine.story, saved.endings(), outlook.start() if outlook else None)

    def rows(self, words: str) -> Sequence[Row[GalleryEnding]]:
        """One row an ending, a head above them."""
        endings = self._gallery()
        head: Row[GalleryEnding] = Row(None, Content.assemble((f"{endings.found} of {endings.total} found", DIM)))
        return [head, *map(self._row, endings.endings)]

    def _row(self, ending: GalleryEnding) -> Entry[GalleryEnding]:
        sign = Content.assemble(
            ("● " if ending.found else "○ ", KEY), (f"{ending.tone:<11}", HEAD if ending.found else DIM)
        )
        name = Content.assemble((ending.name, STRONG)) if ending.name else Content.assemble(("not found yet", DIM))
        odds = f"  {chance(ending.odds)} at random" if ending.odds is not None else ""
        said = [Content.assemble((ending.hint, DIM))]
        if ending.found:
            said.append(Content.assemble((f"first found {day(ending.found)}", DIM)))
        near, way = self._way(ending)
        label = Content.assemble(name, (odds, DIM), (f"  {near}" if near else "", KEY))
        return Entry(ending, label, said, first=sign, told=[Content(way)] if way else [])

    def _way(self, ending: GalleryEnding) -> tuple[str, str]:
        """How far an ending is that was not found, and the way there, or why there is none yet."""
        if self._search is None or self._road is None or ending.found:
            return "", ""
        if nearest := self._search.found.get(ending.id):
            return phrases.away(nearest), phrases.nearest(self._road, nearest)
        if not self._looked:
            return "", "The way there is being looked for."
        return "", phrases.beyond(self._road, self._search.within)

    def takes(self, of: GalleryEnding) -> bool:
        """One goes where a way is known."""
        return self._search is not None and of.id in self._search.found

    def taken(self, of: GalleryEnding) -> None:
        """To the decision where the way leaves one's own road, with the way said there."""
        assert self._search is not None
        assert self._road is not None
        nearest = self._search.found[of.id]
        self.dismiss()
        self.player.play_on(nearest_road.there(self._road, nearest))
        self.app.notify(phrases.nearest(self._road, nearest), markup=False, timeout=15)
