"""What goldens keep of finished files: all that can be read, digests of the rest."""

import hashlib
import io
import zipfile

from octavo.finished.epub_projection import epub_projection
from octavo.finished.html_projection import digest_line, html_projection, site_projection

PAGE = b'<style>p{}</style>\n<main id="octavo-text">\n<p>Words 0123.</p>\n</main>\n<p>End</p>'


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:16].encode()


def test_embedded_files_become_digests_and_the_page_stays() -> None:
    page = b'<img src="data:image/png;base64,AQ=="> <a href="data:text">data:,</a>'
    wanted = b'<img src="data:image/png;sha256,' + digest(b"AQ==") + b'">'
    assert html_projection(page) == page.replace(b'<img src="data:image/png;base64,AQ==">', wanted)
    drawn = b'<img src="data:image/svg+xml,%3Csvg/%3E">'
    assert b"svg+xml;sha256," + digest(b"%3Csvg/%3E") in html_projection(drawn)


def test_other_bytes_give_another_digest() -> None:
    pages = [b'src="data:font/woff2;base64,' + each + b'"' for each in (b"AQ==", b"Ag==")]
    assert len({html_projection(page) for page in pages}) == 2


def test_the_edition_of_a_site_is_dots() -> None:
    found = site_projection({"work-site/index.html": PAGE}, "0123", False)
    assert found == {"index.html": PAGE.replace(b"0123", b"....")}


def test_a_sites_pages_share_one_style() -> None:
    found = site_projection({"s/index.html": PAGE, "s/a.html": PAGE}, "none", False)
    assert found["index.html"] == PAGE
    assert found["a.html"] == PAGE.replace(b"<style>p{}</style>", b"<style/>")


def test_words_that_another_golden_has_are_a_digest() -> None:
    files = {"s/a.html": PAGE, "s/search.js": b"x([[1],[2]])", "s/fonts/a.woff2": b"\0"}
    told = site_projection(files, "none", True)
    assert sorted(told) == ["a.html", "fonts/a.woff2.sha256", "search.js.sha256"]
    assert b"Words" not in told["a.html"] and b"<p>End</p>" in told["a.html"]
    alone = site_projection(files, "none", False)
    assert alone["search.js"] == b"x([[1],\n[2]])" and b"Words" in alone["a.html"]


def test_a_digest_tells_the_size_too() -> None:
    assert digest_line(b"abc") == f"3 {hashlib.sha256(b'abc').hexdigest()}\n".encode()


def container(*files: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


def test_texts_of_an_epub_stand_as_they_are_and_other_files_in_a_list() -> None:
    files = ("mimetype", b"x"), ("b.png", b"\x89"), ("a.xhtml", b"<p/>"), ("a.woff2", b"\0\0")
    found = epub_projection(container(*files))
    assert sorted(found) == ["a.xhtml", "binaries.txt", "order.txt"]
    lines = [line.split(" ")[:2] for line in found["binaries.txt"].decode().splitlines()]
    assert lines == [["a.woff2", "2"], ["b.png", "1"], ["mimetype", "1"]]
    assert found["order.txt"] == b"mimetype\nb.png\na.xhtml\na.woff2\n"
