"""HTML in a drawing becomes lines of text where it is only words."""

import pytest
from drawings import drawing_of

from octavo.markup.tree import Element, parse_xml
from octavo.pictures.drawing_style import SVG
from octavo.pictures.drawings import drawing
from octavo.pictures.found import BadPicture

HTML = '<div xmlns="http://www.w3.org/1999/xhtml"'
BOX = '<foreignObject x="10" y="20" width="100" height="48">'


def drawn(inside: str) -> Element:
    return parse_xml(drawing("a.svg", drawing_of(inside)).asset.data)


def lines_of(root: Element) -> list[str]:
    """Return the lines of all texts: each tspan with a place begins one."""
    lines: list[str] = []
    for span in root.iter(f"{SVG}tspan"):
        if span.get("x") is not None:
            lines.append("")
        lines[-1] += span.text or ""
    return lines


def test_each_block_and_break_of_html_is_a_line() -> None:
    inside = f"{BOX}{HTML}><p>ebb</p><p>flow<br/>and\n  neap</p></div></foreignObject>"
    assert lines_of(drawn(inside)) == ["ebb", "flow", "and neap"]


def test_lines_stand_in_the_middle_of_their_box() -> None:
    inside = f'{BOX}{HTML} style="line-height:1.5"><p>ebb</p><p>flow</p></div></foreignObject>'
    first, second = drawn(inside).iter(f"{SVG}tspan")
    assert first.get("x") == second.get("x") == "60"
    middle = (float(first.get("y") or 0) + float(second.get("y") or 0)) / 2 - 0.35 * 16
    assert middle == pytest.approx(44)
    assert float(second.get("y") or 0) - float(first.get("y") or 0) == pytest.approx(24)


@pytest.mark.parametrize(("align", "anchor", "x"), [("left", "start", 10), ("right", "end", 110)])
def test_lines_stand_at_the_side_that_they_ask_for(align: str, anchor: str, x: float) -> None:
    root = drawn(f'{BOX}{HTML} style="text-align:{align}">ebb</div></foreignObject>')
    (text,), (span,) = root.iter(f"{SVG}text"), root.iter(f"{SVG}tspan")
    assert f"text-anchor:{anchor}" in (text.get("style") or "") and span.get("x") == f"{x:g}"


def test_a_box_without_a_height_stands_where_its_margins_lead() -> None:
    told = "width:118px;height:1px;padding-top:40px;margin-left:11px;justify-content:unsafe center"
    box = '<foreignObject width="100%" height="100%">'
    (span,) = drawn(f'{box}{HTML} style="{told}">quay</div></foreignObject>').iter(f"{SVG}tspan")
    assert span.get("x") == "70" and span.get("y") == f"{40 + 0.35 * 16:g}"


def test_words_that_their_box_breaks_are_broken() -> None:
    inside = f'{BOX}{HTML} style="line-height:24px">a pilot waits here</div></foreignObject>'
    assert lines_of(drawn(inside)) == ["a pilot", "waits here"]


def test_words_keep_colour_weight_and_slope() -> None:
    sheet = "<style>.k span{color:#036}</style>"
    words = f"{HTML}><span>a <b>b</b> <em>c</em></span></div>"
    root = drawn(f'{sheet}<g class="k">{BOX}{words}</foreignObject></g>')
    looks = {
        (each.text or "").strip(): each.get("style") or "" for each in root.iter(f"{SVG}tspan")
    }
    assert all("fill:#036" in look for look in looks.values())
    assert "font-weight:700" in looks["b"] and "font-weight:400" in looks["a"]
    assert "font-style:italic" in looks["c"]


def test_a_label_keeps_its_ground() -> None:
    words = f'{HTML} style="background-color:#eee">ebb</div>'
    (ground,) = drawn(f"{BOX}{words}</foreignObject>").iter(f"{SVG}rect")
    assert [ground.get(name) for name in ("x", "y", "width", "height")] == ["10", "20", "100", "48"]
    assert "fill:#eee" in (ground.get("style") or "")


def test_a_text_that_is_cut_short_yields_to_the_words_as_html() -> None:
    html = f"{BOX}{HTML}>the harbour master</div></foreignObject>"
    for words, wanted in (("the harb...", "lifted"), ("the harbour master", "as written")):
        root = drawn(f'<switch>{html}<text id="own">{words}</text></switch>')
        texts = list(root.iter(f"{SVG}text"))
        found = ["as written" if text.get("id") == "own" else "lifted" for text in texts]
        assert found == [wanted]


def test_html_that_is_more_than_words_is_refused() -> None:
    for inside in ("<img/>", "<table/>", "<svg/>", "<iframe/>"):
        with pytest.raises(BadPicture, match="foreignObject"):
            drawn(f"{BOX}{HTML}>{inside}</div></foreignObject>")


def test_it_is_told_that_words_were_html() -> None:
    html = f"{BOX}{HTML}>ebb</div></foreignObject>"
    assert drawing("a.svg", drawing_of(html)).had_html
    assert not drawing("a.svg", drawing_of("<text>ebb</text>")).had_html
