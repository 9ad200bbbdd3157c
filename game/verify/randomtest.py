"""Random playthroughs as a test: each is reproducible alone, and a failing one is shrunk to the moves that matter."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from game.engine.assembly import assemble
from game.engine.machine import Machine, Stuck
from game.engine.session import CannotMove, Session, Step
from game.language.story import Story

LONGEST = 2_000  # decisions, after which a playthrough counts as one that does not end
SHRINKS = 2_000  # replays spent on making a failure shorter


@dataclass(frozen=True)
class Failure:
    """A playthrough that got stuck or did not end, and the fewest of its moves that still do."""

    index: int
    why: str
    steps: tuple[Step, ...]


@dataclass
class Tested:
    """What random playthroughs met, as counts of playthroughs; `plays` in all, drawn by `seed`."""

    story: str
    plays: int
    seed: int
    nodes: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)  # choices with a condition, by how often it held
    shut: Counter[str] = field(default_factory=Counter)  # and by how often it did not
    decisions: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)  # everything there is to meet, by kind

    def never(self, kind: str) -> list[str]:
        """What of a kind (nodes, choices, endings) no playthrough met."""
        return [id for id in self.known[kind] if not getattr(self, kind)[id]]

    def one_sided(self) -> list[str]:
        """The choices whose condition was asked and came out the same every time, and how."""
        always = [f"{ref} is always open" for ref in self.open if not self.shut[ref]]
        return always + [f"{ref} is never open" for ref in self.shut if not self.open[ref]]

    def rare(self, kind: str) -> list[str]:
        """What of a kind was met by fewer than one playthrough in a hundred, but by some."""
        return [id for id in self.known[kind] if 0 < getattr(self, kind)[id] * 100 < len(self.decisions)]

    def as_json(self) -> dict[str, object]:
        """The form that `randomtest --json` promises."""
        counts = {kind: {id: getattr(self, kind)[id] for id in ids} for kind, ids in self.known.items()}
        failures = [
            {"index": f.index, "why": f.why, "steps": [{s.kind: s.ref} for s in f.steps]} for f in self.failures
        ]
        return {
            "story": self.story,
            "plays": self.plays,
            "seed": self.seed,
            **counts,
            "one_sided": self.one_sided(),
            "rare": {kind: self.rare(kind) for kind in self.known},
            "decisions": _spread(self.decisions),
            "words": _spread(self.words),
            "failures": failures,
        }


def randomtest(story: Story, plays: int, seed: int = 0, only: int | None = None) -> Tested:
    """Play at random: open choices alike, chance by its weights, no briefings. `only` plays one index alone."""
    machine = assemble(story)
    found = Tested(story.head.id, plays, seed)
    found.known = {
        "nodes": tuple(story.nodes),
        "choices": tuple(machine.options),
        "endings": tuple(id for id, node in story.nodes.items() if node.ending),
    }
    for index in range(plays) if only is None else (only,):
        _play(machine, index, found)
    return found


def _play(machine: Machine, index: int, found: Tested) -> None:
    """One playthrough: everything in it depends on the seed and its index alone."""
    pick = random.Random(f"{found.seed}/{index}")  # noqa: S311 - a test, no secret
    met: set[str] = set()
    words = 0
    session: Session | None = None
    tried: tuple[Step, ...] = ()  # the choice that could not be carried through
    why = f"has not ended after {LONGEST:,} decisions"
    try:
        session = Session(machine, seed=pick.getrandbits(32))
        for _ in range(LONGEST):
            view = session.view
            if not view.stayed:
                met.update(at.scene.id for at in view.frame.page)
                words += sum(len(block.text.split()) for passage in view.passages for block in passage.blocks)
            words += sum(len(block.text.split()) for block in (view.followed.blocks if view.followed else ()))
            if view.ending:
                why = ""
                break
            open_ = [offer.id for offer in view.offers if not offer.locked]
            if not open_:
                why = f"is stuck at {view.node}: no choice is open"
                break
            _note_conditions(session, found)
            tried = (Step("choose", pick.choice(open_)),)
            session.choose(tried[0].ref)
            tried = ()
    except Stuck as error:
        why = f"is stuck at {error}: all weights are zero"
    found.nodes.update(met)
    steps = (*session.steps, *tried) if session else ()
    chosen = [step.ref for step in steps if step.kind == "choose"]
    found.choices.update(set(chosen))
    found.decisions.append(len(chosen))
    found.words.append(words)
    if why:
        found.failures.append(Failure(index, why, _shrunk(machine, steps) if "stuck at" in why and session else steps))
    elif session:
        found.endings[session.view.node] += 1


def _note_conditions(session: Session, found: Tested) -> None:
    s = session.state
    for option in session.view.scene.options:
        if option.when is not None:
            (found.open if option.when(s) else found.shut)[option.ref] += 1


def _shrunk(machine: Machine, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Fewer steps that still get stuck: single decisions are left out for as long as that helps."""
    tries = SHRINKS
    turns = _turns(steps)
    at = len(turns) - 1
    while at >= 0 and tries:
        fewer = turns[:at] + turns[at + 1 :]
        tries -= 1
        if _sticks(machine, fewer):
            turns = fewer
            at = len(turns)
        at -= 1
    return tuple(step for turn in turns for step in turn)


def _turns(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """The steps by decision: each choice with the draws that it led to; what fell before the first stays in front."""
    turns: list[list[Step]] = [[]]
    for step in steps:
        if step.kind == "choose":
            turns.append([])
        turns[-1].append(step)
    return [tuple(turn) for turn in turns if turn]


def _sticks(machine: Machine, turns: list[tuple[Step, ...]]) -> bool:
    try:
        first = (
            [step.ref for step in turns[0] if step.kind == "chance"] if turns and turns[0][0].kind == "chance" else []
        )
        session = Session(machine, pins=first)
        for turn in turns[1 if first else 0 :]:
            session.choose(turn[0].ref, [step.ref for step in turn[1:]])
    except CannotMove:
        return False
    except Stuck:
        return True
    return session.view.stuck


def _spread(numbers: list[int]) -> dict[str, float]:
    return {"min": min(numbers), "mean": sum(numbers) / len(numbers), "max": max(numbers)} if numbers else {}


def lines(found: Tested, command: str) -> Iterator[str]:
    """The result in plain words; `command` is how the run was started, to repeat a failure alone."""
    decisions, words = _spread(found.decisions), _spread(found.words)
    yield f"{found.story}: {found.plays:,} random playthroughs by seed {found.seed}."
    yield f"  decisions: {decisions['min']} to {decisions['max']}, {decisions['mean']:.1f} on average"
    yield f"  words told: {words['min']:,} to {words['max']:,}, {words['mean']:,.0f} on average"
    for id in found.known["endings"]:
        yield f"  {id}: {found.endings[id] / max(1, len(found.decisions)):.1%}"
    for kind in ("nodes", "choices"):
        never = found.never(kind)
        yield f"  {kind}: {len(found.known[kind]) - len(never)} of {len(found.known[kind])} met"
        yield from (f"    never: {id}" for id in never)
        yield from (f"    rarely: {id}" for id in found.rare(kind))
    yield from (f"  {said}" for said in found.one_sided())
    for failure in found.failures[:10]:
        yield f"Playthrough {failure.index} {failure.why}. Alone: {command} --only {failure.index}"
        yield from (f"    {step.kind}: {step.ref}" for step in failure.steps)
    if len(found.failures) > 10:
        yield f"… and {len(found.failures) - 10:,} more."
