"""Terms and people, found by a few words; opened from a marked term it shows that one first."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content

from playable.desk.lookup import Article, articles, find
from playable.tui.screens.index import Index
from playable.tui.text import DIM, HEAD, told
from playable.tui.widgets.rows import Entry, Row, Ruled

KINDS = {"term": "TERMS", "person": "PEOPLE", "claim": "CLAIMS"}


class LookupScreen(Index[Article]):
    """All entries by kind; those marked on the page one comes from stand first."""

    opener = "terms"
    HEADING = "GLOSSARY AND PEOPLE"
    PROMPT = "Look up a term, a person or a claim"
    NOTHING = "Nothing of that name."

    def __init__(self, here: Sequence[str] = (), at: str | None = None) -> None:
        """`here` are the terms of the page one comes from; `at` is the one that was asked for."""
        super().__init__()
        self._here, self._at = here, at
        self._all: tuple[Article, ...] = ()

    def on_mount(self) -> None:
        """Read the story's entries."""
        self._all = articles(self.player.saved.machine.story)
        self.field.display = True

    def on_key(self, event: events.Key) -> None:
        """A letter is looked up, but for the key that opens this and closes it."""
        letter = event.character or ""
        if letter.isalnum() and self.focused is not self.field and event.key not in self.openers():
            event.stop()
            event.prevent_default()
            self.field.focus()
            self.field.insert_text_at_cursor(letter)

    def first(self) -> int | None:
        """The one that was asked for."""
        return next((n for n, row in enumerate(self.rows("")) if row.of and row.of.id == self._at), None)

    def rows(self, words: str) -> Sequence[Row[Article]]:
        """What the words find; without words the page's, then all terms and people."""
        if words:
            return [_entry(article) for article in find(self._all, words)]
        here = [article for article in self._all if article.id in self._here]
        rows: list[Row[Article]] = [_head("ON THIS PAGE"), *map(_entry, here)] if here else []
        for kind in ("term", "person"):
            others = [article for article in self._all if article.kind == kind and article.id not in self._here]
            rows += [_head(KINDS[kind]), *map(_entry, others)] if others else []
        return rows

    def takes(self, of: Article) -> bool:
        """They are only read."""
        return False


def _head(text: str) -> Ruled[Article]:
    return Ruled(None, Content.assemble((text, HEAD)))


def _entry(article: Article) -> Entry[Article]:
    label = Content.assemble(article.name, (f"  {article.under}" if article.under else "", DIM))
    return Entry(article, label, [told(block.spans) for block in article.blocks], unfolds=True)
