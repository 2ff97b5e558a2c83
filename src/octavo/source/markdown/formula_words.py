"""A formula -> its signs as they are typed, which nothing changes; nobody sets formulas yet.

Problems: E259 (notice: a formula is printed as it is typed).
"""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from octavo.markup.literals import literal
from octavo.source.block_rules.formulas import formula_end
from octavo.source.markdown.inline_scan import InlineScan, backslash
from octavo.source.markdown.reading import ReaderRemark

_LABEL = re.compile(r"[ \t]*\{#([^\s{}]+)[^{}\n]*\}")
_DISPLAYED = ("$$", "\\[", "\\\\[", "\\begin")


def formula(scan: InlineScan) -> bool:
    """Dollars, or a backslash with a bracket or ``begin``, and what ends them."""
    end = formula_end(scan.text, scan.at, scan.in_vain)
    if not end:
        return False
    written = scan.text[scan.at : end]
    message = "formulas are printed as they are typed: Octavo does not set them yet"
    hint = "show a formula in a picture, or write it with signs, ^ and ~: x^2^, H~2~O"
    words = written.partition("\n")[0]
    scan.reading.tell(ReaderRemark("E259", scan.line_here, message, hint, words, "notice"))
    made = _as_typed(written)
    label = _LABEL.match(scan.text, end)
    if label:
        made.set("id", label[1])
    scan.put(made, label.end() if label else end)
    return True


def backslash_or_formula(scan: InlineScan) -> bool:
    return formula(scan) or backslash(scan)


def _as_typed(written: str) -> Element:
    """Return a formula; the lines of one that stands by itself stay lines."""
    made = Element("span", {"class": "formula"})
    lines = [AtomicString(literal(line.strip(" \t"))) for line in written.split("\n")]
    if not written.startswith(_DISPLAYED):
        made.text = AtomicString("\n".join(lines))
        return made
    made.text = lines[0]
    for line in lines[1:]:
        ElementTree.SubElement(made, "br").tail = line
    return made
