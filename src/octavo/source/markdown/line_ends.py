"""What the end of a source line becomes: a blank, or nothing in Chinese and Japanese."""

import unicodedata


def joined_lines(before: str, text: str, at: int) -> str:
    """Return what joins the words ``before`` a line end to those of ``text`` from ``at`` on."""
    return "" if before and _is_wide(before[-1]) and _is_wide(text[at : at + 1]) else "\n"


def _is_wide(sign: str) -> bool:
    """Tell whether a sign is as wide as an ideograph, and stands without blanks around it.

    Korean is set with blanks between its words.
    """
    if not sign or sign < "\u1100":
        return False
    is_wide = unicodedata.east_asian_width(sign) in "WF"
    return is_wide and not unicodedata.name(sign, "").startswith("HANGUL")
