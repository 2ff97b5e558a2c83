"""Sheets of a proof -> remarks on whole pages: holes, and headings alone at a page's foot."""

from collections.abc import Iterator, Sequence

from octavo.checks.typography import limits
from octavo.checks.typography.remarks import Remark
from octavo.constructs.construct_table import FRAMES
from octavo.editions.pdf.measures import Band, ProofSheet

NEXT = {"heading": "a heading", **{frame.element: frame.called for frame in FRAMES}}
"""What begins a page -> how it is called; anything else is a paragraph."""


def on_pages(sheets: Sequence[ProofSheet]) -> Iterator[Remark]:
    """Yield the remarks. Problems: E605, E608."""
    for page, sheet in enumerate(sheets):
        if not sheet.bands:
            continue
        yield from _gap(page, sheet)
        if not sheet.is_last:
            yield from _foot(page, sheet)
            yield from _heading(page, sheet)


def _foot(page: int, sheet: ProofSheet) -> Iterator[Remark]:
    """Yield the remark on what is left white at the foot of a page."""
    end = max(band.bottom for band in sheet.bands)
    share = (sheet.bottom - end) / sheet.height
    if share > limits.HOLE:
        what = NEXT.get(sheet.next_kind, "a paragraph")
        message = f"a hole: {share:.0%} of the page stays white, since {what} begins overleaf"
        if sheet.next_kind and sheet.next_kind != "heading":
            hint = "move it behind the next paragraphs, make it smaller, or let text go before it"
        else:
            hint = "something here is kept together with what follows: add text, or take some away"
        yield Remark("E608", page, sheet.next_block, "", message, hint)


def _gap(page: int, sheet: ProofSheet) -> Iterator[Remark]:
    """Yield the remark on the largest white strip between two things of the text."""
    bands = sorted(sheet.bands, key=lambda band: (band.top, band.bottom))
    end, above = 0.0, None
    for band in bands:
        gap = band.top - end
        if above and above.block and band.block and gap > limits.HOLE * sheet.height:
            share = gap / sheet.height
            message = f"a hole: {share:.0%} of the page is white above this"
            hint = "look at the style sheet: a margin, a height or a clearance makes the room"
            yield Remark("E608", page, band.block, "", message, hint)
        if band.bottom > end:
            end, above = band.bottom, band


def _heading(page: int, sheet: ProofSheet) -> Iterator[Remark]:
    """Yield the remark on a heading with too little below it."""
    below: set[float] = set()
    heading: Band | None = None
    for band in reversed(sheet.bands):
        if band.kind == "heading":
            heading = band
            break
        below.add(band.top)
        if band.kind == "figure":
            return  # a picture carries its heading
    if heading is None or len(below) >= limits.BELOW_HEADING or (below and _is_whole(sheet)):
        return
    many = "no line" if not below else "one line"
    message = f"a heading at the foot of the page, with {many} of text below it"
    hint = "add a line or two before it, or take some away"
    yield Remark("E605", page, heading.block, "", message, hint)


def _is_whole(sheet: ProofSheet) -> bool:
    """Tell whether a section ends with its page: a heading or a template's part comes next."""
    return sheet.next_kind == "heading" or not sheet.next_block.isdecimal()
