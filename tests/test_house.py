"""What holds of the whole house."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORE = ["language.story", "engine.saves.saved_session", "simulate", "plain.player", "testing.plugin", "cli"]


def modules_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a statement."""
    code = f"{statement}; import sys; print(*{{m.split('.')[0] for m in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_the_core_knows_no_screen() -> None:
    assert not modules_after("import " + ", ".join(f"playable.{module}" for module in CORE)) & {"textual", "rich"}


def test_the_title_waits_for_nothing_heavy() -> None:
    assert not modules_after("import playable.tui.app") & {"pydantic", "yaml", "markdown_it", "sqlite3"}


def test_the_pytest_plugin_costs_other_projects_nothing() -> None:
    assert not modules_after("import playable.testing.plugin") & {"pydantic", "yaml", "textual"}


def test_numpy_waits_for_the_odds() -> None:
    assert not modules_after("import playable.verify, playable.verify.markov.outlook, playable.simulate") & {"numpy"}


def test_no_file_has_grown_past_its_question() -> None:
    long = {p: n for p in (ROOT / "game").rglob("*.py") if (n := len(p.read_text().splitlines())) > 400}
    assert not long
