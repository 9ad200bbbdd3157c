"""Generated stories of any size: three choices a node, most with a condition, about 45 decisions a playthrough."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

METERS = ("budget", "trust", "health", "calm", "growth", "climate")
WORDS = """
minister cabinet treaty harbour railway school union strike tariff embassy archive memo hearing
witness mayor river market factory engine signal column rumour promise winter corridor letter quiet
bitter careful public open final the a every this our some under before between within and while
when again almost together outside
""".split()  # noqa: SIM905 - a list of forty words is read more easily so
LAYERS = 45
ENDINGS = 8


def story(nodes: int, seed: int = 1) -> str:
    """A story of so many nodes as YAML. Every choice leads one layer on; nothing is out of reach by its layer."""
    r = random.Random(f"{nodes}/{seed}")
    layers = _layers(nodes)
    out = ["story:", f"  id: bench_{nodes}", "  title: Benchmark", "  version: 1.0.0", "  start: n0", "state:"]
    out += [f"  {m}: {{range: [0, 10], start: 5, name: {m.title()}, shown: true, panel: Board}}" for m in METERS]
    out.append("nodes:")
    for depth, layer in enumerate(layers):
        ahead = layers[depth + 1] if depth + 1 < len(layers) else [f"end{i}" for i in range(ENDINGS)]
        for place, node in enumerate(layer):
            out += [f"  {node}:", f"    title: {node.title()}", "    text:", "      - |"]
            out += [f"        {_words(r, 12)}" for _ in range(4)]
            out += [
                f"        The {(shown := r.choice(METERS))} stands at {{{shown}}}.",
                f"      - when: {_condition(r)}",
            ]
            out += [f"        text: {_words(r, 10)}", "    choices:"]
            for i in range(3):
                target = ahead[(place + i * len(layer)) % len(ahead)] if i == 0 else r.choice(ahead)
                out += [f"      c{i}:", f"        label: {_words(r, 7)}"]
                out += [f"        when: {_condition(r)}"] if i else []
                out += [f"        effects: [{', '.join(_effect(r) for _ in range(r.randint(1, 3)))}]"]
                out += [f"        goto: {target}"]
    for i in range(ENDINGS):
        out += [f"  end{i}:", f"    text: {_words(r, 40)}", f"    ending: {{name: Ending {i}, tone: stalemate}}"]
    return "\n".join(out) + "\n"


def written(nodes: int, folder: Path) -> Path:
    """The generated story as a file in `folder`."""
    path = folder / f"bench_{nodes}.yaml"
    path.write_text(story(nodes), encoding="utf-8")
    return path


def _layers(nodes: int) -> list[list[str]]:
    depth = min(LAYERS, nodes)
    return [
        ["n0"],
        *([f"n{n}" for n in range(1, nodes) if (n - 1) % (depth - 1) == layer] for layer in range(depth - 1)),
    ]


def _words(r: random.Random, n: int) -> str:
    return " ".join(r.choices(WORDS, k=n)).capitalize() + "."


def _condition(r: random.Random) -> str:
    one = f"{r.choice(METERS)} {r.choice(('>=', '<', '<=', '>'))} {r.randint(2, 8)}"
    return f"{one} {r.choice(('and', 'or'))} {r.choice(METERS)} >= {r.randint(2, 8)}" if r.random() < 0.3 else one


def _effect(r: random.Random) -> str:
    return json.dumps(f"{r.choice(METERS)} {r.choice(('+=', '-='))} {r.randint(1, 2)}")


if __name__ == "__main__":
    sys.stdout.write(story(int(sys.argv[1])))
