"""Adversarial probes: each becomes three sound editions, by the validators that answer at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import page
import pytest
from probes import OPENING, PICTURE, PROBES

from octavo import assembly
from octavo.editions.pdf.worker import Worker
from octavo.inputs import Inputs
from octavo.pipeline import Project, templates_folder, workshop_of
from octavo.problems import Problem
from octavo.store import unpack
from octavo.verify.pages import is_false_alarm

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


@pytest.fixture(scope="module")
def press() -> Iterator[Worker]:
    """One press for all probes: most of a small document's time is the press's start."""
    with Worker(Inputs({"templates": templates_folder()}, {"PATH": "/usr/bin:/bin"}), 0) as worker:
        yield worker


class Lasting:
    """A press that outlives the documents it is asked for."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def __call__(self, inputs: Inputs, epoch: int) -> "Lasting":
        return self

    def __enter__(self) -> Worker:
        return self._worker

    def __exit__(self, *_: object) -> None:
        """Leave the press running."""


def written(folder: Path, name: str) -> Project:
    home = folder / "source" / name
    home.mkdir(parents=True)
    head = (
        f"octavo: 1\ntitle: Probe of {name}\nlanguage: en-GB\ndate: 2024-05-06\nbody: [text.md]\n"
    )
    (home / "publication.yaml").write_text(head, encoding="utf-8")
    (home / "text.md").write_text(OPENING + PROBES[name], encoding="utf-8")
    (home / "hill.svg").write_text(PICTURE, encoding="utf-8")
    return Project(folder, folder / "build", None)


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_becomes_sound_editions(name: str, press: Worker, tmp_path: Path) -> None:
    project = written(tmp_path, name)
    with patch.object(assembly, "Worker", Lasting(press)):
        files = unpack(assembly.assembled(workshop_of(project, name), name))
    notices = [Problem.from_json(each) for each in json.loads(files["problems"])]
    assert [each for each in notices if each.severity != "notice"] == []
    for profile in PROFILES:
        report = page.validate_pdf_bytes(files[f"{name}.pdf"], profile=profile)
        told = [(each.rule_id, each.message) for each in report.failures]
        assert [each for each in told if not is_false_alarm(files[f"{name}.pdf"], each[0])] == []
