"""A PDF edition -> what it would run, send or ask for, and where its links lead.

Read in the object streams that the binder writes (``editions/pdf/binding/pdf_output.py``), without
the engine that draws pages: a moment's work.
"""

import re
import zlib
from codecs import BOM_UTF16_BE
from collections.abc import Iterator

from octavo.core.link_schemes import as_browsers_read, is_followed

_OBJECTS = re.compile(
    rb"<</Type /ObjStm/N \d+/First (\d+)/Filter /FlateDecode/Length (\d+)>>\nstream\n"
)
_STRING = rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>"
_SAID = re.compile(
    rb"/(URI)\s*(" + _STRING + rb")"
    rb"|/S\s*/(JavaScript|Launch|GoToR|GoToE|SubmitForm|ImportData|Rendition|RichMediaExecute)\b"
    rb"|/(AcroForm|JS|AA|XFA)\b|" + _STRING,
    re.DOTALL,
)
_DOES = {
    b"JavaScript": "holds a script",
    b"JS": "holds a script",
    b"AA": "acts by itself",
    b"AcroForm": "holds a form",
    b"XFA": "holds a form",
}


def loads_of_pdf(data: bytes) -> Iterator[str]:
    """Yield what is wrong, in words that go on after "the edition …"."""
    for found in _OBJECTS.finditer(data):
        packed = data[found.end() : found.end() + int(found[2])]
        for said in _SAID.finditer(zlib.decompress(packed), int(found[1])):
            if said[1]:
                address = _text(said[2])
                if not is_followed(address):
                    yield f"leads to {as_browsers_read(address)[:60]}"
            elif name := said[3] or said[4]:
                yield _DOES.get(name, f"acts by {name.decode()}")


def _text(string: bytes) -> str:
    """Return a string as it is meant. Rule: ISO 32000-1, section 7.9.2."""
    if string.startswith(b"<"):
        value = bytes.fromhex(string[1:-1].decode())
    else:
        value = re.sub(rb"\\(.)", rb"\1", string[1:-1], flags=re.DOTALL)
    if value.startswith(BOM_UTF16_BE):
        return value[2:].decode("utf-16-be", "replace")
    return value.decode("latin-1")
