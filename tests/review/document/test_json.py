"""What `review --to json` writes is what docs/review.md says, key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.language.story import load
from playable.review.document.json import as_json
from playable.review.odds.decisions import decision_odds
from playable.review.review import review, whole
from playable.verify.markov import Outlook

from tests.review.planted import ALL_A, BOUND
from tests.review.tables import played

DOCS = Path(__file__).parents[3] / "docs" / "review.md"
FORMS = {
    "": "The review",
    "ending": "An ending",
    "why": "One of `why`",
    "why.moved": "One of `moved`",
    "why.turned_by": "One of `turned_by`",
    "changes": "One of `changes`",
    "turns": "One of `turns`",
    "doubted": "One of `doubted`",
    "beside": "One of `beside`",
    "doors": "One of `doors`",
    "doors.before": "What could be had",
    "doors.after": "What could be had",
    "decisions": "One of `decisions`",
    "decisions.odds": "The odds of a decision",
    "decisions.odds.before": "Odds",
    "decisions.odds.moves.*": "Odds",
    "decisions.arrived": "A change",
    "decisions.changes": "A change",
    "decisions.debriefs": "A debrief",
    "arrived": "A change",
    "hidden": "One of `hidden`",
    "hidden.others": "One of `others`",
    "hidden.others.ending": "An ending",
    "untold": "One of `untold`",
    "untold.changes": "A change",
    "marks": "One of `marks`",
    "marks.leaned": "A change",
    "debriefs": "A debrief",
    "claims": "A claim",
}
BY_ID = re.compile(r"(^|\.)(endings|otherwise|tones|best|worst)$")  # of these the keys are ids
SOME = {"A change", "An ending"}  # forms of which not every key stands everywhere


def documented() -> dict[str, set[str]]:
    """The keys of each form."""
    text = DOCS.read_text(encoding="utf-8").partition("## As data")[2].partition("\n## ")[0]
    found = {}
    for form, table in re.findall(r"\*\*(.+)\*\*\n\n((?:\|.*\n)+)", text):
        found[form] = {key for row in table.splitlines()[2:] for key in re.findall(r"`(\w+)`", row.split(" | ")[0])}
    return found


def met(value: object, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Each mapping of a record: where it stands, and its keys."""
    if isinstance(value, list):
        for one in value:
            yield from met(one, path)
    elif isinstance(value, dict) and not BY_ID.search(path):
        if path != "decisions.odds.moves":
            yield path, frozenset(value)
        for key, one in value.items():
            step = "*" if path == "decisions.odds.moves" else key
            yield from met(one, f"{path}.{step}" if path else step)


def written(machine: Machine, *steps: str) -> list[tuple[str, frozenset[str]]]:
    session = played(machine, *steps)
    *_, found = whole(review(session), session)
    outlook = Outlook.of(machine)
    assert outlook is not None
    return list(met(as_json(found, decision_odds(found.moments, outlook))))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, frozenset[str]]]:
    """Every mapping of two reviews that have all there is between them."""
    path = tmp_path_factory.mktemp("keys") / "story.yaml"
    policies = "policies: {other: {takes: [d4.b]}}\n"
    path.write_text(BOUND.replace("state:\n", f"{policies}state:\n", 1), encoding="utf-8")
    knocked = ("chance urn.red", "hear room.ann", "choose room.knock", "choose room.mark", "choose room.open")
    return [
        *written(assemble(load(Path(__file__).parents[1] / "whole.yaml")), *knocked),
        *written(assemble(load(path)), *ALL_A),
    ]


def test_every_key_that_is_written_is_documented(forms: list[tuple[str, frozenset[str]]]) -> None:
    keys = documented()
    for path, written_there in forms:
        form = FORMS[path]
        assert written_there <= keys[form], f"{path}: {written_there - keys[form]}"
        if form not in SOME:
            assert written_there == keys[form], f"{path}: {keys[form] - written_there}"


def test_every_form_that_is_documented_is_written(forms: list[tuple[str, frozenset[str]]]) -> None:
    written_there: dict[str, set[str]] = {}
    for path, some in forms:
        written_there.setdefault(FORMS[path], set()).update(some)
    assert written_there == documented()
