"""A picture that is written into its address is a picture as any other, within bounds."""

import base64
import zipfile
from io import BytesIO
from urllib.parse import quote

import pytest
from conftest import Desk
from PIL import Image

from octavo.core.problems import BuildFailed
from octavo.pictures import data_address
from octavo.pictures.data_address import data_in, short_address
from octavo.pictures.found import BadPicture
from octavo.production.pipeline import build

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'
    "<script>alert(1)</script><rect width='20' height='10' fill='#345'/></svg>"
)


def pixels(kind: str) -> bytes:
    made = BytesIO()
    Image.new("RGB", (30, 20), "#468").save(made, kind)
    return made.getvalue()


PNG = pixels("PNG")
WORDS = base64.b64encode(PNG).decode()


def test_editions_hold_a_picture_of_an_address_as_a_file_once(desk: Desk) -> None:
    drawn = quote(DRAWING)
    text = (
        f"![One](data:image/png;base64,{WORDS})\n\nFigure: Its caption.\n\n"
        f'<img src="data:image/png;base64,{WORDS}" alt="The same">\n\n'
        f"Words ![and a drawing](data:image/svg+xml;charset=utf-8,{drawn}) more.\n"
    )
    files = build(*desk.write(text, "editions: [html, epub]")).files
    (epub,) = (data for name, data in files.items() if name.endswith(".epub"))
    (html,) = (data.decode() for name, data in files.items() if name.endswith(".html"))
    with zipfile.ZipFile(BytesIO(epub)) as book:
        names = [name for name in book.namelist() if "embedded" in name]
        held = [book.read(name) for name in names]
        package = next(book.read(name) for name in book.namelist() if name.endswith(".opf"))
    assert sorted(name.rpartition(".")[2] for name in names) == ["png", "svg"]
    assert PNG in held and not any(b"alert" in data for data in held)
    assert b"image/svg+xml" in package and b"image/png" in package
    assert html.count("data:image/png;base64,") == 2 and "<script>alert" not in html


@pytest.mark.parametrize(
    "source",
    [
        f"data:image/png;base64,{WORDS}",
        f"DATA:IMAGE/PNG;BASE64,{WORDS}",
        f"data:image/png;name=a.png;base64,{WORDS[:30]}\n{WORDS[30:]}",
        f"data:image/png;base64,{quote(WORDS, '')}",
        f"data:image/png,{quote(PNG, '')}",
    ],
)
def test_every_spelling_of_a_picture_gives_its_bytes(source: str) -> None:
    name, data = data_in(source)
    assert data == PNG and name.startswith("embedded/") and name.endswith(".png")


@pytest.mark.parametrize(
    "source",
    [
        "data:",
        "data:,",
        "data:image/png",
        "data:text/html,<p>",
        "data:image/tiff;base64,AAAA",
        "data:image/png;base64,A",
        "data:image/png;base64,A*A=",
        f"data:image/png;base64,{'A' * 400}",
        f"data:image/png;base64,{'A' * 2_000}",
    ],
)
def test_what_is_no_picture_is_told_in_few_words(
    source: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_address, "MOST_BYTES", 1_000)
    with pytest.raises(BuildFailed) as failure:
        build(*desk.write(f'<img src="{source}" alt="One">'))
    (problem,) = [each for each in failure.value.problems if each.severity == "error"]
    assert problem.code == "E202" and problem.place.line == 1
    assert "embedded/" not in problem.message and len(problem.message) < 200
    assert short_address(source)[:20] in problem.message


def test_the_bound_is_that_of_the_picture_not_of_its_spelling() -> None:
    half = bytes(data_address.MOST_BYTES)
    assert len(data_in(f"data:image/png,{quote(b'%')}")[1]) == 1
    assert data_in(f"data:image/png;base64,{base64.b64encode(half).decode()}")[1] == half
    with pytest.raises(BadPicture, match="more than 10 MB"):
        data_in(f"data:image/png;base64,{base64.b64encode(half + b'x').decode()}")
