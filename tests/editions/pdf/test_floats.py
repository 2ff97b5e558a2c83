"""Figures that find no room go down the text, and text fills the page that they leave."""

import random
from collections.abc import Mapping

import pypdfium2 as pdfium
import pytest
from conftest import Desk
from long_proofs import here
from lxml import etree
from tiny import GAUGE

from octavo.editions.shape.page_floats import behind, mark_floats
from octavo.production.pipeline import build

META = "theme: book\neditions: [pdf]\nbody: [one.md]"
WORDS = "The keeper of the gauge wrote down the height of the water, and what he thought. "
TABLE = "| Week | Height |\n|---|---|\n" + "\n".join(f"| {n} | {n * 7} |" for n in range(1, 7))
CODE = "```yaml\n" + "\n".join(f"week-{n}: {n * 7}" for n in range(11)) + "\n```"
FLOATS = {
    "figure": "![A hut](images/hut.svg){#fig-x%s}\n\nFigure: The hut.\n",
    "table": f"{TABLE}\n\nTable: The weeks.\n{{#tbl-x%s}}\n",
    "listing": f"{CODE}\n\nListing: The weeks.\n{{#lst-x%s}}\n",
}


def written(kind: str, classes: str = "", before: int = 6) -> Mapping[str, str]:
    """Return a book whose first chapter has a float that finds no room on its page."""
    text = [f"Paragraph {n} stands before. {WORDS}" for n in range(before)]
    text += [FLOATS[kind] % classes]
    text += [f"Paragraph {n} stands behind. {WORDS * 2}" for n in range(6)]
    return {"one.md": "# One\n\n" + "\n\n".join(text) + "\n", "images/hut.svg": GAUGE}


def pages_of(desk: Desk, files: Mapping[str, str], *words: str) -> list[int]:
    """Return the pages (from 0) of the PDF on which these words stand."""
    project, slug = desk.write(files, META)
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    pages = [page.get_textpage().get_text_range() for page in document]
    return [next(n for n, page in enumerate(pages) if each in page) for each in words]


CAPTIONS = {"figure": "The hut.", "table": "The weeks.", "listing": "The weeks."}


@pytest.mark.parametrize("kind", FLOATS)
def test_text_fills_the_page_that_a_float_leaves(desk: Desk, kind: str) -> None:
    words = CAPTIONS[kind], "Paragraph 5 stands before.", "Paragraph 0 stands behind."
    at, before, behind, end = pages_of(desk, written(kind), *words, "Paragraph 5 stands behind.")
    assert (before, behind, end) == (at - 1, at - 1, at)


@pytest.mark.parametrize("kind", FLOATS)
def test_a_float_that_must_stay_leaves_its_hole(desk: Desk, kind: str) -> None:
    words = CAPTIONS[kind], "Paragraph 5 stands before.", "Paragraph 0 stands behind."
    at, before, behind = pages_of(desk, written(kind, " .here"), *words)
    assert (before, behind) == (at - 1, at)


def body(*blocks: str) -> etree._Element:
    tree = etree.fromstring(f"<body>{''.join(blocks)}</body>")
    for n, node in enumerate(tree.iter()):
        node.set("data-b", str(n))
    return tree


def float_(kind: str, name: str, also: str = "") -> str:
    tag = "div" if kind == "table" else "figure"
    return f'<{tag} class="{kind} {also}" id="{name}"><p><span class="label">1</span></p></{tag}>'


@pytest.mark.parametrize(
    ("blocks", "passed"),
    [
        (["<p>One.</p>", "<ul><li>Two</li></ul>", "<h2>Three</h2>", "<p>Four.</p>"], 4),
        (["<p>One.</p>", "<p>As this shows:</p>", "<pre>x</pre>"], 1),
        (["<p>One.</p>", float_("table", "b"), "<p>Two.</p>"], 1),
        ([float_("table", "b"), "<p>Two.</p>"], 1),
        ([float_("table", "b", "long"), "<p>Two.</p>"], 0),
        ([float_("listing", "b", "long"), "<p>Two.</p>"], 2),
        (["<section><p>Notes</p></section>"], 0),
        ([], 0),
    ],
)
def test_a_float_goes_behind_text_and_never_over_its_own_kind(
    blocks: list[str], passed: int
) -> None:
    tree = body(float_("table", "a"), *blocks)
    mark_floats(tree)
    assert len(behind(list(tree), str(tree[0].get("data-float")))) == passed


@pytest.mark.parametrize("name", ["here", "plate", "landscape", "lead"])
def test_what_has_a_place_of_its_own_is_no_float(name: str) -> None:
    tree = body(float_("figure", "a", name))
    mark_floats(tree)
    assert tree[0].get("data-float") is None


def test_what_has_no_number_is_no_float() -> None:
    tree = body("<figure><p>A picture of what follows</p></figure>")
    mark_floats(tree)
    assert tree[0].get("data-float") is None


def listing(lines: int) -> str:
    code = "\n".join(f"week-{n}: {n * 7}" for n in range(lines))
    return f"```yaml\n{code}\n```\n\nListing: The weeks.\n"


def crowded(seed: int) -> Mapping[str, str]:
    """Return a book whose chapters end with captioned listings, hardly any text between them."""
    chance = random.Random(seed)
    files = {}
    for chapter in range(3):
        text = [f"# Chapter {chapter}"]
        text += [f"Before {n}. {WORDS * chance.randint(1, 6)}" for n in range(chance.randint(3, 8))]
        for n in range(chance.randint(2, 6)):
            text += [listing(chance.randint(7, 11)), f"Behind {n}. {WORDS * chance.randint(0, 3)}"]
        files[f"c{chapter}.md"] = "\n\n".join([*text, f"End of {chapter}."]) + "\n"
    return files


@pytest.mark.parametrize("seed", here(range(3), 0))
def test_a_float_that_wants_to_move_and_cannot_costs_no_page(desk: Desk, seed: int) -> None:
    files = crowded(seed)
    meta = f"theme: book\neditions: [pdf]\nbody: [{', '.join(files)}]"
    project, slug = desk.write(files, meta)
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert all(f"End of {n}." in words for n in range(3))


@pytest.mark.parametrize("kind", FLOATS)
def test_floats_of_a_brief_leave_no_hole_either(desk: Desk, kind: str) -> None:
    """Its theme calls the section of its text otherwise than the other themes."""
    files = written(kind, before=19)
    files = {**files, "one.md": files["one.md"].replace("# One\n\n", "")}
    project, slug = desk.write(files, META.replace("book", "brief"))
    document = pdfium.PdfDocument(build(project, slug).files[f"{slug}.pdf"])
    texts = [page.get_textpage().get_text_range() for page in document]
    at = next(n for n, text in enumerate(texts) if CAPTIONS[kind] in text)
    assert at > 0
    assert "Paragraph 0 stands behind." in texts[at - 1]
