"""A review written out: as Markdown, as a page of HTML, as JSON; and that of a playthrough file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.replay import replay
from playable.engine.saves.database import default_path
from playable.engine.session import Session
from playable.language.faults import StoryFaults
from playable.language.recording import Recording, read_recording
from playable.language.story import load
from playable.language.without import without
from playable.review.counterfactuals.other_roads import playthroughs
from playable.review.document.handout import handout
from playable.review.document.html import html
from playable.review.document.json import as_json
from playable.review.document.markdown import markdown
from playable.review.document.parts import Section
from playable.review.document.sections import claims, document
from playable.review.odds.background import Background
from playable.review.odds.decisions import RoadOdds, decision_odds
from playable.review.phrasing.phrases import NO_ODDS
from playable.review.review import Review, review, whole
from playable.verify.markov import Outlook

ExportForm = Literal["md", "html", "json"]


def exported(of: Review, odds: RoadOdds, form: ExportForm, missing: str = "", full: bool = False) -> str:
    """The review in a form: one page or two, or, as all data is, in full. `missing` says why the odds are not there."""
    if form == "json":
        return json.dumps(as_json(of, odds), indent=1, ensure_ascii=False) + "\n"
    said = document(of, odds, missing) if full else handout(of, odds, missing)
    last = claims(of) if full else Section("The claims", ())
    return html(said, last) if form == "html" else markdown(said, last)


class Reviewed(NamedTuple):
    """The review of a file, its odds, and why those are not there."""

    review: Review
    odds: RoadOdds
    missing: str


def of_file(
    path: Path, story: Path | None = None, doubted: Iterable[str] = (), others: Iterable[Path] = ()
) -> Reviewed:
    """The review of a playthrough file; `story` is played, else what it names.

    What is `doubted` does not hold. The road stands beside the `others`, played in the same world.

    Raises StoryFaults where a file or the story has faults or a step fails, ValueError where one has not ended.
    """
    playthrough = read_recording(path)
    machine = assemble(without(load(story or playthrough.story_path()), (*playthrough.without, *doubted)))
    session = _played(path, playthrough, machine)
    *_, alone = whole(review(session), session)
    given = {other.stem: _played(other, read_recording(other), machine) for other in others}
    beside = replace(alone, beside=(*alone.beside, *playthroughs(alone.course, given)))
    outlook = Background(machine, default_path()).outlook() or Outlook.of(machine)
    if outlook is None:
        return Reviewed(beside, None, NO_ODDS["too many"])
    return Reviewed(beside, decision_odds(beside.moments, outlook), "")


def _played(path: Path, playthrough: Recording, machine: Machine) -> Session:
    played = replay(playthrough, machine)
    if played.fault:
        raise StoryFaults([played.fault])
    if played.session is None or not played.session.ended:
        raise ValueError(f"{path}: this playthrough has not ended, and a review looks back from an ending")
    return played.session
