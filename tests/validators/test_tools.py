"""Validators are the user's own and as they were installed; what a project brings is not run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs
import pytest
from click.testing import CliRunner, Result
from conftest import environment

from octavo.cli.program import octavo
from octavo.core import pins, platforms
from octavo.core.inputs import Inputs
from octavo.doctor.check_programs import validators
from octavo.doctor.patient import Patient
from octavo.production.pipeline import templates_folder
from octavo.validators.browser import BrowserValidators
from octavo.validators.java import jars
from octavo.validators.java.java_validators import JavaValidators
from octavo.validators.packages import HERE, Packages
from octavo.validators.seal import make_sealed, seal, seal_fault, tree_digest
from octavo.validators.toolbox import Misplaced, tools_folder, tools_outside
from octavo.validators.verdicts import Broken, Job

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are programs of a Unix")
NPM = """#!{python}
import json, os, pathlib, sys
said = json.dumps([sys.argv[1:], os.getcwd(), sorted(os.listdir())])
pathlib.Path({log!r}).write_text(said)
for name, pin in json.loads(pathlib.Path("package.json").read_text())["dependencies"].items():
    home = pathlib.Path("node_modules", name)
    home.mkdir(parents=True)
    (home / "package.json").write_text(json.dumps({{"version": pin.rpartition("@")[2]}}))
    (home / "index.js").write_text("module.exports = 1;")
    if os.path.exists({log!r} + ".stop"):
        sys.exit("the network is gone")
(pathlib.Path("node_modules") / ".bin").mkdir()
(pathlib.Path("node_modules") / ".bin" / "axe").symlink_to("../axe-core/index.js")
"""
NODE = """#!/bin/sh
if [ "$1" = --version ]; then echo v22.0.0; else pwd > '{log}'; fi
"""


class Machine:
    """A machine with programs that stand in for Node, npm and a browser, and note who called."""

    def __init__(self, root: Path) -> None:
        self.root, self.tools = root, root / "cache" / "octavo" / "tools"
        self.home = self.tools / "node"
        self.environ = {"PATH": str(root / "bin"), "CHROME_PATH": str(root / "bin" / "chromium")}
        log = str(root / "npm-was-run")
        self.add("npm", NPM.format(python=sys.executable, log=log))
        self.add("node", NODE.format(log=root / "node-was-run"))
        self.add("chromium", "#!/bin/sh\n")

    def add(self, name: str, text: str, folder: str = "bin") -> Path:
        program = self.root / folder / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        return program

    def browser(self) -> BrowserValidators:
        return BrowserValidators(self.tools, self.environ)

    def install(self) -> None:
        self.browser().install(print)

    @property
    def modules(self) -> Path:
        return self.home / "node_modules"

    def node_ran(self) -> bool:
        return (self.root / "node-was-run").exists()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: tmp_path / "cache" / name)
    monkeypatch.delenv("OCTAVO_TOOLS", raising=False)
    for name, value in machine.environ.items():
        monkeypatch.setenv(name, value)
    return machine


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """Return a project with a page, to be checked."""
    root = tmp_path / "project"
    (root / "source").mkdir(parents=True)
    (root / "page.html").write_text("<!DOCTYPE html><title>T</title>", encoding="utf-8")
    return root


def checked(root: Path, *words: str) -> Result:
    words = ("check", str(root / "page.html"), "--project", str(root), *words)
    return CliRunner().invoke(octavo, words, catch_exceptions=False)


# Where they are


def test_tools_that_a_project_brings_are_not_run(
    machine: Machine, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even with a seal that is right, which a stranger can make as well."""
    brought = stranger / ".octavo" / "tools" / "node"
    Packages(brought).install(str(machine.root / "bin" / "npm"), machine.environ)
    assert Packages(brought).fault() == ""
    monkeypatch.chdir(stranger)
    ended = checked(stranger)
    assert "axe: not installed as pinned" in ended.output
    assert "octavo check --install" in ended.output
    assert not machine.node_ran()


def test_tools_of_the_user_are_run(machine: Machine, stranger: Path) -> None:
    """Else the test above could not fail. The stand-in for Node comes to no verdict."""
    assert "axe on page.html: no answer" in checked(stranger, "--install").output
    assert machine.node_ran()
    home = Path((machine.root / "node-was-run").read_text(encoding="utf-8").strip())
    assert home.name.startswith("octavo-browser-")


def test_tools_lie_in_the_users_cache_or_where_the_user_says(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tools_folder({}) == machine.tools
    assert tools_folder({"OCTAVO_TOOLS": "/opt/tools"}) == Path("/opt/tools")
    assert tools_folder({"OCTAVO_TOOLS": "own"}) == tmp_path / "own"


def test_a_user_without_a_cache_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home the cache would be a folder ``~`` in the one that we are in."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: Path("~/.cache") / name)
    with pytest.raises(Misplaced, match="OCTAVO_TOOLS"):
        tools_folder({})


@pytest.mark.parametrize("command", [("check", "page.html"), ("check",), ("preview",)])
@pytest.mark.parametrize("named", [".octavo/tools", "{}/tools", "{}", "../project/x", "{}/../link"])
def test_tools_inside_the_project_are_a_wrong_command(
    command: tuple[str, ...],
    named: str,
    machine: Machine,
    stranger: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (machine.root / "link").symlink_to(stranger / "tools")
    monkeypatch.chdir(stranger)
    monkeypatch.setenv("OCTAVO_TOOLS", named.format(stranger))
    ended = CliRunner().invoke(octavo, [*command, "--project", "."])
    assert ended.exit_code == 2
    assert "OCTAVO_TOOLS names" in ended.stderr and "lies in the project" in ended.stderr


def test_tools_outside_the_project_are_taken(
    machine: Machine, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stranger)
    for named in ("../tools", str(machine.root / "tools")):
        found = tools_outside(Path(), {"OCTAVO_TOOLS": named})
        assert found.resolve() == machine.root / "tools"
    assert tools_outside(stranger, {}) == machine.tools


def test_a_folder_that_is_no_project_may_hold_the_users_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a home does; a relative path is refused there too: it counts from any folder."""
    monkeypatch.chdir(tmp_path)
    tools = tmp_path / "tools"
    assert tools_outside(tmp_path, {"OCTAVO_TOOLS": str(tools)}) == tools
    with pytest.raises(Misplaced):
        tools_outside(tmp_path, {"OCTAVO_TOOLS": "tools"})


def test_the_doctor_does_not_look_at_tools_inside_the_project(
    machine: Machine, stranger: Path
) -> None:
    environ = {**machine.environ, "OCTAVO_TOOLS": str(stranger / "tools")}
    inputs = Inputs({"templates": templates_folder()}, environ)
    patient = Patient(environ, pins.release(), "apt-get", True, inputs)
    [finding] = validators(patient, stranger)
    assert finding.state == "missing" and "lies in the project" in finding.wanted


# As they were installed


def add_file(modules: Path) -> None:
    (modules / "more.js").write_text("1", encoding="utf-8")


def change_byte(modules: Path) -> None:
    (modules / "axe-core" / "index.js").write_text("module.exports = 2;", encoding="utf-8")


def remove_file(modules: Path) -> None:
    (modules / "axe-core" / "index.js").unlink()


def rename_file(modules: Path) -> None:
    (modules / "axe-core" / "index.js").rename(modules / "axe-core" / "main.js")


def turn_link(modules: Path) -> None:
    (modules / ".bin" / "axe").unlink()
    (modules / ".bin" / "axe").symlink_to("../axe-core/package.json")


def lead_out(modules: Path) -> None:
    (modules / "out").symlink_to("../../..")


def replace_by_link(modules: Path) -> None:
    modules.rename(modules.with_name("moved"))
    modules.symlink_to("moved")


def make_program(modules: Path) -> None:
    (modules / "axe-core" / "index.js").chmod(0o755)


def put_pipe(modules: Path) -> None:
    os.mkfifo(modules / "pipe")


def lose_seal(modules: Path) -> None:
    modules.with_name("node_modules.seal.json").unlink()


def spoil_seal(modules: Path) -> None:
    modules.with_name("node_modules.seal.json").write_text("[1]", encoding="utf-8")


def lose_all(modules: Path) -> None:
    shutil.rmtree(modules)


SPOILS: Mapping[str, Callable[[Path], None]] = {
    "added": add_file,
    "changed": change_byte,
    "removed": remove_file,
    "renamed": rename_file,
    "another link": turn_link,
    "a link that leads out": lead_out,
    "all of it a link": replace_by_link,
    "a program": make_program,
    "a pipe": put_pipe,
    "no seal": lose_seal,
    "a seal of nothing": spoil_seal,
    "not there": lose_all,
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_packages_that_are_not_as_they_were_installed_are_not_run(
    spoil: Callable[[Path], None], machine: Machine, tmp_path: Path
) -> None:
    machine.install()
    browser = machine.browser()
    assert browser.lack("axe") == ""
    spoil(machine.modules)
    told = machine.browser().lack("axe")
    assert told.startswith("not installed as pinned") and told.endswith("octavo check --install")
    with pytest.raises(Broken, match="not installed as pinned"):
        browser.run([Job("axe", tmp_path / "page.html")])
    assert not machine.node_ran()
    machine.install()
    assert machine.browser().lack("Ace") == ""


def test_packages_of_another_lock_are_not_run(machine: Machine, tmp_path: Path) -> None:
    machine.install()
    newer = tmp_path / "pins"
    shutil.copytree(HERE, newer)
    lock = json.loads((newer / "package-lock.json").read_bytes())
    (newer / "package-lock.json").write_text(json.dumps({**lock, "x": 1}), encoding="utf-8")
    assert Packages(machine.home, newer).fault().endswith("octavo check --install")
    assert Packages(machine.home).fault() == ""


def test_packages_that_are_whole_are_not_fetched_again(machine: Machine) -> None:
    machine.install()
    (machine.root / "npm-was-run").unlink()
    machine.install()
    assert not (machine.root / "npm-was-run").exists()


def test_npm_works_in_a_folder_of_the_tools_and_runs_no_scripts(
    machine: Machine, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stranger / ".npmrc").write_text("ignore-scripts=false\n", encoding="utf-8")
    monkeypatch.chdir(stranger)
    checked(stranger, "--install")
    words, folder, files = json.loads((machine.root / "npm-was-run").read_bytes())
    assert "--ignore-scripts" in words and files == ["package-lock.json", "package.json"]
    assert Path(folder).is_relative_to(machine.tools)


def test_npm_that_installs_something_else_is_not_believed(machine: Machine) -> None:
    npm = (machine.root / "bin" / "npm").read_text(encoding="utf-8")
    machine.add("npm", npm.replace('pin.rpartition("@")[2]', '"0.0.1"'))
    with pytest.raises(Broken, match="as pinned"):
        machine.install()
    assert not machine.home.exists()


@pytest.mark.parametrize("is_there", [False, True], ids=["the first", "a later"])
def test_an_install_that_stops_leaves_no_half(is_there: bool, machine: Machine) -> None:
    if is_there:
        machine.install()
        change_byte(machine.modules)
    before = tree_digest(machine.tools) if is_there else ""
    stop = machine.root / "npm-was-run.stop"
    stop.touch()
    with pytest.raises(Broken, match="the network is gone"):
        machine.install()
    assert (tree_digest(machine.tools) if is_there else "") == before
    assert [path.name for path in machine.tools.iterdir()] == ["node"] * is_there
    stop.unlink()
    machine.install()
    assert machine.browser().lack("axe") == ""


def test_an_install_that_is_interrupted_or_killed_leaves_no_half(tmp_path: Path) -> None:
    home = tmp_path / "node"

    def interrupt(folder: Path) -> None:
        (folder / "tree").mkdir()
        raise KeyboardInterrupt

    def fill(folder: Path) -> None:
        (folder / "tree").mkdir()

    with pytest.raises(KeyboardInterrupt):
        make_sealed(home, "tree", "x", interrupt)
    assert not list(tmp_path.iterdir())
    (tmp_path / "node.aside-killed" / "new" / "tree").mkdir(parents=True)
    assert seal_fault(home / "tree", "x")
    make_sealed(home, "tree", "x", fill)
    assert [path.name for path in tmp_path.iterdir()] == ["node"]
    assert seal_fault(home / "tree", "x") == "" != seal_fault(home / "tree", "y")


def test_a_jar_that_npm_brought_is_held_against_the_seal_too(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jars, "program", lambda name, environ: f"/bin/{name}")
    machine.install()
    jar = machine.tools / jars.NU.jar
    jar.parent.mkdir(parents=True)
    jar.touch()
    assert "not installed as pinned" in JavaValidators(machine.tools, {}).lack("Nu")
    seal(machine.modules, Packages(machine.home)._digest_pins())
    java = JavaValidators(machine.tools, {})
    assert java.lack("Nu") == ""
    jar.write_bytes(b"another")
    command: list[str] = []

    def run(self: JavaValidators, words: list[str], *_: object) -> None:
        command.extend(words)
        raise Broken("no more is needed")

    monkeypatch.setattr(JavaValidators, "_run", run)
    with pytest.raises(Broken):
        java.run([Job("Nu", tmp_path / "page.html")])
    assert command and not any("vnu.jar" in word or "NuRun" in word for word in command)


@pytest.mark.parametrize("spoil", ["add", "change", "lose the seal"])
def test_classes_that_are_not_as_they_were_compiled_are_compiled_anew(
    spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[list[str]] = []

    def run(self: JavaValidators, words: list[str], *_: object) -> subprocess.CompletedProcess[str]:
        runs.append(words)
        folder = Path(words[words.index("-d") + 1])
        folder.mkdir()
        (folder / "Driver.class").write_bytes(b"classes")
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setattr(JavaValidators, "_run", run)
    java = JavaValidators(tmp_path, {})
    classes = java._compile({})
    assert java._compile({}) == classes and len(runs) == 1
    if spoil == "add":
        (classes / "Other.class").touch()
    elif spoil == "change":
        (classes / "Driver.class").write_bytes(b"others")
    else:
        classes.with_name("classes.seal.json").unlink()
    assert java._compile({}) == classes and len(runs) == 2
    assert [path.name for path in classes.iterdir()] == ["Driver.class"]
    assert (classes / "Driver.class").read_bytes() == b"classes"


def test_a_digest_tells_names_from_what_they_hold(tmp_path: Path) -> None:
    """Files whose names and bytes, one after the other, are the same letters."""
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, files in ((one, {"ab": "c", "d": "e"}), (other, {"a": "bc", "d": "e"})):
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert tree_digest(one) != tree_digest(other)
    shutil.copytree(one, tmp_path / "copy")
    assert tree_digest(one) == tree_digest(tmp_path / "copy")


# Which programs are found


@pytest.mark.parametrize("path", ["", ".", ":", "bin:.:", "::"])
def test_no_program_is_found_in_the_folder_that_we_are_in(
    path: str, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("node", "npm", "java", "javac", "chromium", "git", "uv", "pdftotext"):
        machine.add(name, f"#!/bin/sh\ntouch '{tmp_path}/sang'\n", "project")
        machine.add(name, f"#!/bin/sh\ntouch '{tmp_path}/sang'\n", "project/bin")
    monkeypatch.chdir(tmp_path / "project")
    environ = {"PATH": path}
    assert BrowserValidators(tmp_path, environ).lack("axe").startswith("Node 20")
    assert platforms.program(environ, "chromium", "uv", "git", "pdftotext") == ""
    monkeypatch.setattr(platforms, "BREW_JAVA", ())
    assert jars.program("java", environ) == ""
    assert not (tmp_path / "sang").exists()


def test_a_browser_is_named_by_its_whole_path(
    machine: Machine, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.install()
    machine.add("chrome", "#!/bin/sh\n", "project")
    monkeypatch.chdir(stranger)
    browser = BrowserValidators(machine.tools, {**machine.environ, "CHROME_PATH": "chrome"})
    assert "CHROME_PATH names chrome" in browser.lack("axe")


@pytest.mark.parametrize("module", ["click", "pathlib", "page", "yaml"])
def test_a_module_that_a_project_brings_is_not_imported(module: str, stranger: Path) -> None:
    text = f"open({str(stranger / 'sang')!r}, 'w')\nraise ImportError\n"
    (stranger / f"{module}.py").write_text(text, encoding="utf-8")
    for words in (["--version"], ["check", "page.html"]):
        command = [sys.executable, "-m", "octavo", *words]
        environ = {**environment(), "PATH": "", "OCTAVO_TOOLS": str(stranger.parent / "none")}
        ended = subprocess.run(command, cwd=stranger, env=environ, capture_output=True)
        assert ended.returncode == 0, ended.stderr
    assert not (stranger / "sang").exists()
