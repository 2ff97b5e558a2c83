"""octavo diff reads what is finished: EPUBs, HTML files, PDFs, folders of builds."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from conftest import Editions, environment, homes
from long_proofs import here

from octavo.blocks.record_reader import read_record
from octavo.core.problems import BuildFailed, Problem
from octavo.diff import finished_revision
from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event
from octavo.diff.match.vanished import find_vanished
from octavo.diff.revision import Opened, on_equal_terms, open_revision
from octavo.finished import pdf_reader
from octavo.finished.items import Unreadable
from octavo.finished.pdf_text import read_pdf_files
from octavo.production.pipeline import Project, write

PAIR = Path(__file__).parents[1] / "revision-pair"
SLUGS = sorted(homes())
ENDNOTES = {"endnotes-mixed", "editions-only"}
"""Books whose HTML holds a heading over notes, or a note of another edition alone."""


def project(root: Path) -> Project:
    return Project(root, root / "build", None, environment())


def read(named: Path | str, root: Path) -> Opened:
    with open_revision(str(named), project(root)) as found:
        return found


def between(old: Path | str, new: Path | str, root: Path) -> tuple[Event, ...]:
    return events_of(read(old, root), read(new, root))


def events_of(old: Opened, new: Opened) -> tuple[Event, ...]:
    one, other = on_equal_terms(old, new)
    return compare(one.manuscript, other.manuscript)


def kinds(events: tuple[Event, ...]) -> Counter[tuple[str, str]]:
    return Counter((each.level, each.change) for each in events if each.level != "typography")


def source_of(built: Editions, slug: str) -> Path:
    folder = built.project(slug).source / slug
    return folder if folder.is_dir() else folder.with_name(f"{slug}.md")


def refused(path: Path) -> Problem:
    with pytest.raises(BuildFailed) as failure:
        read(path, path.parent)
    return failure.value.problems[0]


@pytest.mark.parametrize("ending", ["epub", "html"])
@pytest.mark.parametrize("slug", here(SLUGS, "boxes", "escalation-2020", "notes", "tables"))
def test_an_edition_says_what_its_source_says(
    slug: str, ending: str, built: Editions, tmp_path: Path
) -> None:
    files = built[slug].files
    if f"{slug}.{ending}" not in files:
        pytest.skip("the publication has no such edition")
    path = tmp_path / f"{slug}.{ending}"
    path.write_bytes(files[path.name])
    found = kinds(between(source_of(built, slug), path, tmp_path))
    most = 1 if slug in ENDNOTES and ending == "html" else 0
    assert found.total() <= most, found


@pytest.mark.parametrize("ending", here(["epub", "html", "pdf"], "epub"))
def test_editions_of_the_pair_differ_as_their_sources_do(
    ending: str, pair_editions: Path, tmp_path: Path
) -> None:
    """What is told of two PDFs lacks the levels that no page shows."""
    sources = between(PAIR / "v1" / "v1.md", PAIR / "v2" / "v2.md", tmp_path)
    found = kinds(
        between(*(pair_editions / name / f"{name}.{ending}" for name in ("v1", "v2")), tmp_path)
    )
    wanted = kinds(sources)
    for key in [key for key in wanted if key[0] == "metadata"]:
        del wanted[key]
    if ending != "pdf":
        assert found == wanted
        return
    assert {k: n for k, n in found.items() if k[0] in ("structure", "table")} == {
        k: n for k, n in wanted.items() if k[0] in ("structure", "table")
    }
    assert set(found) <= set(wanted) | {("text", "edited")}
    assert found.total() <= wanted.total()


@pytest.mark.long
def test_a_pdf_and_its_source_say_the_same(pair_editions: Path, tmp_path: Path) -> None:
    pdf = read(pair_editions / "v1" / "v1.pdf", tmp_path)
    assert not events_of(read(PAIR / "v1" / "v1.md", tmp_path), pdf)
    events = events_of(read(PAIR / "v2" / "v2.md", tmp_path), pdf)
    assert all(spot.pages for each in events for spot in (*each.old, *each.new))


def test_the_folder_of_a_build_knows_its_pages(built: Editions, tmp_path: Path) -> None:
    write(built["book-structure"], project(tmp_path))
    folder = tmp_path / "build" / "book-structure"
    assert not kinds(between(source_of(built, "book-structure"), folder, tmp_path))
    blocks = read(folder, tmp_path).manuscript.blocks
    record = read_record((folder / "edition.json").read_bytes(), "edition.json")
    pages = {each.text: each.pages for each in record.manuscript.blocks}
    paragraphs = [each for each in blocks if each.kind == "p" and each.text in pages]
    assert paragraphs and all(each.pages == pages[each.text] for each in paragraphs)


def test_the_html_of_others_is_read(tmp_path: Path) -> None:
    old = tmp_path / "old.html"
    new = tmp_path / "new.html"
    page = (
        "<!DOCTYPE html><html lang=en><title>Tides</title><body><nav><a href=/>Home</a></nav>"
        "<h1>Tides</h1>Words without a paragraph.<p>The {} comes <b>twice</b> a day.</p>"
        "<script>alert(1)</script><table><tr><th>Port<th>Range<tr><td>Ard<td>3<tr><td>Wick<td>{}</table></body></html>"
    )
    old.write_text(page.format("tide", "5"), encoding="utf-8")
    new.write_text(page.format("water", "6"), encoding="utf-8")
    assert kinds(between(old, new, tmp_path)) == {("text", "edited"): 1, ("table", "edited"): 1}
    texts = [block.text for block in read(old, tmp_path).manuscript.blocks]
    assert "Words without a paragraph." in texts
    assert not any("Home" in text or "alert" in text for text in texts)


def test_the_epub_of_others_is_read(tmp_path: Path) -> None:
    def book(name: str, words: str) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
            archive.writestr(
                "META-INF/container.xml",
                '<container><rootfiles><rootfile full-path="OPS/p.opf"/></rootfiles></container>',
            )
            archive.writestr(
                "OPS/p.opf",
                '<package xmlns:dc="d"><metadata><dc:title>Tides</dc:title></metadata><manifest>'
                '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
                '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>'
                '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
            )
            archive.writestr(
                "OPS/a.xhtml", _xhtml(f'<h1>One</h1><p>{words}</p><a href="b.xhtml"/>')
            )
            archive.writestr("OPS/b.xhtml", _xhtml("<h1 id='two'>Two</h1><p>The end.</p>"))
        return path

    old, new = book("old.epub", "It rains."), book("new.epub", "It rains again.")
    assert kinds(between(old, new, tmp_path)) == {("text", "edited"): 1}
    assert [c.slug for c in read(old, tmp_path).publication.chapters] == ["a", "b"]


def _xhtml(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>{body}</body></html>'


def test_a_pdf_without_tags_is_read_by_its_lines(tmp_path: Path) -> None:
    def page(name: str, number: int) -> list[tuple[int, int, str]]:
        return [
            (72, 800, "The Tides"),
            (72, 700, f"Twice a day the water comes to {name}, and twice it goes;"),
            (72, 686, f"{name} notes both."),
            (90, 672, f"A paragraph about {name} begins with an indent, and the"),
            (72, 658, f"last line about {name} is short."),
            (300, 40, str(number)),
        ]

    path = tmp_path / "plain.pdf"
    path.write_bytes(_pdf([page(n, k) for k, n in enumerate(("Corran", "Scarva", "Ard"), 7)]))
    blocks = read(path, tmp_path).manuscript.blocks
    assert [block.text for block in blocks if block.pages[0] == "2"] == [
        "Twice a day the water comes to Scarva, and twice it goes; Scarva notes both.",
        "A paragraph about Scarva begins with an indent, and the last line about Scarva is short.",
    ]


def _pdf(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """Return a PDF of lines of text at places, as simple as can be."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, lines in enumerate(pages):
        text = "".join(f"BT /F1 11 Tf {x} {y} Td ({words}) Tj ET\n" for x, y, words in lines)
        font = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {font} /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}endstream")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for n, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{n} 0 obj\n{each}\nendobj\n".encode())
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


@pytest.mark.parametrize("name", ["broken.epub", "broken.pdf"])
def test_what_cannot_be_read_is_e706(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"neither a book nor a page")
    assert refused(path).code == "E706"


def test_a_bomb_is_e706(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = tmp_path / "bomb.epub"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        rootfile = '<container><rootfile full-path="p.opf"/></container>'
        archive.writestr("META-INF/container.xml", rootfile)
        archive.writestr(
            "p.opf",
            '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>',
        )
        archive.writestr("a.xhtml", b" " * (80 * 2**20))
    assert bomb.stat().st_size < 200_000
    assert refused(bomb).code == "E706"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with zipfile.ZipFile(bomb, "w") as archive:
        text = f'<!DOCTYPE c [<!ENTITY e0 "ha">{entities}]><c>&e11;<rootfile full-path="x"/></c>'
        archive.writestr("META-INF/container.xml", text)
    assert refused(bomb).code == "E706"
    many = tmp_path / "many.pdf"
    many.write_bytes(_pdf([[(72, 700, "A page")]] * 3))
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 2)
    with pytest.raises(Unreadable):
        read_pdf_files(many.read_bytes(), "many.pdf")
    monkeypatch.setattr(finished_revision, "MOST_BYTES", 10)
    assert refused(many).code == "E706"


def test_pages_that_are_pictures_are_told_as_e712(tmp_path: Path) -> None:
    path = tmp_path / "half.pdf"
    data = _pdf([[(72, 700, "A page of words")], []])
    drawn = b"<< /Length 16 >>\nstream\n9 9 500 800 re f\nendstream"
    path.write_bytes(data.replace(b"<< /Length 0 >>\nstream\nendstream", drawn))
    (notice,) = read(path, tmp_path).problems
    assert (notice.code, notice.severity) == ("E712", "notice")
    assert "1 of 2 pages" in notice.message


def test_a_chapter_that_is_ill_formed_is_told_as_e713(tmp_path: Path) -> None:
    path = tmp_path / "work.epub"
    with zipfile.ZipFile(path, "w") as archive:
        rootfile = '<container><rootfile full-path="p.opf"/></container>'
        archive.writestr("META-INF/container.xml", rootfile)
        archive.writestr(
            "p.opf",
            '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>',
        )
        archive.writestr("a.xhtml", "<html><body><p>Low <b>water</p></body></html>")
    found = read(path, tmp_path)
    (notice,) = found.problems
    assert (notice.code, notice.severity) == ("E713", "notice")
    assert [block.text for block in found.manuscript.blocks] == ["Low water"]


def test_a_file_without_text_is_e707(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(_pdf([[]]))
    assert refused(path).code == "E707"


def test_a_pdf_and_an_epub_are_e708(pair_editions: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="E708"):
        between(pair_editions / "v1" / "v1.pdf", pair_editions / "v1" / "v1.epub", tmp_path)


def test_ids_that_are_gone_are_listed(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("## High water\n\nWords.\n\n## Low water {#low}\n\nMore.\n", encoding="utf-8")
    new.write_text("## High tide\n\nWords.\n\n## Low tide {#low}\n\nMore.\n", encoding="utf-8")
    one, other = read(old, tmp_path).manuscript, read(new, tmp_path).manuscript
    assert [name for name, _ in find_vanished(one, other)] == ["high-water"]
    assert [name for name, _ in find_vanished(other, one)] == ["high-tide"]
    assert find_vanished(one, one) == ()
