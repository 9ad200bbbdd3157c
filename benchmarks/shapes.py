"""Small and middling stories, each of one shape, that tell how a prover's time goes with it."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.large_stories import fiscal, gamebook, remembering
from benchmarks.stories import story

_HEAD = "story: {{id: shape, title: A shape, version: '1', start: {0}}}\nstate: {{{1}}}\nnodes:\n"
_END = """\
  end: {text: The end., ending: {name: End, tone: gain}}
  lost: {text: Lost., ending: {name: Lost, tone: loss}}
"""


def meter(width: int) -> str:
    """One range, up or down by one until an end of it."""
    return "".join(
        [
            _HEAD.format("road", f"x: {{range: [0, {width}], start: {width // 2}}}"),
            "  road:\n    text: On.\n    choices:\n",
            "      up: {label: Up, effects: [x += 1], goto: look}\n",
            "      down: {label: Down, effects: [x -= 1], goto: look}\n",
            f"  look:\n    goto: [{{when: x == 0, goto: lost}}, {{when: x == {width}, goto: end}}, {{goto: road}}]\n",
            _END,
        ]
    )


def grid(counters: int, width: int) -> str:
    """Counters that go up, each to its end."""
    names = "abcdefgh"[:counters]
    state = ", ".join(f"{name}: {{range: [0, {width}], start: 0}}" for name in names)
    out = [_HEAD.format("road", state), "  road:\n    text: On.\n    choices:\n"]
    out += [f"      {n}: {{label: Up, when: {n} < {width}, effects: [{n} += 1], goto: road}}\n" for n in names]
    out.append(f"      out: {{label: Out, when: {' + '.join(names)} > {counters * width // 2}, goto: end}}\n")
    out.append(f"      fall: {{label: Fall, when: {names[0]} > {names[1]}, goto: lost}}\n")
    return "".join([*out, _END])


def long_chain(nodes: int) -> str:
    """One node after another, and a range."""
    out = [_HEAD.format("s0", "n: {range: [0, 9], start: 5}")]
    for i in range(nodes):
        onward = f"s{i + 1}" if i + 1 < nodes else "end"
        out.append(f"  s{i}:\n    text: On.\n    choices:\n      a: {{label: A, effects: [n += 1], goto: {onward}}}\n")
        out.append(f"      b: {{label: B, when: n > {i % 7}, effects: [n -= 2], goto: {onward}}}\n")
    return "".join([*out, "  lost: {text: Lost., ending: {name: Lost, tone: loss}}\n", _END.splitlines(True)[0]])


def flags(count: int) -> str:
    """Flags that are set once each, in any order, and a word."""
    state = ", ".join(f"f{i}: {{start: false}}" for i in range(count))
    out = [_HEAD.format("hall", f"{state}, w: {{one_of: [red, green, blue], start: red}}")]
    out.append("  hall:\n    text: On.\n    choices:\n")
    for i in range(count):
        word = ("red", "green", "blue")[i % 3]
        out.append(f"      t{i}: {{label: T, when: not f{i}, effects: [f{i} = true, w = '{word}'], goto: hall}}\n")
    out.append("      out: {label: Out, when: f0 and w == 'red', goto: end}\n")
    out.append(f"      fall: {{label: F, when: {' and '.join(f'f{i}' for i in range(count))}, goto: lost}}\n")
    return "".join([*out, _END])


def loops(nodes: int, rounds: int = 20) -> str:
    """A ring of nodes with draws, gone round until a counter lets one out."""
    out = [_HEAD.format("s0", f"t: {{range: [0, {rounds}], start: 0}}, luck: {{range: [0, 3], start: 0}}")]
    for i in range(nodes):
        out.append(f"  s{i}:\n    chance:\n      on: {{weight: 3 + luck, goto: s{(i + 1) % nodes}c}}\n")
        out.append(f"      again: {{weight: 2, effects: [luck += 1], goto: s{i}c}}\n")
        out.append(f"      out: {{weight: 1, effects: [t += 1], goto: s{(i * 7 + 1) % nodes}c}}\n")
        out.append(f"  s{i}c:\n    text: x\n    choices:\n      stay: {{label: S, when: t < {rounds}, goto: s{i}}}\n")
        out.append(f"      go: {{label: L, when: t > {rounds // 2}, goto: {('lost', 'end')[i % 2]}}}\n")
        out.append(f"      lucky: {{label: U, effects: [luck -= 1], goto: s{(i + 3) % nodes}}}\n")
    return "".join([*out, _END])


def draws(outcomes: int, rounds: int) -> str:
    """A draw of many outcomes, as often as one likes, and the sum of it."""
    state = f"t: {{range: [0, {rounds}], start: 0}}, sum: {{range: [0, {min(999, outcomes * rounds)}], start: 0}}"
    out = [_HEAD.format("table", state), "  table:\n    text: Roll.\n    choices:\n"]
    out.append(f"      roll: {{label: Roll, when: t < {rounds}, effects: [t += 1], goto: dice}}\n")
    out.append("      stop: {label: Stop, when: t > 1, goto: judged}\n  dice:\n    chance:\n")
    out += [f"      o{i}: {{weight: {1 + i % 4}, effects: [sum += {i}], goto: table}}\n" for i in range(outcomes)]
    out.append(f"  judged: {{goto: [{{when: sum > {outcomes * rounds // 3}, goto: end}}, {{goto: lost}}]}}\n")
    return "".join([*out, _END])


def inventory(items: int, rooms: int) -> str:
    """Rooms in a ring, and things that are here, held or used, as much as one can carry."""
    state = ", ".join(f"i{i}: {{one_of: [here, held, used], start: here}}" for i in range(items))
    out = [_HEAD.format("r0", f"load: {{range: [0, 10], start: 0}}, {state}")]
    for k in range(rooms):
        out.append(f"  r{k}:\n    text: Room.\n    choices:\n      next: {{label: N, goto: r{(k + 1) % rooms}}}\n")
        out.append(f"      back: {{label: B, goto: r{(k - 1) % rooms}}}\n")
        out += ["      door: {label: D, goto: door}\n"] if not k else []
        for i in range(k, items, rooms):
            heavy, other = 1 + i * 7 % 4, f"i{(i + 1) % items}"
            taking = f"when: i{i} == 'here' and load <= {10 - heavy}, effects: [i{i} = 'held', load += {heavy}]"
            using = f"when: \"i{i} == 'held' and {other} != 'held'\", effects: [i{i} = 'used', load -= {heavy}]"
            out.append(f"      take{i}: {{label: T, {taking}}}\n      use{i}: {{label: U, {using}}}\n")
    used = " and ".join(f"i{i} == 'used'" for i in range(items))
    out.append(f"  door: {{goto: [{{when: {used}, goto: end}}, {{goto: lost}}]}}\n")
    return "".join([*out, _END])


def wide(variables: int, steps: int = 8) -> str:
    """One node, and ranges of a thousand values that are added to each other, for some steps."""
    names = [f"v{i}" for i in range(variables)]
    state = ", ".join(f"{name}: {{range: [0, 999], start: 500}}" for name in names)
    out = [_HEAD.format("yard", f"t: {{range: [0, {steps}], start: 0}}, {state}")]
    out.append("  yard:\n    text: On.\n    choices:\n")
    for i, v in enumerate(names):
        out.append(f"      up{i}: {{label: U, when: t < {steps}, effects: [{v} += {7 + i}, t += 1]}}\n")
        mixed = f"'{v} = ({v} + {names[i - 1]}) * 3 - 999', t += 1"
        out.append(f"      mix{i}: {{label: M, when: t < {steps} and {v} > 500, effects: [{mixed}]}}\n")
    out.append(f"      out: {{label: Out, when: t == {steps}, goto: end}}\n")
    return "".join([*out, "      fall: {label: F, when: v0 == 0, goto: lost}\n", _END])


def clock(steps: int = 900) -> str:
    """One state after another, in wide ranges."""
    ranges = ", ".join(f"{name}: {{range: [0, 999], start: {start}}}" for name, start in (("x", 1), ("y", 3), ("z", 5)))
    effects = "t += 1, 'x = x * 17 + z if x < 33 else x - 33', 'y = 999 - x if y < x else y + 3 - x', 'z += 7'"
    out = [_HEAD.format("go", f"{ranges}, t: {{range: [0, {steps}], start: 0}}")]
    out.append(f"  go:\n    text: On.\n    effects: [{effects}]\n    choices:\n")
    out.append(f"      on: {{label: On, when: t < {steps}, goto: go}}\n")
    out.append(f"      off: {{label: Off, when: t == {steps}, goto: end}}\n")
    return "".join([*out, "      fall: {label: F, when: x == 78, goto: lost}\n", _END])


SHAPES: dict[str, Callable[[], str]] = {
    **{f"fiscal, {years} years": lambda years=years: fiscal(years) for years in range(4, 11)},  # type: ignore[misc]
    "fiscal, 6 years of 8 choices": lambda: fiscal(6, 8, 9),
    "3 wide ranges": lambda: wide(3),
    "5 wide ranges": lambda: wide(5),
    "clock": clock,
    "meter of 300": lambda: meter(300),
    "meter of 999": lambda: meter(999),
    "2 counters to 100": lambda: grid(2, 100),
    "4 counters to 12": lambda: grid(4, 12),
    "6 counters to 6": lambda: grid(6, 6),
    "chain of 300 nodes": lambda: long_chain(300),
    "8 flags": lambda: flags(8),
    "12 flags": lambda: flags(12),
    "15 flags": lambda: flags(15),
    "10 remembered choices": lambda: remembering(10),
    "16 remembered choices": lambda: remembering(16),
    "ring of 5 nodes": lambda: loops(5),
    "ring of 40 nodes": lambda: loops(40),
    "ring of 200 nodes": lambda: loops(200),
    "draws of 6": lambda: draws(6, 20),
    "draws of 40": lambda: draws(40, 20),
    "6 things": lambda: inventory(6, 3),
    "9 things": lambda: inventory(9, 4),
    "gamebook of 40": lambda: gamebook(40, 3, 4),
    "gamebook of 100": lambda: gamebook(100, 3, 6),
    "60 nodes": lambda: story(60).replace("[0, 10], start: 5", "[0, 3], start: 2"),
}
