"""Characters: quotation marks, apostrophes, dashes and spaces, by language, in every edition alike.

Works on the words of one block at a time, so that marks pair across emphasis and links.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.languages import Language
from octavo.markup.literals import plain
from octavo.markup.tree import BLOCKS, Element, get_string, is_element, set_string, strings
from octavo.model.metadata import Metadata
from octavo.model.publication import Chapter, Publication
from octavo.transforms.chapters import each_chapter
from octavo.transforms.passages import speaker, tag_of

VERBATIM = frozenset({"code", "pre", "kbd", "samp", "math", "svg"})
NBSP, NNBSP, OBJECT = "\u00a0", "\u202f", "\ufffc"
_OPENERS = set(" \t\n\u00a0\u202f\u2009([{–—/¿¡\u2060") | set("“‘„‚«‹")
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
    "slavic": (
        # Words of one letter never end a line, nor does the day of a date or the sign of a number.
        (re.compile(r"(?<=\b[AaIiOoUuWwZzKkSsVvВвКкСсУуОоИиЯяАаІіЗзЄєЙй]) (?=\w)"), NBSP),
        (re.compile(r"(?<=\d\.) (?=[a-záčďéěíňóřšťúůýž])|(?<=№) (?=\d)"), NBSP),
        (re.compile(r"(?<=\d) (?=[гр]\.)|(?<=\b[сСsS]\.) (?=\d)|(?<=\bстр\.) (?=\d)"), NBSP),
    ),
}
_MINUS = re.compile(r"(?<![\w\d])-(?=\d)")


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


Edit = tuple[int, int, str]


def set_characters(publication: Publication, workshop: Workshop) -> Publication:
    """Set quotes, dashes, ellipses, minus signs and non-breaking spaces by the text's language.

    A passage in another language (``lang``) is set by its own rules.
    """
    speak, tag = speaker(publication, workshop), publication.config.language
    done = each_chapter(publication, partial(_chapter, speak, tag))
    set_ = partial(in_words, speak(tag))
    config = replace(done.config, metadata=_metadata(done.config.metadata, set_))
    chapters = tuple(replace(each, title=set_(each.title)) for each in done.chapters)
    parts = tuple(replace(each, title=set_(each.title)) for each in done.parts)
    captions = tuple(replace(each, title=set_(each.title)) for each in done.captions)
    targets = {name: replace(each, title=plain(each.title)) for name, each in done.targets.items()}
    return replace(
        done, config=config, chapters=chapters, parts=parts, captions=captions, targets=targets
    )


def in_words(words: Language, text: str) -> str:
    """Return plain text with its marks and spaces set; signs that are kept stay as they are."""
    for start, end, value in sorted(edits(text, words), reverse=True):
        text = text[:start] + value + text[end:]
    return plain(text)


def _metadata(data: Metadata, set_: Callable[[str], str]) -> Metadata:
    """Return the metadata that pages show, its marks and spaces set."""
    people = tuple(
        replace(each, biography=set_(each.biography), affiliation=set_(each.affiliation))
        for each in data.contributors
    )
    return replace(
        data,
        contributors=people,
        title=set_(data.title),
        subtitle=set_(data.subtitle),
        description=set_(data.description),
        dedication=set_(data.dedication),
        rights=set_(data.rights),
    )


def _chapter(
    speak: Callable[[str], Language], tag: str, chapter: Chapter, body: Element
) -> Sequence[Problem]:
    for block in _text_blocks(body):
        pieces = list(_pieces(block, tag))
        text = "".join(piece.text for piece in pieces)
        for name in sorted({piece.language for piece in pieces}):
            spoken = [piece for piece in pieces if piece.language == name]
            _apply(spoken, sorted(edits(text, speak(name), block.tag == "td")))
    for node, is_tail in list(strings(body)):
        words = get_string(node, is_tail)
        if not words.isascii():
            set_string(node, is_tail, plain(words))
    return []


def edits(text: str, words: Language, numeric: bool = False) -> list[Edit]:
    """Return (start, end, replacement) for each change in a block's text; none overlap."""
    found: list[Edit] = list(_quotes(text, words))
    rules = [*_RULES, *_BY_SPACING.get(words.spacing, ())]
    if numeric and not re.search(r"[^\W\d_]", text):
        rules.append((_MINUS, "−"))
    taken = {n for start, end, _ in found for n in range(start, max(end, start + 1))}
    for pattern, value in rules:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not taken & set(range(start, max(end, start + 1))):
                found.append((start, end, value))
                taken |= set(range(start, end))
    return found


def _quotes(text: str, words: Language) -> Iterator[Edit]:
    """Yield the replacement of each straight quote, following what is open."""
    open_marks: list[str] = []
    for at, sign in enumerate(text):
        if sign not in "\"'":
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        opens = (not before or before in _OPENERS or before in "\"'") and bool(after.strip())
        pair = words.quotes[:2] if sign == '"' else words.quotes[2:]
        if words.spacing == "hebrew" and _is_hebrew_mark(sign, before, after, open_marks):
            yield at, at + 1, "״" if sign == '"' else "׳"
        elif sign in open_marks and not ((opens and before) or (sign == "'" and after.isalpha())):
            del open_marks[len(open_marks) - 1 - open_marks[::-1].index(sign) :]
            yield at, at + 1, pair[1]
        elif before.isdigit() and not after.isalpha() and sign not in open_marks:
            yield at, at + 1, "″" if sign == '"' else "′"
        elif sign == "'" and _is_apostrophe(text, at, opens):
            yield at, at + 1, "’"
        else:
            open_marks.append(sign)
            yield at, at + 1, pair[0]


def _is_hebrew_mark(sign: str, before: str, after: str, open_marks: list[str]) -> bool:
    """Tell gershayim (in an abbreviation) and geresh (after a letter) from quotation marks."""
    if not "א" <= before <= "ת":
        return False
    return "א" <= after <= "ת" if sign == '"' else sign not in open_marks


def _is_apostrophe(text: str, at: int, opens: bool) -> bool:
    """Tell an apostrophe from an opening mark: inside a word, after one, or before '90s, 'tis."""
    if not opens:
        return True
    rest = text[at + 1 :]
    if re.match(r"\d\ds\b|(?:[Tt]is|[Tt]was|[Ee]m|[Tt]il|[Cc]ause|n)\b", rest):
        return True
    return "'" not in rest and "’" not in rest


def _text_blocks(body: Element) -> Iterator[Element]:
    """Yield the elements that directly hold words: paragraphs, cells, headings, terms …"""
    for node in body.iter():
        if not is_element(node) or node.tag not in BLOCKS or node.tag in VERBATIM:
            continue
        if any(parent.tag in VERBATIM for parent in node.iterancestors()):
            continue
        yield node


def _pieces(block: Element, tag: str) -> Iterator[Piece]:
    at = 0
    for node, is_tail, fixed in _runs(block):
        text = OBJECT if fixed else get_string(node, is_tail)
        if text:
            around = node.getparent() if is_tail else node
            assert around is not None  # a tail stands in its node's parent
            yield Piece(node, is_tail, at, text, fixed, tag_of(around, tag))
            at += len(text)


def _runs(node: Element) -> Iterator[tuple[Element, bool, bool]]:
    """Yield the words of a block without those of the blocks inside it."""
    yield node, False, False
    for each in node:
        if is_element(each) and each.tag not in BLOCKS:
            if each.tag in VERBATIM or each.tag == "img" or each.get("class") == "noteref":
                yield each, False, True
            else:
                yield from _runs(each)
        yield each, True, False


def _apply(pieces: list[Piece], changes: list[Edit]) -> None:
    for piece in pieces:
        if piece.fixed:
            continue
        end = piece.start + len(piece.text)
        text = piece.text
        for start, stop, value in reversed(changes):
            if piece.start <= start and stop <= end and (start < end or stop > start):
                text = text[: start - piece.start] + value + text[stop - piece.start :]
        if text != piece.text:
            set_string(piece.node, piece.is_tail, text)
