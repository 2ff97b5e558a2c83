"""EPUB among the formats."""

from collections.abc import Iterable, Mapping

from octavo.editions.edition_format import EditionFormat, PressRoom, Whole
from octavo.editions.epub.epub_traits import EPUB
from octavo.editions.order import Order
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Finished
from octavo.model.made import Made
from octavo.model.publication import Publication


class EpubEdition(EditionFormat):
    """A book for reading systems; it lists the pages of the PDF."""

    facts = EPUB
    view = "texts"
    needs_pages = True

    def render(self, order: Order, press: PressRoom) -> Made:
        from octavo.editions.epub.epub_file import make_epub

        return make_epub(order, press.pages())

    def read(self, publication: Publication, files: FinishedFiles) -> Finished:
        from octavo.finished.epub_items import read_epub

        return read_epub(files, *files)

    def loads(self, files: FinishedFiles) -> Iterable[str]:
        from octavo.finished.loads import loads_of_epub

        return (what for name in files for what in loads_of_epub(files, name))

    def project(self, files: Mapping[str, bytes], whole: Whole) -> Mapping[str, bytes]:
        from octavo.finished.epub_projection import epub_projection

        return epub_projection(*files.values())
