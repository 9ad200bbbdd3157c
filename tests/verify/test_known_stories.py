"""One small story whose answers can be worked out on paper."""

from __future__ import annotations

from fractions import Fraction

import pytest
from playable.engine.assembly import assemble
from playable.engine.replay import replay
from playable.language.recording import parse_recording, written
from playable.language.story import load
from playable.verify import Report, verify
from playable.verify.report import KINDS, playthrough

from tests.verify.stories import WALK, Typed, check_lengths


@pytest.fixture
def walk(typed: Typed) -> Report:
    return verify(load(typed(WALK, "town")))


def test_what_is_impossible_says_what_blocks_it(walk: Report) -> None:
    """A verdict an author can act on: the condition as it was typed, and the values that were met."""
    because = {v.id: v.because for kind in KINDS for v in walk.verdicts[kind] if v.verdict == "impossible"}
    assert because == {
        "cave": "nothing leads here",
        "cave.out": "cave is never entered",
        "town.buy": "`gold >= 4` never holds here: gold is 0 to 3",
        "town.text[3]": "`gold >= 5` never holds here: gold is 0 to 3",
        "luck.never": "its weight `gold - 5` is never above zero here: gold is 1 to 3",
    }


def test_odds_best_worst_and_lengths(walk: Report) -> None:
    """Dig or leave with 0, 1 or 2 gold; only leave with 3: P(lost) = 1/8 · (1 + 3/8 + 9/64)."""
    assert walk.chances is not None
    lost = Fraction(1, 8) * (1 + Fraction(3, 8) + Fraction(9, 64))
    assert walk.chances["lost"].odds == pytest.approx(float(lost), abs=1e-15)
    assert walk.chances["lost"].best == pytest.approx(1 - 0.75**3)
    assert walk.chances["lost"].worst == 0
    check_lengths(walk, 1, 1 + 0.375 + 0.375**2 + 0.375**3, 4)


def test_theses(walk: Report) -> None:
    """Each kind of thesis, holding and failing; what would hold by accident fails."""
    verdicts = {t.id: t.verdict for t in walk.theses}
    assert verdicts == {
        "lost_is_likely": "fails",
        "nobody_buys": "holds",
        "idle": "fails",
        "digging_pays": "holds",
        "leaving_is_safer": "holds",
        "never_both": "fails",
        "no_lamp": "fails",
        "long_road": "fails",
    }
    witness = next(t.witness for t in walk.theses if t.id == "long_road")
    assert witness is not None
    assert [f"{s.kind} {s.ref}" for s in witness] == ["choose town.dig", "chance luck.nothing", "choose town.dig"]


def test_a_witness_is_a_playthrough_file_that_plays(typed: Typed, walk: Report) -> None:
    """What breaks a thesis opens in the player; draws that do not matter any more fall by a seed."""
    steps = next(t.witness for t in walk.theses if t.id == "long_road")
    text = written(playthrough(walk, steps or (), "It breaks long_road"))
    replayed = replay(parse_recording(text, "witness.yaml"), assemble(load(typed(WALK, "town"))))
    assert replayed.fault is None
    assert replayed.session is not None


def test_findings(walk: Report) -> None:
    """What makes no difference is told; a variable that is read in a thesis alone does."""
    found = {(f.code, f.message) for f in walk.findings}
    assert ("never-read", "`spare` is never read: it makes no difference") in found
    assert ("never-written", "`spare` never changes") in found
    assert not any("lamp" in message for code, message in found if code == "never-read")


def test_the_json_form_has_what_is_promised(walk: Report) -> None:
    """The keys that scripts read, and witnesses as the steps of a playthrough file."""
    found = walk.as_json()
    assert list(found) == [
        *("complete", "states", "seconds", "parts", "without"),
        *KINDS,
        *("decisions", "bound", "tones", "policies", "short", "weights", "theses", "findings"),
    ]
    endings = found["endings"]
    assert isinstance(endings, list)
    assert list(endings[0]) == ["id", "file", "line", "verdict", "shortest", "odds", "best", "worst"]
    assert endings[1]["shortest"] == [{"choose": "town.dig"}, {"chance": "luck.storm"}]
