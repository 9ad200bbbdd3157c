"""What a single value of a story file may be: ids, references, expressions, prose.

References and expressions are checked while a file is validated, against the Names given as the context.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)

from playable.language.characters import cells
from playable.language.expressions import check
from playable.language.expressions.check import Scope
from playable.language.expressions.parse import RESERVED
from playable.language.expressions.tree import Assign, Tree
from playable.language.faults import Trouble, Troubles, short
from playable.language.names import WHOLE, Names
from playable.language.nearest import nearest
from playable.language.prose import Prose, broken_links, prose, with_names

ID = re.compile(r"[a-z][a-z0-9_]{0,79}", re.ASCII)
_EXPRESSION: dict[str, Any] = {"type": ["string", "boolean", "integer"]}
WIDEST, TALLEST = 60, 30  # characters, rows of a picture
LONGEST = 50_000  # characters of one text
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)%", re.ASCII)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _trouble("wrong-type", f"expected text, found {'a mapping' if isinstance(value, dict) else 'a list'}")
    if not value:
        raise _trouble("empty", "nothing stands here: give it a value, or leave it out")
    if len(value) > LONGEST:
        raise _trouble("too-long", f"{len(value):,} characters in one text; {LONGEST:,} at most")
    return value.rstrip("\n") or value  # with which a block of YAML ends


def _names(info: ValidationInfo) -> Names:
    assert isinstance(info.context, Names)
    return info.context


def _trouble(code: str, message: str, suggestion: str | None = None) -> Troubles:
    return Troubles([Trouble(code, message, 0, suggestion)])


def _id(value: str) -> str:
    return _named(value, RESERVED)


def _part_id(value: str) -> str:
    return _named(value, RESERVED - {"back"})


def _named(value: str, reserved: frozenset[str]) -> str:
    if not ID.fullmatch(value):
        meant = re.sub(r"[^a-z0-9]+", "_", value.lower()).strip("_")
        message = f"`{short(value)}` is no id: lower_snake_case, a letter first, 80 characters at most"
        raise _trouble("bad-id", message, meant if ID.fullmatch(meant) and meant not in reserved else None)
    if value in reserved:
        raise _trouble("bad-id", f"`{value}` is a word of the language and cannot be an id")
    return value


def _reference(kind: str) -> Callable[[object, ValidationInfo], str]:
    def known(value: object, info: ValidationInfo) -> str:
        name = _text(value)
        if troubles := _names(info).missing(kind, name):
            raise Troubles(troubles)
        return name

    return known


_node = _reference("node")


def _target(value: object, info: ValidationInfo) -> str:
    try:
        return "back" if value == "back" else _node(value, info)
    except Troubles as unknown:
        (trouble,) = unknown.troubles
        back = nearest(str(value), ("back",))
        raise Troubles([trouble if trouble.suggestion else trouble._replace(suggestion=back)]) from None


def _claim(value: object, info: ValidationInfo) -> str:
    name, names = _text(value), _names(info)
    if not names.has_ledger:
        if names.blind or names.told_no_ledger:
            return name
        names.told_no_ledger = True
        raise _trouble("no-ledger", "there is no ledger to cite: name one as `claims:` in the head")
    if troubles := names.missing("claim", name):
        raise Troubles(troubles)
    return name


def _expression(parse: Callable[[str, Names, Scope], Tree], scope: Scope) -> Callable[[object, ValidationInfo], Tree]:
    return lambda value, info: parse(_text(value), _names(info), scope)


def _linked(value: object, info: ValidationInfo) -> str:
    text = _text(value)
    if troubles := broken_links(text, _names(info)):
        raise Troubles(troubles)
    return with_names(text, _names(info))


def _picture(value: object) -> str:
    text = _text(value)
    rows = text.split("\n")
    if len(rows) > TALLEST or max(map(len, rows)) > WIDEST:
        size = f"{max(map(len, rows))} by {len(rows)} characters"
        raise _trouble("bad-picture", f"{size} in a picture; {WIDEST} by {TALLEST} at most")
    odd = next((c for c in text if c != "\n" and not (c.isprintable() and cells(c) == 1)), None)
    if odd:
        raise _trouble("bad-picture", f"`{odd}` is not one cell wide on every screen: draw with other characters")
    return text


def _whole(value: object) -> int:
    if not WHOLE.fullmatch(_text(value)):
        raise _trouble("wrong-type", "expected a whole number")
    return int(str(value))


def _truth(value: object) -> bool:
    if _text(value) not in ("true", "false"):
        raise _trouble("wrong-type", "expected `true` or `false`")
    return value == "true"


def _percent(value: object) -> Fraction:
    match = _PERCENT.fullmatch(_text(value))
    share = Fraction(match[1]) / 100 if match else None
    if share is None or share > 1:
        raise _trouble("wrong-type", "expected a share such as `3%` or `0.5%`, 100% at most")
    return share


def _names_schema(kind: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "x-names": kind})  # the story's own ids go in here


Id = Annotated[str, AfterValidator(_id)]
PartId = Annotated[str, AfterValidator(_part_id)]
"""Of a choice or an outcome, which no `goto` names: it may be `back`."""
Text = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Linked = Annotated[str, PlainValidator(_linked), WithJsonSchema({"type": "string", "minLength": 1})]
"""Text that may have `[[links]]` in it, and no expressions."""
Picture = Annotated[str, PlainValidator(_picture), WithJsonSchema({"type": "string", "minLength": 1})]
Whole = Annotated[int, PlainValidator(_whole), WithJsonSchema({"type": "integer"})]
TrueOrFalse = Annotated[bool, PlainValidator(_truth), WithJsonSchema({"type": "boolean"})]
Share = Annotated[
    Fraction, PlainValidator(_percent), WithJsonSchema({"type": "string", "pattern": f"^{_PERCENT.pattern}$"})
]
Value = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": ["string", "integer", "boolean"]})]

ChoiceText = Annotated[Text, _names_schema("choice")]
"""As a playthrough file names it: looked at when that is played."""
BriefingText = Annotated[Text, _names_schema("briefing")]
OutcomeText = Annotated[Text, _names_schema("outcome")]
EndingText = Annotated[Text, _names_schema("ending")]

NodeRef = Annotated[str, PlainValidator(_node), _names_schema("node")]
TargetRef = Annotated[str, PlainValidator(_target), _names_schema("target")]
ChoiceRef = Annotated[str, PlainValidator(_reference("choice")), _names_schema("choice")]
PersonRef = Annotated[str, PlainValidator(_reference("person")), _names_schema("person")]
DeckRef = Annotated[str, PlainValidator(_reference("deck")), _names_schema("deck")]
PolicyRef = Annotated[str, PlainValidator(_reference("policy")), _names_schema("policy")]
ClaimRef = Annotated[str, PlainValidator(_claim), _names_schema("claim")]
Cites = Annotated[list[ClaimRef], Field(description="The claims that it leans on.")]

_WHEN = WithJsonSchema(_EXPRESSION)
Condition = Annotated[Tree, PlainValidator(_expression(check.condition, Scope.RULE)), _WHEN]
ProseCondition = Annotated[Tree, PlainValidator(_expression(check.condition, Scope.HEARD)), _WHEN]
PlaceCondition = Annotated[Tree, PlainValidator(_expression(check.condition, Scope.PLACE)), _WHEN]
Weight = Annotated[Tree, PlainValidator(_expression(check.weight, Scope.RULE)), _WHEN]
Assignment = Annotated[
    Assign,
    PlainValidator(lambda value, info: check.effect(_text(value), _names(info))),
    WithJsonSchema({"type": "string", "examples": ["trust += 2"]}),
]
ProseText = Annotated[
    Prose,
    PlainValidator(lambda value, info: prose(_text(value), _names(info))),
    WithJsonSchema({"type": "string", "minLength": 1}),
]
