"""Odd things among the files of a project: passed over or told in a line, never waited for."""

import os
import socket
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import click
import pytest
from conftest import ROOT, Desk, environment

from octavo.cli.screen import visible
from octavo.cli.told_problems import lines_of
from octavo.core import inputs
from octavo.core.archive import zip_container
from octavo.core.bounds import at_most
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.production.pipeline import Project, build, check
from octavo.production.source_folder import look_over_source

SHELL = (ROOT / "templates" / "shared" / "chapter.html.j2").read_bytes()
METADATA = "octavo: 1\ntitle: W\ndate: 2024-05-01\nlanguage: en-GB\nbody: ['*.md']\n"


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)
        made.bind(path.name)


def named(path: Path, name: bytes, is_folder: bool = False) -> None:
    whole = os.fsencode(path.parent) + b"/" + name
    try:
        if is_folder:
            os.mkdir(whole)  # noqa: PTH102  (a name of bytes)
        else:
            os.close(os.open(whole, os.O_CREAT))
    except OSError:
        pytest.skip("this file system knows no such names")


ODD: Mapping[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a socket": a_socket,
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a pipe": lambda path: (os.mkfifo(path.with_name(".p")), path.symlink_to(".p")),
    "a lock of Emacs": lambda path: path.with_name(".#a.md").symlink_to("me@here.1:2"),
    "a shadow of a Mac": lambda path: path.with_name("._a.md").write_bytes(b"\0\5\x16\7\0\2"),
    "a folder of Obsidian": lambda path: path.with_name(".obsidian").mkdir(),
    "a folder in itself": lambda path: path.with_name("d").symlink_to("."),
    "a long name": lambda path: path.with_name("n" * 255).touch(),
    "a name in no encoding": lambda path: named(path, b"\xff\xfe"),
    "a folder in no encoding": lambda path: named(path, b"d\xff", is_folder=True),
    "a name of controls": lambda path: path.with_name("\x1b[31m\n.txt").touch(),
}


def project_with(root: Path, odd: str, in_source: bool) -> Project:
    folder = root / "source" / "w"
    folder.mkdir(parents=True)
    (folder / "publication.yaml").write_text(METADATA, "utf-8")
    (folder / "a.md").write_text("Text.\n", "utf-8")
    ODD[odd]((folder.parent if in_source else folder) / "b.md")
    return Project(root, root / "build", None, environment())


@pytest.mark.parametrize("in_source", [False, True], ids=["in it", "beside it"])
@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_keeps_nobody_waiting_and_no_publication_from_being_read(
    tmp_path: Path, odd: str, in_source: bool
) -> None:
    project = project_with(tmp_path, odd, in_source)
    with at_most(20):
        told = look_over_source(project)
        assert project.slugs() == ("w",)
        assert {each.severity for each in check(project, "w")} <= {"notice", "warning"}
    assert {each.code for each in told} <= {"E122", "E123"}
    "".join(lines_of(told)).encode()


@pytest.mark.parametrize("path", ["publication.yaml", "templates/own.css", "templates", "b.md"])
def test_a_link_that_leads_out_is_told_at_its_place(tmp_path: Path, path: str) -> None:
    project = project_with(tmp_path / "p", "a folder of Obsidian", in_source=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_text("s3cret", "utf-8")
    link = project.source / "w" / path
    link.unlink(missing_ok=True)
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside if path == "templates" else outside / "a")
    with pytest.raises(BuildFailed) as failure:
        check(project, "w", strict=True)
    (told,) = [each for each in failure.value.problems if each.code == "E111"]
    assert told.place.path.startswith("source/w") and told.hint
    assert "s3cret" not in str(failure.value)


@pytest.mark.parametrize("kind", ["b.md", "publication.yaml", "templates/own.css"])
def test_a_file_of_many_gigabytes_is_not_read_and_told_as_e322(tmp_path: Path, kind: str) -> None:
    project = project_with(tmp_path, "a folder of Obsidian", in_source=True)
    path = project.source / "w" / kind
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.truncate(path, inputs.MOST_BYTES + 1)
    with pytest.raises(BuildFailed) as failure:
        check(project, "w")
    (told,) = failure.value.problems
    assert (told.code, told.place.path) == ("E322", f"source/w/{kind}")


IN_THE_WAY: Mapping[str, tuple[str, Callable[[Path], object]]] = {
    "a pipe": ("a pipe", os.mkfifo),
    "a socket": ("a socket", a_socket),
    "a folder": ("a folder", Path.mkdir),
    "a link to nowhere": ("a link that leads nowhere", lambda path: path.symlink_to("nowhere")),
    "a link to itself": ("a link that leads nowhere", lambda path: path.symlink_to(path.name)),
    "a link to a pipe": ("a pipe", ODD["a link to a pipe"]),
}


@pytest.mark.parametrize("kind", IN_THE_WAY)
@pytest.mark.parametrize(
    "name",
    [
        *("w/templates/own.css", "w/templates/logo.svg", "w/templates/brief/tokens.css"),
        *("w/a.md", "w/p.png", "w/publication.yaml", "../templates/own.css"),
    ],
)
def test_what_has_the_name_of_a_file_that_an_edition_wants_and_is_none_is_told_as_e805(
    tmp_path: Path, name: str, kind: str
) -> None:
    project = project_with(tmp_path, "a folder of Obsidian", in_source=True)
    (project.source / "w" / "a.md").write_text("![A dot](p.png)\n", "utf-8")
    words = METADATA.replace("'*.md'", "a.md") + "theme: brief\n"
    (project.source / "w" / "publication.yaml").write_text(words, "utf-8")
    path = Path(os.path.normpath(project.source / name))
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    what, put = IN_THE_WAY[kind]
    put(path)
    with at_most(20), pytest.raises(BuildFailed) as failure:
        check(project, "w")
    (told,) = [each for each in failure.value.problems if each.code == "E805"]
    assert told.place.path.endswith(path.relative_to(tmp_path).as_posix())
    assert told.message == f"it cannot be read: it is {what}"


def test_a_sheet_that_has_become_a_pipe_is_told_also_where_the_result_is_known(desk: Desk) -> None:
    project, slug = desk.write("Words.", "editions: [html]\ntheme: brief")
    project = replace(project, store=project.root / ".kept")
    build(project, slug)
    path = project.source / slug / "templates" / "own.css"
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    assert [each.code for each in failure.value.problems] == ["E805"]


@pytest.mark.parametrize("home", ["source/work/templates", "templates"])
@pytest.mark.parametrize("name", ["own.css", "brief/theme.css", "brief/chapter.html.j2"])
@pytest.mark.parametrize(
    ("data", "at"), [(b"/* a\n* \xe9 */", (2, 3)), (b"\xef\xbb\xbf\xff\xfe", (1, 1))]
)
def test_a_template_or_sheet_that_is_no_utf_8_is_told_at_its_place_as_e110(
    desk: Desk, home: str, name: str, data: bytes, at: tuple[int, int]
) -> None:
    project, slug = desk.write("Words.", "editions: [html]\ntheme: brief")
    path = project.root / home.replace("work", slug) / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    (told,) = [each for each in failure.value.problems if each.code == "E110"]
    assert (told.place.line, told.place.column) == at and told.place.path.endswith(name)


@pytest.mark.parametrize("name", ["nav", "epub"])
@pytest.mark.parametrize("text", ["<p>&nbsp;", "<html><p></html>", "", '<a b="<"/>', "\x0b"])
def test_a_document_of_an_epub_that_is_no_xml_is_told_at_its_template(
    desk: Desk, name: str, text: str
) -> None:
    project, slug = desk.write("Words.", "editions: [epub]\ntheme: brief")
    path = project.source / slug / "templates" / "shared" / f"{name}.html.j2"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    told = {each.place.path.rpartition("templates/")[2] for each in failure.value.problems}
    assert told == {f"shared/{name}.html.j2"}
    assert {each.code for each in failure.value.problems} == {"E230"}


@pytest.mark.parametrize("text", ["", "{% if edition.name == 'x' %}a{% endif %}", "<!-- a -->"])
def test_a_shell_of_a_page_that_gives_nothing_is_a_problem(desk: Desk, text: str) -> None:
    project, slug = desk.write("Words.", "editions: [html]\ntheme: brief")
    path = project.source / slug / "templates" / "shared" / "html.html.j2"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug)
    assert {each.code for each in failure.value.problems} == {"E310", "E311"}


def test_a_byte_order_mark_is_no_part_of_a_sheet_or_a_template(desk: Desk) -> None:
    project, slug = desk.write("Words.", "editions: [html]\ntheme: brief")
    folder = project.source / slug / "templates"
    for name, data in (("own.css", b"p { margin: 1em }"), ("brief/chapter.html.j2", SHELL)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"\xef\xbb\xbf" + data)
    pages = [data for name, data in build(project, slug).files.items() if name.endswith(".html")]
    assert len(pages) == 1 and b"\xef\xbb\xbf" not in pages[0] and b"margin: 1em" in pages[0]


@pytest.mark.parametrize(
    "value", ["-1", "x", "1e5", " ", "253402300800", "9" * 20, "9" * 5_000, "\u0663"]
)
def test_a_clock_that_no_calendar_has_is_told_as_e323(tmp_path: Path, value: str) -> None:
    project = project_with(tmp_path, "a folder of Obsidian", in_source=True)
    environ = {"SOURCE_DATE_EPOCH": value}
    with pytest.raises(BuildFailed) as failure:
        check(Project(project.root, project.out, None, environ), "w")
    assert {each.code for each in failure.value.problems} == {"E323"}


@pytest.mark.parametrize("epoch", [0, 315532799, 4354819199, 253402300799])
def test_a_date_that_no_zip_has_is_the_nearest_that_it_has(epoch: int) -> None:
    with zipfile.ZipFile(BytesIO(zip_container({"mimetype": b""}, epoch))) as archive:
        year = archive.infolist()[0].date_time[0]
    assert year == (1980 if epoch < 10**9 else 2107)


def test_a_limit_of_any_number_of_seconds_is_one() -> None:
    with at_most(10**20):
        pass


@pytest.mark.parametrize("key", ["a.b.c", "variables.a.b", "contributors.0.x.y", "'.'", "a..b"])
def test_a_key_with_points_is_told_as_others_are(desk: Desk, key: str) -> None:
    with pytest.raises(BuildFailed) as failure:
        desk.read("Text.", f"{key}: x")
    assert {each.code for each in failure.value.problems} <= {"E102", "E103", "E104", "E105"}


@pytest.mark.parametrize("opened", ["{a: ", "[", "- ", "? ", "[{a: ", "{? "])
@pytest.mark.parametrize("times", [60, 20_000])
def test_metadata_that_are_nested_without_end_are_told(desk: Desk, opened: str, times: int) -> None:
    closed = "".join({"{": "}", "[": "]"}.get(sign, "") for sign in reversed(opened))
    before = "\n  " if opened in ("- ", "? ") else ""
    with pytest.raises(BuildFailed) as failure:
        desk.read("Text.", f"variables: {before}{opened * times}1{closed * times}")
    (told,) = failure.value.problems
    assert (told.code, bool(told.place.line)) == ("E102", True)


def test_a_theme_that_is_nested_without_end_is_told_at_its_line(desk: Desk) -> None:
    project, slug = desk.write("Words.", "editions: [html]\ntheme: brief")
    path = project.source / slug / "templates" / "brief" / "theme.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"families: {'{a: ' * 20_000}1{'}' * 20_000}", encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        check(project, slug)
    (told,) = failure.value.problems
    assert (told.code, told.place.line) == ("E231", 1)


@pytest.mark.parametrize("name", ["book\\\\", "../book", "a/../../b", "/etc", "x\\0", "\\\\host"])
def test_a_theme_that_is_no_name_is_told_at_its_place(desk: Desk, name: str) -> None:
    project, slug = desk.write("Words.", f'theme: "{name}"')
    with pytest.raises(BuildFailed) as failure:
        check(project, slug)
    found = {each.code for each in failure.value.problems}
    assert found <= {"E102", "E104", "E111"} and found


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"a\\b.md"])
def test_a_pattern_that_finds_a_name_nobody_can_list_says_so(desk: Desk, name: bytes) -> None:
    project, slug = desk.write({"a.md": "Words."}, "body: ['*.md']")
    try:
        (project.source / slug / os.fsdecode(name)).write_text("Others.")
    except OSError:
        pytest.skip("this system takes no such name")
    with pytest.raises(BuildFailed) as failure:
        check(project, slug)
    told = [f"{each.code} {each.message}" for each in failure.value.problems]
    shown = name.decode("utf-8", "backslashreplace")
    assert told == [f"E108 the name of {shown} is not UTF-8, or has a backslash in it"]


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\r", "\u202e", "\u2066", "\udcff"])
def test_what_a_terminal_would_obey_is_shown(sign: str) -> None:
    words = f"a{sign}]0;b"
    problem = Problem("E201", Place(f"{words}\n.md", 1, 1), words, words, excerpt=words)
    for width in (0, 80):
        said = "\n".join(lines_of([problem], width))
        assert sign not in click.unstyle(said)
        assert said.count(ascii(sign)[1:-1]) >= 3
    assert visible("שלום\tעולם\n") == "שלום\tעולם\n"
