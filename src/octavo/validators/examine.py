"""Finished editions held against every validator that is installed.

``examine`` runs each validator once over all files: one JVM, one browser. What it says becomes
problems, told at the line of the source where that can be found.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.blocks.record_reader import read_record
from octavo.core.problems import BuildFailed, Place, Problem, in_order, under
from octavo.core.progress import Listener, Progress, ignore
from octavo.finished.epub_items import claims_of
from octavo.production.pipeline import Built, Project, prefix_of, tell_from, workshop_of
from octavo.production.publication_reader import read_publication
from octavo.validators.source_places import Atlas, atlas, locate
from octavo.validators.verdicts import Broken, Finding, Job, Runner

CODES: Mapping[str, str] = {
    "EPUBCheck": "E501",
    "Ace": "E502",
    "veraPDF": "E503",
    "page-validation": "E504",
    "axe": "E505",
    "Nu": "E506",
    "links": "E507",
}
"""Validator -> the code of what it says."""
FORMATS: Mapping[str, tuple[str, ...]] = {
    "EPUBCheck": (".epub",),
    "Ace": (".epub",),
    "veraPDF": (".pdf",),
    "page-validation": (".pdf",),
    "axe": (".html",),
    "Nu": (".html",),
    "links": (".html", ".epub"),
}
BROKEN = "E509"
FALSE = "E508"
HINT = (
    "if the publication has templates or style sheets of its own, look there; what it takes from "
    "Octavo should be sound: please report it"
)
STRANGE = "the file was not made from a publication here, so no line of a source can be told"
Subjects = Mapping[str, "Subject"]


MOST_BREAKS = 20
"""How often a runner is started again: enough to find two files among hundreds."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to examine: a publication's editions, or a file that somebody made."""

    files: Mapping[str, bytes]
    """Name -> bytes; names end with their format."""
    project: Project | None = None
    """Where the publication's source is; None for a file alone."""
    slug: str = ""
    problems: tuple[Problem, ...] = ()
    """What making them had to say."""

    @staticmethod
    def of(built: Built, project: Project) -> "Subject":
        """Return the editions of a publication, with their way back to the source."""
        return Subject(built.files, project, built.slug, built.problems)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the validators said."""

    problems: Mapping[str, tuple[Problem, ...]]
    """By the name of the subject."""
    ran: Mapping[str, tuple[str, int]]
    """Validator -> its version, and how many files it has seen."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Validator -> what it lacks and how to get it."""
    counts: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """(validator, format, severity) -> number of findings."""


REMARKS = ("CSS-028",)
"""Rules by which EPUBCheck says what a book uses, and finds no fault with it: a face in a sheet."""


def examine(subjects: Subjects, runners: Sequence[Runner], tell: Listener = ignore) -> Examined:
    """Run every validator that can run on every file that it knows; of one that knows none of them
    nothing is said. ``tell`` hears which.

    Problems: E501 to E507 (what a validator says), E509 (a validator that came to no verdict).
    """
    missing: dict[str, str] = {}
    ran: dict[str, tuple[str, int]] = {}
    findings: list[Finding] = []
    broken: list[tuple[Job, str]] = []
    with tempfile.TemporaryDirectory(prefix="octavo-check-") as folder:
        homes = _lay_out(subjects, Path(folder))
        for runner in runners:
            lacking = {name: runner.lack(name) for name in runner.validators}
            missing |= {
                name: why
                for name, why in lacking.items()
                if why and any(_knows(name, path) for path in homes)
            }
            able = [name for name, why in lacking.items() if not why]
            jobs = [Job(name, path) for name in able for path in homes if _knows(name, path)]
            if not jobs:
                continue
            _announce(jobs, tell)
            verdicts, fallen_on = _verdicts(runner, jobs)
            _announce(jobs, tell, is_made=True)
            findings += verdicts
            broken += fallen_on
            silent = {id(job) for job, _ in fallen_on}
            for name in able:
                count = sum(job.validator == name and id(job) not in silent for job in jobs)
                if count:
                    ran[name] = (runner.version(name), count)
        problems = _place_findings(subjects, homes, findings)
        for path, (name, file) in homes.items():
            heard = [each for each in findings if each.path == path]
            problems[name] += _false_claims(file, subjects[name].files[file], heard)
        for job, reason in broken:
            name, file = homes[job.path]
            problems[name].append(_tell_fall(job.validator, file, reason))
    told = {name: in_order([*subjects[name].problems, *found]) for name, found in problems.items()}
    return Examined(told, ran, missing, _count(findings))


def _announce(jobs: Sequence[Job], tell: Listener, is_made: bool = False) -> None:
    """Tell which validators look at how many files, or have done so."""
    names = [job.validator for job in jobs]
    for name in dict.fromkeys(names):
        count = names.count(name)
        work = "has looked" if is_made else "is looking"
        tell(Progress(work, name, count if is_made else 0, count, "files", is_made))


def raise_notices(found: Examined) -> Examined:
    """Return the same, with what validators let pass with a word as warnings.

    The notices of axe stay: they are what it cannot decide. So does what only counts (REMARKS).
    """
    strict = {code for name, code in CODES.items() if name != "axe"}

    def raise_notice(problem: Problem) -> Problem:
        passes = problem.severity == "notice" and problem.code in strict
        passes &= not any(f" {rule}:" in problem.message for rule in REMARKS)
        return replace(problem, severity="warning") if passes else problem

    problems = {name: tuple(map(raise_notice, each)) for name, each in found.problems.items()}
    return replace(found, problems=problems)


def _verdicts(runner: Runner, jobs: Sequence[Job]) -> tuple[list[Finding], list[tuple[Job, str]]]:
    """Return findings, and the jobs that came to no verdict with the reason.

    A runner breaks as a whole: it is asked again for one half and for the other, so that a file
    that breaks it leaves the others their verdicts.
    """
    findings: list[Finding] = []
    fallen: list[tuple[Job, str]] = []
    waiting, breaks = [list(jobs)], 0
    while waiting:
        batch = waiting.pop(0)
        try:
            findings += runner.run(batch)
        except Broken as reason:
            breaks += 1
            if len(batch) == 1 or breaks > MOST_BREAKS:
                fallen += [(job, str(reason)) for job in batch]
            else:
                half = len(batch) // 2
                waiting[:0] = [batch[:half], batch[half:]]
    return findings, fallen


def _lay_out(subjects: Subjects, folder: Path) -> dict[Path, tuple[str, str]]:
    """Write the editions to files; return path -> name of its subject, name of the file in it."""
    homes: dict[Path, tuple[str, str]] = {}
    for number, (name, subject) in enumerate(subjects.items()):
        for file, data in subject.files.items():
            path = folder / str(number) / _beside(file)
            is_known = any(_knows(validator, path) for validator in CODES)
            if is_known or "/" in file:  # beside the pages of a site stand what they ask for
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            if is_known:
                homes[path] = name, file
    return homes


def _beside(file: str) -> Path:
    """Return where a file is laid: those of a site keep their folder, others go by their name."""
    path = Path(file)
    return path if not path.is_absolute() and ".." not in path.parts else Path(path.name)


def _knows(validator: str, path: Path) -> bool:
    return path.suffix in FORMATS[validator]


def _place_findings(
    subjects: Subjects, homes: Mapping[Path, tuple[str, str]], findings: Sequence[Finding]
) -> dict[str, list[Problem]]:
    told: dict[str, list[Problem]] = {name: [] for name in subjects}
    atlases: dict[str, Atlas | None] = {}
    for finding in findings:
        name, file = homes[finding.path]
        subject = subjects[name]
        if name not in atlases:
            atlases[name] = _atlas(subject)
        told[name].append(_problem(finding, file, name, subject, atlases[name]))
    return told


def _atlas(subject: Subject) -> Atlas | None:
    """Return the places of a publication; None where there is no source, or it cannot be read."""
    if subject.project is None:
        return None
    try:
        with tell_from(subject.project, subject.slug):
            publication = read_publication(workshop_of(subject.project, subject.slug), subject.slug)
    except BuildFailed:
        return None
    return atlas(publication, _first_blocks(subject.files.get("edition.json")))


def _first_blocks(record: bytes | None) -> dict[int, Place]:
    """Return page of the PDF (from 1) -> the place of its first block, as edition.json tells it."""
    if record is None:
        return {}
    manuscript = read_record(record, "edition.json").manuscript
    numbers = {label: n for n, label in enumerate(manuscript.labels, 1)}
    first: dict[int, Place] = {}
    for block in manuscript.every_block():
        for label in block.pages:
            first.setdefault(numbers.get(label, 0), block.place)
    return first


def _problem(
    finding: Finding, file: str, name: str, subject: Subject, places: Atlas | None
) -> Problem:
    place = locate(finding, places, subject.files[file]) if places else None
    where = f"{file}/{finding.inside}" if finding.inside else file
    at = f", page {finding.page}" if finding.page else f", line {finding.line}" * bool(finding.line)
    message = f"{finding.validator} {finding.rule}: {finding.message} ({where}{at})"
    code, severity = CODES[finding.validator], finding.severity
    if place is None:
        hint = HINT if places else STRANGE
        origin = name if subject.project is None else f"build/{subject.slug}/{where}"
        return Problem(code, Place(origin, finding.line), message, hint, severity, finding.excerpt)
    assert subject.project is not None  # or there were no places
    prefix = prefix_of(subject.project, subject.slug)
    return under(prefix, Problem(code, place, message, HINT, severity))


def _false_claims(file: str, data: bytes, heard: Sequence[Finding]) -> list[Problem]:
    """Return a problem where a book claims conformance that a validator does not find."""
    against = sorted(
        {
            each.validator
            for each in heard
            if each.validator in ("EPUBCheck", "Ace") and each.severity != "notice"
        }
    )
    claims = claims_of(data) if against else ()
    hint = "mend what they found, or take accessibility.conforms_to out of the publication"
    return [
        Problem(FALSE, Place(file), f"it claims '{claim}', and {', '.join(against)} object", hint)
        for claim in claims
    ]


def _tell_fall(validator: str, file: str, reason: str) -> Problem:
    hint = "run it again; if it stays, please report it with the words above"
    message = f"{validator} came to no verdict on {file}: {reason}"
    return Problem(BROKEN, Place(validator), message, hint)


def _count(findings: Sequence[Finding]) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        key = (finding.validator, finding.path.suffix.removeprefix("."), finding.severity)
        counts[key] = counts.get(key, 0) + 1
    return counts
