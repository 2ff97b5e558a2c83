"""A picture as it was found in the publication, made safe and clean."""

from dataclasses import dataclass

from octavo.core.problems import Place
from octavo.model.publication import Asset


@dataclass(frozen=True, slots=True)
class Picture:
    """``asset`` is what editions hold; the rest is what its file told besides."""

    asset: Asset
    credit: str = ""
    """The credit line that the file carries."""
    is_animated: bool = False
    is_deep: bool = False
    """True where a channel has 16 bits."""
    was_cmyk: bool = False
    had_scripts: bool = False
    """True where an SVG brought scripts, which are left out."""
    is_sizeless: bool = False
    """True where an SVG did not say how large it is."""
    had_html: bool = False
    """True where an SVG had words as HTML, which are plain lines now."""


class BadPicture(Exception):
    """Says why a picture cannot be used; becomes a Problem where the place is known.

    ``place``: where the fault lies, if it is not where the picture is shown.
    """

    def __init__(self, code: str, message: str, hint: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.place = code, message, hint, place
