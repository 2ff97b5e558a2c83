"""Numbers: captions always, chapters and sections where asked; whatever has an id is a target."""

from pathlib import Path

from by_hand import bench, chapter_of, config_of, of, xhtml

from octavo.markup.tree import elements
from octavo.model.publication import Part, Target
from octavo.transforms.numbering import number_things

FIGURE = '<figure id="fig-{0}"><figcaption><span class="caption">View</span></figcaption></figure>'
HEADS = '<h1 id="{0}-t">T</h1><h2 id="{0}-a">A</h2><h3 id="{0}-b">B</h3><h2 id="{0}-c">C</h2>'


def test_sections_are_numbered_below_their_chapter(tmp_path: Path) -> None:
    chapters = chapter_of(HEADS.format("one")), chapter_of(HEADS.format("two"), "two")
    given = of(*chapters, config=config_of(numbering="sections"))
    done = number_things(given, bench(tmp_path))
    heads = elements(done.chapters[1].body, "h1", "h2", "h3")
    assert [each.get("data-number") for each in heads] == ["2", "2.1", "2.1.1", "2.2"]


def test_what_is_unnumbered_has_no_number_and_is_not_counted(tmp_path: Path) -> None:
    plain = chapter_of(HEADS.format("one").replace("<h1", '<h1 class="unnumbered"'))
    second = HEADS.format("two").replace('<h2 id="two-a"', '<h2 class="unnumbered" id="two-a"')
    given = of(plain, chapter_of(second, "two"), config=config_of(numbering="sections"))
    done = number_things(given, bench(tmp_path))
    heads = [elements(each.body, "h1", "h2", "h3") for each in done.chapters]
    assert [each.get("data-number") for each in heads[0]] == [None] * 4
    assert [each.get("data-number") for each in heads[1]] == ["1", None, None, "1.1"]
    appendix = chapter_of('<h1 class="unnumbered">A</h1>', role="appendix", matter="back")
    assert number_things(of(appendix), bench(tmp_path)).chapters[0].number == ""


def test_without_numbering_only_captions_and_appendices_have_numbers(tmp_path: Path) -> None:
    chapter = chapter_of(HEADS.format("one") + FIGURE.format("a"))
    back = chapter_of(FIGURE.format("z"), "more", role="appendix", matter="back")
    done = number_things(of(chapter, back), bench(tmp_path))
    assert [each.number for each in done.chapters] == ["", "A"]
    assert "data-number" not in xhtml(done)
    assert [each.number for each in done.captions] == ["1", "A.1"]


def test_a_caption_says_its_number_in_the_language(tmp_path: Path) -> None:
    config = config_of(language="hu", numbering="chapters")
    done = number_things(of(FIGURE.format("a"), config=config), bench(tmp_path))
    assert '<span class="label">1.1.\u00a0ábra</span> <span class="caption">View' in xhtml(done)


def test_a_figure_without_caption_is_a_target_without_number(tmp_path: Path) -> None:
    done = number_things(of('<figure id="fig-a"/>'), bench(tmp_path))
    assert done.targets["fig-a"] == Target("fig-a", "figure", "one")
    assert done.captions == ()


def test_a_picture_of_a_group_is_called_by_a_letter(tmp_path: Path) -> None:
    words = '<figcaption><span class="caption">V</span></figcaption>'
    sub = f'<figure class="sub" id="{{0}}">{words}</figure>'
    caption = '<figcaption><span class="caption">Both</span></figcaption>'
    group = f'<figure class="group" id="g">{sub.format("x")}{sub.format("y")}{caption}</figure>'
    done = number_things(of(group), bench(tmp_path))
    assert (done.targets["g"].number, done.targets["y"].number) == ("1", "1b")
    assert '<span class="label">(b)</span> <span class="caption">V' in xhtml(done)


def test_parts_chapters_notes_and_anchors_are_targets(tmp_path: Path) -> None:
    body = '<p id="here">x</p><section><div class="note" id="one-note-a"><p>N</p></div></section>'
    given = of(chapter_of(body, part=0), parts=(Part("First", "", "part-first"),))
    done = number_things(given, bench(tmp_path))
    kinds = {each.id: each.kind for each in done.targets.values()}
    assert kinds == {"here": "anchor", "one": "chapter", "one-note-a": "note", "part-first": "part"}
    assert done.parts[0].number == "I"
