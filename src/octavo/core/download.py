"""A file of the web by its address, within bounds, or why it cannot be had.

Nothing that a build does comes here: the commands that fetch something do, and say so.
"""

import socket
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Event, Timer
from time import monotonic
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from octavo.core.address_forms import BadAddress, host_of, plain_address
from octavo.core.pins import release

CHUNK = 65_536
PATIENCE_S = 20.0
"""Until a host takes a connection."""
MOVED = frozenset({301, 302, 303, 307, 308})
_NAT64 = ip_network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one download may take, and where it may go."""

    most_bytes: int
    seconds: float = 60
    """For all of it: redirects, headers, every byte."""
    redirects: int = 5
    schemes: tuple[str, ...] = ("https",)
    allows_private: bool = False
    """Whether hosts of this machine and of networks behind it may be asked."""
    accepts: str = "*/*"


class NotDownloaded(Exception):
    """Raised with the reason, in words for the author that follow "cannot be fetched".

    ``is_of_host``: it holds for all that the host has; ``is_slow``: it took too long;
    ``is_private``: the host would be asked if the bounds allowed it.
    """

    def __init__(
        self,
        reason: str,
        is_of_host: bool = False,
        is_slow: bool = False,
        is_private: bool = False,
    ) -> None:
        super().__init__(reason)
        self.is_of_host, self.is_slow, self.is_private = is_of_host, is_slow, is_private


def download(address: str, bounds: Bounds) -> bytes:
    """Return what an address holds, whole; raises NotDownloaded.

    Redirects are followed within the bounds, never from https to http. Each host is looked up once
    and asked under the number that was judged, so that it cannot be another one meanwhile.
    """
    end, was = monotonic() + bounds.seconds, ""
    for _ in range(bounds.redirects + 1):
        found = _ask_once(address, bounds, end, was)
        if isinstance(found, bytes):
            return found
        was, address = address, _next(address, found.address)
    raise NotDownloaded(f"it leads to more than {bounds.redirects} other addresses in turn")


@dataclass(frozen=True, slots=True)
class _Aside:
    """Where an answer leads, as it says."""

    address: str


def _ask_once(address: str, bounds: Bounds, end: float, was: str) -> bytes | _Aside:
    """Return one answer. What is wrong where an address leads is no fault of the first host."""
    try:
        return _Request(address, bounds, end).ask()
    except NotDownloaded as fault:
        if not was:
            raise
        reason = f"it leads to another address: {fault}"
        with suppress(BadAddress):
            reason = f"it leads to {host_of(plain_address(address))}: {fault}"
        raise NotDownloaded(reason, False, fault.is_slow, fault.is_private) from None


def _next(address: str, told: str) -> str:
    """Return the address to which one leads; raises NotDownloaded."""
    with suppress(ValueError):
        aim = urljoin(address, told)
        if address.startswith("https:") and aim.startswith("http:"):
            raise NotDownloaded("it leads from https to http, where anybody could change it")
        return aim
    raise NotDownloaded("it leads to an address that is none")


class _Request:
    """One question to one server."""

    def __init__(self, address: str, bounds: Bounds, end: float) -> None:
        try:
            plain = plain_address(address, bounds.schemes)
        except BadAddress as fault:
            raise NotDownloaded(str(fault)) from None
        self._address, self._bounds, self._end = plain, bounds, end
        self._parts = urlsplit(plain)
        self._host = self._parts.hostname or ""
        self._port = self._parts.port or _PORTS[self._parts.scheme]

    def ask(self) -> bytes | _Aside:
        """Return the answer, or where it leads; raises NotDownloaded."""
        connection = self._connection()
        try:
            with _at_most(self._seconds_left(), connection, self._bounds.seconds):
                return self._answer(connection)
        except (HTTPException, zlib.error, ValueError):
            raise NotDownloaded("the answer breaks off, or is none") from None
        except OSError as error:
            raise NotDownloaded(f"the answer breaks off: {_reason(error)}") from None
        finally:
            connection.close()

    def _seconds_left(self) -> float:
        left = self._end - monotonic()
        if left <= 0:
            raise _slow(self._bounds.seconds)
        return left

    def _patience(self) -> float:
        return min(PATIENCE_S, self._seconds_left())

    def _connection(self) -> HTTPConnection:
        """Return a connection that stands; raises NotDownloaded."""
        proxy = _proxy_for(self._parts)
        try:
            if proxy is not None:
                return self._by_proxy(proxy)
            return self._direct(self._numbers())
        except ssl.SSLError as error:
            raise NotDownloaded(
                f"the certificate of the host does not hold: {_reason(error)}", True
            ) from None
        except OSError as error:
            raise NotDownloaded(f"the host cannot be reached: {_reason(error)}", True) from None

    def _numbers(self) -> list[str]:
        """Return the numbers of the host, all of them judged; raises NotDownloaded."""
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotDownloaded("no host of this name is known here", True) from None
        numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
        self._judge(numbers)
        return numbers

    def _judge(self, numbers: list[str]) -> None:
        if not self._bounds.allows_private and not all(map(is_public, numbers)):
            reason = "the host is this machine, or one of a private network"
            raise NotDownloaded(reason, is_of_host=True, is_private=True)

    def _direct(self, numbers: list[str]) -> HTTPConnection:
        fault: OSError = OSError("no number")
        for number in numbers:
            try:
                bare = socket.create_connection((number, self._port), self._patience())
            except OSError as error:
                fault = error
                continue
            return self._over(bare)
        raise fault

    def _over(self, bare: socket.socket) -> HTTPConnection:
        """Return a connection over a link that stands; for https it waits for its handshake."""
        try:
            bare.settimeout(self._seconds_left())
            if self._parts.scheme == "http":
                plain = HTTPConnection(self._host, self._port)
                plain.sock = bare
                return plain
            context = ssl.create_default_context()
            safe = HTTPSConnection(self._host, self._port, context=context)
            safe.sock = context.wrap_socket(
                bare, server_hostname=self._host, do_handshake_on_connect=False
            )
            return safe
        except BaseException:
            bare.close()
            raise

    def _by_proxy(self, proxy: SplitResult) -> HTTPConnection:
        """Return a connection by a proxy, which alone knows the numbers of hosts."""
        if self._host == "localhost" or self._host.endswith(".localhost"):
            self._judge(["127.0.0.1"])
        with suppress(ValueError):
            self._judge([str(ip_address(self._host))])
        place, port = proxy.hostname or "", proxy.port or _PORTS["http"]
        if self._parts.scheme == "http":
            connection = HTTPConnection(place, port, timeout=self._patience())
        else:
            connection = HTTPSConnection(place, port, timeout=self._patience())
            connection.set_tunnel(self._host, self._port, _login(proxy))
        connection.connect()
        return connection

    def _answer(self, connection: HTTPConnection) -> bytes | _Aside:
        if isinstance(connection.sock, ssl.SSLSocket):
            try:
                connection.sock.do_handshake()
            except ssl.SSLError as error:
                raise _bad_certificate(error) from None
        self._send(connection)
        with connection.getresponse() as answer:
            if answer.status in MOVED and answer.headers.get("Location"):
                return _Aside(answer.headers["Location"])
            if answer.status != HTTPStatus.OK:
                raise NotDownloaded(f"the server answers {_status(answer.status)}")
            return _body(answer, self._bounds.most_bytes)

    def _send(self, connection: HTTPConnection) -> None:
        """Ask for the path; a proxy, where there is no tunnel through it, for the whole address."""
        aim, headers = self._parts._replace(scheme="", netloc="").geturl(), self._headers()
        proxy = _proxy_for(self._parts)
        if proxy is not None and self._parts.scheme == "http":
            aim, headers = self._address, {**headers, **_login(proxy)}
            headers["Host"] = self._parts.netloc
        connection.request("GET", aim, headers=headers)

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": f"octavo/{release().version}",
            "Accept": self._bounds.accepts,
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


@contextmanager
def _at_most(seconds: float, connection: HTTPConnection, told: float) -> Iterator[None]:
    """End a connection when the seconds are over: a server that sends a byte now and then would
    hold every single wait."""
    is_over = Event()
    link = connection.sock

    def end() -> None:
        is_over.set()
        with suppress(OSError):
            socket.socket.shutdown(link, socket.SHUT_RDWR)  # TLS would want to say farewell

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException, zlib.error, ValueError, NotDownloaded) as fault:
        if is_over.is_set() or isinstance(fault, TimeoutError):
            raise _slow(told) from None
        raise
    finally:
        timer.cancel()
    if is_over.is_set():
        raise _slow(told)


def _body(answer: HTTPResponse, most: int) -> bytes:
    """Return what an answer holds, unpacked within the bound; raises NotDownloaded."""
    length = answer.length  # None where the answer does not say, or comes in chunks
    unpack = _unpacker(answer.headers.get("Content-Encoding", ""))
    if length is not None and length > most:
        raise _large(most)
    answer.fp = _Ration(answer.fp, most)  # type: ignore[assignment]
    got, found = 0, bytearray()
    while chunk := answer.read(CHUNK):
        got += len(chunk)
        found += chunk if unpack is None else unpack.decompress(chunk, most + 1 - len(found))
        if len(found) > most:
            raise _large(most)
    if (length is not None and got < length) or (unpack is not None and not unpack.eof):
        raise NotDownloaded("the answer ends early")
    return bytes(found)


class _Ration:
    """The bytes of an answer, so many and no more: a chunk that says that it has -1 of them would
    be read to the end of the stream, however far that is (http.client of Python 3.11 to 3.14)."""

    def __init__(self, stream: BufferedReader, most: int) -> None:
        self._stream, self._most = stream, most
        self._left = 2 * most + CHUNK
        """A chunk of one byte has five more around it; nobody means that."""

    def read(self, size: int = -1) -> bytes:
        return self._take(self._stream.read(self._left if size < 0 else min(size, self._left)))

    def readline(self, size: int = -1) -> bytes:
        return self._take(self._stream.readline(CHUNK if size < 0 else size))

    def _take(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left <= 0:
            raise _large(self._most)
        return data

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        self._stream.close()


def _unpacker(coding: str) -> "zlib._Decompress | None":
    """Return what unpacks an answer that is packed although nobody asked; raises NotDownloaded."""
    name = coding.strip().lower()
    if name in ("", "identity"):
        return None
    if name in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    raise NotDownloaded("the answer is packed in a way that was not asked for")


def is_public(number: str) -> bool:
    """Tell whether the number of a host is one of the open net, and of no network behind it."""
    try:
        found: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        within = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _NAT64:
            within = IPv4Address(int(found) & 0xFFFF_FFFF)
        if within is not None:
            return is_public(str(within))
    return found.is_global and not found.is_multicast


def _proxy_for(parts: SplitResult) -> SplitResult | None:
    """Return the proxy that the system names for an address, as pip and its like ask it."""
    proxies = getproxies()
    told = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not told or proxy_bypass(parts.hostname or ""):
        return None
    found = urlsplit(told if "://" in told else f"http://{told}")
    return found if found.scheme == "http" and found.hostname else None


def _login(proxy: SplitResult) -> Mapping[str, str]:
    if not proxy.username:
        return {}
    words = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(words.encode()).decode()}"}


def _status(number: int) -> str:
    """Return a status by its number and its usual words; a server may write any."""
    with suppress(ValueError):
        return f"{number} {HTTPStatus(number).phrase}"
    return str(number)


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer"
    told = getattr(error, "verify_message", "") or error.strerror or str(error)
    return "".join(sign if sign.isprintable() else "?" for sign in told)[:200]


def _bad_certificate(error: ssl.SSLError) -> NotDownloaded:
    return NotDownloaded(f"the certificate of the host does not hold: {_reason(error)}", True)


def _slow(seconds: float) -> NotDownloaded:
    return NotDownloaded(f"it takes longer than {seconds:g} seconds", is_slow=True)


def _large(most: int) -> NotDownloaded:
    return NotDownloaded(f"it holds more than {most // 1_000_000} MB")
