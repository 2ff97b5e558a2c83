"""Blocks for generated documents: everything of the authoring set, in one another where it may be.

Those that other programs have for the same things come from ``generated_neighbours``.
"""

from collections.abc import Callable, Sequence

from generated_drawings import drawing
from generated_layout import Lines, apart, moved, quoted
from generated_neighbours import AROUND, SINGLE
from generated_text import ALL, Pen, line, line_in_cell, lines, words

ADMONITIONS = ("note", "tip", "important", "warning", "caution", "example")
LANGUAGES = ("python", "json", "html", "text", "", "bash", "rst", "css", "diff", "console")
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"
"""A PNG of one point."""
LONG = ("the tide came in over the ledger and went out again as the keeper saw it " * 24).split()
CODE = (
    "x = [1, 2]  # {}",
    '    return "{}"',
    "<b>{} &amp; {{{{year}}}}</b>",
    "    ",
    "",
    "*{}* [^n1] [](#id1)",
    "# {}",
    "/// tip {}",
    "$ {} --long-option \\",
    "{}\tשלום",
)


def paragraph(pen: Pen, depth: int) -> Lines:
    return lines(pen)


def plain(pen: Pen, depth: int) -> Lines:
    return [line(pen, 1)]


def bullets(pen: Pen, depth: int) -> Lines:
    return _items(pen, depth, lambda n: "- ")


def numbers(pen: Pen, depth: int) -> Lines:
    start = pen.pick(1, 3, 12)
    return _items(pen, depth, lambda n: f"{start + n}. ")


def letters(pen: Pen, depth: int) -> Lines:
    signs = pen.pick("abcd", "ABCD", ("i", "ii", "iii", "iv"), ("I", "II", "III", "IV"))
    gap = "  " if signs[0].isupper() else " "  # "A. Quill" is no item of a list
    return _items(pen, depth, lambda n: f"{signs[n]}.{gap}", 2)


def _items(pen: Pen, depth: int, sign: Callable[[int], str], least: int = 1) -> Lines:
    loose = pen.chance(2)
    found: Lines = []
    for n in pen.many(least, 2):
        inner = [[line(pen, 2)]]
        if depth > 0 and pen.chance(3):
            inner += blocks(pen, depth - 1, IN_LISTS)
        if found and (loose or len(inner) > 1):
            found.append("")
        found += moved(apart(inner), sign(n))
    return found


def tasks(pen: Pen, depth: int) -> Lines:
    return [f"- [{pen.pick(' ', 'x')}] {line(pen, 1)}" for _ in pen.many(1, 2)]


def terms(pen: Pen, depth: int) -> Lines:
    found = []
    for _ in pen.many(1, 2):
        meanings = [moved([line(pen, 2)], ":   ") for _ in pen.many(1, 2)]
        if depth > 0 and pen.chance(3):
            more = apart(blocks(pen, depth - 1, IN_TERMS))
            meanings[-1] += ["", *moved(more, "    ")]
        found.append([line(pen, 1), *(each for meaning in meanings for each in meaning)])
    return apart(found)


def table(pen: Pen, depth: int) -> Lines:
    columns = len(pen.many(1, 3)) + 1
    first = pen.either(str, lambda: line_in_cell(pen))
    rows = [[first, *(line_in_cell(pen) for _ in range(columns - 1))]]
    rows.append([pen.pick("---", ":--", "--:", ":-:") for _ in range(columns)])
    rows += [[_cell(pen) for _ in range(_filled_cells(pen, columns))] for _ in pen.many(1, 2)]
    return apart([[f"| {' | '.join(row)} |" for row in rows], *_table_caption(pen)])


def _filled_cells(pen: Pen, columns: int) -> int:
    """Return how many cells a row has; one that is short is filled."""
    return len(pen.many(1, columns)) if pen.chance(4) else columns


def _cell(pen: Pen) -> str:
    odd = pen.pick("", "", "", "", "-12", r"a \| b", r"`a\|b`")
    return odd or pen.either(str, lambda: line_in_cell(pen))


def html_table(pen: Pen, depth: int) -> Lines:
    wide, tall = len(pen.many(1, 3)), len(pen.many(1, 3))
    head = f'<tr><th colspan="{wide + 1}">{pen.mark()}</th></tr>'
    side = f'<th rowspan="{tall}">{pen.mark()} &amp; {pen.mark()}</th>'
    rows = [
        f"<tr>{'' if n else side}{''.join(f'<td>{pen.mark()}</td>' for _ in range(wide))}</tr>"
        for n in range(tall)
    ]
    found = ["<table>", f"<thead>{head}</thead>", "<tbody>", *rows, "</tbody>", "</table>"]
    return apart([found, *_table_caption(pen)])


def _table_caption(pen: Pen) -> list[Lines]:
    if pen.chance(2):
        return []
    with pen.writing(kind="caption"):
        found = [f"Table: {line(pen, 1)}"]
    if pen.chance(2):
        found.append(f"Source: {line(pen, 1)}")
    name = _id(pen)
    found.append(f"{{#{name} {pen.pick('', '.row-headers', '.landscape')}}}".replace(" }", "}"))
    return [found]


def _id(pen: Pen) -> str:
    name = pen.odd_id()
    if pen.here.formats == ALL:
        pen.ids.append(name)
    return name


def _picture(pen: Pen) -> str:
    if pen.chance(6):
        return f"![]({pen.pick('images/one.svg', 'images/two.png')}){{role=presentation}}"
    with pen.writing(kind="alternative"):
        words = f"{pen.mark()}, {pen.pick('a', 'é', 'a “b”', 'a & b', '<', '*b*')} {pen.mark()}"
    return f"![{words}]({_path(pen)})"


PATHS = (
    *("images/one.svg", "images/two.png", "<images/Photo #1 (é)?.png>", "images/100%25.jpg"),
    *("images/Photo%20%231%20(é)%3F.png", "images/100%.jpg", "images/grey.webp"),
    *("images/still.gif", f"data:image/png;base64,{DOT}"),
)


def _path(pen: Pen) -> str:
    if pen.chance(3):
        return pen.odd_path(drawing(pen))
    return pen.pick(*PATHS)


def figure(pen: Pen, depth: int) -> Lines:
    picture = _picture(pen)
    if pen.chance(4) and "role" not in picture:
        picture = f"[{picture}](https://example.org/{pen.name()})"
    elif pen.chance(2) and "role" not in picture:
        picture += f"{{#{_id(pen)} {pen.pick('', '.wide', '.plate')}}}".replace(" }", "}")
    return apart([[picture], *_caption(pen)])


def _caption(pen: Pen) -> list[Lines]:
    if pen.chance(3):
        return []
    with pen.writing(kind="caption"):
        found = [f"Figure: {line(pen, 2)}"] if not pen.chance(4) else []
        if not found or pen.chance(2):
            found.append(f"Credit: {words(pen)}")
    return [found]


def group(pen: Pen, depth: int) -> Lines:
    found = [[f"{pen.pick('', 'Figure: ')}{line(pen, 1)}"]] if pen.chance(4) else []
    for _ in pen.many(1, 2):
        found.append([_picture(pen)])
        with pen.writing(kind="caption"):
            found.append([f"Figure: {line(pen, 1)}"])
    if pen.chance(2):
        with pen.writing(kind="caption"):
            found.append([f"Figures: {line(pen, 1)}", f"{{#{_id(pen)}}}"])
    return _box("figures", apart(found))


def picture_in_line(pen: Pen, depth: int) -> Lines:
    return [f"{pen.mark()} {_picture(pen)} {pen.mark()}"]


def code(pen: Pen, depth: int) -> Lines:
    language = pen.pick(*LANGUAGES)
    options = pen.pick("", ' {linenums="7"}', ' {hl_lines="1 3"}', ' {linenums="1" hl_lines="2"}')
    picked = [pen.pick(*CODE) for _ in pen.many(1, 2)]
    inner = [each.format(pen.mark()) if "{}" in each else each for each in picked]
    fence = pen.pick("```", "````", "~~~")
    found = [[f"{fence}{language}{options if language else ''}", *inner, fence]]
    if pen.chance(3):
        with pen.writing(kind="caption"):
            found.append([f"Listing: {line(pen, 1)}", f"{{#{_id(pen)}}}"])
    return apart(found)


def quotation(pen: Pen, depth: int) -> Lines:
    found = blocks(pen, depth - 1, IN_QUOTES) if depth > 0 else [plain(pen, 0)]
    if pen.chance(2):
        found.append([f"{pen.pick('---', '--', '—')} {line(pen, 1)}"])
    return quoted(apart(found))


def _box(opening: str, inner: Lines) -> Lines:
    """Return a box; one around others has more strokes than they."""
    most = max((len(each) - len(each.lstrip("/")) for each in inner), default=0)
    strokes = "/" * max(3, most + 1 if most >= 3 else 3)
    return [f"{strokes} {opening}", *inner, strokes]


def remark(pen: Pen, depth: int) -> Lines:
    name = pen.pick(*ADMONITIONS)
    title = f" | {pen.mark()} title" if pen.chance(2) else ""
    return _box(name + title, apart(blocks(pen, depth - 1, IN_BOXES)))


def key_points(pen: Pen, depth: int) -> Lines:
    return _box("key-points", bullets(pen, 0))


def signed(pen: Pen, depth: int) -> Lines:
    found = [lines(pen) for _ in pen.many(1, 2)]
    if pen.chance(2):
        found.append([f"--- {line(pen, 1)}"])
    return _box(pen.pick("pull-quote", "epigraph"), apart(found))


def verse(pen: Pen, depth: int) -> Lines:
    stanzas = [
        [f"{pen.pick('', '    ', '  ') if n else ''}{line(pen, 1)}" for n in pen.many(1, 2)]
        for _ in pen.many(1, 2)
    ]
    if pen.chance(2):
        stanzas.append([f"--- {line(pen, 1)}"])
    return _box(pen.pick("verse", "verse | 2"), apart(stanzas))


def letter(pen: Pen, depth: int) -> Lines:
    found = [lines(pen) for _ in pen.many(1, 2)]
    found[-1].append("{.signature}")
    return _box("letter", apart(found))


def dialogue(pen: Pen, depth: int) -> Lines:
    return _box("dialogue", apart([[f'"{line(pen, 1)}"'] for _ in pen.many(1, 2)]))


def only(pen: Pen, depth: int) -> Lines:
    value, formats = pen.pick(
        ("pdf", {"pdf"}),
        ("html epub", {"html", "epub"}),
        ("not pdf", {"html", "epub"}),
        ("not html", {"epub", "pdf"}),
        ("epub", {"epub"}),
    )
    with pen.writing(formats=pen.here.formats & formats):
        return _box(f"only | {value}", apart(blocks(pen, depth - 1, IN_BOXES)))


RAW = (
    ["<div>", "<p>{} <b>{}</b></p>", "</div>"],
    ["<p>{}</p>"],
    ['<div markdown="1" class="special">', "*{}* {}", "", "- {}", "", "</div>"],
    ["<!-- a remark", "", "of two paragraphs -->", "", "{}"],
    ["<blockquote><p>{}</p></blockquote>"],
    ["<ul><li>{}</li><li>{}</li></ul>"],
    ["<hr>", "", "{} <br> {}"],
    ["<div><p>{}", "", "{}</div>"],
    ["<aside><p>{}</p></aside>"],
    ["<dl><dt>{}</dt><dd>{}</dd></dl>"],
    ["<h2>{}</h2>"],
    ["<pre>{}", "  {}</pre>"],
)


def raw(pen: Pen, depth: int) -> Lines:
    lines = pen.pick(*RAW)
    with pen.writing(kind="heading" if "<h2>{}</h2>" in lines else pen.here.kind):
        return ["".join(_filled(pen, each)) for each in lines]


def _filled(pen: Pen, text: str) -> Lines:
    first, *rest = text.split("{}")
    return [first, *(pen.mark() + each for each in rest)]


def long_row(pen: Pen, depth: int) -> Lines:
    rows = [f"| {pen.mark()} | {' '.join([pen.mark(), *LONG])} |" for _ in pen.many(1, 2)]
    return ["| A | B |", "|---|---|", f"| {pen.mark()} | a |", *rows]  # heads are repeated


def long_code(pen: Pen, depth: int) -> Lines:
    return [pen.pick("```python", "```"), *[f"{pen.mark()} = {n}" for n in range(90)], "```"]


def long_box(pen: Pen, depth: int) -> Lines:
    inner = [[f"{pen.mark()} {' '.join(LONG[:120])}"] for _ in range(7)]
    more = blocks(pen, max(depth - 1, 0), IN_BOXES)
    return _box(pen.pick("note", "warning | Long", "key-points"), apart([*inner, *more]))


def _nested(kind: str) -> Callable[[Pen, int], Lines]:
    """Let a block of another program's hold blocks of ours."""
    return lambda pen, depth: AROUND[kind](pen, lambda: blocks(pen, max(depth - 1, 0), IN_BOXES))


def _single(kind: str) -> Callable[[Pen, int], Lines]:
    return lambda pen, depth: SINGLE[kind](pen, list)


BLOCKS: dict[str, Callable[[Pen, int], Lines]] = {
    **{kind: _nested(kind) for kind in AROUND},
    **{kind: _single(kind) for kind in SINGLE},
    "paragraph": paragraph,
    "bullets": bullets,
    "numbers": numbers,
    "letters": letters,
    "tasks": tasks,
    "terms": terms,
    "table": table,
    "table in HTML": html_table,
    "figure": figure,
    "group": group,
    "picture in a line": picture_in_line,
    "code": code,
    "quotation": quotation,
    "remark": remark,
    "key points": key_points,
    "signed box": signed,
    "verse": verse,
    "letter": letter,
    "dialogue": dialogue,
    "only": only,
    "raw": raw,
    "long row": long_row,
    "long code": long_code,
    "long box": long_box,
    "scene break": lambda pen, depth: ["* * *"],
    "page break": lambda pen, depth: ["/// page-break", "///"],
}
IN_LISTS = ("paragraph", "bullets", "numbers", "code", "quotation", "table", "figure", "tasks")
IN_LISTS += (
    "drawn table",
    "line block",
    "odd fence",
    "formula",
    "close bullets",
    "remark of GitHub",
)
IN_QUOTES = ("paragraph", "bullets", "numbers", "code", "terms", "quotation")
IN_QUOTES += ("close numbers", "odd fence", "formula", "plain signs", "lazy quotation")
IN_BOXES = (*IN_QUOTES, "table", "figure", "tasks", "letters", "verse", "remark", "table in HTML")
IN_BOXES += ("div", "remark of MkDocs", "drawn table", "bare table", "figure of Quarto")
IN_TERMS = (*IN_LISTS, "terms", "remark", "table in HTML", "div", "group", "picture in a line")
IN_TERMS += ("raw", "letters", "sized picture", "bare table", "close numbers")
IN_NOTES = ("paragraph", "paragraph", "bullets", "numbers", "code", "quotation", "table")
IN_NOTES += ("close bullets", "line block", "formula", "remark of GitHub", "drawn table")


def blocks(pen: Pen, depth: int, kinds: Sequence[str] = (), most: int = 2) -> list[Lines]:
    """Return some blocks; a list is never followed by a list, which would go on with it."""
    found: list[Lines] = []
    last = ""
    for _ in pen.many(1, most):
        kind = pen.pick(*(kinds or tuple(BLOCKS)))
        if kind in LISTS and last in LISTS:
            kind = "paragraph"
        found.append(BLOCKS[kind](pen, depth))
        last = kind
    return found


LISTS = frozenset(
    {"bullets", "numbers", "letters", "tasks", "terms", "close bullets", "close numbers"}
)
