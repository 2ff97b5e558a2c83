"""What an edition of some files holds of the whole."""

from dataclasses import replace

from small_works import chapter, work

from octavo.editions.shape.extract import extract
from octavo.markup.tree import inner
from octavo.model.metadata import Edition
from octavo.model.publication import Part, Publication, Target, TocEntry

ONE = (
    '<h1 id="ebb">Ebb</h1><p><a href="#flood">Flood</a>, <a href="#ebb">own</a>, '
    '<a href="#second">part</a>, <a class="noteref" href="#n1">1</a>, '
    '<a href="http://x">out</a></p>'
)


def whole() -> Publication:
    """Return two chapters in two parts, with what their contents and lists say."""
    chapters = (
        chapter("one", ONE, number="1", part=0),
        chapter("two", '<h1 id="flood">Flood</h1><figure id="fig-x"/>', number="2", part=1),
    )
    ids = (("first", "one"), ("ebb", "one"), ("second", "two"), ("flood", "two"))
    return replace(
        work(*chapters),
        parts=(Part("First", "I", "first"), Part("Second", "II", "second")),
        toc=tuple(TocEntry(1, id_, home, id_) for id_, home in ids),
        captions=(Target("fig-x", "figure", "two"),),
    )


def test_an_edition_that_names_no_files_holds_all() -> None:
    publication = whole()
    assert extract(publication, Edition("pdf")) is publication


def test_contents_and_lists_name_what_is_held_and_nothing_else() -> None:
    found = extract(whole(), Edition("pdf-sample", ("one.md",)))
    assert [each.slug for each in found.chapters] == ["one"]
    assert [entry.id for entry in found.toc] == ["first", "ebb"] and found.captions == ()


def test_links_to_what_is_not_held_become_words_and_others_stay() -> None:
    found = extract(whole(), Edition("pdf-sample", ("one.md",)))
    assert inner(found.chapters[0].body[1]) == (
        'Flood, <a href="#ebb">own</a>, part, <a class="noteref" href="#n1">1</a>, '
        '<a href="http://x">out</a>'
    )


def test_numbers_stay_those_of_the_whole_and_the_whole_stays_as_it_was() -> None:
    publication = whole()
    found = extract(publication, Edition("pdf-sample", ("two.md",)))
    assert [each.number for each in found.chapters] == ["2"] and len(found.parts) == 2
    extract(publication, Edition("pdf-sample", ("one.md",)))
    assert inner(publication.chapters[0].body) == ONE
