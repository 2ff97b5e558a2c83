"""Inputs is the only door: it refuses what lies outside, and records every question."""

import hashlib
from pathlib import Path

import pytest

from octavo.core import inputs as inputs_of
from octavo.core import installed
from octavo.core.inputs import ABSENT, Inputs, Outside


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with a publication, and a secret beside it."""
    root = tmp_path / "publication"
    (root / "images" / "deep").mkdir(parents=True)
    (root / "text.md").write_bytes(b"text\r\n")
    (root / "images" / "b.svg").write_bytes(b"b")
    (root / "images" / "deep" / "a.svg").write_bytes(b"a")
    (tmp_path / "secret").write_bytes(b"secret")
    return root


@pytest.fixture
def inputs(world: Path) -> Inputs:
    return Inputs({"publication": world}, {"SOURCE_DATE_EPOCH": "12"})


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "images/../../secret",
        "images/../text.md",
        "..",
        "/etc/passwd",
        "//etc/passwd",
        "images\\b.svg",
        "..\\secret",
        "text.md\0.svg",
    ],
)
def test_a_path_out_of_the_root_is_refused(inputs: Inputs, path: str) -> None:
    with pytest.raises(Outside):
        inputs.find(path)
    with pytest.raises(Outside):
        inputs.listing(path)


def test_a_link_out_of_the_root_is_refused(inputs: Inputs, world: Path) -> None:
    (world / "link.md").symlink_to(world.parent / "secret")
    (world / "folder").symlink_to(world.parent, target_is_directory=True)
    for path in ("link.md", "folder/secret"):
        with pytest.raises(Outside):
            inputs.find(path)
    with pytest.raises(Outside):
        inputs.listing("folder")


def test_a_link_inside_the_root_is_followed(inputs: Inputs, world: Path) -> None:
    (world / "again.md").symlink_to(world / "text.md")
    assert inputs.find("again.md") == b"text\r\n"


def test_a_root_whose_name_begins_like_another_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one-more").mkdir()
    (tmp_path / "one-more" / "secret").write_bytes(b"secret")
    (tmp_path / "one" / "link").symlink_to(tmp_path / "one-more" / "secret")
    with pytest.raises(Outside):
        Inputs({"publication": tmp_path / "one"}, {}).find("link")


def test_bytes_come_as_they_are(inputs: Inputs) -> None:
    assert inputs.find("text.md") == b"text\r\n"


@pytest.mark.parametrize("path", ["nothing.md", "images", "text.md/more", "", "x" * 5000])
def test_what_is_no_file_is_absent(inputs: Inputs, path: str) -> None:
    assert inputs.find(path) is None
    assert inputs.asked[f"file:publication:{path}"] == ABSENT


def test_an_unknown_root_is_empty(inputs: Inputs) -> None:
    assert inputs.find("text.md", "project") is None
    assert inputs.listing("", "project") == ()


def test_a_listing_is_sorted_by_code_point_and_whole(inputs: Inputs, world: Path) -> None:
    for name in ("Z.md", "a.md", "é.md", "a b.md"):
        (world / name).write_bytes(b"")
    (world / ".git").mkdir()
    (world / ".git" / "HEAD").write_bytes(b"")
    assert inputs.listing() == (
        "Z.md",
        "a b.md",
        "a.md",
        "images/b.svg",
        "images/deep/a.svg",
        "text.md",
        "é.md",
    )
    assert inputs.listing("images") == ("images/b.svg", "images/deep/a.svg")
    assert inputs.listing("nothing") == ()


def test_odd_names_are_listed_too(inputs: Inputs, world: Path) -> None:
    (world / "images" / "line\nend\u2028.svg").write_bytes(b"")
    try:
        (world / "images" / "caf\udce9.svg").write_bytes(b"")
    except OSError:
        pytest.skip("this file system knows only UTF-8 names")
    assert inputs.listing("images") == (
        "images/b.svg",
        "images/caf\\xe9.svg",
        "images/deep/a.svg",
        "images/line\nend\u2028.svg",
    )


def test_every_question_is_recorded_with_the_digest_of_its_answer(inputs: Inputs) -> None:
    inputs.find("text.md")
    inputs.find("nothing.md")
    inputs.listing("images")
    inputs.environment("SOURCE_DATE_EPOCH")
    inputs.environment("LANG")
    inputs.version("lxml")
    inputs.version("no-such-distribution")
    assert inputs.native_version("zlib")
    recorded = dict(inputs.asked)
    assert recorded.pop("dist:lxml") == sha(inputs.version("lxml").encode())
    assert recorded.pop("native:zlib") == sha(inputs.native_version("zlib").encode())
    assert recorded == {
        "file:publication:text.md": sha(b"text\r\n"),
        "file:publication:nothing.md": ABSENT,
        "list:publication:images": sha(b"images/b.svg\0images/deep/a.svg"),
        "env:SOURCE_DATE_EPOCH": sha(b"12"),
        "env:LANG": ABSENT,
        "dist:no-such-distribution": ABSENT,
    }


def test_the_digest_of_a_file_is_that_of_its_bytes_and_counts_as_asked(inputs: Inputs) -> None:
    assert inputs.digest("text.md") == sha(b"text\r\n") == inputs.asked["file:publication:text.md"]
    assert inputs.digest("nothing.md") == "" and "file:publication:nothing.md" in inputs.asked


def test_an_answer_stays_the_same_for_a_whole_build(inputs: Inputs, world: Path) -> None:
    inputs.find("text.md")
    (world / "text.md").write_bytes(b"changed meanwhile")
    assert inputs.find("text.md") == b"text\r\n"
    assert inputs.recorder().find("text.md") == b"text\r\n"
    assert inputs.answer("file:publication:text.md") == sha(b"text\r\n")


def test_looking_up_an_answer_is_no_question(inputs: Inputs) -> None:
    assert inputs.answer("file:publication:text.md") == sha(b"text\r\n")
    assert inputs.answer("file:publication:../secret") == ABSENT
    assert inputs.asked == {}


def test_a_recorder_keeps_its_own_record(inputs: Inputs) -> None:
    child = inputs.recorder()
    child.find("text.md")
    assert inputs.asked == {}
    assert set(child.asked) == {"file:publication:text.md"}


def test_an_empty_file_is_not_an_absent_one(inputs: Inputs, world: Path) -> None:
    (world / "empty.md").write_bytes(b"")
    assert inputs.find("empty.md") == b""
    assert inputs.asked["file:publication:empty.md"] == sha(b"") != ABSENT


def test_the_code_that_runs_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Inputs({}, {}).code(), Inputs({}, {}).package()
    monkeypatch.setattr(inputs_of, "_package_files", None)  # whoever reads it again falls over
    assert (Inputs({}, {}).code(), Inputs({}, {}).package()) == told


def test_what_is_installed_is_looked_up_anew_where_python_looks_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Inputs({}, {}).code()
    assert installed.plugin_names("octavo.checks") == () and not installed.version("acme")
    record = tmp_path / "acme-1.dist-info"
    record.mkdir()
    head = "Metadata-Version: 2.1\nName: acme\nVersion: 7\n\nVersion: 8 brings tides.\n"
    (record / "METADATA").write_text(head)
    (record / "entry_points.txt").write_text("[octavo.checks]\nno_floods = acme:no\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert Inputs({}, {}).version("acme") == installed.version("acme") == "7"
    assert installed.plugin_names("octavo.checks") == ("no_floods",)
    assert Inputs({}, {}).code() != before


def test_versions_are_those_that_python_tells() -> None:
    from importlib.metadata import distributions, version

    names = {each.metadata["Name"] for each in distributions()}
    assert len(names) > 30
    assert {name: installed.version(name) for name in names} == {
        name: version(name) for name in names
    }
