"""nox -s distros, as far as it can be tried without a root: what it asks, compares and tells."""

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import distros
import pytest
import roots
from distros import HERE, Machine, arguments, as_json, differences, outcome, reasons, table, told
from roots import KEYRING, ROOTS, Host, Root, Stopped, copy_tracked, missing

from octavo.verify.layers import objects

ROOT = Path(__file__).parent.parent
NATIVE = Root("here", "trixie")
FOREIGN = Root("there", "trixie", "imaginary64")
WHEELS = ("--wheels", "wheels.txt")


# --- what is asked, and what is missing ---


def test_without_a_name_every_root_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    asked = arguments(WHEELS)
    assert (asked.root, asked.books, asked.keep) == ([], False, Path("/cache/octavo/distros"))
    assert {root.name for root in ROOTS} == {"trixie", "sid", "trixie-arm64"}


def test_an_unknown_root_is_a_wrong_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        arguments([*WHEELS, "trixie", "plan9"])
    assert stopped.value.code == 2
    assert "there is no root plan9; there are: trixie, sid" in capsys.readouterr().err


def test_one_publication_and_other_books_are_not_both_asked_for() -> None:
    assert arguments([*WHEELS, "--only", "handbook"]).only == ["handbook"]
    with pytest.raises(SystemExit):
        arguments([*WHEELS, "--only", "handbook", "--books"])


def host(is_superuser: bool = True, tools: bool = True, emulates: bool = True) -> Host:
    return Host(is_superuser, lambda name: tools, lambda processor: emulates)


def test_a_machine_that_has_all_lacks_nothing() -> None:
    assert missing([NATIVE, FOREIGN], host()) == []


def test_what_a_machine_lacks_is_told_with_how_to_get_it() -> None:
    lacking = missing([NATIVE], host(is_superuser=False, tools=False))
    assert [line.split(" is missing")[0] for line in lacking[1:]] == [
        "apt-get",
        "dpkg-deb",
        KEYRING,
        "setpriv",
        "git",
    ]
    assert "needs root" in lacking[0] and "sudo" in lacking[0]
    assert "apt-get install -y debian-archive-keyring" in lacking[3]


def test_qemu_is_asked_for_only_where_a_processor_is_foreign() -> None:
    assert missing([NATIVE], host(emulates=False)) == []
    (line,) = missing([NATIVE, FOREIGN], host(emulates=False))
    assert "imaginary64" in line and "apt-get install -y qemu-user-static binfmt-support" in line


def test_a_machine_that_lacks_something_gets_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "distros.py"), "trixie"]
    command += ["--wheels", str(tmp_path / "absent.txt"), "--keep", str(tmp_path / "kept")]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert "nox -s distros makes it" in ended.stderr
    assert not (tmp_path / "kept").exists()


# --- what goes into a root ---


def test_tracked_files_are_copied_as_they_are_now_and_no_others(tmp_path: Path) -> None:
    checkout, target = tmp_path / "checkout", tmp_path / "root" / "octavo"
    (checkout / "src").mkdir(parents=True)
    for name in ("src/kept.py", "changed", "deleted"):
        (checkout / name).write_text("committed")
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(checkout), *words], check=True)
    (checkout / "changed").write_text("not committed")
    (checkout / "deleted").unlink()
    (checkout / "untracked").write_text("")
    target.mkdir(parents=True)
    (target / "stale").write_text("")
    copy_tracked(checkout, target)
    (target / "src/__pycache__").mkdir()
    (target / "src/__pycache__/kept.pyc").write_text("")
    (target / "build").mkdir()
    (target / "build/made").write_text("")
    os.utime(target / "src/kept.py", (1, 1))
    copy_tracked(checkout, target)
    assert (target / "src/kept.py").stat().st_mtime == 1
    (target / "src/__pycache__/kept.pyc").unlink()
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert found == {"src/kept.py", "changed"}
    assert (target / "changed").read_text() == "not committed"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of a root, which holds a Python 3.99."""
    (tmp_path / "root/usr/bin").mkdir(parents=True)
    (tmp_path / "root/usr/bin/python3").symlink_to("python3.99")
    return tmp_path / "root"


def test_wheels_are_those_for_the_root_s_python_and_processor_and_are_kept(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels = tmp_path / "wheels.txt"
    wheels.write_text("first==1.0 --hash=sha256:00")
    told: list[Sequence[str]] = []

    def run(words: Sequence[str], _: object) -> str:
        told.append(words)
        (root / roots.WHEELS).mkdir(parents=True)
        return ""

    monkeypatch.setattr(roots, "copy_tracked", lambda *_: None)
    monkeypatch.setattr(roots, "run", run)
    roots.furnish(FOREIGN, root, ROOT, wheels, "uv")
    roots.furnish(FOREIGN, root, ROOT, wheels, "uv")
    assert len(told) == 1
    assert {"--python-version=3.99", "--require-hashes", "--only-binary=:all:"} <= {*told[0]}
    assert "--python-platform=imaginary64-unknown-linux-gnu" in told[0]
    wheels.write_text("first==1.1 --hash=sha256:00")
    roots.furnish(FOREIGN, root, ROOT, wheels, "uv")
    assert len(told) == 2


def test_a_wheel_that_there_is_none_of_stops_and_is_tried_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wheels.txt").write_text("first==1.0")
    fails = [sys.executable, "-c", "import sys; sys.exit('first==1.0 has no wheel')"]
    run, calls = roots.run, []
    monkeypatch.setattr(roots, "copy_tracked", lambda *_: None)
    monkeypatch.setattr(roots, "run", lambda *_: calls.append(1) or run(fails, {}))
    for _ in range(2):
        with pytest.raises(Stopped, match=r"first==1\.0 has no wheel"):
            roots.furnish(NATIVE, root, ROOT, tmp_path / "wheels.txt", "uv")
    assert len(calls) == 2


def test_packages_are_of_the_root_s_processor_and_a_root_is_whole_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Sequence[str]] = []
    sources: list[str] = []

    def run(words: Sequence[str], _: object) -> str:
        told.append(words)
        if "update" in words:
            (line,) = (word for word in words if word.startswith("Dir::Etc::SourceList="))
            sources.append(Path(line.partition("=")[2]).read_text())
        if "install" in words:
            (line,) = (word for word in words if word.startswith("Dir::Cache::archives="))
            (Path(line.partition("=")[2]) / "python3.deb").touch()
        if "--extract" in words and len(told) == 3:
            raise Stopped("damaged")
        return ""

    monkeypatch.setattr(roots, "run", run)
    with pytest.raises(Stopped, match="damaged"):
        roots.make(FOREIGN, tmp_path / "there", "http://mirror")
    assert not (tmp_path / "there").exists()
    roots.make(FOREIGN, tmp_path / "there", "http://mirror")
    assert (tmp_path / "there/proc").is_dir() and not (tmp_path / "there.part").exists()
    assert sources[0] == f"deb [signed-by={KEYRING}] http://mirror trixie main\n"
    assert "APT::Architecture=imaginary64" in told[0] and "python3" in told[1]
    roots.make(NATIVE, tmp_path / "here", "http://mirror")
    assert not any(word.startswith("APT::Architecture") for word in told[-3])


def test_a_command_that_fails_is_told_with_what_it_said() -> None:
    code = "import sys; print('out'); print('WARNING: noise', file=sys.stderr); sys.exit('fault')"
    with pytest.raises(Stopped) as stopped:
        roots.run([sys.executable, "-c", code], {})
    assert str(stopped.value).endswith("ended with 1:\nout\nfault")


def test_a_root_that_cannot_be_made_stops_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*_: object) -> None:
        raise Stopped("no such suite")

    monkeypatch.setattr(roots, "make", make)
    asked = arguments([*WHEELS, "--keep", str(tmp_path)])
    assert distros._there(NATIVE, asked, [Path()]).stopped == "no such suite"


# --- what is compared and told ---


def pdf(words: str, left: int = 20, level: int = 9) -> bytes:
    """Return a PDF of one page with one line of words."""
    content = zlib.compress(f"BT /F 12 Tf {left} 50 Td ({words}) Tj ET".encode(), level)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R/Size 6>>\n%%EOF\n"


def publication(words: str, pango: str = "1.50.12", **more: bytes) -> dict[str, bytes]:
    manifest = {"publication": "tides", "edition": "0" * 12, "native": {"pango": pango}}
    editions = [{"name": name, "file": f"tides.{name}"} for name in ("html", *more)]
    manifest |= {"ingredients": {}, "press": {}, "work": {"editions": editions}}
    return {
        "tides.html": f"<p>\n{words}\n</p>".encode(),
        "SHA256SUMS": b"",
        "manifest.json": json.dumps(manifest).encode(),
        **{f"tides.{name}": data for name, data in more.items()},
    }


def machine(name: str, files: dict[str, bytes]) -> Machine:
    return Machine(name, {"pango": "1"}, {f"tides/{file}": data for file, data in files.items()})


def test_equal_editions_give_0_though_the_manifests_differ() -> None:
    machines = [
        machine(HERE, publication("High")),
        machine("sid", publication("High", pango="1.58.2")),
    ]
    found = differences(machines)
    assert (found, outcome(machines, found)) == ({}, 0)
    assert table(machines)[1].endswith("  equal") and len(table(machines)) == 2
    assert told(machines, found) == [f"none of 1 files differ between {HERE}, sid"]


def test_a_difference_gives_1_its_place_and_the_tools() -> None:
    machines = [
        machine(HERE, publication("High")),
        machine("trixie", publication("High")),
        machine("sid", publication("Low", pango="1.58.2")),
    ]
    found = differences(machines)
    assert outcome(machines, found) == 1
    line = table(machines)[1]
    first, second, third = line.split()[1:4]
    assert first == second != third and line.endswith("  DIFFERS")
    assert told(machines, found) == [
        f"tides/tides.html, {HERE} / sid:",
        "    text: tides.html: 'High' / 'Low'",
        "    native: pango 1.50.12 / 1.58.2",
        f"1 of 1 files differ between {HERE}, trixie, sid",
    ]
    results = json.loads(as_json(machines, found))
    assert set(results["differences"]) == {"tides/tides.html"}
    assert len(results["editions"]["tides/tides.html"]["sid"]) == 64


def test_an_edition_that_one_machine_did_not_make_differs() -> None:
    more = publication("High", pdf=pdf("High"))
    machines = [machine(HERE, publication("High")), machine("sid", more)]
    found = differences(machines)
    assert found == {"tides/tides.pdf": {"sid": ["only the second machine made it"]}}
    assert outcome(machines, found) == 1


def test_a_machine_that_could_not_build_is_not_called_equal() -> None:
    machines = [machine(HERE, publication("High")), Machine("sid", stopped="no wheel")]
    found = differences(machines)
    assert outcome(machines, found) == 1
    assert table(machines)[1].endswith("  not compared")
    assert told(machines, found) == ["not compared, for it could not build: sid"]
    assert outcome([], {}) == outcome([Machine(HERE)], {}) == 1


# --- the causes ---


def test_a_pdf_that_differs_is_told_by_layer() -> None:
    one, two = (publication("", pdf=pdf(words)) for words in ("High water", "High tide"))
    assert reasons("tides.pdf", one, two) == ["text: words of pages 1: tide, water"]
    one, two = (publication("", pdf=pdf("High water", level=level)) for level in (9, 0))
    (told,) = reasons("tides.pdf", one, two)
    assert told.startswith("compression: ")


def test_a_record_that_differs_is_told_with_its_line() -> None:
    one, two = ({"edition.json": b"{\n  'a': %d\n}" % n} for n in (1, 2))
    (told,) = reasons("edition.json", one, two)
    assert told.startswith("metadata: ") and "line 2" in told


def test_an_object_is_its_stream_and_its_dictionary() -> None:
    held = objects(pdf("High"))
    assert held[4].startswith(b"BT /F 12 Tf 20 50 Td (High) Tj ET\n")
    assert b"/FlateDecode" in held[4] and b"/Length" not in held[4]
    assert b"/MediaBox[0 0 300 100]" in held[3]


def test_other_ingredients_are_told_before_native_libraries() -> None:
    one, two = (
        {"tides.html": html, "manifest.json": json.dumps(told).encode()}
        for html, told in zip(
            (b"<p>a</p>", b"<p>b</p>"),
            (
                {"ingredients": {"wheel/lxml": "1"}, "native": {"pango": "1"}},
                {"ingredients": {"wheel/lxml": "2", "epoch": "0"}, "native": {"pango": "2"}},
            ),
            strict=True,
        )
    )
    assert reasons("tides.html", one, two)[1:] == [
        "ingredients: epoch None / 0",
        "ingredients: wheel/lxml 1 / 2",
        "native: pango 1 / 2",
    ]
