"""The sentences of a review that every way of showing it shares. Plain text: each way puts it in its own form."""

from __future__ import annotations

from playable.engine.machine import Machine
from playable.engine.markup import line, plain
from playable.engine.phrasing import counted, named, number, sentence
from playable.engine.session import Session
from playable.engine.shares import percent
from playable.engine.short_road import LOT
from playable.engine.view_parts import Change
from playable.review.counterfactuals.hidden_draws import HiddenDraw, OtherOutcome
from playable.review.counterfactuals.nearest_road import NearestRoad
from playable.review.odds.background import WorkState
from playable.verify.worlds import ClaimWeight

LEAST = 0.005  # of the odds: below this nothing has turned
UNIFORM = (
    "Odds are at random from here: of a player who from there on takes any open choice as soon as another, and who "
    "knows no more than you had been told."
)
KEPT = (
    "Played out, not guessed: later choices as you made them where they were open, else each that was; draws as they "
    "fell where they could."
)
SHORT = "A short game: only what you decided yourself is counted here; what was taken for you is marked in the road."
UNWEIGHED = "What each carries in the whole story stands here once `weigh` was run, which takes a minute or two."
NO_ODDS: dict[WorkState, str] = {
    "idle": "The odds have not been worked out.",
    "working": "The odds are still being worked out.",
    "there": "",
    "too many": "There are no odds: the story has too many situations to count them one by one.",
    "failed": "There are no odds: they could not be worked out, or not be kept.",
}
ALIKE = "There are no odds for this road: more moments look like yours than can be followed."


def drawn(draw: HiddenDraw) -> str:
    """What was drawn: `Pyongyang's intent: never. It fell at the start, by a chance of 70%; …`"""
    told = "nothing that you were shown told it"
    if draw.told is not None:
        told = f"what followed decision {draw.told} told it"
    fell = f"It fell {when(draw.turn)}, by a chance of {percent(float(draw.fell.odds))}"
    return f"{draw.name}: {sentence(draw.fell.word)} {fell}; {told}."


def otherwise(other: OtherOutcome, decisions: int) -> str:
    """What the same moves would have come to: `Had it been “never” (70%), the same moves end in The Cap, a gain.`"""
    had = f"Had it been “{other.outcome.word}” ({percent(float(other.outcome.odds))}), the same moves"
    if other.ending is not None:
        early = "" if other.held == decisions else f" after {other.held} of {decisions} decisions"
        return f"{had} end{early} in {other.ending.name}, a {other.ending.tone}."
    return f"{had} stop being open at decision {other.held + 1}: {sentence(other.stopped)}"


def change(changed: Change) -> str:
    """`Trust: from 1 (thin) to 3 (working).`"""
    before = _value(changed.before, changed.before_word, changed)
    return f"{changed.name}: from {before} to {_value(changed.after, changed.after_word, changed)}."


def _value(number: int, word: str, changed: Change) -> str:
    if changed.meter.range is None:
        return f"“{word.rstrip('.')}”"
    return f"{number} ({word})" if word and word != str(number) else str(number)


def carried(weight: ClaimWeight | None) -> str:
    """What a claim carries in the whole story: the widest move of the odds, and what holds with it alone."""
    if weight is None or weight.tones is None:
        return ""
    players = {"at random": weight.tones, **{named(name): moves for name, moves in (weight.policies or {}).items()}}
    by, tone, player = max(
        ((by, tone, player) for player, moves in players.items() for tone, by in moves.items()),
        key=lambda move: abs(move[0]),
    )
    who = player if player == "at random" else f"for the policy {player}"
    moved = f"{tone} {'rises' if by > 0 else 'falls'} by {abs(by) * 100:.1f} points {who}, and by less for others"
    said = [moved if abs(by) >= LEAST else "no odds move by half a point"]
    if weight.theses:
        many = "thesis no longer holds" if len(weight.theses) == 1 else "theses no longer hold"
        said.append(f"{number(len(weight.theses))} {many}")
    if weight.endings:
        said.append(f"{counted(len(weight.endings), 'ending')} can no longer be met")
    return f"In the whole story, without it: {'; '.join(said)}."


def taken(by: str) -> str:
    """Who took a decision for the player: `taken for you, by the policy Lindqvist`."""
    return f"taken for you, {by if by == LOT else f'by the policy {named(by)}'}"


def chosen(by: str | None) -> str:
    """What goes before what was chosen: `You chose`."""
    return "You chose" if by is None else f"T{taken(by)[1:]}:"


def when(turn: int) -> str:
    """`at the start`, `after decision 3`."""
    return f"after decision {turn}" if turn else "at the start"


def away(nearest: NearestRoad) -> str:
    """`two decisions away`."""
    return f"{counted(len(nearest.changes), 'decision')} away"


def nearest(road: Session, way: NearestRoad) -> str:
    """`Two decisions away from your road to Fire Again: at 11, The promise, “…” in place of “…”; at 16, …`"""
    machine, ending = road.machine, road.view.ending
    assert ending is not None
    parts = []
    for change in way.changes:
        place = f" in place of “{label(machine, change.made)}”" if change.made else ""
        parts.append(f"at {change.decision}, {title(machine, change.choose)}, “{label(machine, change.choose)}”{place}")
    return f"{away(way).capitalize()} from your road to {ending.name}: {'; '.join(parts)}."


def beyond(road: Session, within: int) -> str:
    """What is said of an ending to which no way was found, where all roads with so few changes were looked at."""
    assert road.view.ending is not None
    name, many = road.view.ending.name, counted(within, "changed decision")
    return f"No way there was found from your road to {name}: none within {many}, as chance falls on it."


def label(machine: Machine, ref: str) -> str:
    """What a choice says, without what depends on the moment."""
    option = machine.options[ref]
    return plain(line(option.label.fixed)) if option.label.fixed else named(ref.partition(".")[2])


def title(machine: Machine, ref: str) -> str:
    """The title of a node, by its id or that of a choice of it; an ending's name where it has none."""
    node_id = ref.partition(".")[0]
    node = machine.story.nodes[node_id]
    return node.title or (node.ending.name if node.ending else named(node_id))
