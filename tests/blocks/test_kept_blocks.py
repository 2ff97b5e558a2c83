"""The blocks of edition.json are the same ones whether chapters are read anew or recalled."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of

from octavo.blocks.kept_blocks import recall_lines, recall_pictures
from octavo.blocks.manuscript import blocks_of, manuscript_of
from octavo.blocks.record import line_of_block
from octavo.core.workshop import Workshop
from octavo.model.made import PageMap
from octavo.model.publication import Publication
from octavo.production.pipeline import Project, workshop_of
from octavo.production.publication_reader import read_publication

BOOKS = Path(__file__).parents[1] / "books"


def kept(publication: Publication, workshop: Workshop, pages: PageMap) -> list[str]:
    pictures = recall_pictures(publication, workshop)
    return list(recall_lines(publication, workshop, pictures, pages))


def pages_of(publication: Publication, first: int = 0) -> PageMap:
    """Return a page for each block of a publication."""
    bodies = (chapter.body for chapter in publication.chapters)
    names = [str(node.get("data-b")) for body in bodies for node in body.iter("*")]
    numbers = {name: n for n, name in enumerate(names) if name != "None"}
    return PageMap(tuple(str(n + first) for n in range(len(names))), numbers, numbers)


@pytest.mark.parametrize("slug", ("book-structure", "figures", "notes", "tables"))
def test_kept_blocks_are_those_that_are_read(slug: str, tmp_path: Path) -> None:
    project = Project(BOOKS / slug, tmp_path / "build", tmp_path / "store", {})
    publication = read_publication(workshop_of(project, slug), slug)
    for pages in (PageMap(), pages_of(publication), pages_of(publication, 1)):
        wanted = manuscript_of(publication, {}, "", "", pages)
        for is_there in (False, True):
            workshop = workshop_of(project, slug)
            assert recall_pictures(publication, workshop) == wanted.assets
            found = kept(publication, workshop, pages)
            assert found == [line_of_block(block) for block in wanted.blocks]
            assert ("blocks" in workshop.store.made) is not is_there


def test_only_the_chapter_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    project = Project(tmp_path, tmp_path / "build", tmp_path / "store", {})
    texts = ["<p>Ebb</p>", "<p>Flow</p>", "<p>Slack</p>"]

    def made(*texts: str) -> list[str]:
        chapters = (chapter_of(text, str(n)) for n, text in enumerate(texts))
        workshop = Workshop(bench(tmp_path).inputs, workshop_of(project, ".").store)
        kept(of(*chapters, config=config_of()), workshop, PageMap())
        return workshop.store.made

    assert made(*texts) == ["blocks"] * 3
    assert made(*texts) == []
    assert made(texts[0], "<p>Flood</p>", texts[2]) == ["blocks"]


def test_blocks_of_two_chapters_with_one_id_are_told_apart(tmp_path: Path) -> None:
    chapters = (chapter_of('<p id="tide">Ebb</p>', name) for name in ("one", "two"))
    publication = of(*chapters)
    found = kept(publication, bench(tmp_path), PageMap())
    assert found == [line_of_block(block) for block, _ in blocks_of(publication, {})]
    assert '"id": "tide-2"' in found[1]
