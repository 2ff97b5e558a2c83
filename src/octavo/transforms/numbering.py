"""Numbers of parts, chapters, sections and constructs, and what can be referred to.

Numbers are written as ``data-number`` on headings, and as labels in captions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from octavo.constructs.construct import Construct
from octavo.constructs.construct_table import CAPTIONS, construct_at
from octavo.constructs.tables import WITHIN_TABLES, is_grid
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import Language, language, name_by_number
from octavo.markup.marked_words import words_of
from octavo.markup.tree import HEADINGS, Element, any_of, elements, has_class, new, those_with
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Part, Publication, Target
from octavo.transforms.headings import heading_words, is_article, is_untitled

NUMBERED_ROLES = ("chapter",)
UNNUMBERED = "unnumbered"
"""Class of a heading that has no number and is not counted, nor is what stands under it."""
_MAY_COUNT = those_with(f"@id or not({any_of(WITHIN_TABLES)})")


def number_things(publication: Publication, workshop: Workshop) -> Publication:
    """Number what the metadata asks to number, and captions always; list all targets."""
    words = language(workshop, publication.config.language)
    numbered = tuple(_number_chapters(publication, words))
    publication = replace(publication, chapters=numbered, parts=_number_parts(publication, words))
    tally = _Tally(publication, words, is_article(publication))
    done = each_chapter(publication, tally.visit)
    targets = dict(sorted(tally.targets.items()))
    return replace(done, targets=targets, captions=tuple(tally.captions))


def roman(number: int) -> str:
    """Return 1 … 3999 in lower-case roman numerals."""
    signs = (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    )
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text


def letter(number: int) -> str:
    """Return 1 -> A, 26 -> Z, 27 -> AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _number_chapters(publication: Publication, words: Language) -> list[Chapter]:
    numbers = publication.config.metadata.numbering != "none" and not is_article(publication)
    chapters, appendices, result = 0, 0, []
    for chapter in publication.chapters:
        number = ""
        wants_number = not any(map(_is_unnumbered, elements(chapter.body, "h1")[:1]))
        if wants_number and chapter.matter == "back" and chapter.role == "appendix":
            appendices += 1
            number = letter(appendices)
        elif (
            wants_number and numbers and chapter.matter == "body" and chapter.role in NUMBERED_ROLES
        ):
            chapters += 1
            number = str(chapters)
        title = words.number("chapter", number) if is_untitled(chapter.body) else chapter.title
        result.append(replace(chapter, number=number, title=title))
    return result


def _is_unnumbered(head: Element) -> bool:
    return has_class(head, UNNUMBERED)


def _number_parts(publication: Publication, words: Language) -> tuple[Part, ...]:
    opened = sorted({chapter.part for chapter in publication.chapters} - {-1})
    parts = []
    for n, part in enumerate(publication.parts):
        number = roman(opened.index(n) + 1).upper() if n in opened else ""
        label = name_by_number(words.words, "part", number) if number else ""
        parts.append(replace(part, number=number, label=label))
    return tuple(parts)


@dataclass
class _Tally:
    """Counts through the publication in reading order."""

    publication: Publication
    words: Language
    article: bool
    targets: dict[str, Target] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    captions: list[Target] = field(default_factory=list)

    def __post_init__(self) -> None:
        for part in self.publication.parts:
            self.targets[part.slug] = Target(part.slug, "part", "", part.number, part.title)

    def visit(self, chapter: Chapter, body: Element) -> Sequence[Problem]:
        """Count what stands in a chapter; there is nothing to find fault with."""
        if chapter.number:
            self.counts = {}
        self.targets[chapter.slug] = Target(
            chapter.slug, "chapter", chapter.slug, chapter.number, chapter.title
        )
        self._sections(chapter, body)
        around = self.targets[chapter.slug]
        for node in _MAY_COUNT(body):
            found = construct_at(node)
            if node.tag in HEADINGS:
                around = self.targets[str(node.get("id"))]
            elif found is not None and found.is_counted:
                self._caption(chapter, node, found.name)
            elif node.get("id") and node.get("id") not in self.targets:
                self.targets[str(node.get("id"))] = _anchor(chapter, node, found, around)
        return ()

    def _sections(self, chapter: Chapter, body: Element) -> None:
        deep = self.publication.config.metadata.numbering == "sections"
        counters, silent = [0] * 7, 7
        for head in elements(body, "h1", "h2", "h3", "h4", "h5", "h6"):
            level, name = int(head.tag[1]), str(head.get("id"))
            if level <= silent:
                silent = level if _is_unnumbered(head) else 7
            counters[level] += level < silent
            counters[level + 1 :] = [0] * (6 - level)
            base = chapter.number if level > 1 else ""
            numbers = [base] if base else []
            numbers += [str(n) for n in counters[2 : level + 1]]
            counted = deep and 1 < level < silent and (bool(base) or self.article)
            number = ".".join(numbers) if counted else ""
            number = chapter.number if level == 1 else number
            if level == 1 and is_untitled(body):
                head.text = chapter.title
            elif number:
                head.set("data-number", number)
            kind = "chapter" if level == 1 else "section"
            self.targets[name] = Target(name, kind, chapter.slug, number, heading_words(head))

    def _sub_caption(
        self, chapter: Chapter, node: Element, kind: str, words: Element | None
    ) -> None:
        """One of a group is called (a), (b) … and referred to as 3a, 3b."""
        parent = node.getparent()
        siblings = [] if parent is None else [n for n in parent if n.tag == node.tag]
        mark = letter(siblings.index(node) + 1).lower()
        if words is not None:
            label = new("span", f"({mark})", class_="label")
            label.tail = " "
            words.insert(0, label)
        if node.get("id"):
            count = str(self.counts.get(kind, 0))
            number = f"{chapter.number}.{count}" if chapter.number else count
            title = words_of(words) if words is not None else ""
            name = str(node.get("id"))
            self.targets[name] = Target(name, kind, chapter.slug, f"{number}{mark}", title)

    def _caption(self, chapter: Chapter, node: Element, kind: str) -> None:
        words = _own_caption(node)
        if has_class(node, "sub"):
            self._sub_caption(chapter, node, kind, words)
            return
        caption = (
            next((n for n in words if has_class(n, "caption")), None) if words is not None else None
        )
        title, number = words_of(caption) if caption is not None else "", ""
        if words is not None and caption is not None and not has_class(node, "lead"):
            number = self._label(chapter, kind, words)
            if not node.get("id"):
                node.set("id", f"{chapter.slug}-{kind}-{number}")
        self._sources(node)
        if node.get("id"):
            name = str(node.get("id"))
            self.targets[name] = Target(name, kind, chapter.slug, number, title)
            self.captions += [self.targets[name]] if number else []

    def _label(self, chapter: Chapter, kind: str, words: Element) -> str:
        """Put "Figure 3" before a caption's words; return the number."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        count = str(self.counts[kind])
        number = f"{chapter.number}.{count}" if chapter.number else count
        label = new("span", self.words.number(kind, number), class_="label")
        label.tail = " "
        words.insert(0, label)
        return number

    def _sources(self, node: Element) -> None:
        for source in [p for p in elements(node, "p") if has_class(p, "source")]:
            label, colon = self.words.word("source"), self.words.word("colon")
            mark = new("span", label + colon.rstrip(" "), class_="label")
            mark.tail = f"{' ' * colon.endswith(' ')}{(source.text or '').lstrip()}"
            source.text = None
            source.insert(0, mark)


def _anchor(chapter: Chapter, node: Element, found: Construct | None, around: Target) -> Target:
    """Return a target that nothing counts but notes: a term has its words, the rest its section."""
    name = str(node.get("id"))
    if found is not None and found.is_called:
        return Target(name, found.name, chapter.slug, node.get("data-number") or "")
    titles = [each for each in elements(node, "p") if has_class(each, "box-title")]
    if node.tag == "dt" or titles:
        return Target(name, "anchor", chapter.slug, "", words_of([node, *titles][-1]))
    return Target(name, "anchor", chapter.slug, around.number, around.title, around.kind)


def _own_caption(node: Element) -> Element | None:
    """Return the caption of a thing itself, not of one inside it."""
    for each in node:
        if each.tag in CAPTIONS:
            return each
        if is_grid(each):
            return _own_caption(each)
    return None
