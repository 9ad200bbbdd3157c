"""A run of random playthroughs over a story, with what is told in each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from playable.engine.assembly import assemble
from playable.engine.compile import Function, State
from playable.engine.markup import blocks
from playable.language.contents import TextKind, alternatives
from playable.language.model import Told
from playable.language.prose import Prose
from playable.language.reading.places import Loc
from playable.language.source_map import SourceMap
from playable.language.story import Story
from playable.simulate.condition_coverage import ConditionCoverage
from playable.simulate.playthroughs import AtRandom, ByPolicy
from playable.simulate.results import SHRUNK, WHOLE, Asked, Failure, Results, Shard
from playable.simulate.shrinking import shrunk
from playable.simulate.simulator import Simulator


def randomtest(
    story: Story,
    plays: int,
    seed: int = 0,
    only: int | None = None,
    playing: str | None = None,
    shard: Shard = WHOLE,
) -> Results:
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
    results = Results(story.head.id, story.digest, plays, seed, playing, story.without, shard, known)
    counted, plainly = Simulator(coverage.machine, partial(_words, coverage)), Simulator(plain)
    takes = story.policies[playing].takes if playing else ()
    number, of = shard
    for index in range(number - 1, plays, of) if only is None else (only,):
        _play(counted, plainly, index, takes, results)
    for one in coverage.conditions:
        failed, held = one.counts
        results.conditions.append(Asked(one.id, one.says, *where.line(_place(one.loc, story)), held, failed))
    return results


def _place(loc: Loc, story: Story) -> Loc:
    """Where a condition stands in its file. Where claims are doubted effects are fewer than there: where they begin."""
    return loc[: loc.index("effects") + 1] if story.without and "effects" in loc else loc


def _play(counted: Simulator, plainly: Simulator, index: int, takes: Sequence[str], results: Results) -> None:
    """One playthrough."""
    seed, told = f"{results.seed}/{index}", list[int]()
    played = counted.play(ByPolicy(seed, takes) if takes else AtRandom(seed), told.append)  # type: ignore[arg-type]
    results.nodes.update({counted.machine.scenes[at].id for at in played.met})
    results.choices.update({step.ref for step in played.steps if step.kind == "choose"})
    results.outcomes.update({step.ref for step in played.steps if step.kind == "chance"})
    results.decisions.add(sum(step.kind == "choose" for step in played.steps))
    results.words.add(sum(told))
    if not played.why:
        results.endings[played.at] += 1
        return
    alike = sum(failure.why == played.why for failure in results.failures)
    kept = (step for turn in shrunk(plainly, played, takes) for step in turn) if alike < SHRUNK else None
    results.failures.append(Failure(index, played.why, None if kept is None else tuple(kept)))


def _words(coverage: ConditionCoverage, kind: TextKind, told: Told | None) -> object:
    """How many words a text has in a state, each value that is put in as one; labels are not counted."""
    if told is None or kind == "label":
        return 0
    counts = [(when, _words_of(prose)) for when, prose in alternatives(told)]
    always = sum(count for when, count in counts if when is None)
    given = [count for when, count in counts if when is not None]
    return partial(_told, always, tuple(zip(coverage.asks(told), given, strict=True))) if given else always


def _told(always: int, given: tuple[tuple[Function, int], ...], s: State) -> int:
    return always + sum(count for ask, count in given if ask(s))


def _words_of(prose: Prose) -> int:
    told = "".join(piece if isinstance(piece, str) else "1" for piece in prose.pieces)
    return sum(len(block.text.split()) for block in blocks(told))
