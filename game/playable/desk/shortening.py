"""What a player has read before: their saves hold it, and the road so far. It can be shortened where it comes again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from playable.engine.machine import Machine
from playable.engine.markup import Block, Span, Spans
from playable.engine.replay import replay
from playable.engine.saves.records import Save
from playable.engine.saves.saved_session import SavedSession
from playable.engine.view import View
from playable.language.faults import StoryFaults
from playable.language.recording import parse_recording

MOST = 12  # saves that are read again, the last ones
WORDS = 6  # that are left of a paragraph
LEAST = 12  # words; shorter paragraphs stay whole
_told: dict[tuple[str, str], frozenset[str]] = {}  # by the story's digest and a save's revision: what it tells


def shortened(saved: SavedSession) -> View:
    """The present moment, each paragraph that was read before cut down to its first words."""
    view = saved.view
    before = {text for earlier in saved.session.views[:-1] for text in _texts(earlier)}
    read = before.union(*(_of(save, saved.machine) for save in saved.others()[:MOST]))
    return view.told_otherwise(
        passages=tuple(p._replace(blocks=_cut(p.blocks, read)) for p in view.passages),
        hearings=tuple(replace(h, blocks=_cut(h.blocks, read)) for h in view.hearings),
        followed=view.followed and replace(view.followed, blocks=_cut(view.followed.blocks, read)),
    )


def is_shortened(shown: View, whole: View) -> bool:
    """Was anything cut of a page, or of what followed?"""
    return list(_texts(shown)) != list(_texts(whole))


def _of(save: Save, machine: Machine) -> frozenset[str]:
    """All that a save tells, as far as it holds."""
    key = machine.story.digest, save.revision
    if key not in _told:
        try:
            session = replay(parse_recording(save.playthrough, f"save {save.id}"), machine).session
        except StoryFaults:
            session = None
        views = session.views if session else ()
        _told[key] = frozenset(text for view in views for text in _texts(view))
    return _told[key]


def _texts(view: View) -> Iterator[str]:
    """Every paragraph of a moment, in order."""
    parts: Iterable[tuple[Block, ...]] = (
        *(passage.blocks for passage in view.passages),
        *(hearing.blocks for hearing in view.hearings if hearing.heard),
        *((view.followed.blocks,) if view.followed else ()),
    )
    return (block.text for blocks in parts for block in blocks)


def _cut(blocks: tuple[Block, ...], read: set[str]) -> tuple[Block, ...]:
    known = [block.text in read and len(block.text.split()) > LEAST for block in blocks]
    return tuple(b._replace(spans=_first_words(b.spans)) if cut else b for b, cut in zip(blocks, known, strict=True))


def _first_words(spans: Spans) -> Spans:
    """The first words, each as it was marked, and an ellipsis."""
    left, kept = WORDS, list[Span]()
    for span in spans:
        words = [*re.finditer(r"\S+", span.text)][:left]
        kept.append(span._replace(text=span.text[: words[-1].end()]) if len(words) == left else span)
        left -= len(words)
        if not left:
            break
    return (*kept, Span(" …"))
