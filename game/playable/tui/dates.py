"""When something was, as the player's clock has it."""

from __future__ import annotations

from datetime import datetime


def day(when: datetime) -> str:
    """`1 May 1990`"""
    here = when.astimezone()
    return f"{here.day} {here:%B %Y}"


def minute(when: datetime) -> str:
    """`1 May 1990, 23:30`"""
    return f"{day(when)}, {when.astimezone():%H:%M}"
