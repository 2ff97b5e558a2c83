"""Presses of other machines: any ``concurrent.futures.Executor`` sets units.

What crosses the wire is the name of a function, digests and bytes. A task is packed bytes: what is
asked of a press, and the digests of the files that pages may ask for. A process that has not seen
one of them says so, and is asked again with its bytes. It answers only if it is what this one is:
in its code, its wheels, its native libraries and its bundled fonts.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from types import TracebackType

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.progress import Count
from octavo.core.store import pack, unpack
from octavo.editions.pdf.layout_grounds import NATIVE
from octavo.editions.pdf.presses import Presses, PressPool
from octavo.editions.pdf.worker import NO_FONTS, PressLost, Worker

MOST_BLOBS = 500_000_000
"""Bytes of files that a process keeps for the tasks to come."""
MOST_TURNS = 64
"""How often a task is sent until a process has all its files: each may be another one."""
FILE, FONT, BLOB = "file:", "font:", "blob:"


Task = Callable[[bytes], bytes]
"""What an executor runs elsewhere: packed bytes in, packed bytes out (``FarBench.answer``)."""


class FarPress(Worker):
    """A press wherever an executor has one; nothing of it is here but what it was handed."""

    def __init__(self, executor: Executor, task: Task, inputs: Inputs, epoch: int) -> None:
        self._executor, self._task, self._epoch = executor, task, epoch
        self._fingerprint = fingerprint(inputs)
        self._lent_files: dict[str, bytes] = {}
        self._lent_fonts: dict[str, bytes] = {}
        self._future: Future[bytes] | None = None
        self._is_stopped = False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        return not self._is_stopped

    def stop(self) -> None:
        """Ask nothing more; what a far process is at, it may end."""
        self._is_stopped = True
        if self._future is not None:
            self._future.cancel()

    @contextmanager
    def listen(self, tell: Count) -> Iterator[None]:
        """Let ``tell`` hear nothing: what is done elsewhere is told when it is done."""
        yield

    def load(self, files: Mapping[str, bytes], fonts: Mapping[str, bytes] = NO_FONTS) -> None:
        """Keep what pages may ask for; it is sent to whoever lacks it."""
        self._lent_files, self._lent_fonts = dict(files), dict(fonts)

    def _ask(self, request: dict[str, bytes]) -> dict[str, bytes]:
        blobs: dict[str, bytes] = {}
        named = {f"{FILE}{name}": data for name, data in self._lent_files.items()}
        named |= {f"{FONT}{name}": data for name, data in self._lent_fonts.items()}
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in named.items()}
        by_digest = {digests[name]: data for name, data in named.items()}
        told = {"epoch": str(self._epoch).encode(), "of": self._fingerprint.encode()}
        told["files"] = json.dumps(digests).encode()
        said = {f"said:{name}": data for name, data in request.items()}
        for _ in range(MOST_TURNS):
            sent = {f"{BLOB}{digest}": data for digest, data in blobs.items()}
            reply = self._send(pack({**told, **said, **sent}))
            lacks = json.loads(reply.pop("lacks", b"[]"))
            if not lacks:
                return _open(reply)
            blobs |= {digest: by_digest[digest] for digest in lacks}
        raise PressLost("no process keeps the files that are sent to it")

    def _send(self, task: bytes) -> dict[str, bytes]:
        if self._is_stopped:
            raise PressLost("the press was stopped")
        try:
            self._future = self._executor.submit(self._task, task)
            return unpack(self._future.result())
        except Exception as error:  # of any executor: a worker that is gone, a wire that broke
            raise PressLost(f"{type(error).__name__}: {error}") from None


class FarPresses(Presses):
    """Gives presses that an executor has; ``most`` of them work at once.

    ``task`` is a function of a module's top, which answers as ``FarBench`` does.
    """

    def __init__(self, executor: Executor, task: Task, most: int) -> None:
        self._executor, self._task, self._most = executor, task, most

    @contextmanager
    def press(self, inputs: Inputs, epoch: int) -> Iterator[PressPool]:
        start = partial(FarPress, self._executor, self._task)
        with PressPool(inputs, epoch, self._most, start, self._most) as pool:
            yield pool


@dataclass(slots=True)
class FarBench:
    """What a process keeps between tasks: a press, and files by their digests."""

    inputs: Inputs
    epoch: int
    lock: Lock = field(default_factory=Lock)
    blobs: dict[str, bytes] = field(default_factory=dict)
    press: Worker | None = None
    loaded: bytes = b""

    def answer(self, task: bytes) -> bytes:
        """Return what the press says to a task (packed bytes both).

        ``lacks``: digests of files that this process has not seen; ``differs``: that it is not
        what the asking one is; ``problems``, ``lost``, ``fault``: why there is no reply;
        ``said:NAME``: the reply.
        """
        asked = unpack(task)
        own = fingerprint(self.inputs)
        if asked["of"].decode() != own:
            return pack({"differs": own.encode()})
        with self.lock:
            return pack(self._answer(asked))

    def end(self) -> None:
        """End the press; the next task starts another."""
        with self.lock:
            if self.press is not None:
                self.press.__exit__(None, None, None)
            self.press = None

    def _answer(self, asked: dict[str, bytes]) -> dict[str, bytes]:
        for name in [name for name in asked if name.startswith(BLOB)]:
            data = asked.pop(name)
            self.blobs[hashlib.sha256(data).hexdigest()] = data
        digests: dict[str, str] = json.loads(asked["files"])
        if lacks := sorted({each for each in digests.values() if each not in self.blobs}):
            self._forget(set(digests.values()))
            return {"lacks": json.dumps(lacks).encode()}
        said = {name.removeprefix("said:"): asked[name] for name in asked if name[:5] == "said:"}
        try:
            return {f"said:{name}": data for name, data in self._ask(said, asked["files"]).items()}
        except BuildFailed as failure:
            told = [
                [each.code, each.place.path, each.message, each.hint] for each in failure.problems
            ]
            return {"problems": json.dumps(told).encode()}
        except PressLost as reason:
            return {"lost": str(reason).encode()}
        except RuntimeError as fault:
            return {"fault": str(fault).encode()}

    def _ask(self, said: dict[str, bytes], files: bytes) -> dict[str, bytes]:
        if self.press is not None and not self.press.is_running:
            self.press.__exit__(None, None, None)
            self.press = None
        if self.press is None:
            self.press, self.loaded = Worker(self.inputs, self.epoch), b""
        if self.loaded != files:
            digests: dict[str, str] = json.loads(files)
            found = {name: self.blobs[digest] for name, digest in digests.items()}
            self.press.load(_pick(found, FILE), _pick(found, FONT))
            self.loaded = files
        return self.press._ask(said)

    def _forget(self, wanted: set[str]) -> None:
        """Forget files, the oldest first, until there is room; none of those that are wanted."""
        size = sum(map(len, self.blobs.values()))
        for digest in [each for each in self.blobs if each not in wanted]:
            if size <= MOST_BLOBS:
                return
            size -= len(self.blobs.pop(digest))


def fingerprint(inputs: Inputs) -> str:
    """Return a digest of all that shapes pages beside what is asked: code, wheels, native
    libraries, bundled fonts."""
    found = inputs.recorder()  # what presses are made of must not decide what is recalled
    told = [found.code(), *(f"{name} {found.native_version(name)}" for name in NATIVE)]
    paths = [path for path in found.listing("fonts", "templates") if path.endswith(".ttf")]
    told += [f"{path} {found.answer(f'file:templates:{path}')}" for path in paths]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _open(reply: dict[str, bytes]) -> dict[str, bytes]:
    """Return what a press said; raise what kept it from that. Problems: E306, E321."""
    if "differs" in reply:
        hint = "install the same Octavo, and the same Pango, on all machines: octavo doctor"
        message = "a machine of the cluster has another Octavo, or other libraries or fonts"
        raise BuildFailed([Problem("E321", Place("pdf"), message, hint)])
    if "problems" in reply:
        told = json.loads(reply["problems"])
        raise BuildFailed([Problem(code, Place(path), *words) for code, path, *words in told])
    if "lost" in reply:
        raise PressLost(reply["lost"].decode())
    if "fault" in reply:
        raise RuntimeError(reply["fault"].decode())
    return _pick(reply, "said:")


def _pick(files: Mapping[str, bytes], prefix: str) -> dict[str, bytes]:
    return {
        name.removeprefix(prefix): data for name, data in files.items() if name.startswith(prefix)
    }
