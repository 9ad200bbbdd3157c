"""A story as one page that plays in any browser, from a file or any host: no server, no address outside it.

The page is the runtime (`runtime/`, a twin of the engine in JavaScript), the story as data, and its expressions as
functions that were written from their typed trees. Its own policy lets nothing else run: style and script are named by
their digests, and nothing can be loaded, sent or framed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from playable.authoring.page.data import Data
from playable.authoring.page.javascript import literal
from playable.engine.assembly import assemble
from playable.language.story import Story

_HERE = Path(__file__).parent
_READER = _HERE / "vendor" / "markdown-it.min.js"
RULES = ("sha256", "markup", "machine", "session")  # what needs no page: the twin of the engine
SCREEN = ("record", "dom", "review", "sheets", "screen")


def page(story: Story) -> str:
    """The whole page, as HTML."""
    style = "\n" + _runtime("page.css")
    script = f"\n{program(story, (*RULES, *SCREEN))}\nnew Screen(new Machine(STORY, FUNCTIONS));\n"
    parts = {
        "POLICY": f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'",
        "TITLE": escape(story.head.title),
        "STYLE": style,
        "SCRIPT": script,
    }
    return re.sub("|".join(parts), lambda part: parts[part[0]], _runtime("page.html"))


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


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
