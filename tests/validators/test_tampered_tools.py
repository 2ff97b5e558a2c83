"""Tools of validators that somebody has changed, exchanged or laid others beside: none is run."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tampering import OF_A_FILE, Tamper
from test_tools import Machine, machine

from octavo.preview.readium import FOLDER, sheets_in
from octavo.validators import wheels
from octavo.validators.packages import HERE, Packages
from octavo.validators.seal import make_sealed
from octavo.validators.verdicts import Broken, Job
from octavo.validators.wheels import HOME, TREE, Wheels

__all__ = ["machine"]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are programs of a Unix")


# Packages of npm


def bear_the_name_of_a_package(home: Path) -> None:
    """Node gives a package that names itself before any in node_modules."""
    evil = '{"name": "puppeteer", "exports": "./evil.cjs"}'
    (home / "package.json").write_text(evil, encoding="utf-8")


def lay_a_program_beside(home: Path) -> None:
    (home / "evil.cjs").write_text("1", encoding="utf-8")


def lay_settings_beside(home: Path) -> None:
    (home / ".npmrc").write_text("ignore-scripts=false", encoding="utf-8")


def lay_packages_above(home: Path) -> None:
    """Where Node looks for what a package may have and has not."""
    (home.parent / "node_modules" / "bufferutil").mkdir(parents=True)


def change_a_line_of_the_lock(home: Path) -> None:
    lock = home / "package-lock.json"
    lock.write_bytes(lock.read_bytes().replace(b"sha512-", b"sha512-A", 1))


def lay_one_within(home: Path) -> None:
    inner = home / "node_modules" / "axe-core" / "node_modules" / "puppeteer"
    inner.mkdir(parents=True)
    (inner / "index.js").write_text("1", encoding="utf-8")


def put_a_folder_of_an_older_lock(home: Path) -> None:
    """With its own seal, which is right."""
    older = home.parents[1] / "older"
    shutil.copytree(HERE, older, ignore=shutil.ignore_patterns("*.cjs"))
    (older / "package-lock.json").write_text("{}", encoding="utf-8")
    made_of = Packages(home, older)._digest_pins()
    make_sealed(home, "node_modules", made_of, lambda new: (new / "node_modules").mkdir())


def link_the_whole(home: Path) -> None:
    home.rename(home.with_name("moved"))
    (home.with_name("moved") / "node_modules" / "axe-core" / "index.js").write_text("2")
    home.symlink_to("moved")


OF_NODE: Mapping[str, Tamper] = {
    each.__name__: each
    for each in (
        bear_the_name_of_a_package,
        lay_a_program_beside,
        lay_settings_beside,
        lay_packages_above,
        change_a_line_of_the_lock,
        lay_one_within,
        put_a_folder_of_an_older_lock,
        link_the_whole,
    )
}


def refuse(machine: Machine, page: Path) -> None:
    """See that packages that were good when they were asked for are not run now."""
    with pytest.raises(Broken, match="not installed as pinned"):
        machine.browser().run([Job("axe", page)])
    assert not machine.node_ran()


@pytest.mark.parametrize("tamper", OF_A_FILE.values(), ids=OF_A_FILE)
def test_a_changed_file_of_npm_is_not_run(tamper: Tamper, machine: Machine, tmp_path: Path) -> None:
    machine.install()
    (machine.modules / "axe-core" / "other.js").write_text("module.exports = 3;", encoding="utf-8")
    make = Packages(machine.home)
    shutil.copytree(machine.modules, tmp_path / "copy", symlinks=True)
    make_sealed(machine.home, "node_modules", make._digest_pins(), lambda new: fill(new, tmp_path))
    assert machine.browser().lack("axe") == ""
    tamper(machine.modules / "axe-core" / "index.js")
    refuse(machine, tmp_path / "page.html")


def fill(new: Path, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "copy", new / "node_modules", symlinks=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, new / name)


@pytest.mark.parametrize("tamper", OF_NODE.values(), ids=OF_NODE)
def test_what_lies_beside_packages_is_not_asked_before_them(
    tamper: Tamper, machine: Machine, tmp_path: Path
) -> None:
    machine.install()
    assert machine.browser().lack("axe") == ""
    tamper(machine.home)
    refuse(machine, tmp_path / "page.html")


def test_sheets_of_a_reading_app_are_the_ones_that_were_installed(machine: Machine) -> None:
    def put(new: Path) -> None:
        for folder in ("", "rtl"):
            place = new / FOLDER.relative_to("node") / folder
            place.mkdir(parents=True, exist_ok=True)
            for name in ("before", "after"):
                (place / f"ReadiumCSS-{name}.css").write_text("p {}", encoding="utf-8")
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, new / name)

    make_sealed(machine.home, "node_modules", Packages(machine.home)._digest_pins(), put)
    assert len(sheets_in(machine.tools)) == 4
    change_a_byte = OF_A_FILE["change_a_byte"]
    change_a_byte(machine.tools / FOLDER / "ReadiumCSS-after.css")
    assert sheets_in(machine.tools) == {}


# Wheels


def lay_a_module_before(tree: Path) -> None:
    """A package is found before a module of its name."""
    (tree / "standin").mkdir()
    (tree / "standin" / "__init__.py").write_text("SAID = 'evil'", encoding="utf-8")


def lay_a_path_file(tree: Path) -> None:
    (tree / "evil.pth").write_text("import os\n", encoding="utf-8")


def lay_another_version(tree: Path) -> None:
    shutil.copytree(tree / "standin-1.0.dist-info", tree / "standin-2.0.dist-info")


def lay_compiled_code(tree: Path) -> None:
    """Which Python takes for its source where the times agree."""
    (tree / "__pycache__").mkdir()
    (tree / "__pycache__" / "standin.cpython-311.pyc").write_bytes(b"evil")


def take_the_seal(tree: Path) -> None:
    tree.with_name("wheels.seal.json").unlink()


def spoil_the_seal(tree: Path) -> None:
    tree.with_name("wheels.seal.json").write_text('{"made_of": 1}', encoding="utf-8")


def link_to_it(tree: Path) -> None:
    tree.rename(tree.with_name("moved"))
    tree.symlink_to("moved")


OF_WHEELS: Mapping[str, Tamper] = {
    each.__name__: each
    for each in (
        lay_a_module_before,
        lay_a_path_file,
        lay_another_version,
        lay_compiled_code,
        take_the_seal,
        spoil_the_seal,
        link_to_it,
    )
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of wheels under a seal, with a wheel that nothing else brings."""
    monkeypatch.setattr(wheels, "PINS", ("standin==1.0",))

    def put(new: Path) -> None:
        told = new / TREE / "standin-1.0.dist-info"
        told.mkdir(parents=True)
        (told / "METADATA").write_text("Metadata-Version: 2.1\nName: standin\nVersion: 1.0\n")
        (new / TREE / "standin.py").write_text("SAID = 'good'\n", encoding="utf-8")
        (new / TREE / "another.py").write_text("SAID = 'evil'\n", encoding="utf-8")

    make_sealed(tmp_path / "tools" / HOME, TREE, wheels._digest(), put)
    return tmp_path / "tools" / HOME / TREE


WAYS = {**OF_A_FILE, **OF_WHEELS}


@pytest.mark.parametrize("way", WAYS)
def test_wheels_that_were_changed_are_as_good_as_none(way: str, tree: Path) -> None:
    known = Wheels(tree.parents[1])
    assert known.distribution("standin") is not None and known.list_missing() == ()
    WAYS[way](tree / "standin.py" if way in OF_A_FILE else tree)
    assert Wheels(tree.parents[1]).distribution("standin") is None
    with known.importable():  # also where they were asked for before
        assert known._path() == []


def test_of_tools_alone_more_than_forty_ways_are_tried() -> None:
    assert 2 * len(OF_A_FILE) + len(OF_NODE) + len(OF_WHEELS) >= 40
