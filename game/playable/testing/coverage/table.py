"""Coverage as a table, by file, as pytest-cov has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playable.testing.coverage.coverage import KINDS, Coverage, PartCoverage, Tally
from playable.testing.coverage.parts import SIDED

NARROWEST = 24  # the column of names
_COLUMNS = f"{'Parts':>7}{'Miss':>7}{'Sides':>8}{'Miss':>7}{'Cover':>8}"
_UNMET = {"texts": ("never told", "never left out"), "conditions": ("never held", "never failed")}


def lines(stories: Sequence[Coverage], missing: bool) -> Iterator[str]:
    """The table; where what is `missing` is asked for, each part and each side that was not met, by its line."""
    files = [file for one in stories for file in one.files]
    width = max(NARROWEST, *(len(file) + 2 for file in files), *(len(one.story) + 12 for one in stories))
    ruler = "-" * (width + len(_COLUMNS))
    yield from (f"{'Name':{width}}{_COLUMNS}", ruler)
    for one in stories:
        yield f"{one.story} ({one.tests or 'no'} test{'' if one.tests == 1 else 's'})"
        yield from (_row(f"  {file}", parts, width) for file, parts in one.files.items())
    yield from (ruler, _row("TOTAL", [parts for one in stories for parts in one.parts], width))
    for one in stories:
        tallies = ((kind, one.of_kind(kind)) for kind in KINDS)
        said = ", ".join(f"{kind} {tally.met} of {tally.whole}" for kind, tally in tallies if tally.whole)
        yield from ("", f"{one.story}: {said}")
        if one.left_out:
            yield f"  left out, for it is proved to be impossible: {one.left_out}"
        if not one.proved:
            yield "  what is impossible was not found out: it counts as missing"
        if missing:
            yield from _missing(one)


def total(stories: Sequence[Coverage]) -> Tally:
    """All stories together."""
    return Tally.of(parts for one in stories for parts in one.parts)


def _row(name: str, parts: Sequence[PartCoverage], width: int) -> str:
    whole = Tally.of(one for one in parts if one.kind not in SIDED)
    sides = Tally.of(one for one in parts if one.kind in SIDED)
    missed = f"{whole.whole:>7}{whole.whole - whole.met:>7}{sides.whole:>8}{sides.whole - sides.met:>7}"
    return f"{name:{width}}{missed}{Tally.of(parts)!s:>8}"


def _missing(story: Coverage) -> Iterator[str]:
    for file, parts in story.files.items():
        for one in parts:
            if one.met == one.whole:
                continue
            what, at = f"{one.kind.removesuffix('s')} {one.id}", f"  {file}:{one.line}:"
            if one.kind == "policies":
                what = f"policy {one.id}"
            if one.kind not in SIDED:
                yield f"{at} never: {what}"
            elif one.met == 0 and one.whole == 2:
                yield f"{at} never asked: {what}, {one.says}"
            else:
                side = next(said for count, said in zip(one.counts, _UNMET[one.kind], strict=True) if count == 0)
                yield f"{at} {side}: {what}, {one.says}"
