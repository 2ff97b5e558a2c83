"""What a language asks of an edition: interface words, quotation marks, spacing, direction.

The data stands in templates/words/TAG.yaml; a publication may override any of these files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from octavo.workshop import Workshop

ALIASES = {"no": "nb", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-tw": "zh-Hant"}
"""Tag in lower case -> the tag under which its words stand."""
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "ur", "yi"})


class MissingWord(Exception):
    """Raised when a language file lacks a word: a fault in Octavo's data, never replaced."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language file, a regional file laid over the general one (en-US over en)."""

    tag: str
    words: Mapping[str, str]
    months: tuple[str, ...]
    quotes: tuple[str, str, str, str]
    """Outer opening and closing, inner opening and closing marks."""
    spacing: str
    """Named spacing rules of the typography step: '', french, german, hebrew, slavic."""

    @property
    def direction(self) -> str:
        return direction_of(self.tag)

    def word(self, key: str, **values: str) -> str:
        """Return an interface word, its {places} filled."""
        if key not in self.words:
            raise MissingWord(f"words/{self.tag}.yaml has no '{key}'")
        return self.words[key].format(**values)

    def numbered(self, kind: str, number: str) -> str:
        """Return "Figure 3", "3. ábra", "第3章"; spaces do not break."""
        return numbered(self.words, kind, number).replace(" ", "\u00a0")

    def joined(self, names: Sequence[str]) -> str:
        """Return "A", "A and B", "A, B and C"."""
        if len(names) < 2:
            return "".join(names)
        return self.word("and_last", names=self.word("comma").join(names[:-1]), name=names[-1])


def base_of(tag: str) -> str:
    """Return the base language under which the words of a tag stand: nb for no, zh for zh-TW."""
    return ALIASES.get(tag.lower(), tag).split("-")[0].lower()


def direction_of(tag: str) -> str:
    """Return in which direction a language is written: ltr or rtl."""
    return "rtl" if tag.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def numbered(words: Mapping[str, str], kind: str, number: str) -> str:
    """Return how a numbered thing is called; ``numbered_KIND`` says it where a kind differs."""
    pattern = words.get(f"numbered_{kind}", words["numbered"])
    return pattern.format(word=words[kind], number=number)


def available(workshop: Workshop) -> list[str]:
    """Return the base languages that have interface words, by their names in BCP 47."""
    names = workshop.inputs.listing("words", "templates")
    bases = {name.removeprefix("words/").removesuffix(".yaml").split("-")[0] for name in names}
    return sorted(bases | {tag for tag in ALIASES if "-" not in tag})


def language(workshop: Workshop, tag: str) -> Language:
    """Return the words and rules for a BCP 47 tag; the base language must be available."""
    parts = ALIASES.get(tag.lower(), tag).split("-")
    base = parts[0].lower()
    data: dict[str, object] = {}
    for name in [base, *("-".join([base, *parts[1:n]]) for n in range(2, len(parts) + 1))]:
        found = workshop.template(f"words/{name}.yaml")
        if found is not None:
            data |= yaml.load(found, Loader=yaml.CBaseLoader)
    words = {key: str(value) for key, value in data.items() if isinstance(value, str)}
    months, quotes = data.get("months"), data.get("quotes")
    if not isinstance(months, list) or not isinstance(quotes, list) or len(quotes) != 4:
        raise MissingWord(f"words/{base}.yaml needs twelve months and four quotes")
    return Language(
        tag,
        words,
        tuple(map(str, months)),
        (quotes[0], quotes[1], quotes[2], quotes[3]),
        words.get("spacing", ""),
    )
