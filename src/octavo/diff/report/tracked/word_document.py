"""Two revisions, woven -> a .docx that holds the new one with tracked changes from the old one."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence

from octavo.constructs.notes import is_call, is_note
from octavo.diff.match.events import Event
from octavo.diff.report.redline.marks import DEL, INS, OLD, OLD_ID, WAS, mark_of
from octavo.diff.report.redline.woven import Woven
from octavo.diff.report.tracked.kept_apart import keep_apart
from octavo.diff.report.tracked.tracked_blocks import BlockWriter
from octavo.diff.report.tracked.tracked_lines import LinePiece, LineReader, RunLook
from octavo.diff.report.tracked.tracked_runs import (
    Revision,
    RunWriter,
    WordPart,
)
from octavo.diff.report.tracked.tracked_settings import BlockSetting, was_of
from octavo.diff.report.tracked.word_markup import as_part, parse_markup, text_run, word
from octavo.diff.report.tracked.word_package import core_part, package
from octavo.diff.report.tracked.word_pictures import WordPictures
from octavo.diff.report.tracked.word_styles import settings_part, styles_part
from octavo.diff.revision import Opened
from octavo.languages import Language
from octavo.markup.tree import Element, characters
from octavo.model.publication import Publication

ASIDE = 120
"""Seconds between two changes that no word processor takes for one."""
AUTHOR = "Octavo"
"""Of changes whose author nobody has named."""
_PAGE = (
    '<w:sectPr><w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr><w:pgSz w:w="11906"'
    ' w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418"'
    ' w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>',
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>",
)


def track_changes(
    old: Opened,
    new_: Opened,
    cloth: Woven,
    events: Sequence[Event],
    words: Language,
    author: str = "",
) -> bytes:
    """Return a .docx; accepted it is the new revision, rejected the old one.

    ``author`` is who has made the changes. They are dated by SOURCE_DATE_EPOCH, or as the new
    revision is; without either by nothing.
    """
    epoch = _epoch_of(new_)
    return _Document(old.publication, new_.publication, cloth, words, author, epoch).make(events)


def _epoch_of(found: Opened) -> int | None:
    given = found.workshop.inputs.environment("SOURCE_DATE_EPOCH") or ""
    if given.isdecimal():
        return int(given)
    config = found.publication.config
    return config.epoch if config.is_dated else None


class _Document:
    def __init__(
        self,
        old: Publication,
        new_: Publication,
        cloth: Woven,
        words: Language,
        author: str,
        epoch: int | None,
    ) -> None:
        self._old, self._new, self._root = old, new_, cloth.root
        self._words, self._epoch = words, epoch
        self._revision = Revision(author or AUTHOR, _stamp(epoch))
        targets = frozenset(
            (link.get("href") or "")[1:]
            for link in cloth.root.iter("a")
            if (link.get("href") or "").startswith("#") and not is_call(link)
        )
        self._pictures = WordPictures(old, new_, self._revision)
        self._comments, self._footnotes = word("comments"), word("footnotes")
        self._footnotes.extend(map(parse_markup, _SEPARATORS))
        self._main, self._below = WordPart(), WordPart()
        self._notes = dict(_notes(cloth.root))
        self._called: set[tuple[str, str]] = set()
        """Ids of notes, and the sides on which they have been called."""
        self._nested: list[tuple[Element, BlockSetting]] = []
        """Notes that are called within the note that is being written."""
        self._late: list[str] = []
        """Comments that come at the end."""
        reader = LineReader(words)
        runs = RunWriter(self._revision, self._sign, self._remark, targets)
        self._blocks = BlockWriter(cloth.root, self._revision, reader, runs, targets)

    def make(self, events: Sequence[Event]) -> bytes:
        """Return the package."""
        body = word("body")
        self._write_title(body, events)
        titles = ("", "")
        for chapter in self._root:
            titles = self._write_part(chapter, titles, body)
            self._blocks.block(chapter, BlockSetting(), body, self._main)
        body.append(parse_markup(_PAGE))
        aside = _stamp((self._epoch or 0) + ASIDE)
        for root in (body, self._footnotes):
            keep_apart(root, self._revision.date, aside)
        if len(body) > 1 and body[-2].tag == word("tbl").tag:
            body.insert(len(body) - 1, word("p"))
        body[-2].extend([self._comment(text) for text in self._late] if len(body) > 1 else [])
        language = self._new.config.language
        parts = {
            "document": as_part(word("document", body)),
            "styles": styles_part(language, self._words.direction == "rtl"),
            "numbering": self._blocks.lists.part(),
            "footnotes": as_part(self._footnotes),
            "comments": as_part(self._comments),
            "settings": settings_part(),
        }
        title, _, people = head_of_document(self._new)
        core = core_part(title, people or self._revision.author, language, self._revision)
        links = {"document": self._main, "footnotes": self._below}
        return package(parts, core, links, self._pictures.files, self._epoch or 0)

    def _write_title(self, body: Element, events: Sequence[Event]) -> None:
        """Write what the metadata say; what else has changed in them is a comment."""
        last = None
        for style, one, other in zip(
            ("Title", "Subtitle", "Author"),
            head_of_document(self._old),
            head_of_document(self._new),
            strict=True,
        ):
            pairs = [(one, other, "")] if one == other else [(one, "", DEL), ("", other, INS)]
            for before, after, side in pairs:
                text = after or before
                if text:
                    setting = BlockSetting(side=side).with_style(style, style)
                    piece = LinePiece(text, side, RunLook(), RunLook())
                    last = self._blocks.paragraph([piece], setting, body, self._main)
        said = [
            e
            for e in events
            if e.level == "metadata" and e.name not in ("title", "subtitle", "contributors")
        ]
        if not said:
            return
        home = (
            self._blocks.paragraph([], BlockSetting(), body, self._main) if last is None else last
        )
        for event in said:
            told = f"{event.name}: {event.before or '–'} → {event.after or '–'}"
            home.append(self._comment(told))

    def _write_part(
        self, chapter: Element, last: tuple[str, str], body: Element
    ) -> tuple[str, str]:
        """Write the title of a part where it begins; return those that stand now."""
        told = json.loads(chapter.get(WAS) or "{}").get("data-part")
        new_part = chapter.get("data-part") or ""
        old_part = new_part if told is None else str(told)
        mark = mark_of(chapter)
        one = last[0] if mark == "new" else old_part
        other = last[1] if mark == OLD else new_part
        begins = [one if one != last[0] else "", other if other != last[1] else ""]
        pairs = (
            [(begins[0], "")] if begins[0] == begins[1] else [(begins[0], DEL), (begins[1], INS)]
        )
        for text, side in pairs:
            if text:
                setting = BlockSetting(side=side).with_style("Part", "Part")
                self._blocks.paragraph(
                    [LinePiece(text, side, RunLook(), RunLook())], setting, body, self._main
                )
        return one, other

    def _sign(self, piece: LinePiece, side: str, part: WordPart) -> list[Element]:
        assert piece.sign is not None
        if piece.sign.tag == "img":
            return self._pictures.runs(piece.sign, part)
        # LibreOffice 7.4 decides no change in a note that is called in a table
        is_other = self._blocks.is_in_table and self._is_changed(piece.sign)
        if side or not (is_other or self._is_first_in_one(piece.sign)):
            return self._call(piece.sign, side, part)
        return [
            self._revision.change(each, *self._call(piece.sign, each, part)) for each in (DEL, INS)
        ]

    def _is_first_in_one(self, call: Element) -> bool:
        """Tell whether a note was called before in one of the revisions, but not in the other."""
        note = self._notes.get((call.get("href") or "").removeprefix("#"))
        key = "" if note is None else str(note.get("id"))
        return len({(key, each) in self._called for each in (DEL, INS)}) == 2

    def _is_changed(self, call: Element) -> bool:
        """Tell whether the note of a call says something else than it did."""
        note = self._notes.get((call.get("href") or "").removeprefix("#"))
        return note is not None and any(mark_of(each) for each in note.iter())

    def _call(self, call: Element, side: str, part: WordPart) -> list[Element]:
        """Return the call of a note, and write the note; of a second call only its number."""
        name = (call.get("href") or "").removeprefix("#").removeprefix(OLD_ID)
        note = self._notes.get(OLD_ID + name) if side == DEL else None
        note = note if note is not None else self._notes.get(name)
        sides = {side} if side else {DEL, INS}
        key = str(note.get("id")) if note is not None else ""
        is_called = any((key, each) in self._called for each in sides)
        self._called |= {(key, each) for each in sides}
        if note is None or is_called or part is self._below:
            if note is not None and not is_called:
                self._nested.append((note, _view_of(side)))
            raised = word("rPr", word("vertAlign", val="superscript"))
            run = word("r", raised)
            run.extend(text_run(characters(call), side == DEL))
            return [run]
        number = len(self._footnotes) - 1
        self._write_note(note, number, _view_of(side))
        style = word("rPr", word("rStyle", val="FootnoteReference"))
        return [word("r", style, word("footnoteReference", id=number))]

    def _write_note(self, note: Element, number: int, setting: BlockSetting) -> None:
        found = word("footnote", id=number)
        self._footnotes.append(found)
        styled = setting.with_style("FootnoteText", "FootnoteText")
        self._blocks.write(note, styled, found, self._below)
        while self._nested:
            inner, own = self._nested.pop(0)
            self._blocks.write(
                inner, own.with_style("FootnoteText", "FootnoteText"), found, self._below
            )
        first = found[0] if len(found) and found[0].tag == word("p").tag else word("p", word("pPr"))
        if first.getparent() is None:
            found.insert(0, first)
        style = word("rPr", word("rStyle", val="FootnoteReference"))
        space = word("r")
        space.extend(text_run(" "))
        first[1:1] = [word("r", style, word("footnoteRef")), space]

    def _remark(self, text: str) -> Element | None:
        """Return the mark of a comment; None for one that comes at the end.

        LibreOffice 7.4 takes one note for another where a comment stands after a note.
        """
        if len(self._footnotes) > len(_SEPARATORS):
            self._late.append(f"{self._blocks.heading}: {text}" if self._blocks.heading else text)
            return None
        return self._comment(text)

    def _comment(self, text: str) -> Element:
        number = len(self._comments)
        run = word("r")
        run.extend(text_run(text))
        paragraph = word("p", word("pPr", word("pStyle", val="CommentText")), run)
        comment = self._revision.change("comment", paragraph)
        comment.attrib.update(word("x", id=number, initials=self._revision.author[:1]).attrib)
        self._comments.append(comment)
        style = word("rPr", word("rStyle", val="CommentReference"))
        return word("r", style, word("commentReference", id=number))


def _stamp(epoch: int | None) -> str:
    """Return a moment as changes name it, '' for none."""
    if epoch is None:
        return ""
    return dt.datetime.fromtimestamp(epoch, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def head_of_document(publication: Publication) -> tuple[str, str, str]:
    """Return what stands at the head of a document: title, subtitle, names."""
    data = publication.config.metadata
    people = ", ".join(each.name for each in data.contributors)
    return data.title, data.subtitle, people


def _notes(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield the notes by their ids in either revision."""
    for note in root.iter("div"):
        if is_note(note):
            yield was_of(note).get("id") or "", note
    for note in root.iter("div"):
        if is_note(note):
            yield note.get("id") or "", note


def _view_of(side: str) -> BlockSetting:
    """Return how a note is written whose call only one revision has: as that revision has it."""
    return BlockSetting(view={DEL: "old", INS: "new"}.get(side, ""))
