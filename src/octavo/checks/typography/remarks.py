"""A remark on a page, the finding that it becomes, and the kinds of both. Imports nothing heavy."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from octavo.core.problems import Problem

KINDS: Mapping[str, str] = {
    "E601": "overfull line",
    "E602": "loose line",
    "E603": "widow",
    "E604": "orphan",
    "E605": "heading at a page's foot",
    "E606": "hyphen ladder",
    "E607": "runt",
    "E608": "hole",
    "E609": "coarse picture",
    "E610": "low contrast",
    "E611": "strange glyph",
}
"""Code -> what it is called."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a proofreader writes in the margin."""

    code: str
    page: int
    """Index of the page."""
    block: str
    """Ordinal of the block of the source, '' where it is a template's."""
    words: str
    """The words at fault, as they are set; '' where the whole block is."""
    message: str
    hint: str
    share: float = 0.0
    """How far into their paragraph the words stand, 0 to 1: they may occur in it twice."""


@dataclass(frozen=True, slots=True)
class PageProblem:
    """A problem, with the page of the PDF that shows it."""

    problem: Problem
    label: str
    number: int
    """Of the page, counted from 1 whatever the labels say."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, object]) -> "PageProblem":
        problem, number = data["problem"], data["number"]
        assert isinstance(problem, dict) and isinstance(number, int)  # as_json wrote it
        return PageProblem(Problem.from_json(problem), str(data["label"]), number)


def count_by_code(findings: Iterable[PageProblem]) -> dict[str, int]:
    """Return code -> number of findings, in the order of KINDS; codes without one are left out."""
    codes = [each.problem.code for each in findings]
    return {code: codes.count(code) for code in KINDS if code in codes}
