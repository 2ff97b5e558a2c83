"""A picture's file may be called as it likes: within an edition its name is a plain one."""

import re

import pytest

from octavo.pictures.inside_names import inside_name


@pytest.mark.parametrize(
    "path",
    [
        *("my pic.svg", "a#b.svg", "100%.svg", "x[1].svg", "q?x=1.svg", "a+b&c.svg", "ü é.png"),
        *("Screenshot 2024-05-06 at 9.41.00\u202fAM.png", "e\u0301.png", "日.png", "a\\b.png", "#"),
    ],
)
def test_a_name_with_odd_signs_becomes_plain_and_keeps_its_kind(path: str) -> None:
    name = inside_name(f"images/{path}")
    assert re.fullmatch(r"images/[A-Za-z0-9._/-]+", name)
    assert name.rpartition(".")[2] == path.rpartition(".")[2] or "." not in path


def test_names_that_differ_stay_apart_and_plain_ones_as_they_are() -> None:
    assert inside_name("images/a-b_c.1.svg") == "images/a-b_c.1.svg"
    assert len({inside_name(each) for each in ("a b.svg", "a#b.svg", "a-b.svg", "a%b.svg")}) == 4


def test_an_address_is_no_name() -> None:
    assert inside_name("data:image/png;base64,AA==") == "data:image/png;base64,AA=="
