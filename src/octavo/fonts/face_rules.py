"""The rules by which style sheets name faces: the one writer of ``@font-face``."""

from collections.abc import Mapping

from octavo.fonts.bundled import Cut


def face_rule(family: str, descriptors: Mapping[str, str], sources: str) -> str:
    """Return a rule of one line: the family, the descriptors in their order, the sources."""
    told = "".join(f"{name}: {value}; " for name, value in descriptors.items())
    return f'@font-face {{ font-family: "{family}"; {told}src: {sources} }}'


def cut_rule(cut: Cut, url: str, display: str = "") -> str:
    """Return the rule of a cut that stands at an address as WOFF2.

    ``display`` says what a reader sees until it is there; '' leaves that to the reader.
    """
    told = {"font-weight": f"{cut.weight}", "font-style": cut.style}
    if display:
        told["font-display"] = display
    return face_rule(cut.family, told, f'url("{url}") format("woff2")')
