"""The metadata packet of a PDF."""

from types import SimpleNamespace
from typing import Any

from octavo.editions.pdf.standards import standard_of
from octavo.editions.pdf.xmp import write_xmp
from octavo.markup.tree import Element, parse_xml

DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
USUAL = {"title": "Tides & <Ebbs>", "lang": "en", "generator": "Octavo", "created": "2024-05-06"}
REST = ("modified", "authors", "description", "keywords")


def written(standard: str = "", **told: object) -> tuple[Element, Any]:
    """Return the packet that is written of a document's metadata, and the stream it stands in."""
    metadata = SimpleNamespace(**{**dict.fromkeys(REST), **USUAL, **told})
    held = SimpleNamespace(number=2, reference=b"2 0 R", stream=[b"old"], compress=True)
    loose = SimpleNamespace(number=None, reference=b"2 0 R", stream=[b"loose"])
    pdf = SimpleNamespace(catalog={"Metadata": b"2 0 R"}, objects=[loose, held])
    write_xmp(SimpleNamespace(metadata=metadata), pdf, standard_of(standard))
    assert loose.stream == [b"loose"]
    (packet,) = held.stream
    return parse_xml(packet.partition(b"?>")[2].rpartition(b"<?xpacket")[0]), held


def words(packet: Element, name: str) -> list[str]:
    return ["".join(map(str, each.itertext())).strip() for each in packet.iter(name)]


def test_the_packet_takes_the_place_of_the_old_one_uncompressed() -> None:
    packet, held = written()
    assert packet.tag == "{adobe:ns:meta/}xmpmeta" and held.compress is False


def test_words_of_the_metadata_are_said_as_they_are() -> None:
    packet, _ = written(authors=["A & B", "C"], keywords=["x", "<y>"], description="1 < 2")
    assert words(packet, f"{DC}title") == ["Tides & <Ebbs>"]
    assert words(packet, f"{DC}creator") == ["A & BC"]
    assert words(packet, f"{DC}description") == ["1 < 2"]
    assert words(packet, "{http://ns.adobe.com/pdf/1.3/}Keywords") == ["x, <y>"]


def test_what_is_not_known_is_not_said() -> None:
    packet, _ = written()
    assert words(packet, f"{DC}creator") == words(packet, f"{DC}description") == []


def test_a_day_becomes_a_moment_and_a_moment_stays_one() -> None:
    packet, _ = written(modified="2024-05-07T08:09:10+00:00")
    assert words(packet, f"{XMP}CreateDate") == ["2024-05-06T00:00:00+00:00"]
    assert words(packet, f"{XMP}ModifyDate") == ["2024-05-07T08:09:10+00:00"]


def test_pdf_a_2_is_told_of_the_properties_of_pdf_ua_which_pdf_a_4_knows() -> None:
    schemas = "{http://www.aiim.org/pdfa/ns/extension/}schemas"
    assert len(words(written("a-2a")[0], schemas)) == 1
    assert words(written("a-4")[0], schemas) == []
