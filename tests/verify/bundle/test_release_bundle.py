"""A release as a bundle: what it holds, that all make the same one, how it is verified."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bundled import below, clone, edit, release, run, three_releases, unpacked
from releases import git

from octavo.verify.clean_world import CleanWorld

NAME = "tides-1.1.zip"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Mapping[str, object]]:
    """Return a project, the bundle of its tag v1.1, and what was told of it."""
    folder = tmp_path_factory.mktemp("bundle")
    project = three_releases(folder / "project")
    result = release(project, "--json")
    assert result.exit_code == 0, result.output
    return project, project / "build" / NAME, json.loads(result.stdout)["bundles"][0]


@pytest.fixture
def project(made: tuple[Path, Path, object]) -> Iterator[Path]:
    yield made[0]
    git(made[0], "checkout", "-q", "-f", "v1.1")


@pytest.fixture
def bundle(made: tuple[Path, Path, object]) -> Path:
    return made[1]


def entries(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_a_bundle_holds_editions_by_version_and_all_papers(bundle: Path) -> None:
    assert sorted(entries(bundle)) == sorted(
        "CHANGES.md CITATION.cff ERRATA-SINCE-v0.9.md ERRATA.md README.txt SHA256SUMS"
        " conformance.html conformance.json edition.json manifest.json onix.xml"
        " provenance.intoto.json release.json tides-1.1.html".split()
    )


def test_its_entries_are_stored_in_order_with_one_date_and_plain_rights(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        found = archive.infolist()
    assert [each.filename for each in found] == sorted(each.filename for each in found)
    assert {each.date_time for each in found} == {(2024, 5, 6, 0, 0, 0)}
    assert {each.external_attr >> 16 for each in found} == {0o100644}
    assert {each.compress_type for each in found} == {zipfile.ZIP_STORED}
    assert {each.filename.partition("/")[0] for each in found} == {"tides-1.1"}


def test_its_sums_are_those_that_sha256sum_checks(bundle: Path, tmp_path: Path) -> None:
    folder = unpacked(bundle.read_bytes(), tmp_path)
    ended = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder)
    assert ended.returncode == 0


def test_what_is_told_of_it_is_so(
    made: tuple[Path, Path, Mapping[str, object]], bundle: Path
) -> None:
    told = made[2]
    facts = json.loads(entries(bundle)["release.json"])
    assert {told[key] for key in ("tag", "commit", "edition", "version")} == {
        facts[key] for key in ("tag", "commit", "edition", "version")
    }
    assert told["since"] == ["v0.9", "v1.0"] and told["validators"] == []


@pytest.mark.long
def test_it_is_the_same_from_another_folder_zone_locale_and_mask(
    project: Path, bundle: Path, tmp_path: Path
) -> None:
    other = clone(project, tmp_path / "für sich")
    environ = {**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "99"}
    environ.pop("SOURCE_DATE_EPOCH", None)
    words = ["release", "--tag", "v1.1", "--no-validators", "--out", str(tmp_path / "out")]
    ended = subprocess.run(
        [sys.executable, "-m", "octavo", *words],
        cwd=other,
        env={**environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        umask=0o077,
        capture_output=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "out" / NAME).read_bytes() == bundle.read_bytes()


def test_it_names_no_folder_machine_or_user(project: Path, bundle: Path) -> None:
    data = bundle.read_bytes()
    secrets = (str(project), str(project.parent.name), "/tmp/", str(Path.home()) + "/", "a@b.c")
    assert [each for each in secrets if each.encode() in data] == []


def test_changes_are_told_since_the_last_release_and_since_the_first(bundle: Path) -> None:
    found = {name: data.decode() for name, data in entries(bundle).items() if name.endswith(".md")}
    assert "1.0" in found["CHANGES.md"] and "float" in found["CHANGES.md"]
    assert "midnight" not in found["CHANGES.md"] + found["ERRATA.md"]
    cumulative = found["ERRATA-SINCE-v0.9.md"]
    assert "midnight" in cumulative and "(v1.0)" in cumulative
    assert "float" in cumulative and "(v1.1)" in cumulative


def test_it_says_that_no_validator_has_looked(bundle: Path) -> None:
    found = entries(bundle)
    told = json.loads(found["conformance.json"])["validators"]
    assert set(told["EPUBCheck"]) == {"not_run"} and b"Not run: EPUBCheck" in found["README.txt"]


def test_it_is_equal_to_what_its_commit_makes_whatever_stands_there_now(
    project: Path, bundle: Path, tmp_path: Path
) -> None:
    edit(project, "source/tides/one.md", "water", "flood")
    page = tmp_path / "report.html"
    result = run("verify", bundle, "--project", project, "--report", page, "--json")
    told = json.loads(result.stdout)
    assert (
        result.exit_code == 0
        and told["equal"] is True
        and told["source"] == told["release"]["commit"]
    )
    assert told["release"]["signature"] == "not signed"
    text = page.read_text(encoding="utf-8")
    assert "equal: the source makes all 1 files" in text and "tag v1.1" in text
    assert "<script" not in text and "src=" not in text and "href=" not in text


def test_a_seeded_cause_is_named_in_the_verdict_and_its_page(
    project: Path, bundle: Path, tmp_path: Path
) -> None:
    edit(project, "source/tides/one.md", "keeper", "<b>warden</b>")
    folder, page = unpacked(bundle.read_bytes(), tmp_path / "out"), tmp_path / "report.html"
    words = ["--source", project, "--project", project, "--report", page]
    result = run("verify", folder, *words)
    assert result.exit_code == 1 and "because of input one.md [confirmed]" in result.stdout
    text = page.read_text(encoding="utf-8")
    assert "input one.md" in text and "because of (confirmed)" in text
    assert "<b>warden</b>" not in text and "warden" in text


def test_a_bundle_of_another_publication_is_refused(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "source/corran").mkdir(parents=True)
    (tmp_path / "source/corran/publication.yaml").write_text("octavo: 1\n", encoding="utf-8")
    before = below(tmp_path)
    result = run("verify", bundle, "--project", tmp_path, "--source", tmp_path)
    assert result.exit_code == 2 and "E904" in result.output and below(tmp_path) == before


def test_two_builds_that_differ_stop_a_release_e909(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leak(world: CleanWorld) -> dict[str, bytes]:
        folder = project / "build"
        assert world.around.umask == 0o077 and folder.is_dir()
        with zipfile.ZipFile(folder / NAME) as archive:
            files = {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}
        page = files["tides-1.1.html"].replace(b"midnight", b"<i>12:00:01</i>")
        kept = {name: files[name] for name in ("edition.json", "manifest.json")}
        return kept | {"tides.html": page, "SHA256SUMS": f"{'0' * 64}  tides.html\n".encode()}

    monkeypatch.setattr(CleanWorld, "make", leak)
    result = release(project, "--out", tmp_path / "out")
    assert result.exit_code == 1 and "E909" in result.output and "text: " in result.output
    assert not list(tmp_path.rglob("*.zip"))


def test_a_text_that_does_not_build_is_not_released(project: Path, tmp_path: Path) -> None:
    copy = clone(project, tmp_path / "copy")
    edit(copy, "source/tides/one.md", "water", "![water](lost.png)")
    git(copy, "commit", "-q", "-a", "-m", "broken")
    git(copy, "tag", "v2.0")
    result = release(copy)
    assert result.exit_code == 1 and "lost.png" in result.output
    assert not (copy / "build/tides-2.0.zip").exists()


def test_a_file_of_somebody_else_is_not_replaced(project: Path, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    result = release(project, "--out", tmp_path)
    assert result.exit_code != 0 and "E801" in result.output
    assert (tmp_path / NAME).read_bytes() == b"mine"
