"""The masthead as a calendar: the months of the story on a rule, today marked; and which decision this is."""

from __future__ import annotations

from textual.content import Content

from playable.tui.text import DIM, KEY

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FEWEST = 3  # months that make a calendar
PAST, AHEAD = "━─"
_FORMS = ((3, 3), (3, 1), (1, 1))  # letters of a month, and the rule before it


def calendar(months: range, today: int | None, said: str, width: int) -> Content:
    """`2018━Jan━Feb━[MAR]─Apr─…── decision 5 of about 26`, in the widest form that fits; else a rule.

    `months` and `today` are counted from January of the year 0; what is past is heavy, what is ahead is light.
    """
    end = f" {said}" if said else ""
    for letters, rule in _FORMS if today is not None and len(months) >= FEWEST else ():
        line = _drawn(months, today or 0, letters, rule)
        if line.cell_length + len(end) + 2 <= width:
            break
    else:
        line = Content("")
    fill = AHEAD * max(0, width - line.cell_length - len(end))
    return Content.assemble(line, (fill, DIM), (end, DIM)).truncate(width)


def _drawn(months: range, today: int, letters: int, rule: int) -> Content:
    parts: list[tuple[str, str]] = []
    for month in months:
        sign, style = (PAST, KEY) if month <= today else (AHEAD, DIM)
        year = f"{month // 12}{sign * rule}" if month == months[0] or month % 12 == 0 else ""
        name = MONTHS[month % 12][:letters]
        shown = f"[{name.upper()}]" if month == today else name
        before = sign * (rule if month != today else max(1, rule - 1))
        parts += [(f"{before}{year}", style), (shown, style)]
    return Content.assemble(*parts)
