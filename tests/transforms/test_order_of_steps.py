"""The steps in their order, and how one of them works on a chapter."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, told, xhtml

from octavo.constructs.captions import caption_after, first_image
from octavo.core.problems import BuildFailed, Problem
from octavo.markup.tree import Element, elements, inner, parse_xml
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter
from octavo.transforms.steps import ORDER, apply_steps, with_plugins


def test_without_plugins_the_steps_are_those_of_the_list() -> None:
    assert with_plugins(ORDER, config_of()) == ORDER


def test_a_plugin_that_is_not_installed_is_told() -> None:
    with pytest.raises(BuildFailed) as failure:
        with_plugins(ORDER, config_of(plugins=("no-such",)))
    assert told(failure.value.problems) == ["E120 publication.yaml"]


def test_a_chapter_goes_through_all_steps(tmp_path: Path) -> None:
    given = of("<h1>T</h1><p>\"So\" <a href='#one'/></p>", config=config_of(numbering="chapters"))
    done = apply_steps(given, bench(tmp_path))
    assert done.problems == ()
    assert xhtml(done) == (
        '<h1 id="one-t" data-number="1" data-b="one.1">T</h1><p data-b="one.2">“So” '
        '<a href="#one" class="reference">Chapter\u00a01</a></p>'
    )
    assert [each.title for each in done.toc] == ["T"]


def test_a_step_leaves_what_it_was_given_as_it_was() -> None:
    def work(chapter: Chapter, body: Element) -> list[Problem]:
        body[0].text = "new"
        return [chapter.text.problem("E214", "new", "", 1)]

    given = of(chapter_of("<p>old</p>"), problems=(Problem("E201", config_of().place("x"), ""),))
    done = each_chapter(given, work)
    assert (xhtml(given), xhtml(done)) == ("<p>old</p>", "<p>new</p>")
    assert told(done) == ["E201 publication.yaml", "E214 one.md:1"]


def test_the_line_of_a_node_is_that_of_the_nearest_block_before() -> None:
    body = parse_xml('<body><p data-line="2">a</p><p>b<em>c</em></p><p data-line="x">d</p></body>')
    assert [line_of(each) for each in elements(body)] == [2, 2, 2, 2]
    assert line_of(parse_xml("<body><p/></body>")[0]) == 0


def test_lines_of_many_nodes_are_gone_over_once() -> None:
    body = parse_xml('<body><p data-line="2">a</p><pre>' + "<b/>" * 400 + "</pre></body>")
    known = dict[Element, int]()
    assert [line_of(each, known) for each in body[1]] == [2] * 400
    assert len(known) == 401  # and the block that holds them
    asked: list[Element] = []
    for each in body[1]:
        before = len(known)
        line_of(each, known)
        asked += [each] * (len(known) - before)
    assert not asked


def test_a_caption_is_cut_at_its_credit_and_taken_out() -> None:
    body = parse_xml('<body><hr/><p id="f">Figure: A <b>b</b>\n Credit: C</p><p>D</p></body>')
    caption = caption_after(body[0], "Figure")
    assert caption is not None
    assert (inner(caption.words), inner(caption.extras["credit"])) == ("A <b>b</b>", "C")
    assert (caption.id, inner(body)) == ("f", "<hr/><p>D</p>")
    assert caption_after(body[0], "Figure") is None


def test_an_image_is_alone_only_without_words_and_other_images() -> None:
    image = '<img src="a"/>'
    for words, count in ((f" {image} ", 1), (f"{image}x", 0), (image * 2, 0), ("x", 0)):
        found = first_image(parse_xml(f"<p>{words}</p>"))
        assert (found is not None) == count, words
