"""The steps of a playthrough file that ask: what they may name, and what there is instead where they do not hold."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from playable.engine.assembly import choice_when
from playable.engine.expectations import as_typed, holds, value, values_of
from playable.engine.machine import Machine
from playable.engine.markup import plain
from playable.engine.page_text import flat, told
from playable.engine.session import Session
from playable.language.expressions.algebra import unparse
from playable.language.expressions.check import Scope, condition
from playable.language.expressions.tree import Compare, Logic, Name, Number, Tree, Word
from playable.language.faults import Trouble, Troubles, short, some, unknown
from playable.language.names import Flag, OneOf, Range
from playable.language.recording import RecordedStep

SCOPE = Scope.PLACE | Scope.HEARD  # what `expect` may speak of
COMPARED = 200  # characters of a sentence, and sentences, in looking for what may have been meant
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"|[+-]?\d+")


class Unmet(NamedTuple):
    """Why a step does not hold, and what it would say if it did; None where only its author can tell."""

    trouble: Trouble
    actual: str | None = None


def troubles_of(step: RecordedStep, machine: Machine) -> list[Trouble]:
    """What is wrong with a step wherever play stands: names that the story has not, and what cannot be read."""
    names = machine.story.names
    match step.kind:
        case "choose" | "can" | "cannot" | "locked":
            return [] if step.text in machine.options else [_unknown("choice", step.text, machine.options, machine)]
        case "hear":
            known = names.briefings
            return [] if step.text in known else [_unknown("briefing", step.text, known, machine)]
        case "chance":
            return [] if step.text in names.chances else [_unknown("outcome", step.text, names.chances, machine)]
        case "expect":
            try:
                condition(step.text, names, SCOPE)
            except Troubles as wrong:
                return wrong.troubles
        case "value":
            return _value_troubles(step, machine)
    return []


def of_ending(ending: str, machine: Machine) -> list[Trouble]:
    """The same of what `ends` names."""
    endings = machine.story.names.endings
    return [] if ending in endings else [unknown("ending", ending, endings)]


def unmet(step: RecordedStep, session: Session) -> Unmet | None:
    """Why a step that asks, and names what there is, does not hold here; None where it does."""
    match step.kind:
        case "expect":
            tree = condition(step.text, session.machine.story.names, SCOPE)
            if holds(tree, session):
                return None
            message = f"this does not hold: {step.text}; {values_of(tree, session)}"
            return Unmet(Trouble("not-as-expected", message), _rewritten(tree, step.text, session))
        case "told" | "not told":
            return _told(step, session)
        case "value":
            actual = as_typed(value(step.text, session))
            if actual == _typed_alike(step.wanted):
                return None
            message = f"{step.text} should be {short(step.wanted)}, and is {actual}"
            return Unmet(Trouble("other-value", message), actual)
        case "locked":
            return _locked(step, session)
        case _:
            return _can(step, session)


def why_shut(ref: str, session: Session) -> str:
    """The condition of a choice that does not hold here, with the values that it reads."""
    tree = choice_when(ref, session.machine.options[ref].choice)
    return f"`{short(unparse(tree))}` does not hold, {values_of(tree, session)}" if tree else ""


def open_here(session: Session) -> str:
    """What can be chosen here, in words."""
    if session.ended:
        return "nothing is open: play has ended"
    return f"open here: {some(session.open_choices)}" if session.open_choices else "nothing is open here"


def _unknown(what: str, ref: str, known: Iterable[str], machine: Machine) -> Trouble:
    """A name that there is not: if its node is there, the nearest in it, else the nearest node with that part."""
    node = ref.partition(".")[0]
    near = [one for one in known if one.startswith(f"{node}.")] if node in machine.ids else known
    return unknown(what, ref, near)


def _value_troubles(step: RecordedStep, machine: Machine) -> list[Trouble]:
    domain = machine.story.domains.get(step.text)
    typed = _typed_alike(step.wanted)
    match domain:
        case None:
            return [unknown("variable", step.text, machine.story.domains)]
        case Range(low, high):
            wrong = not typed.lstrip("-").isdecimal() or not low <= int(typed) <= high
            there_is = f"is a whole number from {low} to {high}"
        case OneOf(words):
            wrong, there_is = typed not in words, f"is one of {some(words)}"
        case Flag():
            wrong, there_is = typed not in ("true", "false"), "is `true` or `false`"
    if not wrong:
        return []
    suggestion = unknown("word", typed, domain.words).suggestion if isinstance(domain, OneOf) else None
    return [Trouble("unknown-value", f"`{step.text}` {there_is}, never `{short(step.wanted)}`", 0, suggestion)]


def _typed_alike(wanted: str) -> str:
    """A number however it is typed."""
    return str(int(wanted)) if re.fullmatch(r"[+-]?[0-9]{1,9}", wanted, re.ASCII) else wanted


def _told(step: RecordedStep, session: Session) -> Unmet | None:
    paragraphs = [flat(paragraph) for paragraph in told(session.view)]
    words = flat(step.text)
    standing = [paragraph for paragraph in paragraphs if words in paragraph]
    if bool(standing) == (step.kind == "told"):
        return None
    if standing:
        return Unmet(Trouble("told", f"this is told here: {short(words)}"))
    near = max(_sentences(paragraphs), key=lambda one: _likeness(words, one), default="")
    like = f"; the nearest is: {short(near)}" if near else "; nothing is told"
    return Unmet(Trouble("not-told", f"this is not told here: {short(words)}{like}"))


def _sentences(paragraphs: Iterable[str]) -> list[str]:
    """The first of them, and of each its beginning: to compare long texts letter by letter takes for ever."""
    told = (one[:COMPARED] for paragraph in paragraphs for one in re.split(r"(?<=[.!?…:]) ", paragraph) if one)
    return list(islice(told, COMPARED))


def _likeness(words: str, sentence: str) -> float:
    return difflib.SequenceMatcher(None, words[:COMPARED], sentence).ratio()


def _locked(step: RecordedStep, session: Session) -> Unmet | None:
    reasons = {offer.id: flat(plain(offer.locked)) for offer in session.view.offers}
    reason = reasons.get(step.text)
    if reason is None:
        hidden = session.why_not(step.text)
        return Unmet(Trouble("not-locked", f"{step.text} is not shown here: {hidden}; {open_here(session)}"))
    if not reason:
        return Unmet(Trouble("not-locked", f"{step.text} is not locked: it can be chosen here"))
    if flat(step.wanted) in reason:
        return None
    return Unmet(Trouble("other-reason", f"{step.text} is locked because: {reason}"), reason)


def _can(step: RecordedStep, session: Session) -> Unmet | None:
    """The choice of a `can` or a `cannot`; what would hold is the other of the two."""
    reason = session.why_not(step.text)
    if (reason is None) == (step.kind == "can"):
        return None
    if reason is None:
        return Unmet(Trouble("cannot-move", f"{step.text} can be chosen here"), "can")
    return Unmet(Trouble("cannot-move", refused(reason, step.text, session)), "cannot")


def refused(reason: str, ref: str, session: Session) -> str:
    """Why a choice cannot be made, with the values that shut it and with what is open instead."""
    why = f": {why_shut(ref, session)}" if ref.partition(".")[0] == session.view.node else ""
    return f"{reason.removesuffix(': its condition does not hold')}{why}; {open_here(session)}"


def _rewritten(tree: Tree, text: str, session: Session) -> str | None:
    """A condition of equalities alone with the values that there are; None for any other."""
    every = tree.of if isinstance(tree, Logic) and tree.op == "and" else (tree,)
    for one in reversed(every):
        if not (isinstance(one, Compare) and isinstance(one.first, Name) and len(one.links) == 1):
            return None
        op, literal = one.links[0]
        if op != "==" or not isinstance(literal, Word | Number) or not (old := _LITERAL.match(text, literal.at)):
            return None
        actual = value(one.first.name, session)
        text = text[: literal.at] + (f"'{actual}'" if isinstance(literal, Word) else str(actual)) + text[old.end() :]
    return text
