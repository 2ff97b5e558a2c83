"""What the end of a source line becomes: a blank, or nothing in Chinese and Japanese."""

import re
import unicodedata

_MARKS = re.compile(r"[*_~^=`\[]*")
"""Signs that open something, and are not printed themselves."""


def join_lines(before: str, text: str, at: int) -> str:
    """Return what joins the sign before a line end to the words of ``text`` from ``at`` on."""
    if not _is_wide(before):
        return "\n"
    found = _MARKS.match(text, at)
    following = found.end() if found else at
    return "" if _is_wide(text[following : following + 1]) else "\n"


def _is_wide(sign: str) -> bool:
    """Tell whether a sign is as wide as an ideograph, and stands without blanks around it.

    Korean is set with blanks between its words.
    """
    if not sign or sign < "\u1100":
        return False
    is_wide = unicodedata.east_asian_width(sign) in "WF"
    return is_wide and not unicodedata.name(sign, "").startswith("HANGUL")
