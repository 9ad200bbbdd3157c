"""Does the parser take its grammar and nothing else, and do trees mean what they say?"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playable.engine.compile import Slots, compiled, source
from playable.language.expressions.algebra import (
    all_of,
    any_of,
    names_in,
    negated,
    pairs_of,
    reading_first,
    rewritten,
    simplified,
    unparse,
)
from playable.language.expressions.check import Scope, condition, effect, value
from playable.language.expressions.parse import parse, parse_effect
from playable.language.expressions.tree import Compare, Name, Number, Tree, Truth, Word
from playable.language.faults import Troubles
from playable.language.names import Domain, Flag, Names, OneOf, Range
from playable.language.prose import prose

NAMES = Names(
    variables={
        "trust": Range(0, 6),
        "cover": Range(-3, 3),
        "promise": OneOf(("none_made", "silence")),
        "drills": Flag(),
    },
    nodes={"hub"},
    choices={"hub.stay"},
    briefings={"hub.yoo"},
)
_TOKENS = [
    "trust",
    "cover",
    "promise",
    "drills",
    "'silence'",
    "1",
    "0",
    "99",
    "+",
    "-",
    "*",
    "**",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    "(",
    ")",
    "and",
    "or",
    "not",
    "in",
    "if",
    "else",
    "min",
    "max",
    ",",
    "seen",
    "chose",
    "heard",
    "hub",
    "hub.stay",
    ".",
    "true",
    "here",
    "ending",
    "=",
    "+=",
    "[",
    "]",
    "{",
    "}",
    "lambda",
    ":",
    "/",
    "%",
    "'",
    '"',
    "__class__",
    "é",
    "\n",
]


def tried(read: Callable[[], object]) -> None:
    """Anything but Troubles is a fault of ours."""
    try:
        read()
    except Troubles as raised:
        troubles = raised.troubles
    else:
        return
    assert troubles
    assert all(t.at >= 0 and t.message for t in troubles)


@settings(deadline=None, max_examples=800)
@given(st.text(max_size=60) | st.lists(st.sampled_from(_TOKENS), max_size=25).map(" ".join))
def test_random_text_has_only_troubles(text: str) -> None:
    tried(lambda: parse(text, bands=True))
    tried(lambda: parse_effect(text))
    tried(lambda: condition(text, NAMES, Scope.PLACE))
    tried(lambda: effect(text, NAMES))
    tried(lambda: value(text, NAMES, Scope.PROSE))
    tried(lambda: prose(text + "{" + text + "}", NAMES))


@pytest.mark.parametrize("part", ["(", "not ", "-", "min(", "1 + ", "1 if true else ", "((1 + ", "trust < "])
def test_depth_and_length_are_bounded(part: str) -> None:
    for times in (30, 300, 10_000):
        tried(lambda times=times: parse(part * times + "1" + ")" * (times * part.count("("))))  # type: ignore[misc]
    assert compile(source(parse(part * 7 + "1" + ")" * (7 * part.count("("))), _slots()), "", "eval")


def _slots() -> Slots:
    slots = Slots()
    for name, domain in NAMES.variables.items():
        assert domain is not None
        slots.add(name, domain)
    return slots


# Pairs of a text and what it means, built together: an evaluator that shares nothing with the parser.
State = dict[str, int]
Meaning = tuple[str, Callable[[State], Any]]
_COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SUM = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def _leaf(text: str, meaning: Callable[[State], Any]) -> Meaning:
    return text, meaning


NUMBERS: st.SearchStrategy[Meaning] = st.one_of(
    st.integers(0, 9).map(lambda n: _leaf(str(n), lambda s: n)),
    st.sampled_from(("trust", "cover")).map(lambda name: _leaf(name, lambda s: s[name])),
)
TRUTHS: st.SearchStrategy[Meaning] = st.one_of(
    st.booleans().map(lambda b: _leaf(str(b).lower(), lambda s: b)),
    st.just(_leaf("drills", lambda s: bool(s["drills"]))),
    st.just(_leaf("promise == 'silence'", lambda s: s["promise"] == 1)),
    st.just(_leaf("promise in ('none_made', 'silence')", lambda s: True)),
)


def _numbers(number: st.SearchStrategy[Meaning]) -> st.SearchStrategy[Meaning]:
    return st.one_of(
        st.tuples(number, st.sampled_from("+-*"), number).map(
            lambda t: (f"({t[0][0]} {t[1]} {t[2][0]})", lambda s: _SUM[t[1]](t[0][1](s), t[2][1](s)))
        ),
        number.map(lambda n: (f"-{n[0]}", lambda s: -n[1](s))),
        st.tuples(number, number).map(lambda t: (f"min({t[0][0]}, {t[1][0]})", lambda s: min(t[0][1](s), t[1][1](s)))),
    )


NUMBER = st.recursive(NUMBERS, _numbers, max_leaves=6)
COMPARISON: st.SearchStrategy[Meaning] = st.tuples(NUMBER, st.sampled_from(list(_COMPARE)), NUMBER).map(
    lambda t: (f"{t[0][0]} {t[1]} {t[2][0]}", lambda s: _COMPARE[t[1]](t[0][1](s), t[2][1](s)))
)


def _truths(truth: st.SearchStrategy[Meaning]) -> st.SearchStrategy[Meaning]:
    return st.one_of(
        st.tuples(truth, truth).map(lambda t: (f"({t[0][0]}) and ({t[1][0]})", lambda s: t[0][1](s) and t[1][1](s))),
        st.tuples(truth, truth).map(lambda t: (f"({t[0][0]}) or ({t[1][0]})", lambda s: t[0][1](s) or t[1][1](s))),
        truth.map(lambda t: (f"not ({t[0]})", lambda s: not t[1](s))),
        st.tuples(truth, truth, truth).map(
            lambda t: (
                f"(({t[0][0]}) if ({t[1][0]}) else ({t[2][0]}))",
                lambda s: t[0][1](s) if t[1][1](s) else t[2][1](s),
            )
        ),
    )


@settings(deadline=None, max_examples=250)
@given(
    st.recursive(TRUTHS | COMPARISON, _truths, max_leaves=6), st.integers(0, 6), st.integers(-3, 3), st.integers(0, 3)
)
def test_a_tree_means_what_it_says(written: Meaning, trust: int, cover: int, others: int) -> None:
    text, meaning = written
    state = {"trust": trust, "cover": cover, "promise": others % 2, "drills": others // 2}
    try:
        tree = condition(text, NAMES)
    except Troubles as raised:
        assert all("deep" in t.message for t in raised.troubles)  # noqa: PT017
        return
    expected = bool(meaning(state))
    assert _evaluated(tree, state) == expected
    assert parse(unparse(tree)) == tree
    assert _evaluated(negated(tree), state) != expected
    assert _evaluated(all_of((tree, negated(tree))), state) is False
    assert _evaluated(any_of((tree, negated(tree))), state) is True
    domains = {name: domain for name, domain in NAMES.variables.items() if domain}
    assert _evaluated(_simplified(tree, domains), state) == expected
    known = _simplified(rewritten(tree, lambda part: _valued(part, state)), domains)
    assert known == Truth(expected)  # where every variable is known, all is worked out


def _simplified(tree: Tree, domains: Mapping[str, Domain]) -> Tree:
    return rewritten(tree, lambda part: simplified(part, domains))


def _evaluated(tree: Tree, state: State) -> bool:
    python = source(tree, _slots())
    return bool(compiled([python])[python](list(state.values())))


def _valued(tree: Tree, state: State) -> Tree:
    if not isinstance(tree, Name):
        return tree
    domain, number = NAMES.variables[tree.name], state[tree.name]
    if isinstance(domain, OneOf):
        return Word(domain.words[number])
    return Truth(bool(number)) if isinstance(domain, Flag) else Number(number)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("1 + (1 if true else 0) == 2", "true"),
        ("promise == 'word_it_lacks'", "false"),
        ("trust > 3 and 1 < 2", "trust > 3"),
        ("drills or 'a' in ('a', 'b')", "true"),
        ("0 < trust < 1 < 1", "false"),
        ("not not drills", "drills"),
        ("trust * min(2, 3) > -(2 - 3)", "trust * 2 > 1"),
        ("(trust if drills and false else cover) == 0", "cover == 0"),
    ],
)
def test_what_is_known_is_worked_out(typed: str, known: str) -> None:
    domains = {name: domain for name, domain in NAMES.variables.items() if domain}
    assert unparse(_simplified(parse(typed), domains)) == known


def test_what_a_condition_reads() -> None:
    asked = parse("trust > cover and seen(hub) or trust == 1")
    assert names_in([asked, parse("drills")]) == ["trust", "cover", "seen(hub)", "drills"]


def test_a_quoted_word_with_a_quote_in_it_is_written_in_the_other_quotes() -> None:
    assert unparse(parse("\"it's\" == 'so'")) == "\"it's\" == 'so'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true or false and false", True),
        ("1 + 2 * 3 == 7", True), ("-trust + 3 == 0", True), ("10 - 3 - 2 == 5", True), ("0 < trust <= 3 < 4", True),
        ("not drills == true", True), ("not trust in (1, 2)", True), ("trust not in (1, 2)", True),
        ("1 if drills else 2 if drills else 3 == 3", None), ("(1 if drills else 2 if drills else 3) == 3", True),
        ("trust in (-1, +3)", True), ("max(1, trust, 2) == 3", True), ("drills == (trust > 5)", True),
        ("007 == 7", True),
        ("trust\n  == 3", True), ("- - trust == 3", True), ("promise != 'silence'", True),
    ],
)  # fmt: skip
def test_precedence(text: str, expected: bool | None) -> None:
    if expected is None:
        with pytest.raises(Troubles):
            condition(text, NAMES)
        return
    python = source(condition(text, NAMES), _slots())
    assert bool(compiled([python])[python]([3, 0, 0, 0])) is expected


@pytest.mark.parametrize(
    "text",
    [
        "not trust == 1",
        "-trust == 1",
        "trust in (1, 2)",
        "(trust in (1, 2)) == drills",
        "(trust < 2) == drills",
        "min(trust, 1) == 1",
        "drills and trust == 1",
        "1 < trust < 3",
        "trust + 1 == 2",
        "(1 if trust == 1 else trust) == 1",
    ],
)
def test_one_name_is_put_in_place_of_another_wherever_it_stands(text: str) -> None:
    def other(tree: Tree) -> Tree:
        return Name("cover", tree.at) if isinstance(tree, Name) and tree.name == "trust" else tree

    changed = rewritten(condition(text, NAMES), other)
    assert unparse(changed) == unparse(condition(text.replace("trust", "cover"), NAMES))
    assert condition(unparse(changed), NAMES) == changed


def test_a_chain_is_its_pairs_and_a_pair_begins_with_what_it_reads() -> None:
    chain = parse("0 < trust <= cover != 2")
    assert isinstance(chain, Compare)
    assert list(map(unparse, pairs_of(chain))) == ["0 < trust", "trust <= cover", "cover != 2"]
    assert list(map(unparse, map(reading_first, pairs_of(chain)))) == ["trust > 0", "trust <= cover", "cover != 2"]
