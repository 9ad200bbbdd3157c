"""Where what is the player's own is kept: saves and settings, each in the folder that the system has for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs

NO_HOME = Path(os.devnull) / "no-home-folder-is-known-set-HOME"  # nothing can be there: all is held in memory


def user_folder(kind: Literal["data", "config"]) -> Path:
    """The user's folder of a kind; where no home is known, a place that no file can have and whose name says so."""
    find = platformdirs.user_data_path if kind == "data" else platformdirs.user_config_path
    try:
        folder = find("enemy-of-the-good", appauthor=False)
    except RuntimeError:  # neither HOME nor an entry among the system's users
        return NO_HOME
    return folder if folder.is_absolute() else NO_HOME  # what older versions of platformdirs say then is `~/…`
