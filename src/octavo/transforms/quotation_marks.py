"""Straight quotation marks and apostrophes of a block's words -> the marks of its language.

Double marks are paired first; single ones then among those that stand between the same double
ones, so that neither can close what the other has opened. What a mark may do follows from the
signs around it (around a run of marks where several stand together); what is left open by that,
from what is open, as Pandoc and CommonMark's rule of flanking delimiters have it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from octavo.languages import Language, base_of

NBSP, NNBSP, OBJECT, CALL = "\u00a0", "\u202f", "\ufffc", "\ufffb"
"""OBJECT stands for code or a picture: a word. CALL stands for a note's call: nothing at all."""
Edit = tuple[int, int, str]
"""Start, end, and what stands there instead."""
Side = Literal["left", "right", "both", "neither"]
"""Where a mark has words: left of words it can open, right of words it can close."""

_MARKS = "\"'"
_DASHES = frozenset("–—―/")
_OPENERS = frozenset("([{¿¡\u2060“‘„‚«‹「『（【《〈") | _DASHES
_CLOSERS = frozenset(",.;:!?)]}…”’»›")
_RUN = re.compile(rf"[{_MARKS}]+")
_FOLLOWED_BY_INCHES = re.compile(r"[\s-]?\d+(?:[.,]\d+)?\s?\"")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_ARC = re.compile(r"[°'′]\s?\d+(?:[.,]\d+)?$")
_DEGREES = re.compile(r"°\s?\d+(?:[.,]\d+)?$")
_TRAILING = re.compile(
    r"(?:\b(?:an|o|th|wi|t|d|po|mo|be|fa|va|da|di|απ|σ|τ|μ|θ|κι|γι|αλλ)|in)$", re.I
)
"""Words that drop their last letter: an', goin', po', απ'."""
_HEADLESS = re.compile(
    r"(?:\d\d(?!\d)|(?:ow|im|imself|ouses?|ard|elp|ope|appen(?:ed|s)?|orses?|undred|alf|ell|ot"
    r"|arry|enry|ead|ospital|ungry)\b)(?!'(?!s\b))",
    re.I,
)
"""Years without their century and words without their h: most often no quotation begins there."""
WINDOW, SENTENCE = 40, 400
"""Characters beside a mark that are looked at; those of a sentence."""
MOST = 200
"""Marks behind one among which its partner is looked for."""
_AND = re.compile(r"\b\w{1,30}[ \u00a0-]('n')(?=[ \u00a0-]\w)", re.I)
"""Rock 'n' roll."""
_NOT_AND = re.compile(r"(?:letters?|the|an?|called|variable|signs?|where|integer|number)[\s]", re.I)
_ELISIONS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:t(?:is|was|were|will|would|wixt|isn|wasn|weren)|em|til|tude|ello|e(?:re)?s"
        r"|fraid|nother|nuff|scuse|specially|spect|twould)\b(?!')|cause\b(?![^']*[^\Ws]')",
        re.I,
    ),
    "de": re.compile(
        r"(?:s|ne[nmrs]?|n|nauf|naus|nein|nüber|runter|ran|rauf|raus|rein|rüber|rum)\b(?!')", re.I
    ),
    "nl": re.compile(r"[smtnkr]\b(?!')", re.I),
    "af": re.compile(r"[nskt]\b(?!')", re.I),
    "it": re.compile(r"(?:ndrangheta|sto|sta|na|nu|gna)\b(?!')", re.I),
}
"""Words that begin with an apostrophe and, without one, are no words of their language."""
_LETTERS = r"\u0e00-\u0eff\u1100-\u11ff\u3005-\u3007\u3040-\u318f㐀-䶿一-鿿가-힣"
_SPACELESS = re.compile(f"[{_LETTERS}]")
"""Letters of scripts that need no space around a mark: Han, kana, Hangul, Thai, Lao."""
_OPEN = re.compile(rf"(?:^|[\s(\[—–\"{_LETTERS}])'[^\s'][^\"]*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A straight mark: where it stands, and what stands around the run that it is part of."""

    at: int
    sign: str
    side: Side
    before: str
    after: str
    nth: int
    """Its number in the run."""
    last: bool
    """True for the last of a run."""


def quotation_edits(text: str, words: Language) -> Iterator[Edit]:
    """Yield the replacement of each straight mark in the text of a block."""
    marks = list(_marks(text))
    made = _doubles(text, marks, words) | _of_and(text)
    for group in _groups(marks, made):
        made |= _singles(text, group, words)
    values = {
        "(": words.quotes[0],
        ")": words.quotes[1],
        "[": words.quotes[2],
        "]": words.quotes[3],
    }
    for at, kind in sorted(made.items()):
        value = values.get(kind, kind)
        yield at, at + 1, value
        # a narrow space of the mark's own takes the place of a typed one
        if value.endswith(NNBSP) and text[at + 1 : at + 2] in (" ", NBSP, NNBSP):
            yield at + 1, at + 2, ""
        if value.startswith(NNBSP) and text[at - 1 : at] in (" ", NBSP, NNBSP):
            yield at - 1, at, ""


def _before(text: str, at: int, most: int = WINDOW) -> str:
    return text[max(at - most, 0) : at]


def _behind(text: str, at: int, most: int = WINDOW) -> str:
    return text[at : at + most]


def _of_and(text: str) -> dict[int, str]:
    """Return the marks of rock 'n' roll, but not those of the letter 'n'."""
    found = (match for match in _AND.finditer(text) if not _NOT_AND.search(match[0]))
    return {at: "’" for match in found for at in (match.start(1), match.end(1) - 1)}


def _marks(text: str) -> Iterator[Mark]:
    for run in _RUN.finditer(text):
        start, end = run.span()
        before = _before(text, start).rstrip(CALL)[-1:]
        after = _behind(text, end).lstrip(CALL)[:1]
        side = _side(before, after, text.endswith("--", 0, start))
        for nth, sign in enumerate(run[0]):
            yield Mark(start + nth, sign, side, before, after, nth, nth + 1 == len(run[0]))


def _side(before: str, after: str, dashes: bool) -> Side:
    """Return what the signs around a run of marks let it be."""
    begins = not before.strip() or before in _OPENERS or dashes
    ends = not after.strip()
    if begins and before.strip() and after in _CLOSERS:
        return "neither"
    if begins:
        return "neither" if ends else "left"
    return "right" if ends or not (_is_word(after) or after in _OPENERS - _DASHES) else "both"


def _is_word(sign: str) -> bool:
    return sign == OBJECT or unicodedata.category(sign or " ")[0] in "LNM"


def _is_number(sign: str) -> bool:
    return unicodedata.category(sign or " ")[0] == "N"


def _doubles(text: str, marks: Sequence[Mark], words: Language) -> dict[int, str]:
    """Return what becomes of the double marks: "(", ")", or the sign to set."""
    made: dict[int, str] = {}
    doubles = [mark for mark in marks if mark.sign == '"']
    depth = 0
    for nth, mark in enumerate(doubles):
        following = doubles[nth + 1] if nth + 1 < len(doubles) else None
        if words.spacing == "hebrew" and _is_hebrew(mark.before) and _is_hebrew(mark.after):
            made[mark.at] = "״"
        elif _is_inches(text, mark, following, depth):
            made[mark.at] = "″"
        elif _opens(text, mark, depth):
            made[mark.at], depth = "(", depth + 1
        else:
            made[mark.at], depth = ")", max(depth - 1, 0)
    return made


def _is_inches(text: str, mark: Mark, following: Mark | None, depth: int) -> bool:
    """Tell the sign of inches or seconds: after a number, where no quotation ends."""
    if mark.nth or not _is_number(mark.before):
        return False
    if not depth or (following and following.at == mark.at + 1):
        return True
    if following is None:
        return bool(_ARC.search(_before(text, mark.at)) and _is_word(mark.after))
    return following.side == "right" and not _is_number(following.before)


def _opens(text: str, mark: Mark, depth: int) -> bool:
    if mark.side in ("left", "right"):
        return mark.side == "left"
    if mark.side == "neither" and not depth:
        return mark.before not in _DASHES and not text.endswith("--", 0, mark.at)
    if mark.nth and mark.side == "both" and text[mark.at - 1] == "'":
        # dell'"Amleto": behind an elision
        return not _was_open(_before(text, mark.at - 1, SENTENCE))
    return not depth


def _was_open(text: str) -> bool:
    """Tell whether a single mark that could open a quotation stands behind the last double one."""
    return _OPEN.search(text) is not None


def _groups(marks: Sequence[Mark], made: Mapping[int, str]) -> Iterator[list[Mark]]:
    """Yield the single marks that stand between the same double ones."""
    groups: list[list[Mark]] = [[]]
    around = [0]
    for mark in marks:
        kind = made.get(mark.at, "")
        if kind == "(":
            around.append(len(groups))
            groups.append([])
        elif kind == ")" and len(around) > 1:
            around.pop()
        elif not kind:
            groups[around[-1]].append(mark)
    yield from groups


def _singles(text: str, group: Sequence[Mark], words: Language) -> dict[int, str]:
    """Return what becomes of single marks: "[", "]", or the sign to set."""
    made = {mark.at: sign for mark in group if (sign := _fix(text, mark, words))}
    free = [mark for mark in group if mark.at not in made]
    depth = 0
    for nth, mark in enumerate(free):
        if mark.at in made:
            continue
        if depth and _closes(text, mark, free[nth + 1 : nth + MOST]):
            made[mark.at], depth = "]", depth - 1
        elif _may_open(mark, depth) and _is_closed(text, mark, free[nth + 1 : nth + MOST]):
            made[mark.at], depth = "[", depth + 1
        else:
            made[mark.at] = _alone(mark, words, depth)
    return made


def _fix(text: str, mark: Mark, words: Language) -> str:
    """Return the sign of a mark that cannot be one of quotation, '' for all others."""
    before = text[mark.at - 1 : mark.at].replace(CALL, mark.before)
    rest = _behind(text, mark.at + 1)
    if _is_number(before) and (_is_number(rest[:1]) or _FOLLOWED_BY_INCHES.match(rest)):
        return "’" if _THOUSANDS.match(rest) else "′"
    if _is_number(before) and _DEGREES.search(_before(text, mark.at)) and _is_word(rest[:1]):
        return "′"
    if words.spacing == "hebrew" and _is_hebrew(before) and _is_word(rest[:1]):
        return "׳"
    if _is_word(before) and _is_word(rest[:1]) and not _SPACELESS.search(before + rest[:1]):
        return "’"
    if _is_word(before) and rest[:1] in _MARKS and mark.side == "both" and not mark.nth:
        return "" if not rest or _was_open(_before(text, mark.at, SENTENCE)) else "’"
    return "’" if mark.side == "left" and _is_elision(text, mark, words) else ""


def _is_elision(text: str, mark: Mark, words: Language) -> bool:
    """Tell the apostrophe of a word that lacks its head: 'tis, '90s'."""
    if not mark.last:
        return False
    rest = _behind(text, mark.at + 1, SENTENCE)
    if re.match(r"\d\ds\b", rest):
        return True
    pattern = _ELISIONS.get(base_of(words.tag))
    return pattern is not None and pattern.match(rest) is not None


def _may_open(mark: Mark, depth: int) -> bool:
    return mark.side == "left" or (mark.side in ("both", "neither") and not depth)


def _closes(text: str, mark: Mark, following: Sequence[Mark]) -> bool:
    """Tell whether a mark ends the quotation that is open, or is one of a possessive in it."""
    if mark.side == "left":
        return False
    return not (_is_weak(text, mark) and _later_end(text, following, strong=True))


def _is_closed(text: str, mark: Mark, following: Sequence[Mark]) -> bool:
    """Tell whether a quotation that would begin here has an end."""
    is_headless = _HEADLESS.match(_behind(text, mark.at + 1)) is not None
    return _later_end(text, following, strong=is_headless)


def _later_end(text: str, following: Sequence[Mark], strong: bool) -> bool:
    """Tell whether one of the marks ends a quotation that none of them has begun.

    ``strong``: the mark of a plural's possessive is no end.
    """
    depth = 0
    for mark in following:
        if mark.side == "left" or (mark.side == "both" and not depth and strong):
            depth += 1
        elif depth:
            depth -= 1
        elif not (strong and _is_weak(text, mark)):
            return True
    return False


def _is_weak(text: str, mark: Mark) -> bool:
    """Tell a mark that may well be an apostrophe or a sign of feet: dogs' bones, goin' home, 6'."""
    before, rest = _before(text, mark.at), _behind(text, mark.at + 1)
    if _is_number(before[-1:]):
        return True
    on = rest[:1] in (" ", NBSP, "\n") and _is_word(rest[1:2])
    return on and (before[-1:] in ("s", "S", "x", "z") or _TRAILING.search(before) is not None)


def _alone(mark: Mark, words: Language, depth: int) -> str:
    """Return what a mark is that neither opens nor closes."""
    if words.spacing == "hebrew" and _is_hebrew(mark.before) and not depth:
        return "׳"
    if _is_number(mark.before) and mark.side == "right" and not mark.nth:
        return "′"
    closes = mark.side == "right" and mark.before in _CLOSERS
    return "]" if closes else "’"


def _is_hebrew(sign: str) -> bool:
    return "א" <= sign <= "ת"
