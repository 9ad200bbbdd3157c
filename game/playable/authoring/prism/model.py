"""A story's machine as a PRISM model, with the properties that its endings and theses are.

The player is a Markov chain (`dtmc`: of several commands that are open each is as likely), which may have a policy, or
free (`mdp`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from playable import __version__
from playable.authoring.prism.commands import Commands
from playable.authoring.prism.expressions import AT, ENDING, TONE, Expressions
from playable.authoring.prism.identifiers import Identifiers, comment
from playable.authoring.prism.properties import ThesisConditions
from playable.engine.assembly import assemble
from playable.language.expressions.tree import Word
from playable.language.story import Story
from playable.verify.system import Liveness, TransitionSystem

PlayerKind = Literal["uniform", "any"]


class Exported(NamedTuple):
    """The text of a model, and of the properties that it is to be asked."""

    model: str
    properties: str


def prism(story: Story, player: PlayerKind = "uniform", reduced: bool = False, playing: str | None = None) -> Exported:
    """A story in PRISM's language; the uniform player may be `playing` a policy.

    `reduced`: what no transition and no property can read any more is forgotten, which makes far fewer states and
    changes no answer; but conditions of one's own must then not be asked of the model.
    """
    machine = assemble(story)
    system, identifiers = TransitionSystem(machine), Identifiers()
    words, theses = Expressions(system, identifiers), ThesisConditions(story, system)
    takes = story.policies[playing].takes if playing else ()
    commands = Commands(system, words, identifiers, Liveness(system, theses.reads) if reduced else None, takes)
    locations = sorted(range(len(system.locations)), key=lambda location: system.locations[location].scene)
    transitions = [line for location in locations for line in _location(system, commands, location)]
    labels = theses.labels(words, commands.open)
    lines = [
        *_head(story, player, reduced, playing),
        *(f"const int {name} = {number};" for name, number in words.constants),
        "",
        *_formulas(system, words, commands),
        "",
        "module story",
        f"  {AT} : [0..{commands.locations - 1}] init {commands.spots[system.start]};",
        *(f"  {words.declared(slot, machine.initial[slot])}" for slot in range(machine.matter)),
        "",
        *(f"  {line}" for line in transitions),
        "  [] ended | stuck -> true;",
        "endmodule",
        "",
        *(f'label "{label.name}" = {label.condition};' for label in labels),
        "",
    ]
    return Exported("\n".join(lines), "\n".join(theses.properties(labels, player, playing)) + "\n")


def _head(story: Story, player: PlayerKind, reduced: bool, playing: str | None) -> Iterator[str]:
    yield comment(f"{story.head.title}, version {story.head.version}, written by enemy-of-the-good {__version__}.")
    if reduced:
        yield comment("Reduced: what nothing reads any more is put back to how it began.")
    if player == "uniform":
        policy = f" who plays {playing}: of its choices the first that is open, else" if playing else ":"
        yield comment(f"The uniform player{policy} of several open choices each is as likely.")
        yield "dtmc"
    else:
        yield comment("Any player: of several open choices one is taken, nobody knows which.")
        yield "mdp"
    yield ""


def _formulas(system: TransitionSystem, words: Expressions, commands: Commands) -> Iterator[str]:
    ends = [commands.at(i) for i, location in enumerate(system.locations) if location.ends]
    yield f"formula ended = {' | '.join(ends) or 'false'};"
    yield f"formula {ENDING} = (ended ? {AT} : {words.written(Word('none'))});"
    yield f"formula {TONE} = {_tone(system, words)};"
    yield f"formula entering = {AT} < {len(words.nodes)};"
    yield from commands.formulas
    yield f"formula stuck = {' | '.join(f'({one})' for one in commands.stuck) or 'false'};"


def _tone(system: TransitionSystem, words: Expressions) -> str:
    """The tone of the ending at which play stands, else the word that says that there is none."""
    tone = words.written(Word("none"))
    for scene, at in zip(system.machine.scenes, words.nodes, strict=True):
        if scene.node.ending:
            tone = f"({AT} = {at} ? {words.written(Word(scene.node.ending.tone))} : {tone})"
    return tone


def _location(system: TransitionSystem, commands: Commands, location: int) -> Iterator[str]:
    scene = system.machine.scenes[system.locations[location].scene]
    lines = list(commands.of(location))
    if lines:
        yield comment(f"{scene.id}{f': {scene.node.title}' if scene.node.title else ''}")
        yield from lines
