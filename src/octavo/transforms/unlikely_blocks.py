"""Blocks that are read as Markdown has them, and were hardly meant so: told, with the way to write.

All readers agree on them, so nothing else would say it: a paragraph that is code by its indent, one
that is a heading by the rule below it, words behind a comment that nothing ends.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from octavo.core.problems import Problem, Severity
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, elements, has_class, text_of
from octavo.model.chapters import line_of
from octavo.model.publication import Chapter, Publication

BLOCK, COMMENT = "E273", "E274"
_MARKS = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\"'"
_PROSE = re.compile(
    rf"[{_MARKS}\u2013\u2014\u00bf\u00a1 ]*[A-Z\u00c0-\u00de][^{{}}();=<>|\n]*[a-z\u00df-\u00ff,] "
    rf"[^{{}}();=<>|]*[.!?\u2026][{_MARKS}]*"
)
"""Sentences, also those that somebody says."""
_RULE = re.compile(r" {0,3}-{2,}\s*")
_ENDS = re.compile(r"[.!?…:;,]$")
_CAPTIONS = {"fig": "Figure", "abb": "Figure", "ill": "Figure", "tab": "Table", "lis": "Listing"}
_COUNTED = re.compile(
    r"\s*(fig(?:ure|\.)?|abb(?:ildung|\.)|ill(?:ustration|\.)|tab(?:le|elle|leau|\.)|listing)"
    r"[ \u00a0]+(?:\d[\d.]*|[IVX]+)[ \u00a0]?[:.\u2013\u2014-][ \u00a0]",
    re.IGNORECASE,
)
"""How captions begin whose numbers are typed."""
_NUMBERED = re.compile(
    r"\s*(?:\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|[IVX]+\."
    r"|(?:chapter|kapitel|chapitre|cap[i\u00ed]tulo|capitolo|hoofdstuk|section|abschnitt|\u00a7)"
    r"\s*(?:\d+|[IVX]+)\b[.:]?)(?=\s+\S)",
    re.IGNORECASE,
)
"""How headings begin whose numbers are typed."""
LONG = 5
"""Words that a paragraph has at least, and a line of code seldom."""


def tell_unlikely(publication: Publication, workshop: Workshop) -> Publication:
    """Tell of blocks that were hardly meant as they are read. Problems: E273 (notice), E274
    (warning)."""
    told = [each for chapter in publication.chapters for each in _tell(chapter)]
    return replace(publication, problems=(*publication.problems, *told))


def _tell(chapter: Chapter) -> Iterator[Problem]:
    yield from _prose_as_code(chapter)
    yield from _prose_as_heading(chapter)
    yield from _lists_between_items(chapter)
    yield from _open_emphasis(chapter)
    yield from _open_comment(chapter)
    yield from _captions_with_numbers(chapter)
    yield from _headings_with_numbers(chapter)


def _say(
    chapter: Chapter, code: str, line: int, told: tuple[str, str], severity: Severity = "notice"
) -> Problem:
    return replace(chapter.text.problem(code, *told, line), severity=severity)


def _prose_as_code(chapter: Chapter) -> Iterator[Problem]:
    """Yield paragraphs that are code, since they are indented by four spaces."""
    for node in elements(chapter.body, "pre"):
        line = line_of(node)
        words = text_of(node).strip()
        is_indented = chapter.text.line(line).startswith(("    ", "\t"))
        if is_indented and len(words.split()) >= LONG and _PROSE.fullmatch(words):
            message = "a paragraph indented by four spaces is code"
            hint = "take the spaces away; for code that is meant, write ``` above and below it"
            yield _say(chapter, BLOCK, line, (message, hint))


def _prose_as_heading(chapter: Chapter) -> Iterator[Problem]:
    """Yield paragraphs that are headings, since a rule stands directly below them."""
    for node in elements(chapter.body, "h2", "h3"):
        line = line_of(node)
        words = text_of(node).strip()
        if not line or len(words.split()) < LONG or not _ENDS.search(words):
            continue
        if _RULE.fullmatch(chapter.text.line(line + 1 + words.count("\n"))):
            message = "a paragraph with a rule directly below it is a heading"
            yield _say(chapter, BLOCK, line, (message, "put a blank line above the rule ---"))


def _lists_between_items(chapter: Chapter) -> Iterator[Problem]:
    """Yield lists between two numbered ones that count on: they were to stand in an item."""
    for node in elements(chapter.body, "ul"):
        before, after = node.getprevious(), node.getnext()
        if before is None or after is None or (before.tag, after.tag) != ("ol", "ol"):
            continue
        if after.get("start") == str(len(before) + int(before.get("start") or 1)):
            line = line_of(node)
            words = chapter.text.line(line).strip()
            message = "this list ends the numbered one above it, and the numbers go on below"
            hint = f"indent it by three spaces, to stand in its item: '   {words[:40]}'"
            yield _say(chapter, BLOCK, line, (message, hint))


def _open_emphasis(chapter: Chapter) -> Iterator[Problem]:
    """Yield an asterisk that begins a paragraph, where one ends a later paragraph."""
    blocks = [(node, text_of(node).strip()) for node in elements(chapter.body, "p")]
    for n, (node, words) in enumerate(blocks):
        if not re.match(r"\*[^\s*]", words) or words.count("*") != 1:
            continue
        ends = (text for _, text in blocks[n + 1 : n + 4])
        if any(re.search(r"[^\s*]\*$", text) and text.count("*") == 1 for text in ends):
            hint = "write * at the end of each paragraph, and at the beginning of the next"
            yield _say(chapter, BLOCK, line_of(node), ("emphasis ends with its paragraph", hint))


def _captions_with_numbers(chapter: Chapter) -> Iterator[Problem]:
    """Yield captions that have their numbers typed, of each kind the first: they are paragraphs."""
    told: set[str] = set()
    for node in elements(chapter.body, "p"):
        beside = [each for each in (node.getprevious(), node.getnext()) if each is not None]
        words = [node.text] if any(map(_may_have_caption, beside)) else []
        words += [image.tail for image in elements(node, "img")]
        for found in filter(None, (_COUNTED.match(each or "") for each in words)):
            kind = _CAPTIONS[found[1][:3].lower()]
            if kind not in told:
                told.add(kind)
                start = found[0].strip()
                message = f"'{start}' begins a paragraph, no caption: captions get their numbers"
                hint = f"write '{kind}: …', and [](#some-id) where the text names the number"
                at = chapter.text.content.find(start)
                line = chapter.text.content.count("\n", 0, at) + 1 if at >= 0 else line_of(node)
                yield _say(chapter, BLOCK, line, (message, hint))


def _headings_with_numbers(chapter: Chapter) -> Iterator[Problem]:
    """Yield headings that are numbered, and have a number typed as well."""
    for node in elements(chapter.body, "h1", "h2", "h3", "h4"):
        typed = _NUMBERED.match(text_of(node)) if node.get("data-number") else None
        if typed:
            message = "a heading has its number typed, and gets another before it"
            hint = f"take '{typed[0].strip()}' out, or write numbering: none"
            yield _say(chapter, BLOCK, line_of(node), (message, hint))


def _may_have_caption(node: Element) -> bool:
    return node.tag in ("figure", "table", "pre") or has_class(node, "table")


def _open_comment(chapter: Chapter) -> Iterator[Problem]:
    """Yield a comment that nothing ends: all behind it is in no edition."""
    content = chapter.text.content
    at = content.rfind("<!--")
    is_code = any("<!--" in text_of(node) for node in chapter.body.iter("code", "pre"))
    if at < 0 or "-->" in content[at:] or is_code or _is_typed(chapter.body):
        return
    message = "a comment that nothing ends: what follows is in no edition"
    told = message, "write --> at its end"
    yield _say(chapter, COMMENT, content[:at].count("\n") + 1, told, "warning")


def _is_typed(body: Element) -> bool:
    return "<!--" in text_of(body)
