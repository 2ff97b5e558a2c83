"""page-validation: PDF/UA-1 and PDF/A-2a told without Java, a second opinion beside veraPDF.

A pure wheel, quick enough for every build. In: jobs. Out: findings.
"""

import importlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from octavo.validators.packages import MEND
from octavo.validators.verdicts import Broken, Finding, Job
from octavo.validators.wheels import Wheels

__all__ = ["FALSE_ALARMS", "PROFILES", "PageValidation", "is_false_alarm"]

PROFILES = ("PDF_A_2A", "PDF_UA_1")
"""What a file is held against that claims nothing else."""
CLAIMED = {b"<pdfaid:part>3</pdfaid:part>": ("PDF_A_3A", "PDF_UA_1"), b"<pdfuaid:part>2<": ()}
"""Claim in the metadata -> profiles; page-validation 0.11 knows neither PDF/UA-2 nor PDF/A-4."""
FALSE_ALARMS: Mapping[str, str] = {
    "STREAM-LENGTH-001": "page-validation 0.11 takes a last byte 0x0D for the line end before "
    "``endstream``; the bytes themselves decide: after each ``stream`` line /Length bytes, a line "
    "end, ``endstream``",
}
"""End of a rule's name -> why what it says is not believed where the file is right."""


class PageValidation:
    """The validator of the wheel ``page-validation``; a Runner."""

    validators = ("page-validation",)

    def __init__(self, tools: Path) -> None:
        self._wheels = Wheels(tools)

    def lack(self, validator: str) -> str:
        """Return what is missing and how to get it, '' where the validator can run."""
        return "" if self.version(validator) else f"{validator} is missing: {MEND}"

    def version(self, validator: str) -> str:
        """Return the validator's version, '' where it is not there."""
        found = self._wheels.distribution(validator)
        return found.version if found else ""

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        """Return all findings of the jobs; raises Broken where one came to no verdict."""
        with self._wheels.importable():
            return [
                found
                for job in jobs
                for profile in _profiles(job)
                for found in _findings(job, profile)
            ]


def _profiles(job: Job) -> tuple[str, ...]:
    """Return what a file has to be held against: what it claims."""
    data = job.path.read_bytes() if job.path.is_file() else b""
    return next((profiles for claim, profiles in CLAIMED.items() if claim in data), PROFILES)


def _findings(job: Job, profile: str) -> list[Finding]:
    try:
        page = importlib.import_module("page")
        pdf = job.path.read_bytes()
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile[profile])
        told = [(str(each.rule_id), str(each.message)) for each in report.failures]
    except Exception as fault:
        raise Broken(f"{job.validator} on {job.path.name}: {fault!r}") from fault
    return [
        Finding(job.validator, rule, "error", message, job.path)
        for rule, message in told
        if not is_false_alarm(pdf, rule)
    ]


def is_false_alarm(pdf: bytes, rule: str) -> bool:
    """Tell whether a rule is one of FALSE_ALARMS and the bytes of the file are right."""
    if not rule.endswith(tuple(FALSE_ALARMS)):
        return False
    return any(pdf[start:end].endswith(b"\r") for start, end in stream_spans(pdf))


def stream_spans(pdf: bytes) -> list[tuple[int, int]]:
    """Return where the data of each stream begins and ends; [] where a length is wrong."""
    opening = re.compile(rb"[\r\n]\d+ 0 obj\s.*?/Length (\d+).*?>>\s*stream\r?\n", re.DOTALL)
    spans: list[tuple[int, int]] = []
    while found := opening.search(pdf, spans[-1][1] if spans else 0):
        spans.append((found.end(), found.end() + int(found[1])))
        if not re.match(rb"\r?\nendstream", pdf[spans[-1][1] : spans[-1][1] + 12]):
            return []
    return spans
