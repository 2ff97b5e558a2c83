"""Which formats there are: ours, a line each, then those that installed wheels bring."""

from collections.abc import Iterator, Mapping

from octavo.core.installed import Unloadable, plugin, plugin_names
from octavo.editions.edition_format import EditionFormat
from octavo.editions.epub.epub_edition import EpubEdition
from octavo.editions.html.html_edition import HtmlEdition, SiteEdition
from octavo.editions.pdf.pdf_edition import CoverEdition, PdfEdition
from octavo.model.formats import Format
from octavo.model.metadata import Edition

GROUP = "octavo.editions"
BUILT_IN: tuple[EditionFormat, ...] = (
    HtmlEdition(),
    SiteEdition(),
    EpubEdition(),
    PdfEdition(),
    CoverEdition(),
)


class Formats(Mapping[str, Format]):
    """Name -> format. What a wheel brings is loaded when it is asked for by its name, not sooner:
    it is code that a publication has to name before it runs."""

    def __init__(self) -> None:
        ours = dict.fromkeys(each.facts.name for each in BUILT_IN)
        self._names = tuple(dict.fromkeys((*ours, *plugin_names(GROUP))))

    def __getitem__(self, name: str) -> Format:
        if name not in self._names:
            raise KeyError(name)
        return _shapes(name)[0].facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def format_of(edition: Edition) -> EditionFormat:
    """Return what makes and reads an edition; raises Unloadable."""
    shapes = _shapes(edition.format)
    return next((each for each in shapes if each.makes(edition)), shapes[0])


def formats_with_pages() -> tuple[str, ...]:
    """Return the names of our formats that hold pages: what two revisions are leafed through by."""
    return tuple(each.facts.name for each in BUILT_IN if each.is_paged)


def _shapes(name: str) -> tuple[EditionFormat, ...]:
    """Return the shapes of a format: HTML has two."""
    ours = tuple(each for each in BUILT_IN if each.facts.name == name)
    return ours or (_bring(name),)


def _bring(name: str) -> EditionFormat:
    found = plugin(GROUP, name)
    made = found() if isinstance(found, type) else found
    if not isinstance(getattr(made, "facts", None), Format):
        raise Unloadable(name, "what it names has no 'facts', which say what the format is")
    if made.facts.name != name:
        raise Unloadable(name, f"it calls itself '{made.facts.name}'")
    brought: EditionFormat = made
    return brought
