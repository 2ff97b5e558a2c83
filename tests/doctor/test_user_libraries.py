"""``octavo doctor --install`` without root: packages are unpacked into the user's cache, or nothing
is changed. apt and dpkg are programs of a few lines here."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.core.library_folders import libraries_root, user_folders
from octavo.core.platforms import JAVA, PANGO
from octavo.doctor.installation import Machine, Missing, ensure
from octavo.doctor.patient import Patient
from octavo.doctor.user_libraries import unpack_for_user

APT = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
*update*) test "$NETWORK" = yes;;
*--simulate*)
    case "$LISTS $*" in "none "*Dir::State::Lists*|"there "*) ;; *) exit 100;; esac
    echo "Inst libpango-1.0-0 (1.50 Debian [amd64])"; echo "Inst libthai0 (0.1 Debian [amd64])"
    echo "Conf libthai0 (0.1 Debian [amd64])";;
*download*) test "$NETWORK" = yes || exit 100; : > pango.deb; : > thai.deb;;
esac
"""
DPKG = """#!/bin/sh
test "$BROKEN" = yes && exit 2
mkdir -p "$3/usr/lib/x86_64-linux-gnu"
: > "$3/usr/lib/x86_64-linux-gnu/lib$(basename "$2" .deb).so.0"
"""


@pytest.fixture
def patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patient:
    """A machine of Debian's kin, on which its user may install nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in {"apt-get": APT, "dpkg-deb": DPKG}.items():
        file = tmp_path / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    environ = {"PATH": path, "CALLS": str(tmp_path / "calls"), "NETWORK": "yes", "LISTS": "there"}
    return replace(Patient.here(environ), manager="apt-get", as_root=False)


def with_(patient: Patient, **more: str) -> Patient:
    return replace(patient, environ={**patient.environ, **more})


def test_packages_with_what_they_need_are_unpacked_and_found(patient: Patient) -> None:
    said: list[str] = []
    assert unpack_for_user(PANGO, patient, said.append)
    (folder,) = user_folders()
    assert sorted(each.name for each in Path(folder).iterdir()) == ["libpango.so.0", "libthai.so.0"]
    assert str(libraries_root()) in said[0]
    calls = Path(patient.environ["CALLS"]).read_text().splitlines()
    assert calls[-1].endswith("download libpango-1.0-0 libthai0")
    assert not any("update" in call for call in calls)


def test_lists_that_the_system_lacks_are_fetched_for_the_user(patient: Patient) -> None:
    assert unpack_for_user(PANGO, with_(patient, LISTS="none"), str)
    calls = Path(patient.environ["CALLS"]).read_text().splitlines()
    assert [call.split()[-1] for call in calls if "update" in call] == ["update"]
    assert "Dir::State::Lists=" in calls[-1]


@pytest.mark.parametrize("fault", [{"NETWORK": "no"}, {"BROKEN": "yes"}])
def test_what_fails_half_way_changes_nothing(patient: Patient, fault: dict[str, str]) -> None:
    assert unpack_for_user(PANGO, patient, str)
    before = user_folders()
    assert not unpack_for_user(PANGO, with_(patient, **fault), str)
    assert user_folders() == before and before
    assert [each.name for each in libraries_root().parent.iterdir()] == ["libraries"]


def test_other_systems_and_other_needs_are_told_the_command_alone(patient: Patient) -> None:
    assert not unpack_for_user(PANGO, replace(patient, manager="dnf"), str)
    assert not unpack_for_user(JAVA, patient, str)
    assert not unpack_for_user(PANGO, with_(patient, PATH="/nowhere"), str)
    assert not libraries_root().exists()


def test_who_may_not_install_unpacks_and_who_cannot_is_told_the_command() -> None:
    there: list[str] = []
    machine = Machine("apt-get", False, lambda need: bool(there), lambda command: False)
    with pytest.raises(Missing, match="apt-get install"):
        ensure(PANGO, machine, str)

    def unpack(need: object, tell: object) -> bool:
        there.append("libpango")
        return True

    ensure(PANGO, replace(machine, unpack=unpack), str)
    assert there == ["libpango"]
    there.clear()
    with pytest.raises(Missing):  # whoever may install does it, and unpacks nothing
        ensure(PANGO, replace(machine, may_install=True, unpack=unpack), str)
