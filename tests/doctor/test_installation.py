"""``octavo doctor --install``: finds what is needed, installs it, or says how."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from octavo.cli.program import octavo
from octavo.core import native, platforms
from octavo.core.native import LIBRARIES, Library, load, loader_settings
from octavo.core.platforms import (
    INSTALL,
    JAVA,
    NEEDS,
    NODE,
    PANGO,
    SYSTEMS,
    Command,
    Need,
    advice,
    command,
    commands,
)
from octavo.doctor import installation, programs
from octavo.doctor.installation import LOOKS, Machine, Missing, ensure, machine_of
from octavo.doctor.patient import Patient

ROOT = Path(__file__).parents[2]


class Fake:
    """A machine that has nothing until one of ``cures`` is run on it."""

    def __init__(self, cures: Iterable[str] = ()) -> None:
        self.cures = tuple(cures)
        self.ran: list[str] = []

    def has(self, need: Need) -> bool:
        return any(line.startswith(self.cures) for line in self.ran if self.cures)

    def run(self, words: Command) -> bool:
        self.ran.append(" ".join(words))
        return True

    def machine(self, manager: str = "apt-get", may_install: bool = True) -> Machine:
        return Machine(manager, may_install, self.has, self.run)


def test_nothing_is_run_where_everything_is_there() -> None:
    fake = Fake()
    ensure(PANGO, Machine("apt-get", True, lambda need: True, fake.run), pytest.fail)
    assert fake.ran == []


def test_the_superuser_of_debian_gets_pango_after_an_update() -> None:
    fake, said = Fake(["apt-get install"]), list[str]()
    ensure(PANGO, fake.machine(), said.append)
    assert fake.ran == [
        "apt-get update",
        "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0",
    ]
    assert len(said) == 2 and all("Pango is missing" in line for line in said)


def test_who_may_not_install_is_told_the_exact_command() -> None:
    fake = Fake()
    with pytest.raises(Missing) as stopped:
        ensure(PANGO, fake.machine(may_install=False), pytest.fail)
    assert fake.ran == []
    assert (
        "Debian, Ubuntu: sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0"
    ) in str(stopped.value)


def test_an_installation_that_does_not_help_stops_with_the_command() -> None:
    fake = Fake()
    with pytest.raises(Missing, match="could not be installed") as stopped:
        ensure(JAVA, fake.machine("dnf"), lambda line: None)
    assert fake.ran == ["dnf install -y java-latest-openjdk-devel"]
    assert "Fedora: dnf install -y java-latest-openjdk-devel" in str(stopped.value)


@pytest.mark.parametrize("need", [PANGO, JAVA], ids=lambda need: need.name)
def test_an_unknown_system_gets_the_table_of_all_systems(need: Need) -> None:
    fake = Fake()
    with pytest.raises(Missing) as stopped:
        ensure(need, fake.machine(""), pytest.fail)
    told = str(stopped.value)
    systems = ("Debian, Ubuntu", "Fedora", "Alpine", "Arch", "macOS", "Windows")
    assert [name for name in systems if f"\n{name}: " not in told] == []


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.name)
def test_every_package_manager_has_a_system_and_a_command(need: Need) -> None:
    assert set(INSTALL) == set(SYSTEMS)
    assert all(command(need, manager) for manager in INSTALL)
    known = [manager for manager in INSTALL if manager in need.packages]
    assert all(commands(need, manager)[-1][-1] in need.packages[manager] for manager in known)


def test_brew_is_not_run_by_the_superuser() -> None:
    assert "sudo" not in advice(PANGO, "brew")


def test_what_comes_to_any_system_is_told_after_the_systems_own_command() -> None:
    lines = advice(NODE, "apt-get").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Debian, Ubuntu", "or, on any system"]
    assert NODE.anywhere in lines[1]


# --- the native libraries ---


def test_libraries_are_looked_for_under_each_system_s_names() -> None:
    fontconfig, harfbuzz = Library("fontconfig", 1), Library("harfbuzz")
    assert fontconfig.files("Linux") == ("libfontconfig.so.1",)
    assert Library("pango-1.0").files("Windows") == ("libpango-1.0-0.dll",)
    assert harfbuzz.files("Darwin")[1] == "/opt/homebrew/lib/libharfbuzz.0.dylib"


def test_each_library_that_results_depend_on_tells_its_version_here() -> None:
    told = {each.known_as: native.version(each.known_as) for each in LIBRARIES if each.known_as}
    assert set(told) == {"pango", "harfbuzz", "fontconfig"}
    assert [name for name in told if not re.fullmatch(r"\d+\.\d+\.\d+", told[name])] == []


def test_a_library_that_does_not_exist_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Library("no-such-library", 0, "pango")
    assert load(nowhere) is None
    monkeypatch.setattr(native, "LIBRARIES", (nowhere,))
    assert native.version("pango") == ""


def test_the_loader_of_macos_is_told_where_brew_puts_libraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    (folders,) = loader_settings().values()
    file = LIBRARIES[0].files("Darwin")[1]  # the first is a mere name
    assert str(Path(file).parent) in folders.split(":")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert loader_settings() == {}


def test_the_handbook_tells_the_packages_of_pango_for_each_system() -> None:
    table = (ROOT / "source" / "handbook" / "getting-started.md").read_text(encoding="utf-8")
    for manager, packages in PANGO.packages.items():
        (row,) = re.findall(rf"^\| {SYSTEMS[manager]} \| `(.+)` \|$", table, re.MULTILINE)
        assert row.startswith(manager) and row.endswith(" ".join(packages))
    (row,) = re.findall(r"^\| Windows \| .*`(.+)` \|$", table, re.MULTILINE)
    assert PANGO.by_hand["winget"].endswith(row.split()[-1])


# --- this machine ---


def test_each_need_can_be_looked_for() -> None:
    assert list(LOOKS) == [need.name for need in NEEDS]


def test_a_machine_that_builds_has_pango() -> None:
    assert machine_of(Patient.here(os.environ)).has(PANGO)


def test_a_machine_that_lacks_one_library_does_not_have_pango(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(native, "LIBRARIES", (*LIBRARIES, Library("no-such-library")))
    assert not machine_of(Patient.here(os.environ)).has(PANGO)


@pytest.mark.parametrize(
    ("manager", "as_root", "may"),
    [("apt-get", True, True), ("apt-get", False, False), ("brew", False, True), ("", False, False)],
)
def test_the_superuser_may_install_and_anybody_with_brew(
    manager: str, as_root: bool, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platforms, "manager", lambda: manager)
    monkeypatch.setattr(platforms, "is_superuser", lambda: as_root)
    assert machine_of(Patient.here({})).may_install is may


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script of sh")
def test_a_package_manager_is_run_from_absolute_folders_and_asks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    manager = tmp_path / "apt-get"
    manager.write_text(f'#!/bin/sh\necho "$@ $DEBIAN_FRONTEND" > {tmp_path}/ran\nexit $1\n')
    manager.chmod(0o755)
    here = machine_of(Patient.here({"PATH": str(tmp_path)}))
    assert here.run(("apt-get", "0", "install"))
    assert (tmp_path / "ran").read_text() == "0 install noninteractive\n"
    assert not here.run(("apt-get", "1"))
    (tmp_path / "ran").unlink()
    assert not machine_of(Patient.here({"PATH": ":."})).run(("apt-get", "0"))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("told", "npm", "state"),
    [
        ("v18.20.4", "npm", "differs"),
        ("v20.1.0", "npm", "ok"),
        ("v20.1.0", "", "missing"),
        ("", "npm", "missing"),
    ],
)
def test_node_must_be_new_enough_and_have_npm(
    told: str, npm: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "ask_program", lambda program, option: told)
    monkeypatch.setattr(
        platforms, "program", lambda environ, name, more: npm if name == "npm" else name
    )
    monkeypatch.setattr(platforms, "manager", lambda: "apt-get")
    found = programs.node(Patient.here({}))
    assert found.state == state
    assert (found.command == NODE.anywhere) is (state == "differs")
    assert ("apt-get" in found.command) is (state == "missing")


# --- the command ---


def run(monkeypatch: pytest.MonkeyPatch, has: frozenset[str], *words: str) -> Result:
    """Run the command on a machine of somebody who may not install."""
    machine = Machine("dnf", False, lambda need: need.name in has, pytest.fail)
    monkeypatch.setattr(installation, "machine_of", lambda patient: machine)
    return CliRunner().invoke(octavo, ["doctor", *words], catch_exceptions=False)


def test_what_could_not_be_installed_is_told_with_its_command_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = run(monkeypatch, frozenset({"Java"}), "--install", "pango", "java", "poppler")
    assert ended.exit_code == 2
    assert ended.stdout == "java: ok\n"
    assert "Fedora: sudo dnf install -y pango\n" in ended.stderr
    assert "Fedora: sudo dnf install -y poppler-utils\n" in ended.stderr


def test_without_a_name_it_is_what_a_build_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = run(monkeypatch, frozenset({"Pango"}), "--install")
    assert (ended.exit_code, ended.output) == (0, "pango: ok\n")


def test_validators_are_fetched_to_where_checks_look_for_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fetched: list[Path] = []
    monkeypatch.setattr("octavo.cli.command_doctor.fetch", fetched.append)
    monkeypatch.setenv("OCTAVO_TOOLS", str(tmp_path))
    ended = run(monkeypatch, frozenset(), "--install", "validators")
    assert (ended.exit_code, ended.output) == (0, "validators: ok\n")
    assert fetched == [tmp_path]


@pytest.mark.parametrize("words", [("pango",), ("--install", "--json"), ("--install", "tea")])
def test_what_makes_no_sense_is_a_wrong_command(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, frozenset({"Pango"}), *words).exit_code == 2
