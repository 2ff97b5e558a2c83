"""What validators are asked and what they say, in one shape for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from octavo.core.problems import Severity


@dataclass(frozen=True, slots=True)
class Job:
    """One file for one validator."""

    validator: str
    """EPUBCheck, Ace, veraPDF, page-validation, axe, Nu or links."""
    path: Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a validator has to say, with all that it tells of the place."""

    validator: str
    rule: str
    """The validator's own name for it: OPF-014, 7.2-20, color-contrast."""
    severity: Severity
    message: str
    path: Path
    """The file that was examined."""
    inside: str = ""
    """Path of the file within an EPUB."""
    line: int = 0
    """Line in that file; 0 where it is not told."""
    page: int = 0
    """Page of a PDF, counted from 1; 0 where it is not told."""
    id: str = ""
    """Id of the element, or of one around it."""
    excerpt: str = ""
    """The markup or the words at fault, as far as they are told."""


class Broken(Exception):
    """Raised where a validator did not come to a verdict: no finding is not the same."""


class Runner(Protocol):
    """Runs validators of one kind, all files in one process."""

    @property
    def validators(self) -> tuple[str, ...]:
        """Return the names of the validators that it runs."""
        ...

    def lack(self, validator: str) -> str:
        """Return what is missing and how to get it, '' where the validator can run."""
        ...

    def version(self, validator: str) -> str:
        """Return the validator's version, as it tells it."""
        ...

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        """Return all findings of the jobs; raises Broken where one came to no verdict."""
        ...
