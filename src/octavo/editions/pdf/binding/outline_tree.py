"""Bookmarks of all units -> the outline, nested by their levels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from octavo.editions.pdf.binding.pdf_output import PdfOutput


@dataclass(slots=True)
class OutlineItem:
    """An entry of the outline."""

    title: bytes
    aim: bytes
    """Entry that says where it leads."""
    is_closed: bool
    items: "list[OutlineItem]" = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many entries below it can be seen while it is open."""
        return sum(1 + (0 if each.is_closed else each.shown) for each in self.items)


def nest(marks: Iterable[tuple[int, OutlineItem]]) -> list[OutlineItem]:
    """Return items, each below the last one of a lower level; levels may be skipped."""
    top: list[OutlineItem] = []
    above: list[tuple[int, OutlineItem]] = []
    for level, item in marks:
        while above and above[-1][0] >= level:
            above.pop()
        (above[-1][1].items if above else top).append(item)
        above.append((level, item))
    return top


def write_outline(out: PdfOutput, items: Sequence[OutlineItem]) -> int:
    """Write the outline; return its number, 0 where there is nothing in it."""
    if not items:
        return 0
    root = out.number()
    first, last = _write(out, items, root)
    count = OutlineItem(b"", b"", False, list(items)).shown
    data = b"<</Type /Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (count, first, last)
    out.put([(root, data)])
    return root


def _write(out: PdfOutput, items: Sequence[OutlineItem], parent: int) -> tuple[int, int]:
    """Write the items of one level; return the numbers of the first and the last."""
    numbers = out.numbers(len(items))
    for n, (number, item) in enumerate(zip(numbers, items, strict=True)):
        entries = [b"/Title %s/Parent %d 0 R%s" % (item.title, parent, item.aim)]
        if n:
            entries.append(b"/Prev %d 0 R" % numbers[n - 1])
        if n + 1 < len(items):
            entries.append(b"/Next %d 0 R" % numbers[n + 1])
        if item.items:
            first, last = _write(out, item.items, number)
            count = -item.shown if item.is_closed else item.shown
            entries.append(b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, count))
        out.put([(number, b"<<%s>>" % b"".join(entries))])
    return numbers[0], numbers[-1]
