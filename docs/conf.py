"""The site of these pages, by Sphinx: `make site`. A broken link, or a page that `index.md` leaves out, is an error."""

from __future__ import annotations

import re
from typing import Any

from playable import __version__

project = "Enemy of the Good"
author = "the authors of Enemy of the Good"
version = release = __version__
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Enemy of the Good"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
highlight_language = "text"

_SECTION = re.compile(r"^## (.*)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)
_PAGE = re.compile(r"\]\(([\w/-]+)\.md\)")


def setup(app: Any) -> None:
    """The order of the pages is that in which `index.md` names them."""
    app.connect("source-read", _navigation)


def _navigation(app: Any, page: str, source: list[str]) -> None:
    if page == "index":
        for title, text in _SECTION.findall(source[0]):
            pages = "\n".join(_PAGE.findall(text))
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n{pages}\n```\n"
