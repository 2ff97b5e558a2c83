"""octavo verify: equal is told, and what differs has its cause, by seeded causes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from releases import SLUG, git, issue, packed, reissued, repository

from octavo.cli.program import octavo

OTHER = "f" * 64
LONG = pytest.mark.long


@dataclass(frozen=True, slots=True)
class Told:
    """What octavo verify says of a release."""

    code: int
    layers: dict[str, set[str]]
    roles: dict[str, tuple[str, bool]]
    data: dict[str, object]

    @property
    def causes(self) -> set[str]:
        return {name for name, (role, _) in self.roles.items() if role in ("cause", "suspect")}


def verify(release: Path, project: Path, *words: str, **environ: str) -> Told:
    asked = ["verify", str(release), "--project", str(project), "--json", *words]
    result = CliRunner(env={"SOURCE_DATE_EPOCH": None, **environ}).invoke(octavo, asked)
    data = json.loads(result.stdout)
    assert data["exit_code"] == result.exit_code, result.output
    layers = {row["file"]: {each["layer"] for each in row["layers"]} for row in data["files"]}
    roles = {each["name"]: (each["role"], each["confirmed"]) for each in data["departures"]}
    return Told(result.exit_code, layers, roles, data)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a project and the release of its tag v1."""
    folder = tmp_path_factory.mktemp("verify")
    project = repository(folder / "project")
    return project, issue(project, folder / "out")


@pytest.fixture
def project(first: tuple[Path, Path]) -> Iterator[Path]:
    yield first[0]
    git(first[0], "checkout", "-q", "-f", "v1")
    git(first[0], "clean", "-q", "-f", "-d")


@pytest.fixture
def release(first: tuple[Path, Path]) -> Path:
    return first[1]


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_release_is_equal_in_another_locale_zone_and_folder(project: Path, release: Path) -> None:
    strange = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77"}
    found = verify(release, project, "--source", "v1", **strange)
    assert found.code == 0 and found.layers == {"tides.epub": set(), "tides.html": set()}
    assert found.roles == {} and found.data["equal"] is True


@pytest.mark.long
def test_a_release_without_its_editions_is_verified_by_check_sums(
    project: Path, release: Path, tmp_path: Path
) -> None:
    bare = reissued(release, tmp_path / "bare")
    (bare / "tides.epub").unlink()
    (bare / "tides.html").unlink()
    found = verify(bare, project)
    assert found.code == 0 and found.data["absent"] == ["tides.epub", "tides.html"]


@pytest.mark.parametrize(
    ("name", "old", "new", "ingredient", "layer"),
    [
        pytest.param(
            "source/tides/one.md", "comes", "goes", "publication/one.md", "text", marks=LONG
        ),
        pytest.param(
            "source/tides/hut.svg", "#345", "#543", "publication/hut.svg", "picture", marks=LONG
        ),
        pytest.param(
            "templates/own.css", "#123456", "#654321", "project/own.css", "style", marks=LONG
        ),
    ],
)
def test_what_was_edited_is_the_cause_and_its_layer_is_named(
    project: Path, release: Path, name: str, old: str, new: str, ingredient: str, layer: str
) -> None:
    edit(project, name, old, new)
    found = verify(release, project)
    assert found.code == 1 and found.roles == {ingredient: ("cause", True)}
    assert layer in found.layers["tides.html"] and found.data["restored"] is True
    (told,) = found.data["departures"]  # type: ignore[misc]
    assert old in told["evidence"] and new in told["evidence"]  # type: ignore[index]


@pytest.mark.long
def test_a_changed_title_is_found_in_publication_yaml(project: Path, release: Path) -> None:
    edit(project, "source/tides/publication.yaml", "title: Tides", "title: Floods")
    git(project, "commit", "-q", "-a", "-m", "second")
    found = verify(release, project, "--source", "HEAD")
    assert found.roles == {"publication/publication.yaml": ("cause", True)}
    assert {"metadata", "text"} <= found.layers["tides.epub"]


@pytest.mark.long
def test_two_causes_are_told_apart_from_what_is_none(project: Path, release: Path) -> None:
    edit(project, "source/tides/one.md", "comes", "goes")
    edit(project, "templates/own.css", "#123456", "#654321")
    edit(project, "templates/shared/unused.html.j2", "never", "not ever")
    found = verify(release, project)
    assert found.roles == {
        "publication/one.md": ("cause", True),
        "project/own.css": ("cause", True),
        "project/shared/unused.html.j2": ("edition id only", True),
    }
    assert found.code == 1 and found.data["restored"] is True


@pytest.mark.long
def test_another_date_is_the_cause(project: Path, tmp_path: Path) -> None:
    dated = issue(project, tmp_path / "out", SOURCE_DATE_EPOCH="1700000000")
    found = verify(dated, project)
    assert found.code == 1 and found.roles == {"epoch": ("cause", True)}
    assert verify(dated, project, SOURCE_DATE_EPOCH="1700000000").code == 0


@pytest.mark.parametrize(
    "ingredient", ["wheel/markdown", pytest.param("templates/fonts/other.otf", marks=LONG)]
)
def test_what_changes_nothing_but_the_edition_id_is_called_so(
    project: Path, release: Path, tmp_path: Path, ingredient: str
) -> None:
    other = reissued(release, tmp_path / SLUG, {"ingredients": {ingredient: OTHER}})
    found = verify(other, project)
    assert found.code == 1 and found.roles[ingredient][0] == "edition id only"
    assert found.layers["tides.html"] == {"edition id"}


@pytest.mark.long
def test_another_compression_is_the_deed_of_zlib_and_not_of_pango(
    project: Path, release: Path, tmp_path: Path
) -> None:
    native = {"zlib": "ng", "pango": "1.58"}
    other = reissued(release, tmp_path / SLUG, {"native": native}, recompress)
    found = verify(other, project)
    assert found.code == 1 and found.causes == {"native/zlib"}
    assert found.layers == {"tides.epub": {"compression"}, "tides.html": set()}
    assert found.roles["native/pango"] == ("no cause", False)


@pytest.mark.long
def test_a_native_library_that_changes_no_byte_is_no_cause(
    project: Path, release: Path, tmp_path: Path
) -> None:
    other = reissued(release, tmp_path / SLUG, {"native": {"pango": "1.58"}})
    found = verify(other, project)
    assert found.code == 0 and found.roles == {"native/pango": ("no cause", True)}


@pytest.mark.long
def test_entries_in_another_order_are_of_the_container_and_have_no_cause(
    project: Path, release: Path, tmp_path: Path
) -> None:
    def turn(name: str, data: bytes) -> bytes:
        return packed(data, is_turned=True) if name.endswith(".epub") else data

    found = verify(reissued(release, tmp_path / SLUG, None, turn), project)
    assert found.code == 4 and found.layers["tides.epub"] == {"container"}


@pytest.mark.long
def test_a_cause_does_not_hide_what_has_none(project: Path, release: Path, tmp_path: Path) -> None:
    edit(project, "source/tides/one.md", "comes", "goes")
    found = verify(reissued(release, tmp_path / SLUG, None, recompress), project)
    assert found.code == 4 and found.roles == {"publication/one.md": ("cause", True)}
    assert found.data["explained"] is False and found.data["restored"] is False


def recompress(name: str, data: bytes) -> bytes:
    return packed(data, level=1) if name.endswith(".epub") else data


@pytest.mark.long
def test_what_git_never_had_is_a_suspect(project: Path, release: Path, tmp_path: Path) -> None:
    lone = tmp_path / "lone"
    for folder in ("source", "templates"):
        copytree(project / folder, lone / folder)
    edit(lone, "source/tides/one.md", "comes", "goes")
    found = verify(release, lone)
    assert found.code == 1 and found.roles == {"publication/one.md": ("suspect", False)}


def test_a_source_without_the_publication_is_refused_e904(
    project: Path, release: Path, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    for source in (str(tmp_path), "no-such-revision"):
        words = ["verify", str(release), "--project", str(project), "--source", source]
        result = CliRunner().invoke(octavo, words)
        assert result.exit_code == 2 and "E904" in result.output


def test_a_source_that_does_not_build_is_told_with_its_reasons_e905(
    project: Path, release: Path
) -> None:
    edit(project, "source/tides/one.md", "hut.svg", "lost.svg")
    before = sorted(project.rglob("*"))
    words = ["verify", str(release), "--project", str(project)]
    result = CliRunner().invoke(octavo, words)
    assert result.exit_code == 2 and "E905" in result.output and "lost.svg" in result.output
    assert sorted(project.rglob("*")) == before


@pytest.mark.long
def test_an_edition_that_the_source_no_longer_makes_is_told(project: Path, release: Path) -> None:
    edit(project, "source/tides/publication.yaml", "[html, epub]", "[html]")
    found = verify(release, project)
    assert found.code == 1 and found.layers["tides.epub"] == {"not made"}
    assert found.roles == {"publication/publication.yaml": ("cause", True)}


def test_a_terminal_reads_layers_and_causes(project: Path, release: Path) -> None:
    edit(project, "source/tides/one.md", "comes", "goes")
    words = ["verify", str(release), "--project", str(project)]
    result = CliRunner().invoke(octavo, words)
    assert result.exit_code == 1
    for said in (
        "tides: 2 of 2 files differ",
        "because of input one.md",
        "[confirmed]",
        "'The water comes.' / 'The water goes.'",
        "with these ingredients restored, all editions are equal",
    ):
        assert said in result.stdout
