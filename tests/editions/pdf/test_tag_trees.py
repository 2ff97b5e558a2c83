"""The tag tree: how it is changed, and what each step mends, on trees that WeasyPrint writes."""

from pathlib import Path

from pressing import in_a_process

TREES = """
import io
from octavo.editions.pdf import tagging, tags_across_pages, tags_ua2
from octavo.editions.pdf.tagtree import TagTree, boxes_kept
from octavo.editions.pdf.weasyprint_private import fonts_kept_out

def shape(tree, node=None):
    node = tree.document if node is None else node
    kids = " ".join(shape(tree, kid) for kid in tree.elements(node))
    return node["S"].removeprefix("/") + (f"({kids})" if kids else "")

def tagged(html, look, css="", variant="pdf/a-2a"):
    seen = []
    with boxes_kept() as boxes, fonts_kept_out():
        def finish(document, pdf):
            look(TagTree(pdf, boxes))
            seen.append(pdf)
        document = rendered(f"<html lang=en><title>T</title>{html}", css)
        document.write_pdf(io.BytesIO(), finisher=finish, pdf_variant=variant, pdf_tags=True)
    assert seen

def becomes(html, step, before, after, css=""):
    def look(tree):
        assert shape(tree) == f"Document({before})", shape(tree)
        step(tree)
        assert shape(tree) == f"Document({after})", shape(tree)
    tagged(html, look, css)
"""
TREE = """
def look(tree):
    first, second = tree.every("/P")
    assert (tree.tag(first), tree.element(first).get("id")) == ("p", "a")
    assert tree.has_class(first, "x") and not tree.has_class(second, "x")
    assert tree.every("/P", "/H1") == tree.elements(tree.document)[:3]

    made = tree.new("/Note", tree.document, [])
    assert shape(tree) == "Document(H1(Span) P(Span) P(Span))"
    made["Pg"] = first["Pg"]
    tree.move(made, first, 1)
    assert shape(tree) == "Document(H1(Span) P(Span Note) P(Span))"

    (words,) = tree.elements(second)
    marks = tree.numbers[1]
    owned = [n for n, owner in enumerate(marks) if owner == words.reference]
    assert owned
    tree.adopt(words, made)
    assert all(marks[n] == made.reference for n in owned) and not words["K"]

    tree.make_artifact(first)
    assert shape(tree) == "Document(H1(Span) P(Span))"
    assert all(marks[n] == "null" for n in owned)
    written = tree.objects[tree.pages[0]["Contents"]].stream
    lines = [getattr(line, "data", line) for line in written]
    lines = [line if isinstance(line, bytes) else str(line).encode() for line in lines]
    assert lines.count(b"/Artifact") >= 2
    assert not any(b"/MCID %d>" % n in line for n in owned for line in lines)
    assert any(b"/MCID 0>" in line for line in lines), "the heading is read on"
tagged("<h1>A</h1><p id=a class='x y'>One</p><p>Two</p>", look)
"""
MENDED = """
item = "LI(Lbl(Span) LBody(Span))"
becomes("<ul><li>One<ul><li>In</ul> more<li>Two</ul>", tagging._sublists,
    f"L(LI(Lbl(Span) LBody(Span) LBody(Span)) L({item}) {item})",
    f"L(LI(Lbl(Span) LBody(Span) L({item}) LBody(Span)) {item})")

def items(tree):
    tagging._sublists(tree)
    tagging._items(tree)
    for item in tree.every("/LI"):
        assert [kid["S"] for kid in tree.elements(item)] == ["/Lbl", "/LBody"]
tagged("<ul><li>One<ul><li>In</ul> more<li>Two</ul>", items)

becomes("<figure><p>x</p></figure><pre>x</pre>", tagging._types,
    "NonStruct(P(Span)) NonStruct(Span)", "Div(P(Span)) P(Span)")
becomes("<p>x <code>y</code> <b>z</b>", tagging._types,
    "P(Span NonStruct(Span) Span NonStruct(Span))", "P(Span Code(Span) Span Span(Span))")

picture = ("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' %s>"
    "<path d='M0 0 L9 9' stroke='black'/></svg>")
def decorations(tree):
    count = len(tree.every("/Figure"))
    tagging._decorations(tree)
    assert (count, len(tree.every("/Figure"))) == (2, 1), shape(tree)
tagged(picture % "aria-hidden='true'" + picture % "", decorations)

def spoken(tree):
    assert shape(tree) == "Document(P(Link Span Link(Figure) Span Link(Figure)))", shape(tree)
    tagging._links(tree)
    tagging._annotations(tree)
    said = [str(each["Contents"].string) for each in tree.objects.values()
            if isinstance(each, dict) and each.get("Subtype") == "/Link"]
    assert said == ["two words", "the sea", "the sea", "link", "link"], said
tagged("<p><a href='https://a.b'>two  words</a> <a href='https://a.c' aria-label='the sea'>"
    "<svg width='9' height='9'/></a> <a href='https://a.d'><svg width='9' height='9'/></a>", spoken)

def heads(tree):
    tagging._heads(tree)
    assert [each["A"]["Scope"] for each in tree.every("/TH")] == ["/Column", "/Row", "/Row"]
tagged("<table><tr><th>a<th scope=row>b<th scope=rowgroup>c</table>", heads)

def numbered(tree):
    tagging._numberings(tree)
    assert [each["A"]["ListNumbering"] for each in tree.every("/L")] == ["/LowerRoman", "/Disc"]
tagged("<ol style='list-style-type: lower-roman'><li>a</ol><ul><li>b</ul>", numbered)

def languages(tree):
    tagging._languages(tree)
    told = [(tree.tag(each), each.get("Lang") and each["Lang"].string,
        each.get("E") and each["E"].string) for each in tree.every()]
    assert [each for each in told if each[1] or each[2]] == [
        ("i", "la", None), ("abbr", None, "Portable")], told
tagged("<p><i lang=la>x</i> <abbr title=Portable>P</abbr>", languages)

def noted(tree):
    tagging.mend(tree._pdf, tree._boxes)
    (note,) = tree.every("/Note")
    assert note["ID"].string == "n" and tree.objects[note["P"]]["S"] == "/P"
    assert tree.elements(note)[0]["S"] == "/Lbl"
    around = tree.elements(tree.objects[note["P"]])
    assert 0 < around.index(note) < len(around) - 1, "read where it is called"
tagged("<p>See<span class=footnote id=n>note</span> it.", noted, ".footnote { float: footnote }")
"""
ACROSS = """
rows = "".join(f"<tr><td>{n}" for n in range(4))
table = f"<table><thead><tr><th>H</thead><tbody>{rows}</tbody></table>"
css = ("@page { size: 200px 100px; margin: 0 } * { margin: 0; padding: 0 }"
    "td, th { font: 20px/30px serif } table { border-spacing: 0 }")
head, row = "THead(TR(TH(Span)))", "TR(TD(Span))"
becomes(table, tags_across_pages.tables,
    f"Table({head} TBody({row} {row})) Table({head} TBody({row} {row}))",
    f"Table({head} TBody({row} {row} {row} {row}))", css)

def named(tree):
    tags_across_pages.tables(tree)
    assert [str(each["ID"].string) if "ID" in each else "" for each in tree.every("/Table")] == [
        "", "table-2"]
tagged(f"<table><tr><td>x</table>{table}", named, css)

moved = "<div style='break-before: page' data-float=f data-float-before={0}><p data-b=f>x</div>"
text = "<section><h1>A</h1><p data-b=a.1>One<p data-b=a.2>Two</p>{0}</section>"
becomes(text.format(moved.format("a.1")), tags_across_pages.floats,
    "Sect(H1(Span) P(Span) P(Span)) Sect(Div(P(Span)))",
    "Sect(H1(Span) Div(P(Span)) P(Span) P(Span))")
as_it_was = "Sect(H1(Span) P(Span) P(Span)) Sect(Div(P(Span)))"
becomes(text.format(moved.format("gone")), tags_across_pages.floats, as_it_was, as_it_was)
"""
UA2 = """
def step(name):
    return getattr(tags_ua2, "_" + name)

becomes("<table><caption>C<p>D</caption><tr><td>x</table>", step("captions"),
    "Table(Caption(Caption(Span) P(Span)) TBody(TR(TD(Span))))",
    "Table(Caption(P(Span) P(Span)) TBody(TR(TD(Span))))")

def captions(tree):
    tagging._types(tree)
    assert shape(tree) == "Document(Div(P(Span) Caption(Span) P(Span)))", shape(tree)
    step("captions")(tree)
    assert shape(tree) == "Document(Aside(P(Span) P(Span) Caption(Span)))", shape(tree)
tagged("<figure><p>x</p><figcaption>F</figcaption><p>y</p></figure>", captions,
    variant="pdf/a-4f")

def notes(tree):
    tagging.mend(tree._pdf, tree._boxes)
    step("notes")(tree)
    (note,) = tree.every("/FENote")
    assert (note["NoteType"], note["NS"]) == ("/Footnote", tree.root["Namespaces"][0])
    assert not tree.every("/Note")
tagged("<p>x<span class=footnote id=n>note</span>", notes, ".footnote { float: footnote }",
    "pdf/a-4f")

def destinations(tree):
    heads = tree.every("/H1")
    step("destinations")(tree)
    names = tree.catalog["Names"]["Dests"]["Names"]
    told = {str(names[n].string): names[n + 1] for n in range(0, len(names), 2)}
    assert told["h"]["SD"][0] == heads[0].reference and told["h"]["D"]
    step("outlines")(tree)
    marks = [each for each in tree.objects.values() if isinstance(each, dict) and "Title" in each
        and "Parent" in each]
    assert [each["A"]["SD"][0] for each in marks] == [each.reference for each in heads]
    assert all("Dest" not in each and each["A"]["D"] for each in marks)
tagged("<h1 id=h>A  b</h1><p><a href='#h'>x</a></p><h1>C</h1>", destinations, "", "pdf/a-4f")
"""


def test_what_is_moved_in_a_tag_tree_takes_along_what_it_marks(tmp_path: Path) -> None:
    """What is taken out of the tree becomes an artifact on its page."""
    in_a_process(TREES + TREE, tmp_path)


def test_each_step_of_mending_cures_its_defect(tmp_path: Path) -> None:
    in_a_process(TREES + MENDED, tmp_path)


def test_what_pages_parted_is_whole_in_the_tag_tree(tmp_path: Path) -> None:
    """A float whose place is not known stays where its page has it."""
    in_a_process(TREES + ACROSS, tmp_path)


def test_pdf_ua_2_has_its_own_notes_captions_and_destinations(tmp_path: Path) -> None:
    in_a_process(TREES + UA2, tmp_path)
