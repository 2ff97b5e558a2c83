r"""Where formulas begin and end: ``$x$``, ``$$x$$``, ``\(x\)``, ``\[x\]``, ``\begin{align}``.

Rule: Pandoc's, tex_math_dollars. No blank follows the sign that opens, none stands before the one
that closes, and no figure behind it: ``$5 and $10`` is money. What reads like prose is prose.
"""

import re
from collections.abc import Sequence

_ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|align|alignat|flalign|gather|multline|eqnarray|math|displaymath"
    r"|aligned|gathered|split|cases|array|subequations|dmath|[bBpvV]?matrix|smallmatrix)\*?)\}"
)
_SIGN = re.compile(r"\\.|\$+", re.DOTALL)
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]"}
_TEX = re.compile(r"\\[A-Za-z]|(?<!\\)[\^_=<>+{}]")
"""What words never have."""
_ONE = re.compile(r"\s*[A-Za-z0-9]\s*")
_PROSE = re.compile(
    r"(?:^|\s)[A-Za-z]{3,}[.,;:]?\s|\s[A-Za-z]{3,}[.,;:]?$|`|\]\(|^\d.*\s.*[A-Za-z]{2}|^\d.*[A-Za-z]{2}.*\s"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"\n[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
"""A line that begins an item of a list."""
_BEGINS = re.compile(r"`+|\\(?=[\\(\[]|begin\{)|\\.|\$+")
FURTHEST = 100
"""Lines to be looked at for the end of a formula."""


def formula_end(text: str, at: int, in_vain: set[object]) -> int:
    """Return where the formula that begins at a place ends, 0 where none does.

    ``in_vain`` takes what stands nowhere in the rest of the text.
    """
    if text.startswith("$", at):
        return _of_dollars(text, at)
    if environment := _ENVIRONMENT.match(text, at):
        return _find_end(text, at, environment[0], f"\\end{{{environment[1]}}}", in_vain)
    opening = next((each for each in _CLOSING if text.startswith(each, at)), "")
    end = _find_end(text, at, opening, _CLOSING[opening], in_vain) if opening else 0
    if not end:
        return 0
    inside = text[at + len(opening) : end - len(opening)]
    is_one = opening.endswith("(") and _ONE.fullmatch(inside)
    return end if is_one or _TEX.search(inside) else 0


def _find_end(text: str, at: int, opening: str, closing: str, in_vain: set[object]) -> int:
    place = -1 if closing in in_vain else text.find(closing, at + len(opening))
    if place < 0:
        in_vain.add(closing)
        return 0
    is_whole = not _BLANK_LINE.search(text, at, place) and text[at + len(opening) : place].strip()
    return place + len(closing) if is_whole else 0


def _of_dollars(text: str, at: int) -> int:
    signs = "$$" if text.startswith("$$", at) else "$"
    start = at + len(signs)
    for found in _SIGN.finditer(text, start):
        if found[0].startswith("\\"):
            continue
        inside, end = text[start : found.start()], found.start() + len(signs)
        is_formula = found[0].startswith(signs) and inside.strip() and _may_be(inside)
        if not is_formula or _BLANK_LINE.search(inside):
            return 0
        return end if signs == "$$" or _is_plainly_closed(text, at, inside, end) else 0
    return 0


def _may_be(inside: str) -> bool:
    return bool(_TEX.search(inside)) or not _PROSE.search(inside)


def _is_plainly_closed(text: str, at: int, inside: str, end: int) -> bool:
    """Tell whether dollars around words stand as those of a formula do."""
    before, after = text[max(at - 1, 0) : at], text[end : end + 1]
    if inside[0].isspace() or inside[-1].isspace() or after.isdigit() or "$" in (before, after):
        return False
    is_tex = "\\" in inside
    if not is_tex and _ITEM.search(inside) and _PROSE.search(inside):
        return False
    return is_tex or not (before.isalnum() or after.isupper() or after in ("{", "_", "`"))


def open_formula(lines: Sequence[str], number: int, words: str, start: int) -> tuple[int, int]:
    """Return line and column behind the last formula that begins on a line of a paragraph.

    ``number`` counts lines from 1; ``words`` are those of the line, looked at from ``start`` on.
    """
    if "$" not in words and "\\" not in words:
        return number, 0
    text, in_vain, at = _with_following(lines, number, words), set[object](), start
    while (found := _BEGINS.search(text, at)) and found.start() < len(words):
        at = formula_end(text, found.start(), in_vain) or _past(text, found)
    at = max(at, len(words)) if at <= len(words) else at
    begin = text.rfind("\n", 0, at) + 1
    return number + text.count("\n", 0, at), at - begin


def _with_following(lines: Sequence[str], number: int, words: str) -> str:
    """Return a line and those below it, up to a blank one."""
    kept = [words]
    for line in lines[number : number + FURTHEST]:
        bare = line.lstrip(" \t>")
        if not bare.strip():
            break
        kept.append(bare)
    return "\n".join(kept)


def _past(text: str, found: re.Match[str]) -> int:
    """Return the place behind what begins no formula: a sign, or code."""
    if not found[0].startswith("`"):
        return found.end()
    closing = re.compile(rf"(?<!`){found[0]}(?!`)").search(text, found.end())
    return closing.end() if closing else found.end()
