"""Blocks for generated documents as other programs write them: remarks, divs, drawn tables, HTML.

``AROUND`` has those that hold other blocks, ``SINGLE`` those that hold lines.
"""

from collections.abc import Callable
from itertools import zip_longest

from generated_layout import Lines, apart, moved, quoted
from generated_text import ALL, Pen, line, line_in_cell, lines

Write = Callable[[], list[Lines]]
"""Writes the blocks that stand inside another."""
INFOS = (
    "rust,ignore",
    "python showLineNumbers",
    "js {1,3-4}",
    'python title="x.py"',
    "{.ruby .numberLines startFrom=3}",
    "{r, echo=FALSE}",
    "{python}",
    "mermaid",
    "error",
    "c++ : main.cpp",
    "ts:app.ts",
    "console?lang=python",
    'go {linenos=table,hl_lines=[1,"2-3"],linenostart=199}',
    "```text```",
    "text,no_run,E0308",
    "{.haskell #lst-x hl_lines='1 99'}",
    'yaml linenums="99999"',
    "toml [Cargo.toml]",
    "{code-block} python",
    "python {.line-numbers} hl_lines=",
    "*x*",
    "é",
    "a" * 80,
)
REMARKS = ("NOTE", "Tip", "important", "WARNING", "caution", "abstract", "danger", "info")
ATTRIBUTES = (
    "width=50%",
    "width=24",
    "width=2cm",
    "height=3em",
    "width=0",
    "width=9999px",
    "width=120% height=1in",
    ".wide width=40%",
)
WRITTEN = (
    ["<details>", "<summary>{}</summary>", "", "{}", "", "</details>"],
    ["<details open><summary>{}</summary>{}</details>"],
    ["<center>{}</center>"],
    ['<p align="center">{}<br/><font color="red">{}</font></p>'],
    ["<kbd>{}</kbd>, {}<sup>{}</sup> and <sub>{}</sub><br>", "<tt>{}</tt>"],
    ['<a name="old PLACE"></a>', "", "{}"],
    ['<img src="images/one.svg" alt="{}" width="40" align="right">'],
    ['<div align="center">', "", "{} *{}*", "", "</div>"],
    ['<div class="columns" style="color: red">', "<span style='x'>{}</span>", "</div>"],
    ["<my-widget>{}</my-widget>"],
    ['<table border="1" align="left"><tr><td width="10%">{}</td><td nowrap>{}</td></tr></table>'],
    ["<picture><source srcset='images/two.png'><img src='images/two.png' alt='{}'></picture>"],
    ["{} <br><br> {}", "<hr/>", "{}"],
    ["<u>{}</u> <del>{}</del> <ins>{}</ins> <mark>{}</mark> <b><i>{}</i></b>"],
    ['<p id="9 PLACE">{}</p>', '<section id="é:PLACE"><h3>{}</h3><p>{}</p></section>'],
    ["<figure><p>{}</p><img src='images/two.png' alt='{}'><figcaption>x</figcaption></figure>"],
    ["<article><header>{}</header>{}<footer>{}</footer></article>"],
    ["<address>{}<br>{}</address>", "", "<samp>{}</samp> <var>{}</var> <time>{}</time>"],
    ['=== "Tab {}"', "", "    {}"],
    ["<dl><dt>{}<dd>{}<dt>{}<dd>{}</dl>"],
    ["<p>{}<p>{}"],
    ["<dfn>{}</dfn> <bdi>{}</bdi> <wbr>{} <s>{}</s>"],
    ["<style>", "p { color: red }", "</style>", "", "{}"],
)
PLAIN = (
    "if {}==b or c=={} and x^2 + y^2, ~/.bashrc and ~/x {{}}",
    "{} costs $5 and $10, US$ 3 or $20,000 to $30,000 {}",
    "{in braces} {} and [x]{y} {#Bad Id} {}",
    "&region={} &copy; &COPY; &#x3b1; &notit; &nbsp;{}",
    "#5 is {}; #hashtag {}",
    "\\newpage {} [TOC] {{< include x >}} {}",
    "c. 1800 {}, p. 34 {}",
    "[t][missing] {} [alone] [missing][] {}",
    "{} :smile: [@smith2004, p. 3] @smith <<x>> {}",
    "\"{}\" '{}' \"'{}'\" '69 rock 'n' roll 5'10\"",
    "{}\\",
    "a\\--b \\\" \\' \\# {} \\| \\! \\{ \\}",
    "images\\x.png {} C:\\temp\\new {}",
    "- {} --- {} -- {}",
    "{} <isbn:978-3-16> <https://example.org/a--b?q='x'|y^z>",
)


def _fill(pen: Pen, text: str) -> str:
    first, *rest = text.split("{}")
    return first + "".join(pen.mark() + each for each in rest)


def github_remark(pen: Pen, inner: Write) -> Lines:
    sign = pen.pick("", "", "-", "+")
    title = f" {pen.mark()}" if pen.chance(3) else ""
    inside = apart(inner())
    blank = [""] if inside[0][:1].isdigit() else []  # or a number, but 1, begins no list
    return quoted([f"[!{pen.pick(*REMARKS)}]{sign}{title}", *blank, *inside])


def mkdocs_remark(pen: Pen, inner: Write) -> Lines:
    title = pen.pick("", f' "{pen.pick("A", "An “x”", "*b*")}"')
    opening = f"{pen.pick('!!!', '???', '???+')} {pen.pick(*REMARKS).lower()}{title}"
    return moved([opening, *pen.pick([], [""]), *apart(inner())], "")


def div(pen: Pen, inner: Write) -> Lines:
    name = pen.pick(
        *(" note", " {.callout-tip}", " {.warning}", " {.aside .column-margin}", " sidebar"),
        *("{important}", "{note} Title *of* it", ' {.callout-note title="A title"}', " {.verse}"),
        *(" {#" + pen.name() + " .exercise}", " {lang=de}", " {.unknown-name data-x='1'}", " tip "),
    )
    lines = apart(inner())
    most = max((len(each) - len(each.lstrip(":")) for each in lines), default=0)
    colons = ":" * max(3, most + 1 if most >= 3 else 3)
    return [f"{colons}{name}", *pen.pick([], [""]), *lines, *pen.pick([], [""]), colons]


def fenced_remark(pen: Pen, inner: Write) -> Lines:
    """MyST's."""
    return ["`````{" + pen.pick("note", "tip", "admonition") + "}", line(pen, 1), "`````"]


def close_bullets(pen: Pen, inner: Write) -> Lines:
    """A list right below a line of text, whose members are moved in by two."""
    sign = pen.pick("-", "*", "+")
    deep = moved(moved([line(pen, 1)], f"{sign} ", "  "), "  ", "  ")
    found = [f"{pen.mark()}:", f"{sign} {line(pen, 1)}", *deep, f"{sign} {line(pen, 1)}"]
    return found + (["", *moved(apart(inner()), "  ", "  ")] if pen.chance(2) else [])


def close_numbers(pen: Pen, inner: Write) -> Lines:
    """Members whose blocks are moved in by three, or by four where the number has two figures."""
    sign, start = pen.pick(".", ")"), pen.pick(1, 7, 9, 10)
    found: Lines = []
    for number in range(start, start + 2):
        begin = f"{number}{sign} "
        more = ["", *apart(inner())] if pen.chance(2) else [f"- {pen.mark()}"]
        found += moved([line(pen, 1), *more], begin, " " * len(begin))
    return found


def drawn_table(pen: Pen, inner: Write) -> Lines:
    """Pandoc's, with blocks in its cells, and cells over two columns."""
    columns = len(pen.many(1, 2)) + 1
    rows = [[_cell(pen) for _ in range(columns)] for _ in pen.many(1, 3)]
    wide = [max(9, *(len(each) + 2 for row in rows for each in row[n])) for n in range(columns)]
    has_head = len(rows) > 1 and pen.chance(2)
    found = [_rule(wide, "-")]
    for at, row in enumerate(rows):
        for parts in zip_longest(*row, fillvalue=""):
            cells = (f" {part:{size - 1}}" for part, size in zip(parts, wide, strict=True))
            found.append(f"|{'|'.join(cells)}|")
        found.append(_rule(wide, "=" if has_head and not at else "-"))
    if pen.chance(3):
        found += [f"| {pen.mark():{sum(wide) + columns - 2}}|", _rule(wide, "-")]
    return apart([found, *_caption(pen)])


def _rule(wide: list[int], sign: str) -> str:
    return "+" + "+".join(sign * each for each in wide) + "+"


def _cell(pen: Pen) -> Lines:
    return pen.pick(
        lambda: [pen.mark()],
        lambda: [f"*{pen.mark()}* b", "and on"],
        lambda: [f"- {pen.mark()}", f"- {pen.mark()}"],
        lambda: ["```", f"{pen.mark()} = 1", "```"],
        lambda: [pen.mark(), "", pen.mark()],
        lambda: [""],
    )()


def _caption(pen: Pen) -> list[Lines]:
    if pen.chance(2):
        return []
    with pen.writing(kind="caption"):
        return [[f"{pen.pick(': ', 'Table: ')}{line(pen, 1)} {{#{_typed(pen, 'tbl')}}}"]]


def _typed(pen: Pen, kind: str) -> str:
    """Return an id of Quarto's or of pandoc-crossref's."""
    name = f"{kind}{pen.pick('-', ':')}{pen.name()}"
    if pen.here.formats == ALL:  # else a reference from elsewhere is refused
        pen.ids.append(name)
        pen.typed.append(name)
    return name


def bare_table(pen: Pen, inner: Write) -> Lines:
    """One without outer strokes, some of whose rows are short; its caption is close to it."""
    rows = [f"{pen.mark()} | {line_in_cell(pen)}", "--- | :-:", f"{pen.mark()} | {pen.mark()}"]
    if pen.chance(2):
        rows.append(f"{pen.mark()} |")
    if pen.chance(2):
        with pen.writing(kind="caption"):
            rows.append(f"Table: {pen.mark()}")
    return rows


def line_block(pen: Pen, inner: Write) -> Lines:
    return [f"| {pen.pick('', '  ')}{line(pen, 1)}" for _ in pen.many(1, 3)]


def sized_picture(pen: Pen, inner: Write) -> Lines:
    with pen.writing(kind="alternative"):
        words = pen.mark()
    path = pen.pick("images/one.svg", "images/two.png", "./images/one.svg", "/images/two.png")
    return [f"![{words}]({path}){{{pen.pick(*ATTRIBUTES)}}}"]


BARRED = frozenset({"link", "reference", "call", "mail", "note here", "icon"})
"""What does not stand in the words of a picture."""


def quarto_figure(pen: Pen, inner: Write) -> Lines:
    with pen.writing(kind="caption"):
        caption = line(pen, 1, BARRED)
    with pen.writing(kind="alternative"):
        words = pen.mark()
    size = pen.pick("", *(f" {each}" for each in ATTRIBUTES[:5]))
    return [f'![{caption}](images/one.svg){{#{_typed(pen, "fig")} fig-alt="{words}"{size}}}']


def odd_fence(pen: Pen, inner: Write) -> Lines:
    fence = pen.pick("```", "~~~", "`````")
    info = pen.pick(*INFOS)
    found = [f"{fence}{info if '`' not in info or fence == '~~~' else 'text'}"]
    found += [f"{pen.mark()} {{{{ x }}}} <b>", "", "# no", fence]
    return [*found, line(pen, 1)] if pen.chance(2) else found


def formula(pen: Pen, inner: Write) -> Lines:
    before, after = pen.pick(("$$", "$$"), (r"\[", r"\]"), (r"\begin{align}", r"\end{align}"))
    return [before, rf"x_{{{pen.mark()}}} &= *a* \\ {pen.mark()}^2", after]


def written_in_html(pen: Pen, inner: Write) -> Lines:
    found = []
    for each in pen.pick(*WRITTEN):
        kind = "alternative" if "<img" in each else "heading" if "<h3" in each else pen.here.kind
        with pen.writing(kind=kind):
            found.append(_fill(pen, each.replace("PLACE", pen.name())))
    return found


def plain_signs(pen: Pen, inner: Write) -> Lines:
    """Signs that are printed as they stand."""
    return [_fill(pen, pen.pick(*PLAIN)), *lines(pen, 1)]


def underlined(pen: Pen, inner: Write) -> Lines:
    with pen.writing(kind="heading"):
        words = line(pen, 1)
    return pen.pick(
        [words, "---"], [f"## {words} ##"], [f"#### {words} {{-}}"], [f"## {words} {{.x}}"]
    )


def defined_links(pen: Pen, inner: Write) -> Lines:
    label = pen.name()
    title = pen.pick("", ' "Words"', "\n    'Words'")
    address = pen.pick("https://example.org/a|b{c}^d", "<https://example.org/a b>", "#" + label)
    words = f"[{pen.mark()}][{label.upper()}] and [{label}][] and [{label}] {pen.mark()}"
    if address.startswith("#"):
        words = f"[{pen.mark()}]{{#{label}}} {words}"
    return [words, "", *f"[{label}]: {address}{title}".split("\n")]


def lazy_quotation(pen: Pen, inner: Write) -> Lines:
    return [f"> {line(pen, 1)}", pen.mark(), "", *quoted([pen.mark(), "", f"-- {pen.mark()}"])]


AROUND: dict[str, Callable[[Pen, Write], Lines]] = {
    "remark of GitHub": github_remark,
    "remark of MkDocs": mkdocs_remark,
    "div": div,
    "close bullets": close_bullets,
    "close numbers": close_numbers,
}
SINGLE: dict[str, Callable[[Pen, Write], Lines]] = {
    "remark of MyST": fenced_remark,
    "drawn table": drawn_table,
    "bare table": bare_table,
    "line block": line_block,
    "sized picture": sized_picture,
    "figure of Quarto": quarto_figure,
    "odd fence": odd_fence,
    "formula": formula,
    "written in HTML": written_in_html,
    "plain signs": plain_signs,
    "underlined heading": underlined,
    "defined links": defined_links,
    "lazy quotation": lazy_quotation,
}
