"""The page that plays a story in a browser plays what the engine plays, and lets no story into its markup or script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playable.authoring.page import page, program
from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.markup import Block, Spans
from playable.engine.session import Session
from playable.engine.view import View
from playable.engine.view_parts import Change, Meter
from playable.language.library import shipped
from playable.language.story import Story, load

from tests.verify.random_stories import story as random_story

TWIN = Path(__file__).with_name("twin.js")
NODE = shutil.which("node")
by_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")
Moves = list[tuple[str, str]]


def agree(games: Iterable[tuple[Story, int]], seed: int = 1) -> int:
    """Play each story so many times at random in both; how many moments were alike. Fails at the first that was not."""
    asked = [[program(story), plays(story, many, Random(seed))] for story, many in games]
    assert NODE
    run = subprocess.run([NODE, str(TWIN)], input=json.dumps(asked), capture_output=True, text=True, timeout=55)
    assert run.stdout.startswith("agree "), run.stderr
    return int(run.stdout.split()[1])


def plays(story: Story, many: int, random: Random) -> list[tuple[int, Moves, list[dict[str, Any]]]]:
    machine, found = assemble(story), []
    for _ in range(many):
        seed = random.randrange(1_000_000)
        try:
            session = Session(machine, seed)
        except Stuck:
            continue
        moves, moments = Moves(), [moment(session.view)]
        while len(moves) < 80 and (open_ := moves_of(session.view)):
            kind, ref = random.choice(open_)
            try:
                session.hear(ref) if kind == "hear" else session.choose(ref)
            except Stuck:
                break
            moves.append((kind, ref))
            moments.append(moment(session.view))
        found.append((seed, moves, moments))
    return found


def moves_of(view: View) -> Moves:
    hear = [h.id for h in view.hearings if not h.heard] if view.hear_left > 0 and not view.ending else []
    choose = [] if view.ending else [offer.id for offer in view.offers if not offer.locked]
    return [("choose", ref) for ref in choose] + [("hear", ref) for ref in hear]


def moment(view: View) -> dict[str, Any]:
    """All that a player sees, as the twin writes it."""

    def prose(blocks: Iterable[Block]) -> list[Any]:
        return [[b.kind, spans(b.spans), b.depth, b.marker, b.form, b.opens] for b in blocks]

    def spans(of: Spans) -> list[Any]:
        return [list(span) for span in of]

    def change(c: Change) -> list[Any]:
        word = c.after_word
        return [c.variable, c.before, c.after, word, spans(c.because), [x.id for x in c.cites], c.outside]

    followed = view.followed
    return {
        "node": view.node,
        "state": view.snapshot.s,
        "head": [view.title, view.date, view.place, view.chapter],
        "passages": [
            (
                *(p.node, p.title, p.date, p.place, prose(p.blocks), [c.id for c in p.cites]),
                [[spans(r.because), [c.id for c in r.cites], r.outside] for r in p.reasons],
                [change(c) for c in p.changes],
            )
            for p in view.passages
        ],
        "followed": followed and [followed.choice, spans(followed.label), prose(followed.blocks)],
        "changes": [change(c) for c in followed.changes] if followed else [],
        "offers": [[o.id, spans(o.label), spans(o.locked)] for o in view.offers],
        "hearings": [[h.id, h.name, h.role, h.heard, prose(h.blocks)] for h in view.hearings],
        "left": view.hear_left,
        "board": [
            [
                p.heading,
                [[m.id, m.name, m.value, m.word, _ends(m), m.last] for m in p.meters],
            ]
            for p in view.board
        ],
        "ending": view.ending.name if view.ending else None,
        "stuck": view.stuck,
    }


def _ends(meter: Meter) -> list[int] | None:
    return [meter.range.low, meter.range.high] if meter.range else None


@by_node
@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_shipped_stories_play_the_same(name: str) -> None:
    assert agree([(load(shipped()[name]), 20)]) > 60


@by_node
def test_random_stories_play_the_same(typed: Callable[..., Path]) -> None:
    stories = [load(typed(random_story(Random(n)), name=f"s{n}.yaml")) for n in range(40)]
    assert agree([(story, 5) for story in stories]) > 200


@by_node
def test_numbers_past_what_javascript_counts_are_exact(typed: Callable[..., Path]) -> None:
    large = " * ".join(["big"] * 7)  # in floating point one more or less is lost in it
    path = typed(
        f"""
        state: {{big: {{range: [0, 999], start: 997}}, out: {{range: [0, 9], start: 0, shown: true}}}}
        nodes:
          hall:
            text: "{{{large}}}, {{1 - {large}}}, {{max({large}, 1)}}"
            choices:
              up: {{label: Up, when: "{large} + 1 > {large}", goto: end}}
              set: {{label: Set, effects: ["out = {large} + 3 - {large}"], goto: end}}
          end: {{text: "{{out}}", ending: {{name: End, tone: gain}}}}
        """,
        "hall",
    )
    assert agree([(load(path), 6)]) == 12


@by_node
def test_prose_reads_the_same_whatever_stands_in_it(typed: Callable[..., Path]) -> None:
    random, signs = (
        Random(5),
        ["*", "**", "_", "\\", "> ", "- ", "1. ", "3) ", "[x](y)", "`", "<b>", "&amp;", "é", "\n", " "],
    )
    texts = ["".join(random.choices([*signs, "word", "two words", "***"], k=random.randint(1, 14))) for _ in range(300)]
    nodes = {
        f"n{n}": {"text": f"a{text}", "choices": {"on": {"label": f"b{text}", "goto": f"n{n + 1}"}}}
        for n, text in enumerate(texts)
    }
    nodes[f"n{len(texts)}"] = {"text": "End.", "ending": {"name": "End", "tone": "gain"}}
    assert agree([(load(typed("nodes: " + json.dumps(nodes), "n0")), 2)]) == 2 * 81


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028{{"


def test_no_story_gets_into_markup_or_script(typed: Callable[..., Path]) -> None:
    told = json.dumps(HOSTILE, ensure_ascii=True)
    story = load(
        typed(
            f"""
            story: {{id: evil, title: {told}, version: '1', about: {told}, start: a}}
            state: {{w: {{one_of: [x], start: x, bands: {{x: {told}}}, shown: true, name: {told}, panel: {told}}}}}
            people: {{p: {{name: {told}, role: {told}, about: {told}}}}}
            glossary: {{t: {{name: {told}, text: {told}}}}}
            nodes:
              a: {{title: {told}, date: {told}, text: {told}, choices: {{c: {{label: {told}, goto: b}}}}}}
              b: {{text: "{{w.band}}", ending: {{name: {told}, tone: gain}}}}
            """
        )
    )
    written = page(story)
    assert written.count("<script") == written.count("</script>") == 1
    assert "<img" not in written
    assert "\u2028" not in written


def test_the_policy_of_the_page_names_its_own_style_and_script_and_nothing_else() -> None:
    written = page(load(shipped()["the_night_ferry"]))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', written)
    for tag in ("style", "script"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", written, re.DOTALL)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}';" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"""(?:src|href)=["'](?!#)""", written)


def test_the_page_itself_is_small() -> None:
    story = load(shipped()["the_night_ferry"])
    assert len(page(story).encode()) < 300_000
