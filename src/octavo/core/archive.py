"""Bytes -> canonical bytes: archives whose order, dates and permissions never vary."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence

OLDEST = 315532800
"""1 January 1980, before which a zip archive knows no date."""
LATEST = 4354819198
"""The last moment of 2107, behind which it knows none."""
COMPRESSED = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".woff2")


def zip_container(files: Mapping[str, bytes], epoch: int) -> bytes:
    """Return an EPUB container: ``mimetype`` first and stored, the rest by name, one date.

    Rule: EPUB 3.3, section 4.3 (OCF ZIP container).
    """
    return _pack(files, ["mimetype", *sorted(set(files) - {"mimetype"})], epoch)


def zip_wheel(files: Mapping[str, bytes]) -> bytes:
    """Return a wheel: files by name, the last of which is its RECORD, with the oldest date."""
    record = next(name for name in files if name.endswith(".dist-info/RECORD"))
    return _pack(files, [*sorted(set(files) - {record}), record], OLDEST)


def zip_document(files: Mapping[str, bytes], epoch: int) -> bytes:
    """Return a package of Office Open XML: its list of types first, the rest by name, one date."""
    first = "[Content_Types].xml"
    return _pack(files, [first, *sorted(set(files) - {first})], epoch)


def zip_stored(files: Mapping[str, bytes], epoch: int) -> bytes:
    """Return an archive of files by name, with one date, none of them compressed: no library of
    compression has a part in its bytes."""
    return _pack(files, sorted(files), epoch, is_stored=True)


def _pack(
    files: Mapping[str, bytes], order: Sequence[str], epoch: int, is_stored: bool = False
) -> bytes:
    known = min(max(epoch, OLDEST), LATEST)
    when = dt.datetime.fromtimestamp(known, dt.UTC).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, when)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            stored = is_stored or name == "mimetype" or name.lower().endswith(COMPRESSED)
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()
