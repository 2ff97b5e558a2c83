"""Python-Markdown's parser of blocks, reading as CommonMark and GFM do.

Blocks come from ``octavo.source.block_rules``; what they hold goes through Python-Markdown: its
notes, abbreviations, keys, tasks and lists of attributes.
"""

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.inlinepatterns import InlineProcessor

from octavo.constructs.construct_table import BOX_ARGUMENTS
from octavo.source.block_rules.block_reading import scan_blocks
from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.markdown.block_elements import RAW_BLOCK, add_blocks
from octavo.source.markdown.note_calls import CalledNote, KnownNotes
from octavo.source.markdown.reading import NoteWords, ReaderRemark, Reading

PATTERNS = ("keys-custom", "keys", "footnote")
"""Python-Markdown's patterns within a line that are asked here."""


class BlocksExtension(Extension):
    """Puts a parser of blocks that follows CommonMark in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:
        parser = CommonParser(md)
        parser.blockprocessors = md.parser.blockprocessors
        md.parser = parser
        footnotes_of(md).parser = parser
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        md.treeprocessors.deregister("inline")
        md.block_level_elements.append(RAW_BLOCK)


class CommonParser(BlockParser):
    """A parser that reads all blocks of a text at once."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.reading = Reading({})

    def parseDocument(self, lines: Iterable[str]) -> Any:
        scan = scan_blocks(list(lines), BOX_ARGUMENTS)
        self.reading = Reading(scan.aims, _patterns(self.md))
        for block in scan.document.walk():
            self._keep(block)
        self.root = ElementTree.Element(self.md.doc_tag)
        add_blocks(self.reading, self.root, scan.document)
        self._read_notes()
        return ElementTree.ElementTree(self.root)

    def parseChunk(self, parent: Element, text: str) -> None:
        """Append the blocks of a note: Python-Markdown asks for them once the text is read."""
        assert isinstance(text, NoteWords)  # no other chunks are asked for
        parent.extend(text.read)
        if len(parent):  # Python-Markdown adds to its words
            parent[-1].text = parent[-1].text or ""

    def _read_notes(self) -> None:
        """Read all notes, those within a line of other notes among them."""
        notes, known = footnotes_of(self.md).footnotes, 0
        while found := list(notes.values())[known:]:
            known += len(found)
            for words in found:
                assert isinstance(words, NoteWords)  # nobody else keeps notes
                note = ElementTree.Element("div")
                add_blocks(self.reading, note, words.block)
                words.read = list(note)

    def _keep(self, block: WrittenBlock) -> None:
        """Hand notes and abbreviations to the extensions that place them."""
        if block.kind == "note":
            self._keep_note(block)
        elif block.kind == "abbreviation":
            abbreviations = self.md.treeprocessors["abbr"]
            assert isinstance(abbreviations, AbbrTreeprocessor)  # registered under this name
            abbreviations.abbrs[block.name] = block.words

    def _keep_note(self, block: WrittenBlock) -> None:
        notes = footnotes_of(self.md)
        if block.name in notes.footnotes:
            message = f"the note '{block.name}' is written twice"
            hint = "give one of them another label"
            remark = ReaderRemark("E216", block.line, message, hint, f"[^{block.name}]:")
            self.reading.tell(remark)
            return
        notes.setFootnote(block.name, NoteWords.of(block))


def footnotes_of(md: Markdown) -> KnownNotes:
    """Return the extension that places notes."""
    pattern = md.inlinePatterns["footnote"]
    assert isinstance(pattern, CalledNote)  # registered under this name
    return pattern.footnotes


def _patterns(md: Markdown) -> dict[str, InlineProcessor]:
    found = {name: md.inlinePatterns[name] for name in PATTERNS}
    return {name: each for name, each in found.items() if isinstance(each, InlineProcessor)}
