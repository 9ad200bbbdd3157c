"""Sessions: briefings, undo, and the view that players paint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playable.engine.machine import Machine
from playable.engine.session import CannotMove, Session

Build = Callable[..., Machine]

BRIEFED = """\
    state:
      ice: {range: [0, 4], start: 2, name: Ice, shown: heard(dock.pilot), panel: Learnt, good: low}
      wind: {range: [0, 4], start: 2, name: Wind, shown: true, panel: The board, about: How it blows}
    people: {pilot: {name: The pilot, role: Harbour}, cook: {name: The cook}, boy: {name: The boy}}
    glossary: {floe: {name: Floe, text: Flat ice.}}
    nodes:
      dock:
        title: The dock
        date: 3 May
        place: Quay
        text:
          - A [[floe]] drifts by.
          - {when: heard(dock.pilot), text: You know.}
        hear: 2
        briefings:
          pilot: {text: "Thin ice: {ice}."}
          cook: {text: Soup.}
          boy: {text: Look!}
        choices:
          sail:
            label: Sail
            because: The tide turns.
            outside: Tides are not in the book.
            effects:
              - wind += 1
              - {do: ice -= 1, because: It melts., when: wind > 2}
            outcome:
              - Out you go.
              - {when: heard(dock.pilot), text: As he said.}
            goto: sea
          stay: {label: Stay, when: wind > 3, locked: No wind., outcome: You stay.}
          hidden: {label: Hidden, when: wind > 3, goto: sea}
      sea: {date: 4 May, goto: port}
      port: {text: "Port, {seen(dock)}.", ending: {name: Home, tone: gain}}
"""


@pytest.fixture
def dock(machine: Build) -> Session:
    return Session(machine(BRIEFED, "dock"))


def test_no_more_briefings_than_there_is_time_for(dock: Session) -> None:
    dock.hear("dock.pilot")
    dock.hear("dock.cook")
    assert dock.view.hear_left == 0
    with pytest.raises(CannotMove):
        dock.hear("dock.boy")
    with pytest.raises(CannotMove):
        dock.hear("dock.cook")


def test_a_briefing_shows_what_it_teaches_and_changes_no_text_already_told(dock: Session) -> None:
    assert [panel.heading for panel in dock.view.board] == ["The board"]
    dock.hear("dock.pilot")
    assert [panel.heading for panel in dock.view.board] == ["Learnt", "The board"]
    assert [b.text for b in dock.view.passages[0].blocks] == ["A floe drifts by."]
    heard = next(h for h in dock.view.hearings if h.heard)
    assert (heard.name, heard.role, heard.blocks[0].text) == ("The pilot", "Harbour", "Thin ice: 2.")


def test_what_followed_names_reason_and_citation_and_hides_what_is_not_known(dock: Session) -> None:
    dock.choose("dock.sail")
    followed = dock.view.followed
    assert followed is not None
    assert [b.text for b in followed.blocks] == ["Out you go."]
    assert [(c.name, c.delta, c.because[0].text, c.outside) for c in followed.changes] == [
        ("Wind", 1, "The tide turns.", "Tides are not in the book.")
    ]


def test_what_was_heard_is_told_in_what_followed(dock: Session) -> None:
    dock.hear("dock.pilot")
    dock.choose("dock.sail")
    followed = dock.view.followed
    assert followed is not None
    assert followed.blocks[1].text == "As he said."
    assert [(c.name, c.because[0].text) for c in followed.changes] == [
        ("Wind", "The tide turns."),
        ("Ice", "It melts."),
    ]


def test_locked_choices_say_why_and_hidden_ones_do_not_show(dock: Session) -> None:
    assert [(o.id, "".join(s.text for s in o.locked)) for o in dock.view.offers] == [
        ("dock.sail", ""),
        ("dock.stay", "No wind."),
    ]


def test_a_page_runs_through_nodes_without_choices(dock: Session) -> None:
    dock.choose("dock.sail")
    view = dock.view
    assert ([p.node for p in view.passages], view.date, view.node) == (["port"], "4 May", "port")
    assert view.passages[0].blocks[0].text == "Port, true."
    assert view.ending is not None
    assert not view.stuck


def test_a_term_is_a_span_of_its_own(dock: Session) -> None:
    assert [(s.text, s.term) for s in dock.view.passages[0].blocks[0].spans][1] == ("floe", "floe")


def test_undo_takes_back_the_choice_and_what_came_of_it_but_not_what_was_heard_before(dock: Session) -> None:
    dock.hear("dock.pilot")
    steps, state, key = list(dock.steps), dock.state, dock.view.key
    assert not dock.view.undoable
    dock.choose("dock.sail")
    assert [view.undoable for view in dock.views] == [False, True]
    assert dock.undo()
    assert (dock.steps, dock.state, dock.view.key) == (steps, state, key)
    assert not dock.undo()


def test_a_view_outlives_the_moment_it_shows(dock: Session) -> None:
    view = dock.view
    dock.choose("dock.sail")
    assert view.board[0].meters[0].value == 2
    assert view.key != dock.view.key
