"""What a look at the structure of a story finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from playable.language.faults import Trouble
from playable.language.places import Loc

Sections = Mapping[str, object]  # of all files, merged, as they were typed


class Finding(NamedTuple):
    """A trouble of the value at `loc`, or of its key."""

    loc: Loc
    trouble: Trouble
    of_key: bool = False


def key_fault(loc: Loc, code: str, message: str) -> Finding:
    """An error at the key of `loc`."""
    return Finding(loc, Trouble(code, message), of_key=True)


def key_warning(loc: Loc, code: str, message: str) -> Finding:
    """A warning at the key of `loc`: what stands there does nothing."""
    return Finding(loc, Trouble(code, message, severity="warning"), of_key=True)
