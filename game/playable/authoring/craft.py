"""What is no fault and yet seldom meant: parts that nothing uses, and what a reader trips over in play."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import NamedTuple

from playable.authoring.stats import BEFORE_CHOICES, OUTCOME
from playable.engine.assembly import assemble
from playable.engine.machine import Stuck
from playable.engine.markup import Block, line, plain
from playable.engine.session import Session
from playable.engine.view import View
from playable.language.contents import alternatives, assignments, cited, expressions, linked
from playable.language.expressions.algebra import names_in
from playable.language.faults import Fault, some
from playable.language.model import Part
from playable.language.prose import Prose
from playable.language.reading.places import Loc
from playable.language.source_map import SourceMap, loc_of
from playable.language.story import Story
from playable.review.road.claim_marks import is_mark

LINE = 72  # letters of a label: what stands beside its key on a screen of 80 columns
ENDING = 2 * BEFORE_CHOICES  # words of an ending's page, before which nothing has to be chosen
PLAYS, MOVES = 300, 20_000  # of the random playthroughs that are read, all together


class Remark(NamedTuple):
    """Something that is seldom meant: what, of which part."""

    code: str
    message: str
    loc: Loc


def craft(story: Story) -> list[Fault]:
    """Every such thing, by place, each with what to do; warnings all of them.

    What is said of a page was met in one of many random playthroughs, the same ones each time: nothing is told that
    cannot be, and what is rarely come to may be missed.
    """
    where = SourceMap(story.path)
    remarks = dict.fromkeys((*_unused(story), *_labels(story), *_Reading(story).remarks))
    told = (where.fault(one.code, one.message, one.loc) for one in remarks)
    return sorted(told, key=lambda fault: (fault.file, fault.line, fault.column))


def _unused(story: Story) -> Iterator[Remark]:
    """Variables, claims, people and terms that are declared and do nothing."""
    parts: list[Part] = [*story.nodes.values(), *story.policies.values(), *story.theses.values()]
    changes = [one for part in parts for one in assignments(part)]
    read = set(names_in(tree for part in (*parts, *story.state.values()) for tree in expressions(part)))
    read |= set(names_in(one.value for one in changes))
    for name, variable in story.state.items():
        if name not in read and not variable.shown and not is_mark(variable):
            message = f"no condition, text or thesis reads `{name}`, and no board shows it: read it, or take it out"
            yield Remark("unused-variable", message, ("state", name))
        elif name not in {one.name for one in changes}:
            message = f"nothing ever sets `{name}`: it stays as it starts, and need not be part of the state"
            yield Remark("constant-variable", message, ("state", name))
    used = {claim for part in parts for claim in cited(part)}
    for claim in (claim for claim in story.claims if claim not in used):
        message = f"nothing cites `{claim}`: cite it where the story leans on it, or take it out"
        yield Remark("unused-claim", message, ("claims", claim))
    telling = (*parts, *story.people.values(), *story.glossary.values(), story.head)
    marked = {term for part in telling for term in linked(part)}
    speaking = {person for node in story.nodes.values() for person in node.briefings}
    for person in (person for person in story.people if person not in marked | speaking):
        message = f"`{person}` gives no briefing, and no text marks the name: write `[[{person}]]`, or take it out"
        yield Remark("unused-person", message, ("people", person))
    for term in (term for term in story.glossary if term not in marked):
        message = f"no text marks `{term}`, so nobody can open it: write `[[{term}]]` where it is read, or take it out"
        yield Remark("unused-term", message, ("glossary", term))


def _labels(story: Story) -> Iterator[Remark]:
    """Labels longer than a line, whatever values are put into them."""
    for node_id, node in story.nodes.items():
        for choice_id, choice in node.choices.items():
            letters = max(len(_plain(prose)) for _, prose in alternatives(choice.label))
            if letters > LINE:
                message = f"a label of {letters} letters, and a line has room for {LINE}: say it in fewer"
                yield Remark("long-label", message, (*loc_of("choose", f"{node_id}.{choice_id}"), "label"))


class _Reading:
    """A story as it reads in many random playthroughs."""

    def __init__(self, story: Story) -> None:
        self.machine = assemble(story)
        self.words: dict[Loc, int] = {}  # of a text, the most that was told at once
        self.others: dict[Remark, None] = {}
        moves = 0
        for seed in range(PLAYS):
            moves += self.play(Random(seed), seed)  # noqa: S311 - the same playthroughs each time
            if moves >= MOVES:
                break

    @property
    def remarks(self) -> Iterator[Remark]:
        """What was met."""
        for loc, words in self.words.items():
            ends = loc[-1] == "text" and self.machine.story.nodes[str(loc[1])].ending
            limit = ENDING if ends else OUTCOME if loc[-1] == "outcome" else BEFORE_CHOICES
            if words > limit:
                message = f"{words} words were told here at once, and it reads well up to {limit}: cut it, or divide it"
                yield Remark("long-page", message, loc)
        yield from self.others

    def play(self, random: Random, seed: int) -> int:
        """One playthrough; how many moves it had."""
        moves = 0
        try:
            session = Session(self.machine, seed)
            self.read(session.view)
            while not session.ended and session.open_choices and moves < MOVES // PLAYS * 3:
                session.choose(random.choice(session.open_choices))
                moves += 1
                self.read(session.view)
        except Stuck:  # for `verify` to tell
            pass
        return moves

    def read(self, view: View) -> None:
        """All of one page."""
        for passage in view.passages:
            self.count(("nodes", passage.node, "text"), passage.blocks)
        if view.followed:
            loc = loc_of("choose", view.followed.choice)
            self.count((*loc, "outcome"), view.followed.blocks)
            if view.stayed and not (view.followed.blocks or view.followed.changes or view.reasons):
                self.silent(loc, view.followed.choice)
        for one, other in combinations(view.offers, 2):
            if plain(one.label).casefold() == plain(other.label).casefold():
                message = f"it reads like `{one.id}`, and was offered beside it: nobody can tell them apart"
                self.others[Remark("same-label", message, (*loc_of("choose", other.id), "label"))] = None

    def count(self, loc: Loc, blocks: tuple[Block, ...]) -> None:
        """The words of a text."""
        self.words[loc] = max(self.words.get(loc, 0), sum(len(block.text.split()) for block in blocks))

    def silent(self, loc: Loc, ref: str) -> None:
        """A choice after which nothing was to be seen: no words, no change on the board, no other page."""
        ops = self.machine.options[ref].ops
        moved = some(dict.fromkeys(self.machine.variable_of(op.slot) for op in ops)) or "only what it remembers"
        message = f"it moves {moved}, and nothing that one sees names it: give it an `outcome`, or show what it moves"
        self.others[Remark("unseen-outcome", message, loc)] = None


def _plain(prose: Prose) -> str:
    """Without what depends on the moment."""
    return plain(line("".join(piece for piece in prose.pieces if isinstance(piece, str))))
