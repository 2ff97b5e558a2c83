"""A PDF read unit by unit: the same as read whole, and no unit twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from conftest import BOOKS, Desk, environment
from pdf_by_hand import one_page

from octavo.core.problems import Problem
from octavo.core.store import Store
from octavo.editions.pdf.binding.fragment import FaceUse, Fragment, PdfObjects, Resources
from octavo.editions.pdf.binding.made_of import tell_bound
from octavo.finished import pdf_beside, pdf_by_unit
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import (
    Cell,
    Figure,
    Finished,
    Heading,
    Link,
    Note,
    Table,
    TextBlock,
    Unreadable,
)
from octavo.finished.kept_items import items_from_json, items_to_json
from octavo.finished.pdf_beside import SecondReader, read_unit
from octavo.finished.pdf_by_unit import PdfByUnit
from octavo.finished.pdf_items import read_pdf
from octavo.finished.pdf_reader import OpenPdf
from octavo.model.made import Made
from octavo.production import assembly
from octavo.production.pipeline import Project, build


@pytest.fixture
def pdfs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Made]:
    """Hold the PDFs of the builds to come by the names of their files."""
    found: dict[str, Made] = {}

    def held(_: object, made: Sequence[Made], *others: object) -> list[Problem]:
        found.update({name: each for each in made for name in each.files if each.bound})
        return []

    monkeypatch.setattr(assembly, "_faults", held)
    return found


@pytest.mark.parametrize("name", ["references", "endnotes-whole", "rtl-hebrew", "long-code"])
def test_units_hold_together_what_the_whole_does(name: str, pdfs: dict[str, Made]) -> None:
    root = BOOKS / name
    build(Project(root, root / "build", None, environment()), name, ["pdf"])
    data, bound = pdfs[f"{name}.pdf"].files[f"{name}.pdf"], pdfs[f"{name}.pdf"].bound
    files = FinishedFiles({"a.pdf": data}, {"a.pdf": bound})
    with files.pdf("a.pdf") as pdf, OpenPdf(data) as whole:
        assert repr(pdf.items()) == repr(read_pdf(data))  # what does not count in comparisons too
        assert list(pdf.words()) == [page.text for page in whole.pages()]
        assert [n for unit in bound for n in unit.numbers] == list(range(len(whole)))


@pytest.mark.parametrize(
    "start", [pdf_beside.START, "import sys; sys.stdin.buffer.read(8)", "no Python"]
)
def test_a_second_process_reads_what_one_does_or_leaves_it_to_the_first(
    start: str, pdfs: dict[str, Made], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = BOOKS / "references"
    build(Project(root, root / "build", None, environment()), "references", ["pdf"])
    made = pdfs["references.pdf"]
    data = made.files["references.pdf"]
    started: list[SecondReader] = []
    begin = SecondReader.__init__
    monkeypatch.setattr(pdf_beside, "START", start)
    monkeypatch.setattr(SecondReader, "__init__", lambda self, file: begin(begun(self), file))
    monkeypatch.setattr(pdf_by_unit, "WORTH", 1)
    monkeypatch.setattr(pdf_by_unit.os, "cpu_count", lambda: 2)
    kept: dict[tuple[str, bytes], bytes] = {}

    def begun(reader: SecondReader) -> SecondReader:
        started.append(reader)
        return reader

    def recall(step: str, key: bytes, make: Callable[[], bytes]) -> bytes:
        if (step, key) not in kept:
            kept[step, key] = make()
        return kept[step, key]

    with PdfByUnit(data, made.bound, recall) as pdf, OpenPdf(data) as whole:
        assert repr(pdf.items(is_searched=True)) == repr(read_pdf(data))
        known = len(kept)
        assert list(pdf.words()) == [page.text for page in whole.pages()]
        assert len(kept) == known == 2 * len(made.bound), "words are read while pages are open"
    assert started and all(each._process.poll() is not None for each in started)


def test_what_the_second_process_cannot_read_is_told_as_by_the_first() -> None:
    data = one_page()
    with OpenPdf(data) as pdf, pytest.raises(Unreadable) as first:
        read_unit(pdf, [7], True)
    with SecondReader(data) as reader:
        with pytest.raises(Unreadable) as second:
            reader.read([7], True)
        assert str(first.value) == str(second.value)
        with pytest.raises(Unreadable):
            reader.read([8], False)  # it goes on
        assert reader.read([0], False)[0] == read_unit(OpenPdf(data), [0], False)[0]


def test_only_the_units_that_changed_are_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    recall = Store.recall

    def heard(self: Store, step: str, parts: Any, inputs: Any, make: Any, unit: str = "") -> bytes:
        def told(inside: Any) -> bytes:
            made.append(step)
            return bytes(make(inside))

        return recall(self, step, parts, inputs, told, unit)

    monkeypatch.setattr(Store, "recall", heard)
    texts = {f"{name}.md": f"# {name}\n\nWords of {name}.\n" for name in ("one", "two", "three")}
    project, slug = desk.write(
        texts, "theme: book\neditions: [pdf]\nbody: [one.md, two.md, three.md]"
    )
    stored = replace(project, store=project.root / "store")
    build(stored, slug)
    first = made.count("reading")
    assert first > 3
    made.clear()
    path = project.source / slug / "two.md"
    path.write_text("# two\n\nOther words.\n", encoding="utf-8")
    assert build(stored, slug).problems == ()
    assert 0 < made.count("reading") < first - 2


def test_a_word_that_a_recalled_unit_has_lost_would_be_told(desk: Desk) -> None:
    """What is recalled was read of such pages: it is compared with the source each time."""
    texts = {"one.md": "# One\n\nFirst.\n", "two.md": "# Two\n\nSecond.\n"}
    project, slug = desk.write(texts, "theme: book\neditions: [pdf]\nbody: [one.md, two.md]")
    hide = "p:first-of-type { display: none }"
    folder = project.source / slug / "templates"
    folder.mkdir()
    (folder / "own.css").write_text(hide, encoding="utf-8")
    stored = replace(project, store=project.root / "store")
    for text in ("Second.", "Other."):
        (project.source / slug / "two.md").write_text(f"# Two\n\n{text}\n", encoding="utf-8")
        told = [str(each) for each in build(stored, slug).problems]
        assert any("First." in each for each in told), told


def test_a_heading_that_is_a_picture_alone_is_no_lost_heading(desk: Desk) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h9v9z"/></svg>'
    )
    texts = {"text.md": "# One\n\n![A flag.](a.svg)\n- \n\nWords.\n", "a.svg": svg}
    project, slug = desk.write(texts, "theme: brief\nbody: [text.md]")
    built = build(project, slug)
    assert b"<h2" in built.files[f"{slug}.html"]
    assert [str(each) for each in built.problems if each.code == "E310"] == []


def test_what_an_edition_holds_survives_json() -> None:
    found = Finished(
        "pdf",
        (TextBlock("Ä", is_heading=True, in_text=True), TextBlock("b", is_code=True)),
        (Heading(2, "1 Ä", in_note=True),),
        notes=(Note("1", "n"),),
        figures=(Figure("c", "", is_lead=True),),
        tables=(Table("t", ((Cell("a", True), Cell("b", False)), ())),),
        links=(Link("#a", "x", in_float=True),),
        is_paged=True,
        lacks=frozenset({"link"}),
    )
    assert repr(items_from_json(items_to_json(found))) == repr(found)


def fragment(words: str) -> Fragment:
    face = FaceUse("F1", "f" * 64, {}, {3: 500}, {3: words})
    return Fragment(
        PdfObjects(),
        {},
        ((1, 2),),
        (),
        (),
        0,
        (),
        (),
        (),
        ("a",),
        {},
        (1, Resources({}, {})),
        (face,),
    )


@pytest.mark.parametrize(
    ("words", "labels", "version", "blanks", "is_same"),
    [
        ("x", {"a": "1", "b": "9"}, "1.7", 0, True),
        ("x", {"a": "2"}, "1.7", 0, False),
        ("y", {"a": "1"}, "1.7", 0, False),
        ("x", {"a": "1"}, "2.0", 0, False),
        ("x", {"a": "1"}, "1.7", 1, False),
    ],
)
def test_a_unit_is_known_by_all_that_is_read_of_it(
    words: str, labels: dict[str, str], version: str, blanks: int, is_same: bool
) -> None:
    unit = fragment("x")
    files = {"text": b"a"}
    (first,) = tell_bound([(unit, files, 0)], unit.faces, {"a": "1"}, "1.7")
    uses = fragment(words).faces
    (other,) = tell_bound([(unit, files, blanks)], uses, labels, version)
    assert (first.made_of == other.made_of) is is_same
    (changed,) = tell_bound([(unit, {"text": b"b"}, 0)], unit.faces, {"a": "1"}, "1.7")
    assert changed.made_of != first.made_of
