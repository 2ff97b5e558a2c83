"""What is read off WeasyPrint's boxes and changed in them: surroundings, fonts, headings, facts."""

from pathlib import Path

from pressing import in_a_process

FONTS = """
import os
from pathlib import Path
from octavo.editions.pdf.worker import fontconfig
from octavo.production.pipeline import templates_folder
here = Path().absolute()
told = fontconfig(templates_folder() / "fonts", here / "more", here / "cache")
(here / "fonts.conf").write_text(told)
os.environ["FONTCONFIG_FILE"] = str(here / "fonts.conf")

def pages(body, css=""):
    return rendered(f"<html lang=en>{body}", "* { margin: 0; padding: 0 }" + css).pages

def found(body, css=""):
    from octavo.editions.pdf.box_walk import visits
    return [each for n, page in enumerate(pages(body, css)) for each in visits(n, page)]
"""
AROUND = """
from octavo.editions.pdf.around import WHITE, Around, colour_of, surroundings
from tinycss2.color5 import parse_color

def by_id(body, css=""):
    return {visit.element.get("id"): around for visit, around in surroundings(found(body, css))
        if visit.element is not None and "::" not in visit.tag}

told = by_id(
    "<figure data-b=a.1><blockquote><p id=p>x<pre id=pre>x</pre></blockquote></figure>"
    "<div class=admonition><p id=box>x</div><h2 id=h>x</h2><p class=contents-title id=title>x"
    "<table><tr><td id=cell>x</table><p data-b=a.2><b id=b>x</b>"
    "<i id=i style='position: absolute'>x</i>"
    "<span class=footnote id=n><em data-b=a.3 id=em>x</em></span>",
    ".footnote { float: footnote; display: block }")
assert told["p"] == Around("a.1", "text", "figure"), told["p"]
assert (told["pre"].kind, told["pre"].frame) == ("code", "figure"), "the outermost frame counts"
assert told["box"].frame == "aside" and told["b"].frame == ""
assert [told[name].kind for name in ("h", "title", "cell", "em", "b")] == [
    "heading", "heading", "cell", "note", "text"]
assert (told["b"].block, told["n"].block, told["em"].block) == ("a.2", "a.3", "a.3")
assert told["b"].is_flow and not told["i"].is_flow

heads = [around.kind for visit, around in surroundings(found("<p>x",
    "@page { @top-left { content: 'Head' } }")) if visit.region == "margin"]
assert heads and set(heads) == {"furniture"}

assert colour_of(parse_color("rgb(0 0 0 / 50%)"), WHITE) == ((0.5, 0.5, 0.5), 0.5)
assert colour_of(parse_color("red"), (0.0, 0.0, 1.0)) == ((1.0, 0.0, 0.0), 1.0)
told = by_id("<div style='background: black'><p id=p>x"
    "<p id=q style='background: rgb(255 255 255 / 50%)'>x")
assert (told["p"].ground, told["q"].ground) == ((0.0, 0.0, 0.0), (0.5, 0.5, 0.5))
"""
BALANCE = """
from octavo.editions.pdf.balance import STEP, _narrowest

for widest in (101.0, 130.0, 199.0):
    width = _narrowest(lambda tried: 2 if tried >= widest else 3, 200.0, 2)
    assert widest <= width <= widest + STEP, width

CSS = "@page { size: 300px 900px; margin: 0 } h1, p { font: 20px/30px Literata }"
WORDS = "Of the tides and of the gauges at all the harbours"

def lengths(body):
    lines = [each.box for each in found(body, CSS) if type(each.box).__name__ == "LineBox"]
    return [round(sum(child.margin_width() for child in line.children)) for line in lines]

def paddings(body):
    head = next(each.box for each in found(body, CSS) if each.tag == "h1")
    return round(head.padding_left), round(head.padding_right)

loose, even = lengths(f"<p>{WORDS}"), lengths(f"<h1>{WORDS}")
assert len(loose) == len(even) > 1 and sum(loose) - sum(even) < 20
assert max(even) - min(even) < max(loose) - min(loose), (loose, even)
assert lengths(f"<p class=title>{WORDS}") == even, "a title is set like a heading"
assert lengths(f"<h1>{WORDS}<i style='position: absolute'></i></h1>") == loose

left, right = paddings(f"<h1>{WORDS}")
assert left == 0 < right
assert paddings(f"<h1 style='text-align: right'>{WORDS}") == (right, 0)
both = paddings(f"<h1 style='text-align: center'>{WORDS}")
assert both[0] == both[1] > 0
assert paddings("<h1>One line") == (0, 0)
assert paddings(f"<h1>{WORDS * 9}") == (0, 0), "what is so long is text"
"""
BOX_FONTS = """
from octavo.editions.pdf.box_fonts import Faces

def faces(body):
    found_here = Faces()
    for visit in found(body, "html { font: 10px Literata }"):
        if visit.kind == "text":
            found_here.take(visit.box, visit.element.get("id") or "", visit.page)
    return [(face.block, face.words, face.family) for face in found_here.found], found_here

told, _ = faces("<p id=a>One<p id=b>Two<p id=c style='font-family: Fira Code'>Three")
assert told == [("a", "One", "Literata"), ("c", "Three", "Fira Code")], told
told, _ = faces("<p id=a>x<p id=b>x\U000f1234<p id=c>\U000f1234\U000f1235")
assert [(block, words) for block, words, family in told if not family] == [
    ("b", "\U000f1234"), ("c", "\U000f1235")], told

body = "<p>x</p><p style='font-size: 20px'>x</p><p style='letter-spacing: 2px'>x</p>"
set_in = found(body, "html { font: 10px Literata }")
styles = [each.box.style for each in set_in if each.kind == "text"]
one, double, spaced = map(Faces().space, styles)
assert 1 < one < 5 and abs(double - 2 * one) < 0.1 and abs(spaced - one - 2) < 0.1
"""
SURVEY = """
from octavo.editions.pdf.floats import heights_in, hole_between, texts_on
from octavo.editions.pdf.survey import survey
from octavo.editions.pdf.weasyprint_private import page_box
CSS = "@page { size: 300px 400px; margin: 50px } p, pre { font: 10px/20px Literata }"

def facts(body, css=""):
    return survey(pages(body, CSS + css))

wide = "<pre data-b=a.1 style='width: {0}px'>x</pre>".format
assert facts(wide(396) + wide(219)).wide == (
    ("a.1", 196 / 96 * 25.4),), "the widest of a block"
assert facts(f"<p style='width: 396px' data-b=a.1>x").wide == ()
assert facts(wide(249)).cut == () and facts(wide(251)).cut == ("a.1",), "the margin is 50"

note = "<p>x<span class=footnote id=n>{0}</span>"
floating = ".footnote { float: footnote; font: 10px/10px Literata }"
for lines, tall in ((10, ()), (11, ("n",))):
    body = note.format("<br>".join(["x"] * lines))
    assert facts(body, floating).tall == tall, lines

lines = "<br>".join(["x"] * 20)
found_here = facts(f"<section><p id=p data-float=f data-b=a.1>{lines}</p></section>")
assert (found_here.pages, found_here.anchors) == (2, {"p": 0})

assert facts("<pre data-b=a.1 dir=rtl style='width: 396px; direction: rtl'>x</pre>",
    "body { direction: rtl }").wide == (("a.1", 196 / 96 * 25.4),), "at the left in these"

colophon = "<p>x</p><section class='colophon beside'><p>x</p></section>"
aside = ".beside { position: absolute; bottom: 0; left: -40px; width: 30px }"
assert facts(colophon, aside).is_beside
assert not facts(colophon).is_beside, "the theme has no place for it"
assert not facts(colophon, aside.replace("-40", "0").replace("bottom", "top")).is_beside, "covers"
assert not facts("<p style='margin-left: -40px; padding-top: 270px'>x</p>" + colophon.partition(
    "</p>")[2], aside).is_beside, "text of its column comes as far"

full = "<p style='height: 300px'>x</p>"
three = "<p>x<br>y</p><p>z</p>"
assert facts(full + three).last_lines == 3 and facts(three).last_lines == 0, "the only page"
assert facts(full + three + "<section class=colophon><p>x</p></section>").last_lines == 3
assert facts(full + "<section class=colophon><p>x<br>y</p></section>" + three).last_lines == 3
assert facts(full + three + "<table><tr><td>x</table>").last_lines == 0
drawing = "<svg viewBox='0 0 9 9' style='display: block; width: 9px'></svg>"
assert facts(full + three + drawing).last_lines == 0

chapter = ("<section class=chapter><p>x<p>y</p>{0}<figure data-float=f data-b=a.1"
    " style='height: 280px; break-inside: avoid'></figure></section>")
head = "<h2 style='font: 10px/20px Literata; break-after: avoid'>H</h2>"

def hole(body):
    one, two = map(page_box, pages(body, CSS))
    found = hole_between(one, *(list(texts_on(each)) for each in (one, two)))
    return found and (found.float_.get("data-float"), found.text.tag, found.room)

assert hole(chapter.format("")) == ("f", "section", 260.0)
assert hole(chapter.format(head)) == ("f", "section", 240.0), "the heading goes with it"
assert hole(chapter.format("").replace("<figure", "<p>z</p><figure")) == ("f", "section", 240.0)
parted = f"<section><p>x</p><p data-float=f data-b=a.1>{lines}</p></section>"
assert hole(parted) is None, "it has begun on the page before"

one = ("<section class='own-{0}'><p data-b='a.{0}1'>x<br>x</p>"
    "<p data-float=f{0} data-b='a.{0}2'>x</p>")
placed = f"<div style='position: absolute'>{one.format(3)}</section></div>"
inline = f"<div><div style='display: inline-block'>{one.format(4)}</section></div></div>"
body = f"<p data-b='t'>Title</p><article>{one.format(1)}</section>{placed}{inline}</article>"
(page,) = map(page_box, pages(body, CSS))
assert heights_in(list(texts_on(page))) == {"a.11": 40, "a.12": 20}, "whatever a theme calls it"
"""


def test_a_box_is_known_by_what_stands_around_it(tmp_path: Path) -> None:
    in_a_process(FONTS + AROUND, tmp_path)


def test_lines_of_a_heading_become_about_as_long_as_each_other(tmp_path: Path) -> None:
    """The room goes to its end; text, and headings that others float from, stay as they are."""
    in_a_process(FONTS + BALANCE, tmp_path)


def test_fonts_are_told_at_their_first_use_and_signs_that_have_none(tmp_path: Path) -> None:
    in_a_process(FONTS + BOX_FONTS, tmp_path)


def test_the_survey_tells_the_widest_the_tallest_and_the_height_over_pages(tmp_path: Path) -> None:
    in_a_process(FONTS + SURVEY, tmp_path)
