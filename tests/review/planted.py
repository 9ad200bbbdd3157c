"""Small stories with a planted cause, and the road through each that has it."""

from __future__ import annotations

HEAD = "story: {id: planted, title: Planted, version: '1', start: d1}\n"
ENDINGS = """\
  won: {text: Won., ending: {name: Won, tone: triumph}}
  lost: {text: Lost., ending: {name: Lost, tone: loss}}
"""


def twelve(state: str, sort: str, effects: dict[str, str], claims: str = "", days: int = 12) -> str:
    """Decisions in a row, `a` or `b` at each, then a node that sorts; `effects` are by choice, as `d3.a`."""
    lines = [HEAD, claims, f"state:\n  {state}\n", "nodes:\n"]
    for n in range(1, days + 1):
        onward = f"d{n + 1}" if n < days else "sort"
        lines.append(f"  d{n}:\n    title: Day {n}\n    text: Day {n}.\n    choices:\n")
        for key in "ab":
            rest = effects.get(f"d{n}.{key}", "")
            lines.append(f"      {key}: {{label: {key.upper()}{n}, {f'{rest}, ' if rest else ''}goto: {onward}}}\n")
    return "".join((*lines, f"  sort: {{text: It is sorted., goto: {sort}}}\n", ENDINGS))


ALL_A = [f"choose d{n}.a" for n in range(1, 13)]
ONE = twelve(
    "gate: {start: false, name: The gate}",
    "[{when: gate, goto: lost}, {goto: won}]",
    {"d5.a": "effects: [gate = true], because: It swings open., outside: 'yes'"},
)
PAIR = twelve(
    "keys: {range: [0, 2], start: 0, name: Keys}",
    "[{when: keys >= 2, goto: won}, {goto: lost}]",
    {"d3.b": "effects: [keys += 1]", "d9.b": "effects: [keys += 1]"},
)
BOUND = twelve(
    "kept: {range: [0, 6], start: 3, name: Kept commitments, bands: {0: none, 2: some, 4: most}}",
    "[{when: kept >= 2, goto: won}, {goto: lost}]",
    {
        "d4.a": "effects: [kept -= 1], because: A promise was let go., cites: [c1]",
        "d6.a": "effects: [kept += 1], cites: [c2]",
        "d8.a": "effects: [kept -= 2], because: Another was., cites: [c1, c3]",
        "d8.b": "effects: [kept -= 1]",
    },
    "claims:\n"
    "  c1: {paragraph: 1, kind: causal, says: A broken word is remembered.}\n"
    "  c2: {paragraph: 2, kind: causal, says: A kept one is too.}\n"
    "  c3: {paragraph: 2, kind: fact, says: Words are cheap.}\n",
)
