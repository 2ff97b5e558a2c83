"""A .docx with tracked changes: accepted it is B, rejected it is A; anybody's .docx is read."""

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
import word_processor
from click.testing import CliRunner, Result
from long_proofs import here
from lxml import etree
from revised import ONE, OTHER, Author, some
from test_redline import PAIR, PAIRS, revision, tiny, written

from octavo.cli.program import octavo
from octavo.core.archive import zip_document
from octavo.diff.match.compare import compare
from octavo.diff.report.redline.woven import weave
from octavo.diff.report.tracked.word_document import track_changes
from octavo.diff.revision import Opened
from octavo.finished.docx_package import read_package
from octavo.finished.items import Unreadable
from octavo.languages import language

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOUR_SEEDS = range(4)


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["diff", *words])


def document(old: Opened, new: Opened) -> bytes:
    words = language(new.workshop, new.publication.config.language)
    events = compare(old.manuscript, new.manuscript)
    return track_changes(old, new, weave(old, new), events, words)


def decided(data: bytes, is_accepted: bool) -> list[str]:
    """Return the paragraphs of a document when all of its changes are decided, by the rules of
    WordprocessingML: what is gone goes, a paragraph whose end is gone is one with the next."""
    gone = ("del", "moveFrom") if is_accepted else ("ins", "moveTo")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
    found = {str(n.get(f"{W}id")): _lines(n, gone, {}) for n in notes}
    return _lines(root, gone, found)


def _lines(root: etree._Element, gone: tuple[str, str], notes: dict[str, list[str]]) -> list[str]:
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in gone):
            row.getparent().remove(row)  # type: ignore[union-attr]
    lines, line = [], ""
    for paragraph in root.iter(f"{W}p"):
        line += "".join(_words(paragraph, gone, notes))
        mark = f"{W}pPr/{W}rPr"
        if not any(paragraph.find(f"{mark}/{W}{name}") is not None for name in gone):
            lines.append(" ".join(line.split()))
            line = ""
    return [each for each in [*lines, " ".join(line.split())] if each]


def _words(node: etree._Element, gone: tuple[str, str], notes: dict[str, list[str]]) -> list[str]:
    found: list[str] = []
    for each in node:
        name = str(each.tag).rpartition("}")[2]
        if name in gone or name == "pPr":
            continue
        if name in ("t", "delText"):
            found.append(each.text or "")
        elif name in ("br", "tab"):
            found.append(" ")
        elif name == "footnoteReference":
            found += [f"[{line}]" for line in notes[str(each.get(f"{W}id"))]]
        elif name == "docPr":
            found.append("picture")
        else:
            found += _words(each, gone, notes)
    return found


def holds_both(old: Opened, new: Opened) -> None:
    both = document(old, new)
    assert decided(both, True) == decided(document(new, new), True)
    assert decided(both, False) == decided(document(old, old), True)


@pytest.mark.parametrize("pair", here(PAIRS, *PAIRS[4::12]), ids="-".join)
def test_books_that_have_nothing_in_common_are_accepted_and_rejected(pair: tuple[str, str]) -> None:
    holds_both(*map(tiny, pair))


@pytest.mark.long
def test_the_revision_pair_is_accepted_and_rejected() -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    holds_both(old, new)
    holds_both(new, old)


@pytest.mark.parametrize("seed", FOUR_SEEDS)
def test_many_edits_at_once_are_accepted_and_rejected(seed: int, tmp_path: Path) -> None:
    author = Author(100 + seed)
    text = revised = author.document(6)
    for revise in some(author, 6):
        revised = revise(revised, author)
    holds_both(written(tmp_path / "old", text, ONE), written(tmp_path / "new", revised, OTHER))


def test_a_table_with_another_column_and_another_cell_stands_there_twice(tmp_path: Path) -> None:
    old = "# T\n\n| A | B |\n|---|---|\n| one | 28 |\n| two | 29 |\n"
    new = "# T\n\n| N | A | B |\n|---|---|---|\n| x | one | 4711 |\n| y | two | 29 |\n"
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    sides = [revision(tmp_path / f"{name}.md", tmp_path) for name in "ab"]
    holds_both(sides[0], sides[1])
    assert "28" in decided(document(*sides), False)


def test_a_paragraph_that_became_the_caption_and_the_source_of_a_table_is_given_back(
    tmp_path: Path,
) -> None:
    said = "Table: Stations of the coast, with two that are gone.\nSource: ledgers, list of 1930.\n"
    table = "| Station | Since |\n|---|---|\n| Corran | 1871 |\n\n"
    for name, text in (("a", said), ("b", f"{table}{said}")):
        whole = f"# T\n\n## Heads of columns\n\n{text}\nThe list ends here.\n"
        (tmp_path / f"{name}.md").write_text(whole, encoding="utf-8")
    sides = [revision(tmp_path / f"{name}.md", tmp_path) for name in "ab"]
    holds_both(sides[0], sides[1])
    holds_both(sides[1], sides[0])


@pytest.mark.parametrize("is_dated", [False, True])
def test_an_insertion_before_another_paragraph_of_them_has_a_moment_of_its_own(
    is_dated: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_dated:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    old = "# T\n\nThe oak fell\n\nThe end of it.\n"
    new = "# T\n\nThe oak fell at night\n\nNobody heard it.\n\nThe end of it.\n"
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    sides = [revision(tmp_path / f"{name}.md", tmp_path) for name in "ab"]
    with zipfile.ZipFile(io.BytesIO(document(*sides))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = [p for p in root.iter(f"{W}p") if p.find(f"{W}ins") is not None]
    one, other = ({each.get(f"{W}date") for each in p.iter(f"{W}ins")} for p in paragraphs)
    assert len(one) == len(other) == 1 and one != other


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(word_processor.OFFICE is None, reason=word_processor.WHY)
def test_a_word_processor_accepts_and_rejects_all(tmp_path: Path) -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    sides = {"both": (old, new), "old": (old, old), "new": (new, new)}
    for name, pair in sides.items():
        (tmp_path / f"{name}.docx").write_bytes(document(*pair))
    word_processor.decide([tmp_path / f"{name}.docx" for name in sides], tmp_path)
    told = {path.name: word_processor.told(path) for path in tmp_path.glob("*.fodt")}
    assert told["both.accepted.fodt"] == told["new.accepted.fodt"]
    assert told["both.rejected.fodt"] == told["old.accepted.fodt"]
    assert len(told["both.accepted.fodt"]) > 300


def test_a_document_names_author_and_date_and_is_the_same_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name, tree in (("a", "*larch*"), ("b", "**oak**")):
        (tmp_path / f"{name}.md").write_text(f"# Trees\n\nThe {tree} fell.\n", encoding="utf-8")
    sides = [str(tmp_path / f"{name}.md") for name in "ab"]
    for name in ("one", "two"):
        out = str(tmp_path / f"{name}.docx")
        result = run(*sides, "--docx", out, "--author", "Ada Quill", "--project", str(tmp_path))
        assert result.exit_code == 1, result.output
    data = (tmp_path / "one.docx").read_bytes()
    assert data == (tmp_path / "two.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert re.search(r'<w:del w:id="\d+" w:author="Ada Quill" w:date="2023-11-14T22:13:20Z">', xml)
    assert re.search(r'<w:ins [^>]+><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">oak', xml)


def test_a_document_is_read_as_it_was_written(tmp_path: Path) -> None:
    pytest.importorskip("mammoth")
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    path = tmp_path / "new.docx"
    path.write_bytes(document(new, new))
    result = run(str(PAIR / "v2" / "v2.md"), str(path))
    assert result.exit_code == 0, result.output
    assert "no difference" in result.output
    path.write_bytes(document(old, new))
    result = run(str(PAIR / "v2" / "v2.md"), str(path))
    assert "no difference" in result.output and "E717 notice" in result.output


def test_lists_of_a_document_keep_their_numbers(tmp_path: Path) -> None:
    pytest.importorskip("mammoth")
    text = "# L\n\n3. three\n4. four\n    - deep\n\nBetween.\n\n1. one\n2. two\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    same = revision(tmp_path / "a.md", tmp_path)
    (tmp_path / "b.docx").write_bytes(document(same, same))
    result = run(str(tmp_path / "a.md"), str(tmp_path / "b.docx"))
    assert result.exit_code == 0, result.output


def test_what_reads_a_document_is_asked_for_e715(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "mammoth" else real(name)
    )
    monkeypatch.delitem(sys.modules, "mammoth", raising=False)
    (tmp_path / "a.docx").write_bytes(b"")
    (tmp_path / "a.md").write_text("A.\n", encoding="utf-8")
    result = run(str(tmp_path / "a.md"), str(tmp_path / "a.docx"))
    assert result.exit_code == 2
    assert "E715" in result.output and "pip install 'octavo[docx]'" in result.output


BODY = f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p/></w:body></w:document>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"word/other.xml": b"<x/>"}, "it has no word/document.xml"),
        ({"word/document.xml": (BOMB + BODY).encode()}, "has a document type"),
        ({"word/document.xml": b"<w:document"}, "no sound .docx"),
        ({"word/document.xml": BODY.encode(), "word/x.bin": bytes(65 * 2**20)}, "larger than"),
    ],
    ids=["none", "entities", "broken", "zip bomb"],
)
def test_a_hostile_document_is_refused_e716(
    files: dict[str, bytes], message: str, tmp_path: Path
) -> None:
    data = zip_document({"[Content_Types].xml": b"<Types/>", **files}, 0)
    with pytest.raises(Unreadable, match=re.escape(message)):
        read_package(data)
    pytest.importorskip("mammoth")
    (tmp_path / "a.docx").write_bytes(data)
    (tmp_path / "a.md").write_text("A.\n", encoding="utf-8")
    result = run(str(tmp_path / "a.md"), str(tmp_path / "a.docx"))
    assert result.exit_code == 2 and "E716" in result.output
    (tmp_path / "a.docx").write_bytes(b"no zip at all")
    assert "E716" in run(str(tmp_path / "a.md"), str(tmp_path / "a.docx")).output


def test_pictures_elsewhere_are_never_loaded_e718(tmp_path: Path) -> None:
    pytest.importorskip("mammoth")
    (tmp_path / "a.md").write_text("# T\n\nA.\n", encoding="utf-8")
    same = revision(tmp_path / "a.md", tmp_path)
    with zipfile.ZipFile(io.BytesIO(document(same, same))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    drawing = (
        '<w:r><w:drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships" xmlns:a="urn:a" xmlns:wp="urn:wp"><wp:docPr descr="a boat"/>'
        '<a:blip r:link="rId7"/></w:drawing></w:r>'
    )
    xml = files["word/document.xml"].decode().replace("A.</w:t></w:r>", f"A.</w:t></w:r>{drawing}")
    files["word/document.xml"] = xml.encode()
    (tmp_path / "b.docx").write_bytes(zip_document(files, 0))
    result = run(str(tmp_path / "a.md"), str(tmp_path / "b.docx"))
    assert "E718 notice" in result.output and "[a boat]" in result.output


def test_a_note_that_only_one_revision_calls_before_is_called_in_both(tmp_path: Path) -> None:
    old = "# T\n\nA well of oak stands in the sea.\n\nThe keeper reads it.[^a]\n\n[^a]: Twice.\n"
    new = old.replace("A well", "The float hangs there.[^a]\n\nA well")
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    sides = [revision(tmp_path / f"{name}.md", tmp_path) for name in "ab"]
    holds_both(sides[0], sides[1])
    holds_both(sides[1], sides[0])
    assert "The keeper reads it.[Twice.]" in decided(document(*sides), False)


def test_lines_of_verse_end_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# T\n\n/// verse\nThe tide came in,\nthe tide went out.\n///\n", encoding="utf-8"
    )
    same = revision(tmp_path / "a.md", tmp_path)
    with zipfile.ZipFile(io.BytesIO(document(same, same))) as archive:
        xml = archive.read("word/document.xml").decode()
    assert xml.count("<w:br/>") == 1
