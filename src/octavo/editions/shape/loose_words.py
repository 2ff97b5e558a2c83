"""Words directly in a division, for the PDF: held together, or each piece would be a paragraph.

WeasyPrint 70 tags each child of a block that stands in a line, and each text between two of them,
as a paragraph of its own: ``<div>one <b>two</b> three</div>`` would be read as three. Test:
test_words_directly_in_a_division_are_one_paragraph.
"""

from octavo.markup.tree import BLOCKS, Element, elements, is_blank, is_element, new


def hold_together(body: Element) -> None:
    """Put each run of words and elements of a line that stands directly in a division into one
    element."""
    for division in elements(body, "div"):
        run: list[Element] = []
        words = division.text
        for node in [*division, None]:
            if node is not None and not (is_element(node) and node.tag in BLOCKS):
                run.append(node)
                continue
            if len(run) > 1 or (run and not (is_blank(words) and is_blank(run[0].tail))):
                _hold(division, run)
            run = []
            words = None if node is None else node.tail


def _hold(division: Element, run: list[Element]) -> None:
    """Put elements, the words before the first of them and those after each into a span."""
    span = new("span")
    before = run[0].getprevious()
    if before is None:
        span.text, division.text = division.text, None
        division.insert(0, span)
    else:
        span.text, before.tail = before.tail, None
        before.addnext(span)
    for node in run:
        span.append(node)
