"""Which files are read, and what is said of those that cannot be?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playable.language.characters import visible
from playable.language.faults import StoryFaults
from playable.language.library import shipped
from playable.language.reading import source
from playable.language.recording import read_recording
from playable.language.story import load

from tests.language.checking import faults_of_story

HEAD = "story: {id: s, title: T, version: 1, start: end, claims: claims.yaml}\n"
END = "nodes:\n  end: {ending: {name: E, tone: loss}, cites: [c1]}\n"
LEDGER = "claims:\n  c1: {paragraph: 1, kind: fact, says: It was.}\n"
Told = list[tuple[str, int, int]]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    (folder / "acts").mkdir(parents=True)
    (folder / "playthroughs").mkdir()
    (folder / "story.yaml").write_text(HEAD)
    (folder / "acts" / "one.yaml").write_text(END)
    (folder / "claims.yaml").write_text(LEDGER)
    (folder / "playthroughs" / "p.yaml").write_text("no story at all")
    return folder


def told(path: Path) -> Told:
    return [(f.code, f.line, f.column) for f in faults_of_story(path)]


def test_a_folder_its_story_file_and_a_single_file_are_stories(story: Path, tmp_path: Path) -> None:
    assert load(story).digest == load(story / "story.yaml").digest
    alone = tmp_path / "alone.yaml"
    alone.write_text("\ufeff" + HEAD.replace("\n", "\r\n") + END + LEDGER)
    (tmp_path / "claims.yaml").write_text("source: {title: S}\nclaims:\n  c2: {paragraph: 1, kind: fact, says: x}\n")
    assert set(load(alone).claims) == {"c1", "c2"}


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", [("empty-file", 1, 1)]),
        (b"# nothing\n", [("empty-file", 1, 1)]),
        (b"- a\n", [("not-a-mapping", 1, 1)]),
        (b"just text", [("not-a-mapping", 1, 1)]),
        (b"people:\n  lee: {name: Caf\xe9}\n", [("not-utf8", 2, 18)]),
        ("people: {}\n".encode("utf-16"), [("not-utf8", 1, 1)]),
        (b"\x89PNG\r\n\x1a\n\0\0\0", [("binary", 3, 1)]),
        (bytes(range(128, 256)) * 9, [("not-utf8", 1, 1)]),
        (b"people:\r\n  lee: {nam: Lee}\r\n", [("unknown-key", 2, 9)]),
        (b"people:\r  lee: {nam: Lee}\r", [("unknown-key", 2, 9)]),
        (b"%YAML 9.9\n---\npeople: {}\n", [("yaml-syntax", 1, 1)]),
        (b"people: {}\n...\nnodes: {}\n", [("second-document", 2, 1)]),
        (b"---\npeople: {lee: {name: Lee}}\n...\n", []),
        (b'people: {lee: {name: "\\ud800"}}', [("bad-escape", 1, 23)]),
        ("people: {l\u202eee: {name: L}}".encode(), [("bad-id", 1, 10)]),
        ("people: {lee: {name: 'x', \x85}}".encode(), []),
    ],
)
def test_odd_files_have_faults_with_places(story: Path, content: bytes, faults: Told) -> None:
    (story / "odd.yaml").write_bytes(content)
    assert told(story) == faults


def test_an_unread_file_makes_no_further_faults(story: Path) -> None:
    (story / "acts" / "one.yaml").write_bytes(b"\0" + END.encode())
    (story / "two.yaml").write_text("nodes:\n  road: {goto: elsewhere}\n  bad: {gotoo: end}\n")
    assert told(story) == [("binary", 1, 1), ("unknown-key", 3, 9)]


def test_a_syntax_error_in_one_file_hides_nothing_of_another(story: Path) -> None:
    (story / "acts" / "one.yaml").write_text("nodes:\n  a: {text: x: y}\n  end: {}\n")
    (story / "two.yaml").write_text("nodes:\n  b: {goto: end}\n  c: {goto: gone}\n")
    assert told(story) == [("prose-colon", 2, 14), ("no-way-on", 3, 3), ("unknown-node", 3, 13)]


def test_an_id_given_twice_names_both_places(story: Path) -> None:
    (story / "two.yaml").write_text("story: {id: s}\nnodes:\n  end: {goto: end, text: '{x}'}\n")
    faults = faults_of_story(story)
    assert [(f.code, f.line, f.column) for f in faults if not f.code.startswith(("missing", "unknown"))] == [
        ("duplicate-section", 1, 1), ("duplicate-id", 3, 3)]  # fmt: skip
    assert "one.yaml:2:3" in next(f.message for f in faults if f.code == "duplicate-id")


@pytest.mark.parametrize("name", ["story.yaml", "claims.yaml", "acts/one.yaml"])
def test_links_and_pipes_are_not_opened(story: Path, name: str) -> None:
    path = story / name
    path.rename(story.parent / "away.yaml")
    path.symlink_to(story.parent / "away.yaml")
    assert [f.code for f in faults_of_story(story)] == ["link"]
    path.unlink()
    os.mkfifo(path)
    assert [f.code for f in faults_of_story(story)] == ["not-a-file"]


def test_a_linked_folder_a_yml_file_and_an_editors_own(story: Path) -> None:
    (story / "more").symlink_to(story.parent)
    (story / "acts" / "two.yml").write_text("nodes: {}")
    (story / ".#one.yaml").symlink_to("nobody@nowhere")
    assert {(f.code, f.severity) for f in faults_of_story(story)} == {("link", "error"), ("not-read", "warning")}


def test_what_is_not_there(story: Path, tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == [("unreadable", 0, 0)]
    assert told(tmp_path / "a\0b") == [("unreadable", 0, 0)]
    (story / "story.yaml").unlink()
    assert "story.yaml" in faults_of_story(story)[0].message
    (story / "story.yaml").mkdir()
    assert told(story)[0][0] == "not-a-file"


def test_a_story_needs_its_head(story: Path) -> None:
    (story / "story.yaml").write_text("people:\n  lee: {name: Lee}\n")
    assert "missing-section" in {f.code for f in faults_of_story(story)}


@pytest.mark.parametrize("ledger", ["a: 1\n", "claims: {c1: {}}\nnodes: {}\n", "", "\0", "claims: [", None])
def test_a_faulty_ledger_is_said_of_the_ledger_alone(story: Path, tmp_path: Path, ledger: str | None) -> None:
    (story / "claims.yaml").unlink()
    (story / "story.yaml").write_text(HEAD.replace("claims.yaml", "../ledger.yaml"))
    (tmp_path / "seeds").mkdir()
    if ledger is None:
        (tmp_path / "ledger.yaml").mkdir()
    else:
        (tmp_path / "ledger.yaml").write_text(ledger)
    faults = faults_of_story(story)
    assert faults
    assert all("ledger" in f.file or "ledger" in f.message for f in faults)


def test_a_file_too_large_is_not_read(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 1000)
    (story / "huge.yaml").write_text("# " + "x" * 1000)
    assert told(story) == [("too-large", 0, 0)]


def test_faults_cannot_style_a_terminal(story: Path) -> None:
    odd = 'people:\n  "\\e[31m": {"na\\u202em": X, name: Y}\n  lee: {name: "\x9b\u202e"}\n'
    (story / "odd\x9b.yaml").write_text(odd)
    faults = faults_of_story(story)
    assert {f.code for f in faults} == {"bad-id", "unknown-key", "bad-character"}
    for f in faults:
        text = f"{f}{f.message}{f.file}{f.suggestion}{f.as_json()}"
        assert visible(text) == text


def stranger(folder: Path) -> Path:
    """A story that somebody sent, beside a file of its reader that no story may open."""
    inner = folder / "sent" / "story"
    inner.mkdir(parents=True)
    (folder / "private.yaml").write_text("password: swordfish\n")
    (inner / "story.yaml").write_text(HEAD.replace("claims.yaml", "../../private.yaml") + END)
    return inner


@pytest.mark.parametrize("named", ["../../private.yaml", "/etc/passwd", "..", "away/private.yaml", "loop/x", "~/x"])
def test_a_strangers_ledger_is_not_opened(tmp_path: Path, named: str) -> None:
    story = stranger(tmp_path)
    (story / "story.yaml").write_text(HEAD.replace("claims.yaml", named) + END)
    (story / "away").symlink_to(tmp_path)
    (story / "loop").symlink_to("loop")
    faults = [f for f in faults_of_story(story) if f.code != "link"]
    expected = "unreadable" if named == "~/x" else "outside"  # `~` is a name like any other
    assert [(f.code, f.line, f.column) for f in faults] == [(expected, 1, 58)]
    assert "swordfish" not in str(faults[0])
    assert "root:" not in str(faults[0])
    if expected == "outside":
        assert not faults[0].excerpt


@pytest.mark.parametrize("mark", ["seeds", ".git", ".hg"])
def test_a_checkout_is_one_place(tmp_path: Path, mark: str) -> None:
    story = stranger(tmp_path)
    (tmp_path / mark).mkdir()
    (tmp_path / "private.yaml").write_text(LEDGER)
    assert told(story) == []


def test_the_nearest_checkout_counts(tmp_path: Path) -> None:
    story = stranger(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "sent" / ".git").write_text("gitdir: elsewhere\n")
    assert [code for code, _, _ in told(story)] == ["outside"]


@pytest.mark.parametrize("named", ["../../private.yaml", "/etc/passwd", "../away", "/", "."])
def test_a_strangers_playthrough_opens_no_other_file(tmp_path: Path, named: str) -> None:
    story = stranger(tmp_path)
    (tmp_path / "sent" / "away").symlink_to(tmp_path)
    file = story / "p.yaml"
    file.write_text(f"playthrough: P\nstory: {named}\n")
    playthrough = read_recording(file)
    if named == ".":
        assert playthrough.story_path() == story
        return
    with pytest.raises(StoryFaults) as raised:
        playthrough.story_path()
    (fault,) = raised.value.faults
    assert (fault.code, fault.line, fault.column, fault.excerpt) == ("outside", 2, 8, "")


@pytest.mark.parametrize("named", ["..", "../story.yaml", "../../alone.yaml"])
def test_a_playthrough_belongs_to_the_story_around_it(tmp_path: Path, named: str) -> None:
    story = stranger(tmp_path)
    (tmp_path / "sent" / "alone.yaml").write_text(HEAD + END + LEDGER)
    tests = tmp_path / "sent" / "playthroughs" if "alone" in named else story / "playthroughs"
    tests.mkdir()
    (tests / "p.yaml").write_text(f"story: {named.removeprefix('../') if 'alone' in named else named}\n")
    assert read_recording(tests / "p.yaml").story_path().exists()


def test_a_playthrough_may_name_a_shipped_story_from_anywhere(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text("story: the_night_ferry\n")
    assert read_recording(file).story_path() == shipped()["the_night_ferry"]
