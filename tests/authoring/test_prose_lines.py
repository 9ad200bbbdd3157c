"""All prose, line by line as it stands in its files, without markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.authoring.prose_lines import prose_lines
from playable.cli import main
from playable.language.library import shipped

STORY = """\
story: {id: t, title: A *Title*, version: 1.0.0, start: hall}
chapter: One
state:
  trust: {range: [0, 3], start: 1, name: Trust, bands: {0: none, 2: "a \\"deal\\""}}
people: {ann: {name: Ann Lee, role: aide}}
glossary: {old_door: {name: door, text: 'It''s shut.'}}
nodes:
  hall:
    title: The hall
    text:
      - |
        *Nobody* has told [[ann|the aide]],
        or the __crew__; snake_case stays.
      - when: trust == 1
        text: >-
          Folded {trust.band}
          over [[old_door]] {'two lines' if trust > 1 else 'one'}
    choices:
      go: {label: "Go {{on}", goto: end}
  end:
    text: |
      > A quote.

      - An item.
      1. Another, 3 * 4 * 5.
    ending: {name: The End, tone: gain}
"""


def test_each_line_stands_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(STORY)
    assert [(one.line, one.text) for one in prose_lines(path)] == [
        (1, "A Title"),
        (2, "One"),
        (4, "Trust"),
        (4, "none"),
        (4, 'a "deal"'),
        (5, "Ann Lee"),
        (5, "aide"),
        (6, "door"),
        (6, "It's shut."),
        (9, "The hall"),
        (12, "Nobody has told the aide,"),
        (13, "or the crew; snake_case stays."),
        (16, "Folded"),
        (17, "over old door two lines"),
        (19, "Go {on}"),
        (22, "A quote."),
        (24, "An item."),
        (25, "Another, 3 4 5."),
        (26, "The End"),
    ]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_line_is_words_of_its_line(name: str) -> None:
    files: dict[str, list[str]] = {}
    for one in prose_lines(shipped()[name]):
        lines = files.setdefault(one.file, Path(one.file).read_text(encoding="utf-8").splitlines())
        written = lines[one.line - 1].replace("_", " ")
        assert set(re.findall(r"\w+", one.text)) <= set(re.findall(r"\w+", written)), one
        assert "[[" not in one.text


def test_the_command_writes_them(typed: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = typed("nodes: {hall: {text: It rains., ending: {name: Rain, tone: loss}}}", "hall")
    assert main(["stats", str(path), "--texts"]) == 0
    assert f"{path}:" in capsys.readouterr().out
    assert main(["stats", str(path), "--texts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["texts"][-2]["text"] == "It rains."
