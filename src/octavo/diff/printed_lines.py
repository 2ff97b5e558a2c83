"""A revision that can be set -> on which page and which line of its PDF a word stands.

Lines are counted from the top of a page, as a printer counts them: those of paragraphs, lists,
quotations, captions and listings. Headings, cells of tables, running heads and feet are no lines;
those of a note at the foot are counted within the note.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.blocks.block import Block
from octavo.blocks.manuscript import blocks_of
from octavo.core.problems import BuildFailed
from octavo.diff.revision import Opened
from octavo.editions.pdf.measured_units import Pulled, pull_proof
from octavo.editions.pdf.measures import Passage
from octavo.editions.pdf.presses import Presses
from octavo.markup.tree import Element
from octavo.production.assembly import main_pdf

COUNTED = ("text", "code")
"""Kinds of passages whose lines are counted on their page."""
NOTE = "note"
AROUND = 14
"""Letters on either side by which a place in a text is found again in its lines."""
Spots = Mapping[tuple[int, float], int]
"""(page, top of a line) -> its number on the page."""


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where something stands in a PDF."""

    page: str
    """The page's label."""
    line: int = 0
    """From 1; 0 for what stands in no line that is counted."""
    note: str = ""
    """The number of the note that it stands in."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a block as it is set: its letters and figures, and where it stands."""

    letters: str
    place: PrintedPlace


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Finds the words of a revision on the pages of its PDF."""

    blocks: Sequence[Block] = ()
    """Of the manuscript, in reading order."""
    lines: Mapping[str, Sequence[SetLine]] = field(default_factory=dict)
    """Id of a block -> its lines."""

    def find(self, block: str, text: str, at: int) -> PrintedPlace | None:
        """Return where the character ``at`` of a block's text stands; None where it is not known.

        Its neighbours are looked for in the lines: numbers of references, and what templates add,
        stand in them and not in the text.
        """
        lines = self.lines.get(block, ())
        if not lines:
            return None
        whole = "".join(line.letters for line in lines)
        before = _letters(text[:at])
        own = before[-AROUND:], _letters(text[at:])[:AROUND]
        meant = _nearest(whole, own, len(before))
        for line in lines:
            meant -= len(line.letters)
            if meant < 0:
                return line.place
        return lines[-1].place

    def find_end(self, number: int) -> PrintedPlace | None:
        """Return where the block of this number in the reading order ends, or one before it."""
        for block in reversed(self.blocks[: number + 1]):
            if lines := self.lines.get(block.id):
                return lines[-1].place
        return None


def print_lines(found: Opened, presses: Presses) -> PrintedLines:
    """Return the lines of a source's PDF edition; none of what has no such edition, or of what
    cannot be set."""
    if found.format:
        return PrintedLines()
    try:
        order = main_pdf(found.workshop, found.publication)
        if order is None:
            return PrintedLines()
        epoch = found.publication.config.epoch
        with presses.press(found.workshop.inputs, epoch) as pool:
            pulled = pull_proof(order, pool)
    except BuildFailed:
        return PrintedLines()
    reads = blocks_of(found.publication, found.manuscript.assets)
    return lines_of_proof(reads, pulled)


def lines_of_proof(reads: Iterable[tuple[Block, Element | None]], pulled: Pulled) -> PrintedLines:
    """Return the lines of blocks, each with the element that it was read from, in a proof."""
    known: dict[str, list[Passage]] = defaultdict(list)
    for passage in pulled.proof.passages:
        if passage.kind != "furniture":
            known[passage.block].append(passage)
    spots = _count_lines(pulled.proof.passages)
    homes = {each.path: pulled.labels[each.page] for each in reversed(pulled.proof.pictures)}
    blocks: list[Block] = []
    lines: dict[str, list[SetLine]] = {}
    for block, element in reads:
        blocks.append(block)
        if element is None or block.shape == "grid":
            continue
        if block.picture and block.picture.path in homes:
            lines[block.id] = [SetLine("", PrintedPlace(homes[block.picture.path]))]
            continue
        number = (element.get("data-number") or "") if block.shape == "blocks" else ""
        own = [each for name in _ordinals(element, block) for each in known.get(name, ())]
        lines[block.id] = list(_set_lines(own, spots, pulled.labels, number))
    return PrintedLines(blocks, lines)


def _ordinals(element: Element, block: Block) -> list[str]:
    """Return the ordinals of the passages that hold a block: of a note, all that it holds."""
    inside = [str(n.get("data-b")) for n in element.iter() if n.get("data-b")]
    around = (str(n.get("data-b")) for n in element.iterancestors() if n.get("data-b"))
    found = inside or [name for name in [next(around, "")] if name]
    return list(dict.fromkeys(found)) if block.shape == "blocks" else found[:1]


def _count_lines(passages: Iterable[Passage]) -> Spots:
    """Return the number on its page of each line that is counted; those side by side are one."""
    tops: dict[int, dict[float, float]] = defaultdict(dict)
    for passage in passages:
        if passage.kind in COUNTED:
            for line in passage.lines:
                tops[passage.page][line.top] = passage.em
    found: dict[tuple[int, float], int] = {}
    for page, own in tops.items():
        number, last = 0, float("-inf")
        for top in sorted(own):
            if top - last > own[top] / 2:
                number, last = number + 1, top
            found[page, top] = number
    return found


def _set_lines(
    passages: Sequence[Passage], spots: Spots, labels: Sequence[str], note: str
) -> Iterator[SetLine]:
    number = 0
    for passage in passages:
        for line in passage.lines:
            number += 1
            letters = _letters(line.words)
            if note and number == 1:
                letters = letters.removeprefix(note)
            own = spots.get((passage.page, line.top), 0) if passage.kind in COUNTED else 0
            counted = number if note and passage.kind == NOTE else own
            yield SetLine(letters, PrintedPlace(labels[passage.page], counted, note))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _nearest(whole: str, around: tuple[str, str], meant: int) -> int:
    """Return where a place with these letters before and after it is, nearest to ``meant``."""
    before, after = around
    for cut in (AROUND, AROUND // 2):
        ahead, behind = before[-cut:], after[:cut]
        places = []
        at = whole.find(ahead + behind)
        while at >= 0:
            places.append(at + len(ahead))
            at = whole.find(ahead + behind, at + 1)
        if places and ahead + behind:
            return min(places, key=lambda each: abs(each - meant))
    return meant
