"""What a redline's HTML does where scripts run: walks from change to change, folds and sets side by
side, and writes decisions back to the source."""

import json
from collections.abc import Mapping
from html import escape

from octavo.constructs.construct_table import CONSTRUCTS
from octavo.core.workshop import Workshop
from octavo.languages import Language

DECISIONS = "shared/redline-decisions.js"
SCRIPTS = ("shared/redline.js", "shared/redline-views.js")
"""In this order: the views go into the bar that the walk has made."""
SHEETS = ("shared/redline-bar.css", "shared/redline-views.css")
WORDS = (
    *"changes previous next text section accept_change reject_change".split(),
    *"changes_only side_by_side unchanged".split(),
    *(each.name for each in CONSTRUCTS if each.is_called),
)


def script_of(workshop: Workshop, is_decidable: bool) -> str:
    """Return the script of a redline, which is ours, whatever templates a project has."""
    names = (DECISIONS, *SCRIPTS) if is_decidable else SCRIPTS
    files = (workshop.inputs.find(name, "templates") or b"" for name in names)
    return "".join(data.decode() for data in files)


def with_script(
    page: bytes,
    script: str,
    workshop: Workshop,
    words: Language,
    sources: Mapping[str, object] | None = None,
) -> str:
    """Return a redline's HTML with its script (``script_of``); ``sources`` is what decisions are
    written back to.

    Without scripts, or printed, all stands there in one column.
    """
    sheets = "".join(workshop.text(name) or "" for name in SHEETS)
    said = {name: words.words[name] for name in WORDS}
    told = escape(json.dumps(said, ensure_ascii=False))
    data = escape(json.dumps(sources)) if sources else ""
    tag = f'<script data-words="{told}" data-sources="{data}">{script}</script>\n</body>'
    text = page.decode().replace("</head>", f"<style>\n{sheets}</style>\n</head>", 1)
    head, _, tail = text.rpartition("</body>")
    return f"{head}{tag}{tail}"
