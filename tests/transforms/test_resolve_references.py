"""References: each leads to something that the edition has, and says its name where asked."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, told, xhtml
from conftest import Desk

from octavo.languages import language
from octavo.markup.tree import elements, has_class, inner
from octavo.model.metadata import Edition
from octavo.model.publication import Target
from octavo.transforms.references import describe, resolve_references

TARGETS = {
    each.id: each
    for each in (
        Target("fig-a", "figure", "one", "3", "View"),
        Target("two", "chapter", "two", "2", "Two"),
        Target("low", "section", "two", "", "Low"),
        Target("x", "anchor", "one"),
    )
}


def link(href: str, words: str = "") -> str:
    return f'<p data-line="1"><a href="{href}">{words}</a></p>'


def test_a_link_without_words_is_given_those_of_its_target(tmp_path: Path) -> None:
    done = resolve_references(of(link("#fig-a"), targets=TARGETS), bench(tmp_path))
    assert '<a href="#fig-a" class="reference">Figure\u00a03</a>' in xhtml(done)


def test_a_link_keeps_its_own_words(tmp_path: Path) -> None:
    given = link("#fig-a", "this")
    assert xhtml(resolve_references(of(given, targets=TARGETS), bench(tmp_path))) == given


@pytest.mark.parametrize(
    ("href", "aim"), [("two.md", "two"), ("two.md#low", "low"), ("./two.md", "two")]
)
def test_a_link_to_a_file_leads_to_its_chapter(href: str, aim: str, tmp_path: Path) -> None:
    chapters = chapter_of(link(href, "see")), chapter_of("<p>x</p>", "two")
    done = resolve_references(of(*chapters, targets=TARGETS), bench(tmp_path))
    assert (xhtml(done), done.problems) == (link(f"#{aim}", "see"), ())


@pytest.mark.parametrize(
    ("href", "aim"), [("#x", "two-x"), ("one.md#x", "x"), ("two.md#x", "two-x"), ("#low", "low")]
)
def test_an_id_of_the_own_file_goes_before_that_of_another(
    href: str, aim: str, tmp_path: Path
) -> None:
    targets = {**TARGETS, "two-x": Target("two-x", "anchor", "two")}
    own = chapter_of(link(href, "see"), "two", renamed=(("x", "two-x"),))
    done = resolve_references(of("<p>x</p>", own, targets=targets), bench(tmp_path))
    assert (xhtml(done, 1), done.problems) == (link(f"#{aim}", "see"), ())


@pytest.mark.parametrize(("href", "said"), [("#", "a link to # leads nowhere"), ("", "an address")])
def test_a_link_with_an_empty_address_is_told_as_such(href: str, said: str, tmp_path: Path) -> None:
    done = resolve_references(of(link(href, "see"), targets=TARGETS), bench(tmp_path))
    assert said in done.problems[0].message and "{#}" not in done.problems[0].hint


@pytest.mark.parametrize("name", ["Q?", "a#b", "a b#c?", "50%"])
@pytest.mark.parametrize(("more", "aim"), [("", "two"), ("#low", "low")])
def test_a_file_may_have_a_name_that_an_address_could_not(
    name: str, more: str, aim: str, tmp_path: Path
) -> None:
    targets = {**TARGETS, name: Target(name, "chapter", name, "2", "Two")}
    chapters = chapter_of(link(f"{name}.md{more}", "see")), chapter_of("<p>x</p>", name)
    done = resolve_references(of(*chapters, targets=targets), bench(tmp_path))
    assert not done.problems
    assert xhtml(done) == link(f"#{aim if more else name}", "see")


@pytest.mark.parametrize(
    ("href", "code", "hint"),
    [
        ("#fig-b", "E210", "did you mean #fig-a?"),
        ("on.md", "E210", "did you mean one.md?"),
        ("data.csv", "E221", "link to a chapter (other.md), an id (#id) or a full address"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_and_leaves_its_words(
    href: str, code: str, hint: str, tmp_path: Path
) -> None:
    done = resolve_references(of(link(href, "<em>see</em> it"), targets=TARGETS), bench(tmp_path))
    assert told(done) == [f"{code} one.md:1"]
    assert done.problems[0].hint.startswith(hint) and done.problems[0].severity == "warning"
    assert xhtml(done) == '<p data-line="1"><em>see</em> it</p>'


def test_a_link_without_words_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    for href in ("#fig-b", "on.md", "data.csv"):
        done = resolve_references(of(link(href), targets=TARGETS), bench(tmp_path))
        assert [each.severity for each in done.problems] == ["error"]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ('<a href="#no"><img src="a.svg" alt="A"/></a>', '<img src="a.svg" alt="A"/>'),
        ('<a href="#no" id="here" class="c">see</a>', '<span id="here" class="c">see</span>'),
        ('<a href="x.pdf" lang="fr" rel="a">vu</a>', '<span lang="fr">vu</span>'),
    ],
)
def test_what_a_link_to_nowhere_holds_and_is_called_stays(
    given: str, left: str, tmp_path: Path
) -> None:
    done = resolve_references(of(f"<p>{given}.</p>", targets=TARGETS), bench(tmp_path))
    assert xhtml(done) == f"<p>{left}.</p>"


@pytest.mark.parametrize("href", ["#a%20b", "#a-20b", "#a b"])
def test_an_id_that_was_mended_is_found_as_it_was_written(href: str, tmp_path: Path) -> None:
    name = "a-b" if href == "#a b" else "a-20b"
    targets = {name: Target(name, "section", "one", title="A")}
    done = resolve_references(of(link(href, "see"), targets=targets), bench(tmp_path))
    assert xhtml(done) == link(f"#{name}", "see")


@pytest.mark.parametrize(
    "href",
    ["https://example.org/", "ftp://example.org/", "mailto:a@example.org", "tel:+1", "urn:x"],
)
def test_addresses_of_the_world_stay(href: str, tmp_path: Path) -> None:
    given = link(href, "see")
    assert xhtml(resolve_references(of(given), bench(tmp_path))) == given


def test_a_link_to_what_its_edition_leaves_out_is_told(tmp_path: Path) -> None:
    given = f'{link("#x", "see")}<div class="only" data-value="pdf"><p id="x">x</p></div>'
    for names, problems in (("html pdf", ["E210 one.md:1"]), ("pdf", [])):
        config = config_of(editions=tuple(map(Edition, names.split())))
        done = resolve_references(of(given, config=config, targets=TARGETS), bench(tmp_path))
        assert told(done) == problems


def test_targets_are_called_by_number_else_by_title_else_by_kind(tmp_path: Path) -> None:
    words = language(bench(tmp_path), "en")
    targets = (*TARGETS.values(), Target("z", "chapter", "z", "A", "More"))
    assert [describe(each, words).replace("\u00a0", " ") for each in targets] == [
        "Figure 3",
        "Chapter 2",
        "“Low”",
        "Section",
        "Appendix A",
    ]


@pytest.mark.parametrize(
    ("heading", "made"),
    [
        ("Of *Hamlet*", "“Of <em>Hamlet</em>”"),
        ("Ten 10^6^ and CO~2~", "“Ten 10<sup>6</sup> and CO<sub>2</sub>”"),
        ("The `code` of **it**", "“The <code>code</code> of <strong>it</strong>”"),
        ("A [link](https://example.org) and a note[^n]", "“A link and a note”"),
        ('Plain & "quoted"', "“Plain &amp; “quoted””"),
    ],
)
def test_a_reference_keeps_the_marks_of_a_title(heading: str, made: str, desk: Desk) -> None:
    body = desk.body(f"See [](#x).\n\n## {heading} {{#x}}\n\nWords.[^n]\n\n[^n]: Note.\n")
    (link,) = [node for node in elements(body, "a") if has_class(node, "reference")]
    assert inner(link) == made


OTHERS = """
# Work

See [](#term), [](#box), [](#titled), [](#list), [](#said), [](#word), [](#verse), [](#text-note-n).

## Of *it* {#it}

Term *one* {#term}
:   Said.

/// note
    attrs: {id: box}

Words.[^n]

///

/// note | Of `x`
    attrs: {id: titled}

Words.

///

- One
{#list}

> Said.
{#said}

A [word]{#word} here.

/// verse
    attrs: {id: verse}

One line

///

[^n]: A note.
"""


def test_whatever_has_an_id_can_be_referred_to(desk: Desk) -> None:
    body = desk.read(OTHERS.lstrip(), "theme: book").chapters[0].body
    links = [node for node in elements(body, "a") if has_class(node, "reference")]
    said = {str(node.get("href")): inner(node) for node in links}
    section = "“Of <em>it</em>”"
    assert said.pop("#term") == "“Term <em>one</em>”"
    assert said.pop("#titled") == "“Of <code>x</code>”"
    assert said.pop("#text-note-n") == "Note\u00a01"
    assert said.pop("#box") in (section, "“Note”")
    assert said == dict.fromkeys(("#list", "#said", "#word", "#verse"), section)
