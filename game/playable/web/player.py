"""What each browser tab runs: `python -m playable.web.player STORY [SEED]`. Its screen goes to the page."""

from __future__ import annotations

import sys
from pathlib import Path

from playable.tui.app import play

if __name__ == "__main__":
    story, *seed = sys.argv[1:]
    sys.exit(play(Path(story), int(seed[0]) if seed else None))
