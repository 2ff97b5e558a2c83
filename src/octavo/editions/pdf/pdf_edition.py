"""PDF among the formats."""

from collections.abc import Iterable, Mapping

from octavo.editions.edition_format import EditionFormat, PressRoom, Whole
from octavo.editions.order import Order
from octavo.editions.pdf.pdf_traits import PDF
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Finished
from octavo.model.made import Made
from octavo.model.metadata import Edition
from octavo.model.publication import Asset, Publication


class PdfEdition(EditionFormat):
    """Pages, set by the press. A PDF asks nobody for anything, and runs nothing."""

    facts = PDF
    view = "sheets"
    is_paged = True

    def makes(self, edition: Edition) -> bool:
        return not edition.wraps

    def render(self, order: Order, press: PressRoom) -> Made:
        return press.deliver(order)

    def read(self, publication: Publication, files: FinishedFiles) -> Finished:
        with files.pdf(*files) as pdf:
            return pdf.items(is_searched=any(map(_is_drawing, publication.assets.values())))

    def loads(self, files: Mapping[str, bytes]) -> Iterable[str]:
        from octavo.finished.pdf_actions import loads_of_pdf

        return (what for data in files.values() for what in loads_of_pdf(data))

    def project(self, files: Mapping[str, bytes], whole: Whole) -> Mapping[str, bytes]:
        from octavo.finished.pdf_projection import pdf_projection

        (data,) = files.values()
        return pdf_projection(data, whole.edition_id)


class CoverEdition(PdfEdition):
    """The cover of a block, on one sheet: the press sets it when the block's pages are counted."""

    def makes(self, edition: Edition) -> bool:
        return bool(edition.wraps)


def _is_drawing(asset: Asset) -> bool:
    """Tell a picture whose words are looked for on the pages."""
    return asset.media_type == "image/svg+xml"
