"""What a language asks of an edition: interface words, quotation marks, spacing, direction.

The data stands in templates/words/TAG.yaml; a publication may override any of these files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile
from string import Formatter

import yaml

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop

ALIASES = {"no": "nb", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-tw": "zh-Hant"}
"""Tag in lower case -> the tag under which its words stand."""
RIGHT_TO_LEFT = frozenset(
    {"aii", "ar", "arc", "dv", "fa", "he", "ku", "nqo", "ps", "sd", "syr", "tru", "ug", "ur", "yi"}
)
TURNED_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "syrc", "thaa"})
"""Subtags of scripts that run from right to left, whatever the language."""
MODEL = "en"
"""The built-in language whose keys and places every other one has."""
COUNTED = ("chapter", "part", "appendix", "section", "note")
"""What a language may count in its own way (``numbered_chapter``), as it may all that has a list
(``list_of_tables``)."""
EXTRA: Mapping[str, str] = {"spacing": ""}
"""Other keys that it may have besides, with the places that they may fill."""
LISTS: Mapping[str, int] = {"months": 12, "quotes": 4}


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


def base_of(tag: str) -> str:
    """Return the base language under which the words of a tag stand: nb for no, zh for zh-TW."""
    return ALIASES.get(tag.lower(), tag).split("-")[0].lower()


def direction_of(tag: str) -> str:
    """Return in which direction a language is written: ltr or rtl."""
    base, *more = tag.lower().split("-")
    scripts = [each for each in more if len(each) == 4 and each.isalpha()]
    is_turned = scripts[0] in TURNED_SCRIPTS if scripts else base in RIGHT_TO_LEFT
    return "rtl" if is_turned else "ltr"


def name_by_number(words: Mapping[str, str], kind: str, number: str) -> str:
    """Return how a numbered thing is called; ``numbered_KIND`` says it where a kind differs."""
    pattern = words.get(f"numbered_{kind}", words["numbered"])
    return pattern.format(word=words[kind], number=number)


def available(workshop: Workshop) -> list[str]:
    """Return the base languages that have interface words, by their names in BCP 47."""
    names = workshop.inputs.listing("words", "templates")
    bases = {name.removeprefix("words/").removesuffix(".yaml").split("-")[0] for name in names}
    return sorted(bases | {tag for tag in ALIASES if "-" not in tag})


def language(workshop: Workshop, tag: str) -> Language:
    """Return the words and rules for a BCP 47 tag; the base language must be available.

    A word that the language lacks is MODEL's. Problems: E233 (a file of words that cannot be used).
    """
    # a passage may say anything in its lang: what is no subtag ends the tag
    parts = list(takewhile(str.isalnum, ALIASES.get(tag.lower(), tag).split("-"))) or [MODEL]
    base = parts[0].lower()
    model = _read(f"words/{MODEL}.yaml", workshop.inputs.find(f"words/{MODEL}.yaml", "templates"))
    data: dict[str, object] = {}
    for name in [base, *("-".join([base, *parts[1:n]]) for n in range(2, len(parts) + 1))]:
        path = f"words/{name}.yaml"
        found = workshop.template(path)
        if found is not None:
            read = _read(path, found)
            _stop(path, _faults(read, model), found)
            data |= read
    missing = [key for key in model if key not in data]
    lacking = (("", f"there is no '{key}'") for key in missing if key in LISTS)
    _stop(f"words/{base}.yaml", lacking)
    data = {**model, **data}
    months, quotes = data["months"], data["quotes"]
    assert isinstance(months, list) and isinstance(quotes, list)  # _faults has looked
    words = {key: str(value) for key, value in data.items() if isinstance(value, str)}
    return Language(
        tag,
        words,
        tuple(map(str, months)),
        (quotes[0], quotes[1], quotes[2], quotes[3]),
        words.get("spacing", ""),
        tuple(missing),
    )


def word_notices(words: Language) -> tuple[Problem, ...]:
    """Return a notice of the words that a language lacks. Problems: E234."""
    if not words.borrowed:
        return ()
    path = f"templates/words/{base_of(words.tag)}.yaml"
    told = ", ".join(words.borrowed)
    message = f"the language lacks the words {told}: English ones stand for them"
    hint = f"write them into {path} of the project, as templates/words/{MODEL}.yaml has them"
    return (Problem("E234", Place(path), message, hint, "notice"),)


def _read(path: str, text: bytes | None) -> dict[str, object]:
    """Return a file of words; every value is a text or a list of texts. Problems: E233."""
    try:
        data = yaml.load(text or b"", Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BuildFailed(
            [_fault(path, "this is not YAML", mark.line + 1 if mark else 0)]
        ) from None
    if not isinstance(data, dict):
        raise BuildFailed([_fault(path, "the words are no mapping", 1)])
    return {str(key): value for key, value in data.items()}


def _faults(data: Mapping[str, object], model: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) of the words of one file."""
    counted = (*COUNTED, *(key for key in model if f"list_of_{key}s" in model))
    forms = {f"numbered_{kind}": "{number} {word}" for kind in counted}
    known = {**model, **EXTRA, **forms}
    for key, value in data.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            yield key, f"unknown word '{key}'" + (f": did you mean {near[0]}?" if near else "")
        elif key in LISTS:
            count = LISTS[key]
            good = isinstance(value, list) and all(isinstance(each, str) for each in value)
            if not (good and isinstance(value, list) and len(value) == count):
                yield key, f"'{key}' needs a list of {count} texts"
        elif not isinstance(value, str):
            yield key, f"'{key}' is no text"
        elif wrong := _places(value) - _places(str(known[key])):
            places = ", ".join(f"{{{each}}}" for each in sorted(_places(str(known[key]))))
            told = f": write {places}" if places else ""
            yield key, f"'{key}' has the place {{{min(wrong)}}}, which nothing fills{told}"


def _places(pattern: str) -> frozenset[str]:
    """Return what stands in the braces of a pattern; one that cannot be read has itself."""
    try:
        found = list(Formatter().parse(pattern))
    except ValueError:
        return frozenset({pattern})
    return frozenset(
        f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"
        for _, name, spec, conversion in found
        if name is not None
    )


def _stop(path: str, faults: Iterator[tuple[str, str]], text: bytes = b"") -> None:
    lines = text.decode("utf-8-sig", "replace").splitlines()
    starts = {line.partition(":")[0].strip(" \"'"): n for n, line in enumerate(lines, 1)}
    found = [_fault(path, message, starts.get(key, 0)) for key, message in faults]
    if found:
        raise BuildFailed(found)


def _fault(path: str, message: str, line: int = 0) -> Problem:
    hint = f"compare it with templates/words/{MODEL}.yaml of Octavo"
    return Problem("E233", Place(f"templates/{path}", line), message, hint)
