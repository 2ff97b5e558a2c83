"""What may have been meant by a name that nobody knows."""

from difflib import get_close_matches

import pytest

from octavo.core import near_names as module
from octavo.core.near_names import LONGEST, near_names

KNOWN = ("margin", "margin-top", "padding", "page")


@pytest.mark.parametrize("name", ["margn", "pag", "xyz", "", "margin-tpo"])
@pytest.mark.parametrize("least", [0.5, 0.6, 0.9])
def test_it_is_what_difflib_finds(name: str, least: float) -> None:
    assert near_names(name, KNOWN, 2, least) == get_close_matches(name, KNOWN, 2, least)


def test_a_set_is_asked_in_the_order_of_its_names() -> None:
    """Else names that are as like would be told in another order in another process."""
    assert near_names("ab", frozenset(("ax", "ay", "az")), 3, 0.1) == get_close_matches(
        "ab", ["ax", "ay", "az"], 3, 0.1
    )


def test_the_same_mistake_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(name: str, known: tuple[str, ...], most: int, least: float) -> list[str]:
        asked.append(name)
        return ["page"]

    monkeypatch.setattr(module, "get_close_matches", look)
    module._near.cache_clear()
    assert [near_names("paage", KNOWN, 1) for _ in range(1000)] == [["page"]] * 1000
    assert asked == ["paage"]
    module._near.cache_clear()


def test_what_is_longer_than_any_name_is_like_none() -> None:
    assert near_names("m" * (LONGEST + 1), ["m" * (LONGEST + 1)]) == []
