"""Prose as it is written: text with `{…}` in it and `[[terms]]`, checked but not yet told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playable.language.expressions.check import Scope, value
from playable.language.expressions.tree import Tree
from playable.language.faults import Trouble, Troubles
from playable.language.names import Names
from playable.language.nearest import nearest

BRACES = re.compile(r"""\{\{|\{((?:[^{}'"]|'[^'\n]*'|"[^"\n]*"){0,1000})\}|\{""")
_APOSTROPHE = re.compile(r"\{[^{}'\"\n]*'[^{}'\"\n]*\w'(?=\w[^{}\n]*\})")
LINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")


@dataclass(frozen=True, slots=True)
class Prose:
    """Pieces in order: text as it stands, and expressions whose value is put in."""

    pieces: tuple[str | Tree, ...]


def term_of(words: str) -> str:
    """The id that a link's words name: `[[Peace regime]]` is `peace_regime`."""
    return words.strip().lower().replace(" ", "_")


def with_names(text: str, names: Names) -> str:
    """Text in which a person who is named by id alone, `[[brandt]]`, is called by name."""

    def named(link: re.Match[str]) -> str:
        name = names.called.get(link[1], "")
        return link[0] if link[2] or not name or set("[]\n") & set(name) else f"[[{link[1]}|{name}]]"

    return LINK.sub(named, text) if "[[" in text else text


def broken_links(text: str, names: Names) -> list[Trouble]:
    """The troubles of links that lead to no term and nobody."""
    troubles: list[Trouble] = []
    for link in LINK.finditer(text) if "[[" in text else ():
        term = term_of(link[1])
        if term not in names.people and not names.may_have("person", term):
            unknown = names.missing("term", term, link.start(1))
            if unknown and not unknown[0].suggestion and (person := nearest(term, names.people)):
                unknown = [unknown[0]._replace(suggestion=person)]
            troubles += unknown
    return troubles


def _open_brace(text: str, at: int) -> Trouble:
    if inner := _APOSTROPHE.match(text, at):
        message = 'this apostrophe ends the quoted phrase: put " around a phrase that has one in it'
        return Trouble("bad-expression", message, inner.end() - 1)
    return Trouble("open-brace", "a `{` without its `}`; for a brace as such write `{{`", at)


def prose(text: str, names: Names) -> Prose:
    """The prose that `text` is. Raises Troubles with every fault in its braces and links."""
    if "{" not in text and "[[" not in text:
        return Prose((text,))
    troubles = broken_links(text, names)
    pieces: list[str | Tree] = []
    plain, at = "", 0
    for brace in BRACES.finditer(text):
        plain += text[at : brace.start()]
        at = brace.end()
        if brace.group() == "{{":
            plain += "{"
            continue
        if brace[1] is None:
            troubles.append(_open_brace(text, brace.start()))
            continue
        if plain:
            pieces.append(plain)
            plain = ""
        try:
            pieces.append(value(brace[1], names, Scope.PROSE))
        except Troubles as inside:
            troubles += [t._replace(at=t.at + brace.start(1)) for t in inside.troubles]
    if troubles:
        raise Troubles(sorted(troubles, key=lambda t: t.at))
    plain += text[at:]
    if plain or not pieces:
        pieces.append(plain)
    return Prose(tuple(with_names(piece, names) if isinstance(piece, str) else piece for piece in pieces))
