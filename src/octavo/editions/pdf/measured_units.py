"""A proof of a publication's pages, for whoever looks for faults in them; no PDF is written for it.

Where chapters begin pages, each is laid out and measured by itself, and recalled until something
of its own changes: its text, the numbers of pages that it names, its running heads.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.editions.order import Order
from octavo.editions.pdf.measures import Face, Ink, Passage, Proof, ProofSheet
from octavo.editions.pdf.passes import Passes
from octavo.editions.pdf.pdf_file import NATIVE, Ground, Settled, ground, set_up, settle
from octavo.editions.pdf.plan import Furniture
from octavo.editions.pdf.standing_type import SetUnit
from octavo.editions.pdf.worker import Worker

EMPTY = ProofSheet(0.0, 0.0, 1.0, (), True, "", "")
"""A page with nothing on it."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A proof, and the label of each of its pages."""

    proof: Proof
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Units that are laid out together, and their furniture."""

    units: tuple[SetUnit, ...]
    first: int
    """Index of their first page in the whole."""
    sheets: tuple[Furniture, ...]


def pull_proof(order: Order, worker: Worker) -> Pulled:
    """Return the proof of a publication's pages as they stand in the PDF.

    Problems: E301, E302.
    """
    if order.theme.run_on:
        return pull_whole(order, worker)
    found = settle(order, worker)
    base = ground(order, order.workshop)
    passes = Passes(order, base.pages, worker, base.css)
    proofs = []
    for part in _parts(passes.units(found.state), found):
        html = passes.html(part.units, found.state)
        proof = _proof_of(order, base, part, html, worker)
        if proof is None:  # alone it has other pages than among the others
            return pull_whole(order, worker)
        proofs.append((part.first, proof))
    return Pulled(_join(proofs, len(found.labels)), found.labels)


def pull_whole(order: Order, worker: Worker) -> Pulled:
    """Return the same, all pages laid out at once. Problems: E301, E302."""

    def make(inside: Workshop) -> bytes:
        _know(inside)
        standing = set_up(order, inside, worker)
        proof = worker.proof(standing.layout.laid, standing.furniture(), standing.margins)
        return pack({"proof": proof, "labels": json.dumps(standing.layout.plan.labels).encode()})

    files = unpack(order.workshop.recall("proof", (order.digestible(),), make))
    return Pulled(Proof.from_json(files["proof"]), tuple(json.loads(files["labels"])))


def _know(inside: Workshop) -> None:
    for name in NATIVE:
        inside.inputs.native_version(name)


def _parts(units: Sequence[SetUnit], found: Settled) -> Iterator[_Part]:
    """Yield what is laid out by itself: what comes before the text at once, each unit after it."""
    text = next((n for n, unit in enumerate(units) if not unit.is_piece), len(units))
    groups = [tuple(units[:text]), *((unit,) for unit in units[text:])]
    groups = [group for group in groups if group]
    starts = [found.anchors[f"octavo-unit-{group[0].slug}"] for group in groups]
    for group, (first, after) in zip(groups, pairwise([*starts, len(found.sheets)]), strict=True):
        sheets = list(found.sheets[first:after])
        while sheets and sheets[-1].kind == "blank":
            sheets.pop()
        yield _Part(group, first, tuple(sheets))


def _proof_of(order: Order, base: Ground, part: _Part, html: str, worker: Worker) -> Proof | None:
    """Return the proof of a part, None where it has another number of pages by itself."""
    furniture = base.pages.render("furniture", sheets=part.sheets)

    def make(inside: Workshop) -> bytes:
        _know(inside)
        worker.load(base.files, base.fonts)
        laid = worker.layout(html, base.css)
        if laid.facts.pages != len(part.sheets):
            return b""
        return worker.proof(laid, furniture, base.margins)

    told = (html, base.css, furniture, base.margins, _digest(base))
    data = order.workshop.recall("proof", tuple(each.encode() for each in told), make)
    return Proof.from_json(data) if data else None


def _digest(base: Ground) -> str:
    """Return a digest of the pictures and the fonts that pages are laid out with."""
    found = hashlib.sha256()
    for files in (base.files, base.fonts):
        for path, data in sorted(files.items()):
            found.update(f"{path} {hashlib.sha256(data).hexdigest()}\n".encode())
    return found.hexdigest()


def _join(proofs: Sequence[tuple[int, Proof]], pages: int) -> Proof:
    """Return one proof of parts that begin on these pages; what they have in common comes once."""
    sheets = [EMPTY] * pages
    passages: list[Passage] = []
    for first, proof in proofs:
        sheets[first : first + len(proof.sheets)] = proof.sheets
        before = max((each.paragraph for each in passages), default=0)
        passages += [
            replace(each, page=each.page + first, paragraph=each.paragraph + before)
            for each in proof.passages
        ]
    pictures = [replace(each, page=each.page + n) for n, p in proofs for each in p.pictures]
    inks: dict[object, Ink] = {}
    faces: dict[object, Face] = {}
    for first, proof in proofs:
        for ink in proof.inks:
            key = (ink.ink, ink.ground, ink.points, ink.is_bold)
            inks.setdefault(key, replace(ink, page=ink.page + first))
        for face in proof.faces:
            told = (face.family, "" if face.family else face.words)
            faces.setdefault(told, replace(face, page=face.page + first))
    body = [each for each in passages if each.kind != "furniture"]
    margins = [each for each in passages if each.kind == "furniture"]
    return Proof(
        tuple(sheets),
        (*body, *margins),
        tuple(pictures),
        tuple(inks.values()),
        tuple(faces.values()),
    )
