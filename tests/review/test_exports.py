"""What is handed in: whole, by itself, and with nothing in it that a story could turn to its own ends."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playable.engine.assembly import assemble
from playable.language.story import load
from playable.review.export import exported, of_file
from playable.review.odds.decisions import RoadOdds, decision_odds
from playable.review.review import Review, review
from playable.verify.markov import Outlook

from tests.review.tables import played
from tests.review.test_review import KNOCKED

STORY = Path(__file__).with_name("whole.yaml")
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """The tags, addresses and text of a page; fails where a tag is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.addresses: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "style")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def reviewed() -> tuple[Review, RoadOdds]:
    machine = assemble(load(STORY))
    outlook = Outlook.of(machine)
    assert outlook is not None
    found = review(played(machine, *KNOCKED))
    return found, decision_odds(found.moments, outlook)


def test_the_page_needs_nothing_from_outside_and_runs_nothing(reviewed: tuple[Review, RoadOdds]) -> None:
    page = exported(*reviewed, "html")
    reader = Reader(page)
    assert not {"script", "link", "img", "iframe", "b", "i", "box"} & set(reader.tags)
    assert all(address.startswith("#") or "margin" in address for address in reader.addresses)
    assert not re.search(r"url\((?!#)|@import|https?://(?!example)", page)


def test_the_page_says_everything(reviewed: tuple[Review, RoadOdds]) -> None:
    text = Reader(exported(*reviewed, "html", full=True)).text
    for said in (
        "The <b>Whole</b> & *all*: the review",
        "A story of a <script>alert(1)</script> box",
        "The road turned at decision 3",
        "1. The room [1]",
        "You had heard Ann <i>.",
        "It is wet & <cold>.",
        "One should not.",
        "c2, paragraph 2, causal: Knocking | helps.",
        "Knocking helps: you agreed.",
        "On boxes, A paper, 1 May 1990.",
        "The lid & all.",
    ):
        assert said in text, said


def test_the_chart_is_read_aloud_and_has_its_figures_in_tables(reviewed: tuple[Review, RoadOdds]) -> None:
    page = exported(*reviewed, "html", full=True)
    assert 'role="img" aria-labelledby="chart-says"' in page
    assert '<title id="chart-says">What could still be had after each of 3 decisions. The road turned' in page
    assert page.count("<table>") == 3
    assert page.count("<caption>") == 3
    assert "<title>After decision 3, at random from here: loss 25%, gain 75%</title>" in page


def test_without_odds_the_page_stands_without_its_chart(reviewed: tuple[Review, RoadOdds]) -> None:
    page = exported(reviewed[0], None, "html", "They could not be worked out.")
    assert "<svg" not in page
    assert "They could not be worked out." in Reader(page).text


def test_markdown_reads_as_it_was_told(reviewed: tuple[Review, RoadOdds]) -> None:
    text = exported(*reviewed, "md", full=True)
    page = MarkdownIt("commonmark").enable("table").render(text)
    for said in ("The &lt;b&gt;Whole&lt;/b&gt; &amp; *all*: the review", "[linked](https://example.org)",
                 "causal: Knocking | helps.", "<em>not</em>", "&lt;b&gt;ever&lt;/b&gt;"):  # fmt: skip
        assert said in page, said
    assert "<script" not in page
    assert "<a " not in page
    assert page.count("<table>") == 3
    assert "<h2>3. The room [1] (the road turned here)</h2>" in page


def test_json_is_the_same_in_data(reviewed: tuple[Review, RoadOdds]) -> None:
    data = json.loads(exported(*reviewed, "json"))
    assert data["turned"] == 3
    assert data["ending"] == {"id": "good", "name": "Good", "tone": "gain"}
    moves = data["decisions"][0]["odds"]["moves"]
    assert set(moves) == {"room.knock", "room.mark", "room.open"}
    assert moves["room.open"]["tones"] == pytest.approx({"loss": 0.25, "gain": 0.75})
    assert data["hidden"][0]["others"][0]["ending"] == {"name": "Bad", "tone": "loss"}
    assert json.loads(exported(reviewed[0], None, "json"))["decisions"][0]["odds"] is None


def test_a_playthrough_file_that_has_not_ended_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(f"story: {STORY}\nsteps: [{{chance: urn.red}}]\n")
    with pytest.raises(ValueError, match="has not ended"):
        of_file(file)


def test_what_is_handed_in_is_a_page_or_two(reviewed: tuple[Review, RoadOdds]) -> None:
    """Why, but for, doors, marks and draws; three decisions with both sides, and not all that the full one says."""
    text = exported(*reviewed, "md")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert [heading.partition(". ")[0] for heading in headings if "room" in heading] == ["## 1\\", "## 2\\", "## 3\\"]
    for said in ("## Why it ended so", "## But for what", "beside Good", "### The strongest objection"):
        assert said in text
    assert len(text.split()) < len(exported(*reviewed, "md", full=True).split())
    assert "## The claims" not in text
    assert "<nav" not in exported(*reviewed, "html")
