"""The format, as models: what each key of a story file may hold. JSON Schema comes from the same models.

References and expressions are checked while a file is validated, against the Names given as the context.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)

from game.language.expressions import check
from game.language.expressions.check import Scope
from game.language.expressions.parse import RESERVED
from game.language.expressions.tree import Assign, Tree
from game.language.faults import Trouble, Troubles
from game.language.names import WHOLE, Names
from game.language.prose import Prose, prose

ID = re.compile(r"[a-z][a-z0-9_]{0,79}", re.ASCII)
_EXPRESSION: dict[str, Any] = {"type": ["string", "boolean", "integer"]}
LONGEST = 50_000  # characters of one text
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)%", re.ASCII)

DESCRIPTIONS = {dict: "a mapping", list: "a list", str: "text"}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Troubles([Trouble("wrong-type", f"expected text, found {DESCRIPTIONS.get(type(value), 'something else')}")])
    if not value:
        raise Troubles([Trouble("empty", "nothing stands here")])
    if len(value) > LONGEST:
        raise Troubles([Trouble("too-long", f"{len(value):,} characters in one text; {LONGEST:,} at most")])
    return value


def _names(info: ValidationInfo) -> Names:
    names = info.context
    assert isinstance(names, Names)
    return names


def _trouble(code: str, message: str) -> Troubles:
    return Troubles([Trouble(code, message)])


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise _trouble("bad-id", f"`{value[:40]}` is no id: lower_snake_case, a letter first, 80 characters at most")
    if value in RESERVED:
        raise _trouble("bad-id", f"`{value}` is a word of the language and cannot be an id")
    return value


def _reference(kind: str) -> Callable[[object, ValidationInfo], str]:
    def known(value: object, info: ValidationInfo) -> str:
        name = _text(value)
        if troubles := _names(info).missing(kind, name):
            raise Troubles(troubles)
        return name

    return known


def _target(value: object, info: ValidationInfo) -> str:
    return "back" if value == "back" else _reference("node")(value, info)


def _claim(value: object, info: ValidationInfo) -> str:
    name, names = _text(value), _names(info)
    if not names.has_ledger:
        raise _trouble("no-ledger", "there is no ledger to cite: name one as `claims:` in the head")
    if troubles := names.missing("claim", name):
        raise Troubles(troubles)
    return name


def _expression(parse: Callable[[str, Names, Scope], Tree], scope: Scope) -> Callable[[object, ValidationInfo], Tree]:
    return lambda value, info: parse(_text(value), _names(info), scope)


def _whole(value: object) -> int:
    if not WHOLE.fullmatch(_text(value)):
        raise _trouble("wrong-type", "expected a whole number")
    return int(str(value))


def _truth(value: object) -> bool:
    if _text(value) not in ("true", "false"):
        raise _trouble("wrong-type", "expected `true` or `false`")
    return value == "true"


def _percent(value: object) -> Fraction:
    found = _PERCENT.fullmatch(_text(value))
    share = Fraction(found[1]) / 100 if found else None
    if share is None or share > 1:
        raise _trouble("wrong-type", "expected a share such as `3%` or `0.5%`, 100% at most")
    return share


def _shape(value: object) -> str | None:
    return {str: "plain text", list: "list of texts", dict: "text with when"}.get(type(value))


def _names_schema(kind: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "x-names": kind})  # the story's own ids go in here


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema({"type": "integer"})]
Truth = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
Share = Annotated[Fraction, PlainValidator(_percent), WithJsonSchema({"type": "string", "pattern": _PERCENT.pattern})]
Value = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": ["string", "integer", "boolean"]})]

NodeRef = Annotated[str, PlainValidator(_reference("node")), _names_schema("node")]
Target = Annotated[str, PlainValidator(_target), _names_schema("target")]
ChoiceRef = Annotated[str, PlainValidator(_reference("choice")), _names_schema("choice")]
PersonRef = Annotated[str, PlainValidator(_reference("person")), _names_schema("person")]
DeckRef = Annotated[str, PlainValidator(_reference("deck")), _names_schema("deck")]
ClaimRef = Annotated[str, PlainValidator(_claim), _names_schema("claim")]
Cites = list[ClaimRef]

_WHEN = WithJsonSchema(_EXPRESSION)
Condition = Annotated[Tree, PlainValidator(_expression(check.condition, Scope.RULE)), _WHEN]
ProseCondition = Annotated[Tree, PlainValidator(_expression(check.condition, Scope.HEARD)), _WHEN]
PlaceCondition = Annotated[Tree, PlainValidator(_expression(check.condition, Scope.PLACE)), _WHEN]
Weight = Annotated[Tree, PlainValidator(_expression(check.number, Scope.RULE)), _WHEN]
Change = Annotated[
    Assign,
    PlainValidator(lambda value, info: check.effect(_text(value), _names(info))),
    WithJsonSchema({"type": "string", "examples": ["trust += 2"]}),
]
Line = Annotated[
    Prose,
    PlainValidator(lambda value, info: prose(_text(value), _names(info))),
    WithJsonSchema({"type": "string", "minLength": 1}),
]


class Part(BaseModel):
    """Any mapping of the format: no key but its own."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True)


class Alternative(Part):
    """Text that is told only when a condition holds."""

    when: ProseCondition
    text: Line


_Piece = Annotated[
    Annotated[Line, Tag("plain text")] | Annotated[Alternative, Tag("text with when")], Discriminator(_shape)
]
Told = Annotated[
    Annotated[Line, Tag("plain text")]
    | Annotated[list[_Piece], Field(min_length=1), Tag("list of texts")]
    | Annotated[Alternative, Tag("text with when")],
    Discriminator(_shape),
]


class Head(Part):
    """What the story is, and where it starts."""

    id: Id
    title: Text
    version: Text
    """Shown with saves; raise it when the story changes."""
    about: Text | None = None
    """One paragraph, shown on the title screen."""
    start: NodeRef
    claims: Text | None = None
    """The ledger that `cites` point into, as a path from this file."""
    strict: Truth = False
    """Every change must cite a claim or say that it is `outside`."""
    renamed: dict[str, Text] = {}
    """Old ids to new ones (nodes, or node.part), so that old saves load."""


class Variable(Part):
    """One part of the state: a `range`, a `one_of`, or a flag, which has only a `start`."""

    range: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = None
    """Lowest and highest value; 1,000 values at most. An assignment stops at the ends."""
    one_of: Annotated[list[Text], Field(min_length=1)] | None = None
    """The words it can be."""
    start: Value
    name: Text | None = None
    about: Text | None = None
    bands: dict[str, Text] = {}
    """The word for each stretch of a range, by its first value; for words, the text of each."""
    good: Literal["high", "low", "neither"] = "neither"
    """Which end is welcome."""
    shown: ProseCondition | None = None
    """`true`, `false`, or a condition such as `heard(olympics.okafor)`; false when left out."""
    panel: Text | None = None
    """The heading it stands under."""


class Person(Part):
    """Somebody who speaks or is spoken of."""

    name: Text
    role: Text | None = None
    about: Text | None = None


class Term(Part):
    """An entry of the glossary."""

    name: Text
    text: Text


class Effect(Part):
    """One assignment, with its condition and its reason."""

    do: Change
    when: Condition | None = None
    because: Line | None = None
    cites: Cites = []
    outside: Text | None = None
    """The source is silent on this, and what the story assumes instead."""


Effects = list[
    Annotated[
        Annotated[Change, Tag("plain text")] | Annotated[Effect, Tag("text with when")], Discriminator(_shape)
    ]
]


class Way(Part):
    """One of several ways on: the first whose `when` holds."""

    when: Condition | None = None
    goto: Target


Goto = Annotated[
    Annotated[Target, Tag("plain text")] | Annotated[list[Way], Field(min_length=1), Tag("list of texts")],
    Discriminator(_shape),
]


class Reasoned(Part):
    """Effects, with the reason and the citations for all of them."""

    effects: Effects = []
    because: Line | None = None
    cites: Cites = []
    outside: Text | None = None


class Choice(Reasoned):
    """A move that the player can make."""

    label: Line
    when: Condition | None = None
    locked: Line | None = None
    """Shown, greyed, with this reason, while `when` does not hold; without it the choice is hidden."""
    once: Truth = False
    """Adds `not chose(it)` to `when`."""
    outcome: Told | None = None
    goto: Goto | None = None
    """Left out: the player stays, nothing is entered again, the choices are offered anew."""


class Outcome(Reasoned):
    """One way that chance may fall."""

    weight: Weight
    """A whole number or expression; below zero counts as zero."""
    text: Told | None = None
    goto: Goto


class Briefing(Part):
    """What somebody says when asked."""

    text: Told


class Ending(Part):
    """The playthrough closes here."""

    name: Text
    tone: Literal["disaster", "loss", "stalemate", "gain", "triumph"]


class Debrief(Part):
    """What is told of a decision after the ending; it reads the final state."""

    essay: Told | None = None
    objection: Told | None = None
    history: Told | None = None
    cites: Cites = []


class Node(Reasoned):
    """A scene, an event or a card. It has exactly one way on: choices, chance, goto, draw or ending."""

    title: Text | None = None
    date: Text | None = None
    place: Text | None = None
    text: Told | None = None
    when: Condition | None = None
    """Of a card: when it may be drawn."""
    hear: Whole | None = None
    """At most so many briefings a visit; all when left out."""
    briefings: dict[PersonRef, Briefing] = {}
    choices: dict[Id, Choice] = {}
    chance: dict[Id, Outcome] = {}
    goto: Goto | None = None
    draw: DeckRef | None = None
    then: NodeRef | None = None
    """Where a `draw` goes on, after the card or without one."""
    ending: Ending | None = None
    debrief: Debrief | None = None


class Odds(Part):
    """A bound on a probability under uniform play, or a comparison of two choices."""

    of: PlaceCondition
    given: PlaceCondition | None = None
    at_most: Share | None = None
    at_least: Share | None = None
    after: ChoiceRef | None = None
    below_after: ChoiceRef | None = None


class Thesis(Part):
    """What the story must prove over every playthrough: exactly one of always, never, can and odds."""

    says: Text | None = None
    cites: Cites = []
    when: PlaceCondition | None = None
    always: PlaceCondition | None = None
    never: PlaceCondition | None = None
    can: PlaceCondition | None = None
    odds: Odds | None = None


class Origin(Part):
    """What the claims are taken from."""

    title: Text
    outlet: Text | None = None
    date: Text | None = None


class Claim(Part):
    """One thing that the source says, in our own words."""

    paragraph: Value
    kind: Literal["fact", "causal", "prediction", "prescription", "doubt"]
    says: Text


class Document(Part):
    """A story file: a mapping of sections. Sections of the same name merge across files."""

    model_config = ConfigDict(title="Story")

    story: Head | None = None
    chapter: Text | None = None
    """A title for this file's nodes."""
    state: dict[Id, Variable] = {}
    people: dict[Id, Person] = {}
    glossary: dict[Id, Term] = {}
    nodes: dict[Id, Node] = {}
    decks: dict[Id, Annotated[list[NodeRef], Field(min_length=1)]] = {}
    """Cards, in order."""
    theses: dict[Id, Thesis] = {}
    source: Origin | None = None
    claims: dict[Id, Claim] = {}
