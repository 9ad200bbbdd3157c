"""Looking things up: by words, whatever their case and accents, the likeliest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playable.desk.lookup import article, articles, find
from playable.desk.matching import folded, marked
from playable.engine.machine import Machine


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("", ["cote", "floe", "brandt", "yoo", "c1", "c2", "c3", "c4"]),
        ("floe", ["floe"]),
        ("CÔTE", ["cote"]),
        ("cote", ["cote"]),
        ("yoo", ["yoo", "cote"]),  # by name before by text
        ("ice", ["floe", "c2"]),
        ("holds ICE", ["c2"]),
        ("seoul", ["yoo", "cote"]),  # by the role before by text
        ("paragraph doubt", ["c3"]),
        ("c2", ["c2"]),
        ("glacier", []),
    ],
)
def test_articles_are_found_by_words(desk: Machine, words: str, ids: list[str]) -> None:
    assert [found.id for found in find(articles(desk.story), words)] == ids


def test_a_marked_term_and_a_citation_open_their_article(desk: Machine) -> None:
    found = article(desk.story, "floe")
    assert found is not None
    assert (found.name, [block.text for block in found.blocks]) == ("Floe", ["Flat ice."])
    assert (cited := article(desk.story, "c3")) is not None
    assert cited.under == "paragraph 1, doubt"
    assert article(desk.story, "desk") is None


@given(st.text(), st.text(min_size=1))
def test_folding_is_settled_and_marks_what_it_finds(text: str, word: str) -> None:
    assert folded(folded(text)) == folded(text)
    word = folded(word)
    for start, end in marked(text, [word]):
        assert 0 <= start < end <= len(text)
    if word and word in folded(text):
        assert marked(text + word, [word])


def test_marks_are_of_the_text_as_it_stands() -> None:
    assert marked("Die Straße, die STRASSE", ["strasse", "die"]) == ((0, 3), (4, 10), (12, 15), (16, 23))
    assert marked("Ｓéoul", ["seoul"]) == ((0, 5),)
    assert marked("abab", ["ab"]) == ((0, 4),)
