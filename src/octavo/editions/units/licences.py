"""An SPDX identifier -> where its licence stands, and how people call it."""

from collections.abc import Mapping

_COMMONS = "https://creativecommons.org"
_KINDS: Mapping[str, str] = {
    "BY": "Attribution",
    "BY-SA": "Attribution-ShareAlike",
    "BY-ND": "Attribution-NoDerivatives",
    "BY-NC": "Attribution-NonCommercial",
    "BY-NC-SA": "Attribution-NonCommercial-ShareAlike",
    "BY-NC-ND": "Attribution-NonCommercial-NoDerivatives",
}
_VERSIONS: Mapping[str, str] = {"3.0": "Unported", "4.0": "International"}
_OTHERS: Mapping[str, str] = {
    "MIT": "MIT License",
    "Apache-2.0": "Apache License 2.0",
    "GFDL-1.3-only": "GNU Free Documentation License 1.3",
    "GFDL-1.3-or-later": "GNU Free Documentation License 1.3 or later",
    "GPL-3.0-only": "GNU General Public License 3.0",
    "GPL-3.0-or-later": "GNU General Public License 3.0 or later",
    "OFL-1.1": "SIL Open Font License 1.1",
}


def licence_address(code: str) -> str:
    """Return where a licence of Creative Commons stands, '' of any other."""
    if code == "CC0-1.0":
        return f"{_COMMONS}/publicdomain/zero/1.0/"
    kind, version = _kind_of(code)
    return f"{_COMMONS}/licenses/{kind.lower()}/{version}/" if kind else ""


def licence_name(code: str, language: str) -> str:
    """Return how a licence is called: its full name in English texts, CC BY 4.0 in others.

    The short names are the same in all languages. A licence that is not known keeps its code.
    """
    is_english = language.partition("-")[0].lower() == "en"
    if code == "CC0-1.0":
        return "Creative Commons Zero 1.0 Universal" if is_english else "CC0 1.0"
    kind, version = _kind_of(code)
    if not kind:
        return _OTHERS.get(code, code)
    if is_english:
        return f"Creative Commons {_KINDS[kind]} {version} {_VERSIONS[version]}"
    return f"CC {kind} {version}"


def _kind_of(code: str) -> tuple[str, str]:
    """Return BY-SA and 4.0 of CC-BY-SA-4.0; nothing of what Creative Commons has not."""
    kind, _, version = code.removeprefix("CC-").rpartition("-")
    is_known = code.startswith("CC-") and kind in _KINDS and version in _VERSIONS
    return (kind, version) if is_known else ("", "")
