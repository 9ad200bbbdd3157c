"""A run of random playthroughs over a story, with what is told in each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from playable.engine.assembly import assemble
from playable.engine.compile import State
from playable.engine.markup import blocks
from playable.language.contents import TextKind, alternatives
from playable.language.model import Told
from playable.language.prose import Prose
from playable.language.reading.places import Loc
from playable.language.source_map import SourceMap
from playable.language.story import Story
from playable.simulate.choosers import AtRandom, ByPolicy
from playable.simulate.condition_coverage import ConditionCoverage
from playable.simulate.results import SHRUNK, WHOLE, CountedCondition, Failure, RunResults, Shard
from playable.simulate.shrinking import shrunk
from playable.simulate.simulator import Simulator, Telling, silence


def randomtest(
    story: Story,
    plays: int,
    seed: int = 0,
    only: int | None = None,
    playing: str | None = None,
    shard: Shard = WHOLE,
) -> RunResults:
    """Play at random: open choices alike, chance by its weights, no briefings. `playing` is a policy of the story.

    Everything in a playthrough depends on the seed and its index alone: a `shard` plays every so many-th, `only` plays
    one index.
    """
    plain = assemble(story)
    coverage, where = ConditionCoverage(plain), SourceMap(story.path)
    known = {
        "nodes": tuple(story.nodes),
        "choices": tuple(plain.options),
        "outcomes": tuple(drawn.ref for scene in plain.scenes for drawn in scene.outcomes),
        "endings": tuple(node_id for node_id, node in story.nodes.items() if node.ending),
    }
    results = RunResults(story.head.id, story.digest, plays, seed, playing, story.without, shard, known)
    counted, plainly = Simulator(coverage.machine, partial(_words, coverage)), Simulator(plain, silence)
    takes = story.policies[playing].takes if playing else ()
    number, of = shard
    for index in range(number - 1, plays, of) if only is None else (only,):
        _play(counted, plainly, index, takes, results)
    for one in coverage.conditions:
        failed, held = one.counts
        results.conditions.append(CountedCondition(one.id, one.says, *where.line(_place(one.loc, story)), held, failed))
    return results


def _place(loc: Loc, story: Story) -> Loc:
    """Where a condition stands in its file. Where claims are doubted effects are fewer than there: where they begin."""
    return loc[: loc.index("effects") + 1] if story.without and "effects" in loc else loc


def _play(
    counted: Simulator[int], plainly: Simulator[None], index: int, takes: Sequence[str], results: RunResults
) -> None:
    """One playthrough."""
    seed, told, scenes = f"{results.seed}/{index}", list[int](), counted.machine.scenes
    played = counted.play(ByPolicy(seed, takes) if takes else AtRandom(seed), told.append)
    results.nodes.update({scenes[at].id for at in played.nodes})
    results.choices.update({step.ref for step in played.steps if step.kind == "choose"})
    results.outcomes.update({step.ref for step in played.steps if step.kind == "chance"})
    results.decisions.add(played.decisions)
    results.words.add(sum(told))
    if not played.why:
        results.endings[scenes[played.nodes[-1]].id] += 1
        return
    alike = sum(failure.why == played.why for failure in results.failures)
    kept = (step for turn in shrunk(plainly, played, takes) for step in turn) if alike < SHRUNK else None
    results.failures.append(Failure(index, played.why, None if kept is None else tuple(kept)))


def _words(coverage: ConditionCoverage, kind: TextKind, told: Told | None) -> Telling[int]:
    """How many words a text has in a state, each value that is put in as one; labels are not counted."""
    counts = [(when, _words_of(prose)) for when, prose in alternatives(told)] if kind != "label" else []
    always = sum(count for when, count in counts if when is None)
    given = [count for when, count in counts if when is not None]
    if not given:
        return Telling(always, lambda _: always)
    asks = tuple(zip(coverage.asks(told), given, strict=True))

    def words(s: State) -> int:
        told = always
        for ask, count in asks:
            if ask(s):
                told += count
        return told

    return Telling(None, words)


def _words_of(prose: Prose) -> int:
    told = "".join(piece if isinstance(piece, str) else "1" for piece in prose.pieces)
    return sum(len(block.text.split()) for block in blocks(told))
