"""``^[words]``: a note that is written where it is called, as Pandoc has it."""

import re
from xml.etree.ElementTree import Element

from octavo.source.block_rules.written_block import WrittenBlock
from octavo.source.markdown.inline_scan import InlineScan, run
from octavo.source.markdown.note_calls import CalledNote, KnownNotes
from octavo.source.markdown.reading import NoteWords

_SIGN = re.compile(r"\\.|(?P<ticks>`+)(?!`)(?:.*?(?<!`)(?P=ticks)(?!`))?|[\[\]]", re.DOTALL)
_RAISED = re.compile(r"(?:\([^()\n]*\)|\[[^\[\]\n]*\]|\{[^{}\n]*\})?\^(?!\[)")
"""What follows brackets that carets raise: ``x^[1](https://…)^``."""


def inline_note(scan: InlineScan) -> bool:
    """A caret and words in brackets."""
    text, at = scan.text, scan.at
    if not text.startswith("^[", at):
        return False
    end = _find_end(scan, at + 2)
    words = text[at + 2 : end - 1]
    if not end or not words.strip() or _RAISED.match(text, end):
        return False
    scan.put(_call(scan, words), end)
    return True


def inline_note_or_run(scan: InlineScan) -> bool:
    return inline_note(scan) or run(scan)


def _find_end(scan: InlineScan, start: int) -> int:
    """Return the place behind the bracket that closes, 0 where none does."""
    if "^[" in scan.in_vain:
        return 0
    depth = 1
    for found in _SIGN.finditer(scan.text, start):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    scan.in_vain.add("^[")
    return 0


def _call(scan: InlineScan, words: str) -> Element:
    """Keep a note, and return its call."""
    pattern = scan.reading.patterns["footnote"]
    assert isinstance(pattern, CalledNote)  # asked for under this name
    element = pattern.call(_keep(pattern.footnotes, words, scan.line_here))
    assert element is not None  # the note is kept
    return element


def _keep(notes: KnownNotes, words: str, line: int) -> str:
    """Return the label of a note that has got none from its author."""
    label = notes.next_label()
    block = WrittenBlock("note", line, name=label)
    block.add("paragraph", line).lines = [
        (line + n, each) for n, each in enumerate(words.strip().split("\n"))
    ]
    notes.setFootnote(label, NoteWords.of(block))
    return label
