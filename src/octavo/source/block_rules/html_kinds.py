"""The seven kinds of HTML blocks: how each begins, and what ends it. Rule: CommonMark 0.31, 4.6."""

import re

_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    "|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[123456]|head"
    "|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p"
    "|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_VALUE = r"(?:[^\"'=<>`\x00-\x20]+|'[^']*'|\"[^\"]*\")"
_ATTRIBUTE = rf"(?:[ \t\n]+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:[ \t\n]*=[ \t\n]*{_VALUE})?)"
OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*[ \t\n]*/?>"
CLOSE_TAG = r"</[A-Za-z][A-Za-z0-9-]*[ \t\n]*>"
PREFIXED_TAG = rf"</?[A-Za-z][A-Za-z0-9-]*:[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*[ \t\n]*/?>"
"""A name with a prefix, as word processors write it; to CommonMark it is text, or an address."""
_BEGINS = (
    re.compile(r"<(?:script|pre|textarea|style)(?:[ \t>]|$)", re.IGNORECASE),
    re.compile(r"<!--"),
    re.compile(r"<\?"),
    re.compile(r"<![A-Za-z]"),
    re.compile(r"<!\[CDATA\["),
    re.compile(rf"</?(?:{_NAMES})(?:[ \t]|/?>|$)", re.IGNORECASE),
    re.compile(rf"(?:{OPEN_TAG}|{CLOSE_TAG}|{PREFIXED_TAG})[ \t]*$"),
)
_ENDS = (
    re.compile(r"</(?:script|pre|textarea|style)>", re.IGNORECASE),
    re.compile(r"-->"),
    re.compile(r"\?>"),
    re.compile(r">"),
    re.compile(r"\]\]>"),
)
_WITH_MARKDOWN = re.compile(r"<([a-zA-Z][\w-]*)\b[^>]*\bmarkdown\b[^>]*>[ \t]*$")
TAG_ALONE = 7
"""Kind of a tag that has a line for itself and is none of those that begin a block."""
WHOLE_LINE = 8
"""Kind of a tag with ``markdown="1"``: HTML is this line alone."""


def kind_of_html(words: str, in_paragraph: bool) -> int:
    """Return which kind of HTML block begins with ``words``, 0 for none."""
    if _WITH_MARKDOWN.match(words):
        return WHOLE_LINE
    for number, pattern in enumerate(_BEGINS, 1):
        if pattern.match(words):
            return 0 if number == TAG_ALONE and in_paragraph else number
    return 0


def ends_html(kind: int, words: str) -> bool:
    """Tell whether a line is the last of an HTML block."""
    return kind == WHOLE_LINE or (kind <= len(_ENDS) and bool(_ENDS[kind - 1].search(words)))
