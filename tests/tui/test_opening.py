"""The ways in: a playthrough file, a kept game, saves that cannot be written."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from playable.cli import main
from playable.tui.app import GameApp

from tests.tui.tables import DESK, Script, Table


def sitting_down(script: Script, start_from: Path | None = None, saves: Path | None = None) -> None:
    """Run a script at a table that is opened in this way."""

    async def run() -> None:
        app = GameApp(DESK, 1, start_from, saves)
        app.animation_level = "none"
        async with app.run_test(size=(100, 30)) as pilot:
            t = Table(app, pilot)
            await t.opened()
            await script(t)

    asyncio.run(run())


def test_a_playthrough_file_opens_in_the_game(tmp_path: Path) -> None:
    file = tmp_path / "run.yaml"
    file.write_text(f"playthrough: x\nstory: {DESK}\nsteps: [{{choose: desk.wait}}]\n", encoding="utf-8")

    async def script(t: Table) -> None:
        assert "The bridge holds." in t.screen()

    sitting_down(script, start_from=file)


def test_a_playthrough_that_no_longer_holds_says_where_it_stopped(tmp_path: Path) -> None:
    file = tmp_path / "run.yaml"
    file.write_text(f"playthrough: x\nstory: {DESK}\nsteps: [{{choose: desk.gone}}]\n", encoding="utf-8")

    async def script(t: Table) -> None:
        assert "The desk [1/2]" in t.screen()
        assert any("desk.gone" in notice for notice in t.notices())

    sitting_down(script, start_from=file)


def test_a_kept_game_goes_on_with_what_followed() -> None:
    async def first(t: Table) -> None:
        await t.press("1", "1")
        assert "WHAT FOLLOWED" in t.screen()
        await t.press("q")

    async def second(t: Table) -> None:
        assert "1  Continue   The bridge · decision 2" in t.screen()
        await t.press("1")
        assert "WHAT FOLLOWED" in t.screen()

    sitting_down(first)
    sitting_down(second)


def test_saves_that_cannot_be_written_stop_no_game_and_are_not_called_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")

    async def script(t: Table) -> None:
        await t.press("1", "2")
        assert "The bridge holds." in t.screen()
        assert any("It is tried again with each move" in notice for notice in t.notices())
        await t.press("q")
        assert t.app.is_running
        (lost,) = [notice for notice in t.notices() if "q once more leaves" in notice]
        assert lost.startswith("Not on the disk, because File exists: The bridge, one decision.")
        await t.press("w", "enter")
        assert list(tmp_path.glob("*.yaml"))
        await t.press("q")
        assert not t.app.is_running

    sitting_down(script, saves=tmp_path / "file" / "saves.db")


def test_garbage_is_not_looked_for_until_the_title_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for = []

    async def script(t: Table) -> None:
        looked_for.append(gc.isenabled())

    def play(*_: object) -> int:
        looked_for.append(gc.isenabled())
        sitting_down(script)
        return 0

    monkeypatch.setattr("playable.cli.players.draws", lambda: True)
    monkeypatch.setattr("playable.tui.app.play", play)
    try:
        assert main(["play", str(DESK)]) == 0
    finally:
        gc.enable()
    assert looked_for == [False, True]
