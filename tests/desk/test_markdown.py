"""Told text as Markdown renders as it was told: any CommonMark reader gives back the same words in the same order."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from playable.desk.markdown import prose, spans
from playable.engine.markup import Block, Span, blocks, document
from playable.language.model import Form

SIGNS = st.text(alphabet="ab1 .)#>-+=*_`[]()<&!~|\\\"'“”…$:/", max_size=12)
WORDS = SIGNS.map(str.strip).filter(bool)


def rendered(markdown: str) -> str:
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


@given(st.lists(st.builds(Span, SIGNS, st.booleans(), st.booleans()), max_size=5))
def test_signs_render_as_signs(told: list[Span]) -> None:
    text = "".join(span.text for span in told).strip()
    if text == "".join(span.text for span in told):
        html = rendered(spans(tuple(told)))
        assert words(html) == text
        assert not re.findall(r"<(?!/?(?:p|em|strong)>)", html)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["{}", "> {}", "- {}", "1. {}", "7. {}", "- {}\n  - {}", "> > {}", "- {}\n\n  {}"]), WORDS
        )
    )
)
def test_blocks_render_as_the_same_blocks(told: list[tuple[str, str]]) -> None:
    read = blocks("\n\n".join(form.replace("{}", text) for form, text in told))
    html = rendered(prose(read))
    assert "".join(words(html).split()) == "".join("".join(block.text for block in read).split())
    assert not re.findall(r"<(?!/?(?:p|em|strong|ul|li|blockquote|ol(?: start=\"\d+\")?)>)", html)


@given(st.lists(st.tuples(st.sampled_from([None, "cable", "page"]), WORDS), max_size=5))
def test_a_document_renders_as_a_quote_under_its_name(told: list[tuple[Form | None, str]]) -> None:
    read = [block for form, text in told for block in (document(form, text) if form else blocks(text))]
    html = rendered(prose(read))
    named = "".join(f"A {block.form}:" * block.opens + block.text for block in read)
    assert "".join(words(html).split()) == "".join(named.split())


STARTS = st.sampled_from(["1. ", "1.", "1)", "112) ", "0. ", "- ", "-", "+ ", "+", "* ", "> ", "#", " ", "=", "1", "a"])
NESTED = ["- {}\n  - {}", "1. {}\n   1. {}", "100. {}\n     - {}"]
FORMS = st.sampled_from(["{}", "> {}", "- {}", "1. {}", "1) {}", *NESTED])


@given(st.lists(st.tuples(FORMS, st.lists(STARTS, max_size=4).map("".join).map(str.strip)), max_size=4))
@example([("{}", "112) 112) 1")])  # a list within an item of a wide number
@example([("{}", "1. "), ("> {}", "a"), ("{}", "1."), ("{}", "a"), ("2. {}", "b")])
def test_what_looks_like_the_start_of_a_block_stays_as_it_was_told(told: list[tuple[str, str]]) -> None:
    read = blocks("\n\n".join(form.replace("{}", text) for form, text in told))
    html = rendered(prose(read))
    assert "".join(words(html).split()) == "".join("".join(block.text for block in read).split())
    assert "<code>" not in html


def test_emphasis_stays() -> None:
    told = (Span("Not "), Span("now", emphasis=True), Span(", or "), Span("ever ", strong=True), Span("2*3"))
    assert spans(told) == r"Not *now*, or **ever** 2\*3"


def test_lists_and_quotes_stay() -> None:
    told = blocks("One:\n\n- a\n- b\n\n  more\n\n3. c\n4. d\n\n> said\n>\n> again")
    assert prose(told) == "One:\n\n- a\n- b\n\n  more\n\n3. c\n4. d\n\n> said\n>\n> again"
    assert prose((Block("paragraph", (Span("a\nb"),)),), "> ") == "> a\\\n> b"
