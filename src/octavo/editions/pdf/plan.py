"""Where units begin -> page labels, and what stands in the furniture of each page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.units.render import Unit
from octavo.languages import Language
from octavo.transforms.numbering import roman

BARE = frozenset(
    {
        "cover",
        "half-title",
        "title",
        "imprint",
        "dedication",
        "epigraph",
        "part",
        "colophon",
        "read-on",
    }
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of one page."""

    kind: str
    """opening (first page of a unit), bare (title pages, parts), turned, full (a picture fills it),
    blank, or plain."""
    label: str
    head: str
    """Title of the unit, for the running head."""


@dataclass(frozen=True, slots=True)
class Plan:
    labels: tuple[str, ...]
    """Label of each page."""
    label_of: Mapping[str, str]
    """Id -> label of the page that it stands on."""
    sheets: tuple[Furniture, ...]
    numbering: list[list[Any]]
    """Runs of page labels: [index, PDF style (r or D), first number]."""


def plan_pages(
    units: Sequence[Unit], facts: LayoutFacts, words: Language, fit: Callable[[str], str] = str
) -> Plan:
    """Return the plan: roman labels for front matter, arabic from the first page of the body.

    ``fit`` makes running heads of titles.
    """
    anchors, count = facts.anchors, facts.pages
    starts = [anchors[f"octavo-unit-{unit.slug}"] for unit in units]
    body = min(
        (at for unit, at in zip(units, starts, strict=True) if unit.matter == "body"), default=0
    )
    labels = tuple(roman(n + 1) if n < body else str(n - body + 1) for n in range(count))
    numbering: list[list[Any]] = ([[0, "r", 1]] if body else []) + [[body, "D", 1]]
    written = _find_written(facts)
    heads = [fit(unit.head or unit.title) for unit in units]
    sheets = [_sheet(n, labels[n], units, heads, starts, n in written) for n in range(count)]
    for n in facts.turned:
        sheets[n] = replace(sheets[n], kind="turned")
    for n in facts.full:
        if sheets[n].kind == "opening" and n + 1 < count and sheets[n + 1].kind == "plain":
            sheets[n + 1] = replace(sheets[n + 1], kind="opening")
        sheets[n] = replace(sheets[n], kind="full")
    label_of = {name: labels[page] for name, page in anchors.items()}
    return Plan(labels, label_of, tuple(sheets), numbering)


def _find_written(facts: LayoutFacts) -> frozenset[int]:
    """Return the pages that bear something; the others are blank versos."""
    pages = set(facts.anchors.values())
    for ordinal, first in facts.starts.items():
        pages |= set(range(first, facts.ends[ordinal] + 1))
    return frozenset(pages)


def _sheet(
    page: int,
    label: str,
    units: Sequence[Unit],
    heads: Sequence[str],
    starts: Sequence[int],
    is_written: bool,
) -> Furniture:
    at = max((n for n, start in enumerate(starts) if start <= page), default=0)
    unit, head = units[at], heads[at]
    if not is_written:
        return Furniture("blank", label, "")
    if unit.kind in BARE:
        return Furniture("bare", label, head)
    return Furniture("opening" if starts[at] == page else "plain", label, head)
