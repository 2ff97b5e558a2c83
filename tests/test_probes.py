"""Adversarial probes: each becomes three sound editions, by the validators that answer at once."""

from collections.abc import Iterator
from pathlib import Path

import page
import pytest
from probes import PROBES, write_probe

from octavo.editions.pdf.presses import LastingPresses
from octavo.production.assembly import assemble
from octavo.production.pipeline import Project, workshop_of
from octavo.validators.page_validation import is_false_alarm

pytestmark = pytest.mark.check
PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


@pytest.fixture(scope="module")
def presses() -> Iterator[LastingPresses]:
    """One press for all probes: most of a small document's time is the press's start."""
    lasting = LastingPresses()
    yield lasting
    lasting.end()


def written(folder: Path, name: str) -> Project:
    write_probe(folder / "source", name, name, "many kinds")
    return Project(folder, folder / "build", None)


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_becomes_sound_editions(name: str, presses: LastingPresses, tmp_path: Path) -> None:
    project = written(tmp_path, name)
    build = assemble(workshop_of(project, name), name, (), presses)
    files = build.files
    assert [each for each in build.problems if each.severity != "notice"] == []
    for profile in PROFILES:
        report = page.validate_pdf_bytes(files[f"{name}.pdf"], profile=profile)
        told = [(each.rule_id, each.message) for each in report.failures]
        assert [each for each in told if not is_false_alarm(files[f"{name}.pdf"], each[0])] == []
