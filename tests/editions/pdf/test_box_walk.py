"""The walk of laid-out boxes, and the facts that the survey gathers on it."""

from pathlib import Path

from pressing import html, in_a_process

from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.editions.pdf.worker import Galley, Worker

SHEET = (
    "@page { size: 300px 400px; margin: 50px; @top-left { content: 'Head' } }"
    "@page wide { size: 400px 300px } .wide { page: wide } @page full { margin: 0 }"
    ".full { page: full } * { margin: 0; padding: 0; border-spacing: 0 }"
    "p { font: 10px/20px serif }"
    ".footnote { float: footnote } .box { position: absolute } figure { break-inside: avoid }"
)


def test_facts_go_over_the_wire_and_back() -> None:
    facts = LayoutFacts(
        3,
        {"a.1": 0},
        {"a.1": 2},
        {"a": 0},
        ("a-note-1",),
        (("a.2", 4.5),),
        (1,),
        (0, 2),
    )
    assert LayoutFacts.from_json(facts.to_json()) == facts


def test_a_box_is_visited_before_what_it_holds_and_knows_its_region(tmp_path: Path) -> None:
    body = (
        "<section class='text chapter'><p data-b='a.1'>Words<span class='footnote' id='n'>note"
        "</span></p><div class='box'><em>placed</em></div></section>"
    )
    script = f"""
from octavo.editions.pdf.box_walk import block_of, visits
page, = rendered({html(body)!r}, {SHEET!r}).pages
found = list(visits(7, page))
assert {{each.page for each in found}} == {{7}}
regions = [each.region for each in found]
assert regions == sorted(regions, key=["body", "note", "margin"].index), regions
assert [each.tag for each in found if not each.depth][:1] == ["html"]
assert found[0].depth == 0
for one, other in zip(found, found[1:]):
    assert other.depth <= one.depth + 1
    assert other.depth <= one.depth or other.box in [
        getattr(child, "_box", child) for child in one.box.children
    ]
words = [(each.box.text, each.region) for each in found if each.kind == "text"]
assert ("note", "note") in words and ("Head", "margin") in words and ("placed", "body") in words
paragraph = next(each for each in found if each.tag == "p")
assert (paragraph.kind, paragraph.is_block, paragraph.block) == ("lines", True, "a.1")
assert paragraph.extent[:3] == (50, 50, 250), paragraph.extent
chapter = next(each for each in found if "chapter" in each.classes)
assert chapter.block == "" and block_of(chapter.element) == "a.1" and block_of(None) == ""
"""
    in_a_process(script, tmp_path)


def test_blocks_begin_and_end_on_pages(press: Worker) -> None:
    lines = "<br>".join(["line"] * 20)
    body = f"<p data-b='a.1'>One</p><p data-b='a.2' id='two'>{lines}</p><p data-b='a.3'>Three</p>"
    facts = press.layout(Galley(html(body), SHEET)).facts
    assert facts.pages == 2
    assert facts.starts == {"a.1": 0, "a.2": 0, "a.3": 1}
    assert facts.ends == {"a.1": 0, "a.2": 1, "a.3": 1}
    assert facts.anchors == {"two": 0}


def test_what_does_not_fit_is_told_by_its_block(press: Worker) -> None:
    lines = "<br>".join(["line"] * 8)
    body = (
        "<div><table style='width: 396px'><tr><td data-b='a.1'>cell</table></div>"
        f"<p data-b='a.2'>Words<span class='footnote' id='n'>{lines}</span></p>"
        "<pre data-b='a.3' style='width: 203px'>fits, nearly</pre>"
    )
    facts = press.layout(Galley(html(body), SHEET)).facts
    assert [(name, round(beyond)) for name, beyond in facts.wide] == [("a.1", 52)]
    assert facts.tall == ("n",)


def test_pages_that_are_turned_or_full_are_told(press: Worker) -> None:
    body = "<p>One</p><p class='wide'>Two</p><p class='full'>Three</p>"
    facts = press.layout(Galley(html(body), SHEET)).facts
    assert (facts.pages, facts.turned, facts.full) == (3, (1,), (2,))
