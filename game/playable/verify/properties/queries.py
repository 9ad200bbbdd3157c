"""What is asked of states: does a condition hold, at some locations?"""

from __future__ import annotations

from typing import Literal, NamedTuple

from playable.language.expressions.tree import Tree
from playable.language.reading.places import Loc

# is it told; is it met or broken; does a thesis's `when` hold; what values has a variable; does a condition fail
QueryKind = Literal["text", "thesis", "given", "value", "failed"]


class QueryId(NamedTuple):
    """What tells a query from all others."""

    kind: QueryKind
    id: str


class Query(NamedTuple):
    """A condition at each of some locations. Of a kind each has an `id`; texts have the keys that lead to them as
    well, and the condition as its author wrote it."""

    kind: QueryKind
    id: str
    at: tuple[tuple[int, Tree], ...]
    loc: Loc = ()
    written: Tree | None = None

    @property
    def key(self) -> QueryId:
        """What tells it from all others."""
        return QueryId(self.kind, self.id)
