"""HTML and the site among the formats."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from octavo.editions.edition_format import EditionFormat, PressRoom, Whole
from octavo.editions.html.html_traits import HTML
from octavo.editions.order import Order
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Finished
from octavo.model.made import Made
from octavo.model.metadata import Edition
from octavo.model.publication import Publication


class HtmlEdition(EditionFormat):
    """One page that holds everything."""

    facts = HTML
    view = "page"

    def render(self, order: Order, press: PressRoom) -> Made:
        from octavo.editions.html.html_file import make_html

        return make_html(order)

    def read(self, publication: Publication, files: FinishedFiles) -> Finished:
        from octavo.finished.html_items import read_html
        from octavo.transforms.headings import is_article

        found = read_html(files, *files)
        return found if is_article(publication) else _raise_headings(found)

    def loads(self, files: FinishedFiles) -> Iterable[str]:
        from octavo.finished.loads import faults_of_page

        return (what for page in files.values() for what in faults_of_page(page))

    def project(self, files: Mapping[str, bytes], whole: Whole) -> Mapping[str, bytes]:
        from octavo.finished.html_projection import html_projection

        return {name: html_projection(data) for name, data in files.items()}


class SiteEdition(EditionFormat):
    """A page for each chapter."""

    facts = HTML
    view = "page"

    def makes(self, edition: Edition) -> bool:
        return bool(edition.split)

    def render(self, order: Order, press: PressRoom) -> Made:
        from octavo.editions.html.site import make_site

        return make_site(order)

    def read(self, publication: Publication, files: FinishedFiles) -> Finished:
        from octavo.finished.site_items import read_site

        return read_site(files)

    def loads(self, files: FinishedFiles) -> Iterable[str]:
        from octavo.finished.loads import faulty_beginning, loads_of_page

        for name in (each for each in files if each.endswith(".html")):
            yield from faulty_beginning(files[name], is_site=True)
            yield from loads_of_page(files, name)

    def project(self, files: Mapping[str, bytes], whole: Whole) -> Mapping[str, bytes]:
        from octavo.finished.html_projection import site_projection

        is_told = f"{whole.slug}.{HTML.name}" in whole.names
        return site_projection(files, whole.edition_id, is_told)


def _raise_headings(found: Finished) -> Finished:
    """Return the headings one level up: the page's h1 is the publication's title."""
    headings = tuple(replace(each, level=each.level - 1) for each in found.headings)
    return replace(found, headings=headings)
