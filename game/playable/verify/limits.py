"""How much may be looked at and held, and why a part of the work ended before it was through."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, process_time
from typing import Literal, NamedTuple

Cut = Literal["", "limit", "memory", "time", "stopped"]  # why something ended too soon; empty: it did not
CUT: dict[Cut, str] = {
    "limit": "the limit was reached first",
    "memory": "there was no memory for more",
    "time": "there was no time for more",
    "stopped": "the run was stopped first",
}
OnProgress = Callable[[str], None]

MOST_HELD = 1 << 29  # bytes that a part of the work after the proof may hold, however much there is
RESERVE = 96 << 20  # bytes left to what no part counts: the program, what it has compiled, the report
MANY = 4_000_000  # states that take so much memory that giving it back is worth the time
LOOK = 0.01  # seconds between two looks at how much of the processor was taken, which may cost 0.2 ms each
SECONDS = 600.0  # of the processor that a whole run may take, unless more is asked for
SMALL_MACHINE = 1 << 30  # bytes taken for granted where nothing can be found out


class Limits(NamedTuple):
    """How many states may be looked at, and how many bytes held: `states` and `room` by the proof and by whatever
    counts states, `witness_states` and `witness_room` by the search for shortest playthroughs, `query_room` by what is
    asked later."""

    states: int | None = None
    witness_states: int | None = None
    room: int = SMALL_MACHINE
    witness_room: int = SMALL_MACHINE
    query_room: int = SMALL_MACHINE
    single: int = 20_000_000  # states that odds are worked out on

    @classmethod
    def of_machine(cls, states: int | None = None, witness_states: int | None = None) -> Limits:
        """Limits that this machine can hold. A limit that is given stands for the odds as well."""
        free = available_memory()
        free = max(free - RESERVE, free // 4)
        return cls(
            states,
            states if witness_states is None else witness_states,
            free // 2,
            min(free // 4, MOST_HELD),
            min(free // 8, MOST_HELD),
            min(free // 400, 20_000_000) if states is None else states,
        )


class Ended(Exception):
    """A part of the work ended before it was through; `cut` is why."""

    def __init__(self, cut: Cut, why: str = "") -> None:
        super().__init__(why or CUT[cut])
        self.cut = cut


class Run:
    """What a whole run shares: whom it tells how far it has come, whether it is asked to stop, and how many seconds of
    the processor it may take from now on."""

    def __init__(
        self,
        on_progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
        seconds: float | None = None,
    ) -> None:
        self.told, self._tell, self._stop = on_progress is not None, on_progress, stop
        self._until = None if seconds is None else process_time() + seconds
        self._next_look, self._late = 0.0, False

    def tell(self, line: str) -> None:
        """Hand on a line of progress."""
        if self._tell:
            self._tell(line)

    @property
    def ended(self) -> Cut:
        """Why the run must end now, if it must: it is asked to, or its time is up."""
        if self._stop is not None and self._stop():
            return "stopped"
        if self._until is not None and not self._late and monotonic() >= self._next_look:
            self._late, self._next_look = process_time() > self._until, monotonic() + LOOK
        return "time" if self._late else ""

    def check(self) -> None:
        """To be called wherever work goes on for long. Raises Ended."""
        if cut := self.ended:
            raise Ended(cut)

    def budget(self, stage: str, states: int | None = None, room: int | None = None) -> Budget:
        """A budget for a part of the work, which may look at so many states and hold so many bytes."""
        self.tell(stage)
        return Budget(self, stage, states, room)


class Budget:
    """Counts the states that a part of the work looks at, and weighs what it holds."""

    def __init__(self, run: Run, stage: str, states: int | None, room: int | None) -> None:
        self._run, self._stage, self._most, self._room = run, stage, states, room
        self.states = 0

    def cut(self, states: int, held: int) -> Cut:
        """So many more states were seen, and so many bytes are held now: why to end here, if one must."""
        self.states += states
        self._run.tell(f"{self._stage}: {self.states:,} situations")
        if cut := self._run.ended:
            return cut
        if self._most is not None and self.states > self._most:
            return "limit"
        return "memory" if self._room is not None and held > self._room else ""

    @property
    def ended(self) -> Cut:
        """Why the whole run must end now, if it must."""
        return self._run.ended

    def again(self, most: int | None = None) -> Budget:
        """A budget for the same part of the work, from the beginning; for `most` states, if so many are fewer."""
        limits = [one for one in (most, self._most) if one is not None]
        return Budget(self._run, self._stage, min(limits, default=None), self._room)


def free_budget(states: int | None = None, room: int | None = None) -> Budget:
    """A budget that nobody watches."""
    return Budget(Run(), "", states, room)


def let_go(states: int) -> None:
    """Between two parts of the work on so many states give back what is held no more, if they are many: what is in
    rings, which nobody looks for while a story is proved, and pages that glibc keeps for itself, which may be as much
    again as all that is in use."""
    if states < MANY:
        return
    gc.collect()
    with suppress(OSError, AttributeError):  # another system, another library
        ctypes.CDLL(None).malloc_trim(0)


def available_memory() -> int:
    """The bytes that this process may still take: by the system, its control group, and its own limit."""
    known = [_system(), *_control_groups(), *_own_limit()]
    return min((one for one in known if one is not None), default=SMALL_MACHINE)


def _system() -> int | None:
    for line in _lines(Path("/proc/meminfo")):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return None


def _control_groups() -> Iterator[int]:
    """What each control group leaves, of version 2 and of version 1."""
    for line in _lines(Path("/proc/self/cgroup")):
        _, kinds, path = line.split(":", 2)
        if not kinds:
            root, most, used = "/sys/fs/cgroup", "memory.max", "memory.current"
        elif "memory" in kinds.split(","):
            root, most, used = "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"
        else:
            continue
        for folder in (Path(root + path), *Path(root + path).parents):
            limit, now = (next(iter(_lines(folder / name)), "") for name in (most, used))
            if limit.isdigit() and now.isdigit():
                yield max(0, int(limit) - int(now))


def _own_limit() -> Iterator[int]:
    if sys.platform == "win32":
        return
    import resource

    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    pages = next(iter(_lines(Path("/proc/self/statm"))), "").split()
    if most != resource.RLIM_INFINITY and pages:
        yield max(0, most - int(pages[0]) * resource.getpagesize())


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
