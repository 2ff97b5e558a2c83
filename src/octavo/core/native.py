"""The native libraries that the press loads: their names, whether they are there, their versions.

The one table for the keys of results, for ``octavo doctor`` and for the press. Standard library
only; no engine is loaded.
"""

import ctypes
import ctypes.util
import platform
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from octavo.core.library_folders import BREW_FOLDERS, folders_of_wheels, user_folders

LOADER_FOLDERS = "DYLD_FALLBACK_LIBRARY_PATH"
"""The variable in which macOS is told where libraries may lie as well."""
LINUX_FOLDERS = "LD_LIBRARY_PATH"
"""The same of Linux: it holds for processes that begin with it."""
DLL_FOLDERS = "WEASYPRINT_DLL_DIRECTORIES"
"""The variable from which the engine takes the folders of libraries on Windows."""
MSYS_FOLDERS = ("C:\\msys64\\ucrt64\\bin", "C:\\msys64\\mingw64\\bin")
"""Where MSYS2 puts Pango, which takes the place of the one that a wheel carries."""
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

    dll: str = ""
    """Its file in the wheel for Windows, where that is not name and version."""

    def files(self, system: str) -> tuple[str, ...]:
        """Return the names under which a system's loader may know it, best first."""
        carried = folders_of_wheels(system)
        if system == "Windows":
            file = self.dll or f"{self.name}-{self.major}.dll"
            return (*(f"{each}\\{file}" for each in carried), f"lib{self.name}-{self.major}.dll")
        if system == "Darwin":
            file = f"lib{self.name}.{self.major}.dylib"
            ours, brew = ([f"{each}/{file}" for each in found] for found in (carried, BREW_FOLDERS))
            return (*ours, file, *brew)
        file = f"lib{self.name}.so.{self.major}"
        return (file, *(f"{folder}/{file}" for folder in user_folders()))


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
    Library("harfbuzz", 0, "harfbuzz", _ask_letters("hb_version_string"), "harfbuzz.dll"),
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
    found = _load_first(library.files(platform.system()))
    if found is None and platform.system() == "Linux" and _load_users():
        found = _load_first(library.files("Linux"))
    return found


def _load_first(names: Iterable[str]) -> ctypes.CDLL | None:
    for name in names:
        with suppress(OSError):
            return ctypes.CDLL(name)
    return None


def _load_users() -> bool:
    """Load the libraries that lie in the user's cache, each after those that it needs: the loader
    of a process that runs looks for none of them there. Return whether there are any."""
    left = [path for each in user_folders() for path in sorted(Path(each).glob("*.so.*"))]
    is_any, count = bool(left), len(left) + 1
    while 0 < len(left) < count:
        count = len(left)
        left = [path for path in left if not _is_loaded(path)]
    return is_any


def _is_loaded(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


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


def loader_settings(given: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return what stands in the environment of a process that shall find what a wheel carries, brew
    installed, or ``octavo doctor`` put into the user's cache. ``given``: its environment so far,
    whose folders come first; on macOS they are all."""
    system = platform.system()
    carried = folders_of_wheels(system)
    name, sign, folders = {
        "Darwin": (LOADER_FOLDERS, ":", (*carried, *BREW_FOLDERS, "/usr/lib")),
        "Windows": (DLL_FOLDERS, ";", (*carried, *MSYS_FOLDERS) if carried else ()),
        "Linux": (LINUX_FOLDERS, ":", user_folders()),
    }.get(system, ("", "", ()))
    if system == "Darwin" and given.get(name):
        return {}
    first = [given[name]] if given.get(name) else []
    return {name: sign.join([*first, *folders])} if folders else {}
