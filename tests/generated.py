"""Publications made up by hypothesis: ``sound`` ones, which must build, and ``broken`` ones.

A sound publication tells which words its editions must hold (``marks``); a broken one is a sound
one whose text was damaged, or soup of Markdown's signs: it builds or is refused in good order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from generated_blocks import IN_NOTES, blocks
from generated_layout import Lines, apart, moved
from generated_text import ALL, FILED, REFERENCE, SIGNED, Mark, Note, Pen, line
from hypothesis import strategies as st
from PIL import Image

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    '<rect width="40" height="20" fill="#dfe8ea"/><text x="2" y="12" font-size="6">Sea</text></svg>'
)
LANGUAGES = ("en-GB", "en-GB", "de", "fr", "es", "ar", "he", "fa", "ru", "cs", "el", "hi")
REFUSED = (
    ("E214", "<script>alert(1)</script>"),
    ("E214", '<video src="a.mp4"></video>'),
    ("E201", "![Words](images/nothing.png)"),
    ("E210", "[](#nothing)"),
    ("E216", "[^nothing]: words"),
    ("E214", '<div class="footnote"><ol><li>words</li></ol></div>'),
    ("E214", "<ruby>words<rt>words</rt></ruby>"),
    ("E280", "![Words](https://example.org/a.png)"),
    ("E222", "/// only | paper\nwords\n///"),
)
"""A code and the lines that it refuses."""
TOLD = (
    "| A | B |\n|---|---|\n| 1 | 2 | 3 |",
    "<table><tr><td>one</td></tr><tr><td>two</td><td>three</td></tr></table>",
    "the <link> and the <input>",
    "![](images/one.svg)",
    "[![](images/one.svg){role=presentation}](https://example.org/)",
    '<font color="red">red</font>',
    '<p style="color: red">red</p>',
    "<a href='javascript:alert(1)'>link</a>",
    "<p>one\n\n*two*",
    "<div>one\n\n*two*",
    "one </b> two <td> three",
    "<ul>one<p>two</p></ul>",
    "[words](#nothing), [words](nothing.md), [words](file.c)",
    "words[^nothing]",
    "```klingon\nx\n```",
    "Figure: alone",
    "/// nonsense\nwords\n///",
    "/// note\nwords",
    "###### deep\n\nwords",
    "##",
    "a sign \U0001f3af",
    '=== "Tab"\n\n    words',
    "/// figures\nFigure: alone\n\n![Words](images/one.svg)\n///",
    "words {#1x} {#a/b}",
    "[words](nothing.html#x), [words](./), [words](images/one.svg)",
)
"""Lines of which something is told, and which build."""


def picture(kind: str, mode: str = "RGB") -> bytes:
    """Return a small picture."""
    data = BytesIO()
    Image.new(mode, (12, 8)).save(data, kind)
    return data.getvalue()


PICTURES: Mapping[str, bytes] = {
    "images/one.svg": DRAWING.encode(),
    "images/two.png": picture("PNG"),
    "images/Photo #1 (é)?.png": picture("JPEG"),
    "images/100%.jpg": picture("JPEG", "CMYK"),
    "images/grey.webp": picture("WEBP"),
    "images/still.gif": picture("GIF", "P"),
}


@dataclass(frozen=True)
class Document:
    """A publication's files, and what must become of them."""

    files: Mapping[str, str]
    """Texts by path; PICTURES stand beside them."""
    marks: tuple[Mark, ...] = ()
    must: frozenset[str] = frozenset()
    """Codes with which it must be refused; without any it must build."""
    may: frozenset[str] = frozenset()
    """Codes with which it may be refused besides."""
    is_sound: bool = True

    def __repr__(self) -> str:
        texts = "\n".join(f"=== {name}\n{text}" for name, text in self.files.items())
        return f"{'sound' if self.is_sound else 'broken'} document:\n{texts}"


@st.composite
def sound(draw: st.DrawFn) -> Document:
    """Return a publication that keeps to the authoring set."""
    pen = Pen(draw)
    pen.is_wild = pen.chance(12)
    theme = pen.pick("brief", "book", "report")
    names = [
        f"text{n}" for n in (pen.many(1, 2) if theme != "brief" and pen.chance(2) else range(1))
    ]
    files: dict[str, str] = {}
    for name in names:
        files |= _file(pen, name, theme != "brief")
    if pen.chance(25):
        code, text = pen.pick(*REFUSED, *(("", text) for text in TOLD))
        pen.must |= {code} if code else set()
        files[f"{names[0]}.md"] += f"\n\n{text}\n"
    metadata = _metadata(pen, theme, names)
    targets = [*pen.ids, *names] if theme != "brief" else pen.ids or names
    for name, text in files.items():
        text = _filled(text, SIGNED, lambda: _signed(pen))
        text = _filled(text, FILED, lambda: _address_of(pen, names))
        files[name] = _filled(text, REFERENCE, lambda: pen.pick(*targets))
    return Document(
        {"publication.yaml": metadata, **files, **pen.files},
        tuple(pen.marks),
        frozenset(pen.must),
        frozenset(pen.may),
    )


def _filled(text: str, sign: str, words: Callable[[], str]) -> str:
    first, *rest = text.split(sign)
    return first + "".join(words() + each for each in rest)


def _address_of(pen: Pen, names: list[str]) -> str:
    """Return an address of a file, as other programs make one."""
    return pen.pick("{}.md", "./{}.html", "{}.qmd", "{}/", "/{}.md").format(pen.pick(*names))


def _signed(pen: Pen) -> str:
    """Return a reference by a sign of Quarto's or pandoc-crossref's; ours where nothing has one."""
    if not pen.typed:
        return f"[](#{REFERENCE})"
    return pen.pick("@{}", "[@{}]", "[see @{}]", "[-@{}]").format(pen.pick(*pen.typed))


def _title(pen: Pen) -> Lines:
    """Return the title of a chapter, at the head of its file."""
    with pen.writing(kind="heading"):
        return pen.pick(
            lambda: [f"# {line(pen, 1)}"],
            lambda: [line(pen, 1), "==="],
            lambda: ["---", f"title: {pen.mark()} of it", "weight: 3", "---"],
            lambda: [f"% {pen.mark()}", "% A. Petrel", "% 2024"],
        )()


def _file(pen: Pen, name: str, has_title: bool) -> dict[str, str]:
    """Return a chapter, and the file that it takes in, if any."""
    pen.notes.clear()
    pen.chapter += 1
    first = len(pen.marks)
    parts: list[Lines] = []
    if has_title:
        parts.append(_title(pen))
    level = 1
    for _ in pen.many(1, 2):
        parts += blocks(pen, 1)
        if pen.chance(2):
            level = pen.pick(*range(1 if pen.chance(4) else 2, min(level + 3, 7)))
            pen.chapter += level == 1
            parts.append(_heading(pen, level))
    parts.append([pen.mark(), "*[ABQ]: A Big Quay"])
    files = {}
    if pen.chance(4):
        files["included/more.md" if name == "text0" else f"{name}-more.md"] = _included(pen)
        parts.append([f"{{{{include: {next(iter(files))}}}}}"])
    written = _notes(pen)
    at = pen.pick(0, len(written))
    text = "\n".join(apart([*parts[:1], *written[:at], *parts[1:], *written[at:]]))
    pen.marks[first:] = [_where(pen.notes, mark) for mark in pen.marks[first:]]
    return {f"{name}.md": f"{text}\n", **files}


def _included(pen: Pen) -> str:
    return "\n".join(apart(blocks(pen, 1))) + "\n"


def _heading(pen: Pen, level: int) -> Lines:
    with pen.writing(kind="heading"):
        if pen.chance(4):
            slug = pen.mark()
            pen.ids.append(f"{slug}-go-there")
            return [f"{'#' * level} {slug} *go* there"]
        words = line(pen, 1)
    name = pen.pick("", "", "", " #", " {-}", " {.unlisted .unnumbered}", " {#Ünder%20.x}")
    if "#" not in name and pen.chance(2):
        name = f" {{#{pen.name()}}}"
        pen.ids.append(name[3:-1])
    return [f"{'#' * level} {words}{name}"]


def _notes(pen: Pen) -> list[Lines]:
    """Return the notes that were called; writing one may call another."""
    found: list[Lines] = []
    for label in _growing(pen.notes):
        with pen.writing(kind="note", note=label, formats=ALL):
            inner: list[Lines] = [[line(pen, 2 if len(found) < 6 else 0)]]
            if pen.chance(4):
                inner += blocks(pen, 1 if len(found) < 6 else 0, IN_NOTES)
        found.append(moved(apart(inner), f"[^{label}]: "))
    return found


def _growing(notes: Mapping[str, Note]) -> list[str]:
    """Yield the keys of a mapping that grows meanwhile."""
    at = 0
    while at < len(notes):
        yield list(notes)[at]
        at += 1


def _where(notes: Mapping[str, Note], mark: Mark) -> Mark:
    """Return a mark of a note with the editions and chapters that call it, through others too."""
    if not mark.note:
        return mark
    todo, seen = [mark.note], {mark.note}
    formats: frozenset[str] = frozenset()
    chapters: set[int] = set()
    while todo:
        note = notes[todo.pop()]
        formats |= note.formats
        chapters |= note.chapters
        todo += note.callers - seen
        seen |= note.callers
    return replace(mark, formats=mark.formats & formats, times=max(len(chapters), 1))


def _metadata(pen: Pen, theme: str, names: list[str]) -> str:
    optional = (
        "subtitle: \"A 'ledger' -- of sorts\"",
        "numbering: chapters",
        "numbering: sections",
        "lists: [figures, tables, listings]",
        "hyphenation: [ta-ble, Cor-ran]",
        "dedication: To the keepers",
        "version: '2nd, revised'",
        "publisher: Quayside\nplace: Corran",
        "licence: CC-BY-4.0",
        "draft: true",
        "cover: images/two.png",
        "contributors:\n  - name: Ada Quill\n    biography: She keeps ledgers.",
        "contributors:\n  - name: אדה\n  - name: Jon Bray\n    role: ill",
    )
    chosen = {each.partition(":")[0]: each for each in optional if pen.chance(4)}
    places = {
        "pdf": pen.pick("foot", "foot", "chapter", "end"),
        "epub": pen.pick("popup", "chapter", "end"),
        "html": pen.pick("chapter", "end"),
    }
    head = [
        "octavo: 1",
        f"theme: {theme}",
        f"title: {pen.pick('Work', 'A “Work” & more', 'עבודה', 'W' * 60)}",
        f"language: {pen.pick(*LANGUAGES)}",
        "date: 2024-05-01",
        "variables: {board: Harbour Board}",
        f"notes: {{{', '.join(f'{name}: {place}' for name, place in places.items())}}}",
    ]
    return "\n".join([*head, *chosen.values(), *_order(pen, theme, names)]) + "\n"


def _order(pen: Pen, theme: str, names: list[str]) -> list[str]:
    files = [f"{name}.md" for name in names]
    if theme == "brief" or pen.chance(2):
        return [f"body: [{', '.join(files)}]"]
    last = files.pop() if len(files) > 1 and pen.chance(2) else ""
    first = files.pop(0) if len(files) > 1 and pen.chance(2) else ""
    back = [f"back: [{{file: {last}, role: {pen.pick('appendix', 'glossary')}}}]"] if last else []
    front = [f"front: [{first}]"] if first else []
    part = f"body:\n  - part: {pen.pick('Water', 'A “part”')}\n    chapters: [{', '.join(files)}]"
    return [*front, part, *back]
