"""What each claim carries: the story proved again in the world without it, and what is different there."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from playable.language.contents import cited
from playable.language.names import TONES, Tone
from playable.language.story import Story, load
from playable.language.without import changes_leaning, without
from playable.verify.limits import SECONDS, Ended, OnProgress
from playable.verify.worlds.world import World, world

PROCESSES = 2  # at once, where there are as many cores: each may take as much memory as a proof
KEPT = 1_000  # worlds that are kept in files
ROUNDING = 1e-12  # how far floats may stray: odds that differ by less do not differ
TOLD = 0.0005  # odds that move by less than half a tenth of a point are not told
Moves = dict[Tone, float]  # of each tone, its odds without the claim less its odds with it


@dataclass(frozen=True)
class ClaimWeight:
    """What is different without a claim. `changes` lean on it; where odds are not known, `tones` and `policies` are
    None: there are too many situations, or the time for that world was up, and then nothing else is known either."""

    id: str
    changes: int
    tones: Moves | None  # at random
    policies: dict[str, Moves] | None
    theses: list[str]  # that hold with it, and fail without
    endings: list[str]  # that can be met with it alone

    @property
    def most(self) -> float:
        """The most that the odds of any tone move, for any player."""
        players = [self.tones or {}, *(self.policies or {}).values()]
        return max((abs(by) for moves in players for by in moves.values()), default=0.0)

    @property
    def carries(self) -> bool:
        """Is anything at all different without it?"""
        return bool(self.most or self.theses or self.endings)


@dataclass(frozen=True)
class ClaimWeights:
    """Every claim of a ledger, load-bearing first. `cited`: those that the story cites anywhere."""

    story: str
    claims: list[ClaimWeight]
    cited: frozenset[str]

    def as_json(self) -> dict[str, object]:
        """The form that `weigh --json` promises."""
        return {"story": self.story, "claims": [asdict(one) for one in self.claims]}


def weigh(story: Story, folder: Path, on_progress: OnProgress | None = None, seconds: float = SECONDS) -> ClaimWeights:
    """Take each claim away. Worlds are kept in a folder; a claim that no change leans on costs nothing.

    They are proved by processes of their own, which read the story again from its path; each takes so many `seconds` of
    the processor at most. Raises Ended where those are too few for the story itself. A KeyboardInterrupt ends it; what
    was proved by then is kept.
    """
    changes = changes_leaning(story)
    leaned_on = ["", *(claim for claim, number in changes.items() if number)]
    worlds = _worlds(story, leaned_on, folder, on_progress, seconds)
    if "" not in worlds:
        raise Ended("time", "there was no time for more, or no memory")
    whole = worlds[""]
    weights = [
        _weight(claim, number, whole, worlds.get(claim) if number else whole)
        for claim, number in ((claim, changes[claim]) for claim in story.claims)
    ]
    weights.sort(key=lambda one: (-one.most, -len(one.theses), -len(one.endings), -one.changes))
    parts = (*story.nodes.values(), *story.policies.values(), *story.theses.values())
    return ClaimWeights(story.head.id, weights, frozenset(claim for part in parts for claim in cited(part)))


def kept(story: Story, claims: Sequence[str], folder: Path) -> dict[str, ClaimWeight]:
    """Of some claims, what `weigh` found before for this very story, where it is kept; nothing is proved."""
    worlds = {claim: World.read(folder / f"{_doubted(story, claim).digest[:32]}.json") for claim in ("", *claims)}
    whole, changes = worlds.pop(""), changes_leaning(story) if claims else {}
    return {claim: _weight(claim, changes[claim], whole, less) for claim, less in worlds.items() if whole and less}


def lines(weights: ClaimWeights) -> Iterator[str]:
    """What the claims carry, for a writer."""
    carrying = [one for one in weights.claims if one.carries]
    yield f"{weights.story}: what each claim carries. Without it, in points, at random and for each policy:"
    for one in carrying:
        yield ""
        yield f"{one.id} ({one.changes} change{'' if one.changes == 1 else 's'})"
        for player, moves in {"at random": one.tones or {}, **(one.policies or {})}.items():
            if moved := ", ".join(f"{tone} {by * 100:+.1f}" for tone, by in moves.items() if abs(by) >= TOLD):
                yield f"  {player}: {moved}"
        if one.theses:
            yield f"  no longer holds: {', '.join(one.theses)}"
        if one.endings:
            yield f"  can no longer be met: {', '.join(one.endings)}"
    unknown = [one.id for one in weights.claims if one.tones is None]
    yield from _named("Odds without these are not known: there are too many situations, or time was up", iter(unknown))
    idle = [one for one in weights.claims if not one.carries and one.tones is not None]
    yield from _named("Changes lean on these, and nothing is different without them", (x.id for x in idle if x.changes))
    silent = [one.id for one in idle if not one.changes]
    yield from _named("Cited, and no change leans on them", (x for x in silent if x in weights.cited))
    yield from _named("Not cited", (x for x in silent if x not in weights.cited))


def _named(heading: str, claims: Iterator[str]) -> Iterator[str]:
    if listed := ", ".join(claims):
        yield from ("", f"{heading}: {listed}")


def _weight(claim: str, changes: int, whole: World, less: World | None) -> ClaimWeight:
    if less is None:
        return ClaimWeight(claim, changes, None, None, [], [])
    theses = [name for name, verdict in whole.theses.items() if verdict == "holds" and less.theses[name] == "fails"]
    endings = [ending for ending in whole.endings if ending not in less.endings]
    tones = _moves(whole.tones, less.tones) if whole.tones and less.tones else None
    policies = None
    if whole.policies is not None and less.policies is not None:
        policies = {policy: _moves(odds, less.policies[policy]) for policy, odds in whole.policies.items()}
    return ClaimWeight(claim, changes, tones, policies, theses, endings)


def _moves(whole: Mapping[Tone, float], less: Mapping[Tone, float]) -> Moves:
    moves = {tone: less[tone] - whole[tone] for tone in TONES}
    return {tone: by if abs(by) > ROUNDING else 0.0 for tone, by in moves.items()}


def _worlds(
    story: Story, claims: Sequence[str], folder: Path, on_progress: OnProgress | None, seconds: float
) -> dict[str, World]:
    """The world without each claim, and, for none, the story's own: kept from before, or proved. That for which there
    was no time is missing."""
    paths = {claim: folder / f"{_doubted(story, claim).digest[:32]}.json" for claim in claims}
    worlds = {claim: kept for claim, path in paths.items() if (kept := World.read(path))}
    left = [claim for claim in claims if claim not in worlds]
    for done, (claim, proved) in enumerate(_proved(story, left, seconds), len(worlds) + 1):
        if proved:
            worlds[claim] = proved
            with suppress(OSError):
                proved.write(paths[claim])
        if on_progress:
            on_progress(f"Worlds without a claim: {done} of {len(claims)}")
    if left:
        _clear(folder)
    return worlds


def _proved(story: Story, claims: Sequence[str], seconds: float) -> Iterator[tuple[str, World | None]]:
    """The world without each claim, as they are done; None where there was no time for it."""
    processes = min(PROCESSES, os.cpu_count() or 1, len(claims))
    if processes < 2:
        yield from ((claim, _world(_doubted(story, claim), seconds)) for claim in claims)
        return
    context = multiprocessing.get_context("spawn")  # a copy of this process may hold its locks for ever
    with context.Pool(processes, _begin, (story.path, story.without, seconds)) as pool:
        yield from pool.imap_unordered(_prove, claims)


_story: Story  # of a process of our own
_seconds: float


def _begin(path: Path, doubted: Sequence[str], seconds: float) -> None:
    global _story, _seconds
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started this
    _story, _seconds = without(load(path), doubted), seconds


def _prove(claim: str) -> tuple[str, World | None]:
    return claim, _world(_doubted(_story, claim), _seconds)


def _world(story: Story, seconds: float) -> World | None:
    with suppress(Ended):
        return world(story, seconds)
    return None


def _doubted(story: Story, claim: str) -> Story:
    return without(story, [claim] if claim else [])


def _clear(folder: Path) -> None:
    """Remove the worlds that were longest unused, but for so many."""
    with suppress(OSError):
        files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[KEPT:]:
            path.unlink(missing_ok=True)
