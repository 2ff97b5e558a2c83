"""Signs that are printed exactly as they are typed: no quotation mark is curled, no dash made.

From the reader to the step that sets characters such a sign is one of Unicode's 32 noncharacters
in the middle of the plane, of which there are as many as ASCII has punctuation. None stays.
"""

SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_FIRST = 0xFDD0
_KEPT = {ord(sign): chr(_FIRST + n) for n, sign in enumerate(SIGNS)}
_FREE = {_FIRST + n: sign for n, sign in enumerate(SIGNS)}
_FOREIGN = dict.fromkeys(_FREE, "\N{REPLACEMENT CHARACTER}")


def literal(text: str) -> str:
    """Return words whose signs nothing is to change."""
    return text.translate(_KEPT)


def plain(text: str) -> str:
    """Return words with their signs as they are printed."""
    return text if text.isascii() else text.translate(_FREE)


def without_literals(text: str) -> str:
    """Return a text of others, in which noncharacters mean nothing."""
    return text if text.isascii() else text.translate(_FOREIGN)
