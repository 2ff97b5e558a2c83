"""What trees, files and pages hold: content told from furniture, and each thing once."""

import io
import zipfile
from collections.abc import Callable

import pytest
from finished_editions import read_edition
from small_works import tree

from octavo.finished import epub_container
from octavo.finished.epub_container import join_path
from octavo.finished.epub_items import claims_of, read_files
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.html_items import HtmlReader, mark_if_nowhere
from octavo.finished.items import Finished, Unreadable
from octavo.finished.kept_items import recall_by
from octavo.finished.site_items import read_site
from octavo.model.publication import Text


def content(xml: str) -> Finished:
    """Return what a reader finds in content."""
    reader = HtmlReader()
    reader.content(tree(xml))
    return reader.finish("html")


def texts(found: Finished) -> list[str]:
    return [block.text for block in found.blocks]


def test_only_sections_of_text_are_content() -> None:
    html = (
        '<body><nav>Contents</nav><section class="title">Title</section>'
        '<main><section class="chapter"><h2>One</h2><p>Words.</p></section></main>'
        '<figure class="lead"><img alt="Lead"></figure><p>Colophon</p>'
    )
    found = read_edition("html", html.encode())
    assert texts(found) == ["One", "Words."]
    assert [each.alternative for each in found.figures] == ["Lead"]
    assert found.figures[0].is_lead


def test_blocks_within_blocks_are_read_in_their_order() -> None:
    assert texts(content("<ul><li>a<p>b</p>c</li><li>d <b>e</b><br/>f</li></ul>")) == [
        "a",
        "b",
        "c",
        "d e f",
    ]


def test_ways_back_marks_of_pages_and_numbers_of_lines_are_no_words() -> None:
    xml = (
        '<p>a<a role="doc-backlink" href="#x">back</a><span role="doc-pagebreak">9</span>'
        '<span class="line-number">1</span>b</p>'
    )
    found = content(xml)
    assert texts(found) == ["ab"] and found.links == ()


def test_headings_have_their_number_and_the_level_that_is_heard() -> None:
    found = content('<h2 data-number="1.2">Ebb</h2><h6 aria-level="7">Deep</h6>')
    assert [(head.level, head.text) for head in found.headings] == [(2, "1.2 Ebb"), (7, "Deep")]
    part = content(
        '<section class="part"><h1><span class="number">Part I</span> Sea</h1></section>'
    )
    assert [head.text for head in part.headings] == ["Sea"]


def test_calls_are_told_from_links_and_anchors_are_neither() -> None:
    found = content(
        '<p><a class="noteref" href="#n">1</a> <a href="http://x"><i>out</i></a><a id="z">z</a></p>'
    )
    assert [(call.number, call.target) for call in found.note_calls] == [("1", "#n")]
    assert [(link.text, link.target) for link in found.links] == [("out", "http://x")]


def test_notes_have_the_numbers_that_they_show() -> None:
    items = (
        '<ol><li class="note">a</li><li class="note" value="5">b</li><li class="note">c</li></ol>'
    )
    found = content(f'<section class="notes">{items}</section>')
    assert [(note.number, note.text) for note in found.notes] == [
        ("1", "a"),
        ("5", "b"),
        ("6", "c"),
    ]
    written = content(
        '<section class="endnotes"><div class="note"><span class="note-number">7</span>d</div>'
        '<p><a href="#x">link</a></p></section>'
    )
    assert [note.number for note in written.notes] == ["7"] and written.blocks == ()


def test_tables_are_rows_of_words_with_their_heads() -> None:
    found = content(
        "<table><caption>Tides</caption><tr><th>Day</th><th/></tr><tr><td/></tr>"
        "<tr><td>1</td></tr></table>"
    )
    (table,) = found.tables
    assert table.caption == "Tides" and texts(found) == []
    cells = [[(cell.text, cell.is_header) for cell in row] for row in table.rows]
    assert cells == [[("Day", True), ("", True)], [("1", False)]]


def test_a_picture_without_words_is_an_ornament() -> None:
    figure = '<figure><img alt="{}"/>{}</figure>'
    caption = "<figcaption>The hut</figcaption>"
    xml = figure.format("", "") + figure.format("A hut", "") + figure.format("", caption)
    found = content(xml)
    assert [(each.caption, each.alternative) for each in found.figures] == [
        ("", "A hut"),
        ("The hut", ""),
    ]
    assert [each.text for each in found.alternatives] == ["A hut"]


def test_words_beside_a_picture_that_are_no_caption_are_blocks_of_their_own() -> None:
    picture = '<figure class="sub"><img alt="A hut"/><figcaption>One</figcaption></figure>'
    loose = "<p>Before.</p><table><tr><td>cell</td></tr></table>"
    group = f'<figure class="group">{loose}{picture}<figcaption>All</figcaption></figure>'
    found = content(f'{group}<figure><img alt="An inn"/><p>After.</p></figure>')
    assert texts(found) == ["Before.", "After."]
    assert all(block.in_float for block in found.blocks)
    assert [each.caption for each in found.figures] == ["One", "All", ""]
    assert [each.alternative for each in found.figures] == ["A hut", "", "An inn"]
    assert len(found.tables) == 1


def test_words_of_a_group_without_pictures_stand_in_their_place() -> None:
    found = content('<figure class="group"><p>Words</p><figcaption>All</figcaption></figure>')
    assert [(block.text, block.in_float) for block in found.blocks] == [("Words", False)]
    assert not found.figures and [each.text for each in found.captions] == ["All"]


def test_a_picture_in_the_words_of_a_quotation_or_a_listing_makes_no_figure_of_it() -> None:
    words = '<blockquote><p>Ebb <img alt="a hut"/></p></blockquote><figcaption>She</figcaption>'
    code = '<pre>x</pre><figcaption>Code <img alt="an inn"/></figcaption>'
    quoted, listed = (
        f'<figure class="{name}">{inner}</figure>'
        for name, inner in (("quotation", words), ("listing", code))
    )
    found = content(quoted + listed)
    assert not found.figures and texts(found) == ["Ebb", "x"]
    assert [each.text for each in found.captions] == ["She", "Code"]
    assert [each.text for each in found.alternatives] == ["a hut", "an inn"]


def test_a_figure_of_several_pictures_without_words_is_none_of_them() -> None:
    found = content('<figure><div><img alt="A hut"/><img alt="An inn"/></div></figure>')
    assert not found.figures and len(found.alternatives) == 2


def test_what_stands_in_a_listing_may_float() -> None:
    found = content('<figure class="listing"><pre>x</pre></figure><pre>y</pre>')
    assert [(block.text, block.in_float) for block in found.blocks] == [("x", True), ("y", False)]


def test_an_address_that_leads_nowhere_says_so() -> None:
    assert (
        mark_if_nowhere("#a", frozenset("a")) == "#a"
        and mark_if_nowhere("http://x", frozenset()) == "http://x"
    )
    assert mark_if_nowhere("#b", frozenset("a")) == "#b (which is nowhere)"
    page = b'<section class="text"><p id="a"><a href="#a">a</a><a href="#b">b</a></p></section>'
    assert [link.target for link in read_edition("html", page).links] == [
        "#a",
        "#b (which is nowhere)",
    ]


@pytest.mark.parametrize("data", [b"\xff", b"<div>" * 400])
def test_a_page_that_nobody_can_read_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_edition("html", data)


# --- files that lead to each other ---

SECTION = '<section class="chapter"><h1 id="{0}">{0}</h1><p><a href="{1}">x</a></p></section>'


def test_links_between_files_are_told_as_within_one() -> None:
    trees = {
        "t/a.xhtml": tree(SECTION.format("a", "b.xhtml#b")),
        "t/b.xhtml": tree(SECTION.format("b", "../t/a.xhtml#lost")),
        "t/c.xhtml": tree(SECTION.format("c", "http://x/b.xhtml#b")),
    }
    found = read_files(trees, "epub", recall_by(None))
    assert [link.target for link in found.links] == [
        "#b",
        "#lost (which is nowhere)",
        "http://x/b.xhtml#b",
    ]


def test_addresses_are_joined_and_decoded() -> None:
    assert join_path("OPS/text/a.xhtml", "../img/a%20b.png") == "OPS/img/a b.png"


CONTAINER = '<container><rootfile full-path="a.opf"/></container>'
OPF = (
    '<package><meta property="dcterms:conformsTo">EPUB A</meta><manifest>'
    '<item id="t" href="t.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="p" href="p.png" media-type="image/png"/></manifest>'
    '<spine><itemref idref="p"/><itemref idref="t"/></spine></package>'
)


def book(opf: str = OPF) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("a.opf", opf)
        body = SECTION.format("a", "#a")
        html = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
        archive.writestr("t.xhtml", html)
    return target.getvalue()


def test_the_spines_texts_are_read_and_nothing_else_of_it() -> None:
    assert [head.text for head in read_edition("epub", book()).headings] == ["a"]


@pytest.mark.parametrize(
    "data", [b"", b"no zip", book("<package"), book(OPF.replace('id="t"', 'id="u"'))]
)
def test_a_book_that_is_not_sound_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no sound EPUB"):
        read_edition("epub", data)


def test_a_book_has_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, words in (("MOST_FILES", "files"), ("MOST_BYTES", "larger"), ("MOST_TEXT", "texts")):
        with monkeypatch.context() as patch, pytest.raises(Unreadable, match=words):
            patch.setattr(epub_container, limit, 2)
            read_edition("epub", book())


def test_claims_of_conformance_are_those_of_the_package() -> None:
    assert claims_of(book()) == ("EPUB A",) and claims_of(b"no zip") == ()


# --- the pages of a site ---


def page(name: str, following: str = "") -> bytes:
    head = f'<link rel="next" href="{following}">' if following else ""
    return f"<html><head>{head}</head><body>{SECTION.format(name, '#a')}</body></html>".encode()


def test_a_sites_pages_are_read_as_they_follow_one_another() -> None:
    site = {
        "s/z.html": page("z"),
        "s/index.html": page("i", "m.html"),
        "s/m.html": page("m", "z.html"),
    }
    assert [head.text for head in read_site(FinishedFiles(site)).headings] == ["i", "m", "z"]


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ({"s/index.html": page("i", "lost.html")}, "do not follow one another at s/lost.html"),
        ({"s/index.html": page("i", "index.html")}, "do not follow one another"),
        ({"s/index.html": page("i"), "s/b.html": page("b")}, "no page leads to s/b.html"),
        ({"s/index.html": b"\xff"}, "is not UTF-8"),
    ],
)
def test_a_site_whose_pages_are_lost_is_unreadable(site: dict[str, bytes], words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_site(FinishedFiles(site))


def test_content_is_recalled_with_the_lines_and_addresses_of_the_whole() -> None:
    kept: dict[bytes, bytes] = {}
    made: list[bytes] = []

    def recall(step: str, made_of: bytes, make: Callable[[], bytes]) -> bytes:
        if made_of not in kept:
            made.append(made_of)
            kept[made_of] = make()
        return kept[made_of]

    words = tree(
        '<body><p data-line="7">One <a href="#b">two</a>.</p><p data-line="9">3</p></body>'
    )
    for path in ("a.md", "b.md"):
        reader = HtmlReader(lambda href, path=path: f"{path}{href}", recall, Text(path, "").place)
        reader.content(words)
        found = reader.finish("html")
        assert [str(each.place) for each in found.blocks] == [f"{path}:7", f"{path}:9"]
        assert [each.target for each in found.links] == [f"{path}#b"]
    assert len(made) == 1
    bare = HtmlReader(recall=recall)
    bare.content(words)
    assert bare.finish("html").blocks[0].place is None and len(made) == 2
