"""What a click on a part of a text is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.style import Style

if TYPE_CHECKING:
    from textual.content import Content
    from textual.events import MouseEvent


@dataclass(frozen=True)
class Term:
    """A term or a person of the story, by id."""

    id: str


@dataclass(frozen=True)
class Cite:
    """A claim, by id; None for the claims of the page."""

    id: str | None = None


@dataclass(frozen=True)
class Stand:
    """Where a variable of the board stands, by its name, and what it means."""

    variable: str


@dataclass(frozen=True)
class Hear:
    """A briefing, by id."""

    id: str


@dataclass(frozen=True)
class Key:
    """Whatever the key of this name does."""

    name: str


@dataclass(frozen=True)
class RowAt:
    """A row, by its place among its rows."""

    at: int


@dataclass(frozen=True)
class Tab:
    """One of the forms that a sheet can be seen in, by name."""

    name: str


@dataclass(frozen=True)
class Decision:
    """A decision of the review, counted from 1."""

    number: int


Press = Term | Cite | Stand | Hear | Key | RowAt | Tab | Decision


def pressable(content: Content, press: Press) -> Content:
    """`content`, which a click on presses: see `Lines.Pressed`."""
    return content.stylize(style(press))


def style(press: Press) -> Style:
    """The style that makes a text pressable, and is not seen."""
    return Style.from_meta({"press": press})


def pressed(event: MouseEvent) -> Press | None:
    """What the mouse is on, if that can be pressed."""
    found: Press | None = event.style.meta.get("press")
    return found
