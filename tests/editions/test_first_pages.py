"""How chapters and books open: initials, balanced headings, full pages, the house's mark."""

import io
from collections.abc import Mapping

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from long_proofs import here
from lxml import etree
from PIL import Image
from tiny import GAUGE

from octavo.core.problems import BuildFailed
from octavo.editions.shape.initials import mark_initial, set_initial
from octavo.editions.units.initial_sizes import lines_of, metrics, rule
from octavo.finished.pdf_tree import read_pages
from octavo.fonts.bundled import data_of, families
from octavo.markup.tree import Element, classes, text_of
from octavo.production.pipeline import build, check, workshop_of

WORDS = "The keeper of the gauge wrote down the height of the water, and what he thought of it. "
LONG = WORDS * 4
BOOK = "theme: book\neditions: [pdf]\nbody: [one.md]"


def head(theme: str) -> str:
    """Return the signs of the highest heading: the title of an article comes from the metadata."""
    return "##" if theme == "brief" else "#"


def paragraph(xml: str) -> Element:
    found: Element = etree.fromstring(f"<p>{xml}</p>")
    return found


OPENINGS: Mapping[str, tuple[str, str]] = {
    f"The keeper {LONG}": ("T", "he"),
    f"A keeper {LONG}": ("A", ""),
    f"<em>Water</em> {LONG}": ("W", "ater"),
    f"<span class='x'><b>Élan</b></span> {LONG}": ("É", "lan"),
    f"E\u0301lan {LONG}": ("E\u0301", "lan"),
    f"L’été {LONG}": ("L", "’été"),
    f"Вода {LONG}": ("В", "ода"),
}
"""What a paragraph begins with -> its initial, and the rest of the word."""
NONE = {
    "short": "Two lines.",
    "mark": f"“Water” {LONG}",
    "figure": f"1912 was {LONG}",
    "small letter": f"iron {LONG}",
    "link": f"<a href='#x'>Water</a> {LONG}",
    "abbreviation": f"<abbr>NATO</abbr> {LONG}",
    "script without capitals": f"الماء {LONG}",
    "picture": f"<img/> {LONG}",
    "nothing": "",
}


@pytest.mark.parametrize("opening", OPENINGS)
def test_an_initial_is_set_apart_and_no_letter_is_lost(opening: str) -> None:
    node = paragraph(opening)
    before = text_of(node)
    letter, rest = OPENINGS[opening]
    set_initial(node, 3)
    boxes = {name: each for each in node.iter("span") for name in classes(each)}
    assert boxes["initial"].text == letter and text_of(node) == before
    assert classes(node) == ["has-initial"]
    if not rest:
        assert "initial-rest" not in boxes
        assert boxes["initial"].get("data-spoken") == f"{letter} "
        return
    assert boxes["initial-rest"].text == rest
    assert boxes["initial-rest"].get("data-spoken") == letter + rest
    assert ("small-caps" in boxes) == rest.isascii() or rest == "lan" or rest == "’été"


@pytest.mark.parametrize("kind", NONE)
def test_what_begins_otherwise_has_no_initial(kind: str) -> None:
    node = paragraph(NONE[kind])
    before = etree.tostring(node)
    set_initial(node, 3)
    assert not mark_initial(node, 3) and etree.tostring(node) == before


def test_a_paragraph_has_lines_enough_beside_its_initial() -> None:
    assert mark_initial(paragraph(WORDS * 3), 3)
    assert not mark_initial(paragraph(WORDS * 3), 5)


@pytest.mark.parametrize(("size", "lead", "lines"), [(11.2, 14.5, 3), (10, 13, 2), (12, 18, 4)])
def test_an_initial_stands_on_the_last_of_its_lines(
    desk: Desk, size: float, lead: float, lines: int
) -> None:
    """Its foot is on that line's baseline, its head as high as the first line's capitals."""
    own = f":root {{ --size: {size}pt; --lead: {lead}pt; --initial-lines: {lines} }}"
    files = {"one.md": f"# One\n\nHHHH{LONG * 2}\n", "templates/own.css": own}
    project, slug = desk.write(files, BOOK)
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    page = next(each for each in document if "hat he thought" in words_of(each))
    head, foot = extent_of_red(page)
    feet = baselines(page, size, lead)
    workshop = workshop_of(project, slug)
    face = metrics(data_of(workshop, families(workshop)["EB Garamond"].cuts[0]))
    assert foot == pytest.approx(feet[lines - 1], abs=0.6)
    assert head == pytest.approx(feet[0] + face.capital * size, abs=0.6)
    assert feet[lines - 1] - feet[lines] == pytest.approx(lead, abs=0.3)  # no line too many


def words_of(page: pdfium.PdfPage) -> str:
    found: str = page.get_textpage().get_text_range()
    return found


def extent_of_red(page: pdfium.PdfPage, scale: int = 4) -> tuple[float, float]:
    """Return top and bottom, in points from the foot of the page, of what is printed in red."""
    picture = page.render(scale=scale).to_pil().convert("RGB")
    red, green, _ = picture.split()
    box = Image.composite(red, Image.new("L", red.size), green.point(lambda v: 255 * (v < 90)))
    rows = box.point(lambda v: 255 * (v > 100)).getbbox()
    assert rows is not None
    return page.get_height() - rows[1] / scale, page.get_height() - rows[3] / scale


def baselines(page: pdfium.PdfPage, size: float, lead: float) -> list[float]:
    """Return the baselines of running text from the top, by letters that stand on them."""
    text = page.get_textpage()
    letters = text.get_text_range()
    begin = letters.index("keeper")
    boxes = [
        text.get_charbox(n) for n, letter in enumerate(letters) if letter in "hknmx" and n >= begin
    ]
    feet = sorted((box[1] for box in boxes if box[3] - box[1] < size), reverse=True)
    return [each for n, each in enumerate(feet) if n == 0 or feet[n - 1] - each > lead / 2]


def test_an_initial_is_read_with_its_word(desk: Desk) -> None:
    """By the clipboard, and by whoever follows the tags."""
    project, slug = desk.write({"one.md": f"# One\n\nThirty keepers. {LONG}\n"}, BOOK)
    data = build(project, slug).files[f"{slug}.pdf"]
    assert any("Thirty keepers" in words_of(page) for page in pdfium.PdfDocument(data))
    told = " ".join(str(page) for page in read_pages(data))
    assert "Thirty" in told and "'hirty" not in told


@pytest.mark.parametrize(
    "css",
    [
        ":root { --initial-lines: 0; --size: 11pt; --lead: 14pt; --text: 'EB Garamond' }",
        ":root { --initial-lines: many; --size: 11pt; --lead: 14pt; --text: 'EB Garamond' }",
        ":root { --initial-lines: 3; --size: 1rem; --lead: 14pt; --text: 'EB Garamond' }",
        ":root { --initial-lines: 3; --size: 11pt; --lead: 14pt; --text: 'Elsewhere' }",
    ],
)
def test_without_sound_tokens_there_is_no_rule(desk: Desk, css: str) -> None:
    project, slug = desk.write("# One\n\nText.\n", BOOK.replace("one.md", "text.md"))
    assert rule(workshop_of(project, slug), css) == ""


def test_lines_of_an_initial_are_bounded() -> None:
    assert lines_of(":root { --initial-lines: 99 }") == 6
    assert lines_of(":root { --initial-lines: 1 }") == 0


def lines_on(page: pdfium.PdfPage, first: str, last: str) -> list[str]:
    """Return the lines of a page from the one that begins with ``first`` to that with ``last``."""
    lines = [each.strip() for each in words_of(page).splitlines()]
    begin = next(n for n, each in enumerate(lines) if each.startswith(first))
    end = next(n for n, each in enumerate(lines) if each.endswith(last) and n >= begin)
    return lines[begin : end + 1]


@pytest.mark.parametrize("theme", ["brief", "report", "book"])
def test_headings_are_balanced(desk: Desk, theme: str) -> None:
    """No line of a heading is much shorter than the others; none is more than it had to be."""
    title = "What the keepers of the harbour wrote into their books every morning before the ferry"
    text = f"{head(theme)} One\n\n{WORDS}\n\n## {title}\n\n{WORDS}\n"
    project, slug = desk.write({"one.md": text}, f"theme: {theme}\neditions: [pdf]\nbody: [one.md]")
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    page = next(each for each in reversed(list(document)) if "What the" in words_of(each))
    lines = lines_on(page, "What the", "ferry")
    assert 2 <= len(lines) <= 3 and " ".join(lines) == title
    assert min(map(len, lines)) > 0.7 * max(map(len, lines))


FULL = "![A hut](images/hut.svg){.full-page}\n"
CAPTION = "\nFigure: The hut, over a page.\nCredit: A. Quill\n"


@pytest.mark.parametrize("theme", here(["brief", "report", "book"], "book"))
@pytest.mark.parametrize("bleed", [0, 3])
def test_a_picture_covers_its_page_to_the_edges(desk: Desk, theme: str, bleed: int) -> None:
    text = f"{head(theme)} One\n\n{WORDS}\n\n{FULL}\n{WORDS}\n\n{FULL}{CAPTION}\nThe end.\n"
    files = {"one.md": text, "images/hut.svg": GAUGE}
    name = f"{{name: pdf-print, bleed_mm: {bleed}}}" if bleed else "pdf"
    project, slug = desk.write(files, f"theme: {theme}\neditions: [{name}]\nbody: [one.md]")
    data = next(iter(v for k, v in build(project, slug).files.items() if k.endswith(".pdf")))
    document = pdfium.PdfDocument(data)
    filled = [n for n, page in enumerate(document) if n and is_filled(page, below=False)]
    assert len(filled) == 2  # and the cover, page 0
    bare, captioned = (document[n] for n in filled)
    assert is_filled(bare, below=True) and words_of(bare).strip() == ""
    assert not is_filled(captioned, below=True) and "over a page" in words_of(captioned)
    assert "Work" not in words_of(captioned)  # no running head, no folio


def is_filled(page: pdfium.PdfPage, *, below: bool) -> bool:
    """Tell whether the page's media box has colour in its upper corners, or in the lower ones."""
    picture = page.render(scale=1).to_pil().convert("RGB")
    y = picture.height - 2 if below else 1
    corners = (picture.getpixel((1, y)), picture.getpixel((picture.width - 2, y)))
    return all(each != (255, 255, 255) for each in corners)


def test_a_lead_over_a_page_comes_before_the_title(desk: Desk) -> None:
    text = f"{FULL.replace('.full-page', '.lead .full-page')}{CAPTION}\n{WORDS}\n"
    project, slug = desk.write({"one.md": text, "images/hut.svg": GAUGE}, "body: [one.md]")
    files = build(project, slug).files
    first, second = list(pdfium.PdfDocument(files[f"{slug}.pdf"]))[:2]
    assert is_filled(first, below=False) and "Work" in words_of(second)
    html = files[f"{slug}.html"].decode()
    assert html.index("<figure") < html.index('<h1 class="title"')


MARK = GAUGE.replace("#dfe8ea", "#aa1122")
HOUSE = "publisher: Quayside Press"


@pytest.mark.parametrize("theme", here(["brief", "report", "book"], "brief"))
def test_the_mark_of_the_house_stands_on_the_first_page(desk: Desk, theme: str) -> None:
    files = {"one.md": f"{head(theme)} One\n\n{WORDS}\n", "templates/logo.svg": MARK}
    project, slug = desk.write(files, f"theme: {theme}\n{HOUSE}\nbody: [one.md]")
    made = build(project, slug).files
    tree = etree.HTML(made[f"{slug}.html"])
    (mark,) = tree.xpath("//img[@class='logo']")
    is_named = mark.get("alt") == "Quayside Press" or "Quayside Press" in "".join(
        mark.getparent().itertext()
    )
    assert is_named and mark.get("src").startswith("data:image/svg+xml")
    pages = [
        page.render(scale=1).to_pil().convert("RGB")
        for page in pdfium.PdfDocument(made[f"{slug}.pdf"])
    ]
    assert any((170, 17, 34) in {c for _, c in page.getcolors(1 << 24)} for page in pages)
    assert b"octavo-logo.svg" in made[f"{slug}.epub"]
    project.source.joinpath(slug, "templates", "logo.svg").write_text(GAUGE, encoding="utf-8")
    assert build(project, slug).files[f"{slug}.html"] != made[f"{slug}.html"]


def test_a_mark_of_the_project_serves_all_its_publications(desk: Desk) -> None:
    project, slug = desk.write("Text.\n", HOUSE)
    templates = project.root / "templates"
    templates.mkdir()
    target = io.BytesIO()
    Image.new("RGB", (40, 20), "#aa1122").save(target, "PNG")
    (templates / "logo.png").write_bytes(target.getvalue())
    assert b'class="logo"' in build(project, slug, ["html"]).files[f"{slug}.html"]


@pytest.mark.parametrize(
    ("mark", "metadata", "code"),
    [
        (MARK, "", "E205"),
        ("<svg", HOUSE, "E202"),
        (MARK.replace("<circle", "<foreignObject><input/></foreignObject><circle"), HOUSE, "E203"),
    ],
)
def test_a_mark_that_cannot_be_shown_is_told(
    desk: Desk, mark: str, metadata: str, code: str
) -> None:
    project, slug = desk.write(
        {"text.md": "Text.\n", "templates/logo.svg": mark}, f"{metadata}\nbody: [text.md]"
    )
    with pytest.raises(BuildFailed) as failure:
        check(project, slug)
    (problem,) = failure.value.problems
    assert problem.code == code and problem.place.path.endswith("templates/logo.svg")
    assert "octavo-" not in problem.message
