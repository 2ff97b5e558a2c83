"""What the engine reckons of a style: once, and as it would be reckoned each time."""

from pathlib import Path

from pressing import in_a_process

COMPARED = """
from octavo.editions.pdf import known_styles, patches, engine
from octavo.editions.pdf.weasyprint_private import boxes, layout
from weasyprint.layout import block, percent
from weasyprint.layout.percent import resolve_percentages
css = '''
@page { size: 200pt 300pt; margin: 20pt; @top-center { content: "head" } }
@page bare { @top-center { content: none } }
html { font: 10pt Literata } body { margin: 0 } aside { page: bare; break-before: page }
div { box-sizing: border-box; padding: 5%; min-height: 2em; border: 1px solid } p { margin: 1em }
i { display: inline-block; width: calc(10% + 3px); margin: 0 1% }
table { border-collapse: collapse }
td { border: 2px solid; padding: 3% } ul.b { list-style: upper-roman inside }
ul::before { content: "+" } ul.b li::marker { font-size: 20pt }
'''
body = '''<div><div><p>a <i>b</i></p></div></div>
<div style="width: 50%"><div><p>a <i>b</i></p></div></div>
<table><tr><td>1</td><td>2</td></tr></table><ul><li>x</li><li>y</li></ul>
<ul class="b"><li>x</li><li>y</li></ul><aside><p>c</p></aside>'''
def facts():
    document = rendered(body, css)
    found = []
    for page in document.pages:
        for box in page._page_box.descendants():
            told = {name: getattr(box, name, None) for name in known_styles.SIZES}
            found.append((type(box).__name__, getattr(box, "text", ""), box.position_x,
                box.position_y, told))
        found.append([type(box).__name__ for box in page._page_box.children])
    return found
ours = facts()
assert any("II" in each[1] for each in ours if isinstance(each, tuple))
known_styles.put_everywhere("resolve_percentages", block.resolve_percentages, resolve_percentages)
assert block.resolve_percentages is resolve_percentages is not None
layout.make_margin_boxes = layout.make_margin_boxes.args[0]
from weasyprint.css import StyleFor
StyleFor.__init__ = StyleFor.__dict__["__init__"].func.args[0]
assert facts() == ours
"""


def test_pages_are_those_of_an_engine_that_reckons_each_time(tmp_path: Path) -> None:
    """Sizes in per cent, formulas, frames that collapse, markers, heads on some pages only."""
    in_a_process(COMPARED, tmp_path)


SHARED = """
from octavo.editions.pdf import engine
from weasyprint.css import ComputedStyle
from weasyprint.layout import block
made, begin = [], ComputedStyle.__init__
def count(self, parent, cascaded, kind, *rest):
    made.append(kind)
    begin(self, parent, cascaded, kind, *rest)
ComputedStyle.__init__ = count
resolved, resolve = [], block.resolve_percentages._resolve
block.resolve_percentages._resolve = lambda *each: resolved.append(1) or resolve(*each)
rendered("<ul>" + "<li>x</li>" * 40 + "</ul><p>y</p>" * 40)
assert made.count("marker") < 10, made.count("marker")
assert 0 < len(resolved) < 60, len(resolved)
"""


def test_things_that_look_alike_share_what_is_reckoned_of_them(tmp_path: Path) -> None:
    in_a_process(SHARED, tmp_path)


PAGES = """
import pydyf
from octavo.editions.pdf import engine
pdf = pydyf.PDF()
for _ in range(3):
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
first = pdf.page_references
assert first == tuple(f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3])
assert len(first) == 3 and pdf.page_references is first
pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
assert pdf.page_references[:3] == first and len(pdf.page_references) == 4
"""


def test_pages_are_counted_once_however_many_boxes_are_tagged(tmp_path: Path) -> None:
    """Each box asks for the references of all pages: time would grow with their square."""
    in_a_process(PAGES, tmp_path)
