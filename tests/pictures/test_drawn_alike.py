"""A drawing looks in every edition as its file does, and its words can be found."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from browsing import browsed
from drawings import EFFECTS, WORDS, drawing_of
from PIL import Image, ImageChops, ImageStat
from pressing import bound, text_on
from small_works import order, work

from octavo.fonts.bundled import data_of, families
from octavo.markup.tree import parse_xml
from octavo.model.publication import Asset
from octavo.pictures import resvg
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import carry_faces, for_press, signs_without_face

if TYPE_CHECKING:  # the type only
    from octavo.editions.pdf.worker import Worker

SEEN = Path(__file__).parent / "seen"
"""The drawings of EFFECTS as Chromium draws them."""
ALL = {**WORDS, **EFFECTS}
SVG = "{http://www.w3.org/2000/svg}"
PRESS_PAGE = "@page { size: 300px 120px; margin: 0 } body { margin: 0 } img { display: block }"


@cache
def as_read(name: str) -> Asset:
    return drawing(f"{name}.svg", drawing_of(ALL[name])).asset


@pytest.fixture(scope="module")
def pressed(press: "Worker", tmp_path_factory: pytest.TempPathFactory) -> dict[str, "Drawn"]:
    """Return each drawing as the press takes it, as it drew it, and the words that it set."""
    given = order(tmp_path_factory.mktemp("pressed"), work())
    made = {name: for_press(given.workshop, given.theme, as_read(name)).data for name in ALL}
    files = {f"{number}.svg": data for number, data in enumerate(made.values())}
    press.load(files)
    body = "".join(f'<img src="{name}" alt="a drawing" width="300" height="120">' for name in files)
    document, log = bound(press, body, PRESS_PAGE)
    assert not log
    return {
        name: Drawn(data, document[n].render(scale=2).to_pil().convert("RGB"), text_on(document, n))
        for n, (name, data) in enumerate(made.items())
    }


class Drawn(NamedTuple):
    taken: bytes
    picture: Image.Image
    words: str


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Return how much of the ink of two pictures differs: 0 for nothing, 1 for as much as it is."""
    other = other.resize(one.size)
    difference = sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)
    ink = sum(ImageStat.Stat(ImageChops.invert(one)).mean)
    return difference / max(ink, 0.5)


@pytest.mark.parametrize("name", ALL)
def test_words_of_a_drawing_can_be_found_in_the_pdf(
    name: str, pressed: Mapping[str, Drawn]
) -> None:
    wanted = words_of_file(name)
    found = "".join(pressed[name].words.replace("\u00ad", "").split())
    for word in wanted:
        assert word in found, (name, word, pressed[name].words)


def words_of_file(name: str) -> list[str]:
    """Return the words that a drawing shows, letter for letter."""
    told = {
        "what is hidden": "seen",
        "a fallback": "told",
        "small capitals": "Low Tide",
        "a place for each letter": "tide",
        "raised and lowered": "10 6 CO 2 now",
    }
    root = parse_xml(as_read(name).data)
    words = told.get(name) or " ".join(
        "".join(map(str, t.itertext())) for t in root.iter(f"{SVG}text")
    )
    return ["".join(each.split()) for each in words.split()]


@pytest.mark.parametrize("name", EFFECTS)
def test_what_the_engine_does_not_draw_is_drawn_before(
    name: str, pressed: Mapping[str, Drawn]
) -> None:
    """Its own drawing of these differs by a third of the ink and more."""
    with Image.open(SEEN / f"{name.replace(' ', '-')}.png") as seen:
        assert unlike(seen.convert("RGB"), pressed[name].picture) < 0.2, name


def test_gradients_are_seen_at_every_size(press: "Worker", tmp_path: Path) -> None:
    given = order(tmp_path, work())
    taken = for_press(given.workshop, given.theme, as_read("gradients")).data
    press.load({"a.svg": taken})
    with Image.open(SEEN / "gradients.png") as image:
        seen = image.convert("RGB")
    for scale in (0.4, 1.0, 1.7):
        page = f"@page {{ size: {300 * scale}px {120 * scale}px; margin: 0 }} body {{ margin: 0 }}"
        shown = f'<img src="a.svg" alt="a drawing" style="display: block; width: {300 * scale}px">'
        document, _ = bound(press, shown, page)
        drawn = document[0].render(scale=2).to_pil().convert("RGB")
        assert unlike(seen, drawn) < 0.1, scale


@pytest.mark.conformance
@pytest.mark.xdist_group("chromium")
def test_the_pdf_draws_what_a_browser_draws(pressed: Mapping[str, Drawn], tmp_path: Path) -> None:
    given = order(tmp_path, work())
    for number, name in enumerate(ALL):
        carried = carry_faces(given.workshop, given.theme, as_read(name))
        (tmp_path / f"{number}.svg").write_bytes(carried.data)
    page = tmp_path / "page.html"
    shown = "".join(f'<img src="{n}.svg" width="300" height="120">' for n in range(len(ALL)))
    page.write_text(f"<style>body{{margin:0}}img{{display:block}}</style>{shown}")
    browsed("shot.cjs", page, tmp_path / "page.png")
    with Image.open(tmp_path / "page.png") as image:
        seen = image.convert("RGB")
    far = {}
    for number, name in enumerate(ALL):
        strip = seen.crop((0, 240 * number, 600, 240 * (number + 1)))
        if (
            difference := unlike(strip, pressed[name].picture)
        ) > 0.65:  # letters half a pixel aside
            far[name] = round(difference, 2)
    assert not far


def test_faces_are_cut_to_the_letters_of_a_drawing(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    few, many = (
        len(
            carry_faces(given.workshop, given.theme, drawing("a.svg", drawing_of(words)).asset).data
        )
        for words in ("<text>ebb</text>", "<text>the quick brown fox jumps over a lazy dog</text>")
    )
    assert few < 2_000 < many < 9_000


def test_a_sign_that_no_face_has_is_known(tmp_path: Path) -> None:
    given = order(tmp_path, work())
    asset = drawing("a.svg", drawing_of("<text>tide \U00012000 \u0e01</text>")).asset
    assert signs_without_face(given.workshop, given.theme, asset) == "\u0e01\U00012000"


@pytest.mark.parametrize(
    ("asked", "family"),
    [
        ("Helvetica, Arial, sans-serif", "Alegreya Sans"),
        ("Times New Roman", "EB Garamond"),
        ("'DejaVu Sans Mono'", "Fira Code"),
        ("monospace", "Fira Code"),
        ("Nobody's Face, serif", "EB Garamond"),
        ("Noto Serif", "Noto Serif"),
        ("", "Alegreya Sans"),
    ],
)
def test_a_face_that_no_edition_has_is_the_themes_of_its_kind(
    tmp_path: Path, asked: str, family: str
) -> None:
    given = order(tmp_path, work())
    inside = f'<text font-family="{asked}">tide</text>'
    made = carry_faces(given.workshop, given.theme, drawing("a.svg", drawing_of(inside)).asset)
    (text,) = parse_xml(made.data).iter(f"{SVG}text")
    assert (text.get("style") or "").startswith(f"font-family:'{family}'")


@pytest.mark.parametrize("form", [carry_faces, for_press])
def test_a_face_that_is_named_within_a_text_is_the_themes_too(
    tmp_path: Path, form: Callable[..., Asset]
) -> None:
    given = order(tmp_path, work())
    for around in ("Verdana", "Arial"):
        span = '<tspan font-family="Arial">tide</tspan>'
        inside = f'<g font-family="{around}"><text>{span}</text></g>'
        made = form(given.workshop, given.theme, drawing("a.svg", drawing_of(inside)).asset)
        (found,) = parse_xml(made.data).iter(f"{SVG}tspan")
        assert "font-family:'Alegreya Sans'" in (found.get("style") or "")


def test_a_drawing_keeps_the_font_that_it_brings(tmp_path: Path) -> None:
    import base64

    given = order(tmp_path, work())
    font = data_of(given.workshop, families(given.workshop)["Fira Code"].cuts[0])
    packed = base64.b64encode(font).decode()
    inside = f"<style>@font-face{{font-family:Hand;src:url(data:font/ttf;base64,{packed})}}</style>"
    inside += '<text x="9" y="60" font-family="Hand" style="fill:var(--none,#c00)">drawn</text>'
    asset = drawing("a.svg", drawing_of(inside)).asset
    carried = carry_faces(given.workshop, given.theme, asset).data.decode()
    assert packed in carried and "font-family:'Hand'" in carried
    taken = for_press(given.workshop, given.theme, asset).data.decode()
    assert "<path" in taken and packed not in taken


def test_a_drawing_that_takes_too_much_memory_has_fewer_pixels(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """resvg keeps each part that blends as pixels of its own."""
    asked: list[float] = []
    real = resvg.pixels

    def pixels(drawing: bytes, zoom: float) -> bytes:
        asked.append(zoom)
        if len(asked) < 3:
            raise resvg.NotDrawn("out of memory")
        return real(drawing, zoom)

    monkeypatch.setattr(resvg, "pixels", pixels)
    given = order(tmp_path, work())
    taken = for_press(given.workshop, given.theme, as_read("colours that blend")).data
    assert asked == [asked[0], asked[0] / 2, asked[0] / 4]
    assert b"data:image/png" in taken
