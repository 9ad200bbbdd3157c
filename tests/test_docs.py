"""The docs are true: every command in them runs, every story in them loads, the reference is that of the models."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from playable.cli.arguments import parser
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.language.recording import parse_recording
from playable.language.story import load
from playable.verify import verify

from docs.follow import PAGES as GUIDE
from docs.follow import Reader
from docs.reference import PAGES as REFERENCES
from docs.reference import reference

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    """The fenced blocks of a kind, each with the page it stands on."""
    return [(page.name, text) for page in PAGES for found, text in BLOCK.findall(page.read_text()) if found == kind]


COMMANDS = [(page, line[2:]) for page, text in blocks("console") for line in text.splitlines() if line.startswith("$ ")]


@pytest.mark.timeout(120)  # the whole game is proved; what waits for ever is found all the same
@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_every_command_runs(page: str, command: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or "--out" in command


@pytest.mark.parametrize("page", [*PAGES, *GUIDE], ids=lambda page: page.name)
def test_commands_that_are_shown_alone_could_be_typed(page: Path) -> None:
    """A `sh` block opens a screen, serves or installs: it is not run, but our own commands in it are understood."""
    for kind, text in BLOCK.findall(page.read_text()):
        for command in re.findall(r"^python -m playable (.*)$", text, re.MULTILINE) if kind == "sh" else ():
            parser().parse_args(shlex.split(command))


@pytest.mark.timeout(120)
def test_the_guide_comes_to_the_story_that_is_among_the_examples(tmp_path: Path) -> None:
    """Its mistakes are answered as it says, and what its blocks make is the example, file by file."""
    (tmp_path / "desk").mkdir()
    reader = Reader(tmp_path / "desk")
    for page in GUIDE:
        text = page.read_text()
        assert reader.follow(text) == text, f"{page.name} shows what is no longer printed: run `python -m docs.follow`"
    made, shipped = tmp_path / "desk" / "baths", ROOT / "story" / "examples" / "the_baths"
    files = {file.relative_to(shipped): file.read_text() for file in shipped.rglob("*.yaml")}
    assert {file.relative_to(made): file.read_text() for file in made.rglob("*.yaml")} == files
    assert "<script" in (tmp_path / "desk" / "baths.html").read_text()


STORIES = [(page, text) for page, text in blocks("yaml") if not text.startswith("playthrough:")]
PLAYTHROUGHS = [(page, text) for page, text in blocks("yaml") if text.startswith("playthrough:")]


@pytest.mark.parametrize(("page", "text"), STORIES)
def test_every_story_loads(page: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(text)
    assert load(tmp_path / "story.yaml").warnings == []


@pytest.mark.parametrize("text", [text for page, text in STORIES if page == "cookbook.md"])
def test_every_recipe_is_short_and_proves_what_it_says(text: str, tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(text)
    report = verify(load(tmp_path / "story.yaml"))
    assert len(text.splitlines()) <= 30
    assert report.theses
    assert report.complete
    assert report.holds
    assert {fault.severity for fault in report.findings} <= {"note"}


@pytest.mark.parametrize(("page", "text"), PLAYTHROUGHS)
def test_every_playthrough_holds(page: str, text: str) -> None:
    playthrough = parse_recording(text, page)
    assert replay(playthrough, assemble(load(playthrough.story_path()))).stopped_at == ""


@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("pycon")}))
def test_every_session_at_the_prompt_says_what_it_says(page: str, tmp_path: Path) -> None:
    """`story` is the first story of the page, loaded."""
    (tmp_path / "story.yaml").write_text(next(text for at, text in blocks("yaml") if at == page))
    session = "".join(text + "\n" for at, text in blocks("pycon") if at == page)
    test = doctest.DocTestParser().get_doctest(session, {"story": load(tmp_path / "story.yaml")}, page, page, 0)
    said: list[str] = []
    assert test.examples
    assert not doctest.DocTestRunner().run(test, out=said.append).failed, "".join(said)


@pytest.mark.parametrize("page", REFERENCES)
def test_the_reference_is_that_of_the_models(page: str) -> None:
    written = (ROOT / "docs" / page).read_text()
    assert written == reference(page), "the format has changed: run `python -m docs.reference`"


def anchors(page: Path) -> set[str]:
    """What a link can name in a page: its headings, in small letters and joined by hyphens."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [*PAGES, *GUIDE], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]*)#?([^)]*)\)", page.read_text())
    paths = [(page.parent / link if link else page, heading) for link, heading in links]
    assert not [path for path, _ in paths if not path.exists()]
    assert not [heading for path, heading in paths if heading and heading not in anchors(path)]
    docs = ROOT / "docs"
    outside = [path for path, _ in paths if path.suffix == ".md" and not path.resolve().is_relative_to(docs)]
    assert page.parent == ROOT or not outside, "the site has the pages in docs/ alone"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/design.md"])
def test_every_file_that_is_named_exists(page: str) -> None:
    """As a path from the top, or within the package; a bare name is that of some file there."""
    named = re.findall(r"`([\w./]*\w(?:\.py|/))`", (ROOT / page).read_text())
    bases = [ROOT, ROOT / "game" / "playable", *(ROOT / "game" / "playable").iterdir()]
    assert [path for path in named if not any((base / path).exists() for base in bases)] == []


def test_the_words_of_the_glossary_stand_where_it_says() -> None:
    """In the file, or the folder, that a row names: there a newcomer meets the word."""
    glossary = (ROOT / "docs" / "design.md").read_text().partition("## Glossary")[2]
    rows = re.findall(r"^\| \*\*(.+?)\*\* .*\| (`[^|]+`) \|$", glossary, re.MULTILINE)
    assert len(rows) > 30
    for words, where in rows:
        paths = [ROOT / "game" / "playable" / path for path in re.findall(r"`(.+?)`", where)]
        files = [file for path in paths for file in ([path] if path.is_file() else path.glob("*.py"))]
        text = " ".join(file.read_text().lower() for file in files)
        assert [word for word in words.split(", ") if word.split()[-1].rstrip("esy") not in text] == [], where


def test_every_folder_of_the_package_has_its_question() -> None:
    """Where things live, a newcomer is told of every folder that has code in it."""
    named = set(re.findall(r"`([\w./]+/)`", (ROOT / "docs" / "design.md").read_text()))
    package = ROOT / "game" / "playable"
    folders = {file.parent.relative_to(package).as_posix() for file in package.rglob("*.py")} - {"."}
    assert {f"{folder}/" if "/" in folder else f"game/playable/{folder}/" for folder in folders} <= named


def test_the_front_page_names_every_page() -> None:
    """The site is in its order; what it leaves out would be found by nobody."""
    index = ROOT / "docs" / "index.md"
    named = re.findall(r"\]\(([\w/-]+\.md)\)", index.read_text())
    assert sorted(named) == sorted(
        page.relative_to(index.parent).as_posix() for page in index.parent.rglob("*.md") if page != index
    )
