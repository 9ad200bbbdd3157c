"""What is counted in a story, and its map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playable.authoring.graph import Arrow, arrows, graph
from playable.authoring.stats import lines, stats
from playable.language.story import Story, load

STORY = """\
    story: {id: tiny, title: Tiny, version: '1', start: hall, claims: tiny.yaml}
    source: {title: A source}
    claims:
      c1: {paragraph: 1, kind: fact, says: One.}
      c2: {paragraph: 2, kind: doubt, says: Two.}
      c3: {paragraph: 3, kind: doubt, says: Three.}
    state: {n: {range: [0, 3], start: 0}}
    nodes:
      hall:
        title: A "hall" <b>
        text: [One *two* three., {when: n > 1, text: 'Four {n} six.'}]
        choices:
          go:
            label: Go now
            effects: [n += 1, {do: n += 1, because: It grows., outside: Nobody says.}]
            cites: [c1]
            when: n < 3
            locked: Not yet.
            because: So it is.
            outcome: LONG
            goto: [{when: n > 2, goto: end}, {goto: luck}]
          stay: {label: Stay}
      luck: {chance: {good: {weight: 1, text: Good., goto: end}, bad: {weight: 2, goto: deck}}}
      deck: {draw: cards, then: end}
      moth: {text: A moth., goto: back}
      bear: {text: A bear., choices: {run: {label: Run, goto: den}}}
      den: {text: A den., goto: back}
      end: {text: End., ending: {name: The End, tone: gain}}
    decks: {cards: [moth, bear]}
    theses: {so: {cites: [c3, c1], can: n == 2}}
"""


@pytest.fixture
def story(typed: Callable[..., Path]) -> Story:
    return load(typed(STORY.replace("LONG", "word " * 130)))


def test_words_are_counted_by_kind(story: Story) -> None:
    found = stats(story)
    assert found.words == {"texts": 13, "labels": 4, "locks": 2, "outcomes": 131, "reasons": 5, "outside": 2}
    assert "hall.go.effects[2].because" in {x.id for x in found.lengths}
    assert next((x.id, x.least, x.most) for x in found.lengths) == ("hall.text", 3, 6)
    assert [(x.id, x.most, x.limit) for x in found.long] == [("hall.go.outcome", 130, 120)]


def test_claims_are_listed_where_they_are_cited(story: Story) -> None:
    found = stats(story)
    assert found.used == {"c1": ["hall", "so"], "c2": [], "c3": ["so"]}
    assert (found.unused, found.cited, found.outside) == (["c2"], 1, 1)
    said = "\n".join(lines(found))
    assert "Claims: 2 of 3 used" in said
    assert "not used: c2" in said
    assert found.as_json()["effects"] == {"cited": 1, "outside": 1}


def test_every_way_is_an_arrow(story: Story) -> None:
    assert arrows(story) == [
        Arrow("hall", "end", "go", "choice"),
        Arrow("hall", "luck", "go", "choice"),
        Arrow("luck", "end", "good", "chance"),
        Arrow("luck", "deck", "bad", "chance"),
        Arrow("deck", "moth", "cards", "card"),
        Arrow("deck", "bear", "cards", "card"),
        Arrow("deck", "end", "", ""),
        Arrow("moth", "end", "", ""),
        Arrow("bear", "den", "run", "choice"),
        Arrow("den", "end", "", ""),
    ]


def test_titles_break_no_map(story: Story) -> None:
    assert '  n_hall["A #quot;hall#quot; #lt;b#gt;"]\n' in graph(story, "mermaid")
    assert '  n_luck -.->|"good"| n_end\n' in graph(story, "mermaid")
    assert '  "hall" [label="A \\"hall\\" <b>"];\n' in graph(story, "dot")
    assert '  "end" [label="End", shape=oval];\n' in graph(story, "dot").replace("The End", "End")
