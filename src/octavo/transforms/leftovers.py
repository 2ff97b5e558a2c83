"""What is left in the text that looks like a sign of another program: told, with the way here.

One table: a row a sign. Whatever a reader of Octavo understands is no text any more when this
looks, so nothing that works is told of.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.constructs.notes import CODE
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.literals import plain
from octavo.markup.tree import BLOCKS, Element, get_string, strings
from octavo.model.chapters import each_by_itself, line_of
from octavo.model.publication import Chapter, Publication

SIGN = "E257"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A sign that means something elsewhere."""

    looks: re.Pattern[str]
    called: str
    hint: str
    begins: bool = False
    """Whether it counts at the beginning of a block only."""
    in_headings: bool = False
    """Whether it counts in headings only."""
    before_code: bool = False
    """Whether it counts directly before code only."""
    whole: bool = False
    """Whether it counts only where a paragraph is nothing else; signs behind a backslash do too."""
    escaped: str = ""
    """What a text has that means the sign as such; '' where no backslash helps."""


def _row(looks: str, called: str, hint: str, begins: bool = False, **more: Any) -> Leftover:
    """Return a row; the hint may name the groups of the pattern, as ``\\1``."""
    return Leftover(re.compile(looks), called, hint, begins, **more)


SIGNS: tuple[Leftover, ...] = (
    _row(r"\[\[?_?TOC_?\]\]?|\{:toc\}|@\[toc\]", "a table of contents", "editions make their own"),
    _row(
        r"\\(?:newpage|pagebreak|clearpage)\b",
        "a page break of TeX",
        "write '/// page-break' on a line of its own, and '///' below",
    ),
    _row(
        r"\\(?:(?:cite|citep|citet|ref|label|footnote|begin|end|chapter|(?:sub){0,2}section|index"
        r"|vspace|hspace|text(?:bf|it|tt|sc)|emph|caption|includegraphics|href|url)\b\*?[\[{]"
        r"|(?:noindent|(?:big|med|small)skip|hfill|centering|maketitle|tableofcontents)\b)",
        "a command of TeX",
        "write it in Markdown; [](#id) refers, [^1] calls a note",
    ),
    _row(r"\{\{[<%].{,300}?[>%]\}\}", "a shortcode", "write in Markdown what it stands for"),
    _row(
        r"\{%-?\s*\w.{,300}?%\}", "a tag of Liquid or Jinja", "write in Markdown what it stands for"
    ),
    _row(r"\{\{#[a-z_]+ [^{}\n]*\}\}", "a sign of mdBook", "{{include: other.md}} takes a file in"),
    _row(r"(?:===|\?\?\?\+?) \"[^\"]*\"", "a tab or a fold", "write '/// note | Title'", True),
    _row(r"\+(?:[-=:]{3,}\+)+", "a table drawn with lines", "make its lines equally long", True),
    _row(r"!!!\s?\w+", "a remark of MkDocs", "move its text in by four spaces", True),
    _row(r"\[!\w+\]", "a remark of GitHub", "begin each of its lines with >", True),
    _row(
        r"(?<!\w)!?\[\[(?=[^\[\]\n]*[^\W\d_])[^\[\]\n]{1,200}\]\]",
        "a link of a wiki or of Obsidian",
        "write [words](other.md), and ![words](picture.png)",
    ),
    _row(
        r"(!?\[[^\[\]\n]{0,200}\])\((?!<)(?=[^()<>\n\"]*[./])"
        r"([^()<>\s\"][^()<>\n\"]{0,200} [^()<>\n\"]{0,200}[^()<>\s\"])\)",
        "a link with a blank in its address",
        r"write \1(<\2>)",
    ),
    _row(
        r"(!?\[[^\[\]\n]{0,200}\])\((?!<)((?=[^\n (]*[ (])[^<>\n\"]{1,200}\.[A-Za-z]{2,5})\)",
        "a link with a blank in its address",
        r"write \1(<\2>)",
    ),
    _row(
        r"!?\[(?=[^\[\]\n]*[^\W\d_])[^\[\]\n]{1,200}\][ \t]?\($",
        "a link with a blank in it",
        "write [words](https://…); %20 for a blank in an address",
    ),
    _row(
        r"!?\[[^\[\]\n]{1,200}\]\[[^\[\]\n]{0,200}\]",
        "a link whose address is nowhere",
        "write '[label]: https://…' on a line of its own",
    ),
    _row(
        r"(?:!\[\]|\[[^\[\]\n]{1,200}\])\((?=\S)[^()\s]*(?:\s|$)",
        "a link that is not closed",
        "write [words](https://…); %20 for a blank in an address",
    ),
    _row(
        r":[\w.+-]+(?::[\w.+-]+)?:$|\{[a-z][\w:-]*\}$",
        "a role of reStructuredText or MyST",
        "write [](#id) for a reference, `code` for code",
        before_code=True,
    ),
    _row(
        r"\.\. [\w:+.-]+::(?: |$)",
        "a directive of reStructuredText",
        "write a box: '/// note', its text, '///'; ![words](picture.png)",
        True,
    ),
    _row(
        r"(?:[*#~\u2042\u00b7\u2022\u2217\u25e6\u203b\u273b\u2766\u2619\u2767]\s*){1,9}$",
        "a break between scenes",
        "write * * * on a line of its own, without backslashes",
        True,
        whole=True,
    ),
    _row(r"\{#(?![^{}\n]*\})[\w:.-]+\b", "an id that is not closed", "write {#id}"),
    _row(r"\{(?:[#.][\w:-]+\s*)+\}", "attributes that belong to nothing", "see {.class} and {#id}"),
    _row(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,30}:(?![\w:])", "the name of an emoji", "type the sign"),
    _row(
        r"(?<![\w@])@(?:fig|tbl|sec|eq|lst)[-:][\w-]+",
        "a reference of Quarto",
        "nothing has it",
    ),
    _row(
        r"\[-?@[\w:./-]+(?:[,;\s][^\]\n]{0,999})?\]",
        "a citation",
        "citations are not understood yet",
    ),
    _row(r"(?:<{7} |={7}\s|>{7} )[^\n]*", "a conflict of git", "keep one of its sides", True),
    _row(r"(#{2,6})([^\W\d_][^\n]*)", "a heading", r"write \1 \2", True, escaped="\\#"),
    _row(
        r"(#)([^\W\d_][^\n]*[^\n.!?:;,\u2026])$", "a heading", r"write \1 \2", True, escaped="\\#"
    ),
    _row(r"(#{1,6})[\u00a0\u202f](\S[^\n]*)", "a heading", r"write '\1 \2', with a blank", True),
    _row(
        r"={2,6}[ \t]+([^\s=][^\n]*?)(?:[ \t]+={2,6})?$",
        "a heading of AsciiDoc or of a wiki",
        r"write '## \1'",
        True,
    ),
    _row(r"\{(?![#.:])([a-z][\w-]*)\}$", "an id", r"write {#\1}", in_headings=True),
    _row(
        r"(!?\[[^\[\]\n]{1,200}\]) (\((?:https?:|(?=[^()\s./#]*[./#]))[^()\s]*\))",
        "a link parted by a blank",
        r"write \1\2: no blank before (",
    ),
    _row(r"\*\* ([^*\n]+?) \*\*", "bold with blanks within", r"write **\1**", escaped="\\*"),
    _row(r"(?<![\w*/])\*\*(?=\w)", "bold that is not closed", "write ** at its end", escaped="\\*"),
    _row(
        r"(?<![\w`])`(?=[^\s`])",
        "code that is not closed",
        "write ` at its end, or a backslash before it",
        escaped="\\`",
    ),
    _row(
        r"\|?[^|\n]+\|[^\n]*\|\s*\n\s*\|[^\n]*\|",
        "a table without its second line",
        "write |---|---| below its first line",
        True,
    ),
    _row(r"[•▪◦‣●]\s*(\S[^\n]{0,40})", "an item of a list", r"write '- \1'", True),
    _row(r"[-*+][\u00a0\u202f](\S[^\n]{0,40})", "an item of a list", r"write '- \1'", True),
    _row(
        r"(\d{1,3}[.)])([^\W\d_][^\n]{0,40})(?=[^\n]*\n[ \t]*\d{1,3}[.)][^\W\d_])",
        "an item of a list",
        r"write '\1 \2'",
        True,
    ),
    _row(
        r"-{1,2}[ \t]?([^\W\d_][^\n]{0,40})(?=[^\n]*\n[ \t]*-{1,2}[ \t]?[^\W\d_])",
        "an item of a list",
        r"write '- \1'",
        True,
    ),
    _row(
        r"(?<=\n)[ \t]*(?:[aA]\)[ \t]+\S|[aA]\.[ \t]+\S(?=[^\n]*\n[ \t]*[bB]\.[ \t]))[^\n]*",
        "an item of a list",
        "leave a blank line above the list",
    ),
    _row(
        r"[^\t\n]+\t[^\n]*\n[^\t\n]*\t[^\n]*",
        "a table of a spreadsheet",
        "write | a | b |, and |---|---| below its first line",
        True,
    ),
    _row(
        r"(?:[^;,\n]*(?:;|,(?!\d{3}\b))(?=\S)){2}[^\n]*"
        r"(?:\n(?:[^;,\n]*(?:;|,(?!\d{3}\b))(?=\S)){2}[^\n]*)+$",
        "a table of a spreadsheet",
        "write | a | b |, and |---|---| below its first line",
        True,
        whole=True,
    ),
    _row(
        r"[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3}[ \t]+[^\W\d_][^\n]*",
        "a note",
        "write [^1] where it is called, and '[^1]: …' before its text",
        True,
    ),
    _row(
        r"(?:'{3}|\u2018{3}|\u2019{3}|\u201c{3}|\u201d{3}|\u00b4{3})[\w-]*\n",
        "a fence of code",
        "write ``` above the code and below it",
        True,
    ),
    _row(r"#\+[A-Za-z_]{3,}\b[^\n]*", "a line of Org mode", "write it in Markdown", True),
    _row(
        r"(?<![\w%])%%(?:[^%\n]*|\n[^%]*)%%",
        "a comment of Obsidian",
        "write <!-- … -->, which no edition has",
    ),
    _row(
        r"\{(?:\+\+[^{}\n]*\+\+|--[^{}\n]*--|>>[^{}\n]*<<)\}",
        "a mark of an editor (CriticMarkup)",
        "accept or reject it first",
    ),
    _row(
        r"\(([^\s()\[\]][^()\[\]\n]{0,80})\)\[(?:(?:https?://|www\.)[^\s\[\]]+\]|$)",
        "a link with its brackets exchanged",
        r"write [\1](https://…)",
    ),
    _row(
        r"\ufffd|(?<![A-Z\u00c0-\u00de])\u00c3[\u00a0-\u00bf\u0178\u0153\u201a-\u201e\u2026\u2030]"
        r"|\u00e2\u20ac[\u0080-\u00ff\u0152-\u2122]?",
        "a letter read in another encoding",
        "save the file as UTF-8, from where it came",
    ),
    _row(
        r"&(nbsp|copy|reg|amp|lt|gt|quot|mdash|ndash|hellip|shy|euro)(?![\w;=])",
        "a sign without its semicolon",
        r"write &\1;",
        escaped="\\&",
    ),
    _row(r"<<[\w/-]+(?:,[^>\n]{0,999})?>>", "a reference of AsciiDoc", "write [](#id)"),
)
"""The first that fits a place speaks for it."""


def tell_leftovers(publication: Publication, workshop: Workshop) -> Publication:
    """Tell of signs of other programs that stand in the text as they were typed, each kind once a
    file. Problems: E257 (warning)."""
    return each_by_itself(publication, workshop, "leftovers", (), _tell)


def _tell(_: Workshop, chapter: Chapter, body: Element) -> Sequence[Problem]:
    told: dict[str, Problem] = {}
    for each in _texts(body):
        for sign, found in each.find():
            if sign.in_headings and each.node.tag not in HEADINGS:
                continue
            if sign.escaped and sign.escaped in chapter.text.content:
                continue
            if sign.called not in told:
                told[sign.called] = _problem(chapter, each.node, sign, found)
    return list(told.values())


def _problem(chapter: Chapter, node: Element, sign: Leftover, match: re.Match[str]) -> Problem:
    found = " ".join(each.strip() for each in match[0].split("\n") if each.strip())
    shown = found if len(found) <= 40 else f"{found[:39]}…"
    message = f"'{shown}' looks like {sign.called}, and is printed as it stands"
    words = match[0].partition("\n")[0]
    hint = match.expand(sign.hint) if match.re.groups else sign.hint
    problem = chapter.text.problem(SIGN, message, hint, line_of(node), words)
    return replace(problem, severity="warning")


@dataclass(frozen=True, slots=True)
class _Words:
    """A string of the text that is no code."""

    node: Element
    words: str
    begins: bool
    """Whether it begins a block."""
    is_whole: bool
    """Whether it is all that a paragraph holds."""
    is_before_code: bool

    def find(self) -> Iterator[tuple[Leftover, re.Match[str]]]:
        """Yield the signs that stand in it, and where."""
        starts: list[int] = []
        """Where signs begin that were found, sorted; they do not overlap."""
        ends: list[int] = []
        start = len(self.words) - len(self.words.lstrip())
        for sign in SIGNS:
            if not self._may_hold(sign):
                continue
            look, words = sign.looks, plain(self.words) if sign.whole else self.words
            places = [look.match(words, start)] if sign.begins else look.finditer(words)
            for found in places:
                if found is None:
                    continue
                n = bisect_left(starts, found.end())
                if n and ends[n - 1] > found.start():
                    continue
                starts.insert(n, found.start())
                ends.insert(n, found.end())
                yield sign, found

    def _may_hold(self, sign: Leftover) -> bool:
        return (
            (self.begins or not sign.begins)
            and (self.is_whole or not sign.whole)
            and (self.is_before_code or not sign.before_code)
        )


def _texts(body: Element) -> Iterator[_Words]:
    for node, is_tail in strings(body, CODE):
        words = get_string(node, is_tail)
        begins = not is_tail and node.tag in BLOCKS
        after = node.getnext() if is_tail else next(iter(node), None)
        is_before_code = after is not None and after.tag == "code"
        is_whole = begins and node.tag == "p" and not len(node)
        yield _Words(node, words, begins, is_whole, is_before_code)
