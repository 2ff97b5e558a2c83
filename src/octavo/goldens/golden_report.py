"""A comparison -> one HTML page that holds all: words, pictures of pages, the command that accepts.

It asks nobody for anything and runs nothing: pictures and style stand in it.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from octavo.goldens.changed_words import Changed, WordPiece, find_changes
from octavo.goldens.comparison import Comparison, GoldenDifference
from octavo.goldens.kept_goldens import PICTURE
from octavo.goldens.page_overlay import lay_over
from octavo.markup.tree import Element, child, new, serialise

MOST_PAGES = 30
"""Pages of an edition whose pictures are shown."""
MOST_PLACES = 40
"""Places of a file that are shown."""
STYLE = """
:root { color-scheme: light dark; --line: light-dark(#bbb, #555); --quiet: light-dark(#555, #aaa) }
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 66rem; margin: 0 auto; padding: 1rem;
  color: light-dark(#1b1a18, #e8e6e3); background: light-dark(#fff, #191817) }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem }
h3 { font-size: 1rem; font-family: ui-monospace, monospace }
pre, .place { font: .875rem/1.5 ui-monospace, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; background: light-dark(#f5f4f2, #242220); padding: .5rem .75rem;
  margin: .5rem 0; border-radius: .25rem }
del { color: light-dark(#8b0a1a, #ffb3ba); background: light-dark(#fde4e6, #4a1a20);
  text-decoration: line-through }
ins { color: light-dark(#123c8b, #b9d2ff); background: light-dark(#e0eaff, #1c2f55);
  text-decoration: underline }
.quiet { color: var(--quiet) }
.page { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
  margin: 1rem 0 }
figure { margin: 0 }
img { display: block; width: 100%; max-width: 22rem; height: auto; background: #fff;
  border: 1px solid var(--line) }
figcaption { font-size: .875rem }
.was { border-inline-start: .75rem solid #f00; padding-inline-start: .35rem }
.is { border-inline-start: .75rem solid #00f; padding-inline-start: .35rem }
"""
_PAGE = re.compile(r"^--- page (.*)\n", re.MULTILINE)
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIGITS = re.compile(r"\d+")


def golden_report(found: Comparison, files: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """Return the page; ``files``: "kept" and "made" -> all readable files, by their paths."""
    title = f"{found.slug}: the editions are not those that were accepted"
    body = new("body")
    main = child(body, "main")
    child(main, "h1", title)
    _remedy(main, found)
    for edition in found.editions:
        own = [each for each in found.of(edition) if each.editions[0] == edition]
        if own:
            _edition(main, edition, own, files)
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'"
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{found.slug}: goldens</title><style>{STYLE}</style>"
    )
    page = serialise(body, void_slash=False)
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>{page}</html>\n'.encode()


def _remedy(main: Element, found: Comparison) -> None:
    is_damaged = any(each.problem.code in ("E405", "E406", "E407") for each in found.differences)
    force = "--force " if is_damaged else ""
    child(main, "p", "If a change is wrong, mend it. If all of them are meant, accept them:")
    child(main, "pre", f"octavo accept {force}{found.slug}\ngit diff tests/golden/{found.slug}")
    key = child(main, "p", "In what follows, ")
    child(key, "del", "this was accepted").tail = ", and "
    child(key, "ins", "this is made now").tail = "."
    if found.tools:
        child(main, "p", "The tools are not those of the goldens. They may explain part of it:")
        entries = child(main, "ul")
        for tool in found.tools:
            child(entries, "li", _printable(tool))


def _edition(
    main: Element,
    edition: str,
    found: Sequence[GoldenDifference],
    files: Mapping[str, Mapping[str, bytes]],
) -> None:
    section = child(main, "section")
    child(section, "h2", edition)
    pictures = [
        each for each in found if each.path.endswith(PICTURE) and each.problem.code != "E406"
    ]
    for each in found:
        if each not in pictures:
            _file(section, each)
    if pictures:
        child(section, "h3", "Pages")
        _pages(section, edition, files)


def _file(section: Element, found: GoldenDifference) -> None:
    """Show one file: its words, or, where there is nothing to compare, what is told of it."""
    child(section, "h3", _printable(found.path))
    old, made = _text(found.old), _text(found.new)
    told = found.problem.message.partition("\n")[0].removesuffix(":")
    child(section, "p", _printable(f"{found.problem.code}: {told}"), class_="quiet")
    if found.problem.code in ("E405", "E406") or not found.is_fatal:
        child(section, "p", _printable(found.problem.hint))
        return
    places = list(find_changes(old, made))
    for place in places[:MOST_PLACES]:
        _place(section, place)
    if len(places) > MOST_PLACES:
        child(section, "p", f"… and {len(places) - MOST_PLACES} places more", class_="quiet")


def _text(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace")


def _place(section: Element, place: Changed) -> None:
    box = child(section, "div", class_="place")
    last = child(box, "span", f"{place.line}: ", class_="quiet")
    for piece in place.pieces:
        last = _piece(box, last, piece)


def _piece(box: Element, last: Element, piece: WordPiece) -> Element:
    """Add words after the ``last`` element; return that which is the last then."""
    words = _printable(piece.words)
    if piece.kind == "same":
        last.tail = (last.tail or "") + words
        return last
    return child(box, "del" if piece.kind == "gone" else "ins", words)


def _printable(words: str) -> str:
    """Return words with a mark for each sign that no page may hold: a PDF may give any, and gives
    U+FFFE where a word is parted at the end of a line."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", words.replace("\ufffe", "-"))


def _pages(section: Element, edition: str, files: Mapping[str, Mapping[str, bytes]]) -> None:
    """Show pages that look different, each beside that which has its words."""
    pairs = [
        (was, now)
        for was, now in _pair_pages(*(_book(edition, files[side]) for side in ("kept", "made")))
        if not (was and now and was[1] == now[1])
    ]
    for was, now in pairs[:MOST_PAGES]:
        row = child(section, "div", class_="page")
        if was:
            _picture(row, was[1], f"page {was[0]} as it was accepted", "was")
        if now:
            _picture(row, now[1], f"page {now[0]} as it is made now", "is")
        if was and now:
            words = "both: red was, blue is; what differs is framed"
            _picture(row, lay_over(was[1], now[1]), words, "")
    if len(pairs) > MOST_PAGES:
        more = f"… and {len(pairs) - MOST_PAGES} pages more"
        child(section, "p", more, class_="quiet")


Page = tuple[str, bytes, str]
"""The label of a page, its picture, and its words without numbers."""


def _book(edition: str, files: Mapping[str, bytes]) -> list[Page]:
    start = f"{edition}/pages/"
    pictures = [data for path, data in sorted(files.items()) if path.startswith(start)]
    parts = _PAGE.split(_printable(_text(files.get(f"{edition}/text.txt"))))[1:]
    labels, texts = parts[::2], parts[1::2]
    if len(labels) != len(pictures):
        labels, texts = [str(n + 1) for n in range(len(pictures))], [""] * len(pictures)
    words = (_DIGITS.sub("", text) for text in texts)
    return list(zip(labels, pictures, words, strict=True))


def _pair_pages(old: list[Page], made: list[Page]) -> list[tuple[Page | None, Page | None]]:
    """Return the pages that belong together: of equal words, and between these in their order."""
    before, after = ([page[2] for page in book] for book in (old, made))
    found: list[tuple[Page | None, Page | None]] = []
    for _, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        found += zip_longest(old[i1:i2], made[j1:j2])
    return found


def _picture(row: Element, data: bytes, words: str, kind: str) -> None:
    figure = child(row, "figure")
    address = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    child(figure, "img", src=address, alt=words)
    child(figure, "figcaption", words, **({"class_": kind} if kind else {}))
