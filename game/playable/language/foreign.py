"""Words of other tools, and of plain English, for what our keys name."""

from __future__ import annotations

from collections.abc import Collection

_WORDS = {  # our keys, with those of ink, Twine, ChoiceScript, Yarn and Ren'Py for the same thing
    "goto": "next target jump jump_to divert link to leads_to destination goto_scene next_node next_scene then",
    "when": "if condition conditions requires require cond show_if visible_if enabled_if selectable_if only_if",
    "state": "variables vars var stats create declare defaults globals flags",
    "effects": "on_enter set sets actions action do changes change",
    "choices": "options option replies responses links menu choice answers branches",
    "briefings": "speaker speakers advisors advisers dialogue",
    "people": "characters character cast actors npcs persons speaker speakers advisors advisers",
    "nodes": "scenes passages knots stitches labels rooms pages",
    "decks": "storylets cards pool",
    "draw": "deck storylets cards pool",
    "chance": "random randomly roll rand shuffle",
    "text": "body content description lines prose",
    "label": "text title caption prompt name",
    "about": "description bio",
    "name": "title label",
    "title": "name heading",
    "outcome": "result response consequence feedback",
    "locked": "disabled greyed grayed hint tooltip",
    "once": "once_only hide_reuse one_shot oneshot only_once",
    "start": "default initial init value start_node first_node first entry",
    "range": "min max minimum maximum bounds limits",
    "one_of": "values enum options words",
    "shown": "visible show display",
    "because": "reason why explanation rationale",
    "cites": "cite citation citations sources references refs",
    "weight": "probability odds chance likelihood",
    "ending": "end finish game_over the_end",
    "tone": "mood kind type",
    "glossary": "terms dictionary codex lore",
    "theses": "properties tests assertions",
    "policies": "strategies strategy roads",
}
_MAPPINGS = frozenset(
    ("state", "choices", "briefings", "people", "nodes", "decks", "chance", "ending", "glossary", "theses", "policies")
)
_LISTS = frozenset(("effects", "range", "one_of", "cites"))


def ours(word: str, allowed: Collection[str]) -> str | None:
    """The key among those `allowed` that such a word stands for; None where it is none."""
    plain = word.lower().replace("-", "_")
    return next((key for key, words in _WORDS.items() if key in allowed and plain in words.split()), None)


def fits(key: str, value: object) -> bool:
    """Is a value of the shape that one of our keys holds?"""
    shape = dict if key in _MAPPINGS else list if key in _LISTS else (str, list)
    return isinstance(value, shape)
