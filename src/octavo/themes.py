"""A theme: the pieces that make an edition, the families it is set in, its style sheets.

``templates/THEME/theme.yaml`` says what a theme is; templates and CSS are looked for in the
theme's folder first, then in ``shared/``.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import yaml

from octavo.core.near_names import near_names
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import coverage, families
from octavo.fonts.font_table import (
    ALIKE,
    families_of,
    families_of_east,
    font_table,
    script_key,
    scripts_in,
)
from octavo.fonts.house_fonts import bare_families
from octavo.fonts.script_rules import (
    MARKS,
    PAIR_RULE,
    PAIRING,
    face_tokens,
    families_by_script,
    lead_rules,
)
from octavo.markup.css.dark_rules import dark_again
from octavo.markup.css.flatten import tokens
from octavo.model.word_files import read_facts

WORKS = ("Article", "Report", "Book")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
KEYS: Mapping[str, str] = {
    "run_on": "run_on: true",
    "first_heading": "first_heading: 2",
    "work": "work: Article",
    "families": "families: [Literata, Fira Sans, Fira Code]",
    "companions": "companions: [Noto Serif]",
    "by_language": "by_language: {}",
    "embedded": "embedded: []",
    "pieces": "pieces: {html: [title, text]}",
    "cover": 'cover: {ground: "#16324a", ink: "#f3e6cf", accent: "#c9a66b", face: Literata}',
    "ground": 'ground: "#16324a"',
    "ink": 'ink: "#f3e6cf"',
    "accent": 'accent: "#c9a66b"',
    "face": "face: Literata",
}
"""Key of a theme's description, or of its cover -> how it is written."""
PIECES = tuple(
    "cover half-title title house ornament imprint dedication contents lists part chapter about"
    " colophon text".split()
)
_PIECE = re.compile(r"[a-z][a-z-]*")
TOKENS = "tokens.css"
FACES = ("--text", "--display", "--sans", "--mono")
"""Tokens that name the faces of a theme, that of the text first."""
ALIASES = {"6x9": "trade", "6-x-9": "trade", "us": "letter"}
"""Other names of page sizes."""
SIZES = ("a4", "a5", "b5", "letter", "trade")
"""Sizes of pages that the built-in themes know."""
OWN = "own.css"
"""Rules that a publication adds to every edition: templates/own.css."""


class Wrong(ValueError):
    """Something in a theme's description that is not as it should be."""

    def __init__(self, word: str, message: str, hint: str) -> None:
        """``word``: what is written there, by which its place is found."""
        super().__init__(message)
        self.word, self.hint = word, hint


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
    chosen: tuple[str, ...] = ()
    """Families that the tokens of a publication name instead: the EPUB carries them, too."""
    page: str = ""
    """Size of the pages, as the publication names it: A5; '' for the theme's own."""
    has_pairs: bool = False
    """Whether letters have marks that are signs of their own: the text's face may set them ill."""
    laid_over: str = ""
    """Name of the style sheet that an edition lays over all others; '' for none."""

    def pieces_of(self, format: str) -> tuple[str, ...]:
        """Return a format's pieces in reading order; of a format that the theme does not know,
        those of its first."""
        return self.pieces.get(format) or next(iter(self.pieces.values()))

    def for_edition(self, laid_over: str, has_cover: bool, page: str) -> "Theme":
        """Return the theme with an edition's style sheet and size of page, and without the piece
        that is a cover where the edition has none."""
        theme = replace(self, laid_over=laid_over, page=page)
        if has_cover:
            return theme
        pieces = {
            name: tuple(piece for piece in own if piece != "cover")
            for name, own in self.pieces.items()
        }
        return replace(theme, pieces=pieces)

    @property
    def all_families(self) -> tuple[str, ...]:
        """Return every family that a page may need: its own, then the companions."""
        return tuple(dict.fromkeys((*self.families, *self.companions)))

    def in_language(self, tag: str) -> "Theme":
        """Return the theme as a publication in a language has it.

        Where the language has families of its own, they set the text and the cover.
        """
        own = self.by_language.get(script_key(tag) or tag.split("-")[0].lower(), ())
        own = own or self.by_language.get(ALIKE.get(tag.split("-")[0].lower(), ""), ())
        if not own:
            return self
        return replace(self, families=own, cover={**self.cover, "face": own[0]})

    def with_faces(self, workshop: Workshop, tag: str) -> "Theme":
        """Return the theme with the families that ``own.css`` names in the place of its own.

        ``tag``: the publication's language. Families that are not there are left out (E138).
        """
        known = families(workshop)
        its_own = tokens(self._join(workshop, (TOKENS,)), tag)
        told = tokens(self.sheet(workshop, TOKENS), tag)
        now = {role: first_family(told.get(role, "")) for role in FACES}
        before = {role: first_family(its_own.get(role, "")) for role in FACES}
        new = [now[role] for role in FACES if now[role] != before[role] and now[role] in known]
        if not new:
            return self
        used = [now[role] if now[role] in known else before[role] for role in FACES]
        heirs = dict(zip(before.values(), used, strict=True))
        stay = [name if name in used else heirs.get(name, name) for name in self.families]
        ordered = dict.fromkeys(name for name in (used[0], *stay, *used) if name)
        face = self.cover["face"]
        role = next((role for role in ("--display", "--text") if before[role] == face), "")
        cover = {**self.cover, "face": now[role]} if now.get(role, "") in known else self.cover
        return replace(self, families=tuple(ordered), chosen=tuple(dict.fromkeys(new)), cover=cover)

    def extend_to(self, workshop: Workshop, signs: frozenset[int], tag: str) -> "Theme":
        """Return the theme with the fetched families that characters need which it lacks.

        The families of the publication's own language come first: they draw Han characters as its
        readers know them.
        """
        known = families(workshop)
        languages = sorted(font_table().scripts, key=lambda each: (each != script_key(tag), each))
        has_pairs = bool(signs & MARKS) and PAIRING in self.companions
        chosen: list[str] = []
        lacking = signs - coverage(workshop, self.all_families)
        for language in languages:
            own = [name for name in families_of(language) if name in known]
            if lacking and own and lacking & coverage(workshop, own):
                chosen += own
                lacking -= coverage(workshop, own)
        return replace(self, companions=(*self.companions, *chosen), has_pairs=has_pairs)

    def sheet(self, workshop: Workshop, *names: str) -> str:
        """Return style sheets joined: shared, then the theme's, then the publication's own rules
        with the theme's dark colours behind them; last those laid over them all."""
        parts = [self._join(workshop, names)]
        own = workshop.text(OWN)
        if own:
            again = dark_again("\n".join(parts), own)
            parts += [own, again] if again else [own]
        return "\n".join([*parts, *(self.style(workshop, self.laid_over) or ())])

    def _join(self, workshop: Workshop, names: Sequence[str]) -> str:
        """Return the sheets of the theme itself, joined."""
        if TOKENS in names and families_of_east() & set(self.all_families):
            at = names.index(TOKENS) + 1
            names = (*names[:at], "eastern.css", *names[at:])
        if TOKENS in names and self.page:
            at = names.index(TOKENS) + 1
            names = (*names[:at], page_sheet(self.page), *names[at:])
        sheets = [sheet for name in names for sheet in self._find(workshop, name)]
        return "\n".join([*sheets, *self._script_rules(names, "\n".join(sheets))])

    def _script_rules(self, names: Sequence[str], sheet: str) -> Iterator[str]:
        """Yield the rules of the scripts whose faces were fetched, for what ``sheet`` says."""
        if self.has_pairs and "base.css" in names:
            yield PAIR_RULE
        scripts = scripts_in(self.all_families)
        if scripts and TOKENS in names:
            yield face_tokens(scripts, tokens(sheet))
        if scripts and not self.laid_over:
            yield from lead_rules(scripts, names)

    def has_page(self, workshop: Workshop, size: str) -> bool:
        """Tell whether there is a style sheet for a size of pages."""
        return bool(self._find(workshop, page_sheet(size)))

    def style(self, workshop: Workshop, name: str) -> tuple[str, ...] | None:
        """Return the sheets that an edition lays over all others: shared, the theme's, the
        publication's own (templates/NAME.css); () without a name, None where there is none."""
        if not name:
            return ()
        own = workshop.text(f"{name}.css")
        found = self._find(workshop, f"{name}.css")
        return (*found, *([own] if own else ())) or None

    def _find(self, workshop: Workshop, name: str) -> list[str]:
        sheets = [workshop.text(f"{folder}/{name}") for folder in ("shared", self.name)]
        return [sheet for sheet in sheets if sheet is not None]


def read_theme(workshop: Workshop, name: str, fault: Problem) -> Theme:
    """Return a theme by name; raises BuildFailed with ``fault`` where there is none."""
    data = workshop.template(f"{name}/theme.yaml") if name.isidentifier() else None
    if data is None:
        raise BuildFailed([fault])
    try:
        theme = _theme(name, read_facts(data))
        known = families(workshop)
        _examine(workshop, theme, known)
        code = tuple(each for each in theme.families if each.endswith("Code"))
        fetched = families_by_script(known, theme.companions, code)
        return replace(theme, by_language={**fetched, **theme.by_language})
    except (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BuildFailed([_tell(error, f"templates/{name}/theme.yaml", data)]) from None


def _tell(error: Exception, path: str, data: bytes) -> Problem:
    """Return what is wrong with a theme's description, at the line that says so."""
    hint = "compare it with templates/brief/theme.yaml of Octavo"
    text = data.decode("utf-8-sig", "replace")
    mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
    said, word = str(error), ""
    if isinstance(error, yaml.YAMLError):
        said = f"this is not YAML: {getattr(error, 'problem', None) or error}"
    elif isinstance(error, Wrong):
        word, hint = error.word, error.hint or hint
    elif isinstance(error, KeyError):
        word = str(error.args[0])
        said, hint = f"the key '{word}' is missing", f"write {KEYS.get(word, word)}"
    else:
        said = f"it cannot be used: {error!r}"[:200]
    if mark is None and word:
        mark = _mark_of(text, word)
    if mark is None:
        return Problem("E231", Place(path, 1 if text else 0), said, hint)
    lines = text.split("\n")
    excerpt = lines[mark.line].rstrip() if mark.line < len(lines) else ""
    return Problem("E231", Place(path, mark.line + 1, mark.column + 1), said, hint, excerpt=excerpt)


def _mark_of(text: str, word: str) -> yaml.Mark | None:
    """Return where a word of a YAML text begins, be it a key or a value."""
    tokens = yaml.scan(text, Loader=yaml.CSafeLoader)
    scalars = (each for each in tokens if isinstance(each, yaml.ScalarToken))
    return next((each.start_mark for each in scalars if each.value == word), None)


def first_family(value: str) -> str:
    """Return the family that a token names first, without its quotes."""
    return value.partition(",")[0].strip().strip("\"'")


def face_faults(workshop: Workshop, theme: Theme, tag: str) -> Iterator[Problem]:
    """Yield what is wrong with the faces that ``own.css`` names. Problems: E138 (no such)."""
    own = (workshop.template(OWN) or b"").decode(errors="replace")
    told, known = tokens(own), {*families(workshop), *bare_families(workshop)}
    told |= tokens(own, tag)
    for role in FACES:
        name = first_family(told.get(role, ""))
        if not name or name in known:
            continue
        lines = own.split("\n")
        line = max((n for n, each in enumerate(lines, 1) if f"{role}:" in each), default=1)
        near = near_names(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else "put its files into templates/fonts"
        yield Problem(
            "E138",
            Place(f"templates/{OWN}", line),
            f"no font of the family '{name}' is there for {role}",
            f"{hint}; octavo fonts lists the families",
            excerpt=lines[line - 1].rstrip(),
        )


def page_sheet(size: str) -> str:
    """Return the name of the style sheet for a size of pages: of ``A5``, ``US Letter``, ``6x9``."""
    name = re.sub(r"[^a-z0-9]+", "-", size.lower().replace("\u00d7", "x")).strip("-")
    name = name.removeprefix("us-").removesuffix("-in")
    return f"page-{ALIASES.get(name, name)}.css"


def is_colour(value: str) -> bool:
    """Tell a colour as covers take it: six hexadecimal digits after #."""
    return _COLOUR.fullmatch(value) is not None


def _examine(workshop: Workshop, theme: Theme, known: Collection[str]) -> None:
    """Raise Wrong with the first thing in a theme that is not there or is no such thing."""
    own = (*theme.all_families, *theme.embedded, *chain(*theme.by_language.values()))
    lacking = [name for name in (*own, theme.cover["face"]) if name not in known]
    pieces = tuple(chain(*theme.pieces.values()))
    colours = (str(theme.cover[part]) for part in ("ground", "ink", "accent"))
    found = chain(
        (
            Wrong(str(level), f"first_heading is 1 or 2, not {level}", "write first_heading: 1")
            for level in {theme.first_heading} - {1, 2}
        ),
        (
            Wrong(work, f"work is {', '.join(WORKS)}, not {work}", f"write work: {WORKS[0]}")
            for work in {theme.work} - {*WORKS}
        ),
        (Wrong(name, f"no family is called '{name}'", _near(name, known)) for name in lacking),
        (
            Wrong(name, f"'{name}' is no colour like #16324a", 'write "#16324a", with the marks')
            for name in colours
            if not is_colour(name)
        ),
        (Wrong("pieces", "it has no pieces", "") for _ in range(not theme.pieces)),
        (
            Wrong(name, f"{name} has no piece 'text'", f"write {name}: [title, text]")
            for name, own in theme.pieces.items()
            if "text" not in own
        ),
        (
            Wrong(name, f"'{name}' is no name of a piece", "write small letters and hyphens")
            for name in pieces
            if not _PIECE.fullmatch(name)
        ),
        (
            Wrong(name, f"there is no template of a piece '{name}'", _near(name, PIECES))
            for name in pieces
            if name != "text" and not _has_template(workshop, theme.name, name)
        ),
    )
    for fault in found:
        raise fault


def _near(name: str, known: Collection[str]) -> str:
    """Return a hint with the name that is most like one that is not there."""
    low = {each.lower(): each for each in known}
    near = [low[each] for each in low if name.lower() in each]
    near += [low[each] for each in near_names(name.lower(), low, 1, 0.5)]
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(known))}"[:200]


def _has_template(workshop: Workshop, theme: str, piece: str) -> bool:
    folders = (theme, "shared")
    found = (workshop.template(f"{folder}/{piece}.html.j2") for folder in folders)
    return any(each is not None for each in found)


def _theme(name: str, found: Mapping[str, Any]) -> Theme:
    for key in found:
        if key not in KEYS:
            raise Wrong(str(key), f"unknown key '{key}'", _near(str(key), KEYS))
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
