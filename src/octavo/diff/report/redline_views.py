"""A redline's HTML -> the same with ways to look at it: changes only, and side by side."""

import json
from html import escape

from octavo.core.workshop import Workshop
from octavo.languages import Language

SCRIPT, SHEET = "shared/redline-views.js", "shared/redline-views.css"
WORDS = ("changes_only", "side_by_side", "unchanged")


def with_views(page: bytes, workshop: Workshop, words: Language) -> bytes:
    """Return the redline's HTML with the script of its views; it has to come behind that which
    makes the bar. Without scripts, or printed, all stands there in one column."""
    script, sheet = ((workshop.template(name) or b"").decode() for name in (SCRIPT, SHEET))
    told = escape(json.dumps({name: words.words[name] for name in WORDS}, ensure_ascii=False))
    text = page.decode().replace("</head>", f"<style>\n{sheet}</style>\n</head>", 1)
    tag = f'<script data-words="{told}">\n{script}</script>\n</body>'
    head, _, tail = text.rpartition("</body>")
    return f"{head}{tag}{tail}".encode()
