"""SVG drawings: what is refused, what is left out, how large they are; their words."""

import base64
import re
from pathlib import Path

import pytest
from camera import file, view
from lxml import etree
from small_works import order, work

from octavo.markup.tree import Element, elements, parse_xml
from octavo.model.formats import PictureNeeds, Room
from octavo.model.publication import Asset
from octavo.pictures.drawing_sizes import settle_size, size_of
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import carry_faces, for_press
from octavo.pictures.forms import prepare
from octavo.pictures.found import BadPicture
from octavo.pictures.rooms import fit, use_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>'
SVG = "{http://www.w3.org/2000/svg}"
SIZE = 'width="9" height="9"'


def svg(inside: str = "", attributes: str = SIZE) -> bytes:
    return f"{HEAD.format(attributes)}{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (svg("<g><foreignObject><img/></foreignObject></g>"), "E203"),
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
        (b'<svg><script xmlns="http://www.w3.org/2000/svg"/><iframe/></svg>', "E203"),
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
    told = 'width="9" height="9" xmlns:x="urn:x" x:z="me" xml:base="http://x/"'
    found = drawing("a.svg", svg(inside, told))
    assert found.asset.data == (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0"/></svg>'
    )
    assert found.credit == "Ada"


def test_the_program_that_drew_is_no_maker_to_be_credited() -> None:
    told = '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator></metadata>'
    program = svg(told.format("Matplotlib v3.11.2, https://matplotlib.org/"))
    assert drawing("a.svg", program).credit == ""
    assert drawing("a.svg", svg(told.format("Ada, version 2"))).credit == "Ada, version 2"


def test_a_drawing_of_the_first_version_needs_no_namespace() -> None:
    rest = b' height="9" width="8"><!-- <svg> --><g><path d="M0 0h9"/></g></svg>'
    old = (
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.0//EN" "http://www.w3.org/svg10.dtd">\n<svg'
        + rest
    )
    new = b'<svg xmlns="http://www.w3.org/2000/svg"' + rest
    assert drawing("a.svg", old).asset == drawing("a.svg", new).asset
    assert b"<g><path" in drawing("a.svg", old).asset.data


def test_a_raster_in_a_drawing_is_cleaned_as_a_file_is() -> None:
    secret = b"Ada was here"
    jpeg = file(view(), "JPEG", comment=secret)
    packed = base64.b64encode(jpeg).decode()
    for kind in ("image/jpeg", "", "image/png"):
        data = drawing("a.svg", svg(f'<image href="data:{kind};base64,{packed}"/>')).asset.data
        address, _, words = str(parse_xml(data)[0].get("href")).partition(",")
        held = base64.b64decode(words)
        assert secret in jpeg and secret not in held and held[:2] == b"\xff\xd8"
        assert address == "data:image/jpeg;base64"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="20px"', (40, 20)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="100%" height="9" viewBox="0 0 30 10"', (27, 9)),
        ('width="6in" viewBox="0 0 30 10"', (576, 192)),
        ('width="2pc" height="40Q" viewBox="0 0 1 1"', (32, 38)),
        ('width="20ex" height="1e1"', (160, 10)),
        ('viewBox="0,0,30.4,20"', (30, 20)),
        ('viewBox="-5 -5 0.9 24"', (1, 24)),
        ('width="1" height="1" style="fill:red;width:20px;HEIGHT: 15pt"', (20, 20)),
        ('style="max-width:9px" width="100%" viewBox="0 0 512 300"', (512, 300)),
    ],
)
def test_a_drawings_size_is_told_in_css_pixels(attributes: str, size: tuple[int, int]) -> None:
    found = drawing("a.svg", svg("", attributes))
    assert (found.asset.width, found.asset.height, found.is_sizeless) == (*size, False)
    assert size_of(parse_xml(found.asset.data)) == size


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ("", (220, 110)),
        ('width="100%" height="100%"', (220, 110)),
        ('width="0" height="0" viewBox="0 0 x 1"', (220, 110)),
        ('width="-5" viewBox="0 0 0 9"', (220, 110)),
        ('width="110px"', (110, 55)),
        ('viewBox="0 0 1 2"', (300, 600)),
    ],
)
def test_a_drawing_of_no_size_is_as_large_as_what_it_draws(
    attributes: str, size: tuple[int, int]
) -> None:
    found = drawing("a.svg", svg('<path d="M20 10H220V110z"/>', attributes))
    assert (found.asset.width, found.asset.height, found.is_sizeless) == (*size, True)
    root = parse_xml(found.asset.data)
    assert size_of(root) == size and root.get("viewBox")


@pytest.mark.parametrize("inside", ['<path d="M0 0H90000V9z"/>', '<path transform="scale(1e9)"/>'])
def test_a_drawing_that_goes_on_without_end_has_the_usual_size(inside: str) -> None:
    root = etree.fromstring(svg(f'{inside}<path d="M0 0H9000V9z"/>', ""))
    assert settle_size(root) and size_of(root) == (300, 150)


def test_words_count_for_the_size_of_a_drawing() -> None:
    inside = '<path d="M0 0H20V20z"/><text x="10" y="40" font-size="20">twelve signs</text>'
    found = drawing("a.svg", svg(inside, ""))
    assert (found.asset.width, found.asset.height) == (154, 50)


# --- words ---


def made(folder: Path, inside: str, way: str = "carried") -> Element:
    """Return a drawing that carries its faces, or is as the press takes it."""
    given = order(folder, work())
    asset = Asset("a.svg", svg(inside), "image/svg+xml", 9, 9)
    take = carry_faces if way == "carried" else for_press
    return parse_xml(take(given.workshop, given.theme, asset).data)


def test_words_stay_words_and_bring_their_face(tmp_path: Path) -> None:
    root = made(tmp_path, '<text x="5" y="9" fill="red" transform="scale(2)">Tide</text><rect/>')
    sheet, text, rect = root
    assert rect.tag == f"{SVG}rect" and text.text == "Tide" and text.get("fill") == "red"
    assert str(sheet.text).count("@font-face") == 1
    assert re.search(r'family: "Alegreya Sans".*src: url\("data:font/woff2;', str(sheet.text))
    assert str(text.get("style")).startswith("font-family:'Alegreya Sans',sans-serif!important")


def test_bold_words_bring_another_cut(tmp_path: Path) -> None:
    text = '<text y="9">Low <tspan style="font-weight: {}">tide</tspan></text>'
    plain, bold = (str(made(tmp_path, text.format(each))[0].text) for each in ("normal", "bold"))
    assert (plain.count("@font-face"), bold.count("@font-face")) == (1, 2)
    assert "font-weight: 700" in bold and "font-weight: 700" not in plain


def test_the_press_keeps_words_and_gives_them_a_face(tmp_path: Path) -> None:
    own = "<text font-family=\"'EB Garamond'\">Tide</text>"
    root = made(tmp_path, f'{own}<text font-family="Arial">Tide</text>', "pressed")
    faces = ["font-family:'EB Garamond'", "font-family:'Alegreya Sans'"]
    assert [node.get("style") for node in root] == faces


def test_the_press_gets_outlines_of_letters_that_join_and_their_words(tmp_path: Path) -> None:
    root = made(tmp_path, '<text y="9" direction="rtl">אור</text><text>Tide</text>', "pressed")
    words = list(root.iter(f"{SVG}text"))
    assert [node.text for node in words] == ["רוא", "Tide"]  # as the eye meets them
    assert {node.get("fill") for node in words} == {"none"} and list(root.iter(f"{SVG}path"))


def test_a_drawing_without_words_stays_as_it_is(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    asset = Asset("a.svg", svg("<path/>"), "image/svg+xml", 9, 9)
    for needs in (PictureNeeds(), PictureNeeds(keeps_faces=True)):
        assert prepare(given.workshop, given.theme, asset, needs).data == asset.data


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ('<g id="a b"/><use href="#a b"/>', ["a_b", "#a_b"]),
        ('<g id="1"/><use xlink:href="#1"/>', ["id-1", "#id-1"]),
        ('<g id="x:y"/><path fill="url(#x:y)"/>', ["x_y", "url(#x_y)"]),
        ('<g id="a%"/><path style="fill:url(\'#a%25\')"/>', ["a_", "fill:url(#a_)"]),
        ('<g id="a b"/><g id="a_b"/>', ["a_b-2", "a_b"]),
        ('<g id="a"/><g id="a"/><path fill="url(#a)"/>', ["a", "url(#a)"]),
        ('<g id=""/>', []),
        ('<g id="größe"/>', ["größe"]),
    ],
)
def test_ids_are_such_as_xml_allows_and_stand_once(inside: str, kept: list[str]) -> None:
    root = parse_xml(drawing("a.svg", svg(inside, SIZE)).asset.data)
    assert [str(each) for node in root.iterdescendants() for each in node.attrib.values()] == kept


def test_style_sheets_follow_an_id_that_is_renamed() -> None:
    inside = "<style>#\\31 a{fill:url(#b)}g{mask:url('#b c')}</style><g id='1a'/><g id='b c'/>"
    sheet = str(parse_xml(drawing("a.svg", svg(inside)).asset.data)[0].text)
    assert sheet == '#id-1a{fill:url("#b")}g{mask:url("#b_c")}'


def test_a_link_in_a_drawing_is_a_group() -> None:
    inside = (
        '<a xlink:href="https://example.org/" target="_blank" fill="red"><path d="M0 0"/></a>'
        '<text>to <a href="#b">b</a></text>'
    )
    link, text = parse_xml(drawing("a.svg", svg(inside)).asset.data)
    assert link.tag == f"{SVG}g" and dict(link.attrib) == {"fill": "red"}
    assert text[0].tag == f"{SVG}tspan" and not text[0].attrib


def test_of_a_switch_what_holds_html_goes_where_it_has_something_else() -> None:
    html = '<foreignObject width="9" height="9"><input/></foreignObject>'
    found = drawing("a.svg", svg(f"<switch>{html}<text>told</text></switch>")).asset.data
    assert b"foreignObject" not in found and b"told" in found
    with pytest.raises(BadPicture, match="foreignObject") as caught:
        drawing("a.svg", svg(f"<switch>{html}</switch>"))
    assert "htmlLabels: false" in caught.value.hint


def test_of_a_switch_only_what_browsers_show_stays() -> None:
    note = "<switch><g requiredFeatures='x'/><a><text>cannot display</text></a></switch>"
    assert b"cannot" not in drawing("a.svg", svg(note)).asset.data
    asked = "<switch><g requiredExtensions='x'><text>no</text></g><text>yes</text></switch>"
    found = drawing("a.svg", svg(asked)).asset.data
    assert b"no<" not in found and b"yes" in found


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
