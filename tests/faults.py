"""Small faults put into finished editions, for validators to find."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable

Change = Callable[[bytes], bytes]


def swap(old: bytes, new: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new)

    return change


def rezip(name: str, change: Change | None) -> Change:
    """Return a change of the first file of an EPUB whose name ends so; None takes it out."""

    def changed(data: bytes) -> bytes:
        target, done = io.BytesIO(), False
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            for info in old.infolist():
                content = old.read(info)
                if not done and info.filename.endswith(name):
                    done = True
                    if change is None:
                        continue
                    content = change(content)
                new.writestr(info, content)
        assert done
        return target.getvalue()

    return changed


STREAM = re.compile(rb"(\d+) 0 obj\n<<((?:(?!endobj).)*?)>>\s*stream\r?\n", re.DOTALL)


def stream(pdf: bytes, kind: bytes) -> tuple[bytes, bytes, bytes]:
    """Return number, dictionary and data of the one stream of a PDF that is of a kind."""
    ((number, head, start),) = [
        (found[1], found[2], found.end()) for found in STREAM.finditer(pdf) if kind in found[2]
    ]
    length = re.search(rb"/Length (\d+)", head)
    assert length
    return number, head, zlib.decompress(pdf[start : start + int(length[1])])


def in_objects(old: bytes, new: bytes) -> Change:
    """Return a change of words, of one length, in a PDF's compressed objects.

    What is changed is appended, as an incremental update (ISO 32000-1, 7.5.6) does it.
    """

    def change(pdf: bytes) -> bytes:
        number, head, data = stream(pdf, b"/ObjStm")
        assert old in data and len(old) == len(new)
        counts = b"".join(re.findall(rb"/N \d+|/First \d+", head))
        body = data.replace(old, new)
        update = b"%s 0 obj\n<</Type /ObjStm%s/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        changed = pdf + update % (number, counts, len(body), body)
        _, cross, _ = stream(pdf, b"/XRef")
        last = re.findall(rb"startxref\n(\d+)", pdf)[-1]
        kept = b"".join(re.findall(rb"/Root \d+ 0 R|/Info \d+ 0 R|/ID \[.*?\]", cross))
        row = b"\1" + len(pdf).to_bytes(4) + b"\0\0"
        table = b"%d 0 obj\n<</Type /XRef/Size %d/Prev %s/Index [%s 1]/W [1 4 2]%s/Length 7>>\n"
        own = int(number) + 2
        changed += table % (own, own + 1, last, number, kept)
        changed += b"stream\n%s\nendstream\nendobj\n" % row
        return changed + b"startxref\n%d\n%%%%EOF\n" % changed.rindex(b"%d 0 obj" % own)

    return change
