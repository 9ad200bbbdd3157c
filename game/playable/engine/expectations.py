"""What a playthrough file expects: conditions asked of a session from outside the story."""

from __future__ import annotations

from playable.engine.compile import Slots, compiled, memory_name, source
from playable.engine.session import Session
from playable.language.expressions.tree import Memory, Name, Tree, leaves
from playable.language.names import PRESENT, TONES, Flag, OneOf


def holds(tree: Tree, session: Session) -> bool:
    """Does a condition hold now? The present visit counts as seen; `here`, `ending` and `tone` are known."""
    slots, s = _present(tree, session)
    return bool(compiled([source(tree, slots)]).popitem()[1](s))


def value(name: str, session: Session) -> int | str | bool:
    """What a variable, `here`, `ending` or `tone` is now: a number, a word, true or false."""
    slots, s = _present(Name(name), session)
    domain, now = slots.domain(name), s[slots.index[name]]
    return domain.words[now] if isinstance(domain, OneOf) else bool(now) if isinstance(domain, Flag) else now


def as_typed(value: int | str | bool) -> str:
    """A value as the language has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _present(tree: Tree, session: Session) -> tuple[Slots, list[int]]:
    """The state as a condition may ask of it: the variables, what is `PRESENT`, and each memory that it names."""
    story, slots, s = session.machine.story, Slots(), list[int]()
    now = session.state
    for i, (name, domain) in enumerate(story.domains.items()):
        slots.add(name, domain)
        s.append(now[i])
    nodes = tuple(story.nodes)
    endings = ("none", *(node_id for node_id, node in story.nodes.items() if node.ending))
    view, tones = session.view, ("none", *TONES)
    for name, words in zip(PRESENT, (nodes, endings, tones), strict=True):
        slots.add(name, OneOf(words))
    here, ending = view.node, view.ending
    s += [nodes.index(here), endings.index(here) if ending else 0, tones.index(ending.tone) if ending else 0]
    for memory in leaves(tree):
        if isinstance(memory, Memory) and memory_name(memory) not in slots.index:
            slots.add(memory_name(memory), Flag())
            s.append(int(session.remembers(memory.kind, memory.ref)))
    return slots, s


def values_of(tree: Tree, session: Session) -> str:
    """The values that a condition reads, in words: for the message when it fails."""
    slots, s = _present(tree, session)
    told = []
    for leaf in leaves(tree):
        name = memory_name(leaf) if isinstance(leaf, Memory) else getattr(leaf, "name", None)
        if name is not None and (value := _value(name, slots, s)) not in told:
            told.append(value)
    return ", ".join(told) or "it never does"


def _value(name: str, slots: Slots, s: list[int]) -> str:
    domain, value = slots.domain(name), s[slots.index[name]]
    match domain:
        case OneOf(words):
            return f"{name} is '{words[value]}'"
        case Flag():
            return f"{name} is {'true' if value else 'false'}"
        case _:
            return f"{name} is {value}"
