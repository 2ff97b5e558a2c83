"""Steps that look at one chapter alone: recalled where it stands."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from small_works import chapter, work

from octavo.core.inputs import Inputs
from octavo.core.problems import Place, Problem
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, inner
from octavo.model.chapters import each_by_itself
from octavo.model.publication import Chapter, Publication


class Marked:
    """Marks each tree, and counts how often it does."""

    def __init__(self, folder: Path) -> None:
        self.seen: list[str] = []
        self._workshop = Workshop(Inputs({"publication": folder}, {}), Store(folder / "store"))

    def work(self, _: Workshop, chapter: Chapter, body: Element) -> Sequence[Problem]:
        self.seen.append(chapter.slug)
        body.append(body.makeelement("hr"))
        return [Problem("E257", Place(chapter.text.path, 3, 1), chapter.title)]

    def __call__(self, publication: Publication, *told: str) -> Publication:
        return each_by_itself(publication, self._workshop, "marks", told, self.work)


def test_a_chapter_that_stands_is_recalled_with_its_problems(tmp_path: Path) -> None:
    marked = Marked(tmp_path)
    given = work(chapter("a", "<p>A</p>"), chapter("b", "<p>B</p>"))
    first, again = marked(given), marked(given)
    assert marked.seen == ["a", "b"]
    assert [inner(each.body) for each in again.chapters] == ["<p>A</p><hr/>", "<p>B</p><hr/>"]
    assert first.problems == again.problems
    assert [inner(each.body) for each in given.chapters] == ["<p>A</p>", "<p>B</p>"]


def test_another_tree_text_title_or_word_of_the_step_is_another_chapter(tmp_path: Path) -> None:
    marked = Marked(tmp_path)
    first = chapter("a", "<p>A</p>")
    text = replace(first.text, content="other")
    others = [
        chapter("a", "<p>B</p>"),
        replace(first, title="Other"),
        replace(first, text=text),
        replace(first, text=replace(first.text, origins=(Place("c.md", 4),))),
    ]
    for n, each in enumerate([first, *others], 1):
        marked(work(each))
        assert len(marked.seen) == n
    marked(work(first), "told")
    assert len(marked.seen) == len(others) + 2
