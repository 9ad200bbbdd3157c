"""The odds of a story, worked out in a process of their own while one plays, and kept beside the saves."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

import playable
from playable.engine.machine import Machine
from playable.verify.markov import Outlook

WorkState = Literal["idle", "working", "there", "too many", "failed"]
WORK = ("-m", "playable.review.odds.work")
TOO_MANY = 3  # the exit code of `work` where there are too many situations


class Background:
    """Where the odds come from. A process, not a thread: a thread would hold the screen up."""

    def __init__(self, machine: Machine, saves: Path) -> None:
        """`saves` is where playthroughs are kept: odds are kept beside them."""
        self._folder = saves.parent / "odds"
        self._work: subprocess.Popen[bytes] | None = None
        self.follow(machine)

    def follow(self, machine: Machine) -> None:
        """From now on the odds of this one, another world it may be."""
        self.stop()
        self.machine = machine
        self.state: WorkState = "idle"
        self._path = self._folder / f"{machine.story.digest[:32]}.npz"
        self._outlook: Outlook | None = None

    def start(self) -> None:
        """Begin, unless that was done or odds are kept from before."""
        if self.state != "idle" or self._path.exists():
            return
        home = os.pathsep.join(filter(None, [str(Path(playable.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
        story = str(self.machine.story.path.resolve())
        try:
            self._work = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
                [sys.executable, "-P", *WORK, story, str(self._path), *self.machine.story.without],
                stdin=subprocess.PIPE,  # its end is the end of the work: no process outlives the game
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": home},
            )
        except OSError:
            self.state = "failed"
        else:
            self.state = "working"

    def outlook(self) -> Outlook | None:
        """The odds, once they are there; until then `state` says why they are not."""
        work = self._work  # whoever looks on aside may be told to stop
        if work is not None and (code := work.poll()) is not None:
            self.stop()
            self.state = "too many" if code == TOO_MANY else "failed"
        if self._outlook is None and self._work is None and self._path.exists():
            self._outlook = Outlook.read(self._path, self.machine)
            with suppress(OSError):
                if self._outlook is None:
                    self._path.unlink()  # damaged: to be worked out anew
                else:
                    self.state = "there"
                    os.utime(self._path)  # what was longest unused goes first
        return self._outlook

    def wait(self, seconds: float) -> Outlook | None:
        """The odds, begun now if they were not, and waited for."""
        if self.outlook() is None:
            self.start()
        if self._work is not None:
            with suppress(subprocess.TimeoutExpired):
                self._work.wait(seconds)
        return self.outlook()

    def stop(self) -> None:
        """End the work, if it is under way."""
        if self._work is not None and self._work.stdin is not None:
            self._work.terminate()
            self._work.stdin.close()
            self._work.wait()
            self._work, self.state = None, "idle"
