"""What a format of editions is: the one class that HTML, sites, EPUB and PDF are instances of.

A wheel brings another by the entry point group ``octavo.editions``: NAME = "module:Class".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from octavo.editions.order import Order
from octavo.finished.finished_files import FinishedFiles
from octavo.finished.items import Finished
from octavo.model.formats import Format
from octavo.model.made import Made, PageMap
from octavo.model.metadata import Edition
from octavo.model.publication import Publication

View = Literal["", "page", "sheets", "texts"]
"""How the preview shows an edition: not at all, as a page that browsers open, as pictures of
pages, as the texts of a book one after the other."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What an edition's golden has to know of the whole that the edition is part of."""

    slug: str
    edition_id: str
    names: frozenset[str]
    """Of all files of the publication."""


class PressRoom(Protocol):
    """What sets pages while other editions are made."""

    def pages(self) -> PageMap:
        """Return where things stand on the pages that others count by; empty without such."""

    def deliver(self, order: Order) -> Made:
        """Return the edition of an order whose format is paged."""


class EditionFormat(Protocol):
    """A format, or one of several shapes that it has; a subclass says what differs from this."""

    facts: Format
    view: View = ""
    is_paged: bool = False
    """Whether the press sets it; the first such edition gives its pages to the others."""
    needs_pages: bool = False
    """Whether it names pages of the paged edition."""

    def makes(self, edition: Edition) -> bool:
        """Return whether this is the shape that an edition of the format has."""
        return not edition.split

    def render(self, order: Order, press: PressRoom) -> Made:
        """Return the edition: its files by name, ``order.file`` among them; raises BuildFailed."""

    def read(self, publication: Publication, files: FinishedFiles) -> Finished:
        """Return what the finished files hold, to be compared with the source.

        They are bytes by name, and hand out trees that others read as well: these stay as they
        are. Raises finished.items.Unreadable.
        """

    def loads(self, files: FinishedFiles) -> Iterable[str]:
        """Return what the finished files run, or ask of somebody else, in words for a message."""
        return ()

    def project(self, files: Mapping[str, bytes], whole: Whole) -> Mapping[str, bytes]:
        """Return what a golden keeps of the finished files, by paths of its own: text, lines that
        tell of other bytes by their digest, and small pictures."""
        from octavo.finished.html_projection import digest_line

        made: dict[str, bytes] = {}
        for name, data in files.items():
            is_text = b"\0" not in data and data.decode(errors="replace").encode() == data
            made |= {name: data} if is_text else {f"{name}.sha256": digest_line(data)}
        return made
