"""Mappings and lists that may have had more in them than could be read: nothing is said of what they lack."""

from __future__ import annotations

from collections.abc import Container, Iterable


class Unfinished(Container[object]):
    """Some containers, told apart by identity: another that equals one of them may be whole."""

    def __init__(self, containers: Iterable[object] = ()) -> None:
        self._by_id = {id(one): one for one in containers}  # held, so that nothing else takes its id

    def __contains__(self, value: object) -> bool:
        return id(value) in self._by_id

    def __bool__(self) -> bool:
        return bool(self._by_id)

    def __or__(self, other: Unfinished) -> Unfinished:
        """Those of both."""
        return Unfinished((*self._by_id.values(), *other._by_id.values()))

    def add(self, container: object) -> None:
        """One more."""
        self._by_id[id(container)] = container
