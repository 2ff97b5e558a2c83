"""One Publication per edition: notes its way, numbers in headings, source marks off."""

from collections.abc import Sequence
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.editions.shape.code_wrap import wrap_long_lines
from octavo.editions.shape.hyphenation import set_exceptions
from octavo.editions.shape.long_words import part_long_words
from octavo.editions.shape.note_places import PLACES, Cut, gathered_at_end, told_apart
from octavo.editions.shape.page_floats import mark_floats, move_floats
from octavo.languages import Language
from octavo.markup.tree import (
    HEADINGS,
    Element,
    add_class,
    characters,
    child,
    classes,
    elements,
    has_class,
    new,
    remove,
    text_of,
    unset,
)
from octavo.model.publication import Chapter, Publication
from octavo.transforms.boxes import for_one, left_out
from octavo.transforms.chapters import each_chapter
from octavo.transforms.headings import is_article

BOX_ROLES = {"pull-quote": "doc-pullquote", "admonition-tip": "doc-tip", "admonition": "note"}
LONG_TABLE, LONG_CODE = 8, 12
"""Lines up to which a table, or a block of code, stays whole on its page."""
FEWEST_ROWS = 7
"""Rows, its head among them, of a table that breaks: three stay together on either page."""
LINE = 70
"""Characters that a line of a table about holds, over all columns."""
CODE_LINE = 52
"""Characters of code that a line of a book's page holds."""
WHOLE_CODE = 24
"""Characters of code in a line that stays whole: it fits a phone."""
WORD_JOINER = "\u2060"


def for_edition(publication: Publication, cut: Cut) -> Publication:
    """Return the publication in the shape that one edition sets."""
    data = publication.config.metadata
    style = cut.edition.notes or getattr(data.notes, cut.format)
    place = PLACES[cut.format, style]
    is_one_page = cut.format == "html" and not cut.edition.split
    shift = 1 if is_one_page and not is_article(publication) else 0

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        for_one(body, cut.edition.name)
        _name_levels(body)
        _head_numbers(body)
        _shift(body, shift)
        place(chapter, body, cut)
        if cut.format == "pdf":
            _page_references(body, cut.words)
            _long_tables(body)
            _long_code(body)
            wrap_long_lines(body)
            _list_numbers(body)
            _unbroken_code(body)
            part_long_words(body)
            set_exceptions(body, data.hyphenation)
            mark_floats(body)
            move_floats(body, cut.moved)
        else:
            _roles(body)
            _whole_code(body)
        for node in body.iter():
            unset(node, "data-line", "data-language")
        return ()

    done = each_chapter(_without_others(publication, cut.edition.name), work)
    if cut.format == "html":
        told_apart(done, cut.words)
    return gathered_at_end(done, cut) if style == "end" else done


def _without_others(publication: Publication, name: str) -> Publication:
    """Return the publication whose contents and lists do not name what other editions hold."""
    gone = frozenset[str]().union(*(left_out(each.body, name) for each in publication.chapters))
    toc = tuple(entry for entry in publication.toc if entry.id not in gone)
    captions = tuple(each for each in publication.captions if each.id not in gone)
    return replace(publication, problems=(), toc=toc, captions=captions)


def _roles(body: Element) -> None:
    """Tell what boxes are to those who do not see them."""
    for box in elements(body, "div"):
        role = next((BOX_ROLES[name] for name in classes(box) if name in BOX_ROLES), "")
        if role:
            box.set("role", role)


def _name_levels(body: Element) -> None:
    """Give headings a class for their level: style sheets are the same whatever the element."""
    for head in elements(body, *HEADINGS):
        add_class(head, f"level-{head.tag[1]}")


def _head_numbers(body: Element) -> None:
    for head in elements(body, *HEADINGS):
        number = head.attrib.pop("data-number", "")
        if number:
            mark = new("span", str(number), class_="number")
            mark.tail = f" {head.text or ''}"
            head.text = None
            head.insert(0, mark)


def _shift(body: Element, by: int) -> None:
    """Lower the headings: an HTML page has one h1, the publication's title."""
    for head in elements(body, *HEADINGS) if by else ():
        level = int(head.tag[1]) + by
        if level > 6:
            head.set("role", "heading")
            head.set("aria-level", str(level))
        head.tag = f"h{min(level, 6)}"


def _long_tables(body: Element) -> None:
    """Let tables break that would leave a hole on the page before; the others stay whole."""
    for table in elements(body, "table"):
        box, rows = table.getparent(), elements(table, "tr")
        is_long = sum(map(_lines, rows)) > LONG_TABLE and len(rows) >= FEWEST_ROWS
        if box is not None and is_long:
            add_class(box, "long")


def _long_code(body: Element) -> None:
    """Let long blocks of code break, and the listings around them."""
    for pre in elements(body, "pre"):
        lines = characters(pre).split("\n")
        if sum(len(line) // CODE_LINE + 1 for line in lines) <= LONG_CODE:
            continue
        add_class(pre, "long")
        figure = pre.getparent()
        if figure is not None and has_class(figure, "listing"):
            add_class(figure, "long")


def _list_numbers(body: Element) -> None:
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
    cells = elements(row, "td", "th")
    room = max(LINE // max(len(cells), 1), 1)
    return max((len(text_of(cell)) // room + 1 for cell in cells), default=1)


def _unbroken_code(body: Element) -> None:
    """Keep options and dates in running code whole: no line breaks after their hyphens."""
    for code in elements(body, "code"):
        if not any(parent.tag == "pre" for parent in code.iterancestors()) and code.text:
            code.text = code.text.replace("-", f"-{WORD_JOINER}").rstrip(WORD_JOINER)


def _whole_code(body: Element) -> None:
    """Keep options and dates whole on a screen, too: by a class, for readers who copy them."""
    for code in elements(body, "code"):
        words = text_of(code)
        if "-" in words and len(words) <= WHOLE_CODE and " " not in words:
            add_class(code, "whole")


def _page_references(body: Element, words: Language) -> None:
    """Put "on page 000" after each written-out reference; the planner sets the number."""
    for link in elements(body, "a"):
        if not has_class(link, "reference"):
            continue
        before, _, after = words.word("on_page", page="\ue000").partition("\ue000")
        mark = new("span", " " + before.replace(" ", "\u00a0"), class_="page-reference")
        number = child(mark, "span", "000", class_="page-number")
        number.set("data-page-of", (link.get("href") or "").removeprefix("#"))
        number.tail = after.replace(" ", "\u00a0")
        mark.tail, link.tail = link.tail, None
        link.addnext(mark)


def first_paragraph(chapter: Chapter) -> Element | None:
    """Return the chapter's first paragraph, which opens without an indent."""
    return next(iter(elements(chapter.body, "p")), None)


def mark_lead(body: Element) -> Element | None:
    """Take the lead picture (``{.lead}``) out of the tree and return it."""
    for figure in elements(body, "figure"):
        if has_class(figure, "lead"):
            remove(figure)
            return figure
    return None


def mark_opening(body: Element) -> Element | None:
    """Give the first paragraph of a chapter the class ``opening``, and return it."""
    for node in body:
        if node.tag == "p" and text_of(node):
            add_class(node, "opening")
            return node
    return None
