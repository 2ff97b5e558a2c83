"""What the engine writes of laid-out pages, and its cures by themselves."""

from pathlib import Path

from pressing import in_a_process

ENGINE = """
import re
from octavo.verify.layers import objects
from octavo.editions.pdf import engine
from octavo.editions.pdf.addresses import ELSEWHERE
from octavo.editions.pdf.standards import Source, standard_of

def told(body, labels=((0, "D", 1),), sheets=1, attributes="lang=en", name=""):
    pages = rendered(f"<html {attributes}><title>T</title>{body}")
    furniture = rendered("<div style='break-before: page'>Head</div>" * sheets)
    source = Source({"a.md": b"# A"}, 0)
    return written(pages, furniture, list(labels), name, source)

def values(data):
    return list(objects(data).values())

def fails(words, *given, **named):
    try:
        told(*given, **named)
    except ValueError as error:
        assert words in str(error), error
    else:
        raise AssertionError(words)

fails("shorter than argument 1", "<p>x<p style='break-before: page'>y")

data = told(f"<p id='sea ä'>x<p><a href='{ELSEWHERE}sea%20%C3%A4'>x</a>")
links = [each for each in values(data) if b"/Subtype /Link" in each]
assert len(links) == 1 and b"/Dest" in links[0] and b"/URI" not in links[0], links

two = "<p>x<p style='break-before: page'>y"
data = told(two, [(0, "r", 1), (1, "D", 7)], 2)
assert any(re.search(rb"/Nums \\[ ?0 <<\\s*/S /r\\s*/St 1\\s*>> 1 <<\\s*/S /D\\s*/St 7", each)
    for each in values(data)), data

streams = values(told("<p>x"))
around = [each for each in streams if b"/Artifact <</Type /Pagination>> BDC" in each]
assert len(around) == 1 and b"MCID" not in around[0] and b" TJ" in around[0]
assert len([each for each in streams if b"MCID" in each and b" TJ" in each]) == 1

for attributes, way in (("lang=ar dir=rtl", True), ("lang=en", False)):
    found = any(b"/Direction /R2L" in each for each in values(told("<p>x", attributes=attributes)))
    assert found is way, attributes
for name, way in (("a-2a", False), ("a-3a", True), ("a-4", False)):
    found = any(b"/AFRelationship /Source" in each for each in values(told("<p>x", name=name)))
    assert found is way, name

assert engine.versions()["weasyprint"] == "70.0"
assert re.fullmatch(r"1\\.\\d+\\.\\d+", engine.versions()["pango"])

from octavo.editions.pdf import line_probe as probe
found = engine.versions()["line breaking"]
assert re.fullmatch("[0-9a-f]{12}", found) and engine.versions()["line breaking"] == found
breaks = [probe._breaks(*each) for each in probe.PROBE]
assert [len(each) for each in breaks] == [len(text) + 1 for _, text in probe.PROBE]
assert all("|" in each for each in breaks), breaks
assert probe._breaks("en", "no\\u00a0break a\\nb") == ".........|.!!"
probe.PROBE = probe.PROBE[1:]
assert probe.line_probe() != found
"""
PATCHES = """
import types
from octavo.editions.pdf import engine, patches, said_words

assert list(patches.NAMES) == sorted(set(patches.NAMES)), "each cure has a name of its own"

words = patches.GlyphWords()
words[1] = ""
assert 1 not in words
words[1] = "ffi"
words[2] = ""
assert 1 in words and 2 not in words and 3 not in words
words[3] = "\\u2010"
assert dict(words.items()) == {1: "ffi", 2: "\\u2060", 3: "-"}

module = types.ModuleType("shelf")
import linecache
text = "def lend(book):\\n    return book + ' lent'\\n"
linecache.cache["shelf.py"] = (len(text), None, text.splitlines(True), "shelf.py")
exec(compile(text, "shelf.py", "exec"), module.__dict__)
for old in ("' borrowed'", "book"):  # not there, or more than once
    try:
        patches._rewrite(module, "lend", {old: "x"})
    except RuntimeError as error:
        assert "lend is not the one that this cure was written for" in str(error)
    else:
        raise AssertionError(old)
assert module.lend("a") == "a lent"
patches._rewrite(module, "lend", {"' lent'": "' gone'"})
assert module.lend("a") == "a gone"

class Stream:
    def __init__(self):
        self.said = []
    def begin_marked_content(self, tag, told):
        self.said += [tag, told["ActualText"].string]
    def end_marked_content(self):
        self.said.append("end")

def draw(stream, textbox, *rest):
    stream.said.append("drawn")
    return rest

def said(caps, element, text="abc"):
    stream = Stream()
    box = types.SimpleNamespace(text=text, style={"font_variant_caps": caps}, element=element)
    assert said_words.draw_first_line(draw, stream, box, 1, 2) == (1, 2)
    return stream.said

assert said("normal", {}) == said("normal", None) == ["drawn"]
assert said("small-caps", None) == ["Span", "abc", "drawn", "end"]
assert said("normal", {said_words.SPOKEN: "Once"}, "O") == ["Span", "Once", "drawn", "end"]

font = types.SimpleNamespace(file_content=b"as it was")
patches.subset(font, {}, False)
assert font.file_content == b"as it was", "a font of which no glyph is drawn is not cut"
"""


def test_the_engine_puts_on_pages_what_it_is_told_and_refuses_what_leads_nowhere(
    tmp_path: Path,
) -> None:
    """Furniture, labels, links between units, the way that pages turn, the source of an archive."""
    in_a_process(ENGINE, tmp_path)


def test_a_cure_changes_the_function_that_it_was_written_for_and_no_other(tmp_path: Path) -> None:
    """Glyphs and small capitals say words, a font of which nothing is drawn stays whole."""
    in_a_process(PATCHES, tmp_path)
