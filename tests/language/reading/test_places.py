"""Where keys stand: noted in the first pass for sections and their items, else read in a second, and both agree."""

from __future__ import annotations

import pytest
from playable.language.library import shipped
from playable.language.merge import read_all
from playable.language.reading.places import Loc, Places
from playable.language.reading.source import Source

ODD = {
    "in brackets": "nodes: {hall: {text: A hall.}, 'den': {goto: hall}}\ndecks: {}\n",
    "given twice": "nodes:\n  hall: {text: One.}\n  hall: {text: Two.}\nnodes:\n  den: {text: Three.}\n",
    "an alias as a key": "nodes: &n {hall: {text: A.}}\n*n : {den: {text: B.}}\nstate: {x: {start: true}}\n",
    "merged": "nodes:\n  <<: {den: {text: A.}}\n  hall: {text: B.}\n",
    "a list of sections": "- nodes: {hall: {text: A.}}\n- nodes: {den: {text: B.}}\n",
    "cut short": "nodes:\n  hall: {text: A.}\n  den: {text: [B.}\n  loft: {text: C.}\n",
    "signs": "nodes:\n  h\u202ell: {text: A.}\n  \u00e9: {text: B.}\n",
}


def keys_of(source: Source) -> list[Loc]:
    """The places of the sections and their items, as they are read."""
    return [
        loc
        for section, items in source.data.items()
        for loc in ((section,), *((section, item) for item in (items if isinstance(items, dict) else ())))
    ]


def agree(source: Source) -> None:
    """Each key stands where the second pass finds it."""
    places = Places(source._read)
    for loc in keys_of(source):
        assert source.key_index(loc) == places.root.at(loc).key, loc


@pytest.mark.parametrize("name", shipped())
def test_both_passes_find_the_keys_of_stories(name: str) -> None:
    sources, _ = read_all(shipped()[name])
    assert sum(len(keys_of(source)) for source in sources) > 10
    for source in sources:
        agree(source)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_both_passes_find_the_keys_of_odd_files(text: str) -> None:
    agree(Source("odd.yaml", text))


def test_lines_end_as_the_file_ends_them() -> None:
    source = Source("ends.yaml", "a: 1\r\nb: 2\rc: 3\nd: 4")
    assert [source.position(source.key_index((key,))) for key in "abcd"] == [(1, 1), (2, 1), (3, 1), (4, 1)]
