"""pytest collects playthrough files: each that stands in a folder called `playthroughs`, or below one, is a test.

A step that does not hold fails with its line. A story is loaded once a process, and its faults are told once a run.
What a test found goes with its report, so that a run in several processes says the same. `--story-cov` is a plugin of
its own, in `coverage`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playable.language.playthrough_files import FOLDER, MISNAMED, what_is
from playable.testing.coverage.plugin import add_options, register
from playable.testing.played import note

if TYPE_CHECKING:  # a run without playthrough files imports nothing of the game
    from playable.engine.machine import Machine
    from playable.language.faults import StoryFaults

_loaded = pytest.StashKey["dict[Path, Machine | StoryFaults]"]()
_doubted = pytest.StashKey["dict[tuple[Path, tuple[str, ...]], Machine]"]()  # stories without some of their claims


class BrokenStory(Exception):
    """A playthrough could not be played, for its story has faults."""

    def __init__(self, story: Path) -> None:
        super().__init__(f"the story {story} has faults; they are told once, at the end")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options on stories."""
    add_options(parser.getgroup("stories"))


def pytest_configure(config: pytest.Config) -> None:
    """Room for what the run finds."""
    config.stash[_loaded], config.stash[_doubted] = {}, {}
    register(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PlaythroughFile | None:
    """Take up the playthrough files."""
    if any(folder.name == FOLDER for folder in file_path.parents):
        what = what_is(file_path)
        if what == "playthrough":
            return PlaythroughFile.from_parent(parent, path=file_path)
        if what == "misnamed":
            parent.warn(pytest.PytestCollectionWarning(f"{file_path}: {MISNAMED}"))
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put what a playthrough found into its report, which reaches the process that speaks."""
    report = yield
    if report.when == "call" and isinstance(item, PlaythroughTest):
        report.__dict__["playthrough"] = item.found  # pytest hands on whatever a report holds
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The faults of each story that could not be read."""
    reports = [report for some in terminalreporter.stats.values() for report in some]
    found = [report.playthrough for report in reports if getattr(report, "playthrough", None)]
    for story, faults in sorted({one["story"]: one["faults"] for one in found}.items()):
        terminalreporter.section(f"faults of the story {story}")
        terminalreporter.write_line(faults)


def _load(story: Path, config: pytest.Config) -> Machine | StoryFaults:
    """The machine of a story, or its faults; each story is loaded once."""
    from playable.engine.assembly import assemble
    from playable.language.faults import StoryFaults
    from playable.language.story import load

    loaded = config.stash[_loaded]
    if story not in loaded:
        try:
            loaded[story] = assemble(load(story))
        except StoryFaults as found:
            loaded[story] = found
    return loaded[story]


def _without(claims: tuple[str, ...], story: Path, machine: Machine, config: pytest.Config) -> Machine:
    """The machine of a story in which some claims are doubted. Raises StoryFaults where it has no such claim."""
    from playable.engine.assembly import assemble
    from playable.language.without import without

    machines = config.stash[_doubted]
    if (story, claims) not in machines:
        machines[story, claims] = assemble(without(machine.story, claims))
    return machines[story, claims]


class PlaythroughFile(pytest.File):
    """One playthrough file, one test."""

    def collect(self) -> Iterator[PlaythroughTest]:
        """The one test of the file."""
        yield PlaythroughTest.from_parent(self, name=self.path.stem)


class PlaythroughTest(pytest.Item):
    """Replays its file against its story."""

    found: dict[str, str] | None = None  # the path of a story that has faults, and these

    def runtest(self) -> None:
        """Fails with the first fault. A file without steps or ending checks that the story starts."""
        from playable.engine.replay import replay
        from playable.language.faults import StoryFaults
        from playable.language.files import whole_of
        from playable.language.playthrough import read_playthrough

        playthrough = read_playthrough(self.path)
        story = whole_of(playthrough.story_path())
        machine = _load(story, self.config)
        if isinstance(machine, StoryFaults):
            self.found = {"story": str(story), "faults": str(machine)}
            raise BrokenStory(story)
        if playthrough.without:
            machine = _without(playthrough.without, story, machine, self.config)
        played = replay(playthrough, machine)
        if played.session:
            note(played.session)
        if played.fault:
            raise StoryFaults([played.fault])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The faults alone: an author has no use for our traceback."""
        from playable.language.faults import StoryFaults

        if isinstance(excinfo.value, StoryFaults | BrokenStory):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says the test is."""
        return self.path, 0, f"playthrough {self.name}"
