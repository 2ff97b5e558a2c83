"""The blocks of a woven tree -> paragraphs and tables, with what has changed in them."""

from dataclasses import replace

from octavo.constructs.tables import is_grid
from octavo.diff.report.redline.marks import (
    DEL,
    HERE,
    INS,
    JOINS,
    MOVE,
    MOVED,
    NEW,
    NOTE,
    OLD,
    UNWRAP,
    WRAP,
    mark_of,
)
from octavo.diff.report.tracked.list_numbering import WordLists
from octavo.diff.report.tracked.tracked_lines import Line, LinePiece, LineReader
from octavo.diff.report.tracked.tracked_runs import (
    FROM,
    TO,
    Revision,
    RunWriter,
    WordPart,
    around_of,
    bookmark_name,
    paragraph_mark,
)
from octavo.diff.report.tracked.tracked_settings import (
    BlockSetting,
    contents,
    is_block,
    is_of_now,
    style_of,
    was_of,
)
from octavo.diff.report.tracked.tracked_tables import GridWriter
from octavo.diff.report.tracked.word_markup import full_name, word
from octavo.markup.tree import HEADINGS, Element, has_class, is_blank, text_of

LINES = frozenset((*HEADINGS, "p", "dt", "hr", "pre"))
"""Elements that are a paragraph each."""
PARAGRAPH = full_name("p")
VIEWS = {OLD: ("new", DEL), NEW: ("old", INS)}
"""Mark of an element -> the view that lacks it, the side that has it."""


class BlockWriter:
    """Writes blocks into a sink: the body of a document, a cell, a note."""

    def __init__(
        self,
        root: Element,
        revision: Revision,
        reader: LineReader,
        runs: RunWriter,
        targets: frozenset[str],
    ) -> None:
        self._revision, self._reader, self._runs, self._targets = revision, reader, runs, targets
        self.lists = WordLists()
        self._grids = GridWriter(revision, self.write)
        self._moved = {str(n.get(MOVE)): n for n in root.iter() if mark_of(n) == MOVED}
        self._named: set[str] = set()
        """Ids whose bookmark is written."""
        self.heading = ""
        """The words of the last heading."""
        self.is_in_table = False

    def write(self, node: Element, setting: BlockSetting, sink: Element, part: WordPart) -> None:
        """Write what an element holds: blocks, and words between them as paragraphs."""
        line: list[str | Element] = []
        for item in contents(node):
            if is_block(item) and not isinstance(item, str):
                setting = self._flush(line, setting, sink, part)
                line = []
                self.block(item, setting, sink, part)
                setting = setting.begin() if item.tag not in ("ul", "ol") else setting
            else:
                line.append(item)
        self._flush(line, setting, sink, part)

    def _flush(
        self, line: Line, setting: BlockSetting, sink: Element, part: WordPart
    ) -> BlockSetting:
        if all(isinstance(item, str) and is_blank(item) for item in line):
            return setting
        self.paragraph(self._reader.read(line, _side(setting)), setting, sink, part)
        return setting.begin()

    def block(self, node: Element, setting: BlockSetting, sink: Element, part: WordPart) -> None:
        """Write one block, as far as the revisions that are written have it."""
        mark = mark_of(node)
        if mark == NOTE or has_class(node, "notes"):
            return
        if mark in VIEWS:
            if setting.view == VIEWS[mark][0]:
                return
            setting = replace(setting, side=VIEWS[mark][1])
        elif mark == HERE:
            moved = self._moved.get(node.get(MOVE) or "")
            if moved is not None and setting.view != "new":
                self._move(moved, replace(setting, view="old", move=FROM), sink, part)
            return
        elif mark == MOVED:
            if setting.view != "old":
                self._move(node, replace(setting, view="new", move=TO), sink, part)
            return
        self._bare(node, mark, setting, sink, part)

    def _move(self, node: Element, setting: BlockSetting, sink: Element, part: WordPart) -> None:
        """Write something that has moved: where it stood, or where it stands."""
        name = "moveFrom" if setting.move == FROM else "moveTo"
        number = self._revision.number()
        opening = word(f"{name}RangeStart", id=number, author=self._revision.author)
        for key, value in (("name", f"move{node.get(MOVE)}"), ("date", self._revision.date)):
            if value:
                opening.attrib.update(word("x", **{key: value}).attrib)
        sink.append(opening)
        self._bare(node, "", replace(setting, side=""), sink, part)
        sink.append(word(f"{name}RangeEnd", id=number))

    def _bare(
        self, node: Element, mark: str, setting: BlockSetting, sink: Element, part: WordPart
    ) -> None:
        new, old = style_of(is_of_now(node)), style_of(was_of(node))
        inside = setting.with_style("" if mark == UNWRAP else new, "" if mark == WRAP else old)
        if node.tag in LINES:
            self._line(node, inside, sink, part)
        elif node.tag in ("ul", "ol"):
            self._list(node, setting, sink, part)
        elif is_grid(node) and node.tag == "table":
            self._table(node, setting, sink, part)
        else:
            self._bookmark(node, sink)
            self.write(node, inside, sink, part)

    def _line(self, node: Element, setting: BlockSetting, sink: Element, part: WordPart) -> None:
        pieces = self._reader.read(list(contents(node)), _side(setting), node.tag == "pre")
        if node.tag in HEADINGS:
            self.heading = text_of(node)
        if node.tag == "hr":
            pieces = self._reader.read(["* * *"], setting.side)
        joins_now = node.get(JOINS) if setting.view != "old" else None
        joined = was_of(node).get(JOINS) if setting.view != "new" else None
        if setting.side == DEL:
            joins_now, joined = None, node.get(JOINS)
        if setting.side == INS:
            joined = None
        lead: list[Element] = []
        if joins_now is not None or joined is not None:
            lead = self._take_half(joins_now, joined, setting, sink, part)
            if not lead and self._join(pieces, joins_now, joined, setting, sink, part):
                return
        found = self.paragraph(pieces, setting, sink, part)
        for n, each in enumerate(lead, 1):
            found.insert(n, each)
        self._bookmark(node, found)

    def _take_half(
        self,
        now: str | None,
        then: str | None,
        setting: BlockSetting,
        sink: Element,
        part: WordPart,
    ) -> list[Element]:
        """Return the words of a first half that only the revision has which joins it to a second
        half of both, with the space between: they begin the paragraph of the second half."""
        if setting.side or setting.view or (now is None) == (then is None):
            return []
        side = INS if now is not None else DEL
        half = self._first_half(sink, side)
        if half is None or FROM in _around(half) or side not in _around(half):
            return []
        sink.remove(half)
        space = self._reader.read([now or then or ""], side)
        return [*list(half)[1:], *self._write_runs(space, setting, part)]

    def _join(
        self,
        pieces: list[LinePiece],
        now: str | None,
        then: str | None,
        setting: BlockSetting,
        sink: Element,
        part: WordPart,
    ) -> bool:
        """Join a half to the paragraph before it where one revision has both as one.

        Returns whether it is written: only where no revision that is written has it apart.
        """
        around = INS if now is not None else DEL
        first = self._first_half(sink, around if setting.side else "")
        if first is None:
            return False
        space = self._reader.read([now or then or ""], setting.side or around)
        if setting.side or setting.view:
            side = setting.side or ""
            joint = [replace(each, side=side) for each in space]
            first.extend(self._write_runs([*joint, *pieces], setting, part))
            return True
        first.extend(self._write_runs(space, setting, part))
        properties = first[0]
        change = paragraph_mark(self._revision, DEL if now is not None else INS)
        own = properties.find(word("rPr").tag)
        if own is None and change is not None:
            place = properties.find(word("pPrChange").tag)
            properties.insert(len(properties) if place is None else properties.index(place), change)
        return False

    def _first_half(self, sink: Element, side: str) -> Element | None:
        """Return the last paragraph that both revisions have, or that has the same side."""
        paragraphs = (each for each in reversed(sink) if each.tag == PARAGRAPH)
        return next((each for each in paragraphs if _around(each) <= {side, FROM, TO}), None)

    def paragraph(
        self, pieces: list[LinePiece], setting: BlockSetting, sink: Element, part: WordPart
    ) -> Element:
        """Write a paragraph, and return it."""
        found = word("p", self._properties(setting))
        found.extend(self._write_runs(pieces, setting, part))
        sink.append(found)
        return found

    def _write_runs(
        self, pieces: list[LinePiece], setting: BlockSetting, part: WordPart
    ) -> list[Element]:
        """Return the runs of the pieces that are written, each with what is around it."""
        lacking = {"old": INS, "new": DEL}.get(setting.view)
        told = []
        for piece in pieces:
            if piece.side == lacking and lacking:
                continue
            if setting.view:
                look = piece.was if setting.view == "old" else piece.look
                piece = replace(piece, look=look, was=look)
            side = setting.side or piece.side
            told.append((replace(piece, side=side), around_of(side, setting.move)))
        return list(self._runs.write(told, part))

    def _properties(self, setting: BlockSetting) -> Element:
        new, old = (self._manner(setting, name) for name in ("new", "old"))
        one = old if setting.side == DEL or setting.view == "old" else new
        found = word("pPr", *one)
        mark = paragraph_mark(self._revision, around_of(setting.side, setting.move))
        if mark is not None:
            found.append(mark)
        is_both = not (setting.side or setting.view)
        if is_both and setting.new != setting.old:
            found.append(self._revision.change("pPrChange", word("pPr", *old)))
        return found

    def _manner(self, setting: BlockSetting, name: str) -> list[Element]:
        manner = setting.new if name == "new" else setting.old
        found = [word("pStyle", val=manner.style)] if manner.style else []
        if manner.level >= 0:
            if not manner.style:
                found.append(word("pStyle", val="ListParagraph"))
            if manner.is_first:
                level = word("ilvl", val=min(manner.level, 8))
                found.append(word("numPr", level, word("numId", val=manner.list_number)))
            else:
                found.append(word("ind", left=360 * (manner.level + 1) + 360))
        if setting.align:
            found.append(word("jc", val=setting.align))
        return found

    def _list(self, node: Element, setting: BlockSetting, sink: Element, part: WordPart) -> None:
        now, then = is_of_now(node), was_of(node)
        new = old = self.lists.number(now, setting.new.level + 1)
        if any(now.get(key) != then.get(key) for key in ("tag", "type", "start")):
            old = self.lists.number(then, setting.old.level + 1)
        for item in node:
            self.block(item, setting.in_list(new, old), sink, part)

    def _table(self, node: Element, setting: BlockSetting, sink: Element, part: WordPart) -> None:
        for caption in node.iter("caption"):
            self.block(caption, setting, sink, part)
        was_in, self.is_in_table = self.is_in_table, True
        self._grids.table(node, setting, sink, part, self._moved)
        self.is_in_table = was_in

    def _bookmark(self, node: Element, place: Element) -> None:
        name = node.get("id") or ""
        if name not in self._targets or name in self._named:
            return
        self._named.add(name)
        number = self._revision.number()
        start = word("bookmarkStart", id=number, name=bookmark_name(name))
        place.insert(min(1, len(place)) if place.tag == PARAGRAPH else len(place), start)
        start.addnext(word("bookmarkEnd", id=number))


def _around(paragraph: Element) -> set[str]:
    """Return what stands around the end of a paragraph: ins, del …"""
    properties = paragraph[0].find(full_name("rPr")) if len(paragraph) else None
    return {str(n.tag).rpartition("}")[2] for n in properties} if properties is not None else set()


def _side(setting: BlockSetting) -> str:
    """Return the side of all words; '' where a view has yet to choose among them."""
    return "" if setting.view else setting.side
