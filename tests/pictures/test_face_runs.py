"""Words of a drawing in pieces, one for each face that draws them."""

from itertools import groupby
from pathlib import Path

import pytest
from drawings import drawing_of
from small_works import order, work

from octavo.fonts.bundled import data_of, families, unicodes
from octavo.fonts.letters import letters
from octavo.markup.tree import Element, parse_xml
from octavo.model.publication import Asset
from octavo.pictures.drawing_faces import DrawingFaces, words_of
from octavo.pictures.drawing_style import styles
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import for_press
from octavo.pictures.face_runs import part_by_faces

SVG = "{http://www.w3.org/2000/svg}"
LATIN, INDIC = "Literata", "Noto Sans Devanagari"
PIECES = {
    '<text x="9">स्त्री 12</text>': [(INDIC, "स्त्री "), (LATIN, "12")],
    '<text x="9">of कि at</text>': [(LATIN, "of "), (INDIC, "कि "), (LATIN, "at")],
    '<text><tspan x="9">of कि</tspan></text>': [(LATIN, "of "), (INDIC, "कि")],
    '<text x="1 2">of कि</text>': [],
    '<text><tspan dx="3">of कि</tspan></text>': [],
    "<text>tide \u2192 12</text>": [],
}


def parted(folder: Path, words: str) -> tuple[Element, dict[Element, str]]:
    given = order(folder, work())
    root = parse_xml(drawing_of(words))
    faces = DrawingFaces(given.workshop, given.theme, root)
    found = styles(root)
    settings = {node: faces.setting(found[node], text) for node, text in words_of(root)}
    cuts = {cut for each in settings.values() for cut in each.cuts}
    files = {cut.file: data_of(given.workshop, cut) for cut in cuts}
    return root, part_by_faces(settings, found, files)


def pieces(root: Element) -> list[Element]:
    return [each for each in root.iter(f"{SVG}tspan") if each.get("font-family")]


@pytest.mark.parametrize("words", PIECES)
def test_shaped_letters_and_those_beside_them_are_pieces(tmp_path: Path, words: str) -> None:
    root, changed = parted(tmp_path, words)
    told = [
        (family, "".join(each.text or "" for each in group))
        for family, group in groupby(pieces(root), lambda each: each.get("font-family", "")[1:-1])
    ]
    assert told == PIECES[words]
    assert [*changed.values()] == (["".join(text for _, text in told)] if told else [])


def starts(folder: Path, words: str) -> list[float]:
    return [float(each.get("x") or 0) for each in pieces(parted(folder, words)[0])]


def test_pieces_stand_where_their_line_is_anchored(tmp_path: Path) -> None:
    begins = {}
    for anchor in ("start", "middle", "end"):
        found = starts(tmp_path, f'<text x="90" text-anchor="{anchor}">कि 12</text>')
        begins[anchor] = found[0]
        assert found == sorted(found)
    assert begins["start"] == 90 > begins["end"]
    assert begins["middle"] == pytest.approx((90 + begins["end"]) / 2, abs=0.01)


def test_syllables_stand_beside_each_other(tmp_path: Path) -> None:
    """A vowel beside its consonant takes room, of one face too."""
    given = order(tmp_path, work())
    font = data_of(given.workshop, families(given.workshop)[INDIC].cuts[0])
    found = starts(tmp_path, '<text x="0" font-size="50">नाना</text>')
    assert found == pytest.approx([0, letters(font).width("ना", 50)], abs=0.01)


def test_shaped_letters_and_those_beside_them_are_drawn(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    texts = ("कु 12", "कु", "12कु")
    both, one, other = (
        outlines(for_press(given.workshop, given.theme, drawing("a.svg", drawing_of(words)).asset))
        for words in (f'<text x="9" y="60">{text}</text>' for text in texts)
    )
    assert len(both) == len(other) == 2 and both[0] == one[0]


def outlines(asset: Asset) -> list[str]:
    return [str(path.get("d")) for path in parse_xml(asset.data).iter(f"{SVG}path")]


def test_a_sign_that_a_sans_lacks_is_drawn_by_another_sans(tmp_path: Path) -> None:
    given = order(tmp_path, work(), theme="brief")
    known = families(given.workshop)
    has = {name: unicodes(data_of(given.workshop, known[name].cuts[0])) for name in known}
    lacking = has["Noto Sans"] & has["Noto Serif"] - has["Fira Sans"] - has["Literata"]
    faces = DrawingFaces(given.workshop, given.theme, parse_xml("<svg/>"))
    for asked, family in (("", "Noto Sans"), ("serif", "Noto Serif")):
        set_in = faces.setting({"font-family": asked}, chr(min(lacking)))
        assert {cut.family for cut in set_in.cuts} == {family}
