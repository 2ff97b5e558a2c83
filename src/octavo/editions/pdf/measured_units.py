"""A proof of a publication's pages, for whoever looks for faults in them; no PDF is written for it.

Where chapters begin pages, each is laid out and measured by itself, and recalled until something
of its own changes: its text, the numbers of pages that it names, its running heads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from octavo.editions.order import Order
from octavo.editions.pdf.compositor import Compositor
from octavo.editions.pdf.layout_grounds import ground
from octavo.editions.pdf.measures import Face, Ink, Passage, Proof, ProofSheet
from octavo.editions.pdf.passes import Passes
from octavo.editions.pdf.pdf_file import settle
from octavo.editions.pdf.presses import PressPool

EMPTY = ProofSheet(0.0, 0.0, 1.0, (), True, "", "")
"""A page with nothing on it."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A proof, and the label of each of its pages."""

    proof: Proof
    labels: tuple[str, ...]


def pull_proof(order: Order, pool: PressPool) -> Pulled:
    """Return the proof of a publication's pages as they stand in the PDF.

    Problems: E301, E302.
    """
    found = settle(order, pool)
    base = ground(order, order.workshop)
    compositor = Compositor(order, order.workshop, base, pool)
    passes = Passes(order, base, compositor)
    parts = passes.parts(found.state)
    starts = [found.anchors[f"octavo-unit-{part.slug}"] for part in parts]
    work = []
    for part, (first, after) in zip(parts, pairwise([*starts, len(found.sheets)]), strict=True):
        sheets = list(found.sheets[first:after])
        while sheets and sheets[-1].kind == "blank":
            sheets.pop()
        around = passes.around_part(first, sheets)
        work.append(partial(compositor.proof, part.galley, around))
    proofs = [Proof.from_json(each) for each in pool.side_by_side(work)]
    return Pulled(_join(list(zip(starts, proofs, strict=True)), len(found.labels)), found.labels)


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
