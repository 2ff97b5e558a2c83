"""Files that a PDF carries: the Markdown that it was made from (PDF/A-3, ISO 19005-3, 6.8)."""

import datetime as dt
import hashlib
from typing import Any

import pydyf

from octavo.editions.pdf.standards import Source

TYPE = "/text#2Fmarkdown"
"""The media type as a PDF name; yaml files are told as Markdown's own front matter is."""
TYPES = {".yaml": "/application#2Fyaml"}


def attach(pdf: Any, source: Source) -> None:
    """Attach files by their paths, as the source that the document was made from."""
    names, associated = pydyf.Array(), pydyf.Array()
    when = pydyf.String(dt.datetime.fromtimestamp(source.epoch, dt.UTC).strftime("D:%Y%m%d%H%M%SZ"))
    for path, data in sorted(source.files.items()):
        params = {
            "CheckSum": f"<{hashlib.md5(data, usedforsecurity=False).hexdigest()}>",
            "Size": len(data),
            "ModDate": when,
        }
        extra = pydyf.Dictionary(
            {
                "Type": "/EmbeddedFile",
                "Subtype": TYPES.get(path[path.rfind(".") :], TYPE),
                "Params": pydyf.Dictionary(params),
            }
        )
        stream = pydyf.Stream([data], extra, compress=True)
        pdf.add_object(stream)
        held = pydyf.Dictionary({"F": stream.reference, "UF": stream.reference})
        spec = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": pydyf.String(path),
                "UF": pydyf.String(path),
                "EF": held,
                "Desc": pydyf.String(f"Source of this document: {path}"),
                "AFRelationship": "/Source",
            }
        )
        pdf.add_object(spec)
        names += [pydyf.String(path), spec.reference]
        associated.append(spec.reference)
    catalog = pdf.catalog
    catalog.setdefault("Names", pydyf.Dictionary())
    catalog["Names"]["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
    catalog["AF"] = associated
