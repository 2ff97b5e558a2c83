"""Links lead somewhere: in HTML pages and in EPUBs, whoever made them. No browser, no network."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from conftest import Editions, homes
from long_proofs import here

from octavo.finished import epub_container
from octavo.validators.links import Links
from octavo.validators.online import ask
from octavo.validators.verdicts import Finding, Job
from octavo.validators.web_addresses import fault_of

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="E/p.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><manifest>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="c.css" media-type="text/css"/>
<item id="d" href="images/d.svg" media-type="image/svg+xml"/>
</manifest></package>"""
CHAPTER = """<html xmlns="http://www.w3.org/1999/xhtml"><head>
<link rel="stylesheet" href="c.css"/></head><body id="top">
<p id="one"><a href="b%20b.xhtml#two">two</a> <a href="#one">one</a></p>
<img src="images/d.svg" alt=""/>
</body></html>"""
BOOK: Mapping[str, str] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "E/p.opf": PACKAGE,
    "E/a.xhtml": CHAPTER,
    "E/b b.xhtml": CHAPTER.replace("one", "two").replace("b%20b.xhtml#two", "a.xhtml#one"),
    "E/c.css": "p { color: #000 }\n",
    "E/images/d.svg": '<svg xmlns="http://www.w3.org/2000/svg"><use href="#x"/><g id="x"/></svg>',
}
PAGE = """<!DOCTYPE html>
<html><body>
<p id="one"><a href="#one">one</a> <a href="#">up</a> <a href="https://example.org/a?b=c#d">x</a></p>
<h2 id="über">x</h2>
<p><a href="#%C3%BCber">x</a> <img src="data:image/png;base64,iVBORw0KGgo=" alt=""></p>
<section aria-labelledby="one über"></section>
<pre>&lt;a href="#nowhere"> is text</pre>
<!-- <a href="#nowhere"> is a remark -->
</body></html>
"""


def of(path: Path, data: bytes | str) -> list[Finding]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return Links().run([Job("links", path)])


def book(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


LINKED = ("notes", "references", "endnotes-mixed", "book-structure", "escalation-2020", "figures")
"""Of these the links are followed among the tests."""


@pytest.mark.parametrize("slug", here(homes(), *LINKED))
def test_every_link_of_every_edition_leads_somewhere(
    slug: str, built: Editions, tmp_path: Path
) -> None:
    for name in (f"{slug}.html", f"{slug}.epub"):
        assert of(tmp_path / name, built[slug].files[name]) == []


def test_a_sound_page_has_no_finding(tmp_path: Path) -> None:
    assert of(tmp_path / "page.html", PAGE) == []


@pytest.mark.parametrize(
    ("fault", "rule", "says"),
    [
        ('<a href="#nowhere">', "fragment", "#nowhere"),
        ('<a href="other.html">', "file", "other.html"),
        ('<a href="../page.html">', "file", "page.html"),
        ('<img src="missing.png" alt="">', "file", "missing.png"),
        ('<img srcset="data:image/png;base64,AA 1x, big.png 2x" alt="">', "file", "big.png"),
        ('<p id="one">', "id", "line 3"),
        ('<a href="https://exa mple.org/">', "address", "%20"),
        ('<a href="https:///path">', "address", "no host"),
        ('<a href="//example.org/">', "address", "no scheme"),
        ('<a href="javascript:alert(1)">', "address", "javascript:"),
        ('<p aria-describedby="one nowhere">', "reference", "nowhere"),
    ],
)
def test_a_fault_of_a_page_is_told_with_its_line(
    fault: str, rule: str, says: str, tmp_path: Path
) -> None:
    [finding] = of(tmp_path / "page.html", PAGE.replace("</body>", f"{fault}</body>"))
    assert (finding.rule, finding.severity, finding.line) == (rule, "error", 9)
    assert says in finding.message
    assert finding.id in ("über", "one")


def test_a_file_beside_the_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text('<p id="any">')
    assert of(tmp_path / "page.html", '<a href="other.html#any">x</a>') == []


def test_an_id_that_the_page_beside_lacks_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text('<p id="any">')
    (finding,) = of(tmp_path / "page.html", '<a href="other.html#none">x</a>')
    assert finding.rule == "fragment"


def test_a_file_just_above_the_page_is_found_and_none_further_off(tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_text("")
    (tmp_path / "site").mkdir()
    assert of(tmp_path / "site" / "page.html", '<a href="../book.epub">x</a>') == []
    (tmp_path / "site" / "deep").mkdir()
    (finding,) = of(tmp_path / "site" / "deep" / "page.html", '<a href="../../book.epub">x</a>')
    assert finding.rule == "file"


def test_a_sound_book_has_no_finding(tmp_path: Path) -> None:
    assert of(tmp_path / "book.epub", book(BOOK)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "line"),
    [
        ("E/a.xhtml", "#two", "#three", "fragment", 3),
        ("E/a.xhtml", "b%20b.xhtml#two", "c.xhtml", "file", 3),
        ("E/a.xhtml", 'href="c.css"', 'href="d.css"', "file", 2),
        ("E/a.xhtml", "images/d.svg", "images/e.svg", "file", 4),
        ("E/a.xhtml", 'id="top"', 'id="one"', "id", 3),
        ("E/a.xhtml", "#one", "mailto:nobody", "address", 3),
        ("E/c.css", "#000", "#000; background: url(no.png)", "file", 1),
        ("E/images/d.svg", '"#x"', '"#y"', "fragment", 1),
        ("E/p.opf", "images/d.svg", "images/f.svg", "file", 5),
    ],
)
def test_a_fault_of_a_book_is_told_with_file_and_line(
    file: str, old: str, new: str, rule: str, line: int, tmp_path: Path
) -> None:
    assert old in BOOK[file]
    found = of(tmp_path / "book.epub", book({**BOOK, file: BOOK[file].replace(old, new, 1)}))
    assert (rule, file, line) in [(each.rule, each.inside, each.line) for each in found]


def test_a_file_that_the_manifest_lacks_is_told(tmp_path: Path) -> None:
    [finding] = of(tmp_path / "book.epub", book({**BOOK, "E/left.png": ""}))
    assert (finding.rule, finding.severity) == ("manifest", "warning")
    assert "E/left.png" in finding.message


@pytest.mark.parametrize(
    "data",
    [
        b"no zip",
        book({}),
        book({**BOOK, "META-INF/container.xml": "<container/>"}),
        book({**BOOK, "E/p.opf": "<package>"}),
        book({**BOOK, "E/a.xhtml": "<html><p></html>"}),
        book({**BOOK, "E/a.xhtml": "<i>" * 2000 + "</i>" * 2000}),
    ],
    ids="text empty no-package unsound-package unsound-text too-deep".split(),
)
def test_what_is_no_book_is_a_finding(data: bytes, tmp_path: Path) -> None:
    [finding] = of(tmp_path / "book.epub", data)
    assert (finding.rule, finding.severity) == ("unreadable", "error")


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub_container, "MOST_BYTES", 2000)
    big = book({**BOOK, "E/a.xhtml": CHAPTER + " " * 2000})
    [finding] = of(tmp_path / "book.epub", big)
    assert finding.rule == "unreadable"
    assert "E/a.xhtml is larger" in finding.message


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a%20b?c=d#e",
        "https://müller.example/ü",
        "https://[::1]/",
        "mailto:ada@example.org?subject=a",
        "tel:+441234",
        "urn:isbn:9780000000002",
        "data:,x y",
    ],
)
def test_a_sound_address_is_let_be(address: str) -> None:
    assert fault_of(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "https:example.org",
        "http://exa_mple..org/",
        "https://-a.example/",
        "https://example.org:port/",
        "https://example.org/a b",
        "https://example.org/100%",
        "https://example.org/<a>",
        "https://[::1/",
        "mailto:",
        "tel:",
        "file:///etc/passwd",
        "htps://example.org/",
    ],
)
def test_an_unsound_address_is_told(address: str) -> None:
    assert fault_of(address)


def test_notes_of_several_chapters_have_names_of_their_own(built: Editions) -> None:
    """axe: landmark-unique; one page holds them all."""
    html = built["book-structure"].files["book-structure.html"].decode()
    labels = re.findall(r'<section class="notes" role="doc-endnotes" aria-label="([^"]*)"', html)
    assert len(labels) > 1
    assert len(set(labels)) == len(labels)
    html = built["notes"].files["notes.html"].decode()
    assert 'role="doc-endnotes" aria-label="Notes"' in html


class Host(BaseHTTPRequestHandler):
    """Knows /here, knows /get by GET only, is closed at /closed, and nothing else."""

    asked: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        self.asked.append(self.path)
        known = {"/here": 200, "/get": 405, "/closed": 429}
        self.send_response(known.get(self.path, 404))
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/get" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        Host.asked.clear()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_network_is_asked_only_where_somebody_wants_it(tmp_path: Path, host: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "".join(f"<a href='{host}/{name}'>a</a>\n" for name in ("here", "get", "closed", "gone"))
        + f"<a href='{host}/gone#part'>a</a><link rel='canonical' href='{host}/other'>"
        "<a href='http://127.0.0.1:9/'>a</a>"
    )
    jobs = [Job("links", page)]
    assert Links().run(jobs) == [] and Host.asked == []
    found = Links(ask).run(jobs)
    assert [(each.rule, each.severity, each.line) for each in found] == [
        ("online", "warning", 4),
        ("online", "warning", 5),
        ("online", "warning", 5),
    ]
    assert "is answered with 404" in found[0].message
    assert "cannot be reached" in found[2].message
    assert "/other" not in Host.asked
    Links(ask).run(jobs)
    assert Host.asked.count("/gone") == 2  # with and without the fragment, each once
