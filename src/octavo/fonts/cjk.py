"""Faces for Chinese, Japanese and Korean: an extra, fetched by ``octavo fonts``, pinned by digest.

They are not bundled: each language has two families of 15 MB. What is fetched lies in the project's
folder ``.octavo/fonts``; publications that have none of those characters never notice.
"""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.core.output import write_whole

REGISTRY = "https://registry.npmjs.org/@expo-google-fonts"
MOST_BYTES = 80_000_000
SECONDS = 300
CUTS = {"400Regular": ("Regular", 400), "700Bold": ("Bold", 700)}
"""Folder of the package -> the name of the cut, and its weight."""
LICENCE = "package/LICENSE_FONT"
INDEX = "fonts.json"


@dataclass(frozen=True, slots=True)
class FontPackage:
    """Where a family comes from."""

    family: str
    version: str
    sha512: str
    """As npm writes it: base64."""

    @property
    def name(self) -> str:
        return self.family.lower().replace(" ", "-")

    @property
    def url(self) -> str:
        return f"{REGISTRY}/{self.name}/-/{self.name}-{self.version}.tgz"

    @property
    def stem(self) -> str:
        return self.family.replace(" ", "")


PACKAGES: Mapping[str, tuple[FontPackage, FontPackage]] = {
    "ja": (
        FontPackage(
            "Noto Serif JP",
            "0.4.3",
            "IxEWO9BPugsyuOf57Bx1qkR4J8EnGnF0ZPBBOPyFa1qJyfW8Dcuwn5OIGa9om+PhFO1/E1dQjZCygqaY6uAubg==",
        ),
        FontPackage(
            "Noto Sans JP",
            "0.4.3",
            "Fl+Z6vtD24HFAYsvzB0S9Nery1ly16B9PesdY0wBd+wEHAvkNglnkTUspU0HqGOubkmoa8zusJrKv6vDx1o70A==",
        ),
    ),
    "ko": (
        FontPackage(
            "Noto Serif KR",
            "0.4.3",
            "thoZx9Dcr4CrjFdhOAVJXuv31rkirogUHkY0XUBybyC97NBO18Q2/achY+KfvLVabEZvmEEAH829Y9YUALZbIQ==",
        ),
        FontPackage(
            "Noto Sans KR",
            "0.4.3",
            "EVS/uJPcf1TgJtjmQmrFr0oGdcl7ml09CSu0E/AyGzR0UfzdR2pBbzWWPsnuzZiGUl643ODYwYiXK5+B+fLjhQ==",
        ),
    ),
    "zh": (
        FontPackage(
            "Noto Serif SC",
            "0.4.3",
            "fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
        ),
        FontPackage(
            "Noto Sans SC",
            "0.4.3",
            "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
        ),
    ),
    "zh-Hant": (
        FontPackage(
            "Noto Serif TC",
            "0.4.4",
            "nNbTm4wez1oXI5K3296eY+S4Ud3aFigjmX0mwxV7L6F1GDCwqMdO5tfgGl4fhLti25GAmaKZy7HkiY6pYcEMlQ==",
        ),
        FontPackage(
            "Noto Sans TC",
            "0.4.3",
            "69XAOTLPz0WlAxL6qJEKlDMxHsBd4J1M39HjV0gPF2o1xWVALOsVWvDgistnecVockA9wbU/tH5C/gyS2PdnHg==",
        ),
    ),
}
"""Language -> its families, the serif first."""
NAMES = {
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese, simplified",
    "zh-Hant": "Chinese, traditional",
}
TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


class NotFetched(Exception):
    """Raised with the reason, in words for the author, where fonts cannot be fetched."""


def eastern(tag: str) -> str:
    """Return the language of PACKAGES that a tag is of: zh-TW is zh-Hant; '' for any other."""
    low = tag.lower()
    if low.startswith(TRADITIONAL):
        return "zh-Hant"
    base = low.partition("-")[0]
    return base if base in PACKAGES else ""


def families_of(language: str) -> tuple[str, ...]:
    """Return the names of a language's families, the serif first."""
    return tuple(each.family for each in PACKAGES[language])


EASTERN_FAMILIES = frozenset(each.family for pair in PACKAGES.values() for each in pair)


def fonts_folder(root: Path) -> Path:
    """Return where a project keeps what was fetched."""
    return root / ".octavo" / "fonts"


def list_fetched(folder: Path) -> tuple[str, ...]:
    """Return the languages whose families are all there."""
    known = _index(folder)
    return tuple(
        language for language in PACKAGES if all(name in known for name in families_of(language))
    )


def fetch(language: str, folder: Path, ask: Callable[[str], bytes] | None = None) -> None:
    """Fetch a language's families to a folder; raises NotFetched.

    ``ask`` returns what an address holds; the network where it is left out.
    """
    for package in PACKAGES[language]:
        data = (ask or _ask)(package.url)
        digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
        if digest != package.sha512:
            raise NotFetched(f"{package.url} is not what it was: its digest is {digest}")
        files = _files(package, data)
        for name, content in files.items():
            write_whole(folder / name, content)
        index = {**_index(folder), package.family: _entry(package)}
        told = json.dumps({"families": index}, indent=1, sort_keys=True, ensure_ascii=False)
        write_whole(folder / INDEX, f"{told}\n".encode())


def _index(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / INDEX).read_bytes())["families"]
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _ask(url: str) -> bytes:
    from octavo.core.download import Bounds, NotDownloaded, download  # which no build needs

    try:
        return download(url, Bounds(MOST_BYTES, SECONDS, allows_private=True))
    except NotDownloaded as reason:
        raise NotFetched(f"{url} cannot be fetched: {reason}") from None


def _files(package: FontPackage, data: bytes) -> dict[str, bytes]:
    """Return the files that are kept of a package; raises NotFetched."""
    wanted = {
        f"package/{folder}/{package.stem}_{folder}.ttf": f"{package.stem}-{name}.ttf"
        for folder, (name, _) in CUTS.items()
    }
    wanted[LICENCE] = f"LICENCES/{package.stem}.txt"
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name in wanted else None
            if file is not None and member.size <= MOST_BYTES:
                found[wanted[member.name]] = file.read()
    if len(found) != len(wanted):
        raise NotFetched(f"{package.url} lacks some of its files")
    return found


def _entry(package: FontPackage) -> dict[str, object]:
    return {
        "designers": "Adobe and Google",
        "licence": f"LICENCES/{package.stem}.txt",
        "cuts": [
            {"file": f"{package.stem}-{name}.ttf", "style": "normal", "weight": weight}
            for name, weight in CUTS.values()
        ],
    }
