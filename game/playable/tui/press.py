"""What a click on a part of a text is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.style import Style

if TYPE_CHECKING:
    from textual.content import Content
    from textual.events import MouseEvent

T = TypeVar("T")


@dataclass(frozen=True)
class _Of(Generic[T]):
    """One of a kind is meant: `of` says which."""

    of: T


class ToTerm(_Of[str]):
    """To a term or a person of the story, by id."""


class ToClaim(_Of[str | None]):
    """To a claim, by id; None for the claims of the page."""


class ToVariable(_Of[str]):
    """To where a variable of the board stands, by its name, and what it means."""


class ToDecision(_Of[int]):
    """To a decision of the review, counted from 1."""


class ToTab(_Of[str]):
    """To one of the forms that a sheet can be seen in, by name."""


class ToRow(_Of[int]):
    """To a row, by its place among its rows."""


class Hear(_Of[str]):
    """A briefing is heard, by id."""


class Act(_Of[str]):
    """An action of the screen is done, by name, whichever key it is on."""


class Key(_Of[str]):
    """A key is pressed, by name."""


Press = ToTerm | ToClaim | ToVariable | ToDecision | ToTab | ToRow | Hear | Act | Key


def pressable(content: Content, press: Press) -> Content:
    """`content`, which a click on presses: see `Lines.Pressed`."""
    return content.stylize(style(press))


def style(press: Press) -> Style:
    """The style that makes a text pressable, and is not seen."""
    return Style.from_meta({"press": press})


def pressed(event: MouseEvent) -> Press | None:
    """What the mouse is on, if that can be pressed."""
    press: Press | None = event.style.meta.get("press")
    return press
