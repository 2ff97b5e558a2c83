"""Drawings as 46 programs write them look in every edition as their files do.

``programs`` holds what each program made of words and numbers of our own; those of Illustrator,
CorelDRAW, draw.io, Excalidraw, Figma, Sketch and one of Inkscape are written by hand in its form.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import browsed
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pressing import bound, text_on
from small_works import order, work

from octavo.markup.tree import parse_xml
from octavo.model.publication import Asset
from octavo.pictures.drawing_ids import mend_ids
from octavo.pictures.drawings import drawing
from octavo.pictures.drawn_words import carry_faces, for_press
from octavo.pictures.words_seen import words_seen

if TYPE_CHECKING:  # the type only
    from octavo.editions.pdf.worker import Worker

FOLDER = Path(__file__).parent / "programs"
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.svg"))}
WIDE = 300
"""Pixels that drawings are shown wide at the most."""
MOST_UNLIKE = 0.4
"""Of the ink: hairlines alone (plotutils) come to 0.35, nothing else to 0.25."""


@cache
def as_read(name: str) -> Asset:
    return drawing(f"{name}.svg", FILES[name].read_bytes()).asset


def size_shown(name: str) -> tuple[int, int]:
    asset = as_read(name)
    width, height = asset.width or 300, asset.height or 150
    shown = min(width, WIDE)
    return shown, max(round(height * shown / width), 1)


def test_there_are_a_hundred_drawings_of_many_programs_and_they_are_small() -> None:
    assert len(FILES) >= 100
    assert len({name.partition("-")[0] for name in FILES}) >= 40
    sizes = [path.stat().st_size for path in FILES.values()]
    assert max(sizes) < 32_000 and sum(sizes) < 1_200_000


@pytest.mark.parametrize("name", FILES)
def test_what_a_program_draws_is_taken_and_keeps_its_words(name: str) -> None:
    asset = as_read(name)
    assert asset.width and asset.height
    root = parse_xml(asset.data)
    mend_ids(root, "")
    ids = [each.get("id") for each in root.iter() if each.get("id") is not None]
    assert len(ids) == len(set(ids))
    written = "".join(words_seen(FILES[name].read_bytes()))
    assert written in "".join(words_seen(asset.data)) or "foreignObject" in FILES[name].read_text()


@pytest.mark.parametrize("name", ["mermaid-flow-html", "mermaid-cls-html", "drawio-html"])
def test_labels_that_are_html_are_words_of_the_drawing(name: str) -> None:
    words = {
        "mermaid-flow-html": {"Harbour", "yes", "no", "High", "tide?"},
        "mermaid-cls-html": {"Boat", "+int", "crew", "Ferry", "carries"},
        "drawio-html": {"Harbour", "master"},
    }
    assert words[name] <= set(words_seen(as_read(name).data))


@pytest.mark.conformance
@pytest.mark.xdist_group("chromium")
def test_editions_draw_what_chromium_draws(press: "Worker", tmp_path: Path) -> None:
    """Of the HTML and the EPUB, whose drawings are the same bytes, and of the PDF."""
    given = order(tmp_path, work())
    carried = {name: carry_faces(given.workshop, given.theme, as_read(name)).data for name in FILES}
    pressed = {name: for_press(given.workshop, given.theme, as_read(name)).data for name in FILES}
    seen = _seen(carried, tmp_path)
    printed = _printed(press, pressed)
    unlike = {name: _unlike(seen[name], picture) for name, (picture, _) in printed.items()}
    worst = {name: round(share, 2) for name, share in unlike.items() if share > MOST_UNLIKE}
    assert worst == {}
    for name, (_, words) in printed.items():
        letters = "".join(words.split()).casefold()
        lost = [each for each in words_seen(as_read(name).data) if each.casefold() not in letters]
        assert len(lost) <= 1, (name, lost)  # one that is turned is read from its end


def _seen(drawings: Mapping[str, bytes], folder: Path) -> dict[str, Image.Image]:
    """Return drawings as Chromium draws them, forty at a time."""
    found: dict[str, Image.Image] = {}
    names = list(drawings)
    for start in range(0, len(names), 40):
        shown = ""
        for name in names[start : start + 40]:
            (folder / f"{name}.svg").write_bytes(drawings[name])
            width, height = size_shown(name)
            shown += f'<img src="{name}.svg" width="{width}" height="{height}">'
        page, shot = folder / "page.html", folder / "page.png"
        page.write_text(f"<style>body{{margin:0}}img{{display:block}}</style>{shown}")
        browsed("shot.cjs", page, shot)
        top = 0
        with Image.open(shot) as image:
            whole = image.convert("RGB")
        for name in names[start : start + 40]:
            width, height = size_shown(name)
            found[name] = whole.crop((0, top, width * 2, top + height * 2))
            top += height * 2
    return found


def _printed(press: "Worker", drawings: Mapping[str, bytes]) -> dict[str, tuple[Image.Image, str]]:
    """Return drawings as the press prints them, a page each, with the words found there."""
    press.load({f"{name}.svg": data for name, data in drawings.items()})
    rules, body = "", ""
    for number, name in enumerate(drawings):
        width, height = size_shown(name)
        rules += f"@page p{number} {{ size: {width}px {height}px; margin: 0 }}"
        style = f"page: p{number}; display: block; width: {width}px; height: {height}px"
        body += f'<img src="{name}.svg" alt="a drawing" style="{style}">'
    document, _ = bound(press, body, f"{rules} body {{ margin: 0 }}")
    return {
        name: (document[n].render(scale=8 / 3).to_pil().convert("RGB"), text_on(document, n))
        for n, name in enumerate(drawings)
    }


def _unlike(one: Image.Image, other: Image.Image) -> float:
    """Return how much of the ink of two pictures differs, seen from a little afar: so the width of
    thin lines, which each program draws otherwise, does not count."""
    one, other = (
        each.filter(ImageFilter.GaussianBlur(3)) for each in (one, other.resize(one.size))
    )
    difference = sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)
    return difference / max(sum(ImageStat.Stat(ImageChops.invert(one)).mean), 1.5)
