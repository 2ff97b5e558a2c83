"""octavo diff of folders of builds: by their edition.json alone, as of the sources they are of."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner, Result
from conftest import PAIR, Editions, environment, homes
from long_proofs import here

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event, Spot
from octavo.diff.revision import account, load, on_equal_terms
from octavo.production.pipeline import Project, build

OLD = (Path(__file__).parents[1] / "edition-schema-1.json").read_bytes()
LAST = "\n\nOne more paragraph stands at the end, which nobody had asked for.\n"
WORD = re.compile(
    r"(?m)^([A-Z\u0400-\u06ff][^|`{}\[\]#:\n]*[^\W\d_]) ([^\W\d_]{3,} [^|`{}\[\]:\n]+)$"
)
"""A line of plain words."""


def project(root: Path, store: Path | None = None) -> Project:
    return Project(root, root / "build", store, environment())


def changed_a_little(source: Path) -> None:
    """Add a word to each text of a publication, and a paragraph at the end of its last one."""
    texts = sorted(source.rglob("*.md")) if source.is_dir() else [source]
    for path in texts:
        text = path.read_text(encoding="utf-8")
        head, sep, body = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
        body = WORD.sub(r"\1 quixotically \2", body, count=1)
        last = LAST if path == texts[-1] else ""
        path.write_text(f"{head}{sep}{body}{last}", encoding="utf-8")


def source_of(root: Path, slug: str) -> Path:
    folder = root / "source" / slug
    return folder if folder.is_dir() else folder.with_name(f"{slug}.md")


def placeless(events: tuple[Event, ...]) -> list[Event]:
    """Return events without pages, which a source has not, as the publication tells places, and
    without those of lines of code, which edition.json does not tell."""

    def told(spot: Spot) -> Spot:
        return replace(spot, pages=(), place=spot.place.rpartition("/")[2])

    return [
        replace(
            each,
            old=tuple(map(told, each.old)),
            new=tuple(map(told, each.new)),
            edits=tuple(replace(edit, places=("", "")) for edit in each.edits),
        )
        for each in events
    ]


def hold_alike(root: Path, slug: str, old: Path, store: Path) -> tuple[Event, ...]:
    """Fail where two builds differ otherwise than their sources do; return what differs."""
    shutil.copytree(old, root / "old", ignore=shutil.ignore_patterns("build", ".octavo"))
    shutil.copytree(root / "old", root / "new")
    changed_a_little(source_of(root / "new", slug))
    for side in ("old", "new"):
        here = project(root / side, store)
        made = build(here, slug, ("html",), strict=False)
        folder = root / "made" / side
        folder.mkdir(parents=True)
        (folder / "edition.json").write_bytes(made.files["edition.json"])
    here = project(root)
    sources = [load(str(source_of(root / side, slug)), here) for side in ("old", "new")]
    builds = [load(str(root / "made" / side), here) for side in ("old", "new")]
    events = compare(*builds)
    assert placeless(events) == placeless(compare(*sources))
    assert compare(sources[0], builds[0]) == compare(builds[1], sources[1]) == ()
    return events


@pytest.mark.parametrize("slug", sorted(tiny.SLUGS))
def test_builds_of_tiny_books_differ_as_their_sources_do(slug: str, tmp_path: Path) -> None:
    tiny.write_publications(tmp_path / "tiny")
    assert len(hold_alike(tmp_path, slug, tmp_path / "tiny", tmp_path / "store")) > 1


BOOKS = {slug: root for slug, root in homes().items() if "books" in root.parts}


@pytest.mark.parametrize("slug", here(sorted(BOOKS), "boxes", "notes", "references", "tables"))
def test_builds_of_books_differ_as_their_sources_do(
    slug: str, tmp_path: Path, shared: Path
) -> None:
    assert hold_alike(tmp_path, slug, BOOKS[slug], shared / "store")


@pytest.fixture
def builds(pair_editions: Path) -> Path:
    """Return a folder with a build of either side of the revision pair."""
    return pair_editions


def without_metadata(events: tuple[Event, ...]) -> list[Event]:
    """Return the events of the text: a text without metadata of Octavo's is built with others."""
    return [each for each in placeless(events) if each.level != "metadata"]


def test_builds_of_the_pair_differ_as_their_sources_do(builds: Path) -> None:
    here = project(builds)
    sources = [load(str(PAIR / side / f"{side}.md"), here) for side in ("v1", "v2")]
    found = [load(str(builds / side), here) for side in ("v1", "v2")]
    events = compare(*found)
    assert without_metadata(events) == without_metadata(compare(*sources))
    assert len(without_metadata(events)) > 30
    assert all(spot.pages for each in events for spot in (*each.old, *each.new))


@pytest.mark.parametrize("name", ["v2.epub", "v2.html", "v2.pdf"])
def test_a_build_is_compared_with_an_edition_as_its_source_is(name: str, builds: Path) -> None:
    sides = (str(builds / "v2"), str(builds / "v2" / name))
    with account(sides[0], project(builds)) as one, account(sides[1], project(builds)) as other:
        pair = on_equal_terms(one, other)
    assert compare(pair[0].manuscript, pair[1].manuscript) == ()


def test_what_only_another_edition_holds_is_no_difference(built: Editions, tmp_path: Path) -> None:
    slug = "editions-only"
    (tmp_path / "made").mkdir()
    for name in ("edition.json", f"{slug}.epub"):
        (tmp_path / "made" / name).write_bytes(built[slug].files[name])
    (tmp_path / "alone.epub").write_bytes(built[slug].files[f"{slug}.epub"])
    sides = (str(tmp_path / "made"), str(tmp_path / "alone.epub"))
    with account(sides[0], project(tmp_path)) as one, account(sides[1], project(tmp_path)) as two:
        assert any(block.editions for block in one.manuscript.blocks)
        pair = on_equal_terms(one, two)
    events = compare(pair[0].manuscript, pair[1].manuscript)
    assert [each for each in events if each.level != "typography"] == []


def test_a_build_without_a_pdf_and_a_pdf_are_e708(builds: Path, tmp_path: Path) -> None:
    shutil.copy(builds / "v1" / "edition.json", tmp_path)
    path = str(builds / "v1" / "v1.pdf")
    here, sides = project(tmp_path), []
    for named in (str(tmp_path), path):
        with account(named, here) as found:
            sides.append(found)
    with pytest.raises(BuildFailed, match="E708"):
        on_equal_terms(*sides)


def test_the_editions_of_a_build_are_not_read(builds: Path, tmp_path: Path) -> None:
    for side in ("v1", "v2"):
        shutil.copytree(builds / side, tmp_path / side)
        for ending in ("epub", "html", "pdf"):
            (tmp_path / side / f"{side}.{ending}").write_bytes(b"neither a book nor a page")
    here = project(tmp_path)
    found = [load(str(tmp_path / side), here) for side in ("v1", "v2")]
    whole = [load(str(builds / side), here) for side in ("v1", "v2")]
    assert compare(*found) == compare(*whole) != ()


# On the command line


def run(*words: Path | str) -> Result:
    return CliRunner().invoke(octavo, ["diff", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def alone(builds: Path, tmp_path: Path) -> Path:
    """Return a folder with either build's edition.json, and nothing else."""
    for side in ("v1", "v2"):
        (tmp_path / side).mkdir()
        shutil.copy(builds / side / "edition.json", tmp_path / side)
    return tmp_path


def test_edition_json_alone_is_enough(alone: Path) -> None:
    result = run(alone / "v1", alone / "v2", "--json")
    assert result.exit_code == 1
    assert len(json.loads(result.output)["events"]) > 30
    assert run(alone / "v1", alone / "v1").exit_code == 0


def test_a_redline_of_edition_json_alone_is_e701(alone: Path) -> None:
    result = run(alone / "v1", alone / "v2", "--critic", alone / "out.md")
    assert (result.exit_code, "E701" in result.stderr) == (2, True)
    assert "no EPUB" in result.stderr


def test_pages_of_edition_json_alone_are_e709(alone: Path) -> None:
    result = run(alone / "v1", alone / "v2", "--pages")
    assert (result.exit_code, "E709" in result.stderr) == (2, True)


def test_a_redline_of_builds_is_made_of_their_editions(builds: Path, tmp_path: Path) -> None:
    result = run(builds / "v1", builds / "v2", "--critic", tmp_path / "out.md")
    assert result.exit_code == 1 and "{++" in (tmp_path / "out.md").read_text(encoding="utf-8")


def test_a_broken_edition_json_is_e706_beside_sound_editions(builds: Path, tmp_path: Path) -> None:
    shutil.copytree(builds / "v1", tmp_path / "v1")
    (tmp_path / "v1" / "edition.json").write_text('{"schema": 2, "assets": 7}', encoding="utf-8")
    result = run(tmp_path / "v1", builds / "v2")
    assert (result.exit_code, "E706" in result.stderr) == (2, True)
    assert "assets is no object" in result.stderr


def test_without_edition_json_the_epub_is_read(builds: Path, tmp_path: Path) -> None:
    shutil.copytree(builds / "v1", tmp_path / "v1")
    (tmp_path / "v1" / "edition.json").unlink()
    found = load(str(tmp_path / "v1"), project(tmp_path))
    assert found.blocks[0].place.path.startswith("EPUB/")
    result = run(tmp_path / "v1", builds / "v1")
    assert result.exit_code == 0, result.output


# Schema 1


def old_build(folder: Path, old: str = "", new: str = "") -> Path:
    """Write an edition.json of schema 1 to a folder, with other words in it."""
    folder.mkdir()
    text = OLD.decode()
    assert old in text
    (folder / "edition.json").write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_builds_of_schema_1_are_compared_with_a_notice(tmp_path: Path) -> None:
    one = old_build(tmp_path / "one")
    other = old_build(tmp_path / "other", "grey that year", "white that year")
    result = run(one, other)
    assert result.exit_code == 1
    assert "text: paragraph edited" in result.output and "[-grey-] [+white+]" in result.output
    assert result.stderr.count("E711 notice: an older Octavo wrote it, of schema 1") == 1
    assert f"also at: {other / 'edition.json'}" in result.stderr
    told = json.loads(run(one, other, "--json").stdout)
    assert [(each["level"], each["change"]) for each in told["events"]] == [("text", "edited")]
    assert [each["code"] for each in told["problems"]] == ["E711", "E711"]


def test_a_build_of_schema_1_with_an_epub_is_read_from_that(
    built: Editions, tmp_path: Path
) -> None:
    folder = old_build(tmp_path / "notes")
    (folder / "notes.epub").write_bytes(built["notes"].files["notes.epub"])
    source = source_of(homes()["notes"], "notes")
    with (
        account(str(folder), project(tmp_path)) as one,
        account(str(source), project(tmp_path)) as two,
    ):
        assert one.format == "epub"
        assert any(block.rows for block in one.manuscript.blocks)
        assert any(block.pages for block in one.manuscript.blocks)
        pair = on_equal_terms(one, two)
    events = compare(pair[0].manuscript, pair[1].manuscript)
    assert [each for each in events if each.level != "typography"] == []


def test_a_build_of_schema_1_says_nothing_of_boxes_and_ids(built: Editions, tmp_path: Path) -> None:
    """What it lacks is not told as a difference from a build that has it."""
    folder = old_build(tmp_path / "notes")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "edition.json").write_bytes(built["notes"].files["edition.json"])
    events = compare(*(load(str(each), project(tmp_path)) for each in (folder, tmp_path / "new")))
    assert {each.change for each in events} & {"recast", "id"} == set()
    assert [each for each in events if each.level in ("metadata", "mark", "link")] == []
