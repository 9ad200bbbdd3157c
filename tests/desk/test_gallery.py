"""The gallery: what was found, and of the rest no more than its tone and its odds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playable.desk.gallery import gallery
from playable.engine.saves.saved_session import SavedSession
from playable.language.story import load


def test_an_ending_that_was_not_found_gives_only_its_tone_away(saved: SavedSession) -> None:
    known = gallery(saved.machine.story, saved.endings())
    assert [(e.tone, e.name, e.found, e.odds) for e in known.endings] == [
        ("gain", None, None, None),
        ("disaster", None, None, None),
    ]
    assert (known.found, known.total) == (0, 2)
    assert not any(word in e.hint for e in known.endings for word in ("quay", "sea", "end of it"))


def test_what_was_ever_found_is_named_with_its_odds(saved: SavedSession) -> None:
    saved.choose("desk.sign")
    saved.choose("hall.on")
    saved.new()
    known = gallery(saved.machine.story, saved.endings(), {"end": 0.75, "lost": 0.25})
    assert [(e.name, e.odds) for e in known.endings] == [("The end of it", 0.75), (None, 0.25)]
    assert known.endings[0].found is not None
    assert known.found == 1


def test_an_ending_that_was_not_found_has_its_own_teaser(typed: Callable[..., Path]) -> None:
    path = typed(
        """\
        nodes:
          quay: {text: A quay., choices: {go: {label: Go, goto: sea}, stay: {label: Stay, goto: home}}}
          sea: {text: The sea., ending: {name: Sea, tone: gain, teaser: Salt on every page.}}
          home: {text: Home., ending: {name: Home, tone: loss}}
        """,
        "quay",
    )
    hints = {e.id: e.hint for e in gallery(load(path), {}).endings}
    assert hints == {"sea": "Salt on every page.", "home": "Something is gone here that will be missed."}
