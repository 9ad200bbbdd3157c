"""Stories that are hard to prove, each for a reason of its own; the tests of the prover's limits use them as well."""

from __future__ import annotations

import json
from random import Random

_HEAD = "story: {{id: {0}, title: Large, version: '1', start: {1}}}\n"
_END = """\
  end: {text: The end., ending: {name: End, tone: gain}}
  lost: {text: Lost., ending: {name: Lost, tone: loss}}
"""


def gamebook(sections: int = 400, ranges: int = 6, flags: int = 12, seed: int = 1) -> str:
    """Sections that lead anywhere, so that most states come again at ever more costs: few sets, but many frontiers."""
    r = Random(f"{sections}/{ranges}/{flags}/{seed}")
    meters, marks = [f"r{i}" for i in range(ranges)], [f"f{i}" for i in range(flags)]
    out = [_HEAD.format("gamebook", "s0"), "state:\n"]
    out += [f"  {m}: {{range: [0, {r.choice((6, 8, 10))}], start: 5}}\n" for m in meters]
    out += [f"  {f}: {{start: false}}\n" for f in marks]
    out.append("nodes:\n")
    for i in range(sections):
        effects = [f"{r.choice(meters)} {r.choice(('+=', '-='))} {r.randint(1, 2)}"] if r.random() < 0.5 else []
        effects += [f"{marks[i * flags // sections]} = true"] if r.random() < 0.1 else []
        out += [f"  s{i}:\n    text: Section {i}.\n    effects: {json.dumps(effects)}\n    choices:\n"]
        for k in range(3):
            near = min(sections - 1, i + r.randint(1, 9)) if r.random() < 0.97 else r.randrange(max(0, i - 40), i + 1)
            target = r.choice(("end", "lost")) if i + 1 == sections or r.random() < 0.03 else f"s{near}"
            when = ""
            if k:
                asked = (
                    marks[(i - 20) * flags // sections]
                    if i >= 20 and r.random() < 0.1
                    else f"{r.choice(meters)} {r.choice(('>=', '<'))} {r.randint(2, 5)}"
                )
                when = f"when: {asked}, "
            out.append(f"      c{k}: {{label: Go, {when}goto: {target}}}\n")
    return "".join([*out, _END])


def remembering(choices: int = 48) -> str:
    """A thesis names every choice of a long road: as many memories as there are choices, all kept apart."""
    r = Random(choices)
    out = [_HEAD.format("remembering", "s0"), "state: {n: {range: [0, 5], start: 0}}\nnodes:\n"]
    for i in range(choices):
        onward = f"s{i + 1}" if i + 1 < choices else "end"
        out += [f"  s{i}:\n    text: On.\n    choices:\n"]
        out += [f"      a: {{label: A, effects: [n += 1], goto: {onward}}}\n"]
        out += [f"      b: {{label: B, effects: [n = 0], goto: {onward}}}\n"]
    named = " and ".join(f"chose(s{i}.{r.choice('ab')})" for i in range(choices))
    theses = f"theses:\n  all: {{can: {json.dumps(named)}}}\n  few: {{can: n == 5 and ending == 'end'}}\n"
    return "".join([*out, _END, theses])


def wide_conditions(width: int = 1_000) -> str:
    """Conditions over three variables of many values each, which no table holds."""
    most = width - 1
    out = [_HEAD.format("wide", "s0"), "state:\n"]
    out += [f"  {v}: {{range: [0, {most}], start: {most // 2}}}\n" for v in "abc"]
    out += ["nodes:\n  s0:\n    text: [On., {when: a * b > c * c, text: Much.}]\n    choices:\n"]
    out += [
        f"      {v}{sign}: {{label: Go, when: a + b * 2 - c < {most * 2}, effects: [{v} {op} 1]}}\n"
        for v in "abc"
        for sign, op in (("up", "+="), ("down", "-="))
    ]
    out += ["      mix: {label: Mix, when: a + b + c > 9, effects: ['a = max(b - c, 0)']}\n"]
    out += ["      done: {label: Done, when: a * b == c, goto: end}\n"]
    theses = "theses: {sum: {never: a + b + c == 7 and ending == 'end'}}\n"
    return "".join([*out, _END, theses])


def fiscal(years: int = 6, choices: int = 4, variables: int = 18, seed: int = 1) -> str:
    """A country's books over some years: wide ranges, added to each other, and few situations."""
    r = Random(f"{years}/{choices}/{variables}/{seed}")
    ranges = [(0, 600), (0, 300), (-50, 100)]
    names = [f"v{i}" for i in range(variables)]
    out = [_HEAD.format("fiscal", "year"), "state:\n  t: {range: [0, 30], start: 0}\n"]
    for i, name in enumerate(names):
        low, high = ranges[i % 3]
        out.append(f"  {name}: {{range: [{low}, {high}], start: {(low + high) // 2}}}\n")
    out += ["nodes:\n  year:\n    text: A year.\n    choices:\n"]
    for k in range(choices):
        effects = [
            f"{r.choice(names[k % 2 :: 3])} {r.choice(('+=', '-='))} {r.randint(1, 9) + 10 * k}" for _ in range(3)
        ]
        out.append(f"      c{k}: {{label: Go, effects: {json.dumps(effects)}, goto: books}}\n")
    sums = []
    for i in range(0, variables - 2, 3):
        stock, flow, mood = names[i : i + 3]
        sums += [f"{stock} += {flow} - {r.choice(names[1::3])} + {mood}", f"{flow} += {r.randint(-3, 3)}"]
        sums.append(f"{mood} = min(max({mood} + 1, {r.choice(names[2::3])} - {r.randint(5, 20)}), 100)")
    out += [f"  books:\n    effects: {json.dumps(['t += 1', *sums])}\n    goto:\n"]
    out += [
        f"      - {{when: {' + '.join(names[::3])} < 40, goto: lost}}\n",
        f"      - {{when: t >= {years}, goto: end}}\n      - {{goto: year}}\n",
    ]
    theses = "theses:\n  sound: {always: v0 + v1 >= v2 - 100}\n"
    theses += "  solvent: {odds: {of: v0 > v1, given: ending == 'end', at_least: 1%}}\n"
    return "".join([*out, _END, theses])
