"""Takes the pictures of the docs from the running game. `python -m docs.pictures`"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from playable.language.library import main_story
from playable.tui.app import GameApp
from textual.pilot import Pilot

FOLDER = Path(__file__).parent / "pictures"
SIZE = (110, 34)
WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # a picture fetches nothing
PICTURES = {
    "title": [],
    "scene": ["enter"],
    "followed": ["enter", "y", "3"],
    "claims": ["enter", "y", "3", "c", "tab"],
    "review": ["end", "space", "end", "space", "end", "space", "r"],
}
ENDED = {"review": main_story() / "playthroughs" / "the_dove_photo_album.yaml"}  # what is gone on from


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the screen is at rest."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.wait_for_animation()


async def _taken(name: str, keys: list[str], saves: Path) -> str:
    app = GameApp(main_story(), seed=1, start_from=ENDED.get(name), saves=saves)
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        return WEB_FONTS.sub("", app.export_screenshot(title="Enemy of the Good"))


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, keys in PICTURES.items():
        with tempfile.TemporaryDirectory() as home:
            picture = asyncio.run(_taken(name, keys, Path(home) / "saves.db"))
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
