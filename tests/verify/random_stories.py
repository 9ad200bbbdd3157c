"""Random small stories in the story language: loops, chance, cards, memory, ways, conditions over two ranges."""

from __future__ import annotations

import json
from random import Random

STATE = """\
story: {id: random, title: Random, version: '1', start: n0}
state:
  a: {range: [0, 3], start: 1}
  b: {range: [-1, 2], start: 0}
  w: {one_of: [x, y, z], start: x}
  f: {start: false}
"""


def story(r: Random) -> str:
    """A story without a fault."""
    count = r.randint(2, 6)
    kinds = [r.choice(("choices", "choices", "choices", "chance", "ways", "draw")) for _ in range(count)]
    ids, ends = [f"n{i}" for i in range(count)], ["e0", "e1"]
    refs = [f"n{i}.c{k}" for i, kind in enumerate(kinds) if kind == "choices" for k in range(2)]
    know = _Know(r, ids + ends, refs)
    out = [STATE, "nodes:"]
    for i, kind in enumerate(kinds):
        ahead = ids[i + 1 :] + ends  # without a choice one only goes forward: there are no rings of such nodes
        out += [f"  {ids[i]}:", f"    effects: {know.effects(r.random() < 0.4)}", "    text:", "      - Here."]
        out += [f"      - {{when: {json.dumps(know.condition())}, text: There.}}"]
        out += [f"      - {{when: {json.dumps(know.condition())}, as: page, text: Signed.}}", "      - Then."]
        if kind == "choices":
            out.append("    choices:")
            for k in range(2):
                out += [f"      c{k}:", "        label: Go", f"        effects: {know.effects()}"]
                out += [f"        when: {json.dumps(know.condition())}"] if r.random() < 0.6 else []
                out += ["        once: true"] if r.random() < 0.2 else []
                way = r.choice(ids + ends)
                if r.random() < 0.25:  # read after the choice's effects
                    way = f"[{{when: {json.dumps(know.condition())}, goto: {way}}}, {{goto: {r.choice(ids + ends)}}}]"
                out += [f"        goto: {way}"] if r.random() < 0.85 else []
                told = f"        outcome: {{when: {json.dumps(know.condition())}, text: So.}}"
                out += [told] if r.random() < 0.3 else ["        outcome: So."]
        elif kind == "chance":
            out.append("    chance:")
            for k in range(r.randint(1, 3)):
                weight = r.choice(("1", "2", "a", "b", "a - b", "2 if f else 1"))
                out += [f"      o{k}: {{weight: {weight}, effects: {know.effects()}, goto: {r.choice(ahead)}}}"]
        elif kind == "ways":
            first = f"{{when: {json.dumps(know.condition())}, goto: {r.choice(ahead)}}}"
            out += [f"    goto: [{first}, {{goto: {r.choice(ahead)}}}]"]
        else:
            stops = [node_id for node_id, kind in zip(ids, kinds, strict=True) if kind == "choices"] + ends
            out += ["    draw: d", f"    then: {r.choice(stops)}"]  # draws share a deck: its cards may lead to any
    for end, tone in zip(ends, ("gain", "loss"), strict=True):
        out += [f"  {end}: {{text: End., ending: {{name: End, tone: {tone}}}}}"]
    if "draw" in kinds:
        out += ["  card: {text: Card., effects: [a += 1], goto: back, when: " + json.dumps(know.condition()) + "}"]
        out += ["  hand:", "    text: Hand.", "    choices:"]
        out += ["      leave: {label: B, goto: back}", "      end: {label: E, goto: e0}"]
        out += ["decks: {d: [card, hand]}"]
    out += ["theses:"]
    for n, kind in enumerate(("always", "never", "can")):
        when = f", when: {json.dumps(know.thesis())}" if r.random() < 0.5 else ""
        out += [f"  t{n}: {{{kind}: {json.dumps(know.thesis())}{when}}}"]
    out += [f"  share: {{odds: {{of: {json.dumps(know.thesis())}, at_most: 50%}}}}"]
    of, given = json.dumps(know.thesis()), json.dumps(know.condition())
    out += [f"  among: {{odds: {{of: {of}, given: {given}, at_most: 50%}}}}"]
    if len(refs) > 1:
        theses, out = out[out.index("theses:") :], out[: out.index("theses:")]
        out += ["policies:"]
        out += [f"  {name}: {{takes: [{', '.join(r.sample(refs, r.randint(1, len(refs))))}]}}" for name in "pq"]
        out += [*theses, f"  played: {{odds: {{of: {json.dumps(know.thesis())}, playing: p, below: q, by: 10%}}}}"]
        of, given = json.dumps(know.thesis()), json.dumps(know.condition())
        out += [f"  ruled: {{odds: {{of: {of}, given: {given}, playing: q, at_most: 50%}}}}"]
    return "\n".join(out) + "\n"


class _Know:
    def __init__(self, r: Random, nodes: list[str], choices: list[str]) -> None:
        self.r, self.nodes, self.choices = r, nodes, choices

    def condition(self, depth: int = 1) -> str:
        r = self.r
        if depth and r.random() < 0.35:
            return f"({self.condition(0)}) {r.choice(('and', 'or'))} not ({self.condition(0)})"
        made = [
            f"a {r.choice(('>=', '<', '==', '!='))} {r.randint(0, 3)}",
            f"b <= {r.randint(-1, 2)}",
            "a > b",
            "a + b == 2",
            "f",
            f"w == '{r.choice('xyz')}'",
            "w in ('x', 'z')",
            f"seen({r.choice(self.nodes)})",
            "0 < a <= 2",
            "min(a, b) == 0",
            "(a if f else b) > 0",
        ]
        made += [f"chose({r.choice(self.choices)})"] * 2 if self.choices else []
        return r.choice(made)

    def thesis(self) -> str:
        place = self.r.choice((f"here == '{self.r.choice(self.nodes)}'", "ending == 'e0'", "ending != 'none'", "true"))
        return f"{self.condition()} and {place}" if self.r.random() < 0.7 else self.condition()

    def effects(self, some: bool = True) -> str:
        made = [
            "a += 1",
            "a += 2",
            "a -= 1",
            "b += 1",
            "b -= 1",
            "a = 2",
            "a = b",
            "b = a - 1",
            "f = not f",
            "f = a > b",
            "w = 'y'",
            "w = 'z' if f else 'x'",
            "a = a + b",
        ]
        chosen = self.r.sample(made, self.r.randint(0, 2)) if some else []
        return json.dumps([{"do": e, "when": self.condition()} if self.r.random() < 0.3 else e for e in chosen])
