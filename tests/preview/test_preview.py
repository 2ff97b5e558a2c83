"""The preview: what it shows, when it builds again, and whom it answers."""

import http.client
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Desk as Writing

from octavo.cli.command_preview import tell
from octavo.cli.program import octavo
from octavo.preview import saves
from octavo.preview.desk import Desk, Shown
from octavo.preview.readium import FOLDER, dress, sheets_in
from octavo.preview.server import PreviewServer
from octavo.production.pipeline import Project
from octavo.validators.packages import HERE, PINS, TREE, Packages
from octavo.validators.seal import seal

WAIT_S = 60


@pytest.fixture
def running(desk: Writing) -> Iterator[tuple[PreviewServer, Path]]:
    """Return a server whose desk is watched, and the file that it shows."""
    with watched(desk) as found:
        yield found


@contextmanager
def watched(desk: Writing) -> Iterator[tuple[PreviewServer, Path]]:
    project, slug = desk.write("First words.")
    project = replace(project, store=project.root / "store")
    server = PreviewServer(Desk(project, slug))
    threads = [Thread(target=server.serve_forever), Thread(target=server.desk.watch)]
    for thread in threads:
        thread.start()
    try:
        assert server.desk.after(0, WAIT_S).number == 1
        yield server, project.source / slug / "text.md"
    finally:
        server.desk.end()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join(WAIT_S)


@pytest.fixture
def told_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the desk no look of its own: it sees what it is told of, or nothing."""
    monkeypatch.setattr("octavo.preview.desk.LOOK_S", WAIT_S)


def asked(server: PreviewServer, path: str, host: str = "") -> tuple[int, bytes, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=WAIT_S)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers


def news(server: PreviewServer, after: int, edition: str = "html") -> dict[str, Any]:
    _, data, _ = asked(server, f"/news?after={after}&edition={edition}")
    return dict(json.loads(data))


def test_what_is_shown_is_what_a_build_gives(running: tuple[PreviewServer, Path]) -> None:
    server, _ = running
    status, html, headers = asked(server, "/html/")
    assert status == 200 and html == server.desk.shown.files[f"{server.desk.slug}.html"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    status, shell, _ = asked(server, "/")
    assert status == 200 and b"Octavo preview" in shell


def test_a_changed_file_is_built_again(running: tuple[PreviewServer, Path]) -> None:
    server, text = running
    text.write_text("Other words.", "utf-8")
    told = news(server, 1)
    assert told["number"] == 2 and not told["failed"]
    assert b"Other words." in asked(server, "/html/")[1]


@pytest.mark.usefixtures("told_only")
@pytest.mark.parametrize("polling", ["", "1"])
def test_a_file_saved_under_another_name_and_renamed_is_built_again(
    polling: str, desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As most editors save; also where watchfiles must poll."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    with watched(desk) as (server, text):
        beside = text.with_name(".text.md.saving")
        beside.write_text("Other words.", "utf-8")
        beside.replace(text)
        assert news(server, 1)["number"] == 2
        assert b"Other words." in asked(server, "/html/")[1]


@pytest.mark.usefixtures("told_only")
def test_a_folder_of_templates_that_comes_later_is_watched(desk: Writing) -> None:
    with watched(desk) as (server, text):
        style = text.parent.parent.parent / "templates" / "article" / "article.css"
        style.parent.mkdir(parents=True)
        style.write_text("p { color: teal }", "utf-8")
        number = news(server, 1)["number"]
        style.write_text("p { color: purple }", "utf-8")
        assert news(server, number)["number"] > number


def test_a_save_is_seen_where_the_system_cannot_tell_of_it(
    desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_watch(*paths: Path, **options: object) -> Iterator[None]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(saves, "watch", no_watch)
    with watched(desk) as (server, text):
        text.write_text("Other words.", "utf-8")
        assert news(server, 1)["number"] == 2


@pytest.mark.parametrize("name", [".text.md.swp", "text.md~", "#text.md#", ".git/index", "4913"])
def test_what_an_editor_writes_beside_a_file_is_no_save(name: str, tmp_path: Path) -> None:
    (tmp_path / "text.md").write_text("Words.")
    before = saves.state_of([tmp_path])
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("Words.")
    assert saves.state_of([tmp_path]) == before
    (tmp_path / "other.md").write_text("Words.")
    assert saves.state_of([tmp_path]) != before


def test_the_state_of_folders_is_told_whatever_lies_in_them(tmp_path: Path) -> None:
    """Loops of links, links to nowhere, and a folder that is not there."""
    for name in ("loop", "nowhere"):
        (tmp_path / name).symlink_to(name if name == "loop" else "gone")
    (tmp_path / "up").symlink_to(tmp_path)
    before = saves.state_of([tmp_path, tmp_path / "templates"])
    (tmp_path / "nowhere").unlink()
    (tmp_path / "nowhere").write_text("Words.")
    assert saves.state_of([tmp_path, tmp_path / "templates"]) != before


def test_a_file_that_is_half_written_is_not_built(
    desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, slug = desk.write("Words.")
    shown = Desk(project, slug)
    states = iter(["first", "first", "first", "half", "whole", "whole", "whole"])

    def look(folders: Sequence[Path]) -> str:
        state = next(states, "")
        if not state:
            shown.end()
        return state or "whole"

    builds: list[Shown] = []
    monkeypatch.setattr("octavo.preview.desk.state_of", look)
    monkeypatch.setattr("octavo.preview.desk.LOOK_S", 0.001)
    shown.watch(builds.append)
    assert len(builds) == 2


@pytest.mark.long
def test_an_idle_desk_rests(
    running: tuple[PreviewServer, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    look = saves.state_of

    def counted(folders: Sequence[Path]) -> str:
        looks.append(folders)
        return look(folders)

    monkeypatch.setattr("octavo.preview.desk.state_of", counted)
    started = monotonic()
    sleep(saves.LOOK_S * 2)
    while not looks and monotonic() - started < WAIT_S:  # on a busy machine it comes late
        sleep(0.1)
    assert 1 <= len(looks) <= 1 + (monotonic() - started) / saves.LOOK_S
    assert running[0].desk.shown.number == 1


def test_a_fault_of_octavo_is_told_and_the_next_save_is_built(
    running: tuple[PreviewServer, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, text = running

    def faulty(*arguments: object) -> None:
        raise RuntimeError("no such thing as page 0")

    with monkeypatch.context() as patch:
        patch.setattr("octavo.preview.desk.build", faulty)
        text.write_text("Words that nobody can build.", "utf-8")
        told = news(server, 1)
    assert told["failed"] and len(told["problems"]) == 1
    assert "a fault of Octavo" in told["problems"][0]["told"]
    assert told["problems"][0]["excerpt"] == "RuntimeError: no such thing as page 0"
    assert "Traceback" in server.desk.shown.fault
    assert b"First words." in asked(server, "/html/")[1]
    text.write_text("Mended.", "utf-8")
    assert not news(server, told["number"])["failed"]
    assert server.desk.shown.fault == ""


def test_the_terminal_is_told_of_a_fault_with_its_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tell(Shown(1, has_failed=True, fault="Traceback …\nRuntimeError: no page 0\n"))
    out, err = capsys.readouterr()
    assert "RuntimeError: no page 0" in err and "fault of Octavo" in err
    assert out == "not built\n"


def test_a_text_that_is_a_loop_of_links_does_not_end_the_preview(
    running: tuple[PreviewServer, Path],
) -> None:
    server, text = running
    text.unlink()
    text.symlink_to(text.name)
    told = news(server, 1)
    assert told["failed"] and told["problems"]
    text.unlink()
    text.write_text("Mended.", "utf-8")
    while told["failed"]:  # a moment without any text may have been seen, too
        told = news(server, told["number"])
    assert b"Mended." in asked(server, "/html/")[1]


def test_a_press_that_has_gone_is_started_anew(running: tuple[PreviewServer, Path]) -> None:
    server, text = running
    server.desk.want("pdf")
    number = news(server, 1, "pdf")["number"]
    presses = server.desk._presses._pool
    assert presses is not None
    with presses.lend() as press:
        press.stop()
    text.write_text("Other words.", "utf-8")
    told = news(server, number, "pdf")
    assert not told["failed"] and told["pages"]


def test_a_failed_build_tells_its_problems_and_leaves_the_last_edition(
    running: tuple[PreviewServer, Path],
) -> None:
    server, text = running
    text.write_text("Words [](#nowhere).", "utf-8")
    told = news(server, 1)
    assert told["failed"] and told["problems"][0]["place"].endswith("text.md:1:10")
    assert "E210" in told["problems"][0]["told"] and told["problems"][0]["hint"]
    assert b"First words." in asked(server, "/html/")[1]
    text.write_text("Mended.", "utf-8")
    assert not news(server, told["number"])["failed"]


def test_pages_and_texts_come_when_somebody_looks_at_them(
    running: tuple[PreviewServer, Path],
) -> None:
    server, _ = running
    assert asked(server, "/pdf/0.png")[0] == 404
    server.desk.want("pdf")
    told = news(server, 1, "pdf")
    assert len(told["pages"]) == 1
    status, picture, headers = asked(server, "/pdf/0.png")
    assert (
        status == 200 and picture.startswith(b"\x89PNG") and headers["Content-Type"] == "image/png"
    )
    assert asked(server, "/pdf/1.png")[0] == asked(server, "/pdf/x.png")[0] == 404
    told = news(server, told["number"], "epub")
    assert told["spine"]
    status, page, headers = asked(server, f"/epub/{told['spine'][-1]}")
    assert status == 200 and b"<html" in page and "xhtml" in headers["Content-Type"]


def test_every_edition_can_be_looked_at(desk: Writing) -> None:
    """Also of a publication that has variants only; a site with all its files."""
    editions = "[{name: pdf-print, bleed_mm: 3}, {name: html-site, split: chapters}]"
    project, slug = desk.write("# One\n\nFirst words.", f"theme: book\neditions: {editions}")
    server = PreviewServer(Desk(replace(project, store=project.root / "store"), slug))
    threads = [Thread(target=server.serve_forever), Thread(target=server.desk.watch)]
    for thread in threads:
        thread.start()
    try:
        assert server.desk.after(0, WAIT_S).number == 1
        told = news(server, 0, "")
        assert told["edition"] == "html-site" and not told["failed"]
        assert [each["name"] for each in told["editions"]] == ["pdf-print", "html-site"]
        assert told["editions"][0] == {
            "name": "pdf-print",
            "view": "sheets",
            "title": "PDF (print)",
        }
        page = asked(server, "/html-site/")[1]
        assert b"Work" in page and asked(server, "/html-site/index.html")[1] == page
        status, script, headers = asked(server, "/html-site/site.js")
        assert status == 200 and script and "javascript" in headers["Content-Type"]
        assert asked(server, "/html-site/../../etc/passwd")[0] == 404
        assert asked(server, "/html/")[0] == asked(server, "/pdf/0.png")[0] == 404
        news(server, 0, "pdf-print")
        assert news(server, 1, "pdf-print")["pages"]
        assert asked(server, "/pdf-print/0.png")[1].startswith(b"\x89PNG")
    finally:
        server.desk.end()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join(WAIT_S)


def test_an_epub_is_shown_as_a_reading_app_shows_it(
    running: tuple[PreviewServer, Path], tmp_path: Path
) -> None:
    server, _ = running
    server.desk.want("epub")
    text = f"/epub/{news(server, 1, 'epub')['spine'][-1]}"
    _, bare, _ = asked(server, text)
    assert asked(server, "/readium/before.css")[0] == 404
    for folder in ("", "rtl"):
        (tmp_path / FOLDER / folder).mkdir(parents=True, exist_ok=True)
        for name in ("before", "after"):
            file = tmp_path / FOLDER / folder / f"ReadiumCSS-{name}.css"
            file.write_text(f"/* {folder} {name} */")
    assert sheets_in(tmp_path) == {}  # nobody has sealed them
    home = tmp_path / "node"
    for name in PINS:
        (home / name).write_bytes((HERE / name).read_bytes())
    seal(home / TREE, Packages(home)._digest_pins())
    server.sheets = sheets_in(tmp_path)
    _, page, _ = asked(server, text)
    first, own, last = (
        page.index(each) for each in (b"/readium/before.css", b'href="style', b"/readium/after.css")
    )
    assert first < own < last
    assert asked(server, "/readium/rtl/after.css")[1] == b"/* rtl after */"
    assert asked(server, "/readium/../../x.css")[0] == 404
    linked = (b'<link rel="stylesheet" href="/readium/%s.css"/>' % name for name in NAMES)
    for link in linked:
        page = page.replace(link, b"")
    assert page == bare


NAMES = (b"before", b"after")


def test_a_text_from_right_to_left_has_sheets_of_its_own() -> None:
    page = b'<html lang="he" dir="rtl"><head><title>T</title></head><body/></html>'
    assert b'href="/readium/rtl/before.css"' in dress(page)


def test_without_the_sheets_of_reading_apps_there_are_none(tmp_path: Path) -> None:
    assert sheets_in(tmp_path) == {}


@pytest.mark.parametrize(
    "path", ["/other", "/epub/../../etc/passwd", "/html/../text.md", "/pdf/", "/pdf/-1.png"]
)
def test_nothing_but_editions_is_served(path: str, running: tuple[PreviewServer, Path]) -> None:
    status, data, _ = asked(running[0], path)
    assert status == 404 or data == running[0].desk.shown.files[f"{running[0].desk.slug}.html"]
    assert b"root:x:0" not in data


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1", "localhost:1", "evil.test:80"])
def test_no_other_name_is_answered(host: str, running: tuple[PreviewServer, Path]) -> None:
    status, data, _ = asked(running[0], "/html/", host)
    assert status == 421 and b"First words" not in data
    assert running[0].server_address[0] == "127.0.0.1"


def test_a_command_that_names_no_single_publication_is_wrong(desk: Writing) -> None:
    project, _ = desk.write("One.")
    desk.write("Two.")
    words = ["preview", "--project", str(project.root)]
    result = CliRunner().invoke(octavo, words)
    assert result.exit_code == 2 and "work-1, work-2" in result.output
    assert CliRunner().invoke(octavo, [*words, "nothing"]).exit_code == 2


def test_a_file_by_itself_is_shown_and_watched_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()  # none of its own
    (tmp_path / "notes.md").write_text("# Of tides\n\nWords.\n", encoding="utf-8")
    desk = Desk(Project.around(tmp_path / "notes.md", {}, {}), "notes")
    watching = Thread(target=desk.watch, daemon=True)
    watching.start()
    first = desk.after(0, 60)
    (tmp_path / "notes.md").write_text("# Of tides\n\nOthers.\n", encoding="utf-8")
    second = desk.after(first.number, 60)
    desk.end()
    watching.join()
    assert not first.has_failed and b"Words." in first.files["notes.html"]
    assert b"Others." in second.files["notes.html"]
    assert {each.name for each in tmp_path.iterdir()} == {"notes", "notes.md"}
