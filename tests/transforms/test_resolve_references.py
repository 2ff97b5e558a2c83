"""References: each leads to something that the edition has, and says its name where asked."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, told, xhtml

from octavo.languages import language
from octavo.model.metadata import Edition
from octavo.model.publication import Target
from octavo.transforms.references import described, resolve_references

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
    ("href", "code", "hint"),
    [
        ("#fig-b", "E210", "did you mean #fig-a?"),
        ("on.md", "E210", "did you mean one.md?"),
        ("data.csv", "E221", "link to a chapter (other.md), an id (#id) or a full address"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_and_is_none(
    href: str, code: str, hint: str, tmp_path: Path
) -> None:
    done = resolve_references(of(link(href, "see"), targets=TARGETS), bench(tmp_path))
    assert told(done) == [f"{code} one.md:1"]
    assert done.problems[0].hint.startswith(hint)
    assert "<a>see</a>" in xhtml(done)


@pytest.mark.parametrize("href", ["https://example.org/", "mailto:a@example.org", "tel:+1"])
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
    assert [described(each, words).replace("\u00a0", " ") for each in targets] == [
        "Figure 3",
        "Chapter 2",
        "“Low”",
        "Section",
        "Appendix A",
    ]
