"""Do old saves still hold in the story as it is now? Saves are playthrough files, and what the game keeps of play."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.replay import Replay, replay
from playable.engine.saves.database import Unavailable
from playable.engine.saves.reading import read_saves
from playable.language.characters import visible
from playable.language.faults import StoryFaults
from playable.language.files import whole_of
from playable.language.playthrough_files import MISNAMED, playthrough_files
from playable.language.recording import Recording, parse_recording, read_recording
from playable.language.story import Story
from playable.language.without import without

MOST = 100  # names that are tried in place of one that is gone
DATABASE = ".db"  # how the name of a file of saves ends
_MAGIC = b"SQLite format 3\0"
SaveVerdict = Literal["holds", "renamed", "stops", "unreadable", "damaged", "other", "misnamed"]


@dataclass(frozen=True)
class Checked:
    """A save: how many of its steps still hold, and what stopped it; `mend`, what can be done about that.

    `renamed`: it holds, through `renamed:` of the story. `unreadable`: it has faults of its own; `damaged`: of a file
    of the game's, that cannot be read, and the game passes over; `other`: of another story, which says nothing of
    this one; `misnamed` ends in something else than `.yaml`, and is not read.
    """

    file: str
    verdict: SaveVerdict
    held: int = 0
    steps: int = 0
    message: str = ""
    line: int = 0
    save: str = ""  # which, in a file that holds several
    mend: str = ""

    @property
    def name(self) -> str:
        """The file, and which save in it."""
        return f"{self.file} ({self.save})" if self.save else self.file

    @property
    def falls_short(self) -> bool:
        """Does it speak against the story, or the tests beside it?"""
        return self.verdict in ("stops", "unreadable")

    def as_json(self) -> dict[str, object]:
        """As `--json` has it."""
        return asdict(self)


def check_saves(story: Story, path: Path) -> tuple[Checked, ...]:
    """The saves in a folder and below, in a playthrough file, or in a file of the game's, replayed in the story; none
    where nothing is there. Nothing is written. Raises OSError where the path cannot be read."""
    if not path.exists():
        return ()
    checker = _Checker(story)
    if path.is_dir():
        return tuple(checker.in_folder(path))
    return tuple(checker.in_database(path)) if _is_database(path) else (checker.in_file(path),)


class _Checker:
    """Replays saves in a story, and in its worlds without what they doubt."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._worlds: dict[tuple[str, ...], Machine] = {}

    def in_folder(self, folder: Path) -> Iterator[Checked]:
        """The saves of every file in a folder and below."""
        for file, what in playthrough_files(folder):
            if what == "misnamed":
                yield Checked(str(file), "misnamed", message=MISNAMED)
            elif what == "playthrough":
                yield self.in_file(file)
        for file in sorted(folder.rglob(f"*{DATABASE}")):
            if file.is_file() and _is_database(file):
                yield from self.in_database(file)

    def in_file(self, file: Path) -> Checked:
        """The save that a playthrough file is."""
        try:
            playthrough = read_recording(file)
        except StoryFaults as faults:
            first = faults.faults[0]
            return Checked(str(file), "unreadable", message=first.message, line=first.line)
        if not _is_of(playthrough, self.story):
            return _other(str(file), playthrough)
        return self._checked(str(file), playthrough)

    def in_database(self, file: Path) -> Iterator[Checked]:
        """The saves in a file of the game's."""
        try:
            kept = read_saves(file)
        except (OSError, Unavailable) as error:
            yield Checked(str(file), "damaged", message=f"it cannot be read: {error}")
            return
        if kept.torn:
            count = len(kept.saves)
            said = f"the file is damaged; what is sound of it is read: {count} save{'' if count == 1 else 's'}"
            yield Checked(str(file), "damaged", message=said, mend="the game mends it when it is opened")
        for name in kept.damaged:
            yield Checked(str(file), "damaged", message="the game passes it over", save=visible(name))
        for save in kept.saves:
            called = visible(f"{save.name or save.title or save.kind}, {save.updated:%Y-%m-%d %H:%M}")
            try:
                playthrough = parse_recording(save.playthrough, str(file))
            except StoryFaults as faults:
                yield Checked(str(file), "damaged", message=faults.faults[0].message, save=called)
                continue
            if playthrough.story == self.story.head.id:
                yield replace(self._checked(str(file), playthrough, called), line=0)
            else:
                yield replace(_other(str(file), playthrough), save=called)

    def _checked(self, file: str, playthrough: Recording, save: str = "") -> Checked:
        steps = len(playthrough.steps)
        try:
            world = self._world(playthrough.without)
        except StoryFaults as faults:  # a claim that the ledger has no longer
            return Checked(file, "stops", 0, steps, faults.faults[0].message, save=save)
        played = replay(playthrough, world)
        if played.fault:
            mend = _mend(playthrough, world, played)
            return Checked(file, "stops", played.made, steps, played.stopped_at, played.fault.line, save, mend)
        unrenamed = replay(playthrough, _with_renamed(world, {})) if self.story.head.renamed else played
        return Checked(file, "renamed" if unrenamed.fault else "holds", steps, steps, save=save)

    def _world(self, doubted: tuple[str, ...]) -> Machine:
        """Raises StoryFaults where the ledger lacks one."""
        if doubted not in self._worlds:
            self._worlds[doubted] = assemble(without(self.story, doubted))
        return self._worlds[doubted]


def lines(checked: tuple[Checked, ...]) -> Iterator[str]:
    """What was found, a line for each save that does not simply hold, with its mend, and the count."""
    for save in checked:
        if save.verdict == "stops":
            at = f"{save.file}:{save.line}" if save.line else save.name
            yield f"{at}: {save.held} of {save.steps} steps hold: {save.message}"
        elif save.verdict == "renamed":
            yield f"{save.name}: holds, through `renamed` in the head of the story"
        elif save.verdict != "holds":
            yield f"{save.name}: {save.verdict}: {save.message}"
        if save.mend:
            yield f"    {save.mend}"
    yield f"{sum(save.verdict in ('holds', 'renamed') for save in checked)} of {len(checked)} saves hold"


def _mend(playthrough: Recording, machine: Machine, played: Replay) -> str:
    """What would let a save hold: the name that something goes by now; else what becomes of it."""
    renamed, steps = machine.story.head.renamed, len(playthrough.steps)
    best, most = "", played.made
    for old, new in _candidates(playthrough, machine, played):
        again = replay(playthrough, _with_renamed(machine, {**renamed, old: new}))
        reached = again.made + (again.fault is None)
        if reached > most:
            best = f"is it `{new}` now? With `{old}: {new}` in `renamed:` of the story's head"
            most = reached
    if best:
        held = min(most, steps)
        return f"{best} {held} of {steps} steps hold"
    if played.made >= steps:
        return "the steps all hold; say in `ends` where they lead now"
    return f"who loads it goes on after step {played.made}; a test says from there on what the story does now"


def _candidates(playthrough: Recording, machine: Machine, played: Replay) -> Iterator[tuple[str, str]]:
    """What may have been renamed to what, where a save stops at a name that the story has no longer."""
    session = played.session
    if played.made >= len(playthrough.steps):
        if playthrough.ends and playthrough.ends not in machine.ids and session:
            yield playthrough.ends, session.view.node
        return
    for move in playthrough.steps[played.made : played.made + 2]:  # a draw is made with the choice before it
        node, _, part = move.text.partition(".")
        if move.kind == "expect" or not part:
            continue
        scenes = [machine.scenes[machine.ids[node]]] if node in machine.ids else list(machine.scenes)
        refs = [f"{scene.id}.{key}" for scene in scenes for key in _parts(move.kind, machine, scene.id)]
        if move.text in refs:
            continue
        if node in machine.ids:
            yield from ((move.text, ref) for ref in refs[:MOST])
        else:
            here = [session.view.node] if session and move.kind != "chance" else []
            nodes = dict.fromkeys([*here, *(ref.partition(".")[0] for ref in refs if ref.endswith(f".{part}"))])
            yield from ((node, other) for other in list(nodes)[:MOST])


def _parts(kind: str, machine: Machine, node: str) -> Mapping[str, object]:
    """The parts of a node that a kind of step names."""
    model = machine.story.nodes[node]
    return model.chance if kind == "chance" else model.briefings if kind == "hear" else model.choices


def _with_renamed(machine: Machine, renamed: Mapping[str, str]) -> Machine:
    head = machine.story.head.model_copy(update={"renamed": dict(renamed)})
    return replace(machine, story=replace(machine.story, head=head))


def _other(file: str, playthrough: Recording) -> Checked:
    return Checked(file, "other", 0, len(playthrough.steps), f"it is of the story {visible(playthrough.story)}")


def _is_of(playthrough: Recording, story: Story) -> bool:
    if playthrough.story == story.head.id:
        return True
    return whole_of(playthrough.named_story) == whole_of(story.path)


def _is_database(path: Path) -> bool:
    """By what it begins with; where that is damaged, by its name."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC or path.suffix == DATABASE
