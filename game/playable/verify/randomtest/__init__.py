"""Random playthroughs as a test: each is reproducible alone, and a failing one is shrunk to the moves that matter."""

from __future__ import annotations

from functools import lru_cache

from playable.engine.assembly import assemble
from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Machine, Option, Scene
from playable.engine.markup import blocks
from playable.engine.telling import Telling
from playable.language.story import Story
from playable.language.whereabouts import Whereabouts
from playable.verify.randomtest.conditions import Watch
from playable.verify.randomtest.playing import AtRandom, play
from playable.verify.randomtest.shrinking import shrunk
from playable.verify.randomtest.tested import Failure, Tested, lines

__all__ = ["Failure", "Tested", "lines", "randomtest"]
SHRUNK = 3  # failures of one kind that are shrunk: more would come to much the same


def randomtest(story: Story, plays: int, seed: int = 0, only: int | None = None) -> Tested:
    """Play at random: open choices alike, chance by its weights, no briefings. `only` plays one index alone."""
    plain = assemble(story)
    watch, where = Watch(plain), Whereabouts(story)
    found = Tested(
        story.head.id,
        plays,
        seed,
        {
            "nodes": tuple(story.nodes),
            "choices": tuple(plain.options),
            "outcomes": tuple(drawn.ref for scene in plain.scenes for drawn in scene.outcomes),
            "endings": tuple(id for id, node in story.nodes.items() if node.ending),
        },
        watch.conditions,
        {c.id: where.line("nodes", *c.loc) for c in watch.conditions},
    )
    teller = _Teller(watch)
    for index in range(plays) if only is None else (only,):
        _play(watch.machine, plain, index, teller, found)
    return found


def _play(machine: Machine, plain: Machine, index: int, teller: _Teller, found: Tested) -> None:
    """One playthrough: everything in it depends on the seed and its index alone."""
    teller.met, teller.words = set(), 0
    played = play(machine, AtRandom(f"{found.seed}/{index}"), teller)
    steps = [step for turn in played.turns for step in turn]
    found.nodes.update(teller.met)
    found.choices.update({step.ref for step in steps if step.kind == "choose"})
    found.outcomes.update({step.ref for step in steps if step.kind == "chance"})
    found.decisions.append(len(played.turns) - 1)
    found.words.append(teller.words)
    if not played.why:
        found.endings[played.at] += 1
        return
    alike = sum(failure.why == played.why for failure in found.failures)
    kept = (step for turn in shrunk(plain, played) for step in turn) if alike < SHRUNK else None
    found.failures.append(Failure(index, played.why, None if kept is None else tuple(kept)))


class _Teller:
    """Hears what is told: the nodes that are met, and how many words."""

    def __init__(self, watch: Watch) -> None:
        self.met: set[str] = set()
        self.words = 0
        self._watch = watch
        self._texts: dict[str, tuple[object, Telling, int | None]] = {}  # the last: how many words it always has
        for scene in watch.machine.scenes:
            self._add(scene.id, scene.node.text)
            for option in scene.options:
                self._add(option.ref, option.choice.outcome)
            for drawn in scene.outcomes:
                self._add(drawn.ref, drawn.outcome.text)

    def __call__(self, scene: Scene, part: Option | ChanceOutcome | None, s: State) -> None:
        """The text of a node was told, or of its choice or fall."""
        if part is None:
            self.met.add(scene.id)
        text, telling, words = self._texts[part.ref if part else scene.id]
        if words is None:
            self._watch.told(text, s)
            words = _words(telling(s))
        self.words += words

    def _add(self, id: str, text: object) -> None:
        telling = self._watch.machine.telling(text)
        self._texts[id] = text, telling, None if telling.fixed is None else _words(telling.fixed)


@lru_cache(maxsize=100_000)
def _words(text: str) -> int:
    return sum(len(block.text.split()) for block in blocks(text))
