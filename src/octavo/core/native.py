"""Versions of the native libraries that shape a page, read without loading an engine."""

import ctypes
import zlib
from hashlib import sha256

_NAMES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz-0.dll", "libharfbuzz.0.dylib"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig-1.dll", "libfontconfig.1.dylib"),
}
_PROBE = b"".join(b"%d squared is %d; " % (n, n * n) for n in range(4000))


def version(library: str) -> str:
    """Return the version of ``pango``, ``harfbuzz``, ``fontconfig`` or ``zlib``; '' if missing.

    For zlib it is the digest of a compressed probe: zlib and zlib-ng share version numbers but
    not bytes.
    """
    if library == "zlib":
        return sha256(zlib.compress(_PROBE, 9)).hexdigest()[:12]
    handle = _load(_NAMES[library])
    if handle is None:
        return ""
    if library == "fontconfig":
        number = handle.FcGetVersion()
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    ask = handle.pango_version_string if library == "pango" else handle.hb_version_string
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _load(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
