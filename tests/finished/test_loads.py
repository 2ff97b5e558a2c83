"""What an edition would run or ask of somebody else."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest

from octavo.finished import epub_container
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.loads import loads_of_epub, loads_of_html, loads_of_page

Loads = Callable[[FinishedFiles, str], Iterator[str]]


def loads(found: Loads, data: bytes) -> list[str]:
    return list(found(FinishedFiles({"work": data}), "work"))


def page(body: str) -> list[str]:
    return loads(loads_of_html, f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<img src="http://x/a.png">', "loads http://x/a.png by <img>"),
        ('<img src="a.png">', "loads a.png by <img>"),
        ('<IMG SRCSET="//x/a.png 2x">', "loads //x/a.png 2x by <img>"),
        ('<link rel="stylesheet" href="a.css">', "loads a.css by <link>"),
        ('<link rel="Preload" href="//x">', "loads //x by <link>"),
        ('<link rel="next stylesheet" href="a.css">', "loads a.css by <link>"),
        ("<script>x()</script>", "holds a script"),
        ('<p onclick="x()">a</p>', "runs onclick of <p>"),
        ("<iframe></iframe>", "holds <iframe>"),
        ("<p style=\"background: url('a.png')\">a</p>", "loads a.png by its style"),
        ("<style>@import 'a.css';</style>", "loads 'a.css' by its style"),
        ('<meta http-equiv="Refresh" content="0;url=http://x">', "leads its reader elsewhere"),
        ('<form action="http://x"></form>', "loads http://x by <form>"),
        ('<svg><use href="http://x#a"/></svg>', "loads http://x#a by <use>"),
        ('<a ping="http://x">a</a>', "loads http://x by <a>"),
    ],
)
def test_what_reaches_out_of_a_page_is_told(html: str, told: str) -> None:
    assert page(html) == [told]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="http://x">a</a>',
        '<img src="data:image/png;base64,AQ==">',
        '<link rel="next canonical" href="http://x">',
        '<script type="application/ld+json">{}</script>',
        "<style>p { background: url(#a) url('data:image/png,x') }</style>",
        '<svg><use href="#a"/></svg>',
        "<p>onclick url(http://x)</p>",
    ],
)
def test_what_only_leads_or_stays_within_is_none(html: str) -> None:
    assert page(html) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<html><head><title>a</title></head><body onload='x()'>", "runs onload of <body>"),
        ("<html manifest='http://x'><body>", "loads http://x by <html>"),
        ("<html><body background='a.png'>", "loads a.png by <body>"),
        ("<html><frameset><frame></frameset>", "holds <frame>"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'><body><embed>", "holds <embed>"),
        ("<p><body style='background: url(a.png)'>", "loads a.png by its style"),
    ],
)
def test_the_elements_round_a_page_are_looked_at_as_those_in_it(html: str, told: str) -> None:
    assert loads(loads_of_html, html.encode()) == loads(loads_of_page, html.encode()) == [told]


SCRIPT = '<script src="site.js" defer="defer"></script>'


@pytest.mark.parametrize(
    "html",
    [
        '<script src="site.js"></script>',
        '<script src="site.js" defer="defer">x()</script>',
        '<script src="site.js" defer="defer" onload="x()"></script>',
        '<svg><script src="site.js" defer="defer"></script></svg>',
        '<img srcset="pictures/a.svg">',
        '<img src="pictures/a.svg?b">',
        "<p style=\"background: url('fonts/a.woff2')\">",
        '<style>p { background: url("fonts/a.svg") }</style>',
    ],
)
def test_what_is_only_like_a_sites_own_is_told(html: str) -> None:
    assert loads(loads_of_page, html.encode()) != []


def test_a_page_of_a_site_may_name_the_files_beside_it_and_no_others() -> None:
    own = '<style>@font-face { src: url("fonts/A-b.woff2") }</style><img src="pictures/a.svg">'
    assert loads(loads_of_page, f"<body>{SCRIPT}{own}".encode()) == []
    others = '<img src="pictures/http://x"><script src="other.js"></script>'
    assert len(loads(loads_of_page, f"<body>{others}".encode())) == 3
    assert len(page(own)) == 2


def book(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return target.getvalue()


def test_an_epub_may_show_what_it_holds_and_no_more() -> None:
    xml = '<html xmlns="http://www.w3.org/1999/xhtml"><img src="{}"/></html>'
    assert loads(loads_of_epub, book(a_xhtml=xml.format("../images/a.png"))) == []
    for address in ("http://x/a.png", "//x/a.png"):
        found = loads(loads_of_epub, book(a_xhtml=xml.format(address)))
        assert found == [f"loads {address} by <img>"]


def test_styles_and_drawings_of_an_epub_are_looked_through() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    found = loads(loads_of_epub, book(a_css="p { background: url(http://x) }", b_svg=drawing))
    assert found == ["loads http://x by its style", "holds a script"]


def test_what_is_no_book_is_left_to_those_who_read_it() -> None:
    assert loads(loads_of_epub, b"") == []
    assert loads(loads_of_epub, book(a_xhtml="<html><p>", b_xhtml="<script/>")) == [
        "holds a script"
    ]


def test_an_entry_too_large_to_be_looked_through_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub_container, "MOST_BYTES", 20)
    (told,) = loads(loads_of_epub, book(a_svg="<svg/>", b_svg=f"<svg>{' ' * 20}</svg>"))
    assert told.startswith("cannot be looked through: b.svg is larger")
