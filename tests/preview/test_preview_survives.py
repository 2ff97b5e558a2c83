"""The preview goes on, whatever becomes of a build, of a browser or of the terminal."""

import json
import socket
import struct
from threading import Thread

import click
import pytest
from click.testing import CliRunner
from conftest import Desk as Writing
from test_preview import WAIT_S, asked, news, watched

from octavo.cli import command_preview
from octavo.cli.program import octavo
from octavo.preview.desk import Desk, Shown
from octavo.preview.server import PreviewServer
from octavo.preview.views import state


def raw(server: PreviewServer, question: bytes) -> bytes:
    """Return what the server answers to bytes that need be no question."""
    with socket.create_connection(("127.0.0.1", server.server_port), WAIT_S) as line:
        line.sendall(question)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_a_tab_that_is_closed_while_it_waits_leaves_no_trace(
    desk: Writing, capfd: pytest.CaptureFixture[str]
) -> None:
    with watched(desk) as (server, text):
        host = f"Host: 127.0.0.1:{server.server_port}\r\n\r\n".encode()
        for _ in range(3):
            line = socket.create_connection(("127.0.0.1", server.server_port), WAIT_S)
            line.sendall(b"GET /news?after=1&edition=html HTTP/1.1\r\n" + host)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.close()  # at once, with a reset
        text.write_text("Other words.", "utf-8")
        assert news(server, 1)["number"] == 2
        assert asked(server, "/html/")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_an_answer_that_cannot_be_given_ends_neither_server_nor_desk(
    desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def faulty(*arguments: object) -> bytes:
        raise RuntimeError("no such thing as page 0")

    with watched(desk) as (server, _):
        monkeypatch.setattr(server.desk, "_complain", told.append)
        monkeypatch.setattr("octavo.preview.server.state", faulty)
        assert asked(server, "/news?after=0&edition=html")[0] == 500
        monkeypatch.undo()
        assert asked(server, "/news?after=0&edition=html")[0] == 200
    assert len(told) == 1 and "RuntimeError: no such thing as page 0" in told[0]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (b"GET /news?after=x HTTP/1.1\r\n%s", b"400"),
        (b"GET /news?after=-1 HTTP/1.1\r\n%s", b"400"),
        (b"GET //[ HTTP/1.1\r\n%s", b"404"),
        (b"GET /%%00 HTTP/1.1\r\n%s", b"404"),
        (b"GET /html/%%ff%%fe HTTP/1.1\r\n%s", b"200"),
        (b"POST / HTTP/1.1\r\n%s", b"501"),
        (b"NONSENSE\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"421"),
        (b"\xff\xfe\r\n\r\n", b"400"),
        (b"", b""),
    ],
)
def test_a_bad_question_gets_a_short_answer_and_the_next_a_good_one(
    question: bytes, status: bytes, desk: Writing, capfd: pytest.CaptureFixture[str]
) -> None:
    with watched(desk) as (server, _):
        host = f"Host: 127.0.0.1:{server.server_port}\r\n\r\n".encode()
        answer = raw(server, question % host if b"%s" in question else question)
        assert status in answer[:200]
        assert b"Traceback" not in answer
        assert asked(server, "/html/")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_terminal_that_is_gone_does_not_end_the_building(desk: Writing) -> None:
    project, slug = desk.write("First words.")
    shown = Desk(project, slug)

    def gone(*told: object) -> None:
        raise BrokenPipeError

    watching = Thread(target=shown.watch, args=(gone, gone))
    watching.start()
    try:
        assert shown.after(0, WAIT_S).number == 1
        (project.source / slug / "text.md").write_text("Other words.", "utf-8")
        assert shown.after(1, WAIT_S).number == 2
        assert b"Other words." in shown.shown.files[f"{slug}.html"]
    finally:
        shown.end()
        watching.join(WAIT_S)


class Panic(BaseException):
    """What a library that is written in Rust may raise."""


@pytest.mark.parametrize("error", [Panic("gone"), SystemExit(3), MemoryError(), RecursionError()])
def test_no_exception_of_a_build_ends_the_preview(
    error: BaseException, desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*arguments: object) -> None:
        raise error

    with watched(desk) as (server, text):
        with monkeypatch.context() as patch:
            patch.setattr("octavo.preview.desk.build", faulty)
            text.write_text("Words that nobody can build.", "utf-8")
            told = news(server, 1)
        assert told["failed"] and told["is_there"]
        assert type(error).__name__ in told["problems"][0]["excerpt"]
        assert b"First words." in asked(server, "/html/")[1]
        text.write_text("Mended.", "utf-8")
        assert not news(server, told["number"])["failed"]


def test_a_publication_file_that_breaks_is_told_over_the_last_good_edition(desk: Writing) -> None:
    with watched(desk) as (server, text):
        metadata = text.with_name("publication.yaml")
        good = metadata.read_text("utf-8")
        metadata.write_text(f'{good}rights: "not closed\n', "utf-8")
        told = news(server, 1)
        assert told["failed"] and told["is_there"] and "E102" in told["problems"][0]["told"]
        assert b"First words." in asked(server, "/html/")[1]
        metadata.unlink()
        told = news(server, told["number"])
        assert told["failed"] and told["is_there"]
        metadata.write_text(good, "utf-8")
        while told["failed"]:  # a moment without the file may have been seen, too
            told = news(server, told["number"])


def test_before_any_good_edition_the_page_says_so_and_does_not_fail() -> None:
    told = state(Shown(1, has_failed=True, fault="RuntimeError: x"), "work", "")
    assert told["failed"] and not told["is_there"] and told["editions"] == []
    assert json.dumps(told)


@pytest.mark.parametrize(
    ("words", "is_terminal", "is_opened"),
    [([], True, True), (["--no-open"], True, False), ([], False, False)],
)
def test_the_browser_is_opened_unless_told_otherwise(
    words: list[str],
    is_terminal: bool,
    is_opened: bool,
    desk: Writing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project, slug = desk.write("One.")
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", lambda address: opened.append(address))
    monkeypatch.setattr(command_preview, "has_screen", lambda: is_terminal)
    monkeypatch.setattr(Desk, "watch", lambda *arguments: None)
    command = ["preview", slug, "--port", "0", "--project", str(project.root), *words]
    result = CliRunner().invoke(octavo, command)
    assert result.exit_code == 0, result.output
    assert bool(opened) is is_opened
    assert all(address in result.output for address in opened)


def test_no_browser_is_opened_where_nobody_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    assert not command_preview.has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert command_preview.has_screen()
