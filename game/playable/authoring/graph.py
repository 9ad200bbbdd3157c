"""A story as a map: its nodes, and every way from one to another, for programs that draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from playable.language.model import Node
from playable.language.navigation import BACK, exits, homes
from playable.language.story import Story

Format = Literal["mermaid", "dot"]
MERMAID_EDGES = 500  # its defaults
MERMAID_LETTERS = 50_000


class Arrow(NamedTuple):
    """A way from a node to another, and by what: a choice, an outcome, a card; empty where play just runs on."""

    origin: str
    target: str
    by: str
    kind: Literal["choice", "chance", "card", ""]


def arrows(story: Story) -> list[Arrow]:
    """Every way there is, each once. A choice that stays leads nowhere; `back` leads to all that it can mean."""
    every = [arrow for node_id, node in story.nodes.items() for arrow in _arrows(story, node_id, node)]
    draws = homes(story)
    told = (
        arrow._replace(target=target)
        for arrow in every
        for target in (_after(story, draws.get(arrow.origin, [])) if arrow.target == BACK else [arrow.target])
    )
    return list(dict.fromkeys(told))


def graph(story: Story, form: Format) -> str:
    """The map as text."""
    lines = _mermaid(story) if form == "mermaid" else _dot(story)
    return "\n".join(lines) + "\n"


def too_much_for_mermaid(story: Story) -> str | None:
    """Which of Mermaid's own bounds the map passes, in words: past them it draws nothing but an error."""
    edges, letters = len(arrows(story)), len(graph(story, "mermaid"))
    if edges > MERMAID_EDGES:
        return f"{edges:,} ways, and Mermaid draws {MERMAID_EDGES} at most unless its maxEdges is raised"
    if letters > MERMAID_LETTERS:
        return f"{letters:,} characters, and Mermaid reads {MERMAID_LETTERS:,} at most unless its maxTextSize is raised"
    return None


def _arrows(story: Story, node_id: str, node: Node) -> Iterator[Arrow]:
    if node.draw:
        yield from (Arrow(node_id, card, node.draw, "card") for card in story.decks[node.draw])
    yield from (Arrow(node_id, *way) for way in exits(node))


def _after(story: Story, draws: list[str]) -> list[str]:
    return [then for node_id in draws if (then := story.nodes[node_id].then)]


def _mermaid(story: Story) -> Iterator[str]:
    yield "flowchart TD"
    for node_id, node in story.nodes.items():
        left, right = ("([", "])") if node.ending else ("{", "}") if node.chance else ("[", "]")
        yield f'  {_safe(node_id)}{left}"{_words(name_of(node_id, node))}"{right}'
    for arrow in arrows(story):
        line = "-.->" if arrow.kind in ("chance", "card") else "-->"
        by = f'|"{_words(arrow.by)}"|' if arrow.by else ""
        yield f"  {_safe(arrow.origin)} {line}{by} {_safe(arrow.target)}"


def _dot(story: Story) -> Iterator[str]:
    yield f'digraph "{story.head.id}" {{'
    yield "  node [shape=box];"
    for node_id, node in story.nodes.items():
        shape = ", shape=oval" if node.ending else ", shape=diamond" if node.chance else ""
        yield f'  "{node_id}" [label="{_escaped(name_of(node_id, node))}"{shape}];'
    for arrow in arrows(story):
        dashed = ", style=dashed" if arrow.kind in ("chance", "card") else ""
        yield f'  "{arrow.origin}" -> "{arrow.target}" [label="{arrow.by}"{dashed}];'
    yield "}"


def name_of(node_id: str, node: Node) -> str:
    """What a node is called on a map: its title, its ending, or its id."""
    return " ".join((node.title or (node.ending.name if node.ending else node_id)).split())


def _safe(node_id: str) -> str:
    """An id that is no word of Mermaid's, such as `end`."""
    return f"n_{node_id}"


def _words(text: str) -> str:
    """Text within quotes, where Mermaid reads entities."""
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
