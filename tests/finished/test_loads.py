"""What an edition would run or ask of somebody else."""

import io
import zipfile

import pytest

from octavo.finished.loads import SCRIPT, loads_of_epub, loads_of_html, loads_of_page


def page(body: str) -> list[str]:
    return list(loads_of_html(f"<!DOCTYPE html><html><body>{body}</body></html>".encode()))


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


def test_a_page_of_a_site_may_name_the_files_beside_it_and_no_others() -> None:
    own = '<style>@font-face { src: url("fonts/A-b.woff2") }</style><img src="pictures/a.svg">'
    assert list(loads_of_page(f"<body>{SCRIPT}{own}".encode())) == []
    others = '<img src="pictures/http://x"><script src="other.js"></script>'
    assert len(list(loads_of_page(f"<body>{others}".encode()))) == 3
    assert len(page(own)) == 2


def book(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return target.getvalue()


def test_an_epub_may_show_what_it_holds_and_no_more() -> None:
    xml = '<html xmlns="http://www.w3.org/1999/xhtml"><img src="{}"/></html>'
    assert list(loads_of_epub(book(a_xhtml=xml.format("../images/a.png")))) == []
    for address in ("http://x/a.png", "//x/a.png"):
        found = list(loads_of_epub(book(a_xhtml=xml.format(address))))
        assert found == [f"loads {address} by <img>"]


def test_styles_and_drawings_of_an_epub_are_looked_through() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    found = list(loads_of_epub(book(a_css="p { background: url(http://x) }", b_svg=drawing)))
    assert found == ["loads http://x by its style", "holds a script"]


def test_an_epub_that_was_not_made_loads_nothing() -> None:
    assert list(loads_of_epub(b"")) == []
