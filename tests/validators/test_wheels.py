"""Validators that come as wheels: kept where nothing that fills an environment takes them away."""

import sys
import tomllib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT

from octavo.validators import wheels
from octavo.validators.java.jars import EPUBCHECK, jar
from octavo.validators.page_validation import PageValidation
from octavo.validators.verdicts import Broken
from octavo.validators.wheels import PINS, Wheels


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the validators out of the environment, as ``uv sync`` does."""
    whole = metadata.distributions

    def without(**asked: object) -> object:
        return iter(()) if asked.get("path") is sys.path else whole(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(metadata, "distributions", without)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Stand in for pip: put what is asked for where it is asked for; return the commands."""
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str], **_: object) -> SimpleNamespace:
        commands.append(command)
        target = Path(command[command.index("--target") + 1])
        for pin in command:
            name, _, version = pin.partition("==")
            if version:
                folder = target / f"{name.replace('-', '_')}-{version}.dist-info"
                folder.mkdir(parents=True)
                (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
        (target / "epubcheck").mkdir()
        (target / "epubcheck" / "epubcheck.jar").write_bytes(b"PK")
        return SimpleNamespace(returncode=0, stderr="")

    monkeypatch.setattr(wheels, "run", run)
    monkeypatch.setattr(wheels.platforms, "program", lambda *_: "uv")
    return commands


def test_the_pins_are_those_of_the_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(PINS) == sorted(project["optional-dependencies"]["check"])


def test_what_stands_beside_octavo_is_not_installed_again(
    tmp_path: Path, installed: list[Sequence[str]]
) -> None:
    Wheels(tmp_path).install({}, print)
    assert installed == [] and list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_put_into_the_folder_of_tools(
    tmp_path: Path, installed: list[Sequence[str]]
) -> None:
    told: list[str] = []
    assert Wheels(tmp_path).list_missing() == PINS
    Wheels(tmp_path).install({}, told.append)
    assert len(told) == len(installed) == 1 and all(pin in told[0] for pin in PINS)
    found = Wheels(tmp_path)
    assert found.list_missing() == ()
    assert jar(EPUBCHECK, tmp_path, found) is not None
    assert PageValidation(tmp_path).lack("page-validation") == ""
    Wheels(tmp_path).install({}, told.append)
    assert len(installed) == 1  # they are there


@pytest.mark.usefixtures("bare", "installed")
def test_a_wheel_that_somebody_has_changed_counts_as_missing(tmp_path: Path) -> None:
    Wheels(tmp_path).install({}, print)
    jars = list(tmp_path.rglob("epubcheck.jar"))
    jars[0].write_bytes(b"other")
    found = Wheels(tmp_path)
    assert found.list_missing() == PINS and jar(EPUBCHECK, tmp_path, found) is None
    told = PageValidation(tmp_path).lack("page-validation")
    assert told == "page-validation is missing: octavo check --install"


@pytest.mark.usefixtures("bare")
def test_an_installer_that_fails_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = SimpleNamespace(returncode=1, stderr="no network")
    monkeypatch.setattr(wheels, "run", lambda *_, **__: ended)
    monkeypatch.setattr(wheels.platforms, "program", lambda *_: "uv")
    with pytest.raises(Broken, match="no network"):
        Wheels(tmp_path).install({}, print)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("bare")
def test_without_pip_and_uv_there_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheels.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Broken, match="neither pip nor uv"):
        Wheels(tmp_path).install({"PATH": ""}, print)


def test_importing_from_the_tools_leaves_no_trace(tmp_path: Path) -> None:
    before = sys.path[:], sys.dont_write_bytecode
    with Wheels(tmp_path).importable():
        assert sys.dont_write_bytecode
    assert (sys.path[:], sys.dont_write_bytecode) == before
