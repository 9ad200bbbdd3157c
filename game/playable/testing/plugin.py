"""pytest and stories: playthrough files are tests; with `--story` a story itself is; `story` and `play` are fixtures.

A playthrough file is each that stands in a folder called `playthroughs`, or below one. A story is loaded once a
process, and its faults are told once a run. What a test found goes with its report, so that a run in several processes
says the same. `--story-cov` is a plugin of its own, in `coverage`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playable.language.playthrough_files import FOLDER, MISNAMED, kind_of_file
from playable.testing.coverage.plugin import add_options, register
from playable.testing.golden import Golden
from playable.testing.playthrough_tests import BrokenStory, PlaythroughFile
from playable.testing.story_cache import story_cache
from playable.testing.story_tests import StoryFile

if TYPE_CHECKING:  # a run without stories imports nothing of the game
    from playable.testing.playthrough import PlayableStory, Playthrough

MARK = "story(path, seed=0, without=()): the story of the fixtures `story` and `play`, from this file, or a shipped one"
UPDATED = "playthrough updated"
_PROVED = pytest.StashKey[set[Path]]()  # the main files of the stories that `--story` names


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options on stories."""
    group = parser.getgroup("stories")
    about = "test this story itself: faults, endings, theses, policies (a path, or the id of a shipped one; repeatable)"
    group.addoption("--story", action="append", default=[], metavar="PATH", help=about)
    about = (
        "write into playthrough files and goldens what there is instead of what they expect, and show the difference"
    )
    group.addoption("--update-playthroughs", action="store_true", help=about)
    add_options(group)


def pytest_configure(config: pytest.Config) -> None:
    """The marker; the stories that are named are collected like files that are."""
    config.addinivalue_line("markers", MARK)
    named = {_main_file(name) for name in config.getoption("--story")}
    config.stash[_PROVED] = named
    config.args += [str(path) for path in sorted(named) if str(path) not in config.args]
    register(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take up the playthrough files, and the stories that `--story` names."""
    named = Path(os.path.relpath(file_path, parent.config.rootpath)).as_posix()  # outside of it, pytest has no name
    if file_path in parent.config.stash[_PROVED]:
        return StoryFile.from_parent(parent, path=file_path, nodeid=named)
    if any(folder.name == FOLDER for folder in file_path.parents):
        kind = kind_of_file(file_path)
        if kind == "playthrough":
            return PlaythroughFile.from_parent(parent, path=file_path, nodeid=named)
        if kind == "misnamed":
            parent.warn(pytest.PytestCollectionWarning(f"{file_path}: {MISNAMED}"))
    return None


@pytest.fixture
def story(request: pytest.FixtureRequest) -> PlayableStory:
    """The story that the marker `story` names; else that of `--story`, else the one in whose folder this test lies."""
    marker = request.node.get_closest_marker("story")
    without = tuple(marker.kwargs.get("without", ())) if marker else ()
    return story_cache(request.config).story(_story_of(request, marker), without)


@pytest.fixture
def play(request: pytest.FixtureRequest, story: PlayableStory) -> Playthrough:
    """A new playthrough of `story`. What falls by chance without being named falls by the marker's `seed`, or 0."""
    marker = request.node.get_closest_marker("story")
    return story.play(seed=marker.kwargs.get("seed", 0) if marker else 0)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Generator[Golden]:
    """`golden(play)` holds the transcript of a playthrough against a file in `goldens/` beside the test."""
    kept = Golden(request.node.path, request.node.name, request.config.getoption("--update-playthroughs"))
    yield kept
    request.node.user_properties += [(UPDATED, one) for one in kept.changed]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A report says which story could not be read; a failure with the fixture `play`, where it then stood."""
    report = yield
    if call.excinfo and isinstance(call.excinfo.value, BrokenStory):
        report.__dict__["broken_story"] = call.excinfo.value.told  # pytest hands on whatever a report holds
    if report.when == "call" and report.failed and (play := getattr(item, "funcargs", {}).get("play")) is not None:
        from playable.testing.failure import of_play

        report.sections += of_play(play)
    test = getattr(getattr(item, "obj", None), "hypothesis", None)
    if (
        test
        and report.when == "call"
        and report.failed
        and call.excinfo
        and "playable.testing.strategies" in sys.modules
    ):
        from playable.testing.shortest_failure import section

        report.sections += section(test.inner_test, call.excinfo)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The faults of each story that could not be read, and what was changed in playthrough files."""
    reports = [report for some in terminalreporter.stats.values() for report in some]
    broken = [report.broken_story for report in reports if hasattr(report, "broken_story")]
    for path, faults in sorted({one["story"]: one["faults"] for one in broken}.items()):
        terminalreporter.section(f"faults of the story {path}")
        terminalreporter.write_line(faults)
    changed = [diff for report in reports for name, diff in getattr(report, "user_properties", ()) if name == UPDATED]
    if changed := list(dict.fromkeys(changed)):
        terminalreporter.section(f"{len(changed)} file{'' if len(changed) == 1 else 's'} rewritten")
        for line in "".join(changed).splitlines():
            terminalreporter.write_line(line, green=line.startswith("+"), red=line.startswith("-"))


def _main_file(name: str) -> Path:
    """The file with which a story begins. Raises UsageError where there is none."""
    from playable.language.library import find

    path = find(name).resolve()
    main = path / "story.yaml" if path.is_dir() else path
    if not main.is_file():
        raise pytest.UsageError(f"--story {name}: there is no story there: name its folder or its file")
    return main


def _story_of(request: pytest.FixtureRequest, marker: pytest.Mark | None) -> Path:
    from playable.language.files import whole_of
    from playable.language.library import find

    here: Path = request.node.path.parent
    if marker and marker.args:
        beside = here / str(marker.args[0])
        return whole_of(beside if beside.exists() else find(str(marker.args[0])))
    proved = request.config.stash[_PROVED]
    if len(proved) == 1:
        return whole_of(next(iter(proved)))
    for folder in (here, *here.parents):
        if (folder / "story.yaml").is_file():
            return folder
    pytest.fail(
        "which story? Mark the test `@pytest.mark.story(PATH)`, or run pytest with `--story PATH`", pytrace=False
    )
