"""A server of this machine that answers as a test wishes, well or ill."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

Answer = Callable[[BaseHTTPRequestHandler], None]


class Loopback(ThreadingHTTPServer):
    """Answers by path; what was asked stands in ``asked``."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.scheme = "http" if context is None else "https"
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that leave."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Loopback)
        server.asked.append(self.path)
        server.headers.append(dict(self.headers.items()))
        with suppress(OSError):
            server.answers.get(self.path, fails(404))(self)

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


@contextmanager
def loopback(context: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Give a server that answers until the end of the body."""
    server = Loopback(context)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def gives(data: bytes, **headers: str) -> Answer:
    """Answer with bytes; ``Content_Type="image/png"`` is a header."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        told = {"Content-Length": str(len(data))}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send_response(200)
        for name, value in told.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def fails(status: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status, "\x1b[31mwords of the server\x1b[0m")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def leads(aim: str, status: int = 302) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Location", aim)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def in_chunks(*pieces: bytes, is_whole: bool = True) -> Answer:
    """Answer in chunks, without saying how much there is."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n" if is_whole else b"ff\r\nhalf")
        handler.close_connection = True

    return answer


def floods(start: bytes) -> Answer:
    """Answer in chunks that begin oddly, and then with bytes without an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(start)
        while True:
            handler.wfile.write(bytes(65_536))

    return answer


def drips(piece: bytes, pause_s: float) -> Answer:
    """Answer with a byte now and then, without an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(piece)
            sleep(pause_s)

    return answer


def sulks(pause_s: float) -> Answer:
    """Answer nothing for a while, then a header without an end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X")
            sleep(pause_s)

    return answer


def packed(data: bytes) -> Answer:
    return gives(gzip.compress(data), Content_Encoding="gzip")
