"""A story itself as tests of pytest, for `--story`: its faults, and each thing that `verify` decides of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from playable.language.playthrough_files import FOLDER
from playable.testing.failure import Failed, near, shown
from playable.testing.story_cache import story_cache

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.engine.session import Step
    from playable.language.story import Story
    from playable.verify import Report
    from playable.verify.properties import Verdict

TOLD = 8  # choices that never open, in the reason


class StoryFile(pytest.File):
    """The main file of a story."""

    def collect(self) -> Iterator[StoryTest]:
        """A test that it has no fault; for a sound story, tests that play cannot be stuck and that each choice can be
        made, then one for each ending, each thesis, and each thesis on a policy."""
        from playable.language.faults import StoryFaults
        from playable.language.files import whole_of

        path = whole_of(self.path)
        try:
            story = story_cache(self.config).story(path).machine.story
        except StoryFaults as faults:
            yield self._test("check", path, lambda faults=faults: _no_fault(faults))  # type: ignore[misc]
            return
        yield self._test("check", path, lambda: None)
        for name, decide in _decided(story):
            yield self._test(name, path, lambda decide=decide: decide(story_cache(self.config).proof(path)))  # type: ignore[misc]

    def _test(self, name: str, path: Path, runs: Callable[[], None]) -> StoryTest:
        test = StoryTest.from_parent(self, name=name, runs=runs)
        if self.config.pluginmanager.hasplugin("xdist"):
            test.add_marker(pytest.mark.xdist_group(str(path)))  # with `--dist loadgroup` the story is proved once
        return test


class StoryTest(pytest.Item):
    """One question to a story."""

    def __init__(self, *, runs: Callable[[], None], **more: Any) -> None:
        super().__init__(**more)
        self.runs = runs

    def runtest(self) -> None:
        """Fails where the answer is not as it should be."""
        self.runs()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What there is to see."""
        return shown(excinfo.value, excinfo) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says the test is."""
        return self.path, 0, f"story {self.path.parent.name}: {self.name}"


def _decided(story: Story) -> Iterator[tuple[str, Callable[[Report], None]]]:
    """Each question to the proof, by the name of its test."""
    yield "nowhere stuck", _nowhere_stuck
    yield "nodes", _nodes
    yield "choices", lambda report: _choices(story, report)
    for ending, node in story.nodes.items():
        if node.ending:
            yield f"ending[{ending}]", lambda report, ending=ending: _ending(ending, story, report)  # type: ignore[misc]
    for thesis, one in story.theses.items():
        playing = one.odds.playing if one.odds else None
        name = f"policy[{playing}][{thesis}]" if playing else f"thesis[{thesis}]"
        yield name, lambda report, thesis=thesis: _thesis(thesis, story, report)  # type: ignore[misc]


def _no_fault(faults: Exception) -> None:
    told = str(faults).splitlines()
    raise Failed(told[0], ("", *told))


def _nowhere_stuck(report: Report) -> None:
    errors = [fault for fault in report.findings if fault.severity == "error"]
    if errors:
        raise Failed(errors[0].message, ("", *map(str, errors)))
    if report.parts.get("playthroughs"):
        raise Failed("not every playthrough could be looked at, so this is not known")


def _nodes(report: Report) -> None:
    """Endings have tests of their own."""
    endings = {one.id for one in report.verdicts["endings"]}
    _all_met("node", "met", [one for one in report.verdicts["nodes"] if one.id not in endings])


def _choices(story: Story, report: Report) -> None:
    """A choice whose `when` is `false` is meant never to open; of a node that is never met, the node alone is told."""
    from playable.language.expressions.tree import Truth

    away = {one.id for one in report.verdicts["nodes"] if one.verdict == "impossible"}
    meant = {
        f"{node_id}.{key}"
        for node_id, node in story.nodes.items()
        for key, choice in node.choices.items()
        if choice.when == Truth(False)
    }
    asked = [one for one in report.verdicts["choices"] if one.id.partition(".")[0] not in away and one.id not in meant]
    _all_met("choice", "made", asked)


def _all_met(what: str, done: str, verdicts: Iterable[Verdict]) -> None:
    never = [one for one in verdicts if one.verdict != "reachable" and not one.cause]
    if never:
        names = ", ".join(one.id for one in never[:TOLD])
        more = f" and {len(never) - TOLD} more" if len(never) > TOLD else ""
        sure = "can never be" if all(one.verdict == "impossible" for one in never) else "are not known ever to be"
        reason = f"{f'this {what}' if len(never) == 1 else f'these {what}s'} {sure} {done}: {names}{more}"
        raise Failed(reason, ("", *(f"{_at(one)}: {one.id} is {one.verdict}: {one.because}" for one in never)))


def _ending(ending: str, story: Story, report: Report) -> None:
    verdict = next(one for one in report.verdicts["endings"] if one.id == ending)
    if verdict.verdict != "reachable":
        lines = ("", f"{_at(verdict)}: {verdict.because}", "", _again("verify", story))
        raise Failed(f"the ending {ending} is {verdict.verdict}: {verdict.because}", lines)


def _thesis(thesis: str, story: Story, report: Report) -> None:
    verdict = next(one for one in report.theses if one.id == thesis)
    if verdict.verdict == "holds":
        return
    says = story.theses[thesis].says
    lines = ["", f"it says: {says}"] if says else [""]
    if verdict.witness is not None:
        lines += [
            "the shortest playthrough that shows it, as a file for `playthroughs/`:",
            "",
            *_file(story, verdict.witness),
        ]
    raise Failed(f"{thesis} {verdict.verdict}: {verdict.because}", (*lines, "", _again("verify", story)))


def _at(verdict: Verdict) -> str:
    return f"{near(Path(verdict.file))}:{verdict.line}"


def _file(story: Story, steps: Iterable[Step]) -> list[str]:
    from playable.language.files import whole_of
    from playable.language.recording import story_named

    yaml = [f"      - {step.kind}: {step.ref}" for step in steps]
    named = story_named(story.path, whole_of(story.path) / FOLDER / "here.yaml")
    return [f"    story: {named}", "    seed: 0", "    steps:", *yaml]


def _again(command: str, story: Story) -> str:
    return f"see it again:  python -m playable {command} {near(story.path)}"
