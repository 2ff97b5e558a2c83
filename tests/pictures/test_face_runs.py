"""Words of a drawing in pieces, one for each face that draws them."""

from pathlib import Path

import pytest
from drawings import drawing_of
from small_works import order, work

from octavo.markup.tree import parse_xml, serialise
from octavo.pictures.drawing_faces import DrawingFaces
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import for_press
from octavo.pictures.face_runs import part_by_faces

SVG = "{http://www.w3.org/2000/svg}"
LATIN, INDIC = "Alegreya Sans", "Noto Sans Devanagari"
PIECES = {
    "<text>स्त्री 12</text>": [(INDIC, "स्त्री "), (LATIN, "12")],
    "<text>of <tspan>कि</tspan> at कि</text>": [(LATIN, "of "), (LATIN, " at "), (INDIC, "कि")],
    "<text>tide \u2192 12</text>": [],
}


@pytest.mark.parametrize("words", PIECES)
def test_shaped_letters_and_those_beside_them_are_pieces(tmp_path: Path, words: str) -> None:
    given = order(tmp_path, work())
    root = parse_xml(drawing_of(words))
    faces = DrawingFaces(given.workshop, given.theme, root)
    nodes = [*root.iter(f"{SVG}text", f"{SVG}tspan")]
    before = "".join(root.itertext())
    part_by_faces({node: faces.setting({}, "".join(map(str, node.itertext()))) for node in nodes})
    told = [each for each in root.iter(f"{SVG}tspan") if each.get("font-family")]
    assert [((each.get("font-family") or "").strip("'"), each.text) for each in told] == (
        PIECES[words]
    )
    assert "".join(root.itertext()) == before, serialise(root)


def test_shaped_letters_and_those_beside_them_are_drawn(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    named = f'<tspan font-family="{INDIC}">स्त्री</tspan> <tspan font-family="{LATIN}">12</tspan>'
    one, other = (
        for_press(given.workshop, given.theme, drawing("a.svg", drawing_of(words)).asset).data
        for words in ("<text>स्त्री 12</text>", f"<text>{named}</text>")
    )
    assert outlines(one) == outlines(other) != []


def outlines(data: bytes) -> list[str]:
    return [str(path.get("d")) for path in parse_xml(data).iter(f"{SVG}path")]
