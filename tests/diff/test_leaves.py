"""Pages of two PDFs: words changed, words elsewhere, another look; and why builds differ."""

import json
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import environment
from long_proofs import here
from PIL import Image, ImageDraw
from revised import ONE, Author, add_paragraph, edit_word, remove_paragraph
from test_collation import GIT, HEAD
from test_collation_inputs import _pdf

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.diff.causes import bytes_of
from octavo.diff.match.compare import compare
from octavo.diff.page_changes import CONTENT, EQUAL, LOOK, MOST_PIXELS, REFLOW, Book, regions
from octavo.diff.page_pictures import beside, leaf_through
from octavo.diff.paged import paginate
from octavo.diff.revision import Opened, open_revision
from octavo.editions.pdf.presses import Presses
from octavo.production.pipeline import Project, build, write

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def project(root: Path) -> Project:
    return Project(root, root / "build", None, environment())


ONLY_PDF = HEAD.replace("octavo: 1\n", "octavo: 1\neditions: [pdf]\n")


def written(root: Path, text: str, css: str = "") -> Path:
    """Write an article and the style of its project; return its file."""
    (root / "source").mkdir(parents=True, exist_ok=True)
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "own.css").write_text(css, encoding="utf-8")
    path = root / "source" / "text.md"
    path.write_text(text, encoding="utf-8")
    return path


def pdf_of(root: Path, text: str, css: str = "") -> tuple[bytes, Opened]:
    """Return the PDF of an article, and the article with the pages of its blocks."""
    from octavo.production.assembly import set_publication

    path = written(root, ONLY_PDF + text, css)
    with open_revision(str(path), project(root)) as found:
        made = set_publication(found.workshop, found.publication).files
        return made["text.pdf"], paginate(found, Presses())


@pytest.mark.parametrize("seed", here(range(2), 0))
def test_pages_with_changed_words_are_those_of_changed_blocks(seed: int, tmp_path: Path) -> None:
    """What is told of the pixels' side is held against the blocks' own pages."""
    author = Author(500 + seed)
    document = author.document(9)
    revised = document
    for revise in (edit_word, add_paragraph, remove_paragraph):
        revised = revise(revised, author)
    old, one = pdf_of(tmp_path / "old", document.written(ONE))
    new, other = pdf_of(tmp_path / "new", revised.written(ONE))
    events = compare(one.manuscript, other.manuscript)
    truth = {page for e in events for spot in e.new for page in spot.pages}
    sure = {spot.pages[0] for e in events for spot in e.new if len(set(spot.pages)) == 1}
    told, _ = leaf_through(old, new, ("old", "new"), False)
    changed = {each.new.label for each in told if each.kind == CONTENT and each.new}
    gone = {page for e in events for spot in e.old if not e.new for page in spot.pages}
    assert sure <= changed | {each.new.label for each in told if each.kind == "added" and each.new}
    assert len(changed - truth) <= len(gone) + 1  # where words went, others meet; the colophon
    assert any(each.kind in (REFLOW, EQUAL) for each in told)


@pytest.mark.long
def test_another_look_is_no_other_text(tmp_path: Path) -> None:
    text = Author(7).document(2).written(ONE)
    old, _ = pdf_of(tmp_path / "old", text)
    new, _ = pdf_of(tmp_path / "new", text, ".level-2 { color: #a00 }")
    told, pictures = leaf_through(old, new, ("old", "new"), True)
    kinds = Counter(each.kind for each in told)
    assert kinds[LOOK] and not kinds[REFLOW]
    assert kinds[CONTENT] <= 1  # the colophon names the edition
    again, same = leaf_through(old, new, ("old", "new"), True)
    assert (told, pictures) == (again, same)
    assert len(pictures) == kinds.total() - kinds[EQUAL]
    assert [beside(each) for each in pictures] == [beside(each) for each in same]
    assert {each.kind for each in leaf_through(old, old, ("a", "b"), False)[0]} == {EQUAL}


def test_regions_hang_together() -> None:
    old, new = Image.new("L", (400, 300), 255), Image.new("L", (400, 300), 255)
    draw = ImageDraw.Draw(new)
    draw.rectangle((10, 10, 60, 40), fill=0)
    draw.rectangle((64, 10, 90, 40), fill=0)
    draw.rectangle((300, 200, 340, 230), fill=0)
    assert regions(old, old) == []
    assert regions(old, new) == [(8, 8, 96, 48), (296, 200, 344, 232)]


def test_a_page_without_end_is_shown_small(tmp_path: Path) -> None:
    huge = _pdf([[(72, 700, "A page")]]).replace(b"[0 0 595 842]", b"[0 0 9999999 9]")
    with Book(huge, "huge") as book:
        assert max(book.picture(book.leaves[0]).size) <= MOST_PIXELS


def test_what_is_no_pdf_is_e706() -> None:
    with pytest.raises(BuildFailed, match="E706"):
        leaf_through(b"%PDF-1.7", _pdf([[]]), ("old.pdf", "new.pdf"), False)


def test_an_edition_without_a_pdf_is_e709(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<title>A</title><p>Words.</p>", encoding="utf-8")
    result = CliRunner().invoke(octavo, ["diff", str(path), str(path), "--pages"])
    assert result.exit_code == 2 and "E709" in result.output


def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return two folders of builds of one article."""
    root = tmp_path / "one"
    written(root, HEAD + "Some words.\n")
    made = build(project(root), "text", ("html", "epub"))
    for name in ("a", "b"):
        write(made, replace(project(root), out=tmp_path / name))
    return tmp_path / "a" / "text", tmp_path / "b" / "text"


def test_other_bytes_have_a_cause_or_exit_code_4(tmp_path: Path) -> None:
    one, other = folders(tmp_path)
    run = CliRunner().invoke
    same = run(octavo, ["diff", str(one), str(other)])
    assert same.exit_code == 0 and "bytes: equal" in same.output
    manifest = json.loads((other / "manifest.json").read_bytes())
    manifest["outputs"]["text.html"]["sha256"] = "0" * 64
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    fault = run(octavo, ["diff", str(one), str(other)])
    assert fault.exit_code == 4 and "report this as a fault of Octavo" in fault.output
    manifest["ingredients"]["wheel/weasyprint"] = "1.0"
    manifest["ingredients"]["project/own.css"] = "1" * 64
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    known = run(octavo, ["diff", str(one), str(other)])
    assert known.exit_code == 1
    assert "library weasyprint" in known.output and "template own.css" in known.output


def test_the_entries_of_two_epubs_are_named(tmp_path: Path) -> None:
    one, other = folders(tmp_path)
    with zipfile.ZipFile(other / "text.epub", "a") as archive:
        archive.writestr("EPUB/more.txt", "more")
    found = bytes_of(str(one / "text.epub"), str(other / "text.epub"))
    assert found is not None and found.differing == ("EPUB/more.txt",)
    equal = bytes_of(str(one / "text.html"), str(other / "text.html"))
    assert equal is not None and equal.differing == ()


@needs_git
@pytest.mark.long
def test_text_and_templates_have_a_share_each(tmp_path: Path) -> None:
    def commit(words: str, css: str) -> None:
        (tmp_path / "source").mkdir(exist_ok=True)
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "source" / "text.md").write_text(HEAD + words, encoding="utf-8")
        (tmp_path / "templates" / "own.css").write_text(css, encoding="utf-8")
        for command in (("add", "-A"), ("commit", "-q", "-m", words)):
            subprocess.run(
                ["git", *command], cwd=tmp_path, env={**environment(), **GIT}, check=True
            )

    def shares(revisions: str) -> dict[str, list[str]]:
        words = ["diff", revisions, "text", "--explain", "--json", "--project", str(tmp_path)]
        told = json.loads(CliRunner().invoke(octavo, words).output)
        return {each["cause"]: each["files"] for each in told["explained"]["shares"]}

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, env={**environment(), **GIT}, check=True)
    commit("Some words.\n", "p { color: #111111 }\n")
    commit("Other words.\n", "p { color: #111111 }\n")
    commit("Other words.\n", "p { color: #222222 }\n")
    every = ["epub", "html", "pdf"]
    assert shares("HEAD~2..HEAD~1") == {"text": every, "templates": [], "both": every}
    assert shares("HEAD~1..HEAD") == {"text": [], "templates": every, "both": every}
    assert shares("HEAD~2..HEAD") == {"text": every, "templates": every, "both": every}
