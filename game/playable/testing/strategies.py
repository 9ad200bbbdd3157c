"""Playthroughs as hypothesis draws them, and the rules by which it plays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from hypothesis import reject
from hypothesis import strategies as st

from playable.engine.machine import BACK, Goto, Machine, Option, Scene
from playable.testing.coverage.recorder import note
from playable.testing.playthrough import Drawn, PlayableStory, Playthrough

ON = 15  # to one: how often a playthrough goes on rather than stops
LONGEST = 60  # choices; from then on a road goes straight to where it is to end
LATE = 200  # choices, after which it has not come there

HypothesisDraw = Callable[[st.SearchStrategy[int]], int]


@st.composite
def playthroughs(
    draw: HypothesisDraw, story: PlayableStory, to: str | Iterable[str] | None = None, through: str | None = None
) -> Playthrough:
    """Playthroughs of a story: any moment of any road; or whole roads, to one of the endings `to` (an id, several, or
    `story.endings`), and `through` a node.

    Smaller is shorter: a failure is told with few choices, each, where it can be, on the shortest way to an end.
    """
    machine = story.machine
    ends = frozenset([to] if isinstance(to, str) else to or ())
    play = Playthrough.falling(story, lambda scene, weights: _fall(draw, weights))
    for made in range(LATE):
        met = through is None or play.remembers("seen", through)
        goal = ends if met else frozenset([through or ""])
        if play.ended:
            if not met or (ends and play.here not in ends):
                reject()
            return _done(play, ends, through)
        far = _distances(story, goal or frozenset(story.endings))
        open_ = [machine.options[ref] for ref in play.open]
        if goal:
            open_ = [option for option in open_ if _far(story, option, play.here, far) is not None]
        if not open_:
            reject()
        open_.sort(key=lambda option: _order(_far(story, option, play.here, far)))
        if goal:
            which = draw(st.integers(0, len(open_) - 1)) if made < LONGEST and len(open_) > 1 else 0
        else:
            drawn = draw(st.integers(0, len(open_) * ON)) if made < LONGEST else 0
            if not drawn:
                return _done(play, ends, through)
            which = (drawn - 1) % len(open_)
        play.choose(open_[which].ref)
    return reject()


def _done(play: Playthrough, to: frozenset[str], through: str | None) -> Playthrough:
    play._session.fall = None  # what the test plays on falls as it says
    play.drawn = Drawn(len(play.road), to, through, len(play.steps))
    note(play._session)
    return play


def _fall(draw: HypothesisDraw, weights: list[int]) -> int:
    """Any outcome that can fall; alike, for a test looks at what is rare as well."""
    can = [i for i, weight in enumerate(weights) if weight]
    return can[draw(st.integers(0, len(can) - 1))] if len(can) > 1 else can[0]


def _order(far: int | None) -> float:
    return float("inf") if far is None else far


def _far(story: PlayableStory, option: Option, here: str, far: list[int | None]) -> int | None:
    """How many choices, at least, lie between a choice and the goal; None where no way leads there."""
    at = story.machine.ids[here]
    behind = (far[target] for target in _led(story.machine, at, option.goto, at))
    return min((n for n in behind if n is not None), default=None)


@lru_cache(maxsize=256)
def _distances(story: PlayableStory, goal: frozenset[str]) -> list[int | None]:
    """Of each node, how many choices at least lie between it and a goal, whatever their conditions; None: no way."""
    machine = story.machine
    before: list[list[tuple[int, int]]] = [[] for _ in machine.scenes]
    for at, scene in enumerate(machine.scenes):
        for target, cost in _ways(machine, at, scene):
            before[target].append((at, cost))
    far: list[int | None] = [None] * len(machine.scenes)
    todo = deque((machine.ids[node], 0) for node in goal)
    while todo:
        at, distance = todo.popleft()
        if far[at] is not None:
            continue
        far[at] = distance
        for earlier, cost in before[at]:
            (todo.append if cost else todo.appendleft)((earlier, distance + cost))
    return far


def _ways(machine: Machine, at: int, scene: Scene) -> Iterator[tuple[int, int]]:
    """Where a node leads, each with the choices that it costs."""
    for option in scene.options:
        yield from ((target, 1) for target in _led(machine, at, option.goto, at))
    for outcome in scene.outcomes:
        yield from ((target, 0) for target in _led(machine, at, outcome.goto, None))
    if scene.draw:
        yield from ((card.node, 0) for card in scene.cards)
        yield scene.then, 0
    elif not scene.stops and not scene.outcomes:
        yield from ((target, 0) for target in _led(machine, at, scene.goto, None))


def _led(machine: Machine, at: int, goto: Goto, stay: int | None) -> Iterator[int]:
    """The nodes that a `goto` may lead to; from a card `back` leads to what follows its draws."""
    for target in [target for _, target in goto] if isinstance(goto, tuple) else [stay if goto is None else goto]:
        if target == BACK:
            yield from (draw.then for draw in machine.homes[machine.scenes[at].id])
        elif target is not None:
            yield target
