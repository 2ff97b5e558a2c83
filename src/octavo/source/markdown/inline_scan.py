"""Words of a block -> text and elements: one pass from the left. Rule: CommonMark 0.31, 6.

Code, addresses and HTML bind more tightly than links, these more tightly than emphasis. Keys and
calls of notes are read by Python-Markdown's own patterns.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from octavo.markup.literals import literal
from octavo.source.block_rules.html_kinds import CLOSE_TAG, OPEN_TAG, PREFIXED_TAG
from octavo.source.block_rules.link_parts import PUNCTUATION, character
from octavo.source.markdown.bare_addresses import MAIL, bare_address
from octavo.source.markdown.emphasis import RUN, Piece, as_words, emphasised, run_at
from octavo.source.markdown.line_ends import joined_lines
from octavo.source.markdown.reading import Reading

_SPECIAL = re.compile(r"[\\`*_~^=+\[\]!<&\n$]|(?:https?|ftp)://|www\.")
_SPECIAL_OR_MAIL = re.compile(rf"{_SPECIAL.pattern}|{MAIL}")
_TICKS = re.compile(r"`+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>\x00-\x20]*)>")
_MAIL = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_TAG = re.compile(rf"{OPEN_TAG}|{CLOSE_TAG}|{PREFIXED_TAG}|<![A-Za-z][^>]*>")
_ENCLOSED = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")


@dataclass(slots=True, eq=False)
class Bracket:
    """A bracket that may begin a link, a picture or a span."""

    place: int
    """Of the sign in the text."""
    piece: int
    """Of what stands for it among the pieces."""
    is_image: bool
    is_active: bool = True
    has_bracket_after: bool = False


@dataclass(slots=True)
class InlineScan:
    """Words on their way to pieces."""

    text: str
    reading: Reading
    line: int
    at: int = 0
    pieces: list[Piece] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    in_vain: set[object] = field(default_factory=set)
    """What was looked for and stands nowhere in the rest of the text."""

    @property
    def line_here(self) -> int:
        return self.line + self.text.count("\n", 0, self.at)

    def say(self, words: str) -> None:
        if words:
            self.pieces.append(words)

    def put(self, element: Element, end: int) -> None:
        self.pieces.append(element)
        self.at = end


Rule = Callable[[InlineScan], bool]
"""Takes what begins at the place of the scan; False where it is a sign like others."""


def scanned_words(scan: InlineScan, rules: Mapping[str, Rule]) -> list[str | Element]:
    """Return text and elements of a scan's words."""
    text = scan.text
    special = _SPECIAL_OR_MAIL if "@" in text else _SPECIAL
    while found := special.search(text, scan.at):
        scan.say(text[scan.at : found.start()])
        scan.at = found.start()
        sign = found[0]
        rule = rules.get(sign if len(sign) == 1 else "mail" if "@" in sign else "address")
        if rule is None or not rule(scan):
            scan.say(sign)
            scan.at += len(sign)
    scan.say(text[scan.at :])
    return emphasised(scan.pieces)


def backslash(scan: InlineScan) -> bool:
    """A backslash breaks a line before its end, and keeps a sign as it is."""
    sign = scan.text[scan.at + 1 : scan.at + 2]
    if sign == "\n":
        scan.at += 1
        return line_end(scan, is_hard=True)
    if not sign or sign not in PUNCTUATION:
        return False
    scan.say(literal(sign))
    scan.at += 2
    return True


def line_end(scan: InlineScan, is_hard: bool = False) -> bool:
    if scan.pieces and isinstance(scan.pieces[-1], str):
        words = scan.pieces.pop()
        assert isinstance(words, str)  # asked above
        before = words.rstrip(" ")
        is_hard = is_hard or len(words) - len(before) >= 2
        scan.say(before)
    scan.at += 1
    if is_hard and scan.at < len(scan.text):
        scan.pieces.append(Element("br"))
    else:
        scan.say(joined_lines(_last_sign(scan.pieces), scan.text, scan.at))
    return True


def _last_sign(pieces: list[Piece]) -> str:
    """Return the sign that is printed last, calls of notes left out; '' for a picture."""
    for piece in reversed(pieces):
        if isinstance(piece, Element) and piece.get("id", "").startswith("fnref"):
            continue
        words = "".join(piece.itertext()) if isinstance(piece, Element) else piece
        if isinstance(words, str):
            return words[-1:]
    return ""


def code(scan: InlineScan) -> bool:
    """Code stands between runs of as many backticks."""
    text = scan.text
    opening = _TICKS.match(text, scan.at)
    assert opening is not None  # it is asked at a backtick
    ticks, start = opening[0], opening.end()
    end = -1 if ticks in scan.in_vain else _closing(text, ticks, start)
    if end < 0:
        scan.in_vain.add(ticks)
        scan.say(ticks)
        scan.at = start
        return True
    words = text[start:end].replace("\n", " ")
    if words.startswith(" ") and words.endswith(" ") and words.strip(" "):
        words = words[1:-1]
    made = Element("code")
    made.text = AtomicString(words)
    scan.put(made, end + len(ticks))
    return True


def _closing(text: str, ticks: str, start: int) -> int:
    """Return the place of the run of exactly these backticks, -1 where there is none."""
    for found in _TICKS.finditer(text, start):
        if found[0] == ticks:
            return found.start()
    return -1


def run(scan: InlineScan) -> bool:
    found = RUN.match(scan.text, scan.at)
    assert found is not None  # it is asked at one of its signs
    scan.pieces.append(run_at(scan.text, scan.at, found.end()))
    scan.at = found.end()
    return True


def entity(scan: InlineScan) -> bool:
    found = _ENTITY.match(scan.text, scan.at)
    if found is None:
        return False
    scan.say(character(found[0]))
    scan.at = found.end()
    return True


def keys(scan: InlineScan) -> bool:
    return _pattern(scan, "keys-custom") or _pattern(scan, "keys")


def note_call(scan: InlineScan) -> bool:
    return scan.text.startswith("[^", scan.at) and _pattern(scan, "footnote")


def _pattern(scan: InlineScan, name: str) -> bool:
    """Take what a pattern of Python-Markdown's reads at the place of the scan."""
    pattern = scan.reading.patterns[name]
    found = pattern.getCompiledRegExp().match(scan.text, scan.at)
    if found is None or found.start() != scan.at:
        return False
    element, _, end = pattern.handleMatch(found, scan.text)
    if not isinstance(element, Element) or end is None:
        return False
    scan.put(element, end)
    return True


def angle(scan: InlineScan) -> bool:
    """An address in angle brackets, or HTML."""
    text, at = scan.text, scan.at
    if found := _ADDRESS.match(text, at):
        scan.put(link_as_typed(found[1], found[1]), found.end())
        return True
    if found := _MAIL.match(text, at):
        scan.put(link_as_typed(f"mailto:{found[1]}", found[1]), found.end())
        return True
    end = _end_of_html(scan)
    if end < 0:
        return False
    scan.say(scan.reading.put_aside(text[at:end], scan.line_here))
    scan.at = end
    return True


def _end_of_html(scan: InlineScan) -> int:
    """Return where HTML that begins here ends, -1 where it is none."""
    text, at = scan.text, scan.at
    for begin, end in _ENCLOSED:
        if text.startswith(begin, at) and begin not in scan.in_vain:
            if begin == "<!--" and text.startswith((">", "->"), at + 4):
                return text.index(">", at) + 1
            place = text.find(end, at + len(begin))
            if place >= 0:
                return place + len(end)
            scan.in_vain.add(begin)
    found = _TAG.match(text, at)
    return found.end() if found else -1


def address(scan: InlineScan) -> bool:
    """An address without brackets."""
    written = bare_address(scan.text, scan.at, "]" if scan.brackets else "")
    if not written:
        return False
    aim = _ENTITY.sub(lambda m: character(m[0]), written)
    aim = f"http://{aim}" if aim.startswith("www.") else aim
    scan.put(link_as_typed(aim, written), scan.at + len(written))
    return True


def mail(scan: InlineScan) -> bool:
    """An address of mail without brackets."""
    special = _SPECIAL_OR_MAIL.match(scan.text, scan.at)
    assert special is not None  # it is asked where there is one
    written = special[0]
    if written[-1] in "-_":
        return False
    scan.put(link_as_typed(f"mailto:{written}", written), special.end())
    return True


def link_as_typed(aim: str, words: str) -> Element:
    """Return a link that prints its address exactly."""
    made = Element("a", {"href": web_address(aim)})
    made.text = AtomicString(literal(words))
    return made


def web_address(address: str) -> str:
    """Return an address outside with signs encoded that no address may hold."""
    if "://" not in address and not address.startswith("mailto:"):
        return address
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), address)


def words_of(pieces: list[Piece]) -> str:
    """Return the words of pieces without marks: what an alternative text says."""
    said = []
    for piece in map(as_words, pieces):
        if isinstance(piece, str):
            said.append(piece)
        else:
            said += [piece.get("alt") or "", *piece.itertext()]
    return "".join(said)
