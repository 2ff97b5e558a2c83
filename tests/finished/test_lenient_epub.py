"""An EPUB is read as far as it can be: one faulty chapter refuses no other."""

import io
import zipfile

import pytest

from octavo.finished.foreign import Files, read_epub_files
from octavo.finished.items import Unreadable
from octavo.markup.tree import text_of

XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
GOOD = XHTML.format("<p>The tide came in.</p>")


def epub_of(**chapters: str | None) -> Files:
    """Return what an EPUB of these chapters holds; None is listed, and is not there."""
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        rootfile = '<container><rootfile full-path="p.opf"/></container>'
        archive.writestr("META-INF/container.xml", rootfile)
        package = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"
        archive.writestr("p.opf", package)
        for name, text in chapters.items():
            if text is not None:
                archive.writestr(f"{name}.xhtml", text)
    return read_epub_files(out.getvalue())


@pytest.mark.parametrize(
    "faulty",
    [
        XHTML.format("<p>Low <b>water</p>"),
        XHTML.format("<p>Low&nbsp;water</p>"),
        XHTML.format("<p title=low>Low water</p>"),
        "<HTML><BODY><P>Low water<BR></BODY></HTML>",
    ],
    ids=["unclosed", "entity", "attribute", "html"],
)
def test_an_ill_formed_chapter_is_read_as_browsers_read_it(faulty: str) -> None:
    files = epub_of(a=GOOD, b=faulty, c=GOOD)
    said = [" ".join(text_of(body).split()) for body in files.bodies.values()]
    assert said == ["The tide came in.", "Low water", "The tide came in."]
    ((path, reason),) = files.faulty
    assert path == "b.xhtml" and "ill-formed" in reason


def test_a_chapter_that_is_not_there_is_told() -> None:
    files = epub_of(a=GOOD, b=None)
    assert list(files.bodies) == ["a.xhtml"] and dict(files.faulty).keys() == {"b.xhtml"}


def test_a_package_that_is_ill_formed_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", "<container>")
    with pytest.raises(Unreadable):
        read_epub_files(out.getvalue())
