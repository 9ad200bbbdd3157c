"""Coverage counted by an interpreter that shares nothing with the engine: it reads the YAML and plays the roads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.review.by_hand import ByHand, Now

Keys = tuple[str | int, ...]  # that lead to a part
Step = tuple[str, str]  # its kind, and `node.id`


class Counted(ByHand):
    """The files of a story, its ledger among them, and what the roads that were played met."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.story, self.road = {}, []
        self.at: dict[Keys, tuple[str, int]] = {}
        for file in files:
            text = file.read_text(encoding="utf-8")
            for section, items in yaml.load(text, yaml.BaseLoader).items():
                if isinstance(items, dict):
                    self.story.setdefault(section, {}).update(items)
            for keys, line in _lines(yaml.compose(text) or yaml.ScalarNode("", ""), ()):
                self.at.setdefault(keys, (str(file), line))
        self.nodes = self.story["nodes"]
        for variable in self.story.get("state", {}).values():
            if "range" in variable:
                variable["range"] = list(map(int, variable["range"]))
        self.board = {name: v["shown"] for name, v in self.story.get("state", {}).items() if "shown" in v}
        self.board = {name: shown for name, shown in self.board.items() if shown not in ("true", "false")}
        self.met: Counter[Keys] = Counter()
        self.sides: Counter[tuple[Keys, bool]] = Counter()

    def play(self, steps: Sequence[Step]) -> None:
        """One road from the start."""
        self.left, self.heard, self.passed = list(steps), set[str](), dict[str, None]()
        made: list[tuple[list[str], str]] = []
        now = Now("", {name: _value(v["start"]) for name, v in self.story.get("state", {}).items()})
        now.at = self._arrive(now, self.story["story"]["start"])
        while True:
            node, at = self.nodes[now.at], ("nodes", now.at)
            for key, choice in node.get("choices", {}).items():
                if "when" in choice or choice.get("once") == "true":
                    asked = (*at, "choices", key, "when" if "when" in choice else "once")
                    self.sides[asked, f"{now.at}.{key}" in self._open(now)] += 1
            while self.left and self.left[0][0] == "hear":
                ref = self.left.pop(0)[1]
                briefing = (*at, "briefings", ref.split(".")[1])
                self.met[briefing] += 1
                self._tell(now, node["briefings"][briefing[-1]]["text"], (*briefing, "text"))
                self.heard.add(ref)
            for name, shown in self.board.items():
                self.sides[("state", name, "shown"), bool(self._value(now, shown))] += 1
            if not self.left:
                break
            ref = self.left.pop(0)[1]
            made.append((self._open(now), ref))
            self._choose(now, ref)
        if "ending" in node:
            self._after(now, made)

    def expected(self) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], list[tuple[int, int]]]]:
        """Of each file and line where something stands, how often the least met of that was; and of each condition
        there how often it held, and failed."""
        hits: dict[tuple[str, int], int] = {}
        sides: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for keys in self._parts():
            hits[self.at[keys]] = min(self.met[keys], hits.get(self.at[keys], 10**9))
        for keys in self._conditions():
            held, failed = self.sides[keys, True], self.sides[keys, False]
            hits[self.at[keys]] = min(held + failed, hits.get(self.at[keys], 10**9))
            sides.setdefault(self.at[keys], []).append((held, failed))
        return hits, sides

    def _choose(self, now: Now, ref: str) -> None:
        node, key = now.at, ref.split(".")[1]
        keys, choice = ("nodes", node, "choices", key), self.nodes[node]["choices"][key]
        target = self._happens(now, choice, keys, "outcome")
        now.chose.add(ref)
        if target:
            now.seen.add(node)
            now.at = self._arrive(now, target)

    def _arrive(self, now: Now, at: str) -> str:
        while True:
            node, keys = self.nodes[at], ("nodes", at)
            self.passed[at] = None
            target = self._happens(now, node, keys, "text")
            if "choices" in node or "ending" in node:
                return at
            if "chance" in node:
                for key, outcome in node["chance"].items():
                    if not re.fullmatch(r"\d+", outcome["weight"]):
                        positive = self._value(now, outcome["weight"]) > 0
                        self.sides[(*keys, "chance", key, "weight"), positive] += 1
                kind, ref = self.left.pop(0)
                assert (kind, ref.split(".")[0]) == ("chance", at)
                fell = ref.split(".")[1]
                target = self._happens(now, node["chance"][fell], (*keys, "chance", fell), "text")
            elif "draw" in node:
                target = node["then"]
                for card in self.story["decks"][node["draw"]]:
                    if card in now.drawn:
                        continue
                    when = self.nodes[card].get("when")
                    held = when is None or bool(self._value(now, when))
                    if when is not None:
                        self.sides[("nodes", card, "when"), held] += 1
                    if held:
                        now.drawn.add(card)
                        target, now.then = card, node["then"]
                        break
            now.seen.add(at)
            at = target

    def _happens(self, now: Now, holder: Any, keys: Keys, text: str) -> str:
        """Effects, then what is told of them, then the way on, if it has one."""
        self.met[keys] += 1
        self._cited(holder)
        for n, effect in enumerate(holder.get("effects", ())):
            when = effect.get("when") if isinstance(effect, dict) else None
            runs = when is None or bool(self._value(now, when))
            if when is not None:
                self.sides[(*keys, "effects", n, "when"), runs] += 1
            if runs:
                self._run(now, {"effects": [{"do": effect["do"]} if isinstance(effect, dict) else effect]})
                self._cited(effect)
        self._tell(now, holder.get(text), (*keys, text))
        goto = holder.get("goto")
        for n, way in enumerate(goto if isinstance(goto, list) else ()):
            taken = "when" not in way or bool(self._value(now, way["when"]))
            if "when" in way:
                self.sides[(*keys, "goto", n, "when"), taken] += 1
            if taken:
                self._cited(way)
                goto = way["goto"]
                break
        return now.then if goto == "back" else goto

    def _tell(self, now: Now, told: Any, keys: Keys) -> None:
        alone = isinstance(told, dict)
        for n, text in enumerate([told] if alone else told if isinstance(told, list) else []):
            if isinstance(text, dict) and "when" in text:
                asked = (*keys, "when") if alone else (*keys, n, "when")
                self.sides[asked, bool(self._value(now, text["when"]))] += 1

    def _after(self, now: Now, made: list[tuple[list[str], str]]) -> None:
        for at in self.passed:
            debrief = self.nodes[at].get("debrief", {})
            self._cited(debrief)
            for part in ("essay", "objection", "history"):
                self._tell(now, debrief.get(part), ("nodes", at, "debrief", part))
        for name, policy in self.story.get("policies", {}).items():
            listed = [(next(ref for ref in policy["takes"] if ref in open_), ref) for open_, ref in made
                      if set(open_) & set(policy["takes"])]  # fmt: skip
            if listed and all(wanted == ref for wanted, ref in listed):
                self.met["policies", name] += 1

    def _cited(self, part: Any) -> None:
        for claim in part.get("cites", ()) if isinstance(part, dict) else ():
            self.met["claims", claim] += 1

    def _value(self, now: Now, text: Any) -> Any:
        heard = re.sub(r"heard\(([\w.]+)\)", lambda m: str(m[1] in self.heard).lower(), str(text))
        return super()._value(now, heard)

    def _parts(self) -> Iterator[Keys]:
        cited = set[str]()
        for at, node in self.nodes.items():
            yield "nodes", at
            yield from (
                ("nodes", at, kind, key) for kind in ("choices", "chance", "briefings") for key in node.get(kind, ())
            )
            cited |= set(_cites(node))
        yield from (("claims", claim) for claim in self.story.get("claims", {}) if claim in cited)
        yield from (("policies", name) for name in self.story.get("policies", {}))

    def _conditions(self) -> Iterator[Keys]:
        yield from (("state", name, "shown") for name in self.board)
        for keys in self.at:
            if keys[0] == "nodes" and keys[-1] == "when" and len(keys) > 2:
                yield keys
            elif keys[0] == "nodes" and len(keys) == 5 and keys[2] in ("choices", "chance"):
                part = self.nodes[keys[1]][keys[2]][keys[3]]
                if (keys[4] == "once" and "when" not in part and part["once"] == "true") or (
                    keys[4] == "weight" and not re.fullmatch(r"\d+", part["weight"])
                ):
                    yield keys


def _value(typed: str) -> Any:
    return {"true": True, "false": False}.get(typed, int(typed) if re.fullmatch(r"-?\d+", typed) else typed)


def _cites(part: Any) -> Iterator[str]:
    """Every claim that is cited anywhere in a part."""
    if isinstance(part, dict):
        yield from part.get("cites", ())
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _cites(inner)


def _lines(node: yaml.Node, keys: Keys) -> Iterator[tuple[Keys, int]]:
    """The line of every part, which is that of its key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*keys, key.value), key.start_mark.line + 1
            yield from _lines(value, (*keys, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            yield (*keys, n), value.start_mark.line + 1
            yield from _lines(value, (*keys, n))
