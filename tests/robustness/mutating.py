"""Do the tests notice a small wrong change? Each mutant is tried in a process of its own, by the tests that run it.

pytest collects once and runs every test once, noting which functions each runs; one that fails when it is run a second
time with nothing changed is set aside. Then the process forks for each mutant: the copy puts the changed code into the
function, wherever that is held, and runs those tests, quickest first, up to the first that fails.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from random import Random
from types import CodeType, FunctionType
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from tests.robustness.mutants import Mutant, mutants

PACKAGE = Path(__file__).parents[2] / "game" / "playable"
SLOWEST = 3.0  # seconds of a test that is not run for mutants
PATIENCE = 60  # seconds for one mutant: past that it hangs, and counts as noticed
Key = tuple[str, str, int]  # of a code: its file, qualified name and first line


class Tried(NamedTuple):
    """What became of the mutants: those that no test noticed, and those in functions that no test runs."""

    survived: list[Mutant]
    unrun: list[Mutant]
    number: int

    @property
    def killed(self) -> int:
        """How many were noticed."""
        return self.number - len(self.survived) - len(self.unrun)


class Mutating:
    """A plugin of pytest that tries mutants in place of just running the tests."""

    def __init__(self, some: Sequence[Mutant], tell: Callable[[str], None]) -> None:
        self.some, self.tell, self.tried = some, tell, Tried([], [], len(some))
        self.wanted = {_key_of(mutant) for mutant in some}
        self.tests: dict[Key, list[tuple[float, pytest.Item]]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests once, then each mutant's."""
        for item in session.items:
            self._run_once(item)
        self._set_aside(list({item: None for tests in self.tests.values() for _, item in tests}))
        for number, mutant in enumerate(self.some, 1):
            began, tests = time.monotonic(), self.tests.get(_key_of(mutant), [])
            noticed = bool(tests) and self._noticed(mutant, [item for _, item in sorted(tests, key=lambda one: one[0])])
            if not noticed:
                (self.tried.survived if tests else self.tried.unrun).append(mutant)
            said = "killed" if noticed else "SURVIVED" if tests else "NOT RUN"
            self.tell(f"{number:4} {said:8} {time.monotonic() - began:5.1f} s  {mutant}")
        return True

    def _run_once(self, item: pytest.Item) -> None:
        ran: set[Key] = set()

        def profile(frame: object, event: str, _: object) -> None:
            if event == "call":
                code = frame.f_code  # type: ignore[attr-defined]
                ran.add((code.co_filename, code.co_qualname, code.co_firstlineno))

        began = time.monotonic()
        sys.setprofile(profile)
        try:
            reports = runtestprotocol(item, log=False, nextitem=None)
        finally:
            sys.setprofile(None)
        took = time.monotonic() - began
        if took < SLOWEST and all(report.passed for report in reports):
            for key in ran & self.wanted:
                self.tests.setdefault(key, []).append((took, item))

    def _set_aside(self, items: list[pytest.Item]) -> None:
        """What fails the second time would say of every mutant that it was noticed."""
        reading, writing = os.pipe()
        if not os.fork():
            with _silence(), os.fdopen(writing, "w") as told:
                for number, item in enumerate(items):
                    if _fails(item):
                        told.write(f"{number}\n")
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as heard:
            failing = {items[int(line)] for line in heard}
        os.wait()
        for key, tests in self.tests.items():
            self.tests[key] = [one for one in tests if one[1] not in failing]
        self.tell(f"{len(items)} tests run these functions; {len(failing)} fail when run again, and are set aside")

    def _noticed(self, mutant: Mutant, tests: list[pytest.Item]) -> bool:
        child = os.fork()
        if not child:
            signal.alarm(PATIENCE)
            try:
                with _silence():
                    _put(mutant.code(), _key_of(mutant))
                    os._exit(any(_fails(item) for item in tests))
            finally:
                os._exit(2)
        _, status = os.waitpid(child, 0)
        return status != 0


def tried(tests: Sequence[str], parts: Sequence[str], number: int, seed: int, tell: Callable[[str], None]) -> Tried:
    """Try so many mutants of parts of the package, drawn by a seed, with some tests. Raises RuntimeError where these
    cannot be run."""
    every = [one for part in parts for path in sorted((PACKAGE / part).rglob("*.py")) for one in mutants(path)]
    some = Random(seed).sample(every, min(number, len(every)))
    plugin = Mutating(some, tell)
    options = ("-q", "-s", "--timeout=0", "-p", "no:cacheprovider", "-p", "no:xdist")
    ended = pytest.main([*tests, *options], [plugin])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) or not plugin.tests:
        raise RuntimeError(f"the tests could not be run: {ended!r}")
    return plugin.tried


@contextmanager
def _silence() -> Iterator[None]:
    """What a copy of this process prints goes nowhere."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        yield


def _key_of(mutant: Mutant) -> Key:
    return str(mutant.file), mutant.name, mutant.first


def _put(code: CodeType, key: Key) -> None:
    """Put code into every function that has the code it is made from, wherever that function is held; what was worked
    out by it before is forgotten."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper):
            one.cache_clear()
        if isinstance(one, FunctionType):
            old = one.__code__
            if (old.co_filename, old.co_qualname, old.co_firstlineno) == key:
                one.__code__ = code


def _fails(item: pytest.Item) -> bool:
    if hasattr(item, "_initrequest"):
        item._initrequest()  # it was run before: its fixtures are made anew
    return not all(report.passed for report in runtestprotocol(item, log=False, nextitem=None))
