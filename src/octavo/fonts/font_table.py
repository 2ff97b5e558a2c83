"""fetched_fonts.json -> the scripts whose faces ``octavo fonts`` fetches, and where each lies.

They are not bundled: a script has one or two families of 20 to 500 kB, each language of East Asia
two of 15 MB. Publications that have none of their letters never notice.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

REGISTRY = "https://registry.npmjs.org"
ALIKE = {"ur": "fa"}
"""Base language -> the one whose families set it where it has none of its own: the sheets name
these languages together."""
EAST = ("ja", "ko", "zh", "zh-Hant")
"""Keys of the scripts of East Asia: which of them has a Han character its language says."""
EMOJI = "emoji"
_KEYS = ("package", "version", "sha512", "licence", "designers")
_RANGE = re.compile(r"([0-9A-F]+)(?:-([0-9A-F]+))?")


@dataclass(frozen=True, slots=True)
class PinnedFace:
    """One cut of a family, as it lies in ``.octavo/fonts``."""

    file: str
    path: str
    """Where it lies in its package, as it is or packed as WOFF."""
    weight: int
    sha256: str
    """Of the font itself, unpacked."""


@dataclass(frozen=True, slots=True)
class FontPackage:
    """A family, and the package of npm that it comes from."""

    family: str
    name: str
    version: str
    sha512: str
    """As npm writes it: base64."""
    licence: str
    designers: str
    faces: tuple[PinnedFace, ...]

    @property
    def url(self) -> str:
        return f"{REGISTRY}/{self.name}/-/{self.name.rpartition('/')[2]}-{self.version}.tgz"

    @property
    def stem(self) -> str:
        return self.family.replace(" ", "")

    @property
    def licence_file(self) -> str:
        return f"LICENCES/{self.stem}.txt"


@dataclass(frozen=True, slots=True)
class Script:
    """A script, or a language whose readers expect faces of their own."""

    key: str
    """What is typed to fetch its faces."""
    name: str
    languages: tuple[str, ...]
    families: tuple[str, ...]
    """The serif first, where there is one."""
    signs: tuple[str, ...]
    """How the Unicode names of its letters begin; () where others have them too."""
    lead: float
    """How much wider apart its lines stand than those of Latin letters."""
    align: str
    """``start`` where lines without spaces, or of joined letters, end unevenly; '' for the
    theme's own."""
    is_hyphenated: bool
    """False where lines break between words or syllables without a sign."""

    @property
    def serif(self) -> str:
        return self.families[0]

    @property
    def sans(self) -> str:
        return self.families[-1]


@dataclass(frozen=True, slots=True)
class FontTable:
    scripts: Mapping[str, Script]
    packages: Mapping[str, FontPackage]
    """By the name of the family."""
    emoji: frozenset[int]


@cache
def font_table() -> FontTable:
    """Return the table that Octavo ships."""
    found = json.loads(Path(__file__).with_name("fetched_fonts.json").read_text(encoding="utf-8"))
    scripts = {
        key: Script(
            key,
            told["name"],
            tuple(told["languages"]),
            tuple(told["families"]),
            tuple(told.get("signs", ())),
            told.get("lead", 1.0),
            told.get("align", ""),
            told.get("hyphenated", True),
        )
        for key, told in found["scripts"].items()
    }
    packages = {family: _package(family, told) for family, told in found["families"].items()}
    ranges = _RANGE.findall(found["scripts"][EMOJI]["ranges"])
    emoji = (range(int(a, 16), int(b or a, 16) + 1) for a, b in ranges)
    return FontTable(scripts, packages, frozenset(point for each in emoji for point in each))


def _package(family: str, told: Mapping[str, object]) -> FontPackage:
    files = told["files"]
    assert isinstance(files, dict)
    faces = (
        PinnedFace(file, face["path"], face["weight"], face["sha256"])
        for file, face in files.items()
    )
    name, version, sha512, licence, designers = (str(told[key]) for key in _KEYS)
    return FontPackage(family, name, version, sha512, licence, designers, tuple(faces))


@lru_cache(maxsize=1024)  # a build asks of all the languages there are
def script_key(tag: str) -> str:
    """Return the key of the script that texts in a language are set in: zh-TW is zh-Hant, as is bn.

    '' for a language whose letters are bundled, or not known.
    """
    low = f"{tag.lower()}-"
    known = font_table().scripts.values()
    fitting = [
        (len(language), script.key)
        for script in known
        for language in script.languages
        if low.startswith(f"{language.lower()}-")
    ]
    return max(fitting)[1] if fitting else ""


def eastern(tag: str) -> str:
    """Return the key of a language of East Asia; '' for any other."""
    key = script_key(tag)
    return key if key in EAST else ""


def script_by_name(word: str) -> str:
    """Return the key of a script by its key, its name or one of its languages; '' for none."""
    low = word.lower()
    for key, script in font_table().scripts.items():
        if low in (key.lower(), script.name.lower(), *(sign.lower() for sign in script.signs)):
            return key
    return script_key(word)


def script_of_sign(sign: str) -> str:
    """Return the key of the script that a sign is a letter of, of those that can be fetched."""
    name = unicodedata.name(sign, "")
    for key, begins in _beginnings():
        if name.startswith(begins):
            return key
    return EMOJI if ord(sign) in font_table().emoji else ""


@cache
def _beginnings() -> tuple[tuple[str, str], ...]:
    """Return (key, how a name begins), with the space behind it."""
    scripts = font_table().scripts.values()
    return tuple((script.key, f"{sign} ") for script in scripts for sign in script.signs)


def families_of(key: str) -> tuple[str, ...]:
    """Return the names of a script's families, the serif first."""
    return font_table().scripts[key].families


def fetch_word(family: str) -> str:
    """Return what ``octavo fonts`` is asked for to fetch a family."""
    scripts = font_table().scripts.values()
    return next(script.key for script in scripts if family in script.families)


@cache
def families_of_east() -> frozenset[str]:
    """Return the families for Chinese, Japanese and Korean."""
    return frozenset(family for key in EAST for family in families_of(key))


def scripts_in(families: Iterable[str]) -> tuple[Script, ...]:
    """Return the scripts, but those of East Asia, that have all their families among some."""
    known = frozenset(families)
    scripts = font_table().scripts.values()
    return tuple(
        script for script in scripts if script.key not in EAST and known.issuperset(script.families)
    )
