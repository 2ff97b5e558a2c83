"""An EPUB -> the readable files that a golden keeps of it."""

import hashlib
import io
import zipfile

READABLE = (".xhtml", ".opf", ".ncx", ".css", ".xml", ".txt")


def epub_projection(data: bytes) -> dict[str, bytes]:
    """Return the files of the container; those that cannot be read, as lines of one list."""
    files: dict[str, bytes] = {}
    others = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename.endswith(READABLE):
                files[entry.filename] = content
            else:
                digest = hashlib.sha256(content).hexdigest()[:16]
                others.append(f"{entry.filename} {len(content)} sha256:{digest}\n")
        order = "".join(f"{entry.filename}\n" for entry in archive.infolist())
    return {**files, "binaries.txt": "".join(sorted(others)).encode(), "order.txt": order.encode()}
