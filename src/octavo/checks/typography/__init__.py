"""A proof of a publication's pages -> a typographic report: what a proofreader would mark."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

from octavo.checks.typography.lines import on_lines
from octavo.checks.typography.looks import on_faces, on_inks, on_pictures
from octavo.checks.typography.pages import on_pages
from octavo.checks.typography.places import Places
from octavo.checks.typography.remarks import KINDS, Remark
from octavo.editions.pdf.proofs import Pulled
from octavo.model import Publication
from octavo.problems import Problem

__all__ = ["KINDS", "Finding", "proofread"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, with the page of the PDF that shows it."""

    problem: Problem
    label: str
    number: int
    """Of the page, counted from 1 whatever the labels say."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, object]) -> "Finding":
        problem, number = data["problem"], data["number"]
        assert isinstance(problem, dict) and isinstance(number, int)  # as_json wrote it
        return Finding(Problem.from_json(problem), str(data["label"]), number)


def proofread(
    publication: Publication, pulled: Pulled, families: Collection[str]
) -> tuple[Finding, ...]:
    """Return what is to be remarked on the pages, in their order, as notices.

    ``families``: those that the publication may be set in. Problems: E601 to E611.
    """
    places = Places(publication, pulled.labels)
    remarks = sorted(_remarks(pulled, families), key=lambda each: each.page)
    return tuple(
        Finding(places.problem(each, "notice"), pulled.labels[each.page], each.page + 1)
        for each in remarks
    )


def _remarks(pulled: Pulled, families: Collection[str]) -> Iterator[Remark]:
    proof = pulled.proof
    yield from on_lines(proof.passages)
    yield from on_pages(proof.sheets)
    yield from on_pictures(proof.pictures)
    yield from on_inks(proof.inks)
    yield from on_faces(proof.faces, families)
