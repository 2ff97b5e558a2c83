"""Units bound to one PDF: the bytes of a clean build from any store and with any number of presses,
and what a PDF set at once would show."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pypdfium2 as pdfium
import pytest
from conftest import BOOKS, Desk, environment
from pressing import PAGE, font_files, html, inputs, text_on, whole_text

from octavo.editions.pdf import presses
from octavo.editions.pdf.binding.binder import Binding, BoundUnit, bind, dead_links
from octavo.editions.pdf.binding.fragment import FontSet, Fragment, FurnitureFragment, Shell
from octavo.editions.pdf.binding.joined_faces import encode_uses, join_all
from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.worker import Galley, Laid, Worker
from octavo.production.pipeline import Project, build
from octavo.verify.layers import objects

WORDS = "The keeper of the gauge wrote down the height of the water, and what he thought. "
NOTE = "[^a]: A *note*.\n"
META = "theme: book\neditions: [pdf]\nbody: [one.md, two.md, three.md]"


def chapters(one: str = "", two: str = "") -> dict[str, str]:
    """Return a book of three chapters: notes, a table, headings, links and numbers between them."""
    table = "| Week | Height |\n|---|---|\n| 1 | 7 |\n\nTable: Heights.\n{#tbl-h}\n"
    return {
        "one.md": f"# One {{#one}}\n\n{one}{WORDS}[^a] See [](#three), [](#tbl-h).\n\n{NOTE}",
        "two.md": f"# Two {{#two}}\n\n## Below {{#below}}\n\n{two}{WORDS}\n\n{table}",
        "three.md": f"# Three {{#three}}\n\n{WORDS} It begins [in the first](#one).[^a]\n\n{NOTE}",
    }


class Counted:
    """Which units a press laid out, by their slugs."""

    def __init__(self) -> None:
        self.units: list[str] = []


@pytest.fixture
def counted() -> Iterator[Counted]:
    found, layout = Counted(), Worker.layout

    def heard(self: Worker, galley: Galley, cutting: Cutting | None = None) -> Laid:
        found.units.append(cutting.slug if cutting else "")
        return layout(self, galley, cutting)

    with patch.object(Worker, "layout", heard):
        yield found


def pdf_of(project: Project, slug: str) -> bytes:
    return build(project, slug).files[f"{slug}.pdf"]


def test_a_changed_paragraph_sets_its_unit_and_gives_the_bytes_of_a_clean_build(
    desk: Desk, counted: Counted
) -> None:
    project, slug = desk.write(chapters(), META)
    stored = replace(project, store=project.root / "store")
    first = pdf_of(stored, slug)
    count = len(counted.units)
    path = project.source / slug / "two.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("The keeper", "A keeper"), encoding="utf-8")
    warm = pdf_of(stored, slug)
    again = set(counted.units[count:])
    assert "two" in again and not {"one", "three"} & again, again
    assert warm == pdf_of(project, slug) != first
    path.write_text(before, encoding="utf-8")
    assert pdf_of(stored, slug) == first == pdf_of(project, slug)


def test_pages_more_leave_what_follows_as_it_was_set(desk: Desk, counted: Counted) -> None:
    project, slug = desk.write(chapters(), META)
    stored = replace(project, store=project.root / "store")
    pdf_of(stored, slug)
    count = len(counted.units)
    for name, text in chapters(one=f"{WORDS * 5}\n\n" * 12).items():
        (project.source / slug / name).write_text(text, encoding="utf-8")
    warm = pdf_of(stored, slug)
    assert not {"two", "three"} & set(counted.units[count:])
    assert warm == pdf_of(project, slug)
    document = pdfium.PdfDocument(warm)
    labels = [document.get_page_label(n) for n in range(len(document))]
    at = next(n for n, _ in enumerate(labels) if "It begins" in text_on(document, n))
    assert f"page {labels[at]}" in whole_text(document)


def by_one_and_by_three(project: Project, slug: str, patch: pytest.MonkeyPatch) -> set[bytes]:
    made = set()
    for most, worth in ((1, presses.A_PRESS), (3, 1)):
        patch.setattr(presses.os, "cpu_count", lambda most=most: most)
        patch.setattr(presses, "A_PRESS", worth)
        made.add(pdf_of(project, slug))
    return made


def test_the_number_of_presses_changes_no_byte(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    project, slug = desk.write(chapters(one=f"{WORDS * 5}\n\n" * 12), META)
    assert len(by_one_and_by_three(project, slug, monkeypatch)) == 1


@pytest.mark.long
@pytest.mark.parametrize("name", ["front-and-back", "rtl-arabic"])
def test_nor_does_it_in_a_whole_book(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = BOOKS / name
    project = Project(root, root / "build", None, environment())
    assert len(by_one_and_by_three(project, name, monkeypatch)) == 1


def test_a_unit_with_other_pages_in_the_store_is_not_taken_for_it(desk: Desk) -> None:
    """A picture that is another one under the same name is another ingredient of its unit."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">'
    square = head + '<path d="M0 0h{0}v9z"/></svg>'
    files = {**chapters(one="![A square](a.svg)\n\n"), "a.svg": square.format(40)}
    project, slug = desk.write(files, META)
    stored = replace(project, store=project.root / "store")
    first = pdf_of(stored, slug)
    (project.source / slug / "a.svg").write_text(square.format(20), encoding="utf-8")
    assert first != pdf_of(stored, slug) == pdf_of(project, slug)


# --- fragments, one by one ---


def fragment_of(press: Worker, body: str, slug: str, css: str = PAGE, side: str = "") -> Fragment:
    laid = press.layout(Galley(html(body), css, side), Cutting(slug))
    return Fragment.from_files(laid.cut)


def bound_of(press: Worker, *fragments: Fragment, labels: dict[str, str] | None = None) -> bytes:
    """Return a PDF of fragments whose furniture says A, B, C … on each page."""
    units, uses = [], [face for each in fragments for face in each.faces]
    for n, fragment in enumerate(fragments):
        words = "".join(
            f"<div style='break-after: page; string-set: head \"{chr(65 + n)}{page}\"'></div>"
            for page in range(len(fragment.pages))
        )
        css = PAGE + "@page { @top-left { content: string(head) } } div { height: 1pt }"
        around = FurnitureFragment.from_files(press.furniture(Galley(html(words), css)).files)
        uses += around.faces
        units.append(BoundUnit(fragment, around, around.page_by_page(), 0))
    joined = join_all(uses)
    files = font_files({use.file for use in joined})
    fonts = FontSet.from_bytes(press.cut_fonts(encode_uses(joined), files, "1.7"))
    shell = Shell.from_files(press.shell(Galley(html(""), PAGE)).files)
    return bind(Binding(tuple(units), fonts, shell, [[0, "D", 1]], labels or {}))


def test_fragments_go_through_a_store_and_back(press: Worker) -> None:
    body = "<h1 id='a'>A</h1><p>Words <a href='#a'>there</a>.</p><table><tr><th>x<td>y</table>"
    fragment = fragment_of(press, body, "u")
    again = Fragment.from_files(fragment.to_files())
    assert again.to_files() == fragment.to_files()
    assert bound_of(press, again) == bound_of(press, fragment)


def test_furniture_stands_the_right_way_up_beside_its_page(press: Worker) -> None:
    one, two = (fragment_of(press, f"<p>Words of {name}.</p>", name) for name in "ab")
    document = pdfium.PdfDocument(bound_of(press, one, two))
    assert [text_on(document, n).split() for n in range(2)] == [
        ["Words", "of", "a.", "A0"],
        ["Words", "of", "b.", "B0"],
    ]
    text = document[0].get_textpage()
    head, word = (text.get_text_range().index(each) for each in ("A0", "Words"))
    assert text.get_charbox(head)[3] > text.get_charbox(word)[3], "the head is above the text"


def test_units_share_one_subset_of_each_face(press: Worker) -> None:
    made = bound_of(press, *(fragment_of(press, f"<p>{each}</p>", each) for each in "abc"))
    assert len([each for each in objects(made).values() if b"/FontFile" in each]) == 1


def test_what_units_have_in_common_is_there_once(press: Worker) -> None:
    made = bound_of(press, *(fragment_of(press, f"<p>{each}</p>", each) for each in "ab"))
    profiles = [each for each in objects(made).values() if b"/N 3" in each]
    assert len(profiles) == 1


def test_a_link_to_another_unit_leads_there_and_one_to_nothing_is_told(press: Worker) -> None:
    there = fragment_of(press, "<h1 id='sea ä'>A</h1>", "b")
    here = fragment_of(press, "<p><a href='https://xref.invalid/#sea%20%C3%A4'>x</a></p>", "a")
    assert dead_links([here, there]) == () and dead_links([here]) == ("sea ä",)
    made = b"\n".join(objects(bound_of(press, here, there)).values())
    assert made.count(b"/Subtype /Link") == made.count(b"/Dest <feff") == 1
    assert b"/URI" not in made


def test_ids_of_structure_elements_are_their_units_own(press: Worker) -> None:
    table = "<table><thead><tr><th>Head</thead><tbody><tr><td>Cell</table>"
    made = bound_of(press, *(fragment_of(press, table, slug) for slug in ("x", "y")))
    ids = re.findall(rb"/ID \(([^)]*)\)", b"\n".join(objects(made).values()))
    headers = re.findall(rb"/Headers \[\(([^)]*)\)", b"\n".join(objects(made).values()))
    assert sorted(ids) == sorted(headers) and {each[:2] for each in ids} == {b"x.", b"y."}


def test_levels_of_the_outline_go_on_over_units(press: Worker) -> None:
    one = fragment_of(press, "<h1>One</h1><h3>Deep</h3>", "a")
    two = fragment_of(press, "<h2>Two</h2><h1>Three</h1>", "b")
    document = pdfium.PdfDocument(bound_of(press, one, two))
    told = [(each.level, each.get_title()) for each in document.get_toc()]
    assert told == [(0, "One"), (1, "Deep"), (1, "Two"), (0, "Three")]
    pages = [each.get_dest().get_index() for each in document.get_toc()]
    assert pages == [0, 0, 1, 1]


NUMBER = '<p>See page <span class="page-number" data-page-of="b">{0}</span>, there.</p>'
TABULAR = PAGE + ".page-number { font-variant-numeric: lining-nums tabular-nums }"


@pytest.mark.parametrize(("noughts", "label"), [("0", "7"), ("00", "42"), ("000", "196")])
def test_a_late_number_is_what_it_would_be_if_it_were_set(
    press: Worker, noughts: str, label: str
) -> None:
    late = fragment_of(press, NUMBER.format(noughts), "a", TABULAR)
    set_at_once = fragment_of(
        press, NUMBER.replace("data-page-of", "data-x").format(label), "a", TABULAR
    )
    assert late.late and not set_at_once.late
    one = pdfium.PdfDocument(bound_of(press, late, labels={"b": label}))
    other = pdfium.PdfDocument(bound_of(press, set_at_once))
    assert whole_text(one) == whole_text(other) and f"page {label}, there." in whole_text(one)
    pictures = [each[0].render(scale=3).to_pil().tobytes() for each in (one, other)]
    assert pictures[0] == pictures[1]


def test_a_late_number_without_room_is_a_fault(press: Worker) -> None:
    late = fragment_of(press, NUMBER.format("0"), "a", TABULAR)
    with pytest.raises(ValueError, match="no room for 12"):
        bound_of(press, late, labels={"b": "12"})


def test_digits_of_different_widths_cannot_come_late(press: Worker) -> None:
    spread = PAGE + ".page-number { font-variant-numeric: proportional-nums oldstyle-nums }"
    laid = press.layout(Galley(html(NUMBER.format("00")), spread), Cutting("a"))
    tabular = press.layout(Galley(html(NUMBER.format("00")), TABULAR), Cutting("a"))
    assert (laid.is_spelt, tabular.is_spelt) == (True, False)


def test_a_number_in_small_capitals_says_its_words_and_cannot_come_late(press: Worker) -> None:
    small = TABULAR + ".page-number { font-variant-caps: all-small-caps }"
    assert press.layout(Galley(html(NUMBER.format("00")), small), Cutting("a")).is_spelt


def test_a_unit_on_the_left_has_the_margins_of_left_pages(press: Worker) -> None:
    css = (
        PAGE
        + "body { margin: 0 } @page :left { margin-left: 90pt } @page :first { margin-left: 150pt }"
    )
    places = []
    for side in ("", "left", "right"):
        made = bound_of(press, fragment_of(press, "<p>Words.</p>", "a", css, side))
        textpage = pdfium.PdfDocument(made)[0].get_textpage()
        places.append(round(textpage.get_charbox(textpage.get_text_range().index("W"))[0]))
    assert places == [150, 90, 20]


def test_widths_do_not_depend_on_the_size_used_first(press: Worker) -> None:
    uses = []
    for sizes in (("7.3pt", "31pt"), ("31pt", "7.3pt")):
        words = "".join(f"<p style='font-size: {size}'>Words flow.</p>" for size in sizes)
        uses.append({face.tag: dict(face.widths) for face in fragment_of(press, words, "a").faces})
    assert uses[0] == uses[1]


def test_a_sign_without_a_glyph_has_the_same_number_everywhere(press: Worker) -> None:
    facts = []
    for words in ("\U00010380 \U00010381", "\U00010381"):
        laid = press.layout(Galley(html(f"<p>{words}</p>"), PAGE), Cutting("a"))
        faces = Fragment.from_files(laid.cut).faces
        facts.append({code: glyph for face in faces for code, glyph in face.facts["missing"]})
    assert facts[1].items() <= facts[0].items() and len(facts[0]) == 2


def test_the_same_fragments_give_the_same_bytes(press: Worker) -> None:
    digests = set()
    for _ in range(2):
        one, two = (fragment_of(press, f"<p>{name} {WORDS}</p>" * 9, name) for name in "ab")
        digests.add(hashlib.sha256(bound_of(press, one, two)).hexdigest())
    with Worker(inputs(), 0) as other:
        other.load({})
        two, one = (fragment_of(other, f"<p>{name} {WORDS}</p>" * 9, name) for name in "ba")
        digests.add(hashlib.sha256(bound_of(other, one, two)).hexdigest())
    assert len(digests) == 1
