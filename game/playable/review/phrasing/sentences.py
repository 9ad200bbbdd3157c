"""Why it ended so and but for what, in sentences: from the names of variables, their bands, titles and labels."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from playable.engine.markup import Spans, plain
from playable.engine.phrasing import counted, in_short, listed, named, number, sentence
from playable.engine.shares import percent, percents
from playable.engine.view import View
from playable.language.expressions.tree import Name
from playable.review.causes.atoms import AtomValue
from playable.review.causes.causes import Cause
from playable.review.causes.movements import Movement
from playable.review.counterfactuals.absorption import Shares
from playable.review.counterfactuals.course import STUCK
from playable.review.counterfactuals.doubt import Doubted, SoFar
from playable.review.counterfactuals.other_roads import OtherRoad
from playable.review.counterfactuals.turns import ButFor, Turns
from playable.review.phrasing import phrases
from playable.review.phrasing.conditions import ConditionPhrases

NAMED = 3  # turns that are told in full
CLAIMS = 3  # that one reason names
ENDINGS = 3  # that are told of many
REST = ""  # no ending: those beyond them, together


class Sentences:
    """Tells of one road: of each of its moments, the last where it ended, of what was `taken`, and of its `causes`."""

    def __init__(
        self, moments: Sequence[View], taken: Sequence[str], causes: Sequence[Cause] = (), own: Sequence[bool] = ()
    ) -> None:
        """Which decisions are the player's `own`, not taken for them in a short game; all, where nothing is said."""
        self.last, self.causes, self.own = moments[-1], causes, own
        self.machine, self.story = self.last.machine, self.last.machine.story
        self.conditions = ConditionPhrases(self.machine)
        self.titles, self.taken = [view.title or named(view.node) for view in moments], taken

    def why(self, reasons: Sequence[Cause]) -> list[str]:
        """Each condition, what moved it, on which claims that leans, and what else it would have come to.

        Conditions that had to come out otherwise together are told together.
        """
        told, said, sentences, with_ = set[tuple[Movement, ...]](), list[Spans](), list[str](), set[int]()
        for n, one in enumerate(reasons):
            if n in with_:
                continue
            same = [m for m, other in enumerate(reasons) if m > n and _together(one, other)]
            with_.update(same)
            sentences.append(self._why([one, *(reasons[m] for m in same)], told, said))
            told.add(one.moved)
            said.append(one.because)
        return sentences

    def _why(self, some: Sequence[Cause], told: Container[tuple[Movement, ...]], said: Container[Spans]) -> str:
        one = some[0]
        because = f"{plain(one.because).rstrip('.:')}: " if one.because and one.because not in said else ""
        asked = ", and ".join((self._asked(one), *map(self._condition, some[1:])))
        first = asked if because else asked[:1].upper() + asked[1:]
        fresh = [cause for cause in some if cause.kind != "choice" and cause.moved not in told]
        many = one.kind == "draw" and len({move.variable for move in one.moved}) > 1
        moved = [self._weighed(one)] if many else [self._moved(cause, len(some) == 1) for cause in fresh]
        own = () if one.because in said else one.cites
        moves = () if many or one.moved in told else [move for cause in some for move in cause.moved]
        leans = dict.fromkeys((*own, *(claim for move in moves for claim in move.cites)))
        cited = sentence(f"It leans on {self.claims(leans)}") if leans else ""
        others = [atom for atom in one.others if atom.text not in {cause.condition for cause in some}]
        with_ = listed([self.conditions.name(atom.of) for atom in others])
        led = f"Otherwise{f', and with {with_} otherwise too' if with_ else ''}: {self.ends(one.endings)}."
        return " ".join(part for part in (_stopped(f"{because}{first}"), *moved, cited, led) if part)

    def turn(self, turns: Turns) -> str:
        """Where the road turned, in a sentence."""
        if turns.at is not None:
            return (
                f"The road turned at decision {turns.at}, {self.titles[turns.at - 1]}. {self.but_for(turns.turns[0])}"
            )
        if turns.turns:
            first, second = turns.turns[0].decisions
            return f"No decision turned the road by itself. Decisions {first} and {second} did it together. " + (
                self.but_for(turns.turns[0])
            )
        if turns.pairs == "not yet":
            return "No decision turned the road by itself. Whether two of them did is being looked for."
        if turns.pairs == "yes":
            return "No decision turned the road, and no two did: none of them leads to another kind of ending."
        return "No decision turned the road, as far as they could be followed: some lead to more than can be."

    def turned(self, turns: Turns) -> list[str]:
        """But for what it would have ended otherwise: a few in full, the others by their numbers."""
        best: dict[tuple[int, ...], ButFor] = {}
        for one in turns.turns:
            best.setdefault(one.decisions, one)
        first, others = list(best.values())[:NAMED], list(best)[NAMED:]
        said = [f"Decision {' and '.join(map(str, one.decisions))}: {self.but_for(one)}" for one in first]
        if others and len(others[0]) == 1:
            numbers = sorted(number for (number,) in others)
            said.append(f"Another choice at {listed([str(n) for n in numbers])} leads to another kind of ending, too.")
        elif others:
            said.append(f"So do {counted(len(others), 'other pair')} of decisions.")
        return [*said, self.settled(turns)]

    def but_for(self, one: ButFor) -> str:
        """Had you chosen otherwise: what it would have ended in."""
        labels = [f"“{self.label(ref)}”" for ref in one.instead]
        mine = [f"“{self.label(self.taken[number - 1])}”" for number in one.decisions]
        rather = " and ".join(f"{new} in place of {old}" for new, old in zip(labels, mine, strict=True))
        return f"With {rather}, and all else kept, it ends in {self.ends(one.endings or {})}.{self._through(one)}"

    def _through(self, one: ButFor) -> str:
        """By what a change turned the road: what the first condition that it turned then reads."""
        by = (one.decisions[0], one.instead[0]) if len(one.decisions) == 1 else None
        for cause in self.causes:
            for turned in cause.turned_by:
                if turned[:2] == by and turned.value is not None and cause.atom and isinstance(cause.atom.of, Name):
                    name, value = self.conditions.name(cause.atom.of), self.conditions.word(cause.atom, turned.value)
                    return f" Then {name} would {'stand at' if _is_number(turned.value) else 'be'} {value}."
        return ""

    def doubted(self, one: Doubted) -> str:
        """What the same steps come to without some claims, and where they stop holding."""
        first = f"Without {listed([in_short(claim) for claim in self.last.cited(one.claims)])}"
        ends = (
            "it comes to more than can be followed" if one.endings is None else f"it ends in {self.ends(one.endings)}"
        )
        if not one.stopped:
            same = ", as it did" if {*(one.endings or ())} == {self.last.node} else ""
            return f"{first}, {ends}{same}."
        at = "at the end"
        if one.held < len(self.taken):
            at = f"at decision {one.held + 1}, {self.titles[one.held]}, “{self.label(self.taken[one.held])}”"
        return f"{first}, {ends}. The same steps stop holding {at}: {one.stopped}."

    def so_far(self, one: SoFar) -> str:
        """How far the same steps hold without some claims on a road that has not ended, and what reads otherwise."""
        first = f"Without {listed([in_short(claim) for claim in self.last.cited(one.claims)])}"
        if one.stopped:
            at = f"after {counted(one.held, 'decision')}"
            if one.held < len(self.taken):
                at = f"at decision {one.held + 1}, {self.titles[one.held]}, “{self.label(self.taken[one.held])}”"
            return f"{first} the same steps stop holding {at}: {one.stopped}."
        read = [f"{name} would be {there} and not {here}" for name, here, there in one.moved]
        return f"{first} the same steps hold. {listed(read) or 'Nothing that is shown would be otherwise'}."

    def beside(self, one: OtherRoad) -> str:
        """Where another road parts from this one, and what it comes to."""
        ends = f"It ends in {self.ends(one.endings)}." if one.endings else "It comes to more than is followed."
        if one.parted is None:
            return f"{sentence(one.name)} It never parts from you. {ends}"
        other = one.choices[one.parted - 1]
        at = f"It parts from you at decision {one.parted}, {self.titles[one.parted - 1]}: “{self.label(str(other))}”."
        return f"{sentence(one.name)} {at} {ends}"

    def chosen(self, number: int, others: Iterable[OtherRoad]) -> Iterator[str]:
        """What was chosen at a decision, on this road and on others."""
        mine = self.taken[number - 1]
        yield f"“{self.label(mine)}”"
        for one in others:
            ref = one.choices[number - 1]
            yield "as you" if ref == mine else f"“{self.label(ref)}”" if ref else "" if one.policy else "not met"

    def settled(self, turns: Turns) -> str:
        """From where on nothing could be changed by one decision."""
        if turns.settled is None:
            return f"Nothing was settled before {'your' if not all(self.own) else 'the'} last decision."
        if turns.settled == 1:
            whose = "this road" if all(self.own) else "yours"
            return f"No single decision of {whose}, changed by itself, leads to another ending."
        change = "change of yours" if not all(self.own) else "change"
        return f"From decision {turns.settled} on no single {change} leads to another ending: it was settled by then."

    def ends(self, endings: Shares) -> str:
        """`The Cap, a gain`, or each with its share, the likeliest first."""
        parts = []
        most = sorted(endings.items(), key=lambda pair: -pair[1])
        told = dict(most if len(most) <= ENDINGS else most[: ENDINGS - 1])
        rest = {} if len(told) == len(most) else {REST: sum(share for _, share in most[len(told) :])}
        figures = percents({**told, **rest})
        for node, share in told.items():
            end = None if node == STUCK else self.story.nodes[node].ending
            name = f"{end.name}, a {end.tone}" if end else "what cannot go on"
            parts.append(name if share == 1 else f"{name} ({figures[node]})")
        parts += [f"one of {number(len(most) - len(told))} others ({figures[node]})" for node in rest]
        return listed(parts, "or")

    def claims(self, cites: Iterable[str]) -> str:
        """Claims in a few words, the first of many."""
        told = [in_short(claim) for claim in self.last.cited(cites)]
        return "; ".join(told[:CLAIMS]) + (f"; and {len(told) - CLAIMS} more" if len(told) > CLAIMS else "")

    def label(self, ref: str) -> str:
        """What a choice says, without what depends on the moment."""
        return phrases.label(self.machine, ref)

    def _asked(self, one: Cause) -> str:
        match one.kind:
            case "draw":
                other = listed([named(str(ref).partition(".")[2]).lower() for ref in one.needed], "or")
                fell = named(str(one.value).partition(".")[2]).lower()
                odds = percent(float(one.odds))
                place = phrases.title(self.machine, one.at)
                return f"chance fell at “{place}”, by a chance of {odds}: {fell}, and not {other}"
            case "choice":
                return f"at decision {one.turn}, {self.titles[one.turn - 1]}, you chose “{self.label(one.at)}”"
            case "lock":
                return f"“{self.label(one.at)}” was not open at decision {one.turn + 1} ({self._condition(one)})"
            case "open":
                return f"“{self.label(one.at)}” was open at decision {one.turn + 1} ({self._condition(one)})"
            case _:
                return self._condition(one)

    def _condition(self, one: Cause) -> str:
        assert one.atom is not None
        return self.conditions.told(one.atom)

    def _weighed(self, one: Cause) -> str:
        """What weighed in a draw."""
        names = [self.conditions.called(variable) for variable in dict.fromkeys(move.variable for move in one.moved)]
        return sentence(f"In it weighed {listed(names)}")

    def _moved(self, one: Cause, alone: bool = True) -> str:
        """`It rose at 6 and fell at 11, 20 and 22.`"""
        atom, said = one.atom, list[str]()
        read = atom.names if atom and alone else ()
        by_variable: dict[str, list[Movement]] = {}
        for move in one.moved:
            by_variable.setdefault(move.variable, []).append(move)
        for variable, moves in by_variable.items():
            is_memory = "(" in variable
            it = "it" if is_memory or (read == (variable,) and not said) else self.conditions.called(variable)
            up = [self._at(m.decision) for m in moves if not isinstance(m.by, bool | str) and m.by > 0]
            down = [self._at(m.decision) for m in moves if not isinstance(m.by, bool | str) and m.by < 0]
            set_ = [self._at(m.decision) for m in moves if isinstance(m.by, bool | str)]
            parts = [(up, "rose"), (down, "fell"), (set_, "came about" if is_memory else "was set")]
            told = [f"{verb} at {listed(at)}" for at, verb in parts if at]
            said.append(f"{it} {' and '.join(told)}")
        text = "; ".join(said)
        return sentence(text[:1].upper() + text[1:]) if text else ""

    def _at(self, decision: int) -> str:
        return str(decision) if decision else "the start"


def _is_number(value: AtomValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _together(one: Cause, other: Cause) -> bool:
    """Do two conditions have to come out otherwise together?"""
    return bool(other.atom) and (one.at, one.turn) == (other.at, other.turn) and other.atom in one.others


def _stopped(text: str) -> str:
    """With a full stop; one that stands within a quotation at the end will do."""
    return text if text.rstrip('”’"')[-1:] in ".!?" else f"{text}."
