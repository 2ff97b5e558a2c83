"""A theme: the pieces that make an edition, the families it is set in, its style sheets.

``templates/THEME/theme.yaml`` says what a theme is; templates and CSS are looked for in the
theme's folder first, then in ``shared/``.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import yaml

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import coverage, families
from octavo.fonts.cjk import EASTERN_FAMILIES, PACKAGES, eastern, families_of

WORKS = ("Article", "Report", "Book")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PIECE = re.compile(r"[a-z][a-z-]*")
TOKENS = "tokens.css"
OWN = "own.css"
"""Rules that a publication adds to every edition: templates/own.css."""


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    run_on: bool
    """True where the whole publication is one run of pages; False where chapters begin a page."""
    first_heading: int
    """Level of the headings with which texts begin: 2 where the metadata gives the title."""
    work: str
    """What is made with it, in the words of schema.org: Article, Report or Book."""
    families: tuple[str, ...]
    """Families it is set in, first the text face."""
    embedded: tuple[str, ...]
    """Families that the EPUB edition carries (never the text face: the reader's own is used)."""
    pieces: Mapping[str, tuple[str, ...]]
    """Format -> pieces in reading order; the piece ``text`` stands for all chapters."""
    cover: Mapping[str, str]
    """``ground``, ``ink``, ``accent`` (colours) and ``face`` (a family) of the drawn cover."""
    companions: tuple[str, ...] = ()
    """Families for the characters that its own lack, in the order in which they are asked.

    The face of code stands there too: it helps out where a publication has no code."""
    by_language: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Base language -> the families that a publication in it is set in."""
    laid_over: str = ""
    """Name of the style sheet that an edition lays over all others; '' for none."""

    def pieces_of(self, format: str) -> tuple[str, ...]:
        """Return a format's pieces in reading order; of a format that the theme does not know,
        those of its first."""
        return self.pieces.get(format) or next(iter(self.pieces.values()))

    def for_edition(self, laid_over: str, has_cover: bool) -> "Theme":
        """Return the theme with an edition's style sheet, and without the piece that is a cover
        where the edition has none."""
        if has_cover:
            return replace(self, laid_over=laid_over)
        pieces = {
            name: tuple(piece for piece in own if piece != "cover")
            for name, own in self.pieces.items()
        }
        return replace(self, laid_over=laid_over, pieces=pieces)

    @property
    def all_families(self) -> tuple[str, ...]:
        """Return every family that a page may need: its own, then the companions."""
        return tuple(dict.fromkeys((*self.families, *self.companions)))

    def in_language(self, tag: str) -> "Theme":
        """Return the theme as a publication in a language has it.

        Where the language has families of its own, they set the text and the cover.
        """
        own = self.by_language.get(eastern(tag) or tag.split("-")[0].lower(), ())
        if not own:
            return self
        return replace(self, families=own, cover={**self.cover, "face": own[0]})

    def extend_to(self, workshop: Workshop, signs: frozenset[int], tag: str) -> "Theme":
        """Return the theme with the fetched families that characters need which it lacks.

        The families of the publication's own language come first: they draw Han characters as its
        readers know them.
        """
        known = families(workshop)
        languages = sorted(PACKAGES, key=lambda each: (each != eastern(tag), each))
        chosen: list[str] = []
        lacking = signs - coverage(workshop, self.all_families)
        for language in languages:
            own = [name for name in families_of(language) if name in known]
            if lacking and own and lacking & coverage(workshop, own):
                chosen += own
                lacking -= coverage(workshop, own)
        return replace(self, companions=(*self.companions, *chosen))

    def sheet(self, workshop: Workshop, *names: str) -> str:
        """Return style sheets joined: shared, then the theme's; last those laid over them."""
        if TOKENS in names and EASTERN_FAMILIES & set(self.all_families):
            at = names.index(TOKENS) + 1
            names = (*names[:at], "eastern.css", *names[at:])
        parts = [sheet for name in names for sheet in self._find(workshop, name)]
        own = workshop.template(OWN)
        parts += [own.decode()] if own else []
        return "\n".join([*parts, *(self.style(workshop, self.laid_over) or ())])

    def style(self, workshop: Workshop, name: str) -> tuple[str, ...] | None:
        """Return the sheets that an edition lays over all others: shared, the theme's, the
        publication's own (templates/NAME.css); () without a name, None where there is none."""
        if not name:
            return ()
        own = workshop.template(f"{name}.css")
        found = self._find(workshop, f"{name}.css")
        return (*found, *([own.decode()] if own else ())) or None

    def _find(self, workshop: Workshop, name: str) -> list[str]:
        sheets = [workshop.template(f"{folder}/{name}") for folder in ("shared", self.name)]
        return [sheet.decode() for sheet in sheets if sheet is not None]


def read_theme(workshop: Workshop, name: str, fault: Problem) -> Theme:
    """Return a theme by name; raises BuildFailed with ``fault`` where there is none."""
    data = workshop.template(f"{name}/theme.yaml")
    if data is None or not name.isidentifier():
        raise BuildFailed([fault])
    try:
        theme = _theme(name, yaml.load(data, Loader=yaml.CSafeLoader))
        known = families(workshop)
        _examine(theme, known)
        code = tuple(each for each in theme.families if each.endswith("Code"))
        fetched = {
            language: (*families_of(language), *code)
            for language in PACKAGES
            if all(each in known for each in families_of(language))
        }
        return replace(theme, by_language={**fetched, **theme.by_language})
    except (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError) as error:
        message = f"the theme's description cannot be used: {error!r}"
        hint = "compare it with templates/brief/theme.yaml of Octavo"
        place = Place(f"templates/{name}/theme.yaml")
        raise BuildFailed([Problem("E231", place, message, hint)]) from None


def is_colour(value: str) -> bool:
    """Tell a colour as covers take it: six hexadecimal digits after #."""
    return _COLOUR.fullmatch(value) is not None


def _examine(theme: Theme, known: Collection[str]) -> None:
    """Raise ValueError with the first thing in a theme that is not there or is no such thing."""
    own = (*theme.all_families, *theme.embedded, *chain(*theme.by_language.values()))
    lacking = [name for name in (*own, theme.cover["face"]) if name not in known]
    pieces = chain(*theme.pieces.values())
    colours = (str(theme.cover[part]) for part in ("ground", "ink", "accent"))
    wrong = chain(
        (f"first_heading is 1 or 2, not {level}" for level in {theme.first_heading} - {1, 2}),
        (f"work is {', '.join(WORKS)}, not {work}" for work in {theme.work} - {*WORKS}),
        (f"no bundled family is called '{name}'" for name in lacking),
        (f"'{name}' is no colour like #16324a" for name in colours if not is_colour(name)),
        ("it has no pieces" for _ in range(not theme.pieces)),
        (f"{name} has no piece 'text'" for name, own in theme.pieces.items() if "text" not in own),
        (f"'{name}' is no name of a piece" for name in pieces if not _PIECE.fullmatch(name)),
    )
    for fault in wrong:
        raise ValueError(fault)


def _theme(name: str, found: Mapping[str, Any]) -> Theme:
    run_on = bool(found["run_on"])
    return Theme(
        name,
        run_on,
        found.get("first_heading", 2 if run_on else 1),
        found.get("work", "Article" if run_on else "Book"),
        tuple(found["families"]),
        tuple(found["embedded"]),
        {key: tuple(pieces) for key, pieces in found["pieces"].items()},
        found["cover"],
        tuple(found.get("companions", ())),
        {tag: tuple(names) for tag, names in found.get("by_language", {}).items()},
    )
