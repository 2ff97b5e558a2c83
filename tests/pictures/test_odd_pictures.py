"""Pictures of any name, kind and colour are valid and seen in all editions of one publication."""

import base64
import gzip
import io
import re
import zipfile
from collections.abc import Mapping
from os import environ
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
from browsing import TOOLS, browsed
from conftest import environment
from odd_pictures import DRAWN, odd_pictures, shown
from PIL import Image

from octavo.markup.tree import parse_xml
from octavo.production.pipeline import Project, build
from octavo.validators.java.java_validators import JavaValidators
from octavo.validators.verdicts import Job

pytestmark = [pytest.mark.conformance, pytest.mark.slow, pytest.mark.xdist_group("java")]

OPF = "{http://www.idpf.org/2007/opf}"
DECODERS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
ENDINGS = {"image/jpeg": ("jpg", "jpeg"), "image/svg+xml": ("svg",)}
CLOSE = 8
"""Steps of 255 by which colours may differ: a photograph is compressed anew for the PDF."""
KEYS = """\
octavo: 1
theme: report
title: Odd
language: en-GB
date: 2024-05-06
version: "1"
body: [one.md]
editions: [html, {name: html-site, split: chapters}, epub, pdf]
"""
NAMES = list(odd_pictures())
RASTERS = [number for number, path in enumerate(NAMES) if path not in DRAWN]


class Seen(NamedTuple):
    """The editions, and what Chromium shows of pictures: of the files first, by their numbers."""

    files: Mapping[str, bytes]
    folder: Path
    source: Mapping[int, Any]
    pages: Mapping[str, Mapping[int, Any]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("odd")
    source = folder / "source" / "odd"
    text = "\n\n".join(map(shown, NAMES))
    written = {"publication.yaml": KEYS.encode(), "one.md": f"# Odd\n\nWords.\n\n{text}\n".encode()}
    write(source, {**written, **odd_pictures()})
    files = build(Project(folder, folder / "build", None, environment()), "odd", strict=True).files
    write(folder / "made", files)
    with zipfile.ZipFile(folder / "made" / "odd.epub") as book:
        book.extractall(folder / "book")
    given = "".join(
        f'<img alt="The {number}th" src="{address(odd_pictures()[NAMES[number]])}">'
        for number in RASTERS
    )
    write(folder, {"given.html": given.encode()})
    pages = {
        "given": folder / "given.html",
        "html": folder / "made" / "odd.html",
        "site": folder / "made" / "odd-site" / "one.html",
        "epub": folder / "book" / "EPUB" / "one.xhtml",
    }
    told = browsed("pixels.cjs", *pages.values())
    shows = {name: numbered(told[str(page)]) for name, page in pages.items()}
    return Seen(files, folder, shows.pop("given"), shows)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def address(data: bytes) -> str:
    """Return a raster as an address that says what it is, whatever its file is called."""
    with Image.open(io.BytesIO(data)) as image:
        kind = str(image.format).lower()
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def numbered(told: list[dict[str, Any]]) -> dict[int, Any]:
    return {int(each["alt"][4:-2]): each for each in told if each["alt"].startswith("The ")}


def unlike(one: Any, other: Any) -> int:
    pairs = zip([*one["left"], *one["right"]], [*other["left"], *other["right"]], strict=True)
    return max(abs(a - b) for a, b in pairs)


def test_there_are_more_than_sixty_and_no_two_look_alike() -> None:
    assert len(odd_pictures()) > 60 and len(set(odd_pictures().values())) == len(odd_pictures())


def test_epubcheck_says_nothing(seen: Seen) -> None:
    validators = JavaValidators(TOOLS, environ)
    if missing := validators.lack("EPUBCheck"):
        pytest.fail(missing)
    found = validators.run([Job("EPUBCheck", seen.folder / "made" / "odd.epub")])
    assert {each.rule for each in found} <= {"CSS-028"}  # a remark: there are faces in drawings


@pytest.mark.parametrize("edition", ["html", "site", "epub"])
def test_a_browser_shows_every_picture_in_its_colours(seen: Seen, edition: str) -> None:
    found = seen.pages[edition]
    assert sorted(found) == list(range(len(NAMES)))
    unseen = [NAMES[number] for number, each in found.items() if not each["width"]]
    assert not unseen
    assert {
        NAMES[number]: (found[number], seen.source[number])
        for number in RASTERS
        if unlike(found[number], seen.source[number]) > CLOSE
    } == {}
    for path in DRAWN:
        each = found[NAMES.index(path)]
        assert each["left"][:3] == list(ground_of(path)) and each["width"] == 24, path


def ground_of(path: str) -> tuple[int, ...]:
    """Return the colour of a drawing."""
    data = odd_pictures()[path]
    told = gzip.decompress(data) if path.endswith("z") else data
    found = re.search(rb'fill="#(..)(..)(..)"', told)
    assert found is not None
    return tuple(int(each, 16) for each in found.groups())


def test_every_picture_of_the_epub_is_what_its_manifest_says(seen: Seen) -> None:
    with zipfile.ZipFile(io.BytesIO(seen.files["odd.epub"])) as book:
        package = parse_xml(book.read("EPUB/content.opf"))
        items = {
            str(item.get("href")): str(item.get("media-type"))
            for item in package.iter(f"{OPF}item")
            if str(item.get("media-type")).startswith("image/")
        }
        assert len(items) == len(NAMES) + 1  # and a cover
        for href, kind in items.items():
            data = book.read(f"EPUB/{href}")
            ending = href.rpartition(".")[2].lower()
            assert ending in ENDINGS.get(kind, (kind.partition("/")[2],)), href
            assert re.fullmatch(r"[A-Za-z0-9._/-]+", href), href
            if kind in DECODERS:
                with Image.open(io.BytesIO(data), formats=[DECODERS[kind]]) as image:
                    image.load()
            else:
                assert parse_xml(data).tag == "{http://www.w3.org/2000/svg}svg"


def test_every_picture_stands_in_the_pdf_in_its_colours(seen: Seen) -> None:
    found, drawn = [], set[tuple[int, ...]]()
    pdf = pypdfium2.PdfDocument(seen.files["odd.pdf"])
    for page in pdf:
        picture = page.render(scale=4).to_pil().convert("RGB")
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = (4 * each for each in item.get_bounds())
            y = round(picture.height - (bottom + top) / 2)
            at = (round(left + (right - left) * share) for share in (0.25, 0.75))
            ends = [list(picture.getpixel((x, y))) for x in at]
            found.append({"left": [*ends[0], 255], "right": [*ends[1], 255]})
        colours = picture.getcolors(picture.width * picture.height) or []
        drawn |= {colour for count, colour in colours if count > 200}  # type: ignore[misc]
    assert len(found) == len(RASTERS)
    far = {
        NAMES[number]: (each, seen.source[number])
        for number, each in zip(RASTERS, found, strict=True)
        if unlike(each, on_paper(seen.source[number])) > CLOSE
    }
    assert far == {}
    assert {ground_of(path) for path in DRAWN} <= drawn


def on_paper(told: Any) -> Any:
    """Return colours as they are seen on white."""
    return {
        side: [*(255 - (255 - each) * told[side][3] // 255 for each in told[side][:3]), 255]
        for side in ("left", "right")
    }
