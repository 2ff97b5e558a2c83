"""The archival standards that a PDF can keep, each with the PDF/UA that goes with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Standard:
    """One file is PDF/A and PDF/UA at once; how it says so in its XMP."""

    name: str
    variant: str
    """What WeasyPrint calls the nearest of its own variants, which sets version and colours."""
    part: int
    """Part of ISO 19005: 2, 3, 4."""
    conformance: str
    """Level of conformance; '' where the part has none."""
    ua: int
    """Part of ISO 14289: 1, or 2 with PDF 2.0."""
    holds_source: bool = False
    """Whether the Markdown files are attached."""

    @property
    def version(self) -> str:
        """Return the version of PDF."""
        return "2.0" if self.part == 4 else "1.7"

    @property
    def claims(self) -> str:
        """Return the elements of the XMP packet that claim both standards."""
        level = f"<pdfaid:conformance>{self.conformance}</pdfaid:conformance>"
        revisions = (
            "<pdfaid:rev>2020</pdfaid:rev>" if self.part == 4 else "",
            "<pdfuaid:rev>2024</pdfuaid:rev>" if self.ua == 2 else "",
        )
        return (
            f"<pdfaid:part>{self.part}</pdfaid:part>{level if self.conformance else ''}"
            f"{revisions[0]}<pdfuaid:part>{self.ua}</pdfuaid:part>{revisions[1]}"
        )


@dataclass(frozen=True, slots=True)
class Source:
    """What a document was made from."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """Path in the publication's folder -> bytes."""
    epoch: int = 0
    """Seconds since 1970 of the publication, which is all that is said of when they changed."""


STANDARDS: Mapping[str, Standard] = MappingProxyType(
    {
        each.name: each
        for each in (
            Standard("a-2a", "pdf/a-2a", 2, "A", 1),
            Standard("a-3a", "pdf/a-2a", 3, "A", 1, holds_source=True),
            Standard("a-4", "pdf/a-4f", 4, "", 2),
        )
    }
)
DEFAULT = "a-2a"


def standard_of(name: str) -> Standard:
    """Return a standard by its name in publication.yaml; '' for the default."""
    return STANDARDS[name or DEFAULT]
