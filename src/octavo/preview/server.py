"""The server of ``octavo preview``: on this machine only, for its own name only, to look at."""

import json
import mimetypes
import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qs, unquote, urlsplit

from octavo.editions.registry import format_of
from octavo.preview.desk import Desk
from octavo.preview.guests import Guests
from octavo.preview.readium import dress
from octavo.preview.views import files_of_epub, page_picture, state

HOST = "127.0.0.1"
XHTML = "application/xhtml+xml"
NONE: Mapping[str, bytes] = MappingProxyType({})
SHELL = Path(__file__).with_name("shell.html")
PATIENCE_S = 20.0
"""How long a question for news is left open."""
IDLE_S = 10.0
"""How long a browser may say nothing, or take nothing of an answer."""
POLICY = "default-src 'self' 'unsafe-inline' data:; frame-ancestors 'self'; form-action 'none'"
Answer = tuple[str, bytes]
"""Media type and bytes."""


class BadQuestion(Exception):
    """Raised for an address that asks for nothing."""


class PreviewServer(ThreadingHTTPServer):
    """Serves what a desk shows; ``port`` 0 takes any that is free.

    ``sheets``: what reading apps lay under and over a book (``readium.sheets_in``).
    """

    daemon_threads = True
    request_queue_size = 64
    """Connections that wait to be taken; whoever finds no place tries again a second later."""

    def __init__(self, desk: Desk, port: int = 0, sheets: Mapping[str, bytes] = NONE) -> None:
        self.desk, self.sheets = desk, sheets
        self.guests = Guests()
        super().__init__((HOST, port), _Handler)
        self.names = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def verify_request(self, request: object, client_address: object) -> bool:
        """Tell whether there is a place for one more; none is waited for."""
        return isinstance(request, socket.socket) and self.guests.seat(request)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            self.guests.leave(request)
        super().shutdown_request(request)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of one who went away; of any other fault, its last line."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.desk.complain(error)


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    server_version, sys_version = "Octavo", ""
    timeout = IDLE_S

    def do_GET(self) -> None:
        self.server.guests.hear(self.connection)
        if refusal := self._refusal():
            self.send_error(refusal)
            return
        try:
            kind, data = self._answer()
        except BadQuestion:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        except (LookupError, ValueError):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        except Exception as error:  # one page that cannot be shown: the preview goes on
            self.server.desk.complain(error)
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        self.send_response(HTTPStatus.OK)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(data))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", POLICY),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _refusal(self) -> HTTPStatus | None:
        """Return how a question is refused that a page from elsewhere may have had asked."""
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0] not in self.server.names:
            # That page may have a name of its own lead here (DNS rebinding).
            return HTTPStatus.MISDIRECTED_REQUEST
        own = [f"http://{hosts[0]}"]
        is_own = self.headers.get_all("Origin", own) == own
        # A question without Origin, for a picture or a script; a link may lead here.
        site = self.headers.get("Sec-Fetch-Site", "none")
        is_visit = self.headers.get("Sec-Fetch-Mode", "") == "navigate"
        if not is_own or (site not in ("none", "same-origin") and not is_visit):
            return HTTPStatus.FORBIDDEN
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal tells of builds."""

    def _answer(self) -> Answer:
        """Return what an address has; raises LookupError where there is nothing."""
        asked = urlsplit(self.path)
        name, _, rest = unquote(asked.path).removeprefix("/").partition("/")
        if not name:
            return "text/html; charset=utf-8", SHELL.read_bytes()
        if name == "news":
            return self._news({key: values[0] for key, values in parse_qs(asked.query).items()})
        if name == "readium":
            return "text/css; charset=utf-8", self.server.sheets[rest]
        return self._edition(name, rest)

    def _edition(self, name: str, rest: str) -> Answer:
        """Return a file of an HTML edition, a page of a PDF, or a text of an EPUB."""
        shown, slug = self.server.desk.shown, self.server.desk.slug
        edition = next((each for each in shown.editions if each.name == name), None)
        if edition is None:
            raise LookupError(name)
        file, view = edition.file(slug), format_of(edition).view
        if view == "sheets":
            return "image/png", page_picture(shown.files[file], int(rest.removesuffix(".png")))
        if view == "page":
            if edition.split and rest:
                file = file.removesuffix("index.html") + rest
            kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
            text = "; charset=utf-8" if kind.startswith("text/") else ""
            return f"{kind}{text}", shown.files[file]
        kind = mimetypes.guess_type(rest)[0] or "application/octet-stream"
        data = files_of_epub(shown.files[file])[rest]
        return kind, dress(data) if self.server.sheets and kind == XHTML else data

    def _news(self, asked: dict[str, str]) -> Answer:
        """Wait for the build after the one that the browser knows; tell what there is then."""
        desk = self.server.desk
        if not asked.get("after", "0").isdecimal():
            raise BadQuestion(asked["after"])
        desk.want(asked.get("edition", ""))
        shown = desk.after(int(asked.get("after", "0")), PATIENCE_S)
        told = json.dumps(
            state(shown, desk.slug, asked.get("edition") or desk.wanted), ensure_ascii=False
        )
        return "application/json", told.encode()
