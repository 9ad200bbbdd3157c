"""A run of random playthroughs over a story, with what is told in each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from playable.engine.assembly import assemble
from playable.engine.compile import State
from playable.engine.machine import ChanceOutcome, Machine, Option, Scene
from playable.engine.markup import blocks
from playable.engine.telling import Telling
from playable.language.contents import texts
from playable.language.model import Told
from playable.language.places import Loc
from playable.language.source_map import SourceMap, id_of
from playable.language.story import Story
from playable.simulate.condition_coverage import ConditionCoverage
from playable.simulate.playthroughs import AtRandom, play
from playable.simulate.results import Failure, Results
from playable.simulate.shrinking import shrunk

SHRUNK = 3  # failures of one kind that are shrunk: more would come to much the same


def randomtest(story: Story, plays: int, seed: int = 0, only: int | None = None, playing: str | None = None) -> Results:
    """Play at random: open choices alike, chance by its weights, no briefings. `only` plays one index alone; `playing`
    is a policy of the story."""
    plain = assemble(story)
    coverage, where = ConditionCoverage(plain), SourceMap(story.path)
    results = Results(
        story.head.id,
        plays,
        seed,
        playing,
        story.without,
        {
            "nodes": tuple(story.nodes),
            "choices": tuple(plain.options),
            "outcomes": tuple(drawn.ref for scene in plain.scenes for drawn in scene.outcomes),
            "endings": tuple(node_id for node_id, node in story.nodes.items() if node.ending),
        },
        coverage.conditions,
        {c.id: where.line(_place(c.loc, story)) for c in coverage.conditions},
    )
    teller, takes = _Teller(coverage), story.policies[playing].takes if playing else ()
    for index in range(plays) if only is None else (only,):
        _play(coverage.machine, plain, index, takes, teller, results)
    return results


def _place(loc: Loc, story: Story) -> Loc:
    """Where a condition stands in its file. Where claims are doubted effects are fewer than there: where they begin."""
    return loc[: loc.index("effects") + 1] if story.without and "effects" in loc else loc


def _play(
    machine: Machine, plain: Machine, index: int, takes: Sequence[str], teller: _Teller, results: Results
) -> None:
    """One playthrough: everything in it depends on the seed and its index alone."""
    teller.met, teller.words = set(), 0
    played = play(machine, AtRandom(f"{results.seed}/{index}", takes), teller)
    steps = [step for turn in played.turns for step in turn]
    results.nodes.update(teller.met)
    results.choices.update({step.ref for step in steps if step.kind == "choose"})
    results.outcomes.update({step.ref for step in steps if step.kind == "chance"})
    results.decisions.append(len(played.turns) - 1)
    results.words.append(teller.words)
    if not played.why:
        results.endings[played.at] += 1
        return
    alike = sum(failure.why == played.why for failure in results.failures)
    kept = (step for turn in shrunk(plain, played, takes) for step in turn) if alike < SHRUNK else None
    results.failures.append(Failure(index, played.why, None if kept is None else tuple(kept)))


class _Teller:
    """Hears what is told: the nodes that are met, and how many words."""

    def __init__(self, coverage: ConditionCoverage) -> None:
        self.met: set[str] = set()
        self.words = 0
        self._coverage = coverage
        self._texts: dict[str, tuple[Told, Telling, int | None]] = {}  # the last: how many words it always has
        for scene in coverage.machine.scenes:
            for text in texts(scene.node):
                if text.kind in ("text", "outcome"):
                    self._add(id_of(("nodes", scene.id, *text.loc[:-1])), text.told)

    def __call__(self, scene: Scene, part: Option | ChanceOutcome | None, s: State) -> None:
        """The text of a node was told, or of its choice or fall."""
        if part is None:
            self.met.add(scene.id)
        if (known := self._texts.get(part.ref if part else scene.id)) is None:
            return
        text, telling, words = known
        if words is None:
            self._coverage.told(text, s)
            words = _words(telling(s))
        self.words += words

    def _add(self, owner: str, text: Told) -> None:
        telling = self._coverage.machine.telling(text)
        self._texts[owner] = text, telling, None if telling.fixed is None else _words(telling.fixed)


@lru_cache(maxsize=100_000)
def _words(text: str) -> int:
    return sum(len(block.text.split()) for block in blocks(text))
