"""A turn: effects in order, memory of before, ways on, and what clamps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.session import CannotMove, Session

Build = Callable[..., Machine]

LAMP = """\
    state:
      oil: {range: [0, 3], start: 1, shown: true, bands: {0: dry, 1: low, 3: full}}
      mood: {one_of: [calm, cross], start: calm, shown: true, bands: {cross: Out of temper}}
      lit: {start: false, shown: true}
      secret: {range: [-2, 2], start: 0}
    nodes:
      room:
        title: The room
        text: Oil {oil} is {oil.band}.
        choices:
          fill: {label: Fill, effects: [oil += 5, secret -= 9], goto: room}
          order:
            label: Order
            effects: [oil = 0, oil += 1, "lit = oil == 1", "mood = 'cross' if lit else 'calm'"]
            goto: room
          ask: {label: Ask, once: true, locked: You have asked., outcome: "{chose(room.ask)}", effects: [secret += 1]}
          leave:
            label: Leave
            goto:
              - {when: seen(room), goto: late}
              - goto: early
      late: {text: "Late.", ending: {name: Late, tone: loss}}
      early: {text: "Early.", ending: {name: Early, tone: gain}}
"""


@pytest.fixture
def lamp(machine: Build) -> Session:
    return Session(machine(LAMP, "room"))


def told(session: Session) -> list[str]:
    return [block.text for passage in session.view.passages for block in passage.blocks]


def test_an_assignment_stops_at_the_ends_of_its_range(lamp: Session) -> None:
    lamp.choose("room.fill")
    assert told(lamp) == ["Oil 3 is full."]
    assert lamp.state[3] == -2


WHY = """\
    story: {id: why, title: Why, version: 1.0.0, start: door}
    state: {oil: {range: [0, 3], start: 1}}
    nodes:
      door: {text: In?, choices: {out: {label: Out, goto: way}, on: {label: On, effects: [oil = 3], goto: way}}}
      way:
        goto:
          - {when: oil == 3, goto: hall, because: "There is oil: {oil}.", cites: [c1]}
          - {goto: hall}
      hall:
        goto:
          - {when: oil < 3, goto: end}
          - {goto: end, outside: Nobody knows.}
      end: {ending: {name: End, tone: gain}}
    claims:
      c1: {paragraph: 2, kind: fact, says: Oil is oil.}
"""


def test_the_reasons_of_the_ways_that_were_taken_are_told(machine: Build) -> None:
    session = Session(machine(WHY))
    assert not session.view.reasons
    session.choose("door.on")
    first, second = session.view.reasons
    assert (plain(first.because), [c.id for c in first.cites], first.outside) == ("There is oil: 3.", ["c1"], None)
    assert (plain(second.because), second.cites, second.outside) == ("", (), "Nobody knows.")
    assert [(p.node, p.blocks, p.reasons) for p in session.view.passages] == [("end", (), (first, second))]
    session.undo()
    session.choose("door.out")
    assert session.view.passages == ()


FLIGHT = """\
    story: {id: flight, title: Flight, version: 1.0.0, start: dawn}
    state:
      oil: {range: [0, 9], start: 5, shown: true}
      hope: {range: [0, 9], start: 5, shown: true}
      nerve: {range: [0, 9], start: 5}
    nodes:
      dawn: {text: Dawn., effects: [hope += 1], goto: door}
      door:
        text: Fly?
        choices: {fly: {label: Fly, effects: [oil -= 1], goto: runway}, wait: {label: W, effects: [oil -= 1]}}
      runway: {text: The runway., effects: [hope -= 2], goto: clock}
      clock: {effects: [oil -= 1, nerve -= 1], goto: sky}
      sky: {chance: {rain: {weight: 1, effects: [hope -= 1], goto: hangar}}}
      hangar: {text: It rained., effects: [oil -= 2], choices: {on: {label: On, goto: last}}}
      last: {effects: [hope += 3], ending: {name: End, tone: gain}}
"""


def moves(session: Session) -> list[tuple[str, list[tuple[str, int | None]]]]:
    """Each part of the page by its text, with what coming to it changed."""
    passages = session.view.passages
    return [("".join(b.text for b in p.blocks), [(c.variable, c.delta) for c in p.changes]) for p in passages]


def test_what_a_choice_did_is_told_with_it_and_what_arriving_did_with_the_text_that_tells_of_it(machine: Build) -> None:
    session = Session(machine(FLIGHT), seed=1)
    assert moves(session) == [("Dawn.", [("hope", 1)]), ("Fly?", [])]
    session.choose("door.fly")
    assert session.view.followed is not None
    assert [(c.variable, c.delta) for c in session.view.followed.changes] == [("oil", -1)]
    assert moves(session) == [
        ("The runway.", [("hope", -2)]),
        ("It rained.", [("oil", -1), ("hope", -1), ("oil", -2)]),  # the clock and the sky tell nothing themselves
    ]
    assert len(session.view.changes) == 5
    assert [c.variable for c in session.view.untold] == ["nerve"]
    session.choose("hangar.on")
    assert moves(session) == [("", [("hope", 3)])]


def test_a_page_that_one_stays_on_stands_as_it_was_and_its_changes_count_once(machine: Build) -> None:
    session = Session(machine(FLIGHT), seed=1)
    session.choose("door.wait")
    assert moves(session) == [("Dawn.", [("hope", 1)]), ("Fly?", [])]
    assert [c.variable for c in session.view.changes] == ["oil"]
    assert session.view.arrived == ()


def test_each_effect_sees_the_last(lamp: Session) -> None:
    lamp.choose("room.order")
    assert [m.word for m in lamp.view.board[0].meters] == ["low", "Out of temper", "true"]


def test_a_choice_without_goto_stays_and_once_closes_it_at_once(lamp: Session) -> None:
    lamp.choose("room.ask")
    assert lamp.view.node == "room"
    assert [offer.id for offer in lamp.view.offers if offer.locked] == ["room.ask"]
    with pytest.raises(CannotMove, match="not open"):
        lamp.choose("room.ask")


def test_chose_of_itself_means_an_earlier_time(lamp: Session) -> None:
    lamp.choose("room.ask")
    assert lamp.view.followed is not None
    assert lamp.view.followed.blocks[0].text == "false"


def test_seen_of_itself_means_an_earlier_visit(lamp: Session) -> None:
    lamp.choose("room.leave")
    assert lamp.view.node == "early"


def test_seen_of_itself_after_going_round(lamp: Session) -> None:
    lamp.choose("room.fill")
    lamp.choose("room.leave")
    assert lamp.view.node == "late"
    assert lamp.view.ending is not None
    assert lamp.view.ending.tone == "loss"


def test_staying_keeps_the_page_and_repeats_no_change(lamp: Session) -> None:
    lamp.choose("room.fill")
    lamp.choose("room.ask")
    assert (told(lamp), lamp.view.changes, lamp.view.stayed) == (["Oil 3 is full."], (), True)


def test_staying_is_no_visit(lamp: Session) -> None:
    lamp.choose("room.ask")
    lamp.choose("room.leave")
    assert lamp.view.node == "early"


def test_only_shown_changes_are_told_each_with_its_words(lamp: Session) -> None:
    lamp.choose("room.fill")
    (change,) = lamp.view.changes
    assert (change.name, change.delta, change.before_word, change.after_word) == ("Oil", 2, "low", "full")


@pytest.mark.parametrize("ref", ["room.nothing", "late.x", "nonsense", ""])
def test_a_move_that_is_not_offered_changes_nothing(lamp: Session, ref: str) -> None:
    before = lamp.state
    with pytest.raises(CannotMove):
        lamp.choose(ref)
    assert (lamp.state, lamp.steps) == (before, [])


def test_a_briefing_is_told_in_a_story_that_remembers_nothing(machine: Callable[..., Machine]) -> None:
    """Its state is empty, and no less a state for that."""
    session = Session(
        machine(
            """\
            people: {ann: {name: Ann}}
            nodes:
              pier:
                text: Here.
                briefings: {ann: {text: The tide.}}
                choices: {go: {label: Go, goto: away}}
              away: {text: Gone., ending: {name: Away, tone: gain}}
            """,
            "pier",
        )
    )
    session.hear("pier.ann")
    assert [block.text for hearing in session.view.hearings for block in hearing.blocks] == ["The tide."]
