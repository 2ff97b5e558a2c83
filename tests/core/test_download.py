"""A download ends within its bounds, whole or with a reason, and asks only whom it may."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import (
    Loopback,
    drips,
    fails,
    floods,
    gives,
    in_chunks,
    leads,
    loopback,
    packed,
    sulks,
)

from octavo.core import download as module
from octavo.core.download import Bounds, NotDownloaded, download, is_public

HERE = Bounds(1_000_000, seconds=5, schemes=("http", "https"), allows_private=True)
DATA = bytes(range(256)) * 400


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as found:
        yield found


def refused(address: str, bounds: Bounds = HERE) -> NotDownloaded:
    """Return why an address gave nothing."""
    with pytest.raises(NotDownloaded) as reason:
        download(address, bounds)
    assert str(reason.value).isprintable()
    return reason.value


def test_what_an_address_holds_comes_whole(server: Loopback) -> None:
    server.answers = {
        "/plain": gives(DATA),
        "/chunks": in_chunks(DATA[:5], DATA[5:]),
        "/packed": packed(DATA),
        "/query?a=1&b=2": gives(b"asked"),
        "/length": gives(b"of no known length", Content_Length="9" * 5_000),
    }
    assert download(server.address("/length"), HERE) == b"of no known length"
    server.headers.clear()
    assert download(server.address("/plain"), HERE) == DATA
    assert download(server.address("/chunks"), HERE) == DATA
    assert download(server.address("/packed"), HERE) == DATA
    assert download(server.address("/query?a=1&b=2#there"), HERE) == b"asked"
    asked = server.headers[0]
    assert asked["User-Agent"].startswith("octavo/")
    assert asked["Host"] == f"127.0.0.1:{server.server_port}"
    assert not {"Cookie", "Authorization", "Referer"} & set(asked)


def test_redirects_are_followed_so_many_and_no_more(server: Loopback) -> None:
    for n in range(8):
        server.answers[f"/{n}"] = leads(f"{n + 1}", 301 + n % 3)
    server.answers["/5"] = gives(DATA)
    assert download(server.address("/0"), HERE) == DATA
    server.answers["/5"] = leads("/6")
    assert "more than 5" in str(refused(server.address("/0")))
    server.answers["/round"] = leads("/round")
    assert "more than 5" in str(refused(server.address("/round")))


@pytest.mark.parametrize(
    "aim",
    [
        "file:///etc/hostname",
        "ftp://example.org/a.png",
        "http://keeper:tide@127.0.0.1/a.png",
        "http://[::1/",
        "javascript:alert(1)",
        "http://10.0.0.7/",
    ],
)
def test_a_redirect_leads_only_where_an_address_may(server: Loopback, aim: str) -> None:
    server.answers["/away"] = leads(aim)
    bounds = Bounds(1_000, seconds=5, schemes=("http",), allows_private=True)
    if "10.0.0.7" in aim:
        bounds = Bounds(1_000, seconds=5, schemes=("http",))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "is_public", lambda number: number == "127.0.0.1")
            fault = refused(server.address("/away"), bounds)
        assert fault.is_private
    else:
        fault = refused(server.address("/away"), bounds)
    assert not fault.is_of_host  # the first host has other files
    assert server.asked == ["/away"]


def test_nothing_leads_from_https_to_http() -> None:
    with pytest.raises(NotDownloaded, match="from https to http"):
        module._next("https://example.org/a", "http://example.org/a")
    assert module._next("http://example.org/a/b", "//h/c") == "http://h/c"
    assert module._next("https://example.org/a/b", "../c?d") == "https://example.org/c?d"


@pytest.mark.parametrize("status", [204, 206, 304, 403, 404, 410, 429, 500, 503, 299])
def test_a_server_that_has_nothing_is_told_by_its_number(server: Loopback, status: int) -> None:
    server.answers["/a"] = fails(status)
    fault = refused(server.address("/a"))
    assert f"the server answers {status}" in str(fault)
    assert "words of the server" not in str(fault)
    assert not fault.is_of_host


def test_what_is_too_large_is_left_where_it_is(server: Loopback) -> None:
    server.answers = {
        "/told": gives(b"", Content_Length="9000000000"),
        "/untold": in_chunks(*([bytes(65_536)] * 40)),
        "/endless": drips(bytes(65_536), 0),
        "/bomb": packed(bytes(50_000_000)),
        "/chunk": floods(b"-1\r\n"),
        "/negative": floods(b"-7\r\n"),
    }
    for path in server.answers:
        assert "more than 1 MB" in str(refused(server.address(path)))


def test_an_answer_that_breaks_off_is_none(server: Loopback) -> None:
    def hangs_up(handler: object) -> None:
        handler.connection.shutdown(socket.SHUT_RDWR)  # type: ignore[attr-defined]

    server.answers = {
        "/line": floods(b"5;"),
        "/short": gives(DATA, Content_Length=str(len(DATA) + 1)),
        "/chunks": in_chunks(DATA, is_whole=False),
        "/packed": gives(b"\x1f\x8b\x08\0\0\0\0\0", Content_Encoding="gzip"),
        "/no gzip": gives(b"words", Content_Encoding="gzip"),
        "/other": gives(b"words", Content_Encoding="zstd"),
        "/nothing": hangs_up,
    }
    server.answers["/no%20gzip"] = server.answers["/no gzip"]
    for path in server.answers:
        fault = refused(server.address(path))
        assert "answer" in str(fault) and not fault.is_slow


@pytest.mark.parametrize("answer", [drips(b"x", 0.02), sulks(0.02)])
def test_a_server_that_never_ends_is_left(server: Loopback, answer: object) -> None:
    server.answers["/a"] = answer  # type: ignore[assignment]
    fault = refused(server.address("/a"), Bounds(1_000_000, 0.3, 5, ("http",), True))
    assert fault.is_slow and "longer than 0.3 seconds" in str(fault)


def test_the_seconds_are_those_of_all_redirects_together(server: Loopback) -> None:
    from time import sleep

    def slow(handler: object) -> None:
        sleep(0.2)
        leads("/a")(handler)  # type: ignore[arg-type]

    server.answers["/a"] = slow
    assert refused(server.address("/a"), Bounds(1_000, 0.3, 50, ("http",), True)).is_slow


def test_a_host_that_is_not_there_is_a_fault_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    fault = refused(f"http://127.0.0.1:{port}/a.png")
    assert fault.is_of_host and "cannot be reached" in str(fault)

    def unknown(host: str, *more: object, **named: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(module.socket, "getaddrinfo", unknown)
    fault = refused("http://no-such-host.invalid/a.png")
    assert fault.is_of_host and "no host of this name" in str(fault)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001"])
def test_this_machine_is_not_asked_whatever_it_is_called(server: Loopback, host: str) -> None:
    fault = refused(server.address("/a", host), Bounds(1_000, 5, schemes=("http",)))
    assert fault.is_private and fault.is_of_host
    assert server.asked == []


PRIVATE = (
    "127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1"
    " 224.0.0.1 255.255.255.255 240.0.0.1 192.0.2.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1"
    " ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 2001:db8::1 words"
).split()
PUBLIC = "93.184.215.14 1.1.1.1 2606:4700:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101".split()


def test_private_networks_are_known_in_every_form() -> None:
    assert [each for each in PRIVATE if is_public(each)] == []
    assert [each for each in PUBLIC if not is_public(each)] == []


def test_a_name_is_looked_up_once_and_every_number_of_it_is_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up = []

    def numbers(host: str, port: int, **more: object) -> list[object]:
        looked_up.append(host)
        found = ("1.1.1.1", "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(module.socket, "getaddrinfo", numbers)
    fault = refused("https://rebinding.example/a.png", Bounds(1_000))
    assert fault.is_private and looked_up == ["rebinding.example"]


def test_only_https_is_asked_unless_a_caller_says_more(server: Loopback) -> None:
    assert "only https" in str(refused(server.address("/a"), Bounds(1_000, allows_private=True)))
    assert server.asked == []


def test_a_server_without_a_certificate_that_holds_is_not_believed(server: Loopback) -> None:
    address = server.address("/a").replace("http:", "https:")
    fault = refused(address)
    assert fault.is_of_host and "certificate" in str(fault)
    assert server.asked == []


@pytest.fixture
def safe_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server with a certificate for localhost, which is believed here and nowhere else."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate")
    key, pem = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext"
    command = ["openssl", *words.split(), "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", key, "-out", pem], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with loopback(context) as found:
        yield found


def test_https_comes_whole_from_the_host_that_the_certificate_names(
    safe_server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe_server.answers = {"/a": gives(DATA), "/old": leads("/a"), "/slow": drips(b"x", 0.02)}
    here = Bounds(1_000_000, 5, allows_private=True)
    assert download(safe_server.address("/old", "localhost"), here) == DATA
    down = safe_server.address("/down", "localhost")
    safe_server.answers["/down"] = leads(down.replace("https:", "http:"))
    assert "from https to http" in str(refused(down, here))
    slow = Bounds(1_000_000, 0.4, allows_private=True)
    assert refused(safe_server.address("/slow", "localhost"), slow).is_slow
    fault = refused(safe_server.address("/a"), here)  # 127.0.0.1, which it does not name
    assert fault.is_of_host and "certificate" in str(fault)
    monkeypatch.delenv("SSL_CERT_FILE")
    fault = refused(safe_server.address("/a", "localhost"), here)
    assert "certificate" in str(fault)


def test_a_host_that_takes_a_connection_and_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        place = f"127.0.0.1:{mute.getsockname()[1]}"
        for scheme in ("http", "https"):
            fault = refused(f"{scheme}://{place}/a", Bounds(9, 0.2, 5, ("http", "https"), True))
            assert fault.is_slow


def test_a_proxy_of_the_system_is_asked_for_the_whole_address(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://pictures.example/a.png?b=c"
    server.answers[address] = gives(DATA)
    monkeypatch.setenv("http_proxy", server.address("", "keeper:tide@127.0.0.1"))
    monkeypatch.delenv("no_proxy", raising=False)
    bounds = Bounds(1_000_000, 5, schemes=("http",))
    assert download(address, bounds) == DATA
    assert server.headers[0]["Host"] == "pictures.example"
    assert server.headers[0]["Proxy-Authorization"] == "Basic a2VlcGVyOnRpZGU="
    assert refused("http://localhost:1/a", bounds).is_private
    assert refused("http://192.168.0.1/a", bounds).is_private
    monkeypatch.setenv("no_proxy", "*")
    assert refused("http://127.0.0.1:1/a", bounds).is_private


def test_no_build_can_reach_the_network() -> None:
    package = Path(module.__file__).parent.parent
    asking = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "octavo.core.download" in path.read_text(encoding="utf-8")
    }
    assert asking <= {"fetch/host_rounds.py", "fetch/picture_fetch.py", "fonts/font_fetch.py"}
