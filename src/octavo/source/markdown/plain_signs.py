"""When a sign of an extension is plainly meant, and when it is a sign like any other.

``==``, ``^``, ``~`` and braces stand in formulas, paths and prose about programs too: there they
are printed as they are typed.
"""

import re

from pymdownx import keymap_db

_NAME = r"[^\W\d][\w.:-]*"
_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}=]+)"""
_ATTRIBUTE = rf"(?:#[^\s#{{}}=\"']+|\.[\w-]+|{_NAME}={_VALUE})"
ATTRIBUTES = rf"\{{:?[ ]*({_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*)[ ]*\}}"
"""A list in braces, of ids, classes and values, and of nothing else; its group: without braces."""
_FIGURE = re.compile(r"[+−-]?\d+[+−-]?|[+−-]")


def is_plainly_meant(tag: str, before: str, words: str, after: str) -> bool:
    """Tell whether signs around ``words`` mark them, or stand there for themselves.

    ``tag`` is the element that they would make; ``before`` is the character before the signs,
    ``after`` are the two behind them, '' at the ends of a text.
    """
    if tag == "kbd":
        return all(_is_key(name) for name in words.split("+"))
    if tag in ("sup", "sub"):
        return _is_script(tag, before, words, after)
    if tag == "ins":
        return not (before.isdigit() or after[:1].isdigit())
    return not (_is_letter(before) or _is_letter(after[:1]))


def _is_script(tag: str, before: str, words: str, after: str) -> bool:
    """Tell whether words are raised or lowered: ``x^2^``, ``H~2~O``, ``2^nd^``.

    Behind the second sign a letter may follow figures, nothing else; a lowered sign hangs on
    something. So ``x^2+y^2``, ``2^3^4``, ``x^2^_i`` and ``~/a,~/b`` are as they are typed.
    """
    if tag == "sub" and (not before or before.isspace() or words.startswith("/")):
        return False
    first, then = after[:1], after[1:]
    if first.isalnum() or first == "/" or (first == "_" and then.isalnum()):
        return bool(_FIGURE.fullmatch(words)) and first.isalpha()
    return True


def _is_key(name: str) -> bool:
    """Tell whether a key has this name: others stay as they are typed."""
    name = name.lower()
    return keymap_db.aliases.get(name, name) in keymap_db.keymap


def _is_letter(sign: str) -> bool:
    """Tell letters and figures of scripts that part words by spaces."""
    return sign.isalnum() and not "\u2e80" <= sign <= "\u9fff"
