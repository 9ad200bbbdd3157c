"""The first paint of the title, against that of a bare Textual app. `python -m benchmarks.startup [ROUNDS]`"""

from __future__ import annotations

import statistics
import sys
import tempfile

from benchmarks.terminal import Terminal

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, OptionList, Static
class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Header()
        yield Static("Enemy of the Good")
        yield OptionList("New game", "Quit")
        yield Footer()
Bare().run()
"""
OURS, BARES = b"E N E M Y", b"Enemy of the Good"


def main() -> None:
    """Print the median seconds of both and the median ratio of pairs measured one after the other."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as home:
        pairs = [
            (_paint(["-m", "playable"], home, OURS), _paint(["-c", BARE], home, BARES)) for _ in range(rounds + 2)
        ][2:]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"first paint over {rounds} rounds: title {ours:.3f} s, bare app {bare:.3f} s, ratio {ratio:.2f}")


def _paint(arguments: list[str], home: str, marker: bytes) -> float:
    compiled = {"PYTHONDONTWRITEBYTECODE": ""}  # as who plays has it, from the second time on
    environment = {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, **compiled}
    with Terminal([sys.executable, *arguments], environment) as terminal:
        return terminal.painted(marker)


if __name__ == "__main__":
    main()
