"""hypothesis plays a story by rules: it chooses, hears and takes back, and checks what is always to hold."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from playable.testing.playthrough import PlayableStory, Playthrough


class StoryMachine(RuleBasedStateMachine):
    """Subclass it, name the `story`, add an `@invariant()` that asserts of `self.play`; its `TestCase` is the test."""

    story: ClassVar[PlayableStory]
    play: Playthrough

    @initialize(seed=st.integers(0, 999_999))
    def begin(self, seed: int) -> None:
        """Draws fall by the seed."""
        self.play = self.story.play(seed)

    @precondition(lambda self: self.play.open)
    @rule(choice=st.runner().flatmap(lambda self: st.sampled_from(self.play.open)))
    def choose(self, choice: str) -> None:
        """Any choice that is open."""
        self.play.choose(choice)

    @precondition(lambda self: self.play.to_hear)
    @rule(briefing=st.runner().flatmap(lambda self: st.sampled_from(self.play.to_hear)))
    def hear(self, briefing: str) -> None:
        """Any briefing that can be heard."""
        self.play.hear(briefing)

    @precondition(lambda self: self.play.road)
    @rule()
    def undo(self) -> None:
        """The last choice is taken back."""
        self.play.undo()
