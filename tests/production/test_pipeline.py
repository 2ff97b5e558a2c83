"""Builds are whole or not at all, and give the same bytes whatever is asked for."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner
from conftest import Desk, Editions, environment, homes

from octavo.cli.program import octavo
from octavo.core import output
from octavo.core.output import LOCK, MARKER
from octavo.core.problems import BuildFailed
from octavo.editions.registry import Formats
from octavo.fonts.bundled import EXTRA
from octavo.fonts.font_fetch import INDEX, fonts_folder
from octavo.production import pipeline
from octavo.production.pipeline import (
    Built,
    Project,
    build,
    check,
    roots_of,
    templates_folder,
    workshop_of,
)
from octavo.source.config.configuration import read_config

PAPERS = {"SHA256SUMS", "manifest.json", "edition.json"}


@pytest.mark.parametrize("slug", homes())
def test_every_publication_builds_with_nothing_to_say(slug: str, built: Editions) -> None:
    made = built[slug]
    asked = read_config(workshop_of(built.project(slug), slug), slug, Formats()).metadata.editions
    editions = [each.files_of(slug, made.files) for each in asked]
    assert len(editions) >= 3 and all(editions)
    others = {name for name in made.files if not name.endswith("-card.png")}
    assert others == set().union(*editions) | PAPERS
    assert [str(each) for each in made.problems if each.severity != "notice"] == []


def test_sums_and_manifest_tell_the_bytes_of_each_edition(built: Mapping[str, Built]) -> None:
    files = built["notes"].files
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    told = json.loads(files["manifest.json"])["outputs"]
    assert set(sums) == set(told) == {"notes.html", "notes.epub", "notes.pdf"}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name]).hexdigest() == digest == told[name]["sha256"]
        assert told[name]["bytes"] == len(files[name])


def test_the_epub_alone_has_the_bytes_of_a_full_build(desk: Desk, built: Editions) -> None:
    project = replace(built.project("references"), store=None)
    alone = build(project, "references", ("epub",))
    assert set(alone.files) == {"references.epub"} | PAPERS
    assert alone.files["references.epub"] == built["references"].files["references.epub"]


def test_the_html_alone_has_the_bytes_of_a_full_build(built: Editions) -> None:
    project = replace(built.project("notes"), store=None)
    alone = build(project, "notes", ("html",))
    assert alone.files["notes.html"] == built["notes"].files["notes.html"]


def test_editions_are_asked_for_in_any_order(desk: Desk) -> None:
    project, slug = desk.write("Text.")
    one, two = (build(project, slug, asked) for asked in (("pdf", "html"), ("html", "pdf")))
    assert one.files == two.files
    assert set(one.files) == {f"{slug}.html", f"{slug}.pdf"} | PAPERS


def test_files_may_be_called_like_the_pages_that_editions_make(desk: Desk) -> None:
    names = ("page-1", "title", "contents", "nav", "colophon", "cover")
    files = {f"{name}.md": f"# The {name}\n\nSee [](nav.md).\n" for name in names}
    project, slug = desk.write(files, "theme: book\ndedication: To all")
    made = build(project, slug)
    assert made.problems == ()
    assert f"{slug}.epub" in made.files


def test_an_edition_that_the_metadata_leaves_out_is_not_made(desk: Desk) -> None:
    project, slug = desk.write("Text.", "editions: [html]")
    assert set(build(project, slug).files) == {f"{slug}.html"} | PAPERS


def test_problems_are_told_from_the_projects_folder(desk: Desk) -> None:
    project, slug = desk.write("Text.\n\n![](nothing.svg)")
    for step in (build, check):
        with pytest.raises(BuildFailed) as failure:
            step(project, slug)
        assert {str(each.place) for each in failure.value.problems} == {
            f"source/{slug}/text.md:3:5"
        }


def test_an_articles_problems_are_told_from_the_projects_folder(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    head = "---\noctavo: 1\ntitle: T\nlanguage: en\ndate: 2024-05-01\n---\n"
    (tmp_path / "source" / "page.md").write_text(f"{head}\nText.\n\n![](nothing.svg)\n")
    with pytest.raises(BuildFailed) as failure:
        check(Project.at(tmp_path), "page")
    assert {str(each.place) for each in failure.value.problems} == {"source/page.md:10:5"}


CELLS = " | ".join(f"Measure-{n}" for n in range(50))
WIDE = f"Text.\n\n| {CELLS} |\n{'|---' * 50}|\n"


def test_warnings_are_fatal_only_when_strict_also_when_recalled(desk: Desk) -> None:
    project, slug = desk.write(WIDE, "editions: [pdf]")
    project = replace(project, store=project.root / "store")
    lenient = build(project, slug, strict=False)
    assert [each.code for each in lenient.problems] == ["E303"]
    for _ in range(2):
        with pytest.raises(BuildFailed):
            build(project, slug, strict=True)
    again = build(project, slug, strict=False)
    assert again.recalled
    assert again.problems == lenient.problems


def test_publications_are_folders_with_metadata_and_articles(tmp_path: Path) -> None:
    files = {
        "book/publication.yaml": "",
        "book/one.md": "",
        "book/inner/publication.yaml": "",
        "article.md": "---\ntitle: x\n---\n",
        "windows.md": "---\r\ntitle: x\r\n---\r\n",
        "bom.md": "\ufeff---\ntitle: x\n---\n",
        "plain.md": "No metadata.\n",
        "folder/text.md": "---\ntitle: x\n---\n",
        "other.txt": "---\n",
    }
    for name, text in files.items():
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_bytes(text.encode())
    assert Project.at(tmp_path).slugs() == ("article", "bom", "book", "windows")


# --- putting editions in place ---


def made(slug: str = "work", **files: str) -> Built:
    return Built(slug, {name: text.encode() for name, text in files.items()}, (), False)


def write(built: Built, out: Path) -> None:
    pipeline.write(built, Project(out.parent, out, None))


def kept(out: Path, slug: str = "work") -> dict[str, str]:
    return {path.name: path.read_text() for path in (out / slug).iterdir()}


def test_written_editions_replace_the_old_ones_whole(tmp_path: Path) -> None:
    write(made(a="1", b="1"), tmp_path)
    write(made(a="2", c="2"), tmp_path)
    assert kept(tmp_path) == {"a": "2", "c": "2"}
    assert {path.name for path in tmp_path.iterdir()} == {"work", LOCK, MARKER}


def test_editions_of_other_publications_stay(tmp_path: Path) -> None:
    write(made("one", a="1"), tmp_path)
    write(made("two", a="2"), tmp_path)
    assert kept(tmp_path, "one") == {"a": "1"}


def test_equal_editions_are_not_written_again(tmp_path: Path) -> None:
    write(made(a="1"), tmp_path)
    before = (tmp_path / "work" / "a").stat()
    write(made(a="1"), tmp_path)
    after = (tmp_path / "work" / "a").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_stray_file_among_the_editions_stays(tmp_path: Path) -> None:
    write(made(a="1", b="1"), tmp_path)
    (tmp_path / "work" / "stray").write_text("x")
    write(made(a="2"), tmp_path)
    assert kept(tmp_path) == {"a": "2", "stray": "x"}


class Stopped(Exception):
    pass


@pytest.mark.parametrize("stop_at", [1, 2])
def test_a_build_stopped_between_its_renames_is_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    write(made(a="1"), tmp_path)
    rename, count = Path.rename, []

    def stopping(self: Path, target: Path) -> Path:
        count.append(target)
        if len(count) == stop_at:
            raise Stopped
        return rename(self, target)

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(Path, "rename", stopping)
        write(made(a="2"), tmp_path)
    old = tmp_path / ("work" if stop_at == 1 else ".octavo-old-work") / "a"
    assert old.read_text() == "1"  # the last good editions are still there
    write(made(a="3"), tmp_path)
    assert kept(tmp_path) == {"a": "3"}
    assert {path.name for path in tmp_path.iterdir()} == {"work", LOCK, MARKER}


def test_a_build_stopped_while_writing_leaves_the_last_good_editions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(made(a="1", b="1"), tmp_path)
    whole = output.write_whole

    def stopping(target: Path, data: bytes) -> None:
        if target.name == "b":
            raise Stopped
        whole(target, data)

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(output, "write_whole", stopping)
        write(made(a="2", b="2"), tmp_path)
    assert kept(tmp_path) == {"a": "1", "b": "1"}
    write(made(c="3"), tmp_path)
    assert kept(tmp_path) == {"c": "3"}


WRITER = """
import sys
from pathlib import Path
from octavo.production.pipeline import Built, Project, write
out, mark = Path(sys.argv[1]), sys.argv[2]
for number in range(40):
    data = f"{mark}{number}".encode() * 5000
    files = {name: data for name in "abcdef"}
    write(Built("work", files, (), False), Project(out.parent, out, None))
"""


def start(script: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env={**environment(), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def looked_at(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that stayed in its place while they were read, else {}."""
    try:
        before = folder.stat()
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        after = folder.stat()
    except OSError:
        return {}
    is_same = (before.st_ino, before.st_ctime_ns) == (after.st_ino, after.st_ctime_ns)
    return files if is_same else {}


def test_processes_that_write_at_once_leave_whole_editions(tmp_path: Path) -> None:
    writers = [start(WRITER, str(tmp_path), mark) for mark in "xyz"]
    seen = []
    while any(writer.poll() is None for writer in writers):
        seen += [files] if (files := looked_at(tmp_path / "work")) else []
        time.sleep(0.001)
    said = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], said
    seen.append(looked_at(tmp_path / "work"))
    assert len(seen) > 10
    for files in seen:
        assert set(files) == set("abcdef")
        assert len(set(files.values())) == 1


def run(project: Project) -> "subprocess.Popen[str]":
    script = "import sys; from octavo.cli.program import main; sys.argv[0] = 'octavo'; main()"
    return start(script, "build", "--project", str(project.root))


@pytest.mark.long
def test_two_builds_at_once_share_a_store_and_leave_whole_editions(
    desk: Desk, tmp_path: Path
) -> None:
    project, slug = desk.write("Text.[^1]\n\n[^1]: A note.\n")
    builds = [run(project) for _ in range(2)]
    said = [each.communicate()[0] for each in builds]
    assert [each.returncode for each in builds] == [0, 0], said
    folder = project.root / "build" / slug
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_failed_build_leaves_the_last_good_editions(desk: Desk) -> None:
    project, slug = desk.write("Text.")
    words = ["build", "--project", str(project.root), "--edition", "html"]
    command = CliRunner(env={"SOURCE_DATE_EPOCH": None})
    good = command.invoke(octavo, words)
    assert good.exit_code == 0, good.output
    folder = project.root / "build" / slug
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (project.source / slug / "text.md").write_text("Text.\n\n[](#nowhere)\n")
    bad = command.invoke(octavo, words)
    assert bad.exit_code == 1
    assert "E210" in bad.output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_templates_folder_that_is_made_later_is_seen(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    tiny.write_publications(tmp_path)
    project = Project.at(tmp_path, environment())
    before = build(project, "ledgers", ("html",)).files
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "own.css").write_text("p { color: #123456 }\n", encoding="utf-8")
    after = build(project, "ledgers", ("html",)).files
    assert b"#123456" in after["ledgers.html"] and b"#123456" not in before["ledgers.html"]
    editions = [json.loads(files["manifest.json"])["edition"] for files in (before, after)]
    assert editions[0] != editions[1]


def test_a_door_leads_to_a_projects_own_templates_and_fonts_where_there_are_such(
    tmp_path: Path,
) -> None:
    usual = {"publication": tmp_path, "templates": templates_folder()}
    own = tmp_path / "templates"
    assert roots_of(tmp_path, own, tmp_path) == roots_of(tmp_path) == usual
    assert roots_of(tmp_path, templates_folder()) == usual
    own.mkdir()
    fonts = fonts_folder(tmp_path)
    fonts.mkdir(parents=True)
    (fonts / INDEX).touch()
    assert roots_of(tmp_path, own) == {**usual, "project": own}
    assert roots_of(tmp_path, own, tmp_path) == {**usual, "project": own, EXTRA: fonts}
