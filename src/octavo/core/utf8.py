"""Bytes of a text file -> its text, or where it is no UTF-8."""

from octavo.core.problems import BuildFailed, Place, Problem


def read_utf8(path: str, data: bytes) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark. Problems: E110."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data[:at].count(b"\n") + 1
        column = len(data[data.rfind(b"\n", 0, at) + 1 : at].decode("utf-8-sig")) + 1
        message = f"byte 0x{data[at]:02X} is not UTF-8"
        hint = "save the file as UTF-8 (in most editors: Save with encoding)"
        raise BuildFailed([Problem("E110", Place(path, line, column), message, hint)]) from None
