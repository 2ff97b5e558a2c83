"""Notes and their calls, each known at once.

Python-Markdown 3.11 looks through all notes for the number of each that is called, and tries all
names of earlier calls for the next: 4,000 notes, or 8,000 calls of one, took minutes.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor


class KnownNotes(FootnoteExtension):
    """Python-Markdown's notes, of which each knows its number, and each call its own."""

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        pattern = md.inlinePatterns["footnote"]
        assert isinstance(pattern, FootnoteInlineProcessor)  # registered under this name
        md.inlinePatterns.register(CalledNote(pattern.pattern, self), "footnote", 175)

    def reset(self) -> None:
        super().reset()
        self.numbers: dict[str, int] = {}
        self._nameless = 0

    def setFootnote(self, id: str, text: str) -> None:
        super().setFootnote(id, text)
        self.numbers.setdefault(id, len(self.numbers) + 1)

    def next_label(self) -> str:
        """Return a label for a note that has got none from its author."""
        while True:
            self._nameless += 1
            if (label := f"inline-{self._nameless}") not in self.numbers:
                return label

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return the name of the next call, or of the way back to it."""
        count = self.found_refs.get(reference, 0) if found else 0
        if found:
            self.found_refs[reference] = count + 1
        kind, mark, rest = reference.partition(self.get_separator())
        return f"{kind}{count + 1}{mark}{rest}" if count else reference


class CalledNote(FootnoteInlineProcessor):
    """``[^label]``, where there is such a note."""

    footnotes: KnownNotes

    def handleMatch(  # type: ignore[override]  # as Python-Markdown's own
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        element = self.call(m[1])
        return (None, None, None) if element is None else (element, m.start(0), m.end(0))

    def call(self, label: str) -> Element | None:
        """Return the call of a note as Python-Markdown writes it, None where it is none."""
        notes = self.footnotes
        if label not in notes.numbers:
            return None
        raised = Element("sup", id=notes.makeFootnoteRefId(label, found=True))
        link = SubElement(raised, "a", href=f"#{notes.makeFootnoteId(label)}")
        link.set("class", "footnote-ref")
        link.text = str(notes.numbers[label])
        return raised
