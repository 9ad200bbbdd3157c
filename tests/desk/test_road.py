"""The road: decisions, the ways not taken, and no word of where they lead before an ending was reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from playable.desk.road import Road, road
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.saves.saved_session import SavedSession
from playable.engine.session import Session


def ways(found: Road, turn: int) -> list[tuple[str, str, bool]]:
    return [(plain(way.label), plain(way.locked), way.taken) for way in found.decisions[turn].ways]


def test_each_decision_with_what_was_on_the_screen(saved: SavedSession) -> None:
    saved.hear("desk.yoo")
    for ref in ("desk.look", "desk.sign"):
        saved.choose(ref)
    found = road(saved.session, told=False)
    assert [(d.turn, d.title, d.date, d.heard) for d in found.decisions] == [
        (0, "The desk", "1 May", ("Ms. Yoo",)),
        (1, "The desk", "1 May", ("Ms. Yoo",)),
        (2, "The hall", "2 May", ()),
    ]
    assert ways(found, 0) == [
        ("Sign it", "", False),
        ("Burn it", "You have no match", False),
        ("Look again", "", True),
        ("Wait", "", False),
    ]
    assert [way.ref for way in found.decisions[1].ways] == ["desk.sign", "desk.burn", "desk.wait"]
    assert [d.taken and d.taken.ref for d in found.decisions] == ["desk.look", "desk.sign", None]


def test_before_an_ending_nothing_says_where_a_way_leads(saved: SavedSession) -> None:
    saved.choose("desk.sign")
    told = str(asdict(road(saved.session, told=bool(saved.endings()))))
    assert "The quay" not in told
    assert "Lost" not in told
    saved.choose("hall.on")
    found = road(saved.session, told=bool(saved.endings()))
    assert len(found.decisions) == 2
    assert found.ending is not None
    assert {way.ref: way.leads for way in found.decisions[0].ways} == {
        "desk.sign": (),
        "desk.burn": ("The quay",),
        "desk.look": ("the same page",),
        "desk.wait": ("Lost at sea", "A card", "The quay"),  # both, whatever was drawn and not told
    }


def test_a_decision_of_the_road_is_where_one_can_go_back_to(saved: SavedSession) -> None:
    for ref in ("desk.look", "desk.sign", "hall.on"):
        saved.choose(ref)
    decision = road(saved.session, told=True).decisions[1]
    assert saved.branch_at(decision.turn)
    assert [way.ref for way in road(saved.session, told=True).decisions[1].ways] == [way.ref for way in decision.ways]


def test_of_many_places_only_the_first_are_named(machine: Callable[..., Machine]) -> None:
    rooms = [f"room{n}" for n in range(9)]
    ends = "\n".join(f"      {r}: {{title: {r}, text: x, ending: {{name: {r}, tone: gain}}}}" for r in rooms)
    falls = ", ".join(f"{r}: {{weight: 1, goto: {r}}}" for r in rooms)
    story = f"""\
    nodes:
      hub: {{text: Hub, choices: {{spin: {{label: Spin, goto: wheel}}}}}}
      wheel: {{chance: {{{falls}}}}}
{ends}
"""
    (decision,) = road(Session(machine(story, "hub"), 1), told=True).decisions
    assert decision.ways[0].leads == ("room0", "room1", "room2", "room3", "somewhere else")


def test_back_leads_to_what_follows_the_draw_of_its_own_deck(machine: Callable[..., Machine]) -> None:
    story = """\
    decks: {first: [letter], second: [storm]}
    nodes:
      hub: {text: Hub, choices: {post: {label: Post, goto: morning}, sail: {label: Sail, goto: evening}}}
      morning: {draw: first, then: pier}
      evening: {draw: second, then: sea}
      letter: {text: x, choices: {read: {label: Read, goto: back}}}
      storm: {text: x, choices: {hold: {label: Hold, goto: back}}}
      pier: {title: The pier, text: x, ending: {name: Pier, tone: gain}}
      sea: {title: The sea, text: x, ending: {name: Sea, tone: gain}}
"""
    session = Session(machine(story, "hub"), 1)
    session.choose("hub.sail")
    assert road(session, told=True).decisions[1].ways[0].leads == ("The sea",)
