"""Files that a PDF carries."""

from hashlib import md5

import pydyf

from octavo.editions.pdf.attachments import attach
from octavo.editions.pdf.standards import Source

FILES = {"z.md": b"# Z", "publication.yaml": b"octavo: 1", "parts/a.md": b"\xff\x00"}


def carrying(files: dict[str, bytes], epoch: int = 0) -> pydyf.PDF:
    pdf = pydyf.PDF()
    attach(pdf, Source(files, epoch))
    return pdf


def held(pdf: pydyf.PDF, kind: str) -> list[pydyf.Object]:
    """Return the file specifications or the embedded files, in the order of their writing."""
    return [
        each
        for each in pdf.objects
        if getattr(each, "extra", each if isinstance(each, dict) else {}).get("Type") == kind
    ]


def test_files_are_named_in_the_order_of_their_paths_and_belong_to_the_document() -> None:
    pdf = carrying(FILES)
    names = pdf.catalog["Names"]["EmbeddedFiles"]["Names"]
    assert [each.string for each in names[::2]] == sorted(FILES)
    assert names[1::2] == pdf.catalog["AF"] == [each.reference for each in held(pdf, "/Filespec")]


def test_a_file_says_its_type_its_size_and_what_it_holds() -> None:
    files = held(carrying(FILES, 86400), "/EmbeddedFile")
    for path, each in zip(sorted(FILES), files, strict=True):
        kind = "/application#2Fyaml" if path.endswith(".yaml") else "/text#2Fmarkdown"
        told = each.extra["Params"]
        assert (each.stream, each.extra["Subtype"]) == ([FILES[path]], kind)
        assert told["Size"] == len(FILES[path])
        assert told["CheckSum"] == f"<{md5(FILES[path]).hexdigest()}>"
        assert told["ModDate"].string == "D:19700102000000Z"


def test_names_that_the_document_has_already_stay() -> None:
    pdf = pydyf.PDF()
    pdf.catalog["Names"] = pydyf.Dictionary({"Dests": "there"})
    attach(pdf, Source(FILES))
    assert pdf.catalog["Names"]["Dests"] == "there"
