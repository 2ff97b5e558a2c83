"""A picture as it was found in the publication, made safe and clean."""

from dataclasses import dataclass

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
    had_html: bool = False
    """True where an SVG had words as HTML, which are plain lines now."""


class BadPicture(Exception):
    """Says why a picture cannot be used; becomes a Problem where the place is known."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
