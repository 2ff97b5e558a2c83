"""A proof of a publication's pages -> findings, in the order of the pages."""

from collections.abc import Collection, Iterator

from octavo.checks.typography.line_remarks import on_lines
from octavo.checks.typography.looks import on_faces, on_inks, on_pictures
from octavo.checks.typography.page_remarks import on_pages
from octavo.checks.typography.remark_places import Places
from octavo.checks.typography.remarks import PageProblem, Remark
from octavo.editions.pdf.measured_units import Pulled
from octavo.model.publication import Publication


def proofread(
    publication: Publication, pulled: Pulled, families: Collection[str]
) -> tuple[PageProblem, ...]:
    """Return what is to be remarked on the pages, in their order, as notices.

    ``families``: those that the publication may be set in. Problems: E601 to E611.
    """
    places = Places(publication, pulled.labels)
    remarks = sorted(_remarks(pulled, families), key=lambda each: each.page)
    return tuple(
        PageProblem(places.problem(each, "notice"), pulled.labels[each.page], each.page + 1)
        for each in remarks
    )


def _remarks(pulled: Pulled, families: Collection[str]) -> Iterator[Remark]:
    proof = pulled.proof
    yield from on_lines(proof.passages)
    yield from on_pages(proof.sheets)
    yield from on_pictures(proof.pictures)
    yield from on_inks(proof.inks)
    yield from on_faces(proof.faces, families)
