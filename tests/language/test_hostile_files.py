"""Does a hostile file end in faults, quickly, whatever it is made of?"""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playable.language.characters import visible
from playable.language.faults import StoryFaults
from playable.language.library import shipped
from playable.language.reading.source import Source
from playable.language.recording import parse_recording

from tests.language.checking import faults_of_story

HEAD = "story: {id: s, title: T, version: 1, start: n0}\n"
MANY = 100_000
LAUGHS = "".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 30))

ANY = {"bad-expression", "out-of-place", "no-way-on", "endless-ring"}
TEXT = "nodes: {a: {ending: {name: A, tone: loss}, text: '"
HOSTILE = {
    "brackets": ("a: " + "[" * MANY, {"too-deep", "unknown-key"}),
    "dashes": ("- " * MANY, {"too-deep"}),
    "braces": ("{a: " * MANY, {"too-deep", "unknown-key"}),
    "indents": ("".join(" " * i + "a:\n" for i in range(300)), {"too-deep", "unknown-key"}),
    "laughs": (LAUGHS, {"yaml-anchor", "yaml-alias", "unknown-key"}),
    "a ring": ("people: &a [*a]", {"yaml-anchor", "yaml-alias"}),
    "aliases": ("people: {a: [" + "*x, " * 5000 + "]}", {"yaml-alias", "wrong-type"}),
    "a tag": ("people: !!python/object/apply:os.system ['touch /tmp/x']", {"yaml-tag"}),
    "a wide mapping": ("people: {" + ", ".join(f"p{i}: {{name: P}}" for i in range(20_000)) + "}", set()),
    "a long line": ("people: {a: {nom: " + "x" * 2_000_000 + "}}", {"unknown-key", "too-long", "missing-key"}),
    "a long key": ("people: {" + "x" * 500_000 + ": 1}", {"prose-colon"}),
    "line ends": ("\n" * 1_000_000, {"empty-file"}),
    "quotes": ("people: " + "'" * 100_001, {"prose-start"}),
    "faults": ("nodes:\n" + "".join(f"  n{i}: {{goto: m{i}}}\n" for i in range(3_000)), {"unknown-node"}),
    "duplicates": ("people:\n" + "  a: {name: A}\n" * 3_000, {"duplicate-key"}),
    "faults in one text": (f"{TEXT}{'{x}' * 3_000}'}}}}", {"unknown-variable"}),
    "braces in prose": (f"{TEXT}{'{' * 40_001}'}}}}", {"open-brace"}),
    "misspelt keys": ("people:\n" + "".join(f"  a{i}: {{nmae: A}}\n" for i in range(2_000)), {"unknown-key"}),
    "controls": ("\x07" * 3_000, {"bad-character", "not-a-mapping"}),
    "a long expression": (f"nodes: {{a: {{when: {'(' * 10_000}, then: a}}}}", ANY),
}  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_have_faults(tmp_path: Path, text: str, codes: set[str]) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(text)
    faults = faults_of_story(path)
    assert {f.code for f in faults} - {"missing-section"} <= codes
    for fault in faults[:50]:
        assert len(fault.excerpt) <= 400
        assert len(str(fault)) < 1_000


@pytest.mark.parametrize(
    ("lines", "count", "code"),
    [
        ("  n{}: {{goto: m{}}}\n", 5_000, "unknown-node"),
        ("  n{}: {{goto: n0, text: *x}}\n", 5_000, "yaml-alias"),
        ("  n{}:\n    text: He said: no\n    goto: n0\n", 2_000, "prose-colon"),
        ("  n{}:\n\ttext: He said\n    goto: n0\n", 2_000, "yaml-tab"),
        ("  n{}:\n    tex\n    goto: n0\n", 2_000, "yaml-syntax"),
    ],
)
def test_of_thousands_of_one_kind_the_first_are_told_and_all_are_counted(
    tmp_path: Path, lines: str, count: int, code: str
) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(HEAD + "nodes:\n" + "".join(lines.format(i, i) for i in range(count)))
    told = [f for f in faults_of_story(path) if f.code == code]
    assert len(told) == 101
    assert sum(f.counts for f in told) == count
    assert told[-1].message == f"and {count - 100:,} more of this kind, from here on"
    assert [f.line for f in told] == sorted(f.line for f in told)


def test_where_not_all_are_looked_at_a_count_says_that_there_are_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("story", "validation"):
        monkeypatch.setattr(f"playable.language.{module}.MOST", 300)
    path = tmp_path / "story.yaml"
    path.write_text(HEAD + "nodes:\n" + "".join(f"  n{i}: {{goto: m{i}}}\n" for i in range(400)))
    told = [f for f in faults_of_story(path) if f.code == "unknown-node"]
    assert told[-1].message == "and at least 200 more of this kind, from here on"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_random_bytes_have_only_faults(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(raw)
    assert all(visible(str(f)) == str(f) for f in faults_of_story(path))


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from("ab: \n-[]{}'\"|>#&*!?%@\\,\t\ud800\x00é<"), max_size=60))
def test_random_yaml_is_read_or_at_fault(text: str) -> None:
    source = Source("x", text)
    assert isinstance(source.data, dict)
    assert all(f.line >= 1 and f.column >= 1 for f in source.faults)


VALID = (shipped()["every_construct"] / "story.yaml").read_text(encoding="utf-8")
_PIECES = ["", " ", "\n", "  ", ":", *"'\"{}[]|x9?#", "- ", "&a ", "*a", "\x1b", "한"]
_EDIT = st.tuples(st.integers(0, len(VALID)), st.integers(0, 3), st.sampled_from(_PIECES))


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_EDIT, min_size=1, max_size=6))
def test_a_mutated_story_has_only_faults(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    text = VALID
    for at, dropped, put in edits:
        text = text[:at] + put + text[at + dropped :]
    path = tmp_path / "story.yaml"
    path.write_text(text, encoding="utf-8")
    for fault in faults_of_story(path):
        assert fault.line <= text.count("\n") + 1
        assert fault.as_json()["message"]


def test_thousands_of_misspelt_steps_are_counted() -> None:
    with pytest.raises(StoryFaults) as raised:
        parse_recording("story: x\nsteps:\n" + "  - chose: a.b\n" * 15_000, "p.yaml")
    assert sum(f.counts for f in raised.value.faults) == 15_000


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80) | st.text(max_size=40).map(lambda text: f"story: x\nsteps: [{{choose: {text}}}]"))
def test_a_random_playthrough_has_only_faults(text: str) -> None:
    with contextlib.suppress(StoryFaults):
        assert parse_recording(text, "p.yaml").story
