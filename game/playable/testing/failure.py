"""What a failure shows: the reason first, then the step, the moment around it, and how to see it again."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from playable.language.playthrough_files import FOLDER

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.engine.replay import Broken, Replay
    from playable.engine.session import Session, Step
    from playable.language.recording import Recording
    from playable.testing.playthrough import Playthrough

MOMENTS = 3  # that are shown of one failure
LINES = 12  # of a page
MOVES = 12  # of a road
WIDTH = 100


class Failed(Exception):
    """A test of ours that failed: one line that says why, and the lines below it."""

    def __init__(self, reason: str, lines: Iterable[str] = (), path: Path | None = None, line: int = 0) -> None:
        from playable.language.characters import visible

        super().__init__(reason)
        self.reason, self.path, self.line = visible(reason), path, line
        self.lines = tuple(map(visible, lines))  # a story may hold what styles a terminal


def shown(failed: Failed, caught: pytest.ExceptionInfo[BaseException]) -> Any:
    """As pytest shows an exception, without our traceback, and with its reason alone in the short summary."""
    representation = caught.getrepr(style="value")
    lines = "\n".join((failed.reason, *failed.lines))
    representation.reprtraceback.reprentries[0].lines = [f"{lines}\n"]
    if crash := representation.reprcrash:
        crash.message = failed.reason
        if failed.path:
            crash.path, crash.lineno = str(failed.path), failed.line
    return representation


def of_replay(playthrough: Recording, played: Replay, path: Path, seed: int | None) -> Failed:
    """What a playthrough file did not hold."""
    faults = played.faults
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return Failed(f"{faults[0].message}{more}", _lines(playthrough, played, path, seed), path, faults[0].line)


def _lines(playthrough: Recording, played: Replay, path: Path, seed: int | None) -> Iterator[str]:
    moments: list[Sequence[Step]] = []
    for broken in played.broken:
        yield ""
        yield from (str(fault) for fault in broken.faults)
        if not any(fault.code.startswith(("unknown-", "bad-")) for fault in broken.faults):
            yield from _expected(broken)
        if broken.session and broken.session.steps not in moments and len(moments) < MOMENTS:
            moments.append(broken.session.steps)
            yield from moment(broken.session)
    yield ""
    story = shlex.quote(near(playthrough.named_story))
    seeded = f" --seed {seed}" if seed is not None and playthrough.seed is None else ""
    yield f"play on from there:  python -m playable play {story} --from {shlex.quote(near(path))}{seeded}"


def _expected(broken: Broken) -> Iterator[str]:
    step = broken.step
    if step.loc == ("ends",):
        yield f"    expected: ends: {step.text}"
    else:
        yield f"    expected: {step.kind}: {f'{{{step.text}: {step.wanted}}}' if step.wanted else step.text}"
    if broken.actual is not None:
        actual = f"{step.kind}: {{{step.text}: {broken.actual}}}" if step.wanted else broken.actual
        yield f"    actual:   {f'{actual}: {step.text}' if step.kind in ('can', 'cannot') else actual}"


def moment(session: Session) -> Iterator[str]:
    """Where a playthrough stands: the moves, the text, the values, what is open and what shuts the rest."""
    from playable.engine import page_text
    from playable.engine.expectations import as_typed, value
    from playable.engine.step_checks import why_shut

    machine, view = session.machine, session.view
    yield "    moves:" if session.steps else "    moves:    none yet"
    yield from _moves(session.steps)
    yield f"    at:       {view.node}{f', {view.title}' if view.title else ''}"
    text = [line for part in (page_text.followed(view), page_text.page(view)) if part for line in _wrapped(part)]
    yield from (f"      | {line}" for line in text[:LINES])
    if len(text) > LINES:
        yield f"      | … and {len(text) - LINES} lines more"
    values = ", ".join(f"{name} {as_typed(value(name, session))}" for name in machine.story.state)
    yield from _listed("values:", values or "none")
    if session.ended:
        yield "    ended"
        return
    yield from _listed("open:", ", ".join(session.open_choices) or "nothing")
    scene = machine.scenes[machine.ids[view.node]]
    for option in scene.options:
        if option.ref not in session.open_choices:
            yield from _listed("shut:", f"{option.ref}: {why_shut(option.ref, session)}")


def _moves(steps: Sequence[Step]) -> Iterator[str]:
    if len(steps) > MOVES:
        yield f"      … {len(steps) - MOVES} moves before"
    yield from (f"      - {step.kind}: {step.ref}" for step in steps[-MOVES:])


def _listed(label: str, text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=f"    {label:9} ", subsequent_indent=" " * 14)


def _wrapped(text: str) -> list[str]:
    return [line for paragraph in text.split("\n\n") for line in textwrap.wrap(paragraph, WIDTH)]


def near(path: Path) -> str:
    """A path as one types it here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def of_play(play: Playthrough) -> list[tuple[str, str]]:
    """Where the playthrough of a test stood when that failed, and the file that replays it, as sections of a report."""
    from playable.language.characters import visible
    from playable.language.files import whole_of

    told = "\n".join(moment(play._session))
    beside = whole_of(play.story.path) / FOLDER / "here.yaml"
    file = play.written(beside=beside).rstrip()
    return [("the playthrough", visible(told)), ("the same as a file for `playthroughs/`", visible(file))]
