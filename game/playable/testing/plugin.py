"""pytest collects playthrough files: every `.yaml` in a folder called `playthroughs` is a test.

A step that does not hold fails with its line; the story is loaded once a run. With `--story-coverage` the run ends with
what of each story no playthrough file met.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playable.testing.coverage import Coverage

if TYPE_CHECKING:  # a run without playthrough files imports nothing of the game
    from playable.engine.machine import Machine

_machines = pytest.StashKey["dict[tuple[Path, tuple[str, ...]], Machine]"]()
_coverage = pytest.StashKey[dict[Path, Coverage]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that lists what was not met."""
    about = "list the nodes, choices and outcomes of each story that no playthrough file met"
    parser.getgroup("stories").addoption("--story-coverage", action="store_true", help=about)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The list, story by story."""
    for _, coverage in sorted(config.stash.get(_coverage, {}).items()):
        terminalreporter.section(f"story coverage: {coverage.story}")
        for line in coverage.lines():
            terminalreporter.write_line(line)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PlaythroughFile | None:
    """Take up the playthrough files."""
    if file_path.suffix == ".yaml" and file_path.parent.name == "playthroughs":
        return PlaythroughFile.from_parent(parent, path=file_path)
    return None


class PlaythroughFile(pytest.File):
    """One playthrough file, one test."""

    def collect(self) -> Iterator[PlaythroughTest]:
        """The one test of the file."""
        yield PlaythroughTest.from_parent(self, name=self.path.stem)


class PlaythroughTest(pytest.Item):
    """Replays its file against its story."""

    def runtest(self) -> None:
        """Fails with the first fault. A file without steps or ending checks that the story starts."""
        from playable.engine.replay import replay
        from playable.language.faults import StoryFaults
        from playable.language.playthrough import read_playthrough

        playthrough = read_playthrough(self.path)
        story = playthrough.story_path()
        found = replay(playthrough, self._machine(story, playthrough.without))
        if found.session and self.config.getoption("--story-coverage"):
            coverages = self.config.stash.setdefault(_coverage, {})
            coverages.setdefault(story.resolve(), Coverage(found.session.machine)).add(found.session)
        if found.fault:
            raise StoryFaults([found.fault])

    def _machine(self, story: Path, doubted: tuple[str, ...]) -> Machine:
        from playable.engine.assembly import assemble
        from playable.language.story import load
        from playable.language.without import without

        machines = self.config.stash.setdefault(_machines, {})
        key = story.resolve(), doubted
        if key not in machines:
            machines[key] = assemble(without(load(story), doubted))
        return machines[key]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The faults alone: an author has no use for our traceback."""
        from playable.language.faults import StoryFaults

        if isinstance(excinfo.value, StoryFaults):
            return "\n".join(map(str, excinfo.value.faults))
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says the test is."""
        return self.path, 0, f"playthrough {self.name}"
