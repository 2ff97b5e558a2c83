"""Documents as Microsoft Word writes them: strict ones, other names of parts, cells that span."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from test_collation import written
from test_redline import revision
from test_tracked_changes import document

from octavo.diff.match.compare import compare
from octavo.diff.report.tracked.tracked_runs import bookmark_name
from octavo.diff.revision import Opened

TEXT = (
    "---\ntitle: The harbour\nlanguage: en\n---\n\n## Where it lies {#lies}\n\n"
    "The harbour lies to the [east](#lies), says http://purl.oclc.org/ooxml/drawingml/main.\n\n"
    "- a gate\n- a lamp\n"
)
SPANS = """
<table>
<tr><td>1</td><td>2</td><td>3</td><td>4</td></tr>
<tr><td>5</td><td colspan="2" rowspan="2">6</td><td>7</td></tr>
<tr><td>8</td><td>9</td></tr>
<tr><td rowspan="2">10</td><td>11</td><td>12</td><td>13</td></tr>
<tr><td>14</td><td>15</td><td>16</td></tr>
</table>
"""


def packed(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """Return a package with each of its parts changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(target, "w") as made,
    ):
        for name in archive.namelist():
            made.writestr(*change(name, archive.read(name)))
    return target.getvalue()


def strict(name: str, content: bytes) -> tuple[str, bytes]:
    """Write a part as Word does where "Strict Open XML Document" is chosen."""
    ours = rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/"
    if name.startswith("[Content"):
        return name, content
    return name, re.sub(rb'="' + ours, rb'="http://purl.oclc.org/ooxml/\1/', content)


def renamed(name: str, content: bytes) -> tuple[str, bytes]:
    """Call the main part as some versions of Word do."""
    return name.replace("document.xml", "document2.xml"), content.replace(
        b"word/document.xml", b"word/document2.xml"
    )


def source(root: Path, text: str) -> Opened:
    written(root, {"text.md": text})
    return revision(root / "text.md", root)


def read_back(root: Path, data: bytes) -> Opened:
    written(root, {"text.docx": data})
    return revision(root / "text.docx", root)


@pytest.mark.parametrize("change", [strict, renamed], ids=["strict", "renamed"])
def test_a_document_is_read_however_word_has_kept_it(
    change: Callable[[str, bytes], tuple[str, bytes]], tmp_path: Path
) -> None:
    work = source(tmp_path, TEXT)
    plain = document(work, work)
    kept = packed(plain, change)
    assert kept != plain
    found, usual = read_back(tmp_path / "a", kept), read_back(tmp_path / "b", plain)
    assert [each.text for each in usual.manuscript.blocks][-1] == "a lamp"
    assert compare(usual.manuscript, found.manuscript) == ()
    assert any("http://purl.oclc.org" in each.text for each in found.manuscript.blocks)


def test_cells_that_span_both_ways_come_back_as_they_were(tmp_path: Path) -> None:
    work = source(tmp_path, TEXT + SPANS)
    back = read_back(tmp_path / "a", document(work, work))
    sizes = [
        [[(cell.text, cell.width, cell.height) for cell in row] for row in block.rows]
        for side in (work, back)
        for block in side.manuscript.blocks
        if block.rows
    ]
    assert sizes[0] == sizes[1]
    assert ("6", 2, 2) in sizes[0][1] and ("10", 1, 2) in sizes[0][3]


@pytest.mark.parametrize("name", ["lies", "_Toc123", "Part_2"])
def test_a_name_that_word_knows_stays_the_name_of_its_bookmark(name: str) -> None:
    assert bookmark_name(name) == name


@pytest.mark.parametrize("name", ["to-lie", "2nd", "é", "a" * 41, "redline-was-lies"])
def test_a_name_that_word_does_not_take_has_another(name: str) -> None:
    assert re.fullmatch(r"o[0-9a-f]{16}", bookmark_name(name))
