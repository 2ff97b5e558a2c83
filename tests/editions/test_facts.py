"""What templates may say of a publication, and the same in the words of schema.org."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_works import DATE, order, shop, work

from octavo.editions.units.facts import Derived, Facts, facts, nest
from octavo.editions.units.json_ld import write_json_ld
from octavo.model.metadata import Contributor, Edition, Identifiers, Isbns, Series
from octavo.model.publication import Publication, Target, TocEntry

ADA, BEN, CLEO = Contributor("Ada"), Contributor("Ben"), Contributor("Cleo", "edt")
HTML = Edition("html")
DAN = Contributor("Dan", "cov", biography="He draws.")


def told(folder: Path, publication: Publication, card: str = "", name: str = "html") -> Facts:
    return facts(shop(folder), publication, order(folder, publication, name), card)


def derived(folder: Path, publication: Publication, card: str = "") -> Derived:
    return told(folder, publication, card).derived


def test_people_are_told_by_what_they_did(tmp_path: Path) -> None:
    found = derived(tmp_path, work(contributors=(ADA, BEN, CLEO, DAN)))
    assert found.byline == "Ada and Ben" and found.authors == [ADA, BEN]
    assert [line for line in found.credits if "Ada" in line] == []
    assert ["Cleo" in line for line in found.credits] == [True, False]
    assert found.biographies == [DAN]


def test_a_book_is_cited_with_its_subtitle_and_an_article_without(tmp_path: Path) -> None:
    publication = work(
        contributors=(ADA,),
        subtitle="Or not",
        place="Kiel",
        publisher="House",
        identifiers=Identifiers(doi="10.1/x"),
        series=Series("Shores", "3"),
    )
    rest = "Shores 3, Kiel: House, https://doi.org/10.1/x."
    assert derived(tmp_path, publication).cite == f"Ada (2024), Work: Or not, {rest}"
    brief = facts(shop(tmp_path), publication, order(tmp_path, publication, theme="brief"))
    assert brief.derived.cite == f"Ada (2024), Work, {rest}"


@pytest.mark.parametrize("title", ["Whose Sea?", "To Sea!", "And Then…", "Salt etc."])
def test_a_citation_that_ends_with_a_mark_gets_no_point(title: str, tmp_path: Path) -> None:
    assert derived(tmp_path, work(title=title)).cite == f"{title} (2024)."
    assert derived(tmp_path, work(title=title, contributors=(ADA,))).cite == f"Ada (2024), {title}"


def test_a_work_of_nobody_is_cited_by_its_title(tmp_path: Path) -> None:
    assert derived(tmp_path, work()).cite == "Work (2024)."


def test_isbns_are_told_the_printed_books_first(tmp_path: Path) -> None:
    found = derived(tmp_path, work(identifiers=Identifiers(Isbns(epub="1", print="2"))))
    assert [each.line for each in found.isbns] == ["ISBN 2 (print)", "ISBN 1 (EPUB)"]


def test_a_card_has_an_address_only_where_the_work_has_one(tmp_path: Path) -> None:
    at = Identifiers(url="https://x.org/a/work.html")
    assert derived(tmp_path, work(identifiers=at), "card.png").card == "https://x.org/a/card.png"
    assert derived(tmp_path, work(identifiers=at)).card == ""
    assert derived(tmp_path, work(), "card.png").card == ""


def test_a_list_is_set_where_it_is_asked_for_and_not_empty(tmp_path: Path) -> None:
    figure = Target("f", "figure", "one", "1")
    publication = replace(work(lists=("figures", "tables")), captions=(figure,))
    (found,) = derived(tmp_path, publication).lists
    assert (found.title, found.kind, found.entries) == ("Figures", "figure", [figure])
    assert derived(tmp_path, replace(publication, config=work().config)).lists == []


def test_a_variant_is_told_by_format_and_name(tmp_path: Path) -> None:
    found = told(tmp_path, work(), name="pdf-print")
    edition = found.edition
    assert (edition.format, edition.variant, edition.name) == ("pdf", "print", "pdf-print")
    assert (edition.id, edition.is_site) == ("0123456789ab", False)
    assert (found.derived.date, found.derived.date_iso) == ("1 May 2024", "2024-05-01")


def test_an_edition_is_its_formats_name_in_all_that_text_can_do(tmp_path: Path) -> None:
    edition = told(tmp_path, work(), name="pdf-print").edition
    assert edition == "pdf" and edition != "pdf-print" and edition in {"pdf": 1}
    assert (str(edition), f"{edition}-x", "x-" + edition) == ("pdf", "pdf-x", "x-pdf")
    assert edition.upper() == "PDF" and edition in "html pdf"


def test_a_work_that_says_no_date_has_that_of_its_clock(tmp_path: Path) -> None:
    found = told(tmp_path, work(date=None))
    assert found.metadata.date == DATE and found.derived.year == "2024"


def test_what_templates_see_changes_with_what_an_edition_is_remembered_by(tmp_path: Path) -> None:
    """Of other editions the store hears nothing: a template that told of them would stay stale."""
    alone, beside = work(editions=(HTML,)), work(editions=(HTML, Edition("epub")))
    first, second = (told(tmp_path, each) for each in (alone, beside))
    assert order(tmp_path, alone).digestible() == order(tmp_path, beside).digestible()
    assert first == second and second.metadata.editions == (HTML,)


def test_the_contents_are_a_tree_and_what_closes_a_part_stands_beside_it() -> None:
    lines = ((0, "part", False), (1, "one", False), (2, "section", False), (1, "end", True))
    part, end = nest([TocEntry(n, id_, id_, id_, closes_part=x) for n, id_, x in lines])
    assert [node.entry.id for node in part.children] == ["one"]
    assert [node.entry.id for node in part.children[0].children] == ["section"]
    assert end.entry.id == "end" and end.children == ()


def linked(kind: str = "Book", **metadata: object) -> dict[str, object]:
    """Return what a work says of itself in JSON-LD."""
    found = json.loads(write_json_ld(work(**metadata).config, kind, ""))
    assert isinstance(found, dict)
    return found


def test_linked_data_say_what_is_known_and_nothing_empty() -> None:
    assert linked() == {
        "@context": "https://schema.org",
        "@type": "Book",
        "@id": "urn:uuid:1",
        "name": "Work",
        "inLanguage": "en",
        "datePublished": "2024-05-01",
    }


def test_an_article_has_a_headline() -> None:
    assert linked("Article")["headline"] == "Work" and "headline" not in linked("Report")


@pytest.mark.parametrize(
    ("role", "name"), [("aut", "author"), ("cre", "author"), ("ill", "illustrator"), ("xyz", "")]
)
def test_relator_codes_become_properties(role: str, name: str) -> None:
    person = Contributor("Ada", role, "0000-0000-0000-0001", "House")
    assert linked(contributors=(person,))[name or "contributor"] == [
        {
            "@type": "Person",
            "name": "Ada",
            "sameAs": "https://orcid.org/0000-0000-0000-0001",
            "affiliation": {"@type": "Organization", "name": "House"},
        }
    ]


def test_no_title_ends_the_script_that_tells_it() -> None:
    line = write_json_ld(work(title="</script><b>").config, "Book", "")
    assert "<" not in line and json.loads(line)["name"] == "</script><b>"
