"""The themes: whatever stands on the screen can be read, and welcome differs from unwelcome without red and green."""

from __future__ import annotations

import pytest
from playable.desk.settings import SETTINGS
from playable.tui.theme import SEASONS, THEMES, season
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
    papers = (theme.background, theme.surface, theme.variables["marked"], *(theme.variables[name] for name in SEASONS))
    for paper in papers:
        for ink in inks:
            assert _contrast(str(ink), str(paper)) >= least, f"{ink} on {paper}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_lines_thumbs_and_the_sign_of_focus_can_be_seen(theme: Theme) -> None:
    drawn = [theme.panel, theme.variables["scrollbar"], theme.variables["scrollbar-hover"], theme.primary]
    for paper in (theme.background, theme.surface):
        for line in drawn:
            assert _contrast(str(line), str(paper)) >= 3, f"{line} on {paper}"


def test_the_paper_leans_with_the_season_and_stands_still_in_high_contrast() -> None:
    assert [season(month) for month in range(12)] == [
        *["winter"] * 2, *["spring"] * 3, *["summer"] * 3, *["autumn"] * 3, "winter",
    ]  # fmt: skip
    for theme in THEMES:
        papers = {theme.variables[name] for name in SEASONS}
        assert len(papers) == (1 if theme.name == "contrast" else 4)
        for paper in papers:
            leans = zip(Color.parse(paper).rgb, Color.parse(str(theme.surface)).rgb, strict=True)
            assert max(abs(a - b) for a, b in leans) <= 4


def test_the_marked_row_is_told_by_its_ground_from_end_to_end_as_well_as_by_its_sign() -> None:
    async def script(t: Table) -> None:
        await t.begin()
        ground = Color.parse(t.app.theme_variables["marked"]).rgb
        row = next(n for n, line in enumerate(t.lines()) if "›" in line and "1  Run it" in line)
        strip = t.app.screen._compositor.render_strips()[row]
        under = sum(len(s.text) for s in strip if s.style and s.style.bgcolor and s.style.bgcolor.triplet == ground)
        assert under >= 70

    table(script)


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
