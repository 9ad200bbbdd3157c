"""One HTML file that needs nothing else: its policy names its own style and script by their digests, no more."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def literal(value: object) -> str:
    """A value as JSON that can stand inside a script or a page: nothing in it opens or closes a tag."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "".join(_UNSAFE.get(character, character) for character in written)


def single_page(template: str, title: str, style: str, script: str) -> str:
    """The template with its TITLE, STYLE, SCRIPT and POLICY put in. Nothing can be loaded, sent or run beside them."""
    style, script = f"\n{style}", f"\n{script}\n"
    parts = {
        "POLICY": f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'",
        "TITLE": escape(title),
        "STYLE": style,
        "SCRIPT": script,
    }
    return re.sub("|".join(parts), lambda part: parts[part[0]], template)


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
