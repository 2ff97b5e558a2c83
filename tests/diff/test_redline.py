"""The redline gives back either revision, whole: words, structure and attributes."""

from pathlib import Path

import pytest
from conftest import environment
from long_proofs import here
from PIL import Image
from revised import ONE, OTHER, Author, Document, Hand, some

from octavo.diff.report.redline.marks import MARK
from octavo.diff.report.redline.unweave import accept_changes, reject_changes
from octavo.diff.report.redline.woven import book, weave
from octavo.diff.revision import Opened, open_revision
from octavo.markup.tree import Element, elements, serialise
from octavo.production.pipeline import Project

BOOKS = Path(__file__).parents[1] / "books"
PAIR = Path(__file__).parents[1] / "revision-pair"
NAMES = sorted(each.name for each in BOOKS.iterdir() if (each / "source").is_dir())
PAIRS = list(zip(NAMES, [*NAMES[1:], NAMES[0]], strict=True))


def revision(named: Path | str, root: Path) -> Opened:
    with open_revision(str(named), Project(root, root / "build", None, environment())) as found:
        return found


def written(folder: Path, document: Document, hand: Hand = ONE) -> Opened:
    folder.mkdir(exist_ok=True)
    (folder / "text.md").write_text(document.written(hand), encoding="utf-8")
    return revision(folder / "text.md", folder)


def told(root: Element) -> list[str]:
    """Return a tree in lines, so that a failure shows where it differs."""
    return serialise(root).replace("><", ">\n<").split("\n")


def gives_back(old: Opened, new: Opened) -> Element:
    """Hold what a redline gives back against the revisions themselves; return the redline."""
    root = weave(old, new).root
    assert told(accept_changes(root)) == told(book(new.publication))
    assert told(reject_changes(root)) == told(book(old.publication))
    return root


def tiny(name: str) -> Opened:
    source = BOOKS / name / "source"
    folder = source / name
    return revision(folder if folder.is_dir() else source / f"{name}.md", BOOKS / name)


def test_the_revision_pair_is_given_back() -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    gives_back(old, new)
    gives_back(new, old)


@pytest.mark.parametrize("name", NAMES)
def test_a_book_against_itself_has_no_marks(name: str) -> None:
    same = tiny(name)
    root = gives_back(same, same)
    assert [node.get(MARK) for node in elements(root) if node.get(MARK)] == []


@pytest.mark.parametrize("pair", here(PAIRS, *PAIRS[::5]), ids="-".join)
def test_two_books_that_have_nothing_in_common_are_given_back(pair: tuple[str, str]) -> None:
    gives_back(*map(tiny, pair))


@pytest.mark.parametrize("seed", range(4))
def test_many_edits_at_once_are_given_back(seed: int, tmp_path: Path) -> None:
    author = Author(100 + seed)
    document = revised = author.document(8)
    for revise in some(author, 6):
        revised = revise(revised, author)
    old = written(tmp_path / "old", document)
    new = written(tmp_path / "new", revised, OTHER)
    assert elements(gives_back(old, new))
    gives_back(new, old)


def test_a_picture_that_was_stored_anew_is_not_shown_as_another(tmp_path: Path) -> None:
    text = "Words before it.\n\n![A round gauge](a.png)\n\nFigure: A gauge.\n"
    for name, level in (("old", 0), ("new", 9)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "text.md").write_text(text, encoding="utf-8")
        image = Image.new("RGB", (64, 64), "teal")
        image.save(tmp_path / name / "a.png", compress_level=level)
    old, new = (revision(tmp_path / name / "text.md", tmp_path) for name in ("old", "new"))
    cloth = weave(old, new)
    assert cloth.pictures == frozenset()
    assert [node.get(MARK) for node in elements(cloth.root) if node.get(MARK)] == []
