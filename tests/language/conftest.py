"""Stories with the faults marked in them.

A line such as `#    ^ unknown-node hub` is no part of the story: it says that the line above has this fault at the
column of the `^`, and what is suggested. Any fault that is not marked fails the test, and so does any that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.language.faults import Fault

from tests.language.checking import faults_of_story

Expected = tuple[str, int, int, str, str | None]  # file, line, column, code, suggestion
_MARK = re.compile(r"#? *\^ (\S+)(?: (.+))?")

SOUND = """\
story: {id: sound, title: Sound, version: 1.0.0, start: hub, claims: claims.yaml}
state:
  trust: {range: [0, 6], start: 1, bands: {0: none, 3: working}}
  promise: {one_of: [none_made, declaration, silence], start: none_made}
  drills: {start: false}
people:
  yoo: {name: Yoo}
glossary:
  regime: {name: Peace regime, text: What would replace the armistice.}
nodes:
  hub:
    text: Where to?
    briefings:
      yoo: {text: Ask again.}
    choices:
      stay: {label: Stay, outcome: You stay.}
      leave: {label: Leave, goto: summer}
  summer: {draw: strikes, then: the_cap}
  leak: {text: A leak., goto: back}
  the_cap: {ending: {name: The Cap, tone: stalemate}}
decks:
  strikes: [leak]
"""
LEDGER = "claims:\n  c1: {paragraph: 1, kind: fact, says: It was.}\n"


def unmarked(text: str, file: str) -> tuple[str, list[Expected]]:
    """The story in a marked text, and the faults that are marked in it."""
    lines: list[str] = []
    expected: list[Expected] = []
    for line in text.split("\n"):
        if mark := _MARK.fullmatch(line):
            expected.append((file, len(lines), line.index("^") + 1, mark[1], mark[2]))
        else:
            lines.append(line)
    return "\n".join(lines), expected


def placed(faults: list[Fault], folder: Path) -> list[Expected]:
    """Faults in the form that marks have."""
    return sorted((str(Path(f.file).relative_to(folder)), f.line, f.column, f.code, f.suggestion) for f in faults)


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., list[Fault]]:
    """Check the faults of a story made of marked files; `more.yaml` is added to a story without a fault."""

    def check(more: str | None = None, **files: str) -> list[Fault]:
        texts = {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
        if more is not None:
            texts = {"story.yaml": SOUND, "claims.yaml": LEDGER, "more.yaml": more, **texts}
        expected: list[Expected] = []
        for name, marked in texts.items():
            text, marks = unmarked(marked, name)
            expected += marks
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        # nothing leads to the nodes that most examples add, and that is not what they show
        asked = {code for *_, code, _ in expected}
        faults = [f for f in faults_of_story(tmp_path) if f.code != "unreachable" or f.code in asked]
        assert placed(faults, tmp_path) == sorted(expected)
        return faults

    return check
