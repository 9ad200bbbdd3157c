"""What a node holds, and where it leads: every text, effect, citation and way, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playable.language.contents import alternatives, assignments, cited, effect_holders, expressions, texts
from playable.language.library import shipped
from playable.language.model import Node
from playable.language.navigation import exits, targets
from playable.language.prose import Prose
from playable.language.source_map import SourceMap, id_of, loc_of
from playable.language.story import Story, load
from pydantic import BaseModel

STORY = """\
    story: {id: tiny, title: Tiny, version: '1', start: hall, claims: tiny.yaml}
    source: {title: A source}
    claims: {c1: {paragraph: 1, kind: fact, says: One.}, c2: {paragraph: 2, kind: fact, says: Two.}}
    state: {n: {range: [0, 9], start: 0}}
    people: {ada: {name: Ada}}
    nodes:
      hall:
        because: 'hall {n + 1}'
        effects: [n += 1, {do: n = n + 2, when: n < 9, because: effect, outside: beyond, cites: [c1]}]
        text: [always, {when: n > 1, text: 'sometimes {n + 2}'}]
        briefings: {ada: {text: heard}}
        choices:
          go:
            label: label
            when: n > 3
            locked: locked
            outcome: followed
            cites: [c2]
            because: chosen
            effects: [n = 4]
            goto: [{when: n > 5, goto: luck}, {goto: end}]
          stay: {label: second, once: true}
        debrief: {essay: first, objection: other, history: last}
      luck: {chance: {good: {weight: n + 6, text: fell, outside: nobody, effects: [n = 7], goto: end}}}
      end: {text: 'Said [[ada]], [[Ada]] and [[ada|she]].', ending: {name: The End, tone: gain}}
"""


@pytest.fixture
def story(typed: Callable[..., Path]) -> Story:
    return load(typed(STORY))


def told(node: Node) -> list[tuple[str, str, str]]:
    return [
        (text.kind, id_of(("nodes", "x", *text.loc)), str(prose.pieces[0]))
        for text in texts(node)
        for _, prose in alternatives(text.told)
    ]


def test_every_text_of_a_node_with_its_place(story: Story) -> None:
    assert told(story.nodes["hall"]) == [
        ("text", "x.text", "always"),
        ("text", "x.text", "sometimes "),
        ("because", "x.because", "hall "),
        ("because", "x.effects[2].because", "effect"),
        ("outside", "x.effects[2].outside", "beyond"),
        ("label", "x.go.label", "label"),
        ("locked", "x.go.locked", "locked"),
        ("outcome", "x.go.outcome", "followed"),
        ("because", "x.go.because", "chosen"),
        ("label", "x.stay.label", "second"),
        ("briefing", "x.ada.text", "heard"),
        ("debrief", "x.debrief.essay", "first"),
        ("debrief", "x.debrief.objection", "other"),
        ("debrief", "x.debrief.history", "last"),
    ]
    assert told(story.nodes["luck"]) == [("outcome", "x.good.text", "fell"), ("outside", "x.good.outside", "nobody")]


@pytest.mark.parametrize("name", ["tiny", "every_construct"])
def test_no_prose_of_a_node_is_forgotten(name: str, story: Story) -> None:
    def below(part: object) -> Iterator[Prose]:
        if isinstance(part, Prose):
            yield part
        elif isinstance(part, BaseModel):
            yield from below([value for _, value in part])
        elif isinstance(part, list | dict):
            for inner in part.values() if isinstance(part, dict) else part:
                yield from below(inner)

    for node in (story if name == "tiny" else load(shipped()[name])).nodes.values():
        listed = {id(prose) for text in texts(node) for _, prose in alternatives(text.told)}
        assert {id(prose) for prose in below(node)} <= listed


def test_effects_expressions_and_citations(story: Story) -> None:
    hall, luck = story.nodes["hall"], story.nodes["luck"]
    assert [loc for loc, _ in effect_holders(hall)] == [(), ("choices", "go"), ("choices", "stay")]
    assert [loc for loc, _ in effect_holders(luck)] == [(), ("chance", "good")]
    assert [a.name for a in assignments(hall)] == ["n"] * 3
    assert len(list(expressions(hall))) == 6  # four of `when`, two of `{…}`
    assert len(list(expressions(luck))) == 1
    assert sorted(cited(hall)) == ["c1", "c2"]


def test_the_ways_out_of_a_node(story: Story) -> None:
    hall = story.nodes["hall"]
    assert list(exits(hall)) == [("luck", "go", "choice"), ("end", "go", "choice")]
    assert targets(hall) == ("luck", "end")
    assert list(exits(story.nodes["luck"])) == [("end", "good", "chance")]
    assert targets(story.nodes["end"]) == ()


def test_a_part_is_found_by_its_name(story: Story) -> None:
    where = SourceMap(story.path)
    assert where.line(loc_of("choose", "hall.go")) == (str(story.path), 13)
    assert where.line((*loc_of("choose", "hall.go"), "goto", 1)) == (str(story.path), 21)
    assert where.line(("story", "title")) == (str(story.path), 1)
    assert where.line(("claims", "c2")).line == 3
    assert where.line(("nodes", "gone")) == (str(story.path), 0)
    fault = where.fault("x", "said", loc_of("chance", "luck.good"))
    assert (fault.line, fault.severity) == (24, "warning")


def test_a_story_whose_file_is_gone_has_no_places(story: Story) -> None:
    story.path.unlink()
    where = SourceMap(story.path)
    assert where.line(("nodes", "hall")) == (str(story.path), 0)
    assert where.fault("x", "said", ("nodes", "hall")).line == 0


def test_a_person_named_by_id_alone_is_called_by_name(story: Story) -> None:
    ((_, prose),) = alternatives(story.nodes["end"].text)
    assert prose.pieces == ("Said [[ada|Ada]], [[Ada]] and [[ada|she]].",)


def test_a_name_written_as_a_block_ends_where_its_words_do(tmp_path: Path) -> None:
    """YAML ends a block with a line break; the name of an ending stands in the midst of sentences."""
    path = tmp_path / "story.yaml"
    path.write_text(
        "story: {id: s, title: S, version: '1', start: a}\n"
        "nodes:\n  a:\n    title: |\n      “It” ends\n    text: T.\n"
        "    ending:\n      name: |\n        “It” ends\n      tone: loss\n",
        encoding="utf-8",
    )
    node = load(path).nodes["a"]
    assert node.ending is not None
    assert (node.title, node.ending.name) == ("“It” ends", "“It” ends")
