"""Coverage against the lines of the YAML, in the two forms that viewers read: LCOV and Cobertura.

A line is met as often as the least met of all that stands on it. Nodes are shown as functions, conditions as branches:
the first holds, the second fails. What is impossible is in neither form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from playable.testing.coverage.coverage import Coverage, PartCoverage, Tally
from playable.testing.coverage.parts import SIDED

_DOCTYPE = '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'


class LineCoverage(NamedTuple):
    """A line on which something stands: how often it was met, and of each condition on it how often each side."""

    number: int
    hits: int
    branches: tuple[tuple[int | None, ...], ...]

    @property
    def sides(self) -> Tally:
        """How many sides came out, of how many there are."""
        sides = [count for branch in self.branches for count in branch if count is not None]
        return Tally(sum(map(bool, sides)), len(sides))


def by_line(parts: Sequence[PartCoverage]) -> list[LineCoverage]:
    """The lines of a file, from its parts."""
    lines: dict[int, list[PartCoverage]] = {}
    for one in parts:
        if one.whole and one.line:
            lines.setdefault(one.line, []).append(one)
    return [
        LineCoverage(
            number,
            min(sum(count or 0 for count in one.counts) for one in some),
            tuple(one.counts for one in some if one.kind in SIDED),
        )
        for number, some in sorted(lines.items())
    ]


def lcov(stories: Sequence[Coverage]) -> str:
    """The form of `lcov` and `genhtml`."""
    return "".join(f"{line}\n" for story in stories for line in _lcov(story))


def _lcov(story: Coverage) -> Iterator[str]:
    for file, parts in story.files.items():
        lines = by_line(parts)
        nodes = [one for one in parts if one.kind in ("nodes", "endings") and one.whole]
        yield from (f"TN:{story.story}", f"SF:{file}")
        yield from (f"FN:{one.line},{one.id}" for one in nodes)
        yield from (f"FNDA:{one.counts[0]},{one.id}" for one in nodes)
        yield from (f"FNF:{len(nodes)}", f"FNH:{sum(one.met for one in nodes)}")
        for line in lines:
            for n, branch in enumerate(line.branches):
                asked = any(branch)
                for side, count in enumerate(branch):
                    if count is not None:
                        yield f"BRDA:{line.number},{n},{side},{count if asked else '-'}"
        sides = [line.sides for line in lines]
        yield from (f"BRF:{sum(one.whole for one in sides)}", f"BRH:{sum(one.met for one in sides)}")
        yield from (f"DA:{line.number},{line.hits}" for line in lines)
        yield from (f"LF:{len(lines)}", f"LH:{sum(line.hits > 0 for line in lines)}", "end_of_record")


def cobertura(stories: Sequence[Coverage]) -> str:
    """The form of Cobertura, which GitLab and others show beside changes. A story is a package, a file a class."""
    everything = [by_line(parts) for story in stories for parts in story.files.values()]
    root = Element("coverage", _rates([line for lines in everything for line in lines]), version="1", timestamp="0")
    SubElement(SubElement(root, "sources"), "source").text = "."
    packages = SubElement(root, "packages")
    for story in stories:
        files = {file: by_line(parts) for file, parts in story.files.items()}
        rates = _rates([line for lines in files.values() for line in lines])
        package = SubElement(packages, "package", rates, name=story.story, complexity="0")
        classes = SubElement(package, "classes")
        for file, lines in files.items():
            one = SubElement(classes, "class", _rates(lines), name=file, filename=file, complexity="0")
            SubElement(one, "methods")
            listed = SubElement(one, "lines")
            for line in lines:
                at = SubElement(listed, "line", number=str(line.number), hits=str(line.hits))
                if line.branches:
                    at.set("branch", "true")
                    at.set("condition-coverage", f"{line.sides} ({line.sides.met}/{line.sides.whole})")
    indent(root)
    return f'<?xml version="1.0" ?>\n{_DOCTYPE}{tostring(root, encoding="unicode")}\n'


def _rates(lines: Sequence[LineCoverage]) -> dict[str, str]:
    hit, sides = Tally(sum(line.hits > 0 for line in lines), len(lines)), [line.sides for line in lines]
    branches = Tally(sum(one.met for one in sides), sum(one.whole for one in sides))
    return {
        "line-rate": f"{hit.share / 100:.4f}",
        "branch-rate": f"{branches.share / 100:.4f}",
        "lines-covered": str(hit.met),
        "lines-valid": str(hit.whole),
        "branches-covered": str(branches.met),
        "branches-valid": str(branches.whole),
    }
