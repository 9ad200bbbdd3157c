"""A second interpreter, written from the description of the language alone: it plays what was changed, by brute force.

It reads the YAML itself and shares nothing with the engine. Every way is walked; of what does not end within `DEEPEST`
steps only the share is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml

DEEPEST = 25  # choices and draws
LEFT = "left"  # the share that was not walked to its end
_WORDS = {"true": True, "false": False, "min": min, "max": max, "__builtins__": {}}


@dataclass
class Now:
    """Where play stands, and all that it remembers."""

    at: str
    values: dict[str, Any]
    seen: set[str] = field(default_factory=set)
    chose: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    then: str = ""  # where a card comes back to
    counts: dict[str, int] = field(default_factory=dict)  # of choices and draws at each node


class ByHand:
    """A story in YAML, and what was chosen and fell at each node of one road through it, as `node.id`, in order."""

    def __init__(self, story: str, road: Sequence[str]) -> None:
        self.story = yaml.safe_load(story)
        self.nodes = self.story["nodes"]
        self.road = list(road)

    def changes(self) -> Iterator[tuple[int, str, dict[str, Fraction]]]:
        """Every decision changed by itself: its number, what was chosen instead, and the endings."""
        for n, before, ref in self._decisions():
            for other in self._open(before):
                if other != ref:
                    yield n, other, self.ends(before, {}, other)

    def pairs(self) -> Iterator[tuple[tuple[int, int], tuple[str, str], dict[str, Fraction]]]:
        """Every two decisions changed together."""
        decisions = list(self._decisions())
        for n, before, ref in decisions:
            for m, later, ref_2 in decisions[n:]:
                visit = later.at, later.counts.get(later.at, 0)
                for other in (o for o in self._open(before) if o != ref):
                    for key in self.nodes[later.at]["choices"]:
                        if (other_2 := f"{later.at}.{key}") != ref_2:
                            yield (n, m), (other, other_2), self.ends(before, {visit: other_2}, other)

    def ends(self, now: Now, instead: Mapping[tuple[str, int], str], first: str = "") -> dict[str, Fraction]:
        """The endings from a moment, `first` being chosen there: each with its share."""
        found: dict[str, Fraction] = {}
        level = {"": (now, Fraction(1))}
        for depth in range(DEEPEST + 1):
            below: dict[str, tuple[Now, Fraction]] = {}
            for here, share in level.values():
                for ending, then, part in self._step(here, instead, "" if depth else first):
                    if ending is not None or then is None or depth == DEEPEST:
                        name = ending or LEFT
                        found[name] = found.get(name, Fraction(0)) + share * part
                    else:
                        key = self._alike(then)
                        below[key] = (then, below.get(key, (then, Fraction(0)))[1] + share * part)
            level = below
        return found

    def _alike(self, now: Now) -> str:
        """The same for moments from which all goes on alike."""
        visits = {at: min(n, sum(ref.startswith(f"{at}.") for ref in self.road)) for at, n in now.counts.items()}
        memory = (sorted(now.seen), sorted(now.chose), sorted(now.drawn), now.then)
        return repr((now.at, now.values, memory, sorted(visits.items())))

    def start(self) -> Now:
        """The first moment."""
        now = Now("", {k: v["start"] for k, v in (self.story.get("state") or {}).items()})
        now.at = self._enter(now, self.story["story"]["start"])
        return now

    def _decisions(self) -> Iterator[tuple[int, Now, str]]:
        now, n = self.start(), 0
        for ref in self.road:
            if "choices" in self.nodes[now.at]:
                n += 1
                yield n, deepcopy(now), ref
            now = self._made(now, ref)

    def _step(
        self, now: Now, instead: Mapping[tuple[str, int], str], first: str
    ) -> Iterator[tuple[str | None, Now | None, Fraction]]:
        """The ending that has been come to, or every way on."""
        node = self.nodes[now.at]
        if "ending" in node:
            yield now.at, None, Fraction(1)
            return
        visit = now.counts.get(now.at, 0)
        before = [ref for ref in self.road if ref.split(".")[0] == now.at][visit : visit + 1]
        if "choices" in node:
            weights = dict.fromkeys(self._open(now), 1)
        else:
            weights = {f"{now.at}.{k}": max(0, int(self._value(now, v["weight"]))) for k, v in node["chance"].items()}
            weights = {ref: weight for ref, weight in weights.items() if weight}
        for ref in ([first] if first else []) + [r for r in [instead.get((now.at, visit))] if r] + before:
            if ref in weights:
                weights = {ref: 1}
                break
        if not weights:
            yield "stuck", None, Fraction(1)
        for ref, weight in weights.items():
            yield None, self._made(deepcopy(now), ref), Fraction(weight, sum(weights.values()))

    def _open(self, now: Now) -> list[str]:
        found = []
        for key, choice in self.nodes[now.at]["choices"].items():
            ref = f"{now.at}.{key}"
            if self._value(now, choice.get("when", "true")) and not (choice.get("once") and ref in now.chose):
                found.append(ref)
        return found

    def _made(self, now: Now, ref: str) -> Now:
        node, key = self.nodes[now.at], ref.split(".")[1]
        now.counts[now.at] = now.counts.get(now.at, 0) + 1
        part = (node.get("choices") or node.get("chance"))[key]
        self._run(now, part)
        if "goto" not in part:
            now.chose.add(ref)
            return now
        target = self._goto(now, part["goto"])
        if "choices" in node:
            now.chose.add(ref)
        now.seen.add(now.at)
        now.at = self._enter(now, target)
        return now

    def _enter(self, now: Now, at: str) -> str:
        """Run on to where something is chosen or drawn, or all ends."""
        while True:
            node = self.nodes[at]
            self._run(now, node)
            if {"choices", "chance", "ending"} & node.keys():
                return at
            if "draw" in node:
                onward = node["then"]
                for card in self.story["decks"][node["draw"]]:
                    if card not in now.drawn and self._value(now, self.nodes[card].get("when", "true")):
                        now.drawn.add(card)
                        onward, now.then = card, node["then"]
                        break
            else:
                onward = self._goto(now, node["goto"])
            now.seen.add(at)
            at = onward

    def _goto(self, now: Now, goto: Any) -> str:
        ways = goto if isinstance(goto, list) else [{"goto": goto}]
        target = next(way["goto"] for way in ways if self._value(now, way.get("when", "true")))
        return now.then if target == "back" else str(target)

    def _run(self, now: Now, holder: Mapping[str, Any]) -> None:
        for effect in holder.get("effects") or ():
            do, when = (effect, "true") if isinstance(effect, str) else (effect["do"], effect.get("when", "true"))
            if self._value(now, when):
                name, op, value = re.fullmatch(r"\s*(\w+)\s*([+-]?=)\s*(.*)", do, re.S).groups()  # type: ignore[union-attr]
                new = self._value(now, value)
                new = now.values[name] + new if op == "+=" else now.values[name] - new if op == "-=" else new
                declared = self.story["state"][name]
                if "range" in declared:
                    low, high = declared["range"]
                    new = max(low, min(high, new))
                now.values[name] = new

    def _value(self, now: Now, text: Any) -> Any:
        asked = re.sub(r"(seen|chose)\(([\w.]+)\)", r"('\2' in \1_)", " ".join(str(text).split()))
        asked = {"True": "true", "False": "false"}.get(asked, asked)  # as YAML has read them
        return eval(asked, {**_WORDS, **now.values, "seen_": now.seen, "chose_": now.chose})
