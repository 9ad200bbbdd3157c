"""The command for settings: how each stands, and setting one."""

from __future__ import annotations

from collections.abc import Iterator

from playable.desk import settings as desk
from playable.engine.phrasing import listed, sentence
from playable.plain.command import Command


def commands() -> tuple[Command, ...]:
    """What a player can set."""
    return (Command("settings", "what can be set; with a NAME and a VALUE, set it", settings, "NAME VALUE"),)


def settings(asked: str) -> Iterator[str]:
    """Every setting with how it stands, or one changed."""
    now, notices = desk.read()
    yield from notices
    name, _, typed = asked.lower().partition(" ")
    if not name:
        for setting in desk.SETTINGS:
            values = listed([value.words for value in setting.values], "or")
            yield f"{setting.id}: {desk.words(now, setting)}. {setting.about} It can be {values}."
        yield "Most of them are for the screen. Type settings, a name and a value."
        return
    named = next((s for s in desk.SETTINGS if name in (s.id, s.name.lower())), None)
    if named is None:
        yield f"There is no such setting. There are {listed([s.id for s in desk.SETTINGS])}."
        return
    value = next((v for v in named.values if typed.strip() in (v.words, str(v.value).lower())), None)
    if value is None:
        yield f"{named.name} can be {listed([v.words for v in named.values], 'or')}."
        return
    refused = desk.keep(desk.changed(now, named.id, value.value))
    yield refused or sentence(f"{named.name}: {value.words}")
