"""Trees that come of the same text: parsed once, and never the same one twice."""

import pytest
from lxml.etree import XMLSyntaxError

from octavo.markup import moulds
from octavo.markup.moulds import Moulds
from octavo.markup.tree import child, serialise


def test_a_text_is_parsed_once_however_often_it_is_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str | bytes] = []
    parse = moulds.parse_xml
    monkeypatch.setattr(moulds, "parse_xml", lambda xml: parsed.append(xml) or parse(xml))
    found = Moulds()
    for xml in ("<a/>", "<b/>", "<a/>", "<a/>"):
        assert serialise(found.cast(xml)) in ("<a></a>", "<b></b>")
    assert parsed == ["<a/>", "<b/>"]


def test_what_becomes_of_one_cast_no_other_shows() -> None:
    found = Moulds()
    first = found.cast("<a>Words<b/></a>")
    child(first, "c")
    first.text = "Others"
    assert serialise(found.cast("<a>Words<b/></a>")) == "<a>Words<b></b></a>"


def test_a_text_that_is_not_well_formed_is_told_each_time() -> None:
    found = Moulds()
    for _ in range(2):
        with pytest.raises(XMLSyntaxError):
            found.cast("<a>")
