"""Told text is data: shown as typed, but for emphasis, quotes, lists and terms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playable.engine import markup
from playable.engine.markup import Span, blocks, line, plain

AS_TYPED = [
    "100% [sic]",
    "arr[i]",
    "[/",
    "[@click=app.quit]x[/]",
    "[bold]x[/bold]",
    "<b>x</b>",
    "`code`",
    "# no heading",
    "https://a.example/b_c_d",
    "[a](b)",
    "&amp;",
    "한국어 문장",
    "a_b_c",
    "2 * 3 * 4",
    "x" * 5000,
    "C:\\temp",
    "---",
]


@pytest.mark.parametrize("text", AS_TYPED)
def test_text_is_shown_as_typed(text: str) -> None:
    assert [block.text for block in blocks(text)] == [text]
    assert plain(line(text)) == text


def test_emphasis_strong_and_terms_are_spans() -> None:
    assert line("*a* **b** [[peace_regime]] [[cvid|the word]]") == (
        Span("a", emphasis=True),
        Span(" "),
        Span("b", strong=True),
        Span(" "),
        Span("peace regime", term="peace_regime"),
        Span(" "),
        Span("the word", term="cvid"),
    )


def test_paragraphs_quotes_and_lists_are_blocks() -> None:
    told = blocks("One\nline.\n\n> Quoted.\n\n- a\n- b\n  1. c\n")
    assert [(b.kind, b.text, b.depth, b.marker) for b in told] == [
        ("paragraph", "One line.", 0, ""),
        ("quote", "Quoted.", 0, ""),
        ("item", "a", 0, "•"),
        ("item", "b", 0, "•"),
        ("item", "c", 1, "1."),
    ]


@given(st.text(max_size=300))
def test_any_text_becomes_blocks_and_loses_no_letter(text: str) -> None:
    told = "".join(b.text + b.marker for b in blocks(text))
    assert {c for c in text if c.isalpha()} <= set(told)


@settings(max_examples=1000)
@given(st.text(alphabet="aé.1- +\n[]|)\u2003\xa0", max_size=40) | st.text(max_size=20))
def test_a_text_without_marks_is_read_as_by_the_reader_of_markup(text: str) -> None:
    def unmarked() -> tuple[object, object]:
        return markup.blocks.__wrapped__(text), markup.line.__wrapped__(text)

    quickly = unmarked()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_MARKS", re.compile(""))
        assert unmarked() == quickly


@pytest.mark.parametrize("empty", ["1.", "1) ", "- ", "+", "- 1."])
def test_the_marker_of_an_item_without_words_is_none_of_what_comes_after(empty: str) -> None:
    assert [(block.kind, block.marker) for block in blocks(f"{empty}\n\nSaid.")] == [("paragraph", "")]
