"""Signs that are printed exactly as they are typed: no quotation mark is curled, no dash made.

From the reader to the step that sets characters such a sign is one of Unicode's 32 noncharacters
in the middle of the plane, of which there are as many as ASCII has punctuation. None stays.
"""

from html import escape

SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_FIRST = 0xFDD0
_KEPT = {ord(sign): chr(_FIRST + n) for n, sign in enumerate(SIGNS)}
_FREE = {_FIRST + n: sign for n, sign in enumerate(SIGNS)}
_FREE_IN_MARKUP = {code: escape(sign, quote=False) for code, sign in _FREE.items()}
_FOREIGN = dict.fromkeys(_FREE, "\N{REPLACEMENT CHARACTER}")


def literal(text: str) -> str:
    """Return words whose signs nothing is to change."""
    return text.translate(_KEPT)


def plain(text: str) -> str:
    """Return words with their signs as they are printed."""
    return text if text.isascii() else text.translate(_FREE)


def plain_markup(markup: str) -> str:
    """Return serialised XML with the signs of its words as they are printed."""
    return markup if markup.isascii() else markup.translate(_FREE_IN_MARKUP)


def without_literals(text: str) -> str:
    """Return a text of others, in which noncharacters mean nothing."""
    return text if text.isascii() else text.translate(_FOREIGN)
