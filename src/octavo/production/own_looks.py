"""Style sheets that a publication, a project or an installed theme brings -> what does not hold.

Names that nothing has, values that mean nothing, rules that never hold, letters like their ground:
told where they stand, also where no edition would show it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain

import octavo.markup.css.contrast as colours
from octavo.core.installed import PREFIX
from octavo.core.problems import Place, Problem, Severity
from octavo.core.workshop import Workshop
from octavo.editions.units.render import ROLES
from octavo.editions.units.running_heads import CHAPTER, WORK
from octavo.fonts.bundled import families
from octavo.markup.css.css_grammar import declaration_slips
from octavo.markup.css.odd_values import odd_slips
from octavo.markup.css.selector_names import order_slips, selector_slips
from octavo.markup.css.sheet_rules import BROKEN, Declared, SheetRule, Slip, read_rules
from octavo.markup.css.token_names import family_slips, grammar_like, token_slips, variables_in
from octavo.markup.tree import Element
from octavo.model.chapters import line_of
from octavo.model.publication import Chapter, Publication
from octavo.themes import FACES, OWN, Theme, is_colour

CONTRAST = "E271"
HTML_SHEETS = ("tokens.css", "base.css", "theme.css", "screen.css", "code.css")
OF_HEADS = frozenset((CHAPTER, WORK))
"""Tokens that say how much room running heads have."""
OF_COVERS = frozenset(("--cover-ground", "--cover-ink", "--cover-accent"))
"""Tokens that no sheet asks for, but the drawn cover."""
LATE = frozenset(
    "bp caption cover-page edition first has-initial initial initial-rest is-open page pages"
    " reference".split()
).union(ROLES)
"""Classes that editions give and no built-in sheet or template names."""
_COUNTED = re.compile(r"level-\d|toc-\d|admonition-[\w-]+|[a-z][a-z0-9]{0,2}")
"""Levels, kinds of boxes, parts of code."""
MEANT = (
    "box-title dialogue epigraph full-page here key-points landscape lead plate"
    " pull-quote row-headers signature small-caps source unlisted unnumbered verse wide".split()
)
"""Classes that texts give; a class that is nearly one of them was meant to be it."""
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_GIVEN = re.compile(r"class=[\"']([^\"']*)[\"']")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A style sheet that is not the toolkit's."""

    path: str
    """As the author sees it."""
    is_project: bool
    """Whether other publications share it, whose texts may have what this one's lack."""
    lines: tuple[str, ...]
    rules: tuple[SheetRule, ...]
    slips: tuple[Slip, ...]

    def problem(self, slip: Slip, severity: Severity = "warning") -> Problem:
        """Return a slip as a Problem at its line."""
        place = Place(self.path, slip.line, slip.column)
        excerpt = self.lines[slip.line - 1].rstrip() if slip.line <= len(self.lines) else ""
        return Problem(slip.code, place, slip.message, slip.hint, severity, excerpt)


def look_problems(workshop: Workshop, publication: Publication, theme: Theme) -> list[Problem]:
    """Return what does not hold in one's own style sheets. Problems: E267 to E271 (warnings)."""
    own = own_sheets(workshop, theme.name)
    if not own:
        return []
    ours, theirs = _read_toolkit(tuple(_toolkit_sheets(workshop))), [each.rules for each in own]
    names = _Names(
        ours.asked | _tokens_in(theirs) | OF_COVERS | OF_HEADS,
        {**_defaults(theirs), **ours.defaults},
        ours.classes | _classes(workshop, publication.chapters, theme.name),
        frozenset(families(workshop)),
    )
    found = [each for sheet in own for each in _sheet_problems(sheet, names)]
    return [*found, *_pale(workshop, publication, theme, own)]


def own_sheets(workshop: Workshop, theme: str) -> tuple[OwnSheet, ...]:
    """Return the style sheets of the publication, the project and the installed theme, read."""
    found = []
    for root, folder, told in (
        ("publication", "templates", ""),
        ("project", "", "templates/"),
        (f"{PREFIX}{theme}", "", f"{theme}/"),
    ):
        for path in workshop.inputs.listing(folder, root):
            if path.endswith(".css"):
                css = (workshop.inputs.find(path, root) or b"").decode("utf-8-sig", "replace")
                rules, slips = read_rules(css)
                lines = tuple(css.split("\n"))
                found.append(OwnSheet(f"{told}{path}", root == "project", lines, rules, slips))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Names:
    """What there is for style sheets to name."""

    asked: frozenset[str]
    defaults: Mapping[str, str]
    classes: frozenset[str]
    families: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Toolkit:
    """What the toolkit's own sheets name."""

    asked: frozenset[str]
    defaults: Mapping[str, str]
    classes: frozenset[str]


@lru_cache(maxsize=1)  # a preview asks anew with each change of a sheet beside them
def _read_toolkit(sheets: tuple[str, ...]) -> _Toolkit:
    read = [read_rules(css)[0] for css in sheets]
    classes = (_CLASS.findall(rule.selector) for rules in read for rule in rules)
    return _Toolkit(_tokens_in(read), _defaults(read), frozenset(chain.from_iterable(classes)))


def _toolkit_sheets(workshop: Workshop) -> Iterator[str]:
    for path in workshop.inputs.listing("", "templates"):
        if path.endswith(".css"):
            yield (workshop.inputs.find(path, "templates") or b"").decode()


def _tokens_in(sheets: Iterable[tuple[SheetRule, ...]]) -> frozenset[str]:
    """Return the tokens that values ask for."""
    return frozenset(
        node.value
        for rules in sheets
        for rule in rules
        for each in rule.declared
        for node, _ in variables_in(each.value)
    )


def _defaults(sheets: Iterable[tuple[SheetRule, ...]]) -> dict[str, str]:
    """Return each token with its value where it is said first."""
    found: dict[str, str] = {}
    for rules in sheets:
        for rule in rules:
            for each in rule.declared:
                if each.name.startswith("--"):
                    found.setdefault(each.name, "".join(node.serialize() for node in each.value))
    return found


def classes_of_editions(workshop: Workshop, theme: str) -> Callable[[str], bool]:
    """Return what tells whether an edition may have a class, whatever its text is."""
    ours = _read_toolkit(tuple(_toolkit_sheets(workshop))).classes
    found = ours | _classes(workshop, (), theme)
    return lambda name: name in found or _COUNTED.fullmatch(name) is not None


def _classes(workshop: Workshop, chapters: Iterable[Chapter], theme: str) -> frozenset[str]:
    """Return all classes that texts and templates have."""
    found = {*LATE, *MEANT}
    for root, folder in (
        ("templates", ""),
        ("publication", "templates"),
        ("project", ""),
        (f"{PREFIX}{theme}", ""),
    ):
        for path in workshop.inputs.listing(folder, root):
            if path.endswith(".j2"):
                text = (workshop.inputs.find(path, root) or b"").decode("utf-8", "replace")
                found.update(each for said in _GIVEN.findall(text) for each in _WORD.findall(said))
    found.update(path.partition("/")[0] for path in workshop.inputs.listing("", "templates"))
    for chapter in chapters:
        found.update(_of_text(chapter.body))
    return frozenset(found)


def _of_text(body: Element) -> Iterator[str]:
    for node in body.iter():
        yield from (node.get("class") or "").split()


def _sheet_problems(sheet: OwnSheet, names: _Names) -> Iterator[Problem]:
    yield from map(sheet.problem, sheet.slips)
    yield from map(sheet.problem, order_slips(sheet.rules))
    yield from map(sheet.problem, token_slips(sheet.rules, names.asked, names.defaults))
    yield from map(sheet.problem, odd_slips(sheet.rules, names.families))
    for rule in sheet.rules:
        given = {each for each in _CLASS.findall(rule.selector) if _COUNTED.fullmatch(each)}
        for slip in selector_slips(rule, names.classes | given):
            is_theirs = sheet.is_project and "did you mean" not in slip.hint
            yield sheet.problem(slip, "notice" if is_theirs else "warning")
        if rule.at in ("font-face", "property", "counter-style", "page"):
            continue
        for each in rule.declared:
            default = names.defaults.get(each.name, "") if each.name.startswith("--") else ""
            if each.name in OF_COVERS:
                yield from map(sheet.problem, _cover_slips(each))
                continue
            like = grammar_like(each.name, default)
            yield from map(sheet.problem, declaration_slips(each, like))
            if sheet.path.endswith(f"/{OWN}") and each.name in FACES:
                continue  # E138 tells of these
            is_faces = default.lstrip().startswith(('"', "'"))
            yield from map(sheet.problem, family_slips(each, names.families, is_faces))


def _cover_slips(each: Declared) -> Iterator[Slip]:
    """Yield a colour that the drawn cover cannot take."""
    value = "".join(node.serialize() for node in each.value).strip()
    if not is_colour(value) and not value.startswith("var("):
        message = f"'{value}' is no colour that the drawn cover takes"
        hint = f"write {each.name}: #16324a, with six digits"
        yield Slip(BROKEN, each.line, each.column, message, hint)


def _pale(
    workshop: Workshop, publication: Publication, theme: Theme, own: tuple[OwnSheet, ...]
) -> Iterator[Problem]:
    """Yield letters that can hardly be told from their ground, where one's own sheets say so."""
    rules = read_rules(theme.sheet(workshop, *HTML_SHEETS))[0]
    editions = publication.config.metadata.editions
    on_white = any(each.format == "pdf" for each in editions)
    told = set[tuple[str, int, int]]()
    for pale in colours.pale_tokens(rules, on_white):
        found = _last_place(own, pale)
        if found is None or (found[0].path, *found[1:3]) in told:
            continue
        sheet, line, column, name = found
        told.add((sheet.path, line, column))
        yield _tell_pale(sheet, (line, column), name, pale.ratio, pale.is_dark)
    for sheet in own:
        for rule, name, ratio, least, is_dark in colours.pale_rules(sheet.rules, rules):
            each = next(each for each in rule.declared if each.name == name)
            yield _tell_pale(sheet, (each.line, each.column), name, ratio, is_dark, least)


def _last_place(
    own: tuple[OwnSheet, ...], pale: colours.Pale
) -> tuple[OwnSheet, int, int, str] | None:
    """Return where one's own sheets say the first of the tokens that they say at all."""
    for name in pale.names:
        for sheet in reversed(own):
            for rule in reversed(sheet.rules):
                for each in rule.declared:
                    if each.name == name and (pale.is_dark or not rule.around):
                        return sheet, each.line, each.column, name
    return None


def _tell_pale(
    sheet: OwnSheet,
    place: tuple[int, int],
    name: str,
    ratio: float,
    is_dark: bool,
    least: float = colours.LEAST,
) -> Problem:
    where = "in the dark " if is_dark else ""
    shown = int(ratio * 100) / 100
    large = "large " if least < colours.LEAST else ""
    told = f"{where}{large}letters stand {shown:g}:1 from their ground, and need {least:g}:1"
    message = f"'{name}': {told}"
    hint = "choose a darker colour, or a paler ground"
    if name == "opacity":
        hint = "take the opacity away, and give the letters a colour of their own"
    elif is_dark:
        hint = "give the dark its own: @media (prefers-color-scheme: dark) { … }"
    return sheet.problem(Slip(CONTRAST, *place, message, hint))


def _is_box(chapter: Chapter, line: int) -> bool:
    """Tell whether a line of a text opens a box, of whose name E219 and E258 tell."""
    lines = chapter.text.content.split("\n")
    return 0 < line <= len(lines) and lines[line - 1].lstrip().startswith(("///", ":::"))


def class_notices(workshop: Workshop, publication: Publication, theme: Theme) -> Iterator[Problem]:
    """Yield the classes of a text that no sheet has, and that are nearly one. Problems: E275."""
    used: dict[str, tuple[Chapter, Element]] = {}
    for chapter in publication.chapters:
        for node in chapter.body.iter():
            for name in (node.get("class") or "").split():
                used[name] = chapter, node
    nearly = {
        name: (near[0], chapter, line_of(node))
        for name, (chapter, node) in used.items()
        if name not in MEANT and (near := get_close_matches(name, MEANT, 1, 0.75))
    }
    nearly = {name: each for name, each in nearly.items() if not _is_box(each[1], each[2])}
    if not nearly:
        return
    own = [rule for each in own_sheets(workshop, theme.name) for rule in each.rules]
    theirs = {name for css in _toolkit_sheets(workshop) for name in _CLASS.findall(css)}
    known = theirs | {name for rule in own for name in _CLASS.findall(rule.selector)} | LATE
    for name, (meant, chapter, line) in nearly.items():
        if name in known or _COUNTED.fullmatch(name):
            continue
        said = f"no style sheet has the class '.{name}'", f"did you mean .{meant}?"
        yield replace(chapter.text.problem("E275", *said, line, f".{name}"), severity="notice")
