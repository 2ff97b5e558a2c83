"""Code: highlighted by Pygments, captioned as a listing; a language it does not know is plain."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import STANDARD_TYPES, Error, Text
from pygments.util import ClassNotFound

from octavo.constructs.captions import Caption, caption_after, is_caption
from octavo.constructs.code_lines import START, parse_ranges, set_lines
from octavo.constructs.construct import (
    BlockForm,
    Construct,
    Frame,
    Kind,
    Normal,
    Vocabulary,
    is_of,
)
from octavo.core.near_names import near_names
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    Element,
    add_class,
    add_text,
    characters,
    child,
    classes,
    elements,
    move_content,
    new,
    wrap,
)
from octavo.model.chapters import each_by_itself, line_of
from octavo.model.publication import Chapter, Publication

DIAGRAMS = frozenset("d2 ditaa dot graphviz mermaid plantuml puml tikz vega-lite".split())
"""What other programs draw of code."""
PLAIN = ("", "text", "plain", "none")
VERBATIM = frozenset({"code", "kbd", "pre", "samp"})
"""Elements whose words stand as they were typed, whatever the language around them."""
BLOCK = frozenset({"pre"})
"""Of them, those that are blocks."""


def highlight_code(publication: Publication, workshop: Workshop) -> Publication:
    """Turn code blocks into ``<pre class="code"><code>`` with one span a token.

    Problems: E217 (a language that Pygments does not know).
    """
    return each_by_itself(publication, workshop, "code", (), _code, _may_have_code)


def _may_have_code(body: Element) -> bool:
    is_code = next(body.iter(*BLOCK), None) is not None
    return is_code or any(is_caption(node, "Listing") for node in body.iter("p"))


def _code(_: Workshop, chapter: Chapter, body: Element) -> Sequence[Problem]:
    problems: list[Problem] = []
    for pre in code_in(body):
        code = pre.find("code")
        if code is None:
            continue
        language = next((c[9:] for c in classes(code) if c.startswith("language-")), "")
        names = [c for c in classes(code) if not c.startswith("language-")]
        name, title = code.get("id") or "", code.get("title") or ""
        problems += _highlight(chapter, pre, code, language)
        problems += _number_lines(chapter, pre, code)
        code.attrib.clear()
        line = pre.get("data-line")
        pre.attrib.clear()
        pre.set("class", " ".join(["code", *names]))
        if language:
            pre.set("data-language", language)
        if line:
            pre.set("data-line", line)
        problems += _listing(chapter, pre, name, title)
    return problems + [
        chapter.text.problem(
            "E218",
            "a listing's caption without code before it",
            "put the caption after the code, with a blank line between",
            line_of(node),
            "Listing:",
        ).as_warning()
        for node in elements(body, "p")
        if is_caption(node, "Listing")
    ]


def _number_lines(chapter: Chapter, pre: Element, code: Element) -> list[Problem]:
    """Number and mark lines as ``linenums="1" hl_lines="2 4-6"`` ask."""
    start, marks = code.get("linenums") or "", code.get("hl_lines") or ""
    marked = parse_ranges(marks)
    if marked is None or (start and not START.fullmatch(start)):
        wrong = start if marked is not None else marks
        message = f"lines of code cannot be numbered by '{wrong[:40]}': they are not"
        hint = 'write ```python {linenums="1" hl_lines="2 4-6"}'
        found = chapter.text.problem("E222", message, hint, line_of(pre), marks or start)
        return [found.as_warning()]
    if start or marked:
        set_lines(code, int(start or 0), marked)
    return []


def _highlight(chapter: Chapter, pre: Element, code: Element, language: str) -> list[Problem]:
    text = characters(code).strip("\n")
    for node in list(code):
        code.remove(node)
    code.text = None
    if language in PLAIN:
        code.text = text
        return []
    try:
        tokens = _tokens(language, text)
    except ClassNotFound:
        code.text = text
        known = sorted(alias for _, aliases, *_ in get_all_lexers() for alias in aliases)
        near = near_names(language, known, 1, 0.75)
        hint = f"did you mean {near[0]}?" if near else "write ```text for plain text"
        if language == "admonish":  # mdBook's
            hint = "write a box: '/// note | Title' above, '///' below"
        if language in DIAGRAMS:
            hint = "diagrams are not drawn: show an SVG of it, ![what one sees](diagram.svg)"
        message = f"unknown code language '{language}': set without colours"
        found = chapter.text.problem("E217", message, hint, line_of(pre), language)
        return [replace(found, severity="notice")]
    for kind, words in tokens:
        if name := STANDARD_TYPES.get(kind, ""):
            child(code, "span", words, class_=name)
        else:
            add_text(code, words)
    return []


def _tokens(language: str, text: str) -> list[tuple[Any, str]]:
    """Return the text as tokens; as one where the lexer would lose some of it.

    Those of sessions (console, pycon …) drop a last line that has no end; that of diff understands
    none.
    """
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    tokens = list(lexer.get_tokens(text))
    is_read = bool(tokens) and tokens[-1][0] is not Error
    if not is_read or "".join(words for _, words in tokens) != text:
        *tokens, (kind, last) = list(lexer.get_tokens(f"{text}\n")) or [(Text, "")]
        tokens.append((kind, last.removesuffix("\n")))
    is_whole = "".join(words for _, words in tokens) == text
    return tokens if is_whole else [(Text, text)]


def _listing(chapter: Chapter, pre: Element, name: str, title: str) -> list[Problem]:
    """Make a listing of code with a caption, or with a title behind its fence."""
    caption = caption_after(pre, "Listing")
    if caption is None and not title:
        if name:
            pre.set("id", name)
        return []
    told = _two_titles(chapter, pre, title) if caption is not None and title else []
    if caption is None:
        caption = Caption(new("span", title), "", "", "")
    figure = new("figure", class_="listing")
    if pre.get("data-line"):
        figure.set("data-line", pre.attrib.pop("data-line"))
    if name or caption.id:
        figure.set("id", name or caption.id)
    add_class(figure, *caption.classes.split())
    wrap(pre, figure)
    words = new("figcaption")
    figure.insert(0, words)
    move_content(caption.words, child(words, "span", class_="caption"))
    return told


def _two_titles(chapter: Chapter, pre: Element, title: str) -> list[Problem]:
    message = f"a listing with a caption and a title: '{title[:60]}' is printed nowhere"
    hint = "write one of them"
    found = chapter.text.problem("E218", message, hint, line_of(pre), title)
    return [replace(found, severity="notice")]


def is_listing(node: Any) -> bool:
    """Tell whether an element is a listing: code with a caption."""
    return node.tag == "figure" and is_of(node, "listing")


def is_code(node: Any) -> bool:
    """Tell whether an element is a block of code, with a caption around it or without."""
    return node.tag in BLOCK


def code_in(body: Element) -> list[Element]:
    """Return the blocks of code of a text, in order."""
    return elements(body, *BLOCK)


def _title(element: Any) -> str:
    return "listing" if is_listing(element) else ""


def _key(caption: Any, normal: Normal) -> Hashable:
    return normal(caption.text)


LISTINGS = Construct(
    "listing",
    "listings",
    steps=(highlight_code,),
    is_at=is_listing,
    vocabulary=Vocabulary(
        flow="pre", content={"pre": "INLINE"}, attributes={"pre": "data-language"}
    ),
    is_counted=True,
    is_called=True,
    kinds=(Kind("caption", lambda f: f.captions, _key, lambda each: each.text),),
    form=BlockForm("code", "verbatim", is_code, "code", "code"),
    shells=BLOCK,
    tags={"pre": "P"},
    title=_title,
    frames=(Frame("pre", "a block of code", ("listing",)),),
    cells={"pre": "code"},
    floats=True,
)
