"""How a playthrough is shown: in a line, as the Python that plays it again, and with why a move cannot be made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from playable.engine.session import CannotMove, Session
from playable.engine.step_checks import refused, troubles_of
from playable.language.faults import Trouble, hint
from playable.language.recording import RecordedKind, RecordedStep, story_named

NAMED = 6  # choices that a line names
WIDEST = 160  # characters of a line in a message


def in_a_line(session: Session) -> str:
    """Where play stands, how it came there, and what is open."""
    road, open_ = session.road, session.open_choices
    made, story = len(road), session.machine.story.head.id
    came = f" after {made} choice{'' if made == 1 else 's'}" if made else ""
    last = f" ({', '.join(('…', *road[-NAMED:]) if made > NAMED else road)})" if made else ""
    if session.ended:
        return f"<{story}: ended at {session.here}{came}{last}>"
    more = f" and {len(open_) - NAMED} more" if len(open_) > NAMED else ""
    return f"<{story}: at {session.here}{came}{last}; open: {', '.join(open_[:NAMED]) + more or 'nothing'}>"


def as_python(session: Session) -> list[str]:
    """The Python that plays the same, in lines."""
    named = story_named(session.machine.story.path, Path.cwd() / "here.yaml")
    lines, falls = [f'load_story("{named}").play('], list[str]()
    for kind, ref in session.steps:
        if kind == "chance":
            falls.append(ref)
            continue
        lines[-1] += _closed(falls, first=len(lines) == 1)
        lines.append(f'    .{kind}("{ref}"')
        falls = []
    lines[-1] += _closed(falls, first=len(lines) == 1)
    return lines


def why_not(error: CannotMove, kind: RecordedKind, ref: str, session: Session, shut: Mapping[str, str]) -> str:
    """Why a move cannot be made; of a choice, with all that is `shut` here."""
    if troubles := troubles_of(RecordedStep(kind, ref), session.machine):
        return f"{said(troubles[0])} {in_a_line(session)}"
    if kind == "hear" or session.why_not(ref) is None:
        return f"{error}; {in_a_line(session)}"
    others = (_cut(f"\n  shut: {other}: {why}") for other, why in shut.items() if other != ref)
    return refused(str(error), ref, session) + "".join(others)


def said(trouble: Trouble) -> str:
    """A trouble in one sentence, with what was probably meant."""
    return f"{trouble.message}{hint(trouble.suggestion) or '.'}"


def _closed(falls: list[str], first: bool) -> str:
    """The end of a call, with the draws that it leads to."""
    named = ", ".join(f'"{ref}"' for ref in falls)
    return f"{f'falls=[{named}]' if first and falls else f', {named}' if falls else ''})"


def _cut(line: str) -> str:
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"
