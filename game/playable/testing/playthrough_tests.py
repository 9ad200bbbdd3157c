"""A playthrough file as tests of pytest: one, or one for each of its seeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from playable.testing.coverage.recorder import note
from playable.testing.failure import Failed, near, of_replay, shown
from playable.testing.story_cache import story_cache

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.engine.replay import Replay
    from playable.language.faults import StoryFaults
    from playable.language.recording import Recording

LONGEST = 80  # characters of a test's name


class BrokenStory(Failed):
    """A playthrough could not be played, for its story has faults."""

    def __init__(self, story: Path, faults: StoryFaults) -> None:
        super().__init__(f"the story {story} has faults; they are told once, at the end")
        self.told = {"story": str(story), "faults": str(faults)}


class PlaythroughFile(pytest.File):
    """One playthrough file."""

    def collect(self) -> Iterator[PlaythroughTest]:
        """Its test, by its title; where it has seeds, one for each. A file with faults is a test that tells them."""
        from playable.language.characters import visible
        from playable.language.faults import StoryFaults
        from playable.language.recording import read_recording

        try:
            playthrough = read_recording(Path(near(self.path)))
        except StoryFaults as faults:
            yield PlaythroughTest.from_parent(self, name=self.path.stem, faults=faults)
            return
        title = " ".join(visible(playthrough.title or "").split()).replace("::", ":")[:LONGEST]
        for seed in playthrough.seeds or (playthrough.seed,):
            name = f"{title or self.path.stem}{f'[{seed}]' if playthrough.seeds else ''}"
            test = PlaythroughTest.from_parent(self, name=name, playthrough=playthrough, seed=seed)
            if playthrough.skip:
                test.add_marker(pytest.mark.skip(reason=visible(playthrough.skip)))
            if playthrough.xfail:
                test.add_marker(pytest.mark.xfail(reason=visible(playthrough.xfail)))
            yield test


class PlaythroughTest(pytest.Item):
    """Replays its file against its story."""

    def __init__(
        self,
        *,
        playthrough: Recording | None = None,
        seed: int | None = None,
        faults: StoryFaults | None = None,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.playthrough, self.seed, self.faults = playthrough, seed, faults

    def runtest(self) -> None:
        """Fails with every fault. A file without steps or ending checks that the story starts."""
        from playable.language.faults import StoryFaults

        try:
            if self.faults or not self.playthrough:
                raise self.faults or AssertionError
            played = self._played(self.playthrough)
            if played.broken and self.config.getoption("--update-playthroughs"):
                played = self._updated(self.playthrough, played)
        except StoryFaults as faults:
            first = faults.faults[0]
            more = f" (and {len(faults.faults) - 1} more)" if len(faults.faults) > 1 else ""
            lines = ("", *map(str, faults.faults))
            raise Failed(f"{first.message}{more}", lines, self.path, first.line) from None
        if played.broken:
            raise of_replay(self.playthrough, played, self.path, self.seed)

    def _played(self, playthrough: Recording) -> Replay:
        """Raises StoryFaults where the file may not open the story, or doubts a claim that there is not."""
        from dataclasses import replace

        from playable.engine.replay import replay
        from playable.language.faults import StoryFaults
        from playable.language.files import whole_of

        path = whole_of(playthrough.story_path())
        stories = story_cache(self.config)
        try:
            stories.story(path)
        except StoryFaults as faults:
            raise BrokenStory(path, faults) from None
        machine = stories.story(path, playthrough.without).machine
        played = replay(replace(playthrough, seed=self.seed), machine, whole=True)
        if played.session:
            note(played.session)
        return played

    def _updated(self, playthrough: Recording, played: Replay) -> Replay:
        """Write into the file what there is instead of what it expects, and play it again."""
        from playable.testing.update import updated

        if playthrough.seeds or playthrough.xfail:
            return played  # what holds for one seed need not for another; what is to fail is to fail
        changed = updated(playthrough, played.broken)
        if changed is None:
            return played
        self.path.write_text(changed.text, encoding="utf-8", newline="")
        self.user_properties.append(("playthrough updated", changed.diff))
        self.playthrough = changed.playthrough
        return self._played(changed.playthrough)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What there is to see; an author has no use for our traceback."""
        return shown(excinfo.value, excinfo) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where pytest says the test is."""
        return self.path, 0, f"playthrough {self.name}"
