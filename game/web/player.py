"""What each browser tab runs: `python -m game.web.player STORY [SEED]`. Its screen goes to the page."""

from __future__ import annotations

import sys
from pathlib import Path

from game.tui.app import play

if __name__ == "__main__":
    story, *seed = sys.argv[1:]
    sys.exit(play(Path(story), int(seed[0]) if seed else None))
