"""What the press makes for one edition, remembered by what it is made from: no page number, no
neighbour."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.progress import Progress, ignore
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.binding.fragment import FaceUse, FontSet, FurnitureFragment, Shell
from octavo.editions.pdf.binding.joined_faces import encode_uses
from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.layout_grounds import NATIVE, Ground, find_fonts, font_files
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.standards import Source
from octavo.editions.pdf.worker import Galley, Laid, Worker

BOUNDS = frozenset({"E306", "E319"})
"""Codes of what a unit asks of the press, and it cannot give."""


@dataclass(frozen=True, slots=True)
class Sparing:
    """Units that may be set closer, if that spares their last page."""

    slugs: frozenset[str]
    few: int
    """Lines that shall not have it to themselves."""
    closer: Callable[[str], Galley]
    """Gives a unit, its words closer."""


class Compositor:
    """Has pages laid out, furniture and fonts made, by presses side by side."""

    def __init__(self, order: Order, inside: Workshop, base: Ground, pool: PressPool) -> None:
        self._order, self._inside, self._base, self._pool = order, inside, base, pool
        self._laid: dict[tuple[Galley, Cutting], Laid] = {}
        self._tried: dict[Galley, Laid] = {}
        """Units set closer, and those that are not after all."""
        self._named: dict[str, frozenset[str]] = {}
        self.log: list[str] = []
        """What the engine had to say of furniture and of the shell."""
        pool.load(base.files, base.fonts)

    def lay_out(
        self,
        galleys: Sequence[tuple[str, Galley]],
        always: bool,
        work: str,
        of: int = 0,
        sparing: Sparing | None = None,
    ) -> list[Laid]:
        """Return the pages of units, by slug and galley; fragments are cut where nothing is to be
        set in another way, or ``always``. Whoever listens hears how many pages are done, ``of``
        about so many. ``sparing``: those that leave few lines are set closer at once
        (``set_closer`` gives them)."""
        standard = self._order.edition.standard
        few = dict.fromkeys(sparing.slugs, sparing.few) if sparing else {}
        wanted = [
            (galley, Cutting(slug, standard, always, few.get(slug, 0))) for slug, galley in galleys
        ]
        for galley, cutting in wanted:
            tried = self._tried.get(galley)
            if tried is not None and (tried.cut or not always):
                self._laid[galley, cutting] = tried
        new = list(dict.fromkeys(each for each in wanted if each not in self._laid))
        known = {cutting.slug: self._laid.get((galley, cutting)) for galley, cutting in wanted}
        stand = {slug: laid.facts.pages for slug, laid in known.items() if laid}
        pages = _Counted(stand, partial(self._tell, work, of))
        letters = [len(galley.html) for galley, _ in new]
        jobs = [partial(self._lay, *each, pages, sparing) for each in new]
        made = self._pool.side_by_side(jobs, letters)
        self._laid |= zip(new, made, strict=True)
        self._laid = {each: self._laid[each] for each in wanted}  # others are not asked for again
        return [self._laid[each] for each in wanted]

    def set_closer(self, units: Sequence[tuple[str, Galley, Galley, int]]) -> list[Laid]:
        """Return the pages of units that are set closer, by slug, galley, the closer one, and how
        many pages they have else; where that spares none, these are cut."""
        self._pool.side_by_side([partial(self._set_closer, *each) for each in units])
        return [self._tried[closer] for _, _, closer, _ in units]

    def furniture(self, galleys: Sequence[Galley]) -> list[FurnitureFragment]:
        """Return furniture, as fragments."""
        made = self._pool.side_by_side([partial(self._furniture, galley) for galley in galleys])
        return [FurnitureFragment.from_files(each) for each in made]

    def shell(self, html: str, source: Source | None) -> Shell:
        """Return what the PDF has beside its pages."""
        galley, standard = Galley(html, self._base.css), self._order.edition.standard
        carried = source or Source()
        files = {path: hashlib.sha256(data).hexdigest() for path, data in carried.files.items()}
        told = json.dumps([_list_fields(galley), standard, carried.epoch, files])

        def make(worker: Worker) -> dict[str, bytes]:
            printed = worker.shell(galley, standard, source)
            return {**printed.files, "log": json.dumps(printed.log).encode()}

        return Shell.from_files(self._note(self._recall("shell", told, make)))

    def fonts(self, joined: Sequence[FaceUse], version: str) -> FontSet:
        """Return the fonts of the PDF, each cut to its one use (``join_all``)."""
        asked = encode_uses(joined)

        def make(worker: Worker) -> dict[str, bytes]:
            files = font_files(self._order, self._inside, {use.file for use in joined})
            return {"fonts": worker.cut_fonts(asked, files, version)}

        key = f"{version} {hashlib.sha256(asked).hexdigest()}"
        return FontSet.from_bytes(self._recall("fonts", key, make)["fonts"])

    def versions(self) -> dict[str, str]:
        """Return the versions of what sets the pages, for the manifest."""
        made = self._recall("engines", "", lambda worker: {"facts": worker.versions()})
        return dict(json.loads(made["facts"]))

    def proof(self, galley: Galley, around: Galley) -> bytes:
        """Return the proof of pages with their furniture."""
        told = json.dumps([_list_fields(galley), _list_fields(around), self._digest(galley)])
        made = self._recall("proof", told, lambda worker: {"proof": worker.proof(galley, around)})
        return made["proof"]

    def _lay(
        self, galley: Galley, cutting: Cutting, pages: "_Counted", sparing: Sparing | None = None
    ) -> Laid:
        laid = self._set(galley, cutting, pages)
        facts = laid.facts
        if sparing and facts.is_quiet and facts.leaves_few(cutting.few):
            closer = sparing.closer(cutting.slug)
            self._set_closer(cutting.slug, galley, closer, facts.pages)
        return laid

    def _set_closer(self, slug: str, galley: Galley, closer: Galley, pages: int) -> None:
        """Set a unit closer, while the press has its pages; have these cut if they are wanted."""
        if closer in self._tried:
            return
        standard = self._order.edition.standard
        tried = self._set(closer, Cutting(slug, standard, False, below=pages))
        if tried.facts.pages >= pages:
            self._tried[galley] = self._set(galley, Cutting(slug, standard))
        self._tried[closer] = tried

    def _set(self, galley: Galley, cutting: Cutting, pages: "_Counted | None" = None) -> Laid:
        told = json.dumps([_list_fields(galley), _list_fields(cutting), self._digest(galley)])

        def make(worker: Worker) -> dict[str, bytes]:
            with worker.listen(partial(pages.hear, cutting.slug) if pages else ignore):
                return worker.layout(galley, cutting).to_files()

        laid = Laid.from_files(self._recall("pages", told, make, cutting.slug))
        if pages:
            pages.hear(cutting.slug, laid.facts.pages)
        return laid

    def _furniture(self, galley: Galley) -> dict[str, bytes]:
        standard = self._order.edition.standard
        told = json.dumps([_list_fields(galley), standard, self._digest(galley)])

        def make(worker: Worker) -> dict[str, bytes]:
            printed = worker.furniture(galley, standard)
            return {**printed.files, "log": json.dumps(printed.log).encode()}

        return self._note(self._recall("furniture", told, make))

    def _recall(
        self, step: str, told: str, make: Callable[[Worker], Mapping[str, bytes]], unit: str = ""
    ) -> dict[str, bytes]:
        def print_it(inside: Workshop) -> bytes:
            for name in NATIVE:
                inside.inputs.native_version(name)
            find_fonts(self._order, inside)
            return self._pool.give(lambda worker: pack(dict(make(worker))), unit)

        try:
            return unpack(self._inside.recall(step, (told.encode(),), print_it, unit))
        except BuildFailed as failure:
            raise BuildFailed([self._place(each, unit) for each in failure.problems]) from None

    def _place(self, problem: Problem, unit: str) -> Problem:
        """Return a problem of the press at the file of the unit that it was at."""
        if problem.code not in BOUNDS:
            return problem
        files = {each.slug: each.text.path for each in self._order.publication.chapters}
        path = files.get(unit, self._order.publication.config.path)
        return replace(problem, place=Place(path))

    def _note(self, files: dict[str, bytes]) -> dict[str, bytes]:
        self.log += json.loads(files.pop("log"))
        return files

    def _digest(self, galley: Galley) -> list[str]:
        """Return the digests of the files that a galley names: of those that it may ask for."""
        named = [
            f"{path} {digest}"
            for path, names, digest in self._digests
            if any(each in galley.html for each in names) or path in self._find_named(galley.css)
        ]
        return [*named, self._font_digest]

    def _find_named(self, css: str) -> frozenset[str]:
        """Return the files that a style sheet names; it is that of all units."""
        if css not in self._named:
            found = (path for path, names, _ in self._digests if any(each in css for each in names))
            self._named[css] = frozenset(found)
        return self._named[css]

    @cached_property
    def _digests(self) -> list[tuple[str, frozenset[str], str]]:
        """Return each file's path, the ways in which texts write it, and its digest."""
        return [
            (path, frozenset((path, quote(path))), hashlib.sha256(data).hexdigest())
            for path, data in sorted(self._base.files.items())
        ]

    @cached_property
    def _font_digest(self) -> str:
        """Return a digest of the fonts that the press is lent."""
        found = hashlib.sha256()
        for name, data in sorted(self._base.fonts.items()):
            found.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
        return found.hexdigest()

    def _tell(self, work: str, of: int, pages: int) -> None:
        name = self._order.edition.name
        self._inside.tell(Progress(work, name, pages, of and max(pages, of), "pages"))


def _list_fields(asked: Galley | Cutting) -> dict[str, Any]:
    """Return what ``asdict`` does: of texts and truths alone, which need no copy."""
    return {each.name: getattr(asked, each.name) for each in fields(asked)}


class _Counted:
    """Adds up the pages of units that are laid out at the same time."""

    def __init__(self, pages: dict[str, int], tell: Callable[[int], object]) -> None:
        self._pages, self._tell = pages, tell

    def hear(self, slug: str, pages: int) -> None:
        self._pages[slug] = pages
        self._tell(sum(list(self._pages.values())))
