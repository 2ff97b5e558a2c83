"""What a language asks of an edition: interface words, quotation marks, spacing, direction.

The data stands in templates/words/TAG.yaml; a project or a publication lays its own over them, or
brings a language that is not there.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from octavo.core.problems import BuildFailed, Place, Problem, stop_on_errors
from octavo.core.workshop import Workshop
from octavo.model.word_files import (
    MODEL,
    WordFile,
    bases_of_files,
    canonical,
    faults_of,
    layers,
    model,
)

ALIASES = {"no": "nb", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-tw": "zh-Hant"}
"""Tag in lower case -> the tag under which its words stand."""
RIGHT_TO_LEFT = frozenset(
    "aii ar arc ckb dv fa glk he ks ku lrc mzn nqo ps sd syr tru ug ur yi".split()
)
"""Base languages that run from right to left where no script says otherwise."""
SCRIPTS_TO_LEFT = frozenset("adlm arab aran hebr mand nkoo rohg samr syrc syrn thaa".split())
"""Scripts, as tags name them, that run from right to left."""
MOST_LINES = 20
"""Missing words that are told with the line that has room for each."""
VOWELLED = {1, 5, 10, 15}
"""Basque counts by twenties; after these (bat, bost, hamar, hamabost) -ko needs a vowel."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its files of words, a regional one laid over the general one (en-US over en),
    the author's over ours."""

    tag: str
    words: Mapping[str, str]
    months: tuple[str, ...]
    quotes: tuple[str, str, str, str]
    """Outer opening and closing, inner opening and closing marks."""
    spacing: str
    """Named spacing rules of the typography step: '', french, german, hebrew, ordinal, serbian,
    slavic."""
    borrowed: tuple[str, ...] = ()
    """Keys whose words the language lacks: those of MODEL stand for them."""

    @property
    def direction(self) -> str:
        return direction_of(self.tag)

    def word(self, key: str, **values: str) -> str:
        """Return an interface word, its {places} filled."""
        return self.words[key].format(**values)

    def number(self, kind: str, number: str) -> str:
        """Return "Figure 3", "3. ábra", "第3章"; spaces do not break."""
        return name_by_number(self.words, kind, number).replace(" ", "\u00a0")

    def join(self, names: Sequence[str]) -> str:
        """Return "A", "A and B", "A, B and C"."""
        if len(names) < 2:
            return "".join(names)
        return self.word("and_last", names=self.word("comma").join(names[:-1]), name=names[-1])

    def date(self, date: dt.date) -> str:
        """Return a date in words: "3 March 2024", "2024ko martxoaren 3a"."""
        day, year = str(date.day), str(date.year)
        if self.words.get("dates") == "basque":
            day, year = _basque_day(date.day), _basque_year(date.year)
        return self.word("date", day=day, month=self.months[date.month - 1], year=year)


def _basque_day(day: int) -> str:
    """Return a day with its article; hamaika, 11, ends in it."""
    return f"{day}" if day % 20 == 11 else f"{day}a"


def _basque_year(year: int) -> str:
    """Return a year in the case that a date has it in: 2024ko, 2025eko."""
    is_hundred = year % 100 == 0 and year % 1000 != 0
    return f"{year}eko" if is_hundred or year % 100 % 20 in VOWELLED else f"{year}ko"


def base_of(tag: str) -> str:
    """Return the base language under which the words of a tag stand: nb for no, zh for zh-TW."""
    return ALIASES.get(tag.lower(), tag).split("-")[0].lower()


def direction_of(tag: str) -> str:
    """Return in which direction a language is written: ltr or rtl; its script decides, if told."""
    base, *others = tag.lower().split("-")
    script = next((each for each in others[:2] if len(each) == 4 and each.isalpha()), "")
    to_left = script in SCRIPTS_TO_LEFT if script else base in RIGHT_TO_LEFT
    return "rtl" if to_left else "ltr"


def name_by_number(words: Mapping[str, str], kind: str, number: str) -> str:
    """Return how a numbered thing is called; ``numbered_KIND`` says it where a kind differs."""
    pattern = words.get(f"numbered_{kind}", words["numbered"])
    return pattern.format(word=words[kind], number=number)


def available(workshop: Workshop) -> list[str]:
    """Return the base languages that have interface words, by their names in BCP 47."""
    return sorted(bases_of_files(workshop.inputs) | {tag for tag in ALIASES if "-" not in tag})


def language(workshop: Workshop, tag: str) -> Language:
    """Return the words and rules for a BCP 47 tag; the base language must be available.

    A word that the language lacks is MODEL's. Problems: E141, E233 (files of words that cannot be
    used).
    """
    ours = model(workshop.inputs)
    known, files = ours.values, files_of_words(workshop, tag)
    stop_on_errors([fault for each in files for fault in faults_of(each, ours)])
    data = {key: value for each in files for key, value in each.values.items()}
    missing = [key for key in known if key not in data]
    data = {**known, **data}
    months, quotes = data["months"], data["quotes"]
    assert isinstance(months, list) and isinstance(quotes, list)  # faults_of has looked
    words = {key: value for key, value in data.items() if isinstance(value, str)}
    return Language(
        tag,
        words,
        tuple(map(str, months)),
        (quotes[0], quotes[1], quotes[2], quotes[3]),
        words.get("spacing", ""),
        tuple(missing),
    )


def files_of_words(workshop: Workshop, tag: str) -> list[WordFile]:
    """Return the files of words that a tag has, each to be laid over those before it.

    Problems: E233 (no YAML, no mapping).
    """
    # a passage may say anything in its lang: what is no subtag ends the tag
    parts = list(takewhile(str.isalnum, ALIASES.get(tag.lower(), tag).split("-"))) or [MODEL]
    parts = canonical("-".join(parts)).split("-")
    tags = ["-".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return [each for name in tags for each in layers(workshop.inputs, name)]


def word_problems(workshop: Workshop, tag: str) -> list[Problem]:
    """Return all that is wrong with the words that a publication in this language would be set
    with. Problems: E140 (words that a language of the author's own lacks), E141, E233."""
    ours = model(workshop.inputs)
    try:
        files = files_of_words(workshop, tag)
    except BuildFailed as failure:
        return list(failure.problems)
    found = (fault for each in files for fault in faults_of(each, ours))
    return [*found, *_demands(files, ours.values)]


def _demands(files: Sequence[WordFile], known: Mapping[str, object]) -> Iterator[Problem]:
    """Yield E140 where nobody but the author has words of a language, and some are missing."""
    missing = find_missing(files, known)
    if not missing or not all(each.is_own for each in files):
        return
    path = files[0].path
    lines = {key: line for each in files if each.path == path for key, line in each.lines.items()}
    few = len(missing) <= MOST_LINES
    told = ", ".join(
        f"{key} (line {lines[key]})" if few and key in lines else key for key in missing
    )
    first = min((lines[key] for key in missing if key in lines), default=files[0].last)
    tag = path.rpartition("/")[2].removesuffix(".yaml")
    count = f"{len(missing)} words" if missing[1:] else "a word"
    message = f"the language '{tag}' lacks {count}: {told}"
    hint = f"write them into this file; 'octavo words {tag}' shows each beside the English one"
    yield Problem("E140", Place(path, first), message, hint)


def find_missing(files: Sequence[WordFile], known: Mapping[str, object]) -> list[str]:
    """Return the keys of MODEL that none of the files has."""
    said = {key for each in files for key in each.values}
    return [key for key in known if key not in said]


def word_notices(words: Language) -> tuple[Problem, ...]:
    """Return a notice of the words that a language lacks. Problems: E234."""
    if not words.borrowed:
        return ()
    path = f"templates/words/{base_of(words.tag)}.yaml"
    told = ", ".join(words.borrowed)
    message = f"the language lacks the words {told}: English ones stand for them"
    hint = f"write them into {path} of the project, as templates/words/{MODEL}.yaml has them"
    return (Problem("E234", Place(path), message, hint, "notice"),)
