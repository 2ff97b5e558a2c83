"""Long lines of code, for the PDF: they go on further in, parted at spaces where there are any."""

from octavo.constructs.code_lines import set_lines
from octavo.constructs.listings import code_in
from octavo.markup.tree import (
    Element,
    add_class,
    add_text,
    characters,
    child,
    elements,
    has_class,
    last_child,
)

LONG_LINE = 46
"""Characters from which a line of code may be too long for a page of a built-in theme."""
LONGEST_WORD = 40
"""Characters up to which a word is not parted: a line of any page has room for so many."""
FURTHER, MOST_INDENT = 4, 24
"""Characters by which a line goes on further in; from how far in at most."""
CHARACTER, NUMBER = 0.6, 2.08
"""Width of a character of code, and of a line's number, in its own size."""


def wrap_long_lines(body: Element) -> None:
    """Give the lines of a block with a long one elements of their own, and its words too.

    Else an engine parts lines after each hyphen, inside options, dates and arrows.
    """
    for code in [each for pre in code_in(body) for each in elements(pre, "code")]:
        if max(map(len, characters(code).split("\n"))) <= LONG_LINE or not _is_flat(code):
            continue
        if not any(has_class(line, "code-line") for line in code):
            set_lines(code, 0, frozenset())
        lines = list(code)
        for line in lines:
            line.tail = None  # a line is a block here
            if len(characters(line)) > LONG_LINE:
                _hang(line)
                _keep_words(line)
        pre = code.getparent()
        if pre is not None:
            add_class(pre, "wrapped")


def _is_flat(code: Element) -> bool:
    """Tell whether tokens stand in one another nowhere: a redline's marks hold some of them."""
    lines = [node for node in code if has_class(node, "code-line")] or [code]
    return not any(len(token) for line in lines for token in line)


def _hang(line: Element) -> None:
    """Let a line go on further in than it begins."""
    number = next((node for node in line if has_class(node, "line-number")), None)
    words = characters(line)[len(characters(number)) if number is not None else 0 :]
    begins = min(len(words) - len(words.lstrip(" ")), MOST_INDENT)
    room = (begins + FURTHER) * CHARACTER + (NUMBER if number is not None else 0)
    line.set("style", f"padding-inline-start: {room:.2f}em; text-indent: -{room:.2f}em")


def _keep_words(line: Element) -> None:
    """Put each word of a line into a ``<span class="code-word">``, whatever its tokens are."""
    tokens = [("", line.text or "")]
    for node in list(line):
        if not has_class(node, "line-number"):
            tokens.append((node.get("class") or "", node.text or ""))
            line.remove(node)
        tokens.append(("", node.tail or ""))
        node.tail = None
    line.text = None
    pieces = [(kind, piece) for kind, words in tokens for piece in _pieces(words)]
    word: list[tuple[str, str]] = []
    for kind, piece in [*pieces, ("", " ")]:
        if not piece.isspace():
            word.append((kind, piece))
            continue
        _say_word(line, word)
        _say(line, kind, piece)
        word = []
    _without_last_space(line)


def _pieces(words: str) -> list[str]:
    """Return runs of spaces and of other characters."""
    pieces: list[str] = []
    for sign in words:
        if pieces and pieces[-1][-1].isspace() == sign.isspace():
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _say_word(line: Element, word: list[tuple[str, str]]) -> None:
    if not word:
        return
    is_whole = sum(len(piece) for _, piece in word) <= LONGEST_WORD
    target = child(line, "span", class_="code-word") if is_whole else line
    for kind, piece in word:
        _say(target, kind, piece)


def _say(target: Element, kind: str, words: str) -> None:
    if kind:
        child(target, "span", words, class_=kind)
    else:
        add_text(target, words)


def _without_last_space(line: Element) -> None:
    """Take off the space that closed the last word."""
    last = last_child(line)
    if last is not None:
        last.tail = (last.tail or "")[:-1] or None
    else:
        line.text = (line.text or "")[:-1] or None
