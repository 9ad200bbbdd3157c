"""pytest with `--story-cov`: what of each story the tests of a run met, in one process or in several.

It is registered where it is asked for. What a test met goes with its report; the process that speaks puts all together.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from playable.language.playthrough_files import is_story_file
from playable.testing.coverage import REPORT_TYPES
from playable.testing.coverage.recorder import Recorder, record

if TYPE_CHECKING:
    from playable.testing.coverage.coverage import Coverage
    from playable.testing.coverage.reports import ReportRequest

ASKED = 2_000_000  # situations that are looked at, of each story, for what is impossible


def add_options(group: pytest.OptionGroup) -> None:
    """The options, named as those of pytest-cov are."""
    about = "measure what the tests meet of each story that is passed in looking for tests"
    group.addoption("--story-cov", action="store_true", help=about)
    group.addoption(
        "--story-cov-of", action="append", default=[], metavar="STORY", help="of this story as well (repeatable)"
    )
    group.addoption(
        "--story-cov-report",
        action="append",
        default=[],
        metavar="TYPE",
        help=REPORT_TYPES,
    )
    group.addoption("--story-cov-fail-under", type=float, metavar="MIN", help="fail where less of the stories was met")
    group.addoption(
        "--story-cov-proof",
        type=int,
        default=ASKED,
        metavar="STATES",
        help=f"look at so many situations for what is impossible (default: {ASKED}; 0: it counts as missing)",
    )


def register(config: pytest.Config) -> None:
    """Measure, where any of the options asks for it."""
    asked = ("--story-cov", "--story-cov-of", "--story-cov-report", "--story-cov-fail-under")
    if any(config.getoption(one) not in (None, False, []) for one in asked):
        config.pluginmanager.register(StoryCoverage(config), "story-coverage")


class StoryCoverage:
    """Measures the stories of one run."""

    def __init__(self, config: pytest.Config) -> None:
        from playable.testing.coverage.reports import report_of

        try:
            asked = config.getoption("--story-cov-report") or ["term"]
            self.reports: list[ReportRequest] = [report_of(one) for one in asked]
            named = (*config.getoption("--story-cov-of"), *config.getoption("--story"))
            self.stories = {self._named(story) for story in named}
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None
        self.config = config
        self.bound: float | None = config.getoption("--story-cov-fail-under")
        self.met: dict[str, list[dict[str, dict[str, int]]]] = {}  # by story, of each test
        self.measured: list[Coverage] = []
        self.broken: list[str] = []  # stories that could not be read
        self.unwritten: dict[ReportRequest, str] = {}  # reports that could not be written, and why

    def _named(self, asked: str) -> str:
        from playable.language.files import whole_of
        from playable.language.library import find

        path = find(asked)
        if not path.exists():
            raise ValueError(f"there is no story at {asked}")
        return str(whole_of(path))

    def pytest_collect_file(self, file_path: Path) -> None:
        """Remember the stories that are there, whether tests play them or not."""
        if file_path.name == "story.yaml" and is_story_file(file_path):
            self.stories.add(str(file_path.parent.resolve()))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Each test has a recorder of its own."""
        self.recorder = Recorder()
        record(self.recorder)
        try:
            return (yield)
        finally:
            record(None)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, object]:
        """What a test met goes with its last report, which reaches the process that speaks."""
        report = yield
        if call.when == "teardown":
            report.__dict__["stories_met"] = self.recorder.met()
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a test met."""
        for story, met in getattr(report, "stories_met", {}).items():
            self.met.setdefault(story, []).append(met)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take which stories a process of pytest-xdist has passed; one that has crashed tells nothing."""
        self.stories.update(getattr(node, "workeroutput", {}).get("stories", []))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Put all together, and fail where it is too little; a process of pytest-xdist hands over what it passed."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["stories"] = sorted(self.stories)
            return
        from playable.testing.coverage.reports import falls_short, written

        self._measure()
        for report in self.reports:
            try:
                if report.path:
                    report.path.parent.mkdir(parents=True, exist_ok=True)
                    report.path.write_text(written(self.measured, report), encoding="utf-8")
            except OSError as error:
                self.unwritten[report] = f"not written: {error}"
        short = self.bound is not None and (self.broken or falls_short(self.measured, self.bound))
        if (short or self.unwritten) and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _measure(self) -> None:
        from playable.language.faults import StoryFaults
        from playable.language.story import load
        from playable.testing.coverage.coverage import coverage_of
        from playable.verify.impossible import impossible

        for path in sorted({*self.stories, *self.met}):
            try:
                story = load(path)
            except StoryFaults:
                self.broken.append(path)
                continue
            limit = self.config.getoption("--story-cov-proof")
            never = impossible(story, limit) if limit > 0 else None
            self.measured.append(coverage_of(story, self.met.get(path, []), never, Path.cwd()))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The table; where the other reports went; and what falls short."""
        from playable.testing.coverage.reports import falls_short, written

        if not self.measured and not self.broken:
            return
        terminalreporter.section("story coverage")
        for path in self.broken:
            terminalreporter.write_line(f"{path}: not measured, for it has faults: see `playable check`", red=True)
        for report in self.reports:
            if report.path:
                said = self.unwritten.get(report, f"written to file {report.path}")
                terminalreporter.write_line(f"Story coverage {report.kind} {said}", red=report in self.unwritten)
            elif self.measured:
                terminalreporter.write_line(written(self.measured, report))
        if self.bound is not None and (said := falls_short(self.measured, self.bound)):
            terminalreporter.write_line(said, red=True, bold=True)
