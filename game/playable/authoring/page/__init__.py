"""A story as one page that plays in any browser, from a file or any host: no server, no address outside it.

The page is the runtime (`runtime/`, a twin of the engine in JavaScript), the story as data, and its expressions as
functions that were written from their typed trees. Its own policy lets nothing else run: style and script are named by
their digests, and nothing can be loaded, sent or framed.
"""

from __future__ import annotations

from pathlib import Path

from playable.authoring.page.data import Data
from playable.authoring.single_page import literal, single_page
from playable.engine.assembly import assemble
from playable.language.story import Story

_HERE = Path(__file__).parent
_READER = _HERE / "vendor" / "markdown-it.min.js"
RULES = ("sha256", "markup", "machine", "session", "short_road")  # what needs no page: the twin of the engine
WHY = ("fractions", "absorption", "course", "trace", "why", "doubt", "sentences")
REVIEW = (*WHY, "outlook", "belief", "decision_odds")  # nor does this: the twin of the review
SCREEN = (*REVIEW, "recording", "dom", "review", "sheets", "screen")


def page(story: Story) -> str:
    """The whole page, as HTML."""
    script = f"{program(story, (*RULES, *SCREEN))}\nnew Screen(new Machine(STORY, FUNCTIONS));"
    return single_page(_runtime("page.html"), story.head.title, _runtime("page.css"), script)


def program(story: Story, modules: tuple[str, ...] = RULES) -> str:
    """The script without what starts it: the reader of prose, the runtime's modules, the story and its functions."""
    data = Data(assemble(story))
    reader = _READER.read_text(encoding="utf-8").partition("\n//# sourceMappingURL")[0]
    functions = ",\n".join(data.functions)
    return "\n".join(
        (
            reader,
            *(_runtime(f"{module}.js") for module in modules),
            f"const FUNCTIONS = [\n{functions}\n];",
            f"const STORY = {literal(data.story)};",
        )
    )


def _runtime(name: str) -> str:
    return (_HERE / "runtime" / name).read_text(encoding="utf-8")
