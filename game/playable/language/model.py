"""The format, as models: what each key of a story file may hold. JSON Schema comes from the same models."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from playable.language.faults import Trouble, Troubles
from playable.language.fields import (
    Assignment,
    ChoiceRef,
    Cites,
    Condition,
    DeckRef,
    Id,
    Linked,
    NodeRef,
    PartId,
    PersonRef,
    Picture,
    PlaceCondition,
    PolicyRef,
    ProseCondition,
    ProseText,
    Share,
    TargetRef,
    Text,
    TrueOrFalse,
    Value,
    Weight,
    Whole,
)
from playable.language.names import Tone

_SHAPES: dict[type, str] = {str: "plain text", list: "list of texts", dict: "text with when"}


def _shape(value: object) -> str | None:
    return _SHAPES.get(type(value))


class Part(BaseModel):
    """Any mapping of the format: no key but its own."""

    model_config = ConfigDict(
        extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=True, defer_build=True
    )


Form = Literal["cable", "letter", "page", "headline", "transcript"]
_NEITHER = "this text has neither `when` nor `as`: give it one of them, or write it without `text:`"


class Alternative(Part):
    """Text that is told only when a condition holds, or that is a document, or both."""

    when: ProseCondition | None = None
    """When it is told; always, where it is left out beside `as`."""
    form: Annotated[Form | None, Field(alias="as")] = None
    """The document that it is, and is set as."""
    text: ProseText

    @model_validator(mode="after")
    def _has_a_reason(self) -> Self:
        if self.when is None and self.form is None:
            raise Troubles([Trouble("missing-key", _NEITHER)])
        return self


_Piece = Annotated[
    Annotated[ProseText, Tag("plain text")] | Annotated[Alternative, Tag("text with when")], Discriminator(_shape)
]
Told = Annotated[
    Annotated[ProseText, Tag("plain text")]
    | Annotated[list[_Piece], Field(min_length=1), Tag("list of texts")]
    | Annotated[Alternative, Tag("text with when")],
    Discriminator(_shape),
]


class ShortGame(Part):
    """The short game: the player decides at some nodes, and a policy everywhere else."""

    asks: Annotated[list[NodeRef], Field(min_length=1)]
    """The nodes, with choices, at which the player decides."""
    plays: PolicyRef
    """The policy that takes the choices of all others."""


class Head(Part):
    """What the story is, and where it starts."""

    id: Id
    """Saves and playthrough files name the story by it."""
    title: Text
    version: Text
    """Shown with saves; raise it when the story changes."""
    stakes: Text | None = None
    """One sentence for the title screen; without it `about` stands there."""
    about: Linked | None = None
    """One paragraph: what the story is, and what of it is invented."""
    picture: Picture | None = None
    """Rows of characters for the title screen, 60 by 30 at most: blocks (`█▀▄▌▐░▒▓`) stand back, all else is lit."""
    start: NodeRef
    """Where it begins."""
    claims: Text | None = None
    """The ledger that `cites` point into, as a path from this file."""
    strict: TrueOrFalse = False
    """Every change must cite a claim or say that it is `outside`."""
    renamed: dict[str, Text] = Field(default_factory=dict)
    """Old ids to new ones (nodes, or node.part), so that old saves load."""
    short: ShortGame | None = None
    """The game for an evening: see [short](#short)."""


class Variable(Part):
    """One part of the state: a `range`, a `one_of`, or a flag, which has only a `start`."""

    range: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = None
    """Lowest and highest value; 1,000 values at most. An assignment stops at the ends."""
    one_of: Annotated[list[Text], Field(min_length=1)] | None = None
    """The words it can be."""
    start: Value
    """Its first value: a number of the range, a word, or `true` or `false` for a flag."""
    name: Text | None = None
    """What the player is told that it is; the id when left out."""
    short: Text | None = None
    """The name where there is little room, such as a line of meters: a word."""
    about: Text | None = None
    """What it measures, for who looks it up."""
    bands: dict[str, Text] = Field(default_factory=dict)
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
    about: Linked | None = None


class Term(Part):
    """An entry of the glossary."""

    name: Text
    text: Linked


class Effect(Part):
    """One assignment, with its condition and its reason."""

    do: Assignment
    """The assignment: `trust += 2`, `promise = 'silence'`."""
    when: Condition | None = None
    """Read before it runs; without it, it always does."""
    because: ProseText | None = None
    """The reason that the player is told."""
    cites: Cites = Field(default_factory=list)
    outside: Text | None = None
    """The source is silent on this, and what the story assumes instead."""


_Assigning = Annotated[Assignment, Tag("plain text")] | Annotated[Effect, Tag("text with when")]
Effects = list[Annotated[_Assigning, Discriminator(_shape)]]


class Way(Part):
    """One of several ways on: the first whose `when` holds. Its reason is told where it is taken."""

    when: Condition | None = None
    """The last way has none."""
    goto: TargetRef
    because: ProseText | None = None
    cites: Cites = Field(default_factory=list)
    outside: Text | None = None


Goto = Annotated[
    Annotated[TargetRef, Tag("plain text")] | Annotated[list[Way], Field(min_length=1), Tag("list of texts")],
    Discriminator(_shape),
]


class Reasoned(Part):
    """Effects, with the reason and the citations for all of them."""

    effects: Effects = Field(default_factory=list)
    """What it changes: assignments, in order, each seeing the last."""
    because: ProseText | None = None
    """The reason that the player is told of them."""
    cites: Cites = Field(default_factory=list)
    outside: Text | None = None
    """The source is silent on them, and what the story assumes instead."""


class Choice(Reasoned):
    """A move that the player can make."""

    label: ProseText
    """What the player picks."""
    when: Condition | None = None
    """When it is open."""
    locked: ProseText | None = None
    """Shown, greyed, with this reason, while `when` does not hold; without it the choice is hidden."""
    once: TrueOrFalse = False
    """Adds `not chose(it)` to `when`."""
    outcome: Told | None = None
    """What is seen at once, when it was chosen."""
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
    teaser: Text | None = None
    """What the gallery says of it while it is not found: it gives away neither name nor way."""
    tone: Tone


class Debrief(Part):
    """What is told of a decision after the ending; it reads the final state."""

    essay: Told | None = None
    """What the source would say."""
    objection: Told | None = None
    """The strongest case against it."""
    history: Told | None = None
    """What happened in fact."""
    cites: Cites = Field(default_factory=list)


class Node(Reasoned):
    """A scene, an event or a card. It has exactly one way on: choices, chance, goto, draw or ending."""

    title: Text | None = None
    date: Text | None = None
    place: Text | None = None
    text: Told | None = None
    """Told on entering, after the node's own effects."""
    when: Condition | None = None
    """Of a card: when it may be drawn."""
    hear: Whole | None = None
    """At most so many briefings a visit; all when left out."""
    briefings: dict[PersonRef, Briefing] = Field(default_factory=dict)
    """Who can be heard here, and what they say; they change no state."""
    choices: dict[PartId, Choice] = Field(default_factory=dict)
    """What the player can do."""
    chance: dict[PartId, Outcome] = Field(default_factory=dict)
    """The only randomness: it falls to one of these, by their weights."""
    goto: Goto | None = None
    """Where it runs straight on; `back` in a card, to where it was drawn."""
    draw: DeckRef | None = None
    """Plays the first card of the deck that may be drawn."""
    then: NodeRef | None = None
    """Where a `draw` goes on, after the card or without one."""
    ending: Ending | None = None
    debrief: Debrief | None = None


class Policy(Part):
    """A way to play, to be compared with others: it takes a listed choice wherever one is open."""

    says: Text | None = None
    cites: Cites = Field(default_factory=list)
    takes: Annotated[list[ChoiceRef], Field(min_length=1)]
    """The choices it takes, the first listed where several are open; elsewhere it takes every open choice alike."""


class Odds(Part):
    """A bound on a probability, or a comparison of two choices or two policies. Play is uniform but for `playing`."""

    of: PlaceCondition
    """What is to be likely or not, read at the ending."""
    given: PlaceCondition | None = None
    """Among the playthroughs that end so alone."""
    at_most: Share | None = None
    """A share, such as `3%`."""
    at_least: Share | None = None
    """A share, such as `60%`."""
    after: ChoiceRef | None = None
    """A choice, after which it is the less likely of two."""
    below_after: ChoiceRef | None = None
    """The other choice, after which it is likelier; both are open where they are compared."""
    playing: PolicyRef | None = None
    """Who plays; every open choice alike when left out."""
    above: PolicyRef | None = None
    """Another policy, under which it is less likely."""
    below: PolicyRef | None = None
    """Another policy, under which it is more likely."""
    by: Share | None = None
    """How much the two that are compared must differ at least."""


class Thesis(Part):
    """What the story must prove over every playthrough: exactly one of always, never, can and odds."""

    says: Text | None = None
    """What it proves, for who reads it."""
    cites: Cites = Field(default_factory=list)
    when: PlaceCondition | None = None
    """Looks at the states alone where this holds; where none does, the thesis fails."""
    always: PlaceCondition | None = None
    """Holds on entering every node."""
    never: PlaceCondition | None = None
    """Holds on entering none."""
    can: PlaceCondition | None = None
    """Holds on entering some node, in some playthrough."""
    odds: Odds | None = None


class Origin(Part):
    """What the claims are taken from."""

    title: Text
    called: Text | None = None
    """What the story calls it wherever it speaks of it: `the essay`, `the report`; `the source` when left out."""
    outlet: Text | None = None
    date: Text | None = None


class Claim(Part):
    """One thing that the source says, in our own words."""

    paragraph: Value
    """Where the source says it."""
    kind: Literal["fact", "causal", "prediction", "prescription", "doubt"]
    """What kind of statement it is; a doubt is what the source grants to the other side."""
    says: Text
    short: Text | None = None
    """The same in a few words, where it is only named: `ties with Seoul`."""


class Document(Part):
    """A story file: a mapping of sections. Sections of the same name merge across files."""

    model_config = ConfigDict(title="Story")

    story: Head | None = None
    chapter: Text | None = None
    """A title for this file's nodes."""
    state: dict[Id, Variable] = Field(default_factory=dict)
    """What the story remembers."""
    people: dict[Id, Person] = Field(default_factory=dict)
    glossary: dict[Id, Term] = Field(default_factory=dict)
    nodes: dict[Id, Node] = Field(default_factory=dict)
    """What there is to read and to do."""
    decks: dict[Id, Annotated[list[NodeRef], Field(min_length=1)]] = Field(default_factory=dict)
    """Cards, in order."""
    policies: dict[Id, Policy] = Field(default_factory=dict)
    """Ways to play, compared by theses and by `verify`."""
    theses: dict[Id, Thesis] = Field(default_factory=dict)
    """What the story argues, decided by `verify` over every playthrough."""
    source: Origin | None = None
    """What the ledger's claims are taken from."""
    claims: dict[Id, Claim] = Field(default_factory=dict)
    """The ledger, which `cites` point into."""
