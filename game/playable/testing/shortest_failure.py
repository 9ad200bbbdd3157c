"""A hypothesis test on a playthrough has failed: the shortest playthrough on which it fails is looked for.

hypothesis makes an example small by small steps, and in a large story such steps do not lead from one road to another.
So every situation with fewer choices is tried with the same test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from playable.testing.playthrough import Playthrough
from playable.testing.shortest import TooMany, shortest

TITLE = "the shortest playthrough on which it fails"


def section(test: Callable[..., object], caught: pytest.ExceptionInfo[BaseException]) -> list[tuple[str, str]]:
    """A section for the report of a failure; none where the test has no playthrough of `playthroughs`, or several."""
    frames = [entry.frame.f_locals for entry in caught.traceback if entry.frame.code.raw is test.__code__]
    names = test.__code__.co_varnames[: test.__code__.co_argcount]
    if not frames or any(name not in frames[-1] for name in names):
        return []
    given = {name: frames[-1][name] for name in names}
    drawn = [name for name in names if isinstance(given[name], Playthrough) and given[name].drawn]
    if len(drawn) != 1:
        return []
    (name,) = drawn
    failing: Playthrough = given[name]
    assert failing.drawn
    kind = type(caught.value)

    def fails(play: Playthrough) -> bool:
        try:
            test(**{**given, name: play.fork()})
        except kind:
            return True
        except Exception:  # another failure, or an `assume`: not the one that was found
            return False
        return False

    made, begin = failing.drawn.choices, partial(Playthrough.falling, failing.story)
    if not fails(failing.as_drawn()):
        return []  # it depends on something else
    try:
        play = shortest(begin, fails, failing.drawn.to, failing.drawn.through, within=made - 1)
    except TooMany as error:
        return [(TITLE, f"not known: {error}. This one has {made} choices:\n{_told(failing.as_drawn())}")]
    if play is None:
        return [
            (TITLE, f"no situation with fewer choices fails it, and this one has {made}:\n{_told(failing.as_drawn())}")
        ]
    return [(TITLE, f"{len(play.road)} choices, where hypothesis came to {made}:\n{_told(play)}")]


def _told(play: Playthrough) -> str:
    steps: Any = "\n".join(f"  - {kind}: {ref}" for kind, ref in play.steps)
    return f"\n{play!r}\n\nstory: {play.story.id}\nsteps:\n{steps}" if steps else repr(play)
