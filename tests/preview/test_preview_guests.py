"""Whom the preview answers, how many at a time, and how long a build of it may take."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread, active_count
from time import monotonic, sleep

import pytest
from conftest import Desk as Writing

from octavo.preview import desk as desks
from octavo.preview.desk import Desk, Shown
from octavo.preview.guests import MOST, Guests
from octavo.preview.server import PreviewServer, _Handler

WAIT_S = 30.0


@contextmanager
def served(desk: Writing) -> Iterator[PreviewServer]:
    """Give a server whose desk shows what is put there: nothing is built."""
    project, slug = desk.write("First words.")
    server = PreviewServer(Desk(project, slug))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(WAIT_S)


def connect(server: PreviewServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.server_port), WAIT_S)


def status(server: PreviewServer, *heads: str, path: str = "/") -> int:
    """Return how a question with these heads is answered."""
    with connect(server) as line:
        told = "".join(f"{each.format(port=server.server_port)}\r\n" for each in heads)
        line.sendall(f"GET {path} HTTP/1.1\r\n{told}\r\n".encode())
        first = b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n")[0]
        return int(first.split()[1])


def wait_for(server: PreviewServer, count: int) -> None:
    end = monotonic() + WAIT_S
    while len(server.guests) != count and monotonic() < end:
        sleep(0.01)
    assert len(server.guests) == count


OWN = "Host: 127.0.0.1:{port}"
ANSWERS: Mapping[tuple[str, ...], int] = {
    (OWN,): 200,
    ("Host: localhost:{port}",): 200,
    (OWN, "Origin: http://127.0.0.1:{port}"): 200,
    (OWN, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"): 200,
    (OWN, "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"): 200,
    (OWN, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"): 200,
    (OWN, "Origin: http://evil.example"): 403,
    (OWN, "Origin: null"): 403,
    (OWN, "Origin: https://127.0.0.1:{port}"): 403,
    (OWN, "Origin: http://127.0.0.1:1"): 403,
    (OWN, "Origin: http://localhost:{port}"): 403,
    (OWN, "Origin: http://127.0.0.1:{port}.evil.example"): 403,
    (OWN, "Origin:"): 403,
    (OWN, "Origin: http://127.0.0.1:{port}", "Origin: http://evil.example"): 403,
    (OWN, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"): 403,
    (OWN, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"): 403,
    (OWN, "Sec-Fetch-Site: cross-site"): 403,
    (OWN, OWN): 421,
    (OWN, "Host: evil.example"): 421,
    ("Host: evil.example", OWN): 421,
    ("Host: 127.0.0.1:{port}, evil.example",): 421,
    ("Host: 127.0.0.1",): 421,
    ("Host:",): 421,
    (): 421,
}


def test_pages_from_elsewhere_are_not_answered(desk: Writing) -> None:
    with served(desk) as server:
        for heads, wanted in ANSWERS.items():
            assert status(server, *heads) == wanted, heads
            path = "/news?after=0&edition=pdf"
            if wanted != 200:
                assert status(server, *heads, path=path) == wanted, heads
        assert server.desk.wanted == ""


def has_threads(most: int) -> bool:
    """Tell whether no more threads than these are left, soon: those that end may take a while."""
    for _ in range(200):
        if active_count() <= most:
            return True
        sleep(0.05)
    return False


def test_those_who_ask_nothing_make_room_for_those_who_ask(
    desk: Writing, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(desk) as server:
        before = active_count()
        idle = [connect(server) for _ in range(3 * MOST)]
        wait_for(server, MOST)
        assert has_threads(before + MOST + 2)
        assert status(server, OWN) == 200
        assert has_threads(before + MOST + 2)
        for line in idle:
            line.close()
        wait_for(server, 0)
    assert capfd.readouterr().err == ""


def test_one_who_says_a_letter_a_while_is_not_waited_for(
    desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Handler, "timeout", 0.2)
    with served(desk) as server, connect(server) as line:
        line.sendall(b"GET / HT")
        wait_for(server, 1)
        assert line.recv(1) == b""  # the server has hung up
        wait_for(server, 0)


def test_those_who_have_asked_are_not_sent_away() -> None:
    pairs = [socket.socketpair() for _ in range(4)]
    try:
        (a, _), (b, _), (c, _), (d, _) = pairs
        guests = Guests(2)
        assert guests.seat(a) and guests.seat(b)
        guests.hear(a)
        assert guests.seat(c)  # in the place of b
        guests.hear(c)
        assert not guests.seat(d)
        guests.leave(a)
        assert guests.seat(d) and len(guests) == 2
        assert b.recv(1) == b""
    finally:
        for line in (line for pair in pairs for line in pair):
            line.close()


def test_hang_ups_at_any_moment_leave_no_trace(
    desk: Writing, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(desk) as server:
        host = OWN.format(port=server.server_port)
        question = f"GET / HTTP/1.1\r\n{host}\r\n\r\n".encode()
        for length in (0, 1, 9, len(question) - 1, len(question)):
            for is_reset in (False, True):
                line = connect(server)
                line.sendall(question[:length])
                if is_reset:
                    linger = b"\1\0\0\0\0\0\0\0"
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                line.close()
        wait_for(server, 0)
        assert status(server, OWN) == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_build_without_end_is_told_and_the_next_save_is_built(
    desk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this thread: the program watches in its first."""
    project, slug = desk.write("First words.", "editions: [html]")
    shown = Desk(replace(project, store=project.root / "store"), slug, 1)
    real, told = desks.build, []

    def endless(*arguments: object) -> object:
        while True:
            sleep(0.01)

    def hear(one: Shown) -> None:
        told.append(one)
        if len(told) == 2:
            shown.end()
            return
        monkeypatch.setattr(desks, "build", real)
        monkeypatch.setattr(shown, "_seconds", 0)
        (project.source / slug / "text.md").write_text("Other words.", "utf-8")

    monkeypatch.setattr(desks, "build", endless)
    shown.watch(hear)
    first, second = told
    assert [each.code for each in first.problems] == ["E117"] and first.has_failed
    assert not first.fault and "1 second" in first.problems[0].message
    assert not second.has_failed and f"{slug}.html" in second.files
