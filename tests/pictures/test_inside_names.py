"""A picture's file may be called as it likes: within an edition its name is a plain one."""

import re

import pytest

from octavo.model.publication import Asset
from octavo.pictures.inside_names import address_of, inside_name, inside_names

PNG = "image/png"


@pytest.mark.parametrize(
    "path",
    [
        *("my pic.png", "a#b.png", "100%.png", "x[1].png", "q?x=1.png", "a+b&c.png", "ü é.png"),
        *("Screenshot 2024-05-06 at 9.41.00\u202fAM.png", "e\u0301.png", "日.png", "a\\b.png", "#"),
        *(
            "con.png",
            "LPT1.png",
            "aux/a.png",
            ".hidden.png",
            "_draft/a.png",
            "end./a.png",
            "a\n.png",
        ),
        *(f"{'a' * 200}.png", f"{'b' * 200}/a.png", "no ending", "a.", "...", "\udcff.png"),
    ],
)
def test_a_name_with_odd_signs_becomes_plain_and_ends_as_its_kind(path: str) -> None:
    name = inside_name(f"images/{path}", PNG)
    assert re.fullmatch(r"images(/[A-Za-z0-9-][A-Za-z0-9._-]{,90}[A-Za-z0-9-])+\.png", name)
    parts = name.split("/")
    assert not any(re.match(r"(con|aux|lpt1)(\.|$)", part, re.IGNORECASE) for part in parts)
    assert not any(part.endswith(".") for part in parts)


@pytest.mark.parametrize(
    ("path", "kind", "ending"),
    [
        ("a.png", "image/jpeg", ".jpg"),
        ("a.webp", "image/png", ".png"),
        ("a.jpg", "image/webp", ".webp"),
        ("a.svg.png", "image/svg+xml", ".svg"),
        ("a.svgz", "image/svg+xml", ".svg"),
        ("a", "image/gif", ".gif"),
        ("png", "image/png", ".png"),
    ],
)
def test_a_name_of_another_kind_ends_as_what_the_file_is(path: str, kind: str, ending: str) -> None:
    name = inside_name(path, kind)
    assert name.endswith(ending) and name != path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("images/a-b_c.1.svg", "image/svg+xml"),
        ("A.JPEG", "image/jpeg"),
        ("a.JpG", "image/jpeg"),
        ("dots...png", PNG),
        ("console.png", PNG),
    ],
)
def test_a_plain_name_stays_as_it_is(path: str, kind: str) -> None:
    assert inside_name(path, kind) == path


def test_names_that_differ_stay_apart() -> None:
    paths = (
        "a b.png",
        "a#b.png",
        "a-b.png",
        "a%b.png",
        "A-B.png",
        "a-b.PNG",
        "x/a-b.png",
        "a+b.png",
    )
    names = inside_names([Asset(path, b"", PNG) for path in paths])
    assert len({name.casefold() for name in names.values()}) == len(paths)
    assert names["A-B.png"] == "A-B.png"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("images/a-b.svg", "images/a-b.svg"),
        ("a%20b.png", "a%2520b.png"),
        ("a b#1?.png", "a%20b%231%3F.png"),
        ("data:image/png;base64,AA==", "data:image/png;base64,AA=="),
    ],
)
def test_a_path_is_written_as_an_address_and_an_address_is_none(path: str, address: str) -> None:
    assert address_of(path) == address
