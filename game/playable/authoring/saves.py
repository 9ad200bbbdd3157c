"""Do old saves still hold in the story as it is now? Saves are playthrough files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.replay import replay
from playable.language.faults import StoryFaults
from playable.language.files import whole_of
from playable.language.playthrough import Playthrough, read_playthrough
from playable.language.playthrough_files import MISNAMED, playthrough_files
from playable.language.story import Story
from playable.language.without import without


@dataclass(frozen=True)
class Checked:
    """One file: how many of its steps still hold, and what stopped it, which is empty where all of them do.

    `unreadable` has faults of its own; `other` is of another story, which says nothing of this one; `misnamed` ends in
    something else than `.yaml`, and is not read.
    """

    file: str
    verdict: Literal["holds", "stops", "unreadable", "other", "misnamed"]
    held: int
    steps: int
    message: str
    line: int

    def as_json(self) -> dict[str, object]:
        """As `--json` has it."""
        return asdict(self)


def check_saves(story: Story, folder: Path) -> tuple[Checked, ...]:
    """The playthrough files in a folder and below, by path, replayed in the story. Nothing is written."""

    @cache
    def machine(doubted: tuple[str, ...]) -> Machine:
        return assemble(without(story, doubted))

    def checked() -> Iterator[Checked]:
        for file, what in playthrough_files(folder):
            if what == "misnamed":
                yield Checked(str(file), "misnamed", 0, 0, MISNAMED, 0)
            if what != "playthrough":
                continue
            try:
                playthrough = read_playthrough(file)
            except StoryFaults as found:
                first = found.faults[0]
                yield Checked(str(file), "unreadable", 0, 0, first.message, first.line)
                continue
            steps = len(playthrough.moves)
            if not _is_of(playthrough, story):
                yield Checked(str(file), "other", 0, steps, f"it is of the story {playthrough.story}", 0)
                continue
            try:
                played = replay(playthrough, machine(playthrough.without))
            except StoryFaults as found:  # a claim that the ledger has no longer
                yield Checked(str(file), "stops", 0, steps, found.faults[0].message, 0)
                continue
            if played.fault is None:
                yield Checked(str(file), "holds", steps, steps, "", 0)
            else:
                yield Checked(str(file), "stops", played.made, steps, played.stopped_at, played.fault.line)

    return tuple(checked())


def lines(checked: tuple[Checked, ...]) -> Iterator[str]:
    """What was found, a line for each file that does not hold, and the count."""
    for save in checked:
        if save.verdict == "stops":
            yield f"{save.file}:{save.line}: {save.held} of {save.steps} steps hold: {save.message}"
        elif save.verdict != "holds":
            yield f"{save.file}: {save.verdict}: {save.message}"
    yield f"{sum(save.verdict == 'holds' for save in checked)} of {len(checked)} saves hold"


def _is_of(playthrough: Playthrough, story: Story) -> bool:
    if playthrough.story == story.head.id:
        return True
    return whole_of(playthrough.named_story) == whole_of(story.path)
