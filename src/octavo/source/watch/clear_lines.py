"""Words with marks so clear that every reader takes them alike -> XHTML; None for all others.

A reader of Markdown spends most of its time within lines; nearly all lines hold no more than this.
"""

import re
from html import escape

_INNER = r"[^\W_](?:(?:[^\W_]|[ ,.;:'’-])*[^\W_])?"
_MARKS = re.compile(
    r"(?<![`\\])`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    rf"|(?<![\w*\\])\*\*(?P<strong>{_INNER})\*\*(?![\w*])"
    rf"|(?<![\w*\\])\*(?P<em>{_INNER})\*(?![\w*])"
    rf"|(?<![\w\\])_(?P<em_>{_INNER})_(?!\w)"
    rf"|(?<![\w~\\])~~(?P<del>{_INNER})~~(?![\w~])"
    rf"|(?<![!\]\\])\[(?P<words>(?:{_INNER})?)\]\((?P<link>[^\s()<>\\;\"']+)\)"
    r"|(?<![!\]\\])\[\^(?P<call>[\w-]+)\](?![\[(:])"
)
_ANY = re.compile(r"[*_`\[\]<\\~&]|(?<! )  +\n")
_UNCLEAR = re.compile(r"[*_`\[\]<\\~]|&(?:#|\w+;)|(?<! )  +\n")


def clear_line(content: str) -> str | None:
    """Return the XHTML of words whose marks are clear, None where any might not be."""
    if not _ANY.search(content):
        return content.replace(">", "&gt;")
    written: list[str] = []
    at = 0
    for mark in _MARKS.finditer(content):
        between = content[at : mark.start()]
        if _UNCLEAR.search(between):
            return None
        written += (_escape(between), _spell(mark))
        at = mark.end()
    if _UNCLEAR.search(content, at):
        return None
    written.append(_escape(content[at:]))
    return "".join(written)


def _escape(words: str) -> str:
    return (
        words.replace("&", "&amp;").replace(">", "&gt;") if "&" in words or ">" in words else words
    )


def _spell(mark: re.Match[str]) -> str:
    kind = mark.lastgroup or ""
    if kind == "call":
        return mark[0]
    if kind == "link":
        return f'<a href="{_escape(mark["link"])}">{mark["words"]}</a>'
    tag = kind.rstrip("_")
    words = escape(mark[kind], quote=False) if kind == "code" else mark[kind]
    return f"<{tag}>{words}</{tag}>"
