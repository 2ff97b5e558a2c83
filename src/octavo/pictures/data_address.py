"""A picture that is written into its address, ``data:image/png;base64,…`` -> its bytes and name."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from octavo.pictures.found import BadPicture

MOST_BYTES = 10_000_000
SHOWN = 60
"""Signs of such an address that a message shows."""
KINDS: Mapping[str, str] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
_HEAD = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),", re.IGNORECASE)


def is_data(source: str) -> bool:
    """Tell whether a picture is written into its address."""
    return source[:5].lower() == "data:"


def short_address(source: str) -> str:
    """Return the address of a picture as messages show it: one that holds the picture is cut."""
    return f"{source[:SHOWN]}…" if is_data(source) and len(source) > SHOWN else source


def data_in(source: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a picture that its address holds; raises BadPicture (E202).

    It is named by its digest: the same picture is the same file of an edition.
    """
    head = _HEAD.match(source)
    kind = KINDS.get(head[1].strip().lower(), "") if head else ""
    if head is None or not kind:
        hint = "write data:image/png;base64,… (or jpeg, gif, webp, svg+xml), or name a file"
        raise BadPicture(
            "E202", f"{short_address(source)} holds no picture that editions know", hint
        )
    if len(source) > MOST_BYTES * 3:
        raise _large(source)
    data = unquote_to_bytes(source[head.end() :])
    if ";base64" in head[2].replace(" ", "").lower():
        try:
            data = base64.b64decode(re.sub(rb"\s+", b"", data), validate=True)
        except binascii.Error:
            hint = "what stands behind base64 is cut or damaged: name a file instead"
            raise BadPicture("E202", f"{short_address(source)} holds no base64", hint) from None
    if len(data) > MOST_BYTES:
        raise _large(source)
    return f"embedded/{hashlib.sha256(data).hexdigest()[:16]}.{kind}", data


def _large(source: str) -> BadPicture:
    message = f"{short_address(source)} holds more than {MOST_BYTES // 1_000_000} MB"
    return BadPicture("E202", message, "save the picture as a file, and name that")
