"""Characters: quotation marks, apostrophes, dashes and spaces, by language, in every edition alike.

Works on the words of one block at a time, so that marks pair across emphasis and links.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from octavo.constructs.listings import VERBATIM as CODE
from octavo.constructs.notes import is_call
from octavo.constructs.tables import is_cell, is_head, is_row
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import Language
from octavo.markup.literals import plain, plain_markup
from octavo.markup.marked_words import MarkedWords, in_lines, lines_of, tree_of, words_of
from octavo.markup.tree import (
    BLOCKS,
    Element,
    elements,
    get_string,
    is_blank,
    is_element,
    set_string,
    strings,
    those_with,
    words_below,
)
from octavo.model.chapters import each_by_itself
from octavo.model.metadata import Metadata
from octavo.model.publication import Chapter, Publication
from octavo.transforms.passages import speaker, tag_of
from octavo.transforms.quotation_marks import CALL, NBSP, NNBSP, OBJECT, Edit, quotation_edits

VERBATIM = CODE | {"kbd", "samp", "math", "svg"}
FIXED = VERBATIM | {"img", "br"}
_UNITS = (
    "km|m|cm|mm|µm|nm|ha|kg|g|mg|t|l|ml|cl|h|min|s|ms|°C|°F|K|W|kW|MW|V|A|Hz|kHz|MHz|GB|MB|kB"
    "|pt|dpi|%"
)
_AFTER = r"(?:[\s\"'»”’)\]]|$)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r" (?=(?:[–—]|---?) )"), NBSP),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), NBSP),
    (re.compile(r"(?<=\b[Pp]\.) (?=\d)|(?<=\bpp\.) (?=\d)|(?<=\b[Nn]o\.) (?=\d)"), NBSP),
    (re.compile(r"(?<=\bvol\.) (?=\d)|(?<=\bFig\.) (?=\d)|(?<=\b[Cc]h\.) (?=\d)"), NBSP),
    (re.compile(r"(?<=\bMr) (?=[A-Z])|(?<=\bMrs) (?=[A-Z])|(?<=\bDr) (?=[A-Z])"), NBSP),
    (re.compile(r"(?<=\bMr\.) (?=[A-Z])|(?<=\bMrs\.) (?=[A-Z])|(?<=\bDr\.) (?=[A-Z])"), NBSP),
    (re.compile(r"(?<=\b[A-Z]\.) (?=[A-Z]\.)"), NNBSP),
)
_SMALL = "a-zàáâäåæçéèêëíîïðóôöõøúüýþāąčćđėęēģīįķļņšūųž"
_BY_SPACING: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "french": (
        (re.compile(rf"(?<=[^\s;!?(\[«“])[ {NBSP}{NNBSP}]?(?=[;!?]+{_AFTER})"), NNBSP),
        (re.compile(rf"(?<=[^\s:(\[«“])[ {NBSP}{NNBSP}]?(?=:{_AFTER})"), NBSP),
        (re.compile(r"(?<=«)[ \u00a0]|[ \u00a0](?=»)"), NNBSP),
    ),
    "german": (
        (re.compile(r"(?<=\b[zdu]\.) (?=[BhaÄ]\.)|(?<=\bu\.) (?=a\.)"), NNBSP),
        (re.compile(r"(?<=\bS\.) (?=\d)|(?<=\bNr\.) (?=\d)|(?<=\bBd\.) (?=\d)"), NBSP),
    ),
    "ordinal": (
        # The day of a date, and any number with its full stop, does not leave its word.
        (re.compile(rf"(?<=\d\.) (?=[{_SMALL}])|(?<=\d) (?=[md]\.)"), NBSP),
    ),
    "slavic": (
        # Words of one letter never end a line, nor does the day of a date or the sign of a number.
        (re.compile(r"(?<=\b[AaIiOoUuWwZzKkSsVvВвКкСсУуОоИиЯяАаІіЗзЄєЙй]) (?=\w)"), NBSP),
        (re.compile(r"(?<=\d\.) (?=[a-záčďéěíňóřšťúůýž])|(?<=№) (?=\d)"), NBSP),
        (re.compile(r"(?<=\d) (?=[гр]\.)|(?<=\b[сСsS]\.) (?=\d)|(?<=\bстр\.) (?=\d)"), NBSP),
    ),
}
_BY_SPACING["serbian"] = (
    *_BY_SPACING["slavic"],
    (re.compile(r"(?<=\d\.) (?=[а-яђјљњћџ])"), NBSP),
)
_MINUS = re.compile(r"(?<![\w\d])-(?=\d)")
_SIGNED = re.compile(r"(?<![\w\u200e\u2066-])(?=[-+\u2212\u00b1][0-9\u06f0-\u06f9])")
"""Where a number with a sign begins, in figures that run from left to right everywhere."""
_MAY_CHANGE = re.compile(r"[^\w\s.,]|[.,](?=[^\w])|\d\s")
"""What every rule for words needs, but for those that ask for words of one letter."""
_ONE_LETTER = ("slavic", "serbian")
_TOLD_LANGUAGES = those_with("@lang", has_root=True)
LRM = "\u200e"
"""Keeps the sign at the left of its number, where lines run from right to left."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one block: where it stands and where it begins in the block's text."""

    node: Element
    is_tail: bool
    start: int
    text: str
    fixed: bool
    """True where nothing may change: code, a picture, a note call."""
    language: str
    """The tag that is in force in it."""


def set_characters(publication: Publication, workshop: Workshop) -> Publication:
    """Set quotes, dashes, ellipses, minus signs and non-breaking spaces by the text's language.

    A passage in another language (``lang``) is set by its own rules.
    """
    speak, tag = speaker(publication, workshop), publication.config.language

    def work(inside: Workshop, chapter: Chapter, body: Element) -> Sequence[Problem]:
        return _chapter(speaker(publication, inside), tag, chapter, body)

    done = each_by_itself(publication, workshop, "characters", [tag], work)
    set_ = partial(in_words, speak(tag))
    metadata = _metadata(done.config.metadata, set_, partial(with_marks, speak(tag)))
    config = replace(done.config, metadata=metadata)
    chapters = tuple(replace(each, title=set_(each.title)) for each in done.chapters)
    parts = tuple(replace(each, title=set_(each.title)) for each in done.parts)
    captions = tuple(replace(each, title=set_(each.title)) for each in done.captions)
    targets = {name: replace(each, title=plain(each.title)) for name, each in done.targets.items()}
    return replace(
        done, config=config, chapters=chapters, parts=parts, captions=captions, targets=targets
    )


def in_words(words: Language, text: str) -> str:
    """Return words with their quotation marks and spaces set."""
    if not isinstance(text, MarkedWords):
        return _apply_edits(text, edits(text, words))
    if "\n" in text:
        return in_lines([in_words(words, line) for line in lines_of(text)])
    if not any(True for _ in edits(text, words)):
        return _as_printed(text)  # most titles; their marks need not be looked through
    tree = tree_of(text)
    pieces = list(_pieces(tree, words.tag))
    _apply(pieces, sorted(edits("".join(piece.text for piece in pieces), words)))
    return _as_printed(words_of(tree))


def _as_printed(words: str) -> str:
    """Return words with the signs of their formulas and addresses as they are printed."""
    if not isinstance(words, MarkedWords):
        return plain(words)
    return MarkedWords(plain(words), plain_markup(words.xhtml))


def with_marks(words: Language, text: str) -> str:
    """Return a name or a description with its quotation marks and apostrophes set, no more."""
    return _apply_edits(text, quotation_edits(text, words))


def _apply_edits(text: str, changes: Iterable[Edit]) -> str:
    return plain(_with_edits(text, sorted(changes)))


def _metadata(data: Metadata, set_: Callable[[str], str], mark: Callable[[str], str]) -> Metadata:
    """Return the metadata that pages show: marks and spaces set in texts, marks in names."""
    people = tuple(
        replace(
            each,
            name=mark(each.name),
            biography=set_(each.biography),
            affiliation=set_(each.affiliation),
        )
        for each in data.contributors
    )
    series = data.series
    return replace(
        data,
        contributors=people,
        publisher=mark(data.publisher),
        place=mark(data.place),
        series=replace(series, name=mark(series.name)) if series else None,
        title=set_(data.title),
        subtitle=set_(data.subtitle),
        description=set_(data.description),
        dedication=set_(data.dedication),
        rights=set_(data.rights),
    )


def _chapter(
    speak: Callable[[str], Language], tag: str, chapter: Chapter, body: Element
) -> Sequence[Problem]:
    is_in_one = not _TOLD_LANGUAGES(body)
    own = speak(tag)
    for block in _text_blocks(body):
        if is_in_one and not len(block) and _stays(block.text or "", own):
            continue
        pieces = list(_pieces(block, tag, is_in_one))
        text = "".join(piece.text for piece in pieces)
        for name in sorted({piece.language for piece in pieces}):
            spoken = [piece for piece in pieces if piece.language == name]
            _apply(spoken, sorted(edits(text, speak(name), is_cell(block) and not is_head(block))))
    for image in elements(body, "img"):
        if image.get("alt"):
            image.set("alt", with_marks(speak(tag_of(image, tag)), str(image.get("alt"))))
    for node, is_tail in () if words_below(body).isascii() else list(strings(body)):
        words = get_string(node, is_tail)
        if not words.isascii():
            set_string(node, is_tail, plain(words))
    return []


def edits(text: str, words: Language, numeric: bool = False) -> list[Edit]:
    """Return (start, end, replacement) for each change in a block's text; none overlap."""
    if _stays(text, words):
        return []
    found = list(quotation_edits(text, words))
    rules = [*_RULES, *_BY_SPACING.get(words.spacing, ())]
    if numeric and not re.search(r"[^\W\d_]", text):
        rules.append((_MINUS, f"{LRM}−" if words.direction == "rtl" else "−"))
    if words.direction == "rtl":
        rules.append((_SIGNED, LRM))
    taken = {n for start, end, _ in found for n in range(start, max(end, start + 1))}
    for pattern, value in rules:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not taken & set(range(start, max(end, start + 1))):
                found.append((start, end, value))
                taken |= set(range(start, end))
    return found


def _stays(text: str, words: Language) -> bool:
    """Tell at a glance that nothing in a text changes."""
    return words.spacing not in _ONE_LETTER and not _MAY_CHANGE.search(text)


def _text_blocks(body: Element) -> Iterator[Element]:
    """Yield the elements that directly hold words: paragraphs, cells, headings, terms …"""
    has_code = next(body.iter(*VERBATIM), None) is not None
    for node in body.iter(*BLOCKS):
        if node.tag in VERBATIM or (is_row(node) and _holds_cells_alone(node)):
            continue
        if has_code and any(parent.tag in VERBATIM for parent in node.iterancestors()):
            continue
        yield node


def _holds_cells_alone(row: Element) -> bool:
    return is_blank(row.text) and all(is_cell(each) and is_blank(each.tail) for each in row)


def _pieces(block: Element, tag: str, is_in_one: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a block; ``is_in_one``: no passage of the text is in another language."""
    at = 0
    for node, is_tail, fixed in _runs(block):
        text = _stand_in(node) if fixed else get_string(node, is_tail)
        if text:
            yield Piece(
                node, is_tail, at, text, fixed, tag if is_in_one else _tag(node, is_tail, tag)
            )
            at += len(text)


def _tag(node: Element, is_tail: bool, tag: str) -> str:
    around = node.getparent() if is_tail else node
    assert around is not None  # a tail stands in its node's parent
    return tag_of(around, tag)


def _is_address(node: Element) -> bool:
    """Tell a link whose words are its address, which is printed as it is."""
    href = node.get("href") or ""
    return bool(href) and not len(node) and href in (node.text, f"mailto:{node.text}")


def _stand_in(node: Element) -> str:
    """Return what stands in a block's text for a piece in which nothing may change."""
    if node.tag == "br":
        return "\n"
    return CALL if node.get("class") == "noteref" else OBJECT


def _runs(node: Element) -> Iterator[tuple[Element, bool, bool]]:
    """Yield the words of a block without those of the blocks inside it."""
    yield node, False, False
    for each in node:
        if is_element(each) and each.tag not in BLOCKS:
            if each.tag in FIXED or is_call(each) or _is_address(each):
                yield each, False, True
            else:
                yield from _runs(each)
        yield each, True, False


def _apply(pieces: list[Piece], changes: list[Edit]) -> None:
    starts = [start for start, _, _ in changes]
    for piece in pieces:
        if piece.fixed:
            continue
        end = piece.start + len(piece.text)
        own = changes[bisect_left(starts, piece.start) : bisect_right(starts, end)]
        within = [
            (start - piece.start, stop - piece.start, value)
            for start, stop, value in own
            if stop <= end and (start < end or stop > start)
        ]
        if (text := _with_edits(piece.text, within)) != piece.text:
            set_string(piece.node, piece.is_tail, text)


def _with_edits(text: str, changes: Iterable[Edit]) -> str:
    """Return a text with changes, which are sorted and do not overlap."""
    written, at = list[str](), 0
    for start, end, value in changes:
        written += (text[at:start], value)
        at = max(at, end)
    return "".join(written) + text[at:]
