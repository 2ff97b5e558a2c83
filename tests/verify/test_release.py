"""What is a release, and what only looks like one."""

import json
from pathlib import Path

import pytest
from releases import issue, packed, reissued, repository

from octavo.core.problems import BuildFailed
from octavo.verify.release import read_release


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    return issue(repository(folder / "project"), folder / "out")


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return reissued(release, tmp_path / "tides")


def refused(path: Path) -> str:
    with pytest.raises(BuildFailed) as failure:
        read_release(path)
    return str(failure.value.problems[0])


def test_a_release_is_read_by_its_folder_and_by_either_paper(release: Path) -> None:
    found = [read_release(release / name) for name in ("", "SHA256SUMS", "manifest.json")]
    assert found[0] == found[1] == found[2]
    assert sorted(found[0].files) == sorted(found[0].sums) == ["tides.epub", "tides.html"]
    assert found[0].slug == "tides" and set(found[0].names) == {"html", "epub"}


def test_editions_may_be_missing_from_a_release(copy: Path) -> None:
    (copy / "tides.epub").unlink()
    found = read_release(copy)
    assert sorted(found.files) == ["tides.html"] and "tides.epub" in found.sums


def test_a_folder_without_papers_is_no_release_e901(copy: Path, tmp_path: Path) -> None:
    (copy / "SHA256SUMS").unlink()
    assert "E901" in refused(copy) and "E901" in refused(tmp_path)
    assert "E901" in refused(copy / "tides.epub")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SHA256SUMS", f"{'0' * 64}  ../../etc/passwd\n"),
        ("SHA256SUMS", f"{'0' * 64}  /etc/passwd\n"),
        ("SHA256SUMS", f"{'0' * 64}  a\\..\\b\n"),
        ("SHA256SUMS", f"{'0' * 64}  a\n{'0' * 64}  a\n"),
        ("SHA256SUMS", "no digest\n"),
        ("SHA256SUMS", ""),
        ("manifest.json", '{"schema": 1, "publi'),
        ("manifest.json", "[]"),
        ("manifest.json", '{"schema": 2}'),
        ("manifest.json", '{"schema": 1, "publication": "../x", "ingredients": 3}'),
        ("manifest.json", '{"schema": 1, "publication": "--out=x", "edition": "0"}'),
        ("manifest.json", "[" * 100_000),
    ],
)
def test_papers_that_lie_or_lead_elsewhere_are_refused_e902(
    copy: Path, name: str, text: str
) -> None:
    (copy / name).write_text(text, encoding="utf-8")
    assert "E902" in refused(copy)


def test_a_manifest_whose_ingredients_were_changed_is_refused(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_bytes())
    manifest["ingredients"]["publication/one.md"] = "0" * 64
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "it was changed" in refused(copy)


def test_a_link_out_of_a_release_is_not_followed(copy: Path) -> None:
    (copy / "tides.html").rename(copy.parent / "elsewhere.html")
    (copy / "tides.html").symlink_to("../elsewhere.html")
    assert "E902" in refused(copy) and "leads out" in refused(copy)


def test_an_edition_that_was_damaged_is_told_e903(copy: Path) -> None:
    data = (copy / "tides.epub").read_bytes()
    for damaged in (data[:-100], b"", packed(data, level=1)):
        (copy / "tides.epub").write_bytes(damaged)
        assert "E903" in refused(copy) and "tides.epub" in refused(copy)


def test_papers_of_two_releases_do_not_go_together(copy: Path) -> None:
    sums = (copy / "SHA256SUMS").read_text(encoding="utf-8")
    (copy / "SHA256SUMS").write_text("0" * 64 + sums[64:], encoding="utf-8")
    assert "E903" in refused(copy)
