"""A small model checker for as much of PRISM's language as we write: it reads the text and shares no code with us.

States one by one, probabilities as fractions; what a player can force by going round until nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any

State = tuple[int, ...]
Answer = bool | Fraction | float
TOKEN = re.compile(r"\s*([A-Za-z_]\w*|\d+(?:\.\d+)?|->|<=|>=|!=|\"\w+\"|\S)")
TIGHT = {"?": 1, "|": 2, "&": 3, "=": 4, "!=": 4, "<": 5, "<=": 5, ">": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7}
PYTHON = {"|": "or", "&": "and", "=": "=="}


class Reader:
    """Takes an expression, an update or a property apart. `names` are what its names stand for, as Python."""

    def __init__(self, text: str, names: dict[str, str]) -> None:
        self.tokens, self.at, self.names = TOKEN.findall(text), 0, names

    def take(self, *wanted: str) -> str:
        """The next token, which must be among those wanted if any are."""
        token: str = self.tokens[self.at]
        assert not wanted or token in wanted, (token, wanted, self.tokens)
        self.at += 1
        return token

    def skips(self, token: str) -> bool:
        """Is this the next token? Then it is taken."""
        found = self.tokens[self.at : self.at + 1] == [token]
        self.at += found
        return found

    def expression(self, tight: int = 0) -> str:
        """An expression, as Python."""
        left = self.operand()
        while self.at < len(self.tokens) and TIGHT.get(self.tokens[self.at], 0) > tight:
            sign = self.take()
            if sign == "?":
                then = self.expression()
                self.take(":")
                left = f"({then} if {left} else {self.expression()})"
                continue
            right = self.expression(TIGHT[sign])
            left = f"Fraction({left}, {right})" if sign == "/" else f"({left} {PYTHON.get(sign, sign)} {right})"
        return left

    def operand(self) -> str:
        """A name, a number, a call, or something in brackets."""
        token = self.take()
        if token == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token == "!":
            return f"(not {self.expression(TIGHT['&'])})"
        if token == "-":
            return f"(-{self.operand()})"
        if token in ("min", "max"):
            self.take("(")
            inner = self.expression()
            while self.take(",", ")") == ",":
                inner += f", {self.expression()}"
            return f"{token}({inner})"
        return self.names[token] if token in self.names else str(int(token))

    def falls(self) -> list[tuple[str, dict[str, str]]]:
        """The right side of a command: updates, each with its probability."""
        found = []
        while True:
            share = "1"
            if self.tokens[self.at] not in ("(", "true"):
                share = self.expression()
                self.take(":")
            changes: dict[str, str] = {}
            while not self.skips("true"):
                self.take("(")
                name = self.names[self.take()]
                self.take("'")
                self.take("=")
                assert name not in changes
                changes[name] = self.expression()
                self.take(")")
                if not self.skips("&"):
                    break
            found.append((share, changes))
            if self.at == len(self.tokens):
                return found
            self.take("+")


class Model:
    """A model, explored: of each state, where every command leads that is open there, and how likely."""

    def __init__(self, text: str) -> None:
        names = {"true": "True", "false": "False"}
        self.is_chain = "\ndtmc\n" in text
        names |= dict(re.findall(r"^const int (\w+) = (\d+);$", text, re.MULTILINE))
        variables = re.findall(r"^  (\w+) : (\[(-?\d+)\.\.(-?\d+)\]|bool) init (-?\w+);$", text, re.MULTILINE)
        start = tuple(int(made(Reader(init, names).expression())(())) for *_, init in variables)
        ends = [(int(low or 0), int(high or 1)) for _, _, low, high, _ in variables]
        names |= {name: f"s[{i}]" for i, (name, *_) in enumerate(variables)}
        for name, formula in re.findall(r"^formula (\w+) = (.*);$", text, re.MULTILINE):
            names[name] = f"({Reader(formula, names).expression()})"
        labels = re.findall(r'^label "(\w+)" = (.*);$', text, re.MULTILINE)
        commands = []
        for guard, falls in re.findall(r"^  \[\w*\] (.*) -> (.*);$", text, re.MULTILINE):
            updates = [
                (made(share), {int(name[2:-1]): made(value) for name, value in changes.items()})
                for share, changes in Reader(falls, names).falls()
            ]
            commands.append((made(Reader(guard, names).expression()), updates))
        assert text.count(";") == len(names) - 2 + len(labels) + len(commands), "something was not read"
        self.states, index = [start], {start: 0}
        self.moves: list[list[dict[int, Fraction]]] = []
        for s in self.states:  # grows as it goes
            assert all(low <= value <= high for (low, high), value in zip(ends, s, strict=True)), s
            self.moves.append([])
            for updates in (updates for guard, updates in commands if guard(s)):
                there: dict[int, Fraction] = {}
                for share, changes in updates:
                    if p := Fraction(share(s)):
                        to = tuple(int(changes[i](s)) if i in changes else value for i, value in enumerate(s))
                        if to not in index:
                            index[to] = len(self.states)
                            self.states.append(to)
                        there[index[to]] = there.get(index[to], Fraction(0)) + p
                assert sum(there.values()) == 1, s
                self.moves[-1].append(there)
            assert self.moves[-1], f"no command is open: {s}"
        self.labels = {
            name: {i for i, s in enumerate(self.states) if holds(s)}
            for name, holds in ((name, made(Reader(condition, names).expression())) for name, condition in labels)
        }

    def answers(self, properties: str) -> dict[str, Answer]:
        """What is asked, by name, answered for the start."""
        found: dict[str, Answer] = {}
        for name, asked in re.findall(r'^"(\w+)": (.*);$', properties, re.MULTILINE):
            if asking := re.fullmatch(r'P(max|min|)=\? \[F "(\w+)"\]', asked):
                found[name] = self.share(self.labels[asking[2]], asking[1])
            else:
                found[name] = 0 in self.holding(Reader(asked, {}))
        return found

    def holding(self, read: Reader) -> set[int]:
        """The states where a property holds."""
        found = self.one(read)
        while read.skips("&"):
            found &= self.one(read)
        return found

    def one(self, read: Reader) -> set[int]:
        """The same, of one without `&`."""
        everywhere = set(range(len(self.states)))
        token = read.take()
        if token == "!":
            return everywhere - self.one(read)
        if token == "(":
            found = self.holding(read)
            read.take(")")
            return found
        if token != "P":
            return self.labels[token.strip('"')]
        sign, bound = read.take("<=", ">="), Fraction(read.take())
        read.take("[")
        read.take("F")
        goal = self.holding(read)
        read.take("]")
        if sign == "<=" and bound == 0:
            return everywhere - self.leading_to(goal)
        share = self.share(goal, "")
        return everywhere if (share <= bound if sign == "<=" else share >= bound) else set()

    def leading_to(self, goal: Collection[int]) -> set[int]:
        """The states from which a goal can be reached."""
        found, grown = set(goal), True
        while grown:
            more = {i for i, moves in enumerate(self.moves) if any(found & to.keys() for to in moves)}
            grown = not more <= found
            found |= more
        return found

    def share(self, goal: Collection[int], of: str) -> Fraction | float:
        """The probability to reach a goal: of a chain, or the most or the least that can be forced."""
        if of:
            return self.forced(goal, max if of == "max" else min)
        assert self.is_chain
        able = self.leading_to(goal)
        steps: dict[int, dict[int, Fraction]] = {}
        for i in able - set(goal):
            steps[i] = {}
            for to, p in ((to, p) for move in self.moves[i] for to, p in move.items() if to in able):
                steps[i][to] = steps[i].get(to, Fraction(0)) + p / len(self.moves[i])
        for gone in [i for i in steps if i]:  # states are taken out one by one
            out = steps.pop(gone)
            stay = 1 - out.pop(gone, Fraction(0))
            for onward in steps.values():
                if into := onward.pop(gone, None):
                    for to, p in out.items():
                        onward[to] = onward.get(to, Fraction(0)) + into * p / stay
        if 0 not in steps:
            return Fraction(0 in goal)
        return sum((p for to, p in steps[0].items() if to), Fraction(0)) / (1 - steps[0].get(0, Fraction(0)))

    def forced(self, goal: Collection[int], choose: Callable[..., float]) -> float:
        """From below, so that what goes on for ever counts as never getting there."""
        value, change = [float(i in goal) for i in range(len(self.states))], 1.0
        chances = [[[(to, float(p)) for to, p in move.items()] for move in moves] for moves in self.moves]
        while change > 1e-14:
            change = 0.0
            for i in range(len(self.states) - 1, -1, -1):
                if i not in goal:
                    new = choose(sum(value[to] * p for to, p in move) for move in chances[i])
                    change, value[i] = max(change, new - value[i]), new
        return value[0]


def made(python: str) -> Callable[[State], Any]:
    """A function of a state."""
    function: Callable[[State], Any] = eval(f"lambda s: {python}", {"Fraction": Fraction})
    return function
