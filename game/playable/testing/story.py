"""A story as tests have it: read once, and played as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.language.library import find
from playable.language.story import load
from playable.language.without import without as doubting

if TYPE_CHECKING:
    from playable.testing.playthrough import Playthrough, Until


class PlayableStory:
    """A story without a fault. `load_story` reads it; what `machine` offers is no part of the stable interface."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @property
    def id(self) -> str:
        """As its head has it."""
        return self.machine.story.head.id

    @property
    def title(self) -> str:
        """As its head has it."""
        return self.machine.story.head.title

    @property
    def path(self) -> Path:
        """Where it was read from."""
        return self.machine.story.path

    @property
    def nodes(self) -> tuple[str, ...]:
        """The ids of all nodes, in the order of the files; so below."""
        return tuple(self.machine.ids)

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of all choices, each `node.choice`."""
        return tuple(self.machine.options)

    @property
    def endings(self) -> tuple[str, ...]:
        """The ids of the nodes that end play."""
        return tuple(scene.id for scene in self.machine.scenes if scene.node.ending)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of all variables."""
        return tuple(self.machine.story.state)

    def play(self, seed: int | None = None, falls: Iterable[str] = ()) -> Playthrough:
        """A new playthrough: see `Playthrough`."""
        from playable.testing.playthrough import Playthrough

        return Playthrough(self, seed, falls)

    def shortest(self, so: Until, to: str | Iterable[str] = (), through: str | None = None) -> Playthrough | None:
        """The playthrough with the fewest choices of which `so` holds, given as for `play_until`; of ends of roads `to`
        an ending, or `through` a node, where these are named. None where there is none.

        Every situation is looked at, so this is exact of what depends on where play stands and on its values. Raises
        TooMany where there are too many, as there are in large stories.
        """
        from playable.testing.playthrough import asked
        from playable.testing.shortest import shortest

        return shortest(self, asked(self, so), (to,) if isinstance(to, str) else tuple(to), through)

    def __repr__(self) -> str:
        return f"<story {self.id}: {len(self.nodes)} nodes, {len(self.endings)} endings>"


def load_story(path: str | Path, without: Iterable[str] = ()) -> PlayableStory:
    """The story at `path`, a folder or a file, or the shipped story of that id; `without` some claims of its ledger.

    Raises StoryFaults with every fault in it.
    """
    return PlayableStory(assemble(doubting(load(find(str(path))), without)))
