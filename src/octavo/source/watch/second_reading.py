"""Markdown text -> the tree that another reader makes of it: markdown-it, CommonMark and GitHub's.

The one place that knows markdown-it. Of Octavo's extensions it reads the blocks; their signs in
a line stay in the words, for octavo.source.watch.documented to take out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.token import Token

from octavo.markup.tree import parse_html
from octavo.source.markdown.raw_tags import stray_tags, with_strays
from octavo.source.markdown.reading import RawHtml
from octavo.source.watch.clear_lines import clear_line
from octavo.source.watch.extension_blocks import add_blocks
from octavo.source.watch.pieces import OUT_OF_REACH
from octavo.source.watch.serial_blocks import notes_last, passages_of

DEEPEST = 200
"""Blocks in one another that are followed."""
_HTML, _BLOCK, _END = "\x04", "\x05", "\x06"
"""Stand before HTML in a line, before HTML that is a block, and behind both: what a browser makes
of it, is not known before all is read."""
_PIECE = re.compile(f"([{_HTML}{_BLOCK}])([^{_END}]*){_END}")
_NO_XML = re.compile("[^\t\n\r\x04-\x06\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Marks = Mapping[int, str]
"""Line of an item -> the mark that it has in the text, where another stands in its place."""


def second_passages(content: str, marks: Marks) -> list[str]:
    """Return the blocks of Markdown as another reader has them, each as XHTML with ``data-line``.

    In the order of passages_of: notes last, by their labels.
    """
    env: dict[str, object] = {}
    tokens = _notes_apart(_parser().parse(content, env))
    _number_items(tokens, marks)
    written = [_NO_XML.sub("\ufffd", words) for words in _blocks(tokens, env)]
    if any(_END in words for words in written):
        return passages_of(parse_html(_print_strays("".join(written))))
    return notes_last(written)


def _print_strays(words: str) -> str:
    """Return HTML in which tags that a browser would drop are words, as Octavo prints them."""
    strays = stray_tags([RawHtml(each[2], 1) for each in _PIECE.finditer(words)]).tags
    numbers = count()

    def write(piece: re.Match[str]) -> str:
        found = strays.get(next(numbers), ())
        return with_strays(piece[2], found, piece[1] == _BLOCK) if found else piece[2]

    return _PIECE.sub(write, words)


class _SecondReader(MarkdownIt):
    """Takes addresses as they stand: which of them may be, is told elsewhere."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return the one parser of a process; it keeps nothing of a text."""
    parser = _SecondReader("commonmark", {"html": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"]).disable(["text_join", "inline"])
    add_blocks(parser)
    return parser


def _blocks(tokens: Sequence[Token], env: dict[str, object]) -> Iterator[str]:
    """Yield the outermost blocks, each as XHTML; entries of a definition list are one."""
    written: list[str] = []
    level = 0
    for n, token in enumerate(tokens):
        written.append(_line(token, env) if token.type == "inline" else _write(tokens, n))
        level += token.nesting
        if level or (token.type == "paragraph_close" and _is_term(tokens, n)):
            continue
        if token.type == "definition_close" and _is_entry(tokens, n + 1):
            continue
        words = "".join(written)
        yield f"<dl>{words}</dl>" if token.type == "definition_close" else words
        written = []


def _notes_apart(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the blocks with the notes of items and quotations behind them: wherever a note is
    written, it belongs to the whole text."""
    kept: list[Token] = []
    apart: list[Token] = []
    level = inside = 0
    for token in tokens:
        if token.type == "note_open" and (level or inside):
            inside += 1
        (apart if inside else kept).append(token)
        if inside:
            inside -= token.type == "note_close"
        else:
            level += token.nesting
    return [*kept, *apart] if apart else tokens


def _is_entry(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a definition follows, or a term with its definition."""
    if at < len(tokens) and tokens[at].type == "definition_open":
        return True
    return at < len(tokens) and tokens[at].type == "paragraph_open" and _is_term(tokens, at + 2)


def _number_items(tokens: Sequence[Token], marks: Marks) -> None:
    """Leave numbered items the mark that they have in the text, where it is not what one expects.

    Where all items of a list have the same, readers count.
    """
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open" and token.info and token.map:
            token.info = marks.get(token.map[0] + 1) or str(int(token.info))
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            if _are_counted([item.info for item in items]):
                for item in items:
                    item.info = ""


def _are_counted(marks: Sequence[str]) -> bool:
    """Tell whether marks are what a reader prints who counts on from the first."""
    if not marks or not marks[0].isdecimal():
        return False
    first = int(marks[0])
    return len(set(marks)) == 1 or list(marks) == [str(first + n) for n in range(len(marks))]


def _write(tokens: Sequence[Token], at: int) -> str:
    token = tokens[at]
    special = _BLOCKS.get(token.type)
    if special:
        return special(token)
    if token.hidden:
        return "\n"
    if token.nesting < 0:
        return (
            "</dt>" if token.type == "paragraph_close" and _is_term(tokens, at) else _close(token)
        )
    if token.type == "paragraph_open" and _is_term(tokens, at + 2):
        return f"<dt{_at_line(token)}>"
    if token.type == "list_item_open":
        mark = f' data-mark="{escape(token.info)}"' if token.info else ""
        return f"<li{_at_line(token)}{mark}>"
    return f"<{token.tag}{_at_line(token)}{_attributes(token)}>"


def _is_term(tokens: Sequence[Token], close: int) -> bool:
    """Tell whether a paragraph, of which the end is given, is followed by what it means."""
    after = tokens[close + 1] if close + 1 < len(tokens) else None
    return after is not None and after.type == "definition_open"


def _close(token: Token) -> str:
    return {"note_close": "</li>", "definition_close": "</dd>"}.get(token.type, f"</{token.tag}>")


def _at_line(token: Token) -> str:
    return f' data-line="{token.map[0] + 1}"' if token.map else ""


def _attributes(token: Token) -> str:
    return "".join(
        f' {name}="{escape(str(value))}"' for name, value in token.attrs.items() if name != "style"
    )


def _code(token: Token) -> str:
    return f"<pre{_at_line(token)}><code>\n{escape(token.content, quote=False)}</code></pre>"


_BLOCKS: Mapping[str, Callable[[Token], str]] = {
    "fence": _code,
    "code_block": _code,
    "hr": lambda token: f"<hr{_at_line(token)}/>",
    "html_block": lambda token: f"<span{_at_line(token)}></span>{_BLOCK}{token.content}{_END}",
    "note_open": lambda token: f'<li{_at_line(token)} id="fn-{escape(token.meta["label"])}">',
    "definition_open": lambda token: f"<dd{_at_line(token)}>",
}


def _line(token: Token, env: dict[str, object]) -> str:
    """Return the words of a block as XHTML; signs stand before tags that the author wrote."""
    clear = clear_line(token.content)
    if clear is not None:
        return clear
    tokens: list[Token] = []
    _parser().inline.parse(token.content, _parser(), env, tokens)
    return "".join(_INLINE[each.type](each) for each in tokens)


def _picture(token: Token) -> str:
    words = escape("".join(_plain(child) for child in token.children or ()))
    return f'<img alt="{words}" src="{escape(str(token.attrs["src"]))}"/>'


def _plain(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if not token.children else "".join(map(_plain, token.children))


def _open(token: Token) -> str:
    return f"<{token.tag}{_attributes(token)}>"


_INLINE: Mapping[str, Callable[[Token], str]] = {
    "text": lambda token: escape(token.content, quote=False),
    "text_special": lambda token: escape(token.content, quote=False).translate(OUT_OF_REACH),
    "softbreak": lambda token: "\n",
    "hardbreak": lambda token: "<br/>\n",
    "code_inline": lambda token: f"<code>{escape(token.content, quote=False)}</code>",
    "html_inline": lambda token: f"{_HTML}{token.content}{_END}",
    "image": _picture,
    "link_open": _open,
    "link_close": _close,
    "em_open": _open,
    "em_close": _close,
    "strong_open": _open,
    "strong_close": _close,
    "s_open": lambda token: "<del>",
    "s_close": lambda token: "</del>",
}
