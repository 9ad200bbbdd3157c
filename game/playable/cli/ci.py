"""What machines that test every change read: annotations of a GitHub workflow, and JUnit's XML."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from playable.cli.common import say
from playable.language.faults import Fault, Severity, hint

if TYPE_CHECKING:
    from playable.authoring.check_saves import Checked
    from playable.language.story import Story
    from playable.simulate import RunResults
    from playable.verify import Report

CaseOutcome = Literal["passed", "failed", "skipped"]
ANNOTATIONS = {"error": "error", "warning": "warning"}  # of severities; others are notices
TOLD = 10  # playthroughs that failed, told one by one


class Case(NamedTuple):
    """One thing that was tested, and what there is to say of it: a fault of the story, where it has one."""

    name: str
    outcome: CaseOutcome = "passed"
    fault: Fault | None = None


def annotation(fault: Fault) -> str:
    """A fault as GitHub's workflow commands have it."""
    kind = ANNOTATIONS.get(fault.severity, "notice")
    place = f"file={_escaped(fault.file, ':,')},line={fault.line or 1},col={fault.column or 1},title={fault.code}"
    return f"::{kind} {place}::{_escaped(fault.message + hint(fault.suggestion), '')}"


def told(arguments: argparse.Namespace, suite: str, cases: Sequence[Case]) -> bool:
    """Write JUnit's XML, where it was asked for; tell what there is to say as annotations, where those were."""
    if arguments.junit:
        arguments.junit.write_text(junit(suite, cases), encoding="utf-8")
    if not arguments.github:
        return False
    for case in cases:
        if case.fault:
            say(annotation(case.fault))
    return True


def junit(suite: str, cases: Sequence[Case]) -> str:
    """What was tested as JUnit's XML, which the test reports of GitLab, Jenkins and others read."""
    counts = {"tests": len(cases), "failures": _number(cases, "failed"), "skipped": _number(cases, "skipped")}
    attributes = {"errors": "0", **{what: str(count) for what, count in counts.items()}}
    root = Element("testsuites", attributes)
    listed = SubElement(root, "testsuite", attributes, name=suite)
    for case in cases:
        one = SubElement(listed, "testcase", classname=suite, name=case.name)
        if not case.fault:
            continue
        said = f"{case.fault}"
        if case.outcome == "failed":
            SubElement(one, "failure", message=case.fault.message, type=case.fault.code).text = said
        elif case.outcome == "skipped":
            SubElement(one, "skipped", message=case.fault.message)
        else:
            SubElement(one, "system-out").text = said
        if case.fault.line:
            one.set("file", case.fault.file)
            one.set("line", str(case.fault.line))
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def of_faults(faults: Iterable[Fault]) -> Iterator[Case]:
    """What `check` found: every fault, or that there is none that counts."""
    errors = False
    for fault in faults:
        errors |= fault.severity == "error"
        yield _of_fault(fault)
    if not errors:
        yield Case("the story has no errors")


def of_report(report: Report, story: Story) -> Iterator[Case]:
    """What `verify` found: each ending, each thesis, and what is worth a look."""
    from playable.language.source_map import SourceMap

    where = SourceMap(story.path)
    for ending in report.verdicts["endings"]:
        said = f"the ending `{ending.id}` is {ending.verdict}: {ending.because}"
        severity: Severity = "error" if ending.verdict == "impossible" else "warning"
        fault = where.fault("ending", said, ("nodes", ending.id), severity)
        yield _decided(f"ending {ending.id}", ending.verdict, "reachable", "impossible", fault)
    for thesis in report.theses:
        because = thesis.because if thesis.figure is None else f"{thesis.because} ({thesis.figure:.4g})"
        said = f"the thesis `{thesis.id}` {thesis.verdict}: {because}"
        if thesis.witness is not None and thesis.verdict == "fails":
            said += f"; the shortest: {', '.join(f'{step.kind} {step.ref}' for step in thesis.witness) or 'the start'}"
        if thesis.verdict == "unknown":
            said = f"the thesis `{thesis.id}` is unknown: {because}"
        severity = "error" if thesis.verdict == "fails" else "warning"
        fault = where.fault("thesis", said, ("theses", thesis.id), severity)
        yield _decided(f"thesis {thesis.id}", thesis.verdict, "holds", "fails", fault)
    yield from map(_of_fault, report.findings)


def of_results(results: RunResults, story: Story, command: str) -> Iterator[Case]:
    """What `randomtest` found: each playthrough that failed, or that none did."""
    from playable.language.source_map import SourceMap

    where = SourceMap(story.path)
    for failure in results.failures[:TOLD]:
        moves = "; ".join(f"{step.kind} {step.ref}" for step in failure.steps or ())
        said = f"playthrough {failure.index} {failure.why}; alone: {command} --only {failure.index}"
        loc = ("nodes", failure.steps[-1].ref.partition(".")[0]) if failure.steps else ("nodes", story.head.start)
        fault = where.fault("playthrough", f"{said}; moves: {moves}" if moves else said, loc, "error")
        yield Case(f"playthrough {failure.index}", "failed", fault)
    if not results.failures:
        yield Case(f"{results.played} random playthroughs come to an ending")


def of_saves(saves: Iterable[Checked]) -> Iterator[Case]:
    """What `check-saves` found, save by save."""
    for save in saves:
        fault = None
        if save.verdict != "holds":
            severity: Severity = "error" if save.falls_short else "warning"
            said = f"{save.message}; {save.mend}" if save.mend else save.message
            fault = Fault("save", said, save.file, save.line, severity=severity)
        yield Case(save.name, "failed" if save.falls_short else "passed", fault)


def _of_fault(fault: Fault) -> Case:
    return Case(f"{fault.code} {fault.file}:{fault.line}", "failed" if fault.severity == "error" else "passed", fault)


def _decided(name: str, verdict: str, good: str, bad: str, fault: Fault) -> Case:
    if verdict == good:
        return Case(name)
    return Case(name, "failed" if verdict == bad else "skipped", fault)


def _number(cases: Iterable[Case], outcome: CaseOutcome) -> int:
    return sum(case.outcome == outcome for case in cases)


def _escaped(text: str, more: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in text)
