"""The stories of a run of pytest: each is read once a process, and proved once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # the plugin imports this in every pytest run
    from playable.language.faults import StoryFaults
    from playable.testing.playthrough import PlayableStory
    from playable.verify import Report


class StoryCache:
    """What was read and proved until now. `story_cache` gives that of a run."""

    def __init__(self) -> None:
        self._stories: dict[tuple[Path, tuple[str, ...]], PlayableStory | StoryFaults] = {}
        self._proofs: dict[Path, Report] = {}

    def story(self, path: Path, without: tuple[str, ...] = ()) -> PlayableStory:
        """The story of a folder or a file. Raises StoryFaults."""
        from playable.language.faults import StoryFaults
        from playable.testing.playthrough import load_story

        if (path, without) not in self._stories:
            try:
                self._stories[path, without] = load_story(path, without)
            except StoryFaults as faults:
                self._stories[path, without] = faults
        story = self._stories[path, without]
        if isinstance(story, StoryFaults):
            raise story.with_traceback(None)
        return story

    def proof(self, path: Path) -> Report:
        """What is proved of it. Raises StoryFaults."""
        from playable.verify import verify

        if path not in self._proofs:
            self._proofs[path] = verify(self.story(path).machine.story)
        return self._proofs[path]


_STORIES = pytest.StashKey[StoryCache]()


def story_cache(config: pytest.Config) -> StoryCache:
    """The stories of this run."""
    return config.stash.setdefault(_STORIES, StoryCache())
