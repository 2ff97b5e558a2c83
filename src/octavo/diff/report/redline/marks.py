"""How the redline's tree says what is new, what is old, and what was otherwise.

Elements of both revisions carry no mark. ``data-redline`` is, on an element of the work, ``old``
or ``new`` where one revision has it, and ``moved`` where it stood elsewhere; ``ins`` and ``del``
on elements that only hold such words; ``spelt``, ``form`` and ``sign`` where the old revision had
the same words with other signs, in another form, or counted otherwise; ``wrap`` and ``unwrap`` on
a section, a box or a quotation that only the new, or only the old revision puts around what both
have; ``picture`` on one that shows something else now, ``frame`` around it for the outline of what
has changed in it; ``here`` where a moved element stood;
``note`` on what the redline itself says.
"""

from lxml import etree

MARK = "data-redline"
WAS = "data-was"
"""What the old revision had: words, XML, or attributes as JSON."""
MOVE = "data-move"
OLD_ID = "redline-was-"
"""How ids begin, and paths of pictures, that only the old revision has."""
PASSAGE = "data-passage"
"""Equal for words that went here and came there."""
LEVEL = "data-level"
"""To which level of differences a mark belongs."""
ORDER = "data-order"
"""Ids of notes in the order of the old revision."""
JOINS = "data-joins"
"""On the second half of a paragraph that is one in one of the revisions: what stood between."""
OLD, NEW, MOVED, HERE, NOTE = "old", "new", "moved", "here", "note"
DEL, INS, SPELT, FORM, SIGN, PICTURE = "del", "ins", "spelt", "form", "sign", "picture"
WRAP, UNWRAP, FRAME = "wrap", "unwrap", "frame"
WRAPPERS = {OLD: DEL, NEW: INS}


def mark_of(node: etree._Element) -> str:
    """Return what the redline says of an element: '' where both revisions have it."""
    return node.get(MARK) or ""
