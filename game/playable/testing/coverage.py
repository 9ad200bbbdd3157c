"""What of a story some playthroughs met, and what none of them did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.engine.machine import Machine
    from playable.engine.session import Session

Met = Mapping[str, list[str]]  # by kind, the ids: what one process of a test run tells another

KINDS = {"choose": "choices", "chance": "outcomes", "hear": "briefings"}  # by the kind of step


def met(session: Session) -> dict[str, list[str]]:
    """All that a playthrough met."""
    found: dict[str, list[str]] = {"nodes": [s.id for s in session.machine.scenes if session.remembers("seen", s.id)]}
    for step in session.steps:
        found.setdefault(KINDS[step.kind], []).append(step.ref)
    return found


class Coverage:
    """The nodes, choices, outcomes and briefings of a story, and which of them were met."""

    def __init__(self, machine: Machine) -> None:
        scenes = machine.scenes
        self.story = machine.story.head.id
        self.known: dict[str, list[str]] = {
            "nodes": [scene.id for scene in scenes],
            "choices": list(machine.options),
            "outcomes": [drawn.ref for scene in scenes for drawn in scene.outcomes],
            "briefings": [f"{scene.id}.{person}" for scene in scenes for person in scene.node.briefings],
        }
        self._met: dict[str, set[str]] = {kind: set() for kind in self.known}

    def add(self, found: Met) -> None:
        """What a playthrough met, or several together."""
        for kind, ids in found.items():
            self._met[kind].update(ids)

    def missing(self, kind: str) -> list[str]:
        """What of a kind was never met."""
        return [part for part in self.known[kind] if part not in self._met[kind]]

    def lines(self) -> Iterator[str]:
        """How much was met, and what was not."""
        for kind, known in self.known.items():
            if known:
                missing = self.missing(kind)
                yield f"{kind}: {len(known) - len(missing)} of {len(known)} met"
                yield from (f"  never: {part}" for part in missing)
