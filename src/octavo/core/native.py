"""The native libraries that the press loads: their names, whether they are there, their versions.

The one table for the keys of results, for ``octavo doctor`` and for the press. Standard library
only; no engine is loaded.
"""

import ctypes
import ctypes.util
import platform
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

BREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")
LOADER_FOLDERS = "DYLD_FALLBACK_LIBRARY_PATH"
"""The variable in which macOS is told where libraries may lie as well."""
_PROBE = b"".join(b"%d squared is %d; " % (n, n * n) for n in range(4000))


@dataclass(frozen=True, slots=True)
class Library:
    """A native library, as loaders and results know it."""

    name: str
    """In its file's name: lib(pango-1.0).so.0."""
    major: int = 0
    """The version of its interface, in the file's name too."""
    known_as: str = ""
    """What results call it that depend on its version; '' for those that tell none."""
    tell: Callable[[ctypes.CDLL], str] = lambda handle: ""
    """Return the version that the loaded library tells of itself."""

    def files(self, system: str) -> tuple[str, ...]:
        """Return the names under which a system's loader may know it, best first."""
        if system == "Windows":
            return (f"lib{self.name}-{self.major}.dll",)
        if system == "Darwin":
            file = f"lib{self.name}.{self.major}.dylib"
            return (file, *(f"{folder}/{file}" for folder in BREW_FOLDERS))
        return (f"lib{self.name}.so.{self.major}",)


def _ask_letters(function: str) -> Callable[[ctypes.CDLL], str]:
    """Return how a library is asked that tells its version in letters."""

    def tell(handle: ctypes.CDLL) -> str:
        ask = getattr(handle, function)
        ask.restype = ctypes.c_char_p
        return str(ask().decode())

    return tell


def _ask_number(handle: ctypes.CDLL) -> str:
    """Return Fontconfig's version, which it tells as a number: 21402 is 2.14.2."""
    number = handle.FcGetVersion()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


LIBRARIES = (
    Library("gobject-2.0"),
    Library("pango-1.0", 0, "pango", _ask_letters("pango_version_string")),
    Library("harfbuzz", 0, "harfbuzz", _ask_letters("hb_version_string")),
    Library("fontconfig", 1, "fontconfig", _ask_number),
    Library("pangoft2-1.0"),
)


def version(known_as: str) -> str:
    """Return the version of ``pango``, ``harfbuzz``, ``fontconfig`` or ``zlib``; '' if missing.

    For zlib it is the digest of a compressed probe: zlib and zlib-ng share version numbers but
    not bytes.
    """
    if known_as == "zlib":
        return _zlib()
    library = next(each for each in LIBRARIES if each.known_as == known_as)
    handle = load(library)
    return library.tell(handle) if handle else ""


@cache  # six milliseconds' work, and this process has one
def _zlib() -> str:
    return sha256(zlib.compress(_PROBE, 9)).hexdigest()[:12]


def load(library: Library) -> ctypes.CDLL | None:
    """Return a library as this machine's loader finds it, None where it does not."""
    for name in library.files(platform.system()):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


@contextmanager
def under_file_names() -> Iterator[None]:
    """Let an engine that is imported find its libraries under the names of their files alone.

    Under other names it asks ``ctypes.util.find_library``, which on Linux starts ldconfig, a
    compiler and a linker for each that is none: fifty processes. Where a library is not found under
    its file's name, and on other systems, it may search as it is used to.
    """
    search = ctypes.util.find_library
    if platform.system() == "Linux" and all(map(load, LIBRARIES)):
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def loader_settings() -> dict[str, str]:
    """Return what stands in the environment of a process that shall find what brew installed."""
    if platform.system() != "Darwin":
        return {}
    return {LOADER_FOLDERS: ":".join([*BREW_FOLDERS, "/usr/lib"])}
