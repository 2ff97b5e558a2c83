"""Tags of raw HTML that a browser would drop, or that would swallow what follows."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from octavo.markup.tree import VOID
from octavo.source.markdown.reading import RawHtml, ReaderRemark

_PART = re.compile(
    r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<!\[CDATA\[.*?(?:\]\]>|$)"
    r"|<(/?)([a-zA-Z][^\s/>]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>",
    re.DOTALL,
)
_VERBATIM = frozenset("script style textarea title xmp iframe noembed noframes plaintext".split())
_MAY_BE_OPEN = frozenset(
    "p li dt dd option optgroup colgroup caption thead tbody tfoot tr td th rt rp".split()
)
"""What the next of its kind, or the end of what holds it, closes."""
_IN_TABLES = frozenset("caption col colgroup tbody td tfoot th thead tr".split())
_NOWHERE = frozenset("html head body frame frameset".split())
_NOTHING = frozenset("area base embed input link meta param source track".split())
"""What is empty, and says nothing without its attributes: whoever writes it speaks of it."""
BLOCKS = frozenset(
    "hr script style textarea title "
    "address article aside blockquote center details dialog dir div dl fieldset figure footer form"
    " h1 h2 h3 h4 h5 h6 header main menu nav ol pre section summary table ul".split()
)


@dataclass(frozen=True, slots=True)
class RawTag:
    """A tag as it is written."""

    name: str
    typed: str
    """The name as it is written."""
    is_end: bool
    is_empty: bool
    is_bare: bool
    """Whether it has no attributes."""
    line: int
    piece: int
    """Which piece of raw HTML it stands in."""
    start: int
    end: int
    """Where it begins and ends in that."""


@dataclass(frozen=True, slots=True)
class Strays:
    """What is wrong with raw HTML."""

    remarks: tuple[ReaderRemark, ...]
    tags: Mapping[int, tuple[RawTag, ...]]
    """Piece -> its tags that would drop words, or swallow what follows: they are printed."""


def raw_tags(pieces: Sequence[RawHtml]) -> Iterator[RawTag]:
    """Yield the tags of raw HTML, in order of the text."""
    for number, piece in enumerate(pieces):
        verbatim = ""
        for part in _PART.finditer(piece.html) if piece.line else ():
            name = (part[2] or "").lower()
            if not name or (verbatim and (name != verbatim or not part[1])):
                continue
            verbatim = name if name in _VERBATIM and not part[1] else ""
            line = piece.line + piece.html.count("\n", 0, part.start())
            is_end, is_empty, is_bare = (
                bool(part[1]),
                part[3].endswith("/"),
                part[3].strip(" /") == "",
            )
            yield RawTag(name, part[2], is_end, is_empty, is_bare, line, number, *part.span())


def is_whole_line(html: str) -> bool:
    """Tell whether HTML is words, pictures and the like, and closes all that it opens."""
    piece = [RawHtml(html, 1)]
    names = {tag.name for tag in raw_tags(piece)}
    return bool(names) and not names & (BLOCKS | _MAY_BE_OPEN) and not stray_tags(piece).tags


def stray_tags(pieces: Sequence[RawHtml]) -> Strays:
    """Return what is to be told of tags that open or close nothing, or stand nowhere."""
    found: list[tuple[RawTag, ReaderRemark]] = []
    still_open: list[RawTag] = []
    for tag in raw_tags(pieces):
        if tag.name in _NOWHERE or (tag.name in _IN_TABLES and not _is_in_table(still_open)):
            found.append((tag, _nowhere(tag)))
        elif tag.name in _NOTHING and tag.is_bare and not _is_drawn(still_open):
            found.append((tag, _nowhere(tag, "says nothing without attributes")))
        elif tag.is_end:
            found += _end(still_open, tag)
        elif tag.name not in VOID and not (tag.is_empty and _is_drawn(still_open)):
            still_open.append(tag)
    found += [(tag, _tell_unclosed(tag)) for tag in still_open if tag.name not in _MAY_BE_OPEN]
    tags: dict[int, tuple[RawTag, ...]] = {}
    for tag, _ in found:
        tags[tag.piece] = (*tags.get(tag.piece, ()), tag)
    return Strays(tuple(told for _, told in found), tags)


def with_strays(html: str, strays: Sequence[RawTag], is_block: bool, line: int = 0) -> str:
    """Return raw HTML with its stray tags as words; all of a block as words, where it would not be
    whole without them."""
    if not is_block:
        return _print_tags(html, strays)
    at = f' data-line="{line}"' if line else ""
    if _is_balanced(html, strays):
        return f"<div{at}>{_print_tags(html, strays)}</div>\n"
    return f"<p{at}>{escape(html)}</p>\n"


def _print_tags(html: str, tags: Sequence[RawTag]) -> str:
    """Return raw HTML in which some of its tags are words."""
    for tag in sorted(tags, key=lambda each: -each.start):
        html = html[: tag.start] + escape(html[tag.start : tag.end]) + html[tag.end :]
    return html


def _is_balanced(html: str, without: Sequence[RawTag]) -> bool:
    """Tell whether HTML closes all that it opens, some of its tags left aside."""
    count: Counter[str] = Counter()
    left_aside = {each.start for each in without}
    for tag in raw_tags([RawHtml(html, 1)]):
        if tag.start not in left_aside and tag.name not in VOID:
            count[tag.name] += -1 if tag.is_end else 1
    return not any(count.values())


def _is_drawn(still_open: Sequence[RawTag]) -> bool:
    """Tell whether a tag stands in a drawing or a formula, where ``<path/>`` is whole."""
    return any(tag.name in ("svg", "math") for tag in still_open)


def _is_in_table(still_open: Sequence[RawTag]) -> bool:
    return any(tag.name == "table" for tag in still_open)


def _end(still_open: list[RawTag], tag: RawTag) -> list[tuple[RawTag, ReaderRemark]]:
    """Take off what an end tag closes."""
    places = [n for n, each in enumerate(still_open) if each.name == tag.name]
    if not places and tag.name == "br":
        return []  # which every browser takes for <br>
    if not places:
        hint = f"write &lt;/{tag.typed}> for the words themselves, or take it out"
        message = f"</{tag.typed}> ends nothing, and is printed: a browser would drop it"
        return [(tag, ReaderRemark("E214", tag.line, message, hint, f"</{tag.typed}", "warning"))]
    inside = still_open[places[-1] + 1 :]
    del still_open[places[-1] :]
    return [(each, _tell_unclosed(each)) for each in inside if each.name not in _MAY_BE_OPEN]


def _nowhere(tag: RawTag, why: str = "stands where a browser would drop it") -> ReaderRemark:
    slash = "/" if tag.is_end else ""
    words = f"<{slash}{tag.typed}"
    message = f"{words}> {why}, and is printed"
    hint = f"write &lt;{slash}{tag.typed}> or `{words}>` for the words themselves"
    return ReaderRemark("E214", tag.line, message, hint, words, "warning")


def _tell_unclosed(tag: RawTag) -> ReaderRemark:
    message = f"<{tag.typed}> is never closed, and is printed"
    if tag.name in BLOCKS:
        message += ": all that follows would stand in it"
    hint = f"write </{tag.typed}> where it ends, or &lt;{tag.typed}> for the words themselves"
    return ReaderRemark("E214", tag.line, message, hint, f"<{tag.typed}", "warning")
