"""XML text -> a tree of one's own; the same text is parsed once, however often it is asked for."""

from copy import deepcopy

from octavo.markup.tree import Element, parse_xml


class Moulds:
    """Trees by the text that they come from, of which each caller is handed a copy to change.

    Belongs to one thread: two must not touch the same tree of lxml, not even to copy it.
    """

    def __init__(self) -> None:
        self._trees: dict[str, Element] = {}

    def cast(self, xml: str) -> Element:
        """Return the root of well-formed XML; raises XMLSyntaxError."""
        if xml not in self._trees:
            self._trees[xml] = parse_xml(xml)
        return deepcopy(self._trees[xml])
