"""Publication and finished editions -> E310 problems: what an edition lacks, or has too much.

Everything is read from the finished bytes; the source's trees say what has to be there.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from octavo.checks.drawings_kept import drawings_kept
from octavo.checks.kinds import KINDS
from octavo.checks.parity_gaps import Gap, PassageGap, in_any_order, in_order, in_running_text
from octavo.checks.region import body_of, is_worded, join_links
from octavo.checks.source_items import SourceItems
from octavo.constructs.construct import Kind, Normal
from octavo.core.problems import Place, Problem
from octavo.editions.registry import format_of
from octavo.editions.shape.extract import extract
from octavo.finished.finished_files import open_files
from octavo.finished.items import (
    Finished,
    Item,
    Unreadable,
    count_shaped_letters,
    fold,
    is_turned,
    squeeze,
    turn,
)
from octavo.languages import direction_of
from octavo.markup.tree import elements
from octavo.model.metadata import Edition
from octavo.model.publication import Publication

CODE = "E310"
MOST = 12
"""Problems that are told of one kind of thing in one edition."""
SHAPED_LEFT = 0.95
"""Share of the letters of joined scripts that a PDF gives back at the least."""
HINT = (
    "the edition is wrong, not the text: compare the publication's own templates and style "
    "sheets with the built-in ones; where it has none, this is a fault of Octavo: report it"
)


def parity(
    publication: Publication, files: Mapping[str, bytes], source: SourceItems | None = None
) -> tuple[Problem, ...]:
    """Compare each finished edition in ``files`` with the source. Problems: E310.

    ``source`` is what has been read of the publication for other editions.
    """
    files, source = open_files(files), source or SourceItems()
    anywhere = Place(publication.config.path)
    problems: list[Problem] = []
    for edition in publication.config.metadata.editions:
        own = files.only(edition.files_of(publication.config.slug, files))
        if not own:
            continue
        try:
            found = format_of(edition).read(publication, own)
            shown = extract(publication, edition)
            problems += compare_edition(shown, edition, found, source.of(shown, edition))
            problems += drawings_kept(shown, edition, own)
        except Unreadable as reason:
            message = f"the {edition.label} edition cannot be read: {reason}"
            problems.append(Problem(CODE, anywhere, message, HINT))
    return tuple(problems)


def compare_edition(
    publication: Publication, edition: Edition, found: Finished, wanted: Finished
) -> list[Problem]:
    """Return the E310 problems of one edition, which holds ``found`` and should hold ``wanted``."""
    normal: Normal = fold
    if found.is_paged:
        normal, wanted = squeeze, _with_words(wanted)
        found = body_of(found, wanted, publication.parts)
    wanted, found = _notes_last(wanted), _notes_last(found)
    wanted = _lead_first(wanted, found, normal)
    turns = found.is_paged and _turns(publication)
    normals = (normal, turn) if turns else (normal,)
    teller = _Teller(edition, normal, Place(publication.config.path))
    problems: list[Problem] = []
    for kind in KINDS:
        if kind.name not in found.lacks:
            problems += teller.cut(
                kind.name, [teller.gap(kind, g) for g in _gaps(kind, wanted, found, normals)]
            )
    told = frozenset(problem.place for problem in problems)
    passages = [each for each in _passages(wanted, found, normal) if not _is_told(each, told)]
    if turns:
        passages = [each for each in passages if not _is_shuffled([each])]
        passages = [] if _is_shuffled(passages) else passages
    problems += teller.cut("passage", [teller.passage(each) for each in passages])
    ours, theirs = count_shaped_letters(wanted.blocks), count_shaped_letters(found.blocks)
    if theirs < ours * SHAPED_LEFT:
        problems.append(teller.letters(ours, theirs))
    return problems


def _gaps(
    kind: Kind, wanted: Finished, found: Finished, normals: Sequence[Normal]
) -> list[Gap[Any]]:
    """Return where two editions differ in things of a kind by the most lenient of ``normals``."""
    compare = in_order if kind.keeps_order(found.is_paged) else in_any_order
    gaps: list[Gap[Any]] = []
    for normal in normals:
        if kind.is_ordered and compare is in_any_order:
            normal = partial(_in_any_order, normal)
        gaps = compare(kind.items(wanted), kind.items(found), partial(_key, kind, normal))
        if not gaps:
            break
    return gaps


def _in_any_order(normal: Normal, text: str) -> str:
    """Return the letters of words that may stand in another order, as those of a float do."""
    return "".join(sorted(normal(text)))


def _key(kind: Kind, normal: Normal, item: Any) -> Hashable:
    return kind.key(item, normal)


def _turns(publication: Publication) -> bool:
    """Tell whether some of the text runs from right to left: a PDF gives its words in another
    order, and the marks of the lines around it too."""
    return direction_of(publication.config.language) == "rtl" or any(
        node.get("dir") == "rtl" or any(map(is_turned, (node.text or "", node.tail or "")))
        for chapter in publication.chapters
        for node in elements(chapter.body)
    )


def _passages(wanted: Finished, found: Finished, normal: Normal) -> list[PassageGap]:
    """Compare the running text.

    In a PDF page ends break blocks, so there no break counts; and listings and the sources
    of tables float, so they are compared by themselves.
    """
    if not found.is_paged:
        text = "".join(f"{normal(block.text)}\n" for block in found.blocks)
        return in_running_text(wanted.blocks, text, normal, "\n")
    passages: list[PassageGap] = []
    for in_float in (False, True):
        words = "".join(normal(b.text) for b in found.blocks if b.in_float == in_float)
        blocks = [b for b in wanted.blocks if b.in_float == in_float and is_worded(b)]
        passages += in_running_text(blocks, words, normal, "")
    return passages


def _is_told(passage: PassageGap, places: frozenset[Place]) -> bool:
    """Tell whether a passage is only a heading that is told as one."""
    return bool(passage.wanted) and all(b.is_heading and b.place in places for b in passage.wanted)


def _is_shuffled(passages: Sequence[PassageGap]) -> bool:
    """Tell whether passages differ only as a PDF's right-to-left words do, over a page's end; or
    because a short word among them is found again within another."""
    wanted = "".join(block.text for each in passages for block in each.wanted)
    return turn(wanted) == turn("".join(each.found for each in passages))


def _with_words(wanted: Finished) -> Finished:
    """Return what a PDF can be held to: headings that are a picture alone, and tables in which
    nothing stands, have no tags there."""
    return replace(
        wanted,
        headings=tuple(each for each in wanted.headings if squeeze(each.text)),
        tables=tuple(each for each in wanted.tables if each.caption or each.rows),
        links=join_links(wanted.links),
    )


class _Teller:
    """Puts into words what one edition has otherwise than the source."""

    def __init__(self, edition: Edition, normal: Normal, anywhere: Place) -> None:
        self._edition = f"the {edition.label} edition"
        self._normal, self._anywhere = normal, anywhere

    def gap(self, kind: Kind, gap: Gap[Any]) -> Problem:
        if gap.found is None:
            words = f"lacks the {kind.name} {_quote(kind.label(gap.wanted))}"
        elif gap.wanted is None:
            words = f"has a {kind.name} too many: {_quote(kind.label(gap.found))}"
        else:
            words = f"has the {kind.name} " + self._apart(
                kind.label(gap.wanted), kind.label(gap.found)
            )
        return self._problem(words, gap.wanted)

    def passage(self, passage: PassageGap) -> Problem:
        wanted = " ".join(block.text for block in passage.wanted)
        if not passage.found:
            words = f"lacks the words {_quote(wanted)}"
        elif not wanted:
            words = f"has words too many: {_quote(passage.found)}"
        else:
            words = f"has the words {self._apart(wanted, passage.found)}"
        return self._problem(words, passage.wanted[0] if passage.wanted else None)

    def letters(self, wanted: int, found: int) -> Problem:
        words = f"has {found} letters of Arabic, Hebrew or Indic scripts; there should be {wanted}"
        return self._problem(words, None)

    def cut(self, name: str, problems: list[Problem]) -> list[Problem]:
        """Return at most MOST problems of a kind, the last saying how many there are."""
        if len(problems) <= MOST:
            return problems
        rest = len(problems) - MOST + 1
        words = f"differs in {rest} more places ({name})"
        return [*problems[: MOST - 1], self._problem(words, None)]

    def _problem(self, words: str, wanted: Item | None) -> Problem:
        place = wanted.place if wanted is not None else None
        where = place or self._anywhere
        return Problem(CODE, where, f"{self._edition} {words}", HINT, "warning")

    def _apart(self, wanted: str, found: str) -> str:
        """Return two texts from shortly before the point where they part."""
        one, other = self._normal(wanted), self._normal(found)
        if one == other:
            return f"{_quote(wanted)} with other header cells"
        length = min(len(one), len(other))
        shared = next((n for n in range(length) if one[n] != other[n]), length)
        start = max(shared - 20, 0)
        head = "…" if start else ""
        return f"{_quote(head + one[start:])} as {_quote(head + other[start:])}"


def _quote(text: str, most: int = 70) -> str:
    text = fold(text)
    return f"'{text}'" if len(text) <= most else f"'{text[: most - 1].rstrip()}…'"


def _lead_first(wanted: Finished, found: Finished, normal: Normal) -> Finished:
    """Return ``wanted`` with the lead figure first, where the edition has set it there."""
    lead = next((figure for figure in wanted.figures if figure.is_lead), None)
    if lead is None or not found.figures:
        return wanted
    if normal(found.figures[0].caption) != normal(lead.caption):
        return wanted
    return replace(
        wanted,
        figures=tuple(sorted(wanted.figures, key=_after_lead)),
        links=tuple(sorted(wanted.links, key=_after_lead)),
        alternatives=tuple(sorted(wanted.alternatives, key=_after_lead)),
    )


def _notes_last(held: Finished) -> Finished:
    """Return an edition with what stands in notes behind what stands in the text: some gather them
    at their end."""
    return replace(
        held,
        figures=tuple(sorted(held.figures, key=_is_in_note)),
        tables=tuple(sorted(held.tables, key=_is_in_note)),
        captions=tuple(sorted(held.captions, key=_is_in_note)),
        alternatives=tuple(sorted(held.alternatives, key=_is_in_note)),
    )


def _is_in_note(item: Item) -> bool:
    return item.in_note


def _after_lead(item: Item) -> bool:
    return not item.is_lead
