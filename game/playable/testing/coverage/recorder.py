"""Which playthroughs a test makes: whoever makes one says so here. What they met is kept where coverage asks for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.engine.session import Session

KEPT = 500  # playthroughs that may still be going on: a test of properties makes thousands, one after the other


class Recorder:
    """What the playthroughs of one test met: by the path of the story, then by kind and id; and how many they were."""

    def __init__(self) -> None:
        self._going_on: list[Session] = []
        self._met: dict[str, dict[str, Counter[str]]] = {}

    def note(self, session: Session) -> None:
        """A playthrough begins; it may go on for as long as the test does."""
        self._going_on.append(session)
        if len(self._going_on) > 2 * KEPT:
            self._count(self._going_on[:KEPT])
            del self._going_on[:KEPT]

    def met(self) -> dict[str, dict[str, dict[str, int]]]:
        """What was met until now, as plain data."""
        self._count(self._going_on)
        self._going_on = []
        return {story: {kind: dict(ids) for kind, ids in kinds.items()} for story, kinds in self._met.items()}

    def _count(self, sessions: list[Session]) -> None:
        from playable.language.files import whole_of
        from playable.testing.coverage.met import met

        for session in sessions:
            story = str(whole_of(session.machine.story.path))
            for kind, ids in met(session).items():
                self._met.setdefault(story, {}).setdefault(kind, Counter()).update(ids)


_recorder: Recorder | None = None


def note(session: Session) -> None:
    """A playthrough begins."""
    if _recorder:
        _recorder.note(session)


def record(recorder: Recorder | None) -> None:
    """From here on playthroughs are noted by this one; by none, where it is None."""
    global _recorder
    _recorder = recorder
