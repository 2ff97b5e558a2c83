"""Brackets -> links, pictures, spans. Rule: CommonMark 0.31, 6.3, 6.4 and its appendix."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import get_attrs_and_remainder

from octavo.markup.literals import plain
from octavo.source.block_rules.link_parts import (
    LABEL,
    LinkAim,
    address_at,
    label_key,
    past_blanks,
    title_at,
)
from octavo.source.markdown.emphasis import Piece, fill_element, pair_runs
from octavo.source.markdown.formula_words import backslash_or_formula, formula
from octavo.source.markdown.inline_notes import inline_note_or_run
from octavo.source.markdown.inline_scan import (
    Bracket,
    InlineScan,
    Rule,
    address,
    angle,
    code,
    entity,
    keys,
    line_end,
    mail,
    note_call,
    run,
    scan_words,
    web_address,
    words_of,
)
from octavo.source.markdown.plain_signs import ATTRIBUTES
from octavo.source.markdown.reading import ReaderRemark, Reading

_ATTRIBUTES = re.compile(ATTRIBUTES)
_TOLD_APART = re.compile(r"\{[^{}\n]*\bfig-alt=")
"""Behind a picture whose alternative text is not the words in its brackets."""
_MARKING = re.compile(
    r"<!--|</?(?:a|abbr|b|br|cite|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup"
    r"|tt|u|wbr)\b",
    re.IGNORECASE,
)
"""Tags within words that only mark them."""
_CALL_BEHIND = re.compile(r"!\[\^[^\]\n]*\](?!\()")
"""A mark of exclamation, and a note's call behind it."""


def inline_pieces(text: str, line: int, reading: Reading) -> list[str | Element]:
    """Return text and elements of the words of a block that begins on a line."""
    return scan_words(InlineScan(text.rstrip(" \t"), reading, line), RULES)


def _open_bracket(scan: InlineScan) -> bool:
    if note_call(scan):
        return True
    _add_bracket(scan, False)
    return True


def _open_image(scan: InlineScan) -> bool:
    if not scan.text.startswith("![", scan.at):
        return False
    if _CALL_BEHIND.match(scan.text, scan.at):  # no picture, as GitHub and Pandoc have it
        scan.at += 1
        if note_call(scan):
            scan.pieces.insert(-1, "!")
            return True
        scan.at -= 1
    _add_bracket(scan, True)
    return True


def _add_bracket(scan: InlineScan, is_image: bool) -> None:
    if scan.brackets:
        scan.brackets[-1].has_bracket_after = True
    place = scan.at + is_image
    scan.brackets.append(Bracket(place, len(scan.pieces), is_image))
    scan.say("![" if is_image else "[")
    scan.at = place + 1


def _close_bracket(scan: InlineScan) -> bool:
    if not scan.brackets:
        return False
    bracket = scan.brackets[-1]
    if bracket.is_active:
        found = _inline_aim(scan.text, scan.at + 1) or _find_aim(scan, bracket)
        if found is not None:
            _make_link(scan, bracket, *found)
            return True
    scan.brackets.pop()
    return not bracket.is_image and _make_span(scan, bracket)


def _inline_aim(text: str, at: int) -> tuple[LinkAim, int] | None:
    """Return what stands in round brackets behind the words of a link, and where it ends."""
    if not text.startswith("(", at):
        return None
    start = past_blanks(text, at + 1)
    if text.startswith(")", start):
        return LinkAim(""), start + 1
    found = address_at(text, start)
    if found is None:
        return None
    address, behind = found
    at = past_blanks(text, behind)
    title = title_at(text, at) if at > behind else None
    at = past_blanks(text, title[1]) if title else at
    return (
        (LinkAim(address, title[0] if title else ""), at + 1) if text[at : at + 1] == ")" else None
    )


def _find_aim(scan: InlineScan, bracket: Bracket) -> tuple[LinkAim, int] | None:
    """Return where a link with a label leads, or one whose words are its label."""
    if not scan.reading.aims:
        return None
    label = LABEL.match(scan.text, scan.at + 1)
    end = label.end() if label else scan.at + 1
    if label and label[1]:
        key = label[1]
    elif bracket.has_bracket_after:
        return None
    else:
        key = scan.text[bracket.place + 1 : scan.at]
        if len(key) > 999:
            return None
    aim = scan.reading.aims.get(label_key(key))
    return (aim, end) if aim and key.strip() else None


def _make_link(scan: InlineScan, bracket: Bracket, aim: LinkAim, end: int) -> None:
    inside = scan.pieces[bracket.piece + 1 :]
    del scan.pieces[bracket.piece :]
    scan.brackets.pop()
    if aim.title:
        _tell_title(scan, aim.title)
    if bracket.is_image:
        words = pair_runs(inside)
        told = scan.reading.take_back(plain(words_of(list(words))), _tag_as_words)
        image = Element("img", {"src": aim.address, "alt": told})
        if words and _TOLD_APART.match(scan.text, end):
            _keep_caption(image, words)
        scan.put(image, end)
        return
    made = Element("a", {"href": web_address(aim.address)})
    fill_element(made, [_without_links(piece) for piece in pair_runs(inside)])
    scan.put(made, end)
    for each in scan.brackets:
        each.is_active = each.is_active and each.is_image


def _tag_as_words(html: str) -> str:
    """Return what an alternative text says of HTML: of marks and comments nothing."""
    return "" if _MARKING.match(html) else html


def _keep_caption(image: Element, words: list[str | Element]) -> None:
    """Keep the words of a picture with their marks: they are its caption."""
    caption = Element("span")
    fill_element(caption, words)
    written = ElementTree.tostring(caption, encoding="unicode")
    if "\x02" not in written:  # raw HTML stands elsewhere
        image.set("data-caption", written)


def _without_links(piece: str | Element) -> str | Element:
    """Return a piece with the words of the addresses in it: no link may stand in another."""
    if isinstance(piece, str):
        return piece
    if piece.tag == "a":
        return piece.text or ""
    inside: list[Piece] = [piece.text or ""]
    for each in list(piece):
        tail, each.tail = each.tail or "", None
        inside += [each if piece.tag == "sup" else _without_links(each), tail]
        piece.remove(each)
    piece.text = None
    fill_element(piece, inside)
    return piece


def _tell_title(scan: InlineScan, title: str) -> None:
    message = f"the title of a link is printed nowhere: '{title[:60]}'"
    hint = "few readers ever see a title: write its words in the text, or leave it out"
    first = title.partition("\n")[0]
    line = scan.line_here
    scan.reading.tell(ReaderRemark("E238", line, message, hint, first, "notice"))


def _make_span(scan: InlineScan, bracket: Bracket) -> bool:
    """Make an element of words in brackets with a list of attributes behind them."""
    found = _ATTRIBUTES.match(scan.text, scan.at + 1)
    if found is None:
        return False
    inside = scan.pieces[bracket.piece + 1 :]
    del scan.pieces[bracket.piece :]
    made = Element("span")
    classes = []
    for name, value in get_attrs_and_remainder(found[1] or "")[0]:
        if name == ".":
            classes.append(value or "")
        else:
            made.set(name, value or "")
    if classes:
        made.set("class", " ".join(classes))
    fill_element(made, pair_runs(inside))
    scan.put(made, found.end())
    return True


RULES: Mapping[str, Rule] = {
    "\\": backslash_or_formula,
    "$": formula,
    "`": code,
    "<": angle,
    "&": entity,
    "\n": line_end,
    "[": _open_bracket,
    "!": _open_image,
    "]": _close_bracket,
    "+": keys,
    "address": address,
    "mail": mail,
    "^": inline_note_or_run,
    **dict.fromkeys("*_~=", run),
}
"""First sign -> what may begin with it."""
