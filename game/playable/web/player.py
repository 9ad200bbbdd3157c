"""What each browser tab runs: `python -m playable.web.player STORY [SEED] [short]`. Its screen goes to the page."""

from __future__ import annotations

import sys
from pathlib import Path

from playable.tui.app import play

if __name__ == "__main__":
    story, *how = sys.argv[1:]
    seed = next((int(word) for word in how if word != "short"), None)
    sys.exit(play(Path(story), seed, is_short="short" in how))
