"""A text may be a document, or hold some: told as blocks that know it, and grouped as they belong together."""

from __future__ import annotations

from collections.abc import Callable

from playable.engine.machine import Machine
from playable.engine.markup import documents
from playable.engine.session import Session

STORY = """\
    state:
      kept: {start: false}
    nodes:
      desk:
        text:
          - She reads it out.
          - as: cable
            text: |
              ALL WELL.

              - [sic]
          - {as: cable, text: AND HERE.}
          - when: kept
            as: headline
            text: Kept
          - So much
          - for that.
        choices:
          keep:
            label: Keep it
            effects: [kept = true]
            outcome: {as: letter, text: "Dear {'friend' if kept else 'sir'},"}
            goto: end
      end:
        text:
          - {when: kept, as: headline, text: Kept}
          - {when: not kept, as: headline, text: Lost}
        ending: {name: End, tone: gain}
"""


def test_a_text_is_told_in_runs_each_document_by_itself(machine: Callable[..., Machine]) -> None:
    (passage,) = Session(machine(STORY, "desk"), 1).view.passages
    runs = [(form, [block.text for block in run]) for form, run in documents(passage.blocks)]
    assert runs == [
        (None, ["She reads it out."]),
        ("cable", ["ALL WELL.", "[sic]"]),
        ("cable", ["AND HERE."]),
        (None, ["So much", "for that."]),
    ]


def test_a_document_is_told_where_its_condition_holds_and_reads_the_state(machine: Callable[..., Machine]) -> None:
    session = Session(machine(STORY, "desk"), 1)
    session.choose("desk.keep")
    assert session.view.followed
    assert [(block.form, block.text) for block in session.view.followed.blocks] == [("letter", "Dear friend,")]
    (passage,) = session.view.passages
    assert [(block.form, block.opens, block.text) for block in passage.blocks] == [("headline", True, "Kept")]
