"""What is counted in a story, and its map."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playable.authoring.graph import Arrow, arrows, graph, too_much_for_mermaid
from playable.authoring.map import map_page
from playable.authoring.stats import lines, stats
from playable.cli import main
from playable.language.library import shipped
from playable.language.story import Story, load
from playable.verify import verify

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
          stay: {label: Stay, outcome: Still.}
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
    assert found.words == {"texts": 13, "labels": 4, "locks": 2, "outcomes": 132, "reasons": 5, "outside": 2}
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


def test_what_mermaid_would_refuse_is_said(story: Story, typed: Callable[..., Path]) -> None:
    assert too_much_for_mermaid(story) is None
    many = "".join(f"    c{n}: {{label: Go, goto: e{n}}}\n" for n in range(501))
    ends = "".join(f"  e{n}: {{text: End., ending: {{name: End, tone: gain}}}}\n" for n in range(501))
    large = load(typed(f"nodes:\n  n:\n   text: Here.\n   choices:\n{many}{ends}", "n", name="large.yaml"))
    assert "501 ways" in (too_much_for_mermaid(large) or "")


def test_the_page_of_the_map_says_what_was_proved(story: Story) -> None:
    written = map_page(story, verify(story))
    (data,) = re.findall(r"^draw\((.*)\);$", written, re.MULTILINE)
    nodes = {node["id"]: node for node in json.loads(data)["nodes"]}
    assert nodes["end"]["odds"] == 1
    assert nodes["hall"]["ways"][0] == {"label": "Go now", "when": "n < 3", "to": ["end, if n > 2", "luck"]}
    assert nodes["luck"]["ways"][1]["when"] == "weight 2"
    assert nodes["deck"]["ways"][0]["label"] == "card of cards"
    assert nodes["hall"]["text"] == ["One *two* three.\n\n[n > 1] Four {n} six."]


def test_no_story_gets_into_the_markup_of_the_map(typed: Callable[..., Path]) -> None:
    hostile = json.dumps("</script><img src=x onerror=alert(1)>")
    text = f"nodes: {{n: {{title: {hostile}, text: {hostile}, ending: {{name: {hostile}, tone: gain}}}}}}"
    written = map_page(load(typed(text, "n")))
    assert written.count("</script>") == 1
    assert "<img" not in written


def test_a_map_does_not_wait_for_a_long_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story, out = str(shipped()["the_night_ferry"]), tmp_path / "map.html"
    assert main(["graph", story, "--format", "html", "--out", str(out)]) == 0
    assert capsys.readouterr().err == ""
    assert '"odds":0.' in out.read_text()
    monkeypatch.setattr("playable.cli.authors.MAP_SECONDS", 0)
    assert main(["graph", story, "--format", "html", "--out", str(out)]) == 0
    assert "not all was proved within 0 s" in capsys.readouterr().err
    assert '"odds":0.' not in out.read_text()
