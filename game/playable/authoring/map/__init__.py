"""A story as a map on one page: pan, zoom, search, and each scene's text and ways on, with what was proved of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playable.authoring.graph import arrows, name_of
from playable.authoring.single_page import literal, single_page
from playable.language.contents import Holder, alternatives, effect_holders
from playable.language.expressions.algebra import unparse
from playable.language.expressions.tree import Tree
from playable.language.model import Choice, Node, Outcome, Told
from playable.language.story import Story
from playable.verify import Report

_HERE = Path(__file__).parent


def map_page(story: Story, report: Report | None = None) -> str:
    """The page. With a report endings have their odds, and what no playthrough meets is marked with the reason."""
    layout = (_HERE / "vendor" / "dagre.min.js").read_text(encoding="utf-8")
    script = f"{layout}\n{_own('map.js')}\ndraw({literal(_data(story, report))});"
    return single_page(_own("map.html"), f"{story.head.title}: the map", _own("map.css"), script)


def _data(story: Story, report: Report | None) -> dict[str, Any]:
    impossible = {v.id: v.because for v in report.verdicts["nodes"] if v.verdict == "impossible"} if report else {}
    chances = (report.chances if report else None) or {}
    nodes = [
        {
            "id": node_id,
            "name": name_of(node_id, node),
            "chapter": story.chapters.get(node_id, ""),
            "when": " · ".join(part for part in (node.date, node.place) if part),
            "kind": _kind(node),
            "tone": node.ending.tone if node.ending else "",
            "text": [_told(node.text)] if node.text is not None else [],
            "ways": list(_ways(story, node)),
            "impossible": impossible.get(node_id),
            "odds": chances[node_id].odds if node_id in chances else None,
        }
        for node_id, node in story.nodes.items()
    ]
    drawn = [{"from": a.origin, "to": a.target, "by": a.by, "kind": a.kind} for a in arrows(story)]
    return {"title": story.head.title, "start": story.head.start, "nodes": nodes, "arrows": drawn}


def _kind(node: Node) -> str:
    if node.ending:
        return "ending"
    return "choices" if node.choices else "chance" if node.chance else "draw" if node.draw else "page"


def _ways(story: Story, node: Node) -> Iterator[dict[str, Any]]:
    """Every way on, in the words of the story: what it is called, when it is there, and where it leads."""
    for card in story.decks[node.draw] if node.draw else ():
        when = story.nodes[card].when
        yield {"label": f"card of {node.draw}", "when": unparse(when) if when else "", "to": [card]}
    for _, holder in effect_holders(node):
        to = [node.then] if isinstance(holder, Node) and node.then else _targets(holder)
        if isinstance(holder, Choice):
            yield {"label": _told(holder.label), "when": _condition(holder.when), "to": to or ["stays here"]}
        elif isinstance(holder, Outcome):
            yield {"label": "by chance", "when": f"weight {unparse(holder.weight)}", "to": to}
        elif to:
            yield {"label": "runs on", "when": "", "to": to}


def _targets(holder: Holder) -> list[str]:
    if isinstance(holder.goto, list):
        return [f"{way.goto}, if {unparse(way.when)}" if way.when else way.goto for way in holder.goto]
    return [holder.goto] if holder.goto else []


def _condition(when: Tree | None) -> str:
    return unparse(when) if when else ""


def _told(told: Told | None) -> str:
    """A text as its author sees it, values in braces and conditions before what they govern."""
    parts = []
    for when, prose in alternatives(told):
        said = "".join(p if isinstance(p, str) else f"{{{unparse(p)}}}" for p in prose.pieces)
        said = "\n\n".join(" ".join(paragraph.split()) for paragraph in said.split("\n\n")).strip()
        parts.append(f"[{unparse(when)}] {said}" if when else said)
    return "\n\n".join(parts)


def _own(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
