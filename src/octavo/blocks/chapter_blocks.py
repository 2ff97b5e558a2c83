"""A chapter of a publication -> its blocks, in reading order, each with its element."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from octavo.blocks.block import Block, BlockPicture, Span, words_of_table
from octavo.blocks.inline import Line, code_of, line_of, looks_of
from octavo.constructs.boxes import step_of_numbers
from octavo.constructs.construct import BlockForm
from octavo.constructs.construct_table import CAPTIONS, CONTAINERS, LISTED, UNSPOKEN, form_at
from octavo.constructs.tables import cells_of, is_cell, is_head, is_part, is_table, rows_of
from octavo.core.problems import Place
from octavo.languages import direction_of
from octavo.markup.tree import BLOCKS, HEADINGS, Element, classes, elements, has_class, in_one_line
from octavo.model.made import PageMap
from octavo.model.publication import Chapter, Publication
from octavo.source.config.file_heads import MARKDOWN
from octavo.transforms.headings import slugify

LISTS = frozenset("ul ol dl div".split()) | CONTAINERS
KINDS = {**dict.fromkeys(CAPTIONS, "caption"), "li": "li", "dt": "dt", "dd": "dd"}
NUMBERED = "|".join(each.name for each in LISTED.values())
Read = tuple[Block, Element | None]
"""A block, and its element; a part's title has none."""
_SIGNS = re.compile(r"[`*_\[\]]+")
"""Signs of Markdown that stand in a line of a text and not in its words."""
OF_EVERY_CELL = frozenset(("scope", "data-b", "data-line"))
"""Attributes of cells and rows that say nothing of their words."""
FAR = 400
"""Lines below its beginning in which an item of a list is looked for, and code."""
CHECKED = 8
"""Lines of code that must stand in a text as they do in the code."""


@dataclass(slots=True)
class ChapterReader:
    """Reads one chapter; remembers under which headings it is."""

    publication: Publication
    chapter: Chapter
    assets: Mapping[str, BlockPicture]
    folder: str
    pages: PageMap | None
    under: list[tuple[int, str]] = field(default_factory=list)
    items: tuple[int, ...] = ()
    """Numbers of the items of lists that it is in."""
    looked_from: int = 0
    looked_until: int = 0

    def blocks(self) -> Iterator[Read]:
        part = self.publication.part_opened_by(self.chapter)
        if part:
            place = self._tell_from_folder(place_of_part(self.publication, self.chapter))
            own = f"part-{part.slug}"
            yield Block(own, "part", (), (), part.title, place, chapter=part.slug), None
        if self.chapter.part >= 0:
            self.under = [(0, self.publication.parts[self.chapter.part].title)]
        yield from self._inside(self.chapter.body, ())

    def _inside(self, node: Element, container: tuple[str, ...]) -> Iterator[Read]:
        first, around = True, self.items
        numbers = _numbers(node)
        for each in node:
            if each.tag not in BLOCKS and each.tag != "img":
                continue
            if each.tag == "li":
                self.items = (*around, next(numbers))
            kind = "li" if node.tag == "li" and first and each.tag == "p" else ""
            yield from self._one(each, container, kind)
            first = False
        self.items = around

    def _one(self, node: Element, container: tuple[str, ...], kind: str) -> Iterator[Read]:
        form = form_at(node)
        if node.tag in HEADINGS:
            yield self._heading(node, container), node
        elif node.tag == "hr":
            yield self._block(node, "break", container, Line()), node
        elif form is not None and form.shape != "line":
            yield self._read_form(node, form, container), node
            if form.shape == "grid":
                yield from self._inside(node, (*container, form.kind))
        elif not is_part(node):
            yield from self._words(node, container, form.kind if form else kind)

    def _read_form(self, node: Element, form: BlockForm, container: tuple[str, ...]) -> Block:
        """Return the block of a construct that is more than a line of words."""
        if form.shape == "grid":
            return self._grid(node, form.kind, container)
        if form.shape == "verbatim":
            return self._verbatim(node, form.kind, container)
        return self._apart(node, form.kind, container)

    def _words(self, node: Element, container: tuple[str, ...], kind: str) -> Iterator[Read]:
        """Yield the element's own words, the pictures among them, and the blocks inside it."""
        line = self._line_of(node)
        kind = kind or KINDS.get(str(node.tag), "p")
        if line.text:
            yield self._block(node, kind, container, line), node
        for image, target in line.pictures:
            yield self._image(image, container, target), image
        yield from self._inside(node, (*container, *_names(node)))

    def _heading(self, node: Element, container: tuple[str, ...]) -> Block:
        level, line = int(node.tag[1]), self._line_of(node)
        self.under = [each for each in self.under if each[0] < level]
        block = self._block(node, str(node.tag), container, line)
        self.under.append((level, line.text))
        return block

    def _apart(self, node: Element, kind: str, container: tuple[str, ...]) -> Block:
        """Return what is called by its label: a note."""
        label = node.get("data-label") or ""
        found = self._block(node, kind, container, self._line_of(node, whole=True))
        own = f"{self.chapter.slug}-{kind}-{label}"
        return replace(found, name=label, anchor="", id=own, blocks=self._inner(node, own))

    def _inner(self, node: Element, own: str) -> tuple[Block, ...]:
        """Return the blocks that stand in a block, named by their order in it."""
        around = self.under, self.items, self.looked_from, self.looked_until
        self.under, self.items = list(self.under), ()
        found = [block for block, _ in self._inside(node, ())]
        self.under, self.items, self.looked_from, self.looked_until = around
        return tuple(replace(each, id=f"{own}.{n}") for n, each in enumerate(found, 1))

    def _verbatim(self, node: Element, kind: str, container: tuple[str, ...]) -> Block:
        found = self._block(node, kind, container, Line())
        text = code_of(node).strip("\n")
        lines = [each for each in elements(node, "span") if has_class(each, "code-line")]
        return replace(
            found,
            text=text,
            name=node.get("data-language") or "",
            id=self._id(node, kind, text),
            marked=tuple(n for n, each in enumerate(lines, 1) if has_class(each, "marked")),
            lines=tuple(self._places_of_code(_line(node), text.split("\n"))),
        )

    def _image(self, node: Element, container: tuple[str, ...], target: str) -> Block:
        path = node.get("src") or ""
        line = Line()
        line.write(node.get("alt"))
        found = self._block(node, "image", container, line)
        own = node.get("id") or f"{self.chapter.slug}-image-{path}"
        return replace(found, id=own, picture=self.assets.get(path), name=target)

    def _grid(self, node: Element, kind: str, container: tuple[str, ...]) -> Block:
        box = node.getparent()
        whole = box if box is not None and is_table(box) else node
        rows = tuple(self._rows(node, container))
        text = words_of_table(rows)
        anchor = self._own_id(whole)
        found = self._block(whole, kind, container, Line())
        own = anchor or self._id(node, kind, text)
        return replace(found, text=text, rows=rows, anchor=anchor, id=own)

    def _rows(self, node: Element, container: tuple[str, ...]) -> Iterator[tuple[Block, ...]]:
        """Yield the cells of each row; a row of Markdown takes a line, that below the head none.

        Of cells that hold words and nothing else, one of a kind is read, and the others from it:
        tables may have ten thousand rows.
        """
        first = _line(node)
        models: dict[tuple[Element | None, str], Block] = {}
        for n, row in enumerate(rows_of(node)):
            place = self._place(first + n + (n > 0))
            yield tuple(
                self._cell(cell, (row, place, n, m), container, models)
                for m, cell in enumerate(cells_of(row))
            )

    def _cell(
        self,
        node: Element,
        where: tuple[Element, Place, int, int],
        container: tuple[str, ...],
        models: dict[tuple[Element | None, str], Block],
    ) -> Block:
        """Return a cell; ``where``: its row, that's place and number, and its column."""
        row, place, n, column = where
        names = node.keys()
        has_more = len(node) or self.pages or not OF_EVERY_CELL.issuperset(names)
        has_more = has_more or not OF_EVERY_CELL.issuperset(row.keys())
        is_plain = not has_more
        model = models.get((row.getparent(), str(node.tag))) if is_plain else None
        if model is not None:
            text = in_one_line(node.text or "")
            own = self._id(node, "cell", text)
            return model.in_cell(own, text, place, n, column)
        found = replace(
            self._block(node, "cell", container, self._line_of(node, whole=True)),
            is_header=is_head(node),
            width=_number(node, "colspan", 1),
            height=_number(node, "rowspan", 1),
            place=place,
            row=n,
            column=column,
        )
        if is_plain:
            models[row.getparent(), str(node.tag)] = found
        return found

    def _block(self, node: Element, kind: str, container: tuple[str, ...], line: Line) -> Block:
        text = line.text
        anchor = self._own_id(node)
        return Block(
            anchor or self._id(node, kind, text),
            kind,
            tuple(title for _, title in self.under),
            container,
            text,
            self._place(self._line(node, text)),
            anchor=anchor,
            marks=line.spans([*line.marks, *self._looks(node, text)]),
            links=line.spans(line.links),
            notes=tuple(line.notes),
            calls=tuple(line.calls),
            language=self._language(node),
            chapter=self.chapter.slug,
            pages=self._pages(node),
            direction=self._direction(node),
            items=self.items,
            editions=_editions(node),
            counted_by=step_of_numbers(node),
        )

    def _line_of(self, node: Element, whole: bool = False) -> Line:
        """Return an element's words; in a text of an author's its classes are the author's."""
        is_source = self.chapter.text.path.lower().endswith(MARKDOWN)
        return line_of(node, whole, self.chapter.slug, is_source)

    def _looks(self, node: Element, text: str) -> list[Span]:
        """Return what the classes of a block say; of what stands in boxes, their names do."""
        is_line = node.tag in HEADINGS or node.tag in ("p", "li", "dt", "dd") or is_cell(node)
        return looks_of(node, 0, len(text), only_known=True) if is_line else []

    def _pages(self, node: Element) -> tuple[str, ...]:
        """Return the labels of the pages on which an element begins and ends."""
        if self.pages is None:
            return ()
        inside = [str(n.get("data-b")) for n in node.iter() if n.get("data-b")]
        around = (str(n.get("data-b")) for n in node.iterancestors() if n.get("data-b"))
        found = inside or [next(around, "")]
        marks = ((self.pages.starts, found[0]), (self.pages.ends, found[-1]))
        return tuple(self.pages.labels[each[name]] for each, name in marks if name in each)

    def _id(self, node: Element, kind: str, text: str) -> str:
        given = node.get("id")
        words = f"{self.chapter.slug}\0{kind}\0{text}".encode()
        return given or f"{self.chapter.slug}-{hashlib.sha256(words).hexdigest()[:12]}"

    def _own_id(self, node: Element) -> str:
        """Return the id that the author wrote; '' for one that is derived from title or number."""
        given = node.get("id") or ""
        if not given:
            return ""
        slug = self.chapter.slug
        derived = rf"({re.escape(slug)}-)?{re.escape(slugify(line_of(node, True).text))}(-\d+)?"
        counted = rf"{re.escape(slug)}-({NUMBERED})-[\w.]+"
        return "" if re.fullmatch(f"{derived}|{counted}", given) else given

    def _place(self, line: int) -> Place:
        return self._tell_from_folder(self.chapter.text.place(line))

    def _tell_from_folder(self, place: Place) -> Place:
        return replace(place, path=f"{self.folder}/{place.path}") if self.folder else place

    def _line(self, node: Element, text: str) -> int:
        """Return the line a block begins at; what stands inside another block is looked for."""
        line = _line(node)
        if node.get("data-line") or not text or is_cell(node):
            return line
        start = max(line, self.looked_until) if line == self.looked_from else line
        first, bare = _SIGNS.sub("", text).split(), _bare_lines(self.chapter.text.content)
        near = range(max(start, 1), min(start + FAR, len(bare) + 1))
        for words in filter(None, dict.fromkeys((" ".join(first[:3]), *first[:1]))):
            if found := next((number for number in near if words in bare[number - 1]), 0):
                self.looked_from, self.looked_until = line, found + 1
                return found
        return line

    def _places_of_code(self, line: int, code: Sequence[str]) -> Iterator[tuple[int, Place]]:
        """Yield from which line of code on the places of lines count up from which place."""
        start = self._find_code(line, [each.strip() for each in code[:CHECKED]]) if line else 0
        last: Place | None = None
        for n in range(len(code)) if start else ():
            place = self._place(start + n)
            if last is None or place != replace(last, line=last.line + 1):
                yield n, place
            last = place

    def _find_code(self, line: int, code: Sequence[str]) -> int:
        """Return the first line at or below another from which on code stands; 0 for none."""
        line_at = self.chapter.text.line
        for start in range(line, line + FAR):
            if all(words in line_at(start + n) for n, words in enumerate(code)):
                return start
        return 0

    def _language(self, node: Element) -> str:
        own = (each.get("lang") for each in (node, *node.iterancestors()) if each.get("lang"))
        found = next(own, "") or ""
        return "" if found == self.publication.config.language else found

    def _direction(self, node: Element) -> str:
        own = (each.get("dir") for each in (node, *node.iterancestors()) if each.get("dir"))
        found = next(own, "") or ""
        return "" if found == direction_of(self.publication.config.language) else found


@lru_cache(maxsize=4)
def _bare_lines(content: str) -> tuple[str, ...]:
    """Return the lines of a text without signs: each of thousands of blocks may ask for them."""
    return tuple(_SIGNS.sub("", content).split("\n"))


def place_of_part(publication: Publication, chapter: Chapter) -> Place:
    """Return where the publication file names the part of a chapter."""
    config = publication.config
    parts = [n for n, entry in enumerate(config.metadata.body) if entry.part]
    return config.place(f"body.{parts[chapter.part]}.part")


def _numbers(node: Element) -> Iterator[int]:
    """Yield the numbers of the items of a list."""
    step = -1 if node.get("reversed") is not None else 1
    number = _number(node, "start", len(node) if step < 0 else 1)
    for each in node.iterchildren("li"):
        number = _number(each, "value", number)
        yield number
        number += step


def _number(node: Element, name: str, default: int) -> int:
    """Return the number that an attribute says; what is none, or too large, says nothing."""
    found = re.fullmatch(r"-?[0-9]{1,9}", (node.get(name) or "").strip())
    return int(found[0]) if found else default


def _editions(node: Element) -> tuple[str, ...]:
    """Return the names of the editions that hold what stands in ``only`` boxes."""
    boxes = [each for each in node.iterancestors("div") if has_class(each, "only")]
    names = [(box.get("data-value") or "").split() for box in boxes]
    return tuple(name for name in names[0] if all(name in each for each in names)) if names else ()


def _names(node: Element) -> tuple[str, ...]:
    """Return what a block inside this element stands in."""
    if node.tag not in LISTS:
        return ()
    names = [each for each in classes(node) if each not in UNSPOKEN]
    kind = node.get("type") or "1"
    said = " ".join(names) or (str(node.tag) if kind == "1" else f"{node.tag} {kind}")
    return (said,) if names or node.tag != "div" else ()


def _line(node: Element) -> int:
    found = (n.get("data-line") for n in (node, *node.iterancestors()) if n.get("data-line"))
    return int(next(found, None) or 0)
