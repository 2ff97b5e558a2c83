"""SVG drawings: what is refused, what is left out, how large they are; their words as outlines."""

import base64
import re
from pathlib import Path

import pytest
from camera import file, view
from small_works import order, work

from octavo.markup.tree import Element, elements, parse_xml
from octavo.model.formats import PictureNeeds, Room
from octavo.model.publication import Asset
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import outline, with_faces
from octavo.pictures.forms import prepare
from octavo.pictures.found import BadPicture
from octavo.pictures.rooms import fit, use_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>'
SVG = "{http://www.w3.org/2000/svg}"


def svg(inside: str = "", attributes: str = "") -> bytes:
    return f"{HEAD.format(attributes)}{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (svg("<script/>"), "E203"),
        (svg("<g><foreignObject/></g>"), "E203"),
        (svg('<path onclick="x()"/>'), "E203"),
        (svg('<use href="other.svg#a"/>'), "E203"),
        (svg('<image xlink:href="http://x/a.png"/>'), "E203"),
        (svg('<set attributeName="href" to="#a"/>'), "E203"),
        (svg('<path style="fill: url(http://x)"/>'), "E203"),
        (svg("<style>@import 'a.css'</style>"), "E203"),
        (svg("<style>p { fill: u\\72l(a) }</style>"), "E203"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "E203"),
        (b'<!DOCTYPE svg PUBLIC "a" "b" [<!ATTLIST path d CDATA "M0 0">]>' + svg(), "E203"),
        (b"<!DOCTYPE svg><!DOCTYPE svg>" + svg(), "E203"),
        (b'<!DOCTYPE svg SYSTEM "a.dtd">' + svg("<text>&a;</text>"), "E203"),
        (b'<!DOCTYPE svg SYSTEM "a.dtd">' + svg('<path d="&a;"/>'), "E203"),
        (svg("<path>"), "E202"),
        (b"<html/>", "E202"),
        (svg('<image href="data:image/png;base64,A"/>'), "E202"),
        (svg('<image href="data:image/png;base64,AAAA"/>'), "E202"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadPicture) as caught:
        drawing("a.svg", data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "named",
    [
        "<!DOCTYPE svg>",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.0//EN' 'http://www.w3.org/TR/2001/svg10.dtd' >",
        "<!DOCTYPE svg:svg SYSTEM 'svg.dtd'>",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 20010904//EN" "svg10.dtd" []>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_that_only_names_itself_is_dropped(named: str, encoding: str) -> None:
    words = (
        f'<?xml version="1.0" encoding="{encoding}" standalone="no"?>\n{named}\n{svg().decode()}'
    )
    found = drawing("a.svg", words.encode(encoding)).asset
    assert found.data == drawing("a.svg", svg()).asset.data
    assert b"DOCTYPE" not in found.data


def test_ids_within_the_drawing_may_be_named() -> None:
    data = svg('<use href="#a"/><path fill="url(#b)"/><style>p { fill: url(\'#c\') }</style>')
    assert drawing("a.svg", data).asset.data.count(b"#") == 3


def test_what_is_never_drawn_is_left_out() -> None:
    inside = (
        '<!-- me --><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:creator>Ada</dc:creator></metadata><x:y xmlns:x="urn:x"/><path d="M0 0"/>'
    )
    found = drawing("a.svg", svg(inside, 'xmlns:x="urn:x" x:z="me" xml:base="http://x/"'))
    assert found.asset.data == (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    assert found.credit == "Ada"


def test_a_raster_in_a_drawing_is_cleaned_as_a_file_is() -> None:
    secret = b"Ada was here"
    jpeg = file(view(), "JPEG", comment=secret)
    packed = base64.b64encode(jpeg).decode()
    data = drawing("a.svg", svg(f'<image href="data:image/jpeg;base64,{packed}"/>')).asset.data
    held = base64.b64decode(str(parse_xml(data)[0].get("href")).partition(",")[2])
    assert secret in jpeg and secret not in held and held[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20px"', (40, 20)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="100%" height="9" viewBox="0 0 30 10"', (30, 10)),
        ('viewBox="0,0,30.4,10"', (30, 10)),
        ('viewBox="0 0 x 1"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_drawings_size_is_told_in_css_pixels(attributes: str, size: tuple[int, int]) -> None:
    asset = drawing("a.svg", svg("", attributes)).asset
    assert (asset.width, asset.height) == size


# --- words ---


def drawn(folder: Path, inside: str, way: str = "outlined") -> Element:
    """Return a drawing whose words are outlines, or have faces."""
    given = order(folder, work())
    asset = Asset("a.svg", svg(inside), "image/svg+xml", 9, 9)
    made = (outline if way == "outlined" else with_faces)(given.workshop, given.theme, asset)
    return parse_xml(made.data)


def left_of(path: Element) -> float:
    """Return the x at which an outline begins."""
    begins = re.match(r"M(-?[\d.]+)", str(path.get("d")))
    assert begins is not None
    return float(begins[1])


def test_words_become_outlines_and_keep_their_look(tmp_path: Path) -> None:
    root = drawn(tmp_path, '<text x="5" y="9" fill="red" transform="scale(2)">Tide</text><rect/>')
    group, rect = root
    assert rect.tag == f"{SVG}rect" and not list(root.iter(f"{SVG}text"))
    assert dict(group.attrib) == {"transform": "scale(2)", "fill": "red"}
    assert group[0].tag == f"{SVG}path" and group[0].get("d")


def test_words_stand_where_their_anchor_says(tmp_path: Path) -> None:
    found = [
        drawn(tmp_path, f'<text x="100" y="9" text-anchor="{each}">Tide</text>')[0][0]
        for each in ("start", "middle", "end")
    ]
    start, middle, end = map(left_of, found)
    assert start == pytest.approx(100, abs=2)
    assert start - middle == pytest.approx(middle - end, abs=0.1) and end < middle


def test_each_span_is_drawn_for_itself_behind_the_one_before(tmp_path: Path) -> None:
    group = drawn(tmp_path, '<text x="0" y="9">Low <tspan fill="red">tide</tspan></text>')[0]
    assert [path.get("fill") for path in group] == [None, "red"]
    assert left_of(group[1]) > left_of(group[0]) + 10


def test_bold_words_are_drawn_in_another_cut(tmp_path: Path) -> None:
    text = '<text y="9" style="font-weight: {}">Tide</text>'
    plain, bold = (drawn(tmp_path, text.format(each))[0][0] for each in ("normal", "bold"))
    assert plain.get("d") != bold.get("d")


def test_the_press_keeps_words_and_gives_them_a_face(tmp_path: Path) -> None:
    own = "<text font-family=\"'EB Garamond'\">Tide</text>"
    root = drawn(tmp_path, f'{own}<text font-family="Arial">Tide</text>', "faces")
    assert [node.get("style") for node in root] == [None, "font-family:'Alegreya Sans'"]


def test_the_press_gets_outlines_of_letters_that_join(tmp_path: Path) -> None:
    root = drawn(tmp_path, '<text y="9" direction="rtl">אור</text><text>Tide</text>', "faces")
    assert [node.tag for node in root] == [f"{SVG}g", f"{SVG}text"]


def test_a_drawing_without_words_stays_as_it_is(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    asset = Asset("a.svg", svg("<path/>"), "image/svg+xml", 9, 9)
    for needs in (PictureNeeds(), PictureNeeds(keeps_faces=True)):
        assert prepare(given.workshop, given.theme, asset, needs) is asset


# --- room ---


@pytest.mark.parametrize(
    ("size", "room", "wanted"),
    [
        ((2000, 1000), Room(1000), (1000, 500)),
        ((1000, 2000), Room(0, 1000), (500, 1000)),
        ((2000, 2000), Room(0, 0, 1_000_000), (1000, 1000)),
        ((1050, 500), Room(1000), (1050, 500)),  # little would be won
        ((2000, 1000), Room(0), (2000, 1000)),
        ((9000, 1), Room(100), (100, 1)),
    ],
)
def test_a_raster_is_made_as_small_as_its_room(
    size: tuple[int, int], room: Room, wanted: tuple[int, int]
) -> None:
    assert fit(size, PictureNeeds({"text": room})) == wanted


def test_a_use_without_a_room_of_its_own_has_that_of_the_text() -> None:
    needs = PictureNeeds({"text": Room(100), "wide": Room(400)})
    sizes = [fit((800, 800), needs, use) for use in ("text", "wide", "cover")]
    assert sizes == [(100, 100), (400, 400), (100, 100)]


def test_a_pictures_use_is_told_by_its_figures() -> None:
    body = parse_xml(
        '<body><figure class="group wide"><figure><img/></figure></figure>'
        '<figure class="lead"><img/></figure><figure><img/></figure>'
        '<p class="wide"><img/></p></body>'
    )
    assert [use_of(image) for image in elements(body, "img")] == ["wide", "wide", "text", "text"]
