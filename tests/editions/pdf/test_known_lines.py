"""Lines that a press knows: the same as before, broken once; Pango is told of a style once."""

from pathlib import Path
from typing import Any

from pressing import NOTES, PAGE, html, in_a_process, inputs

from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.presses import PressPool
from octavo.editions.pdf.worker import Galley, Worker

WORDS = (
    "Wide water, <em>wide</em> water and a hyphenated responsibility by the far breakwater. " * 9
)
SPACED = f"<p style='letter-spacing: .3pt; font-variant-caps: all-small-caps'>{WORDS}</p>"
CODE = "<pre style='overflow-wrap: break-word'>\tdef a_name():\n    return 'x' * 20\n</pre>"
CALLED = f"<p>{WORDS}<span class='footnote'>{WORDS}</span> <u>underlined</u> {WORDS}</p>"
TEXT = f"<p>{WORDS}</p>{SPACED}{CODE}{CALLED}<table><tr><td>{WORDS}</td><td>1</td></tr></table>"
STYLE = PAGE + NOTES % "0" + "p { text-align: justify; hyphens: auto; word-spacing: .1pt }"


def test_pages_of_known_lines_are_those_of_lines_that_are_not(press: Worker) -> None:
    """Words that are spaced, hyphenated, underlined, in cells, notes and code."""
    galley, cutting = Galley(html(TEXT), STYLE), Cutting("a")
    with Worker(inputs(), 0) as other:
        new = other.layout(galley, cutting)
        assert other.layout(galley, cutting) == new
    longer = Galley(html(f"<p>{WORDS}</p>{TEXT}"), STYLE)
    after_others = [press.layout(each, cutting) for each in (longer, galley)][1]
    assert after_others == new


COUNTED = """
from octavo.editions.pdf import known_lines, patches, engine
from octavo.editions.pdf.weasyprint_private import inline
broken, told = [], []
lines, settings = inline.split_first_line, known_lines.pango_settings
split = lines._split
lines._split = lambda text, *rest: broken.append(text) or split(text, *rest)
known_lines.pango_settings = lambda style: told.append(1) or settings(style)
fonts = engine.FontConfiguration()
sheet = engine.sheet("p { font: 12pt Literata; text-align: justify }", {}, fonts)
body = "<p>" + "Some words of it. " * 40 + "</p>"
engine.render(body, sheet, {}, fonts)
first = len(broken), len(told)
assert first[0] > 5 and 0 < first[1] < 5, first
engine.render(body, sheet, {}, fonts)
assert (len(broken), len(told)) == first
engine.render(body.replace("40", "41") + "<p>More.</p>", sheet, {}, fonts)
assert broken[first[0]:] == ["More."]
"""


def test_pango_is_told_of_a_style_once(tmp_path: Path) -> None:
    """A line that is known is not broken again; a new one is, and of its style nothing is told."""
    in_a_process(COUNTED, tmp_path)


FORGOTTEN = """
from octavo.editions.pdf import known_lines, engine
known_lines.MOST_LINES = 3
fonts = engine.FontConfiguration()
sheet = engine.sheet("p { font: 12pt Literata }", {}, fonts)
engine.render("<p>" + "Some words of it. " * 40 + "</p>", sheet, {}, fonts)
assert len(fonts.known_lines) == 3
"""


def test_a_press_knows_so_many_lines_and_no_more(tmp_path: Path) -> None:
    in_a_process(FORGOTTEN, tmp_path)


HOLE = "<section><p data-b='1'>Short.</p><figure data-b='2' data-float='2'></figure>{}</section>"
TALL = PAGE + "figure { height: 350pt; margin: 0 } p { height: 20pt }"


def test_pages_with_a_float_are_cut_at_once(press: Worker) -> None:
    """It has gone down as far as it can; where it finds no better page, its hole stays."""
    for behind, pages in (("", 2), ("<p data-b='3'>Text.</p>" * 9, 2)):
        laid = press.layout(Galley(html(HOLE.format(behind)), TALL), Cutting("a", "", False))
        assert laid.facts.pages == pages and laid.cut


def test_a_press_that_has_set_a_unit_is_lent_for_it_again() -> None:
    start: Any = FakePress
    with PressPool(inputs(), 0, most=2, start=start) as pool:
        pool.side_by_side([], letters=[1_000_000])  # work enough for two
        with pool.lend("a") as one, pool.lend("b") as other:
            assert one is not other
        for unit, press in (("a", one), ("b", other), ("b", other), ("a", one)):
            with pool.lend(unit) as lent:
                assert lent is press


class FakePress:
    """Stands for a press, and sets nothing."""

    is_running = True

    def __init__(self, *_: object) -> None: ...

    def load(self, *_: object) -> None: ...

    def __exit__(self, *_: object) -> None: ...
