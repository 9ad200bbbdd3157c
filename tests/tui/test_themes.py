"""The themes: whatever stands on the screen can be read, and welcome differs from unwelcome without red and green."""

from __future__ import annotations

import pytest
from playable.desk.settings import SETTINGS
from playable.tui.theme import THEMES
from textual.color import Color
from textual.theme import Theme

from tests.tui.tables import Table, table


def _contrast(one: str, other: str) -> float:
    """As WCAG 2 has it, from 1 to 21."""
    lighter, darker = sorted((_luminance(Color.parse(c)) for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    def linear(part: float) -> float:
        return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_stands_out(theme: Theme) -> None:
    least = 7 if theme.name == "contrast" else 4.5
    inks = [theme.foreground, theme.primary, theme.secondary, theme.success, theme.error, theme.variables["dim"]]
    for paper in (theme.background, theme.surface):
        for ink in inks:
            assert _contrast(str(ink), str(paper)) >= least, f"{ink} on {paper}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_lines_thumbs_and_the_sign_of_focus_can_be_seen(theme: Theme) -> None:
    drawn = [theme.panel, theme.variables["scrollbar"], theme.variables["scrollbar-hover"], theme.primary]
    for paper in (theme.background, theme.surface):
        for line in drawn:
            assert _contrast(str(line), str(paper)) >= 3, f"{line} on {paper}"


def test_without_red_and_green_blue_tells() -> None:
    theme = next(theme for theme in THEMES if theme.name == "colour_blind")
    good, bad = Color.parse(str(theme.success)), Color.parse(str(theme.error))
    assert abs(good.b - bad.b) > 128


def test_every_theme_that_can_be_set_is_there() -> None:
    assert [theme.name for theme in THEMES] == [v.value for s in SETTINGS if s.id == "theme" for v in s.values]


def test_another_theme_repaints_what_is_on_the_screen() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        for _ in THEMES:
            before = _colours(t)
            await t.press("comma", "right", "escape")
            assert _colours(t) != before

    table(script)


def _colours(t: Table) -> set[str]:
    strips = t.app.screen._compositor.render_strips()
    return {str(segment.style.color) for strip in strips for segment in strip if segment.style}
