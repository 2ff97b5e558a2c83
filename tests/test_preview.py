"""The preview: what it shows, when it builds again, and whom it answers."""

import http.client
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Desk as Writing

from octavo.cli.program import octavo
from octavo.preview.desk import Desk
from octavo.preview.readium import FOLDER, dressed, sheets_in
from octavo.preview.server import PreviewServer

WAIT_S = 60


@pytest.fixture
def running(desk: Writing) -> Iterator[tuple[PreviewServer, Path]]:
    """Return a server whose desk is watched, and the file that it shows."""
    project, slug = desk.write("First words.")
    project = replace(project, store=project.root / "store")
    server = PreviewServer(Desk(project, slug))
    threads = [Thread(target=server.serve_forever), Thread(target=server.desk.watch)]
    for thread in threads:
        thread.start()
    assert server.desk.after(0, WAIT_S).number == 1
    yield server, project.source / slug / "text.md"
    server.desk.end()
    server.shutdown()
    server.server_close()
    for thread in threads:
        thread.join(WAIT_S)


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


def test_a_failed_build_tells_its_problems_and_leaves_the_last_edition(
    running: tuple[PreviewServer, Path],
) -> None:
    server, text = running
    text.write_text("Words [there](#nowhere).", "utf-8")
    told = news(server, 1)
    assert told["failed"] and told["problems"][0]["place"].endswith("text.md:1:15")
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
    assert b'href="/readium/rtl/before.css"' in dressed(page)


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
