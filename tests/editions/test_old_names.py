"""Names that templates had before: they say what they said, and our own templates use none."""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.meta import find_undeclared_variables
from small_works import order, work

from octavo.editions.order import Order
from octavo.editions.units.facts import Facts, facts
from octavo.editions.units.old_names import OLD_NAMES, at
from octavo.editions.units.render import Pages
from octavo.model.metadata import Contributor, Edition, Identifiers, Isbns, Series
from octavo.model.publication import Asset, Target, TocEntry
from octavo.production.pipeline import templates_folder

ALL_WORKS = frozenset({"index.html.j2", "sitemap.xml.j2", "feed.atom.j2"})
"""Templates that no publication fills: they have names of their own."""
PUBLICATION = replace(
    work(
        subtitle="Or not",
        version="2nd",
        draft=True,
        publisher="House",
        place="Kiel",
        rights="© Ada",
        licence="CC-BY-4.0",
        description="Told.",
        dedication="To Ben",
        keywords=("sea", "ebb"),
        theme="book",
        contributors=(Contributor("Ada", biography="She reads."), Contributor("Cleo", "edt")),
        identifiers=Identifiers(Isbns(epub="1"), "10.1/x", "https://x.org/a/"),
        series=Series("Shores", "3"),
        cover="cover.png",
        lists=("figures",),
    ),
    toc=(TocEntry(1, "ebb", "one", "Ebb"),),
    captions=(Target("f", "figure", "one", "1", "A hut"),),
    assets={"octavo-logo.svg": Asset("octavo-logo.svg", b"", "image/svg+xml")},
)
SAID = {
    "{{ edition }}": "html",
    "{{ variant }}": "site",
    "{{ is_site }}": "True",
    "{{ slug }}": "work",
    "{{ theme }}": "book",
    "{{ title }}": "Work",
    "{{ subtitle }}": "Or not",
    "{{ language }}": "en",
    "{{ direction }}": "ltr",
    "{{ date }}": "1 May 2024",
    "{{ date_iso }}": "2024-05-01",
    "{{ date_iso[:7] }}": "2024-05",
    "{{ year }}": "2024",
    "{{ version }}": "2nd",
    "{{ draft }}": "True",
    "{{ people|map(attribute='name')|join(' ') }}": "Ada Cleo",
    "{{ authors[0].name }}{{ authors|length }}": "Ada1",
    "{{ byline }}": "Ada",
    "{{ credits[0] }}": "Edited by Cleo",
    "{{ biographies[0].biography }}{{ biographies|length }}": "She reads.1",
    "{{ publisher }}": "House",
    "{{ place }}": "Kiel",
    "{{ rights }}": "© Ada",
    "{{ licence }}": "CC-BY-4.0",
    "{{ licence_url }}": "https://creativecommons.org/licenses/by/4.0/",
    "{{ description }}": "Told.",
    "{{ keywords|join(' ') }}": "sea ebb",
    "{{ series }}": "Shores 3",
    "{{ doi }}": "10.1/x",
    "{{ url }}": "https://x.org/a/",
    "{{ isbns[0].edition }} {{ isbns[0].number }} {{ isbns[0].line }}": "epub 1 ISBN 1 (EPUB)",
    "{{ dedication }}": "To Ben",
    "{{ cover }}": "cover.png",
    "{{ logo }}": "octavo-logo.svg",
    "{{ card }}": "https://x.org/a/card.png",
    "{{ identifier }}": "urn:uuid:1",
    "{{ cite }}": "Ada (2024), Work: Or not, Shores 3, Kiel: House, https://doi.org/10.1/x.",
    "{{ edition_id }}": "0123456789ab",
    "{{ fonts }}": "EB Garamond, Alegreya Sans and Fira Code",
    "{{ designers[:13] }}": "Georg Duffner",
    "{{ toc[0].entry.title }}{{ toc[0].children|length }}": "Ebb0",
    "{{ lists[0].title }} {{ lists[0].entries[0].number }}": "Figures 1",
    "{{ words.contents }}": "Contents",
    "{{ work_type }}": "Book",
    "{{ linked_data[:11] }}": '{"@context"',
}
"""What a template of before says of the publication, as an HTML site."""


def placed(folder: Path) -> Order:
    found = order(folder, PUBLICATION, "html-site")
    return replace(found, edition=Edition("html-site", split="chapters"))


def told(folder: Path) -> Facts:
    found = placed(folder)
    return facts(found.workshop, PUBLICATION, found, "card.png")


def said(folder: Path, *texts: str) -> list[str]:
    """Return what each of these says in a template of the project's own."""
    path = folder / "templates" / "shared" / "x.html.j2"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(texts), encoding="utf-8")
    found = placed(folder)
    return (
        Pages(found.workshop, found.theme, told(folder), found.moulds).render("x").split("\n")[:-1]
    )


def test_each_old_name_says_what_it_said(tmp_path: Path) -> None:
    assert dict(zip(SAID, said(tmp_path, *SAID), strict=True)) == SAID
    assert [name for name in OLD_NAMES if not any(f"{{{{ {name}" in text for text in SAID)] == []
    assert len(OLD_NAMES) == 42


def test_each_new_path_says_the_same_as_its_old_name(tmp_path: Path) -> None:
    old = said(tmp_path / "old", *(f"{{{{ {name} }}}}" for name in OLD_NAMES))
    new = said(tmp_path / "new", *(f"{{{{ {path} }}}}" for path in OLD_NAMES.values()))
    assert old == new and "" not in old


def test_an_old_name_is_no_new_one(tmp_path: Path) -> None:
    assert OLD_NAMES.keys() & {each.name for each in fields(Facts)} == set()
    with pytest.raises(AttributeError):
        at(told(tmp_path), "metadata.titel")


def test_the_cover_that_is_drawn_goes_by_its_old_name_too(tmp_path: Path) -> None:
    found = told(tmp_path).with_cover("drawn.svg")
    assert at(found, OLD_NAMES["cover"]) == "drawn.svg"
    assert found.metadata.cover == "cover.png"


def asked(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (template, name) of each name that a folder's templates expect to be told."""
    environment = Environment(autoescape=True)
    environment.filters |= {"end_together": str, "marked": str}
    for path in sorted(folder.rglob("*.j2")):
        if path.name not in ALL_WORKS:
            tree = environment.parse(path.read_text(encoding="utf-8"))
            yield from (
                (path.relative_to(folder).as_posix(), name)
                for name in find_undeclared_variables(tree)
            )


def test_our_own_templates_use_no_old_name(tmp_path: Path) -> None:
    found = list(asked(templates_folder()))
    assert len({template for template, _ in found}) > 20
    assert [(template, name) for template, name in found if name in OLD_NAMES] == []
    (tmp_path / "x.html.j2").write_text("{{ metadata.title }} {{ title }}", encoding="utf-8")
    assert set(asked(tmp_path)) == {("x.html.j2", "metadata"), ("x.html.j2", "title")}
