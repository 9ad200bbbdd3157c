"""Parts of a view in words, for whoever tells them in lines: what changed, why, and on what it leans."""

from __future__ import annotations

from collections.abc import Sequence

from playable.engine.markup import plain
from playable.engine.view_parts import Change, Citation, Reason

WORDS = 6  # of a claim, where it has no short form of its own
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def moved(change: Change) -> str:
    """The change itself: `Trust rises by 2 to 6, working.`"""
    delta, word = change.delta, change.after_word
    if delta is None:
        return f"{change.name}: {sentence(word)}"
    tail = f", {word}" if word else ""
    return f"{change.name} {'rises' if delta > 0 else 'falls'} by {abs(delta)} to {change.after}{tail}."


def reason(of: Change | Reason) -> str:
    """Why something changed, or play came here; and on what that leans."""
    because = sentence(plain(of.because)) if of.because else ""
    if of.cites:
        leans = "; ".join(in_short(claim) for claim in of.cites)
        return f"{because} ({leans})".strip()
    return f"{because} ({outside(of)})".strip() if of.outside else because


def view_of(source: str) -> str:
    """What stands over what a source says: `The essay’s view`, `The notices’ view`."""
    return f"{source[:1].upper()}{source[1:]}’{'' if source.endswith('s') else 's'} view"


def outside(of: Change | Reason) -> str:
    """That the source is silent on it, and what is said instead: `outside the essay: drills were deferred`."""
    return f"outside {of.source}: {of.outside}"


def claim(citation: Citation) -> str:
    """A claim in full."""
    return f"{citation.id}, paragraph {citation.paragraph}, {citation.kind}: {citation.says}"


def sentence(text: str) -> str:
    """`text` with a full stop where it has no end of its own."""
    return text if not text or text[-1] in '.!?…”’"' else f"{text}."


def named(unnamed: str) -> str:
    """An id as a name, for what has none."""
    return unnamed.replace("_", " ").capitalize()


def since(saved: str | None, now: str) -> str:
    """When a story began to differ from a save of it; `saved` and `now` are versions."""
    return f"version {saved}" if saved != now else "it was saved"


def joined(*parts: str) -> str:
    """The parts that are not empty, with commas."""
    return ", ".join(part for part in parts if part)


def number(n: int) -> str:
    """A small number as a word."""
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else str(n)


def counted(n: int, what: str) -> str:
    """So many of something: `one decision`, `two decisions`."""
    return f"{number(n)} {what}{'' if n == 1 else 's'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as one says them: `a, b and c`."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def in_short(claim: Citation) -> str:
    """A claim in a few words: `c8 · ties with Seoul`."""
    words = claim.says.rstrip(".").split()
    return f"{claim.id} · {claim.short or ' '.join(words[:WORDS]).rstrip(',;:') + ('…' if len(words) > WORDS else '')}"
