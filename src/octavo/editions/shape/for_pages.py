"""Steps towards pages that are set: page references, what may break, lists that count, floats."""

import re

from octavo.constructs.listings import code_in, is_code, is_listing
from octavo.constructs.tables import cells_of, grids_of, rows_of
from octavo.editions.shape.code_wrap import wrap_long_lines
from octavo.editions.shape.cut import EditionCut, ShapeStep
from octavo.editions.shape.hyphenation import set_exceptions
from octavo.editions.shape.long_words import part_long_words, tighten
from octavo.editions.shape.loose_words import hold_together
from octavo.editions.shape.page_floats import mark_floats
from octavo.editions.shape.partings import let_part
from octavo.editions.shape.word_breaks import part_unspaced
from octavo.markup.tree import (
    Element,
    add_class,
    characters,
    child,
    elements,
    has_class,
    new,
    text_of,
    unset,
)
from octavo.model.publication import Publication
from octavo.pictures.inside_names import address_of

LONG_TABLE, LONG_CODE = 8, 12
"""Lines up to which a table, or a block of code, stays whole on its page."""
FEWEST_ROWS = 7
"""Rows, its head among them, of a table that breaks: three stay together on either page."""
LINE = 70
"""Characters that a line of a table about holds, over all columns."""
CODE_LINE = 52
"""Characters of code that a line of a book's page holds."""
WORD_JOINER = "\u2060"
_HEAD = re.compile(r"^([/!]+)(?=\w)")


def _page_references(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Put "on page 000" after each written-out reference; the planner sets the number."""
    for link in elements(body, "a"):
        if not has_class(link, "reference"):
            continue
        before, _, after = cut.words.word("on_page", page="\ue000").partition("\ue000")
        mark = new("span", " " + before.replace(" ", "\u00a0"), class_="page-reference")
        number = child(mark, "span", "000", class_="page-number")
        number.set("data-page-of", (link.get("href") or "").removeprefix("#"))
        if after:  # two spans: by them a reader of the PDF tells these words from the text's own
            child(child(mark, "span"), "span", after.replace(" ", "\u00a0"))
        mark.tail, link.tail = link.tail, None
        link.addnext(mark)


def _long_tables(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Let tables break that would leave a hole on the page before; the others stay whole."""
    for table in grids_of(body):
        box, rows = table.getparent(), rows_of(table)
        is_long = sum(map(_lines, rows)) > LONG_TABLE and len(rows) >= FEWEST_ROWS
        if box is not None and is_long:
            add_class(box, "long")


def _long_code(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Let long blocks of code break, and the listings around them."""
    for pre in code_in(body):
        lines = characters(pre).split("\n")
        if sum(len(line) // CODE_LINE + 1 for line in lines) <= LONG_CODE:
            continue
        add_class(pre, "long")
        figure = pre.getparent()
        if figure is not None and is_listing(figure):
            add_class(figure, "long")


def _list_numbers(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Count lists as ``start``, ``value`` and ``reversed`` say: WeasyPrint 70 reads none of them.

    Test: test_a_list_counts_from_where_its_author_says.
    """
    for ordered in elements(body, "ol"):
        items = [node for node in ordered if node.tag == "li"]
        backwards = ordered.get("reversed") is not None
        unset(ordered, "reversed")
        start = ordered.get("start") or (str(len(items)) if backwards else "")
        if start and not backwards:
            ordered.set("style", f"counter-reset: list-item {int(start) - 1}")
        for n, item in enumerate(items):
            number = item.get("value") or (str(int(start) - n) if backwards else "")
            if number:
                own = f"counter-set: list-item {int(number)}; counter-increment: list-item 0"
                item.set("style", own)


def _lines(row: Element) -> int:
    """Return about how many lines a row takes on a page."""
    cells = cells_of(row)
    room = max(LINE // max(len(cells), 1), 1)
    return max((len(text_of(cell)) // room + 1 for cell in cells), default=1)


def _keep_code_whole(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Keep options and dates in running code whole: no line breaks after their hyphens, nor after
    the stroke or the mark that a name begins with (/etc, !important)."""
    for code in elements(body, "code"):
        if not any(map(is_code, code.iterancestors())) and code.text:
            words = code.text.replace("-", f"-{WORD_JOINER}").rstrip(WORD_JOINER)
            code.text = _HEAD.sub(rf"\1{WORD_JOINER}", words)


def _exceptions(publication: Publication, body: Element, cut: EditionCut) -> None:
    set_exceptions(body, publication.config.metadata.hyphenation)


def _mark_floats(publication: Publication, body: Element, cut: EditionCut) -> None:
    mark_floats(body)


def _wrap_code(publication: Publication, body: Element, cut: EditionCut) -> None:
    wrap_long_lines(body)


def _part_unspaced(publication: Publication, body: Element, cut: EditionCut) -> None:
    part_unspaced(body)


def _part_words(publication: Publication, body: Element, cut: EditionCut) -> None:
    part_long_words(body)


def _tighten(publication: Publication, body: Element, cut: EditionCut) -> None:
    tighten(body, cut.tight)


def _picture_addresses(publication: Publication, body: Element, cut: EditionCut) -> None:
    """Write the names of pictures as the press reads them: as addresses."""
    for image in elements(body, "img"):
        image.set("src", address_of(image.get("src") or ""))


def _hold_loose_words(publication: Publication, body: Element, cut: EditionCut) -> None:
    hold_together(body)


def _let_part(publication: Publication, body: Element, cut: EditionCut) -> None:
    let_part(body, cut.loose)


FOR_PAGES: tuple[ShapeStep, ...] = (
    _page_references,
    _long_tables,
    _long_code,
    _wrap_code,
    _list_numbers,
    _keep_code_whole,
    _part_unspaced,
    _part_words,
    _exceptions,
    _hold_loose_words,
    _mark_floats,
    _tighten,
    _picture_addresses,
    _let_part,
)
"""In this order."""
