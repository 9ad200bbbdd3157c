"""A story speaks of what it leans on by the name that it gave it: nothing here knows of any one essay."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from playable.authoring.page import page
from playable.authoring.stats import lines, stats
from playable.cli import main
from playable.desk.transcript import transcript
from playable.engine.assembly import assemble
from playable.engine.session import Session
from playable.language.library import main_story, shipped
from playable.language.story import Story, load
from playable.review.export import exported
from playable.review.review import review

GAME = Path(__file__).parent.parent / "game" / "playable"


def ended(story: Story) -> Session:
    """A playthrough by the first choice that is open, to its end."""
    session = Session(assemble(story), 3)
    while not session.ended:
        session.choose(session.open_choices[0])
    return session


def test_a_story_with_another_source_never_says_essay(capsys: pytest.CaptureFixture[str]) -> None:
    path = shipped()["every_construct"]
    story = load(path)
    session = ended(story)
    told = [transcript(session), exported(review(session), None, "md", full=True), "\n".join(lines(stats(story)))]
    main(["play", str(path), "--plain", "--from", str(path / "playthroughs" / "put_out.yaml")])
    told.append(capsys.readouterr().out)
    assert all("essay" not in one.lower() for one in told)
    assert "outside the notices" in "".join(told)
    assert "The notices’ view" in "".join(told)


def test_the_game_names_its_own() -> None:
    session = ended(load(main_story()))
    told = exported(review(session), None, "md", full=True)
    assert "The essay’s view" in told
    assert "outside the essay" in told


def test_no_word_of_the_program_names_it() -> None:
    """But for the key of the format, and what is the game's own."""
    found = []
    for path in GAME.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            said = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
            if isinstance(said, str) and "essay" in said.lower() and said != "essay":
                found.append((path.name, said))
    scripts = (path for path in GAME.rglob("*.js") if "vendor" not in path.parts)
    lines_ = [(path.name, line) for path in scripts for line in path.read_text(encoding="utf-8").splitlines()]
    found += [(name, line) for name, line in lines_ if re.search('[Ee]ssay(?!")', line)]
    assert found == []


def test_the_page_says_it_too() -> None:
    assert '"called":"the notices"' in page(load(shipped()["every_construct"]))
