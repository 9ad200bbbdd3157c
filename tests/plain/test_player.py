"""The plain player: typed lines in, spoken lines out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.saves.saved_session import SavedSession
from playable.engine.saves.store import SaveStore
from playable.language.library import main_story
from playable.language.story import load
from playable.plain.player import PlainPlayer

STORY = """\
    state:
      trust: {range: [0, 6], start: 2, name: Trust, shown: true, panel: Board, bands: {0: thin, 4: working}, good: high}
      word: {one_of: [kept, broken], start: kept, name: Your word, shown: true}
    people: {yoo: {name: Ms. Yoo, role: Seoul liaison, about: Hopeful.}, brandt: {name: Col. Brandt}}
    glossary: {floe: {name: Floe, text: Flat *ice*.}}
    nodes:
      desk:
        title: The desk [sic]
        date: 1 May
        place: Washington
        text: |
          A [[floe|sheet of ice]]. *Nobody* reads arr[i].

          - first
          - second
        hear: 1
        briefings: {yoo: {text: Wait.}, brandt: {text: "Act.\\e[31m"}}
        choices:
          sign:
            label: Sign it
            effects: [trust += 2]
            because: You signed
            outside: It is silent
            outcome: Ink.
            goto: end
          burn: {label: Burn it, when: trust > 3, locked: You have no match, outcome: It burns.}
          tear: {label: Tear it, effects: ["word = 'broken'"]}
      end: {text: Done., ending: {name: The end of it, tone: gain}}
"""


@pytest.fixture
def player(machine: Callable[..., Machine], tmp_path: Path) -> Iterator[PlainPlayer]:
    with SaveStore.open(tmp_path / "s.db") as store:
        yield PlainPlayer(SavedSession(machine(STORY, "desk"), store, seed=1), io.StringIO())


def said(player: PlainPlayer, *lines: str) -> str:
    player.out = io.StringIO()
    player.run(io.StringIO("".join(f"{line}\n" for line in lines)))
    return player.out.getvalue()


def test_the_first_page_says_title_place_text_and_choices_in_words(player: PlainPlayer) -> None:
    player.greet()
    assert isinstance(player.out, io.StringIO)
    told = player.out.getvalue()
    assert "The desk [sic]. 1 May, Washington\n" in told
    assert "A sheet of ice. Nobody reads arr[i]" in told
    assert "• first\n• second\n" in told
    assert "You can hear one of: Ms. Yoo, Col. Brandt. Type hear and a name." in told
    assert "1. Sign it\n2. Tear it\nLocked: Burn it. You have no match.\n" in told


def test_a_document_is_named_where_it_begins_and_ends(machine: Callable[..., Machine], tmp_path: Path) -> None:
    story = """\
    nodes:
      desk:
        text: [She reads., {as: cable, text: "ALL WELL.\\n\\nAND YOU?"}, {as: letter, text: Dear you.}, So she says.]
        choices: {go: {label: Go, goto: end}}
      end: {text: Gone., ending: {name: End, tone: gain}}
    """
    with SaveStore.open(tmp_path / "s.db") as store:
        player = PlainPlayer(SavedSession(machine(story, "desk"), store, seed=1), io.StringIO())
        told = said(player, "again")
    assert (
        "She reads.\n\nA cable:\n\nALL WELL.\n\nAND YOU?\n\nEnd of the cable.\n\n"
        "A letter:\n\nDear you.\n\nEnd of the letter.\n\nSo she says.\n"
    ) in told


def test_a_lone_number_chooses_and_what_followed_is_spoken(player: PlainPlayer) -> None:
    told = said(player, "1")
    assert "You chose: Sign it\n\nInk.\n" in told
    assert "- Trust rises by 2 to 4, working. You signed. (outside the source: It is silent)" in told
    assert "The end: The end of it. A gain.\nYou made one decision." in told
    assert told.endswith("All is kept.\n")


def test_a_word_that_changes_is_spoken_with_its_new_value(player: PlainPlayer) -> None:
    assert "- Your word: broken." in said(player, "2")


def test_hearing_by_part_of_a_name_until_time_is_up(player: PlainPlayer) -> None:
    told = said(player, "hear yoo", "hear bra", "hear king", "hear yoo")
    assert told.count("Ms. Yoo, Seoul liaison, says:\n\nWait.") == 2
    assert "You have heard as many as there is time for." in told
    assert "Whom? Here are Ms. Yoo and Col. Brandt." in told


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("3", "There is no choice 3 here; there are 2."),
        ("0", "There is no choice 0 here"),
        ("9" * 400, "There is no choice 999999999 here"),
        ("bord", "bord is no command. Did you mean board? Type help."),
        ("\x1b[31mx", "␛[31mx is no command."),
        ("", "Type a number to choose, or help."),
        ("undo", "There is nothing to take back."),
        ("why", "Nothing has been chosen yet."),
        ("board", "- Trust: 2 of 6, thin."),
        ("s", "Nothing is kept yet."),
        ("sa", "sa may be save or saves."),
        ("load 7", "Type load and the number of a save"),
        ("continue", "Nothing is kept yet."),
        ("save", "Type save and a name."),
        ("export", "Type export and the name of a file."),
        ("export /no/such/folder/x.yaml", "It cannot be written"),
        ("help", "A number makes that choice."),
    ],
)
def test_every_line_has_its_answer(player: PlainPlayer, line: str, answer: str) -> None:
    assert answer in said(player, line)


def test_undo_new_and_the_saves(player: PlainPlayer) -> None:
    told = said(player, "2", "save torn", "undo", "1", "new", "saves", "load 1", "continue")
    assert "Taken back." in told
    assert "“torn” is kept." in told
    assert "1. kept by itself: The end of it, one decision, 20" in told
    assert "2. torn, bookmark: The desk [sic], one decision, 20" in told
    assert told.count("The end: The end of it.") == 3


def test_control_characters_of_a_story_are_made_visible(player: PlainPlayer) -> None:
    assert "Act.␛[31m" in said(player, "hear brandt")


def test_an_exported_playthrough_opens_again(player: PlainPlayer, tmp_path: Path) -> None:
    said(player, "hear yoo", "1", f"export {tmp_path / 'p.yaml'}")
    text = (tmp_path / "p.yaml").read_text()
    assert "- hear: desk.yoo\n- choose: desk.sign\nends: end\n" in text


def test_lines_are_as_short_as_they_are_asked_to_be(player: PlainPlayer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    told = said(player, "1", "help")
    assert "- Trust rises by 2\n  to 4, working. You\n  signed." in told
    assert not [line for line in told.splitlines() if len(line) > 20 or line != line.rstrip()]


WORDS = [
    "",
    "1",
    "2",
    "9",
    "٣",
    "the",
    "c1",
    "all",
    "yoo",
    "1 name",
    "2 \x1b[31m",
    "theme light",
    "f.md",
    "~",
    ".",
    "\0",
    "\ud800",
]


@pytest.mark.parametrize("seed", range(3))
def test_no_line_breaks_it_and_nothing_reaches_the_terminal_raw(
    saved: SavedSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)
    random = Random(seed)
    with SaveStore.open(tmp_path / "s.db") as one, SaveStore.open(tmp_path / "s.db") as two:
        windows = [PlainPlayer(SavedSession(saved.machine, store, seed), io.StringIO()) for store in (one, two)]
        type_at_random(windows, random)
    told = "".join(window.out.getvalue() for window in windows if isinstance(window.out, io.StringIO))
    assert "The end of it" in told
    assert not [c for c in told if c < " " and c != "\n"]


def type_at_random(windows: list[PlainPlayer], random: Random) -> None:
    """Three hundred lines, each into one of the windows."""
    commands = [command.name for command in windows[0].commands if command.name != "quit"]
    for _ in range(300):
        line = random.choice("1234") if random.random() < 0.5 else f"{random.choice(commands)} {random.choice(WORDS)}"
        random.choice(windows).run(io.StringIO(f"{line}\n"))


WHY = """\
    story: {id: why, title: Why, version: 1.0.0, start: door}
    nodes:
      door: {text: In?, choices: {on: {label: On, goto: way}}}
      way: {goto: [{when: seen(end), goto: end}, {goto: end, because: "One word was kept", cites: [c1]}]}
      end: {text: Over., ending: {name: End, tone: gain}}
    claims:
      c1: {paragraph: 2, kind: fact, says: Words count.}
"""


def test_an_ending_says_why_it_is_this_one(machine: Callable[..., Machine], tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "saves.db") as store:
        player = PlainPlayer(SavedSession(machine(WHY), store, seed=1), io.StringIO())
        player.run(io.StringIO("1\n"))
    assert isinstance(player.out, io.StringIO)
    told = player.out.getvalue()
    assert "Over.\n\nWhy: One word was kept. (c1 · Words count)\n\nThe end: End. A gain.\n" in told


def test_what_arriving_did_is_told_after_the_text_of_its_page(arriving: Machine, tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "arriving.db") as store:
        told = said(PlainPlayer(SavedSession(arriving, store, seed=1), io.StringIO()), "1", "why")
    chosen = "You chose: Fly\n\nWhat followed:\n- Oil falls by 1 to 4. You flew.\n\n"
    arrived = "On the board:\n- Hope falls by 1 to 4. It rained. (c1 · Rain is rain)\n"
    assert f"{chosen}The hangar\n\nRain on the roof.\n\n{arrived}" in told
    assert f"{chosen}{arrived}  c1, paragraph 1, fact: Rain is rain.\n" in told


def test_a_number_of_two_digits_chooses(machine: Callable[..., Machine], tmp_path: Path) -> None:
    doors = ", ".join(f"d{n}: {{label: Door {n}, goto: room}}" for n in range(1, 14))
    story = f"""
        nodes:
          hall: {{text: Hall., choices: {{{doors}}}}}
          room: {{text: A room., ending: {{name: Room, tone: gain}}}}
    """
    with SaveStore.open(tmp_path / "s.db") as store:
        assert "You chose: Door 12\n" in said(
            PlainPlayer(SavedSession(machine(story, "hall"), store), io.StringIO()), "12"
        )


def test_before_the_first_choice_it_stops_so_that_no_stretch_is_thirty_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The premise, then the page; Enter and `begin` read on."""
    monkeypatch.setenv("COLUMNS", "80")
    with SaveStore.open(tmp_path / "s.db") as store:
        player = PlainPlayer(SavedSession(assemble(load(main_story())), store, seed=1), out := io.StringIO())
        player.greet()
        stretches = [out.getvalue(), *(said(player, typed).removesuffix("\nAll is kept.\n") for typed in ("", "begin"))]
    assert [stretch.count("\n") < 30 for stretch in stretches] == [True] * 3
    assert all(stretch.endswith("Type begin, or press Enter, to read on.\n") for stretch in stretches[:2])
    assert stretches[2].splitlines()[-3].startswith("1. ")


def test_a_choice_made_before_all_was_told_tells_the_rest_first(tmp_path: Path) -> None:
    with SaveStore.open(tmp_path / "s.db") as store:
        player = PlainPlayer(SavedSession(assemble(load(main_story())), store, seed=1), io.StringIO())
        player.greet()
        told = said(player, "1")
    assert told.index("The address. 1 January 2018") < told.index("You chose: Let Seoul answer first")
    assert "to read on" not in told
