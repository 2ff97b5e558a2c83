"""Named boxes: ``/// name | title`` … ``///`` becomes an element with Markdown inside."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """What a box becomes."""

    tag: str
    kind: str
    """Class of the element."""
    argument: str = ""
    """What stands after the bar: '' nothing, ``title`` (optional words), ``value`` (an option)."""


ADMONITIONS = ("note", "tip", "important", "warning", "caution", "example")
BOXES: Mapping[str, Box] = {
    "key-points": Box("div", "key-points", "title"),
    "pull-quote": Box("div", "pull-quote"),
    "epigraph": Box("div", "epigraph"),
    "verse": Box("div", "verse", "value"),
    "dialogue": Box("div", "dialogue"),
    "letter": Box("div", "letter"),
    "figures": Box("div", "figures"),
    "only": Box("div", "only", "value"),
    "page-break": Box("div", "page-break"),
    **{name: Box("div", f"admonition admonition-{name}", "title") for name in ADMONITIONS},
}
"""Name after the slashes -> the box."""

ARGUMENTS: Mapping[str, bool] = {name: bool(box.argument) for name, box in BOXES.items()}
"""Name -> whether words may stand behind a stroke."""
