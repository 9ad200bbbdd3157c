"""What the screen player holds after 1,000 turns, against after 100. `python -m benchmarks.memory`"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.terminal import Terminal

STORY = """
story: {id: round, title: Round, version: 1.0.0, start: hall}
state: {calm: {range: [0, 6], start: 3, name: Calm, shown: true, panel: Board}}
nodes:
  hall:
    title: Hall
    text: Round we go, and it stands at {calm}.
    choices:
      up: {label: Up, effects: [calm += 1], outcome: It rises., goto: hall}
      down: {label: Down, effects: [calm -= 1], outcome: It falls., goto: hall}
      out: {label: Out, goto: end}
  end: {text: Out., ending: {name: Out, tone: gain}}
"""
TURNS = (100, 1_000)


def main() -> None:
    """Print the resident memory at both, and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        story = Path(home) / "round.yaml"
        story.write_text(STORY, encoding="utf-8")
        environment = {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "TEXTUAL_ANIMATIONS": "none"}
        with Terminal([sys.executable, "-m", "playable", "play", str(story)], environment) as terminal:
            terminal.painted(b"New game")
            terminal.quiet(0.5)
            terminal.type(b"\r")
            terminal.quiet(0.5)
            held = {}
            for turn in range(1, TURNS[1] + 1):
                for key in (b"1" if turn % 2 else b"2", b" "):
                    terminal.type(key)
                    assert terminal.paints(5)
                    terminal.quiet(0.02)
                if turn in TURNS:
                    held[turn] = _resident(terminal.pid)
    first, last = (held[turn] for turn in TURNS)
    print(f"resident after {TURNS[0]} turns {first:.1f} MB, after {TURNS[1]:,} {last:.1f} MB: ratio {last / first:.3f}")


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
