"""Documents on the screen: framed and named, never wider than the page, and nothing in them styles it."""

from __future__ import annotations

from typing import get_args

import pytest
from playable.engine.markup import Block, blocks, document
from playable.language.model import Form
from playable.tui.documents import prose

TEXT = """\
[bold]To[/] whom it may concern, [@click=app.quit]all[/] is well, and will be for as long as *anyone* asks.

- 서울에서 온 기사입니다. 밤새 비가 내렸고 강물이 불었습니다.
- one

> quoted
"""


def page(form: Form) -> tuple[Block, ...]:
    return (*blocks("Before."), *document(form, TEXT), *document(form, "Another."), *blocks("After."))


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize("width", [20, 36, 74, 120])
def test_a_document_fits_the_page_and_says_all_of_its_text_as_typed(form: Form, width: int) -> None:
    lines = prose(page(form), width)
    assert max(line.cell_length for line in lines) <= width
    said = "".join(sign for line in lines for sign in line.plain if sign not in "━┃┏┗─│┌┐└┘┄┆ ")
    name = "" if form == "headline" else form.upper()
    told = "".join(f"{name if block.opens else ''}{block.marker}{block.text}" for block in page(form))
    assert said == told.replace(" ", "")


def test_each_form_can_be_told_apart_without_colour() -> None:
    looks = {"\n".join(line.plain for line in prose(document(form, "All is well."), 40)) for form in get_args(Form)}
    assert len(looks) == len(get_args(Form))
