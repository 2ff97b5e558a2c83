"""Pictures by address in a line of words, as badges are: each whole, and its link with it."""

from pathlib import Path

import pytest
from test_collation import HEAD, events_of

from octavo.diff.match.events import Event
from octavo.diff.match.words import compare_words

SHIELDS = "https://shields.test"
OLD = f"[![Build]({SHIELDS}/travis/gates.svg)](https://travis.test/gates)"
NEW = f"[![Tests]({SHIELDS}/github/gates.svg)](https://github.test/gates/actions)"
KEPT = f"[![Version]({SHIELDS}/npm/v/gates.svg)](https://npm.test/gates)"
GONE = f"[![Chat]({SHIELDS}/gitter/gates.svg)](https://gitter.test/gates)"
COME = f"[![Follow]({SHIELDS}/follow/gates.svg)](https://social.test/@gates)"


def links(events: tuple[Event, ...]) -> list[tuple[str, str, str, str]]:
    return [(e.change, e.name, e.before, e.after) for e in events if e.level == "link"]


def edits(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(e.before, e.after) for each in events if each.level == "text" for e in each.edits]


def test_a_badge_that_became_another_is_one_edit_with_its_link(tmp_path: Path) -> None:
    found = events_of(tmp_path, f"{HEAD}{OLD} {KEPT}\n", f"{HEAD}{NEW} {KEPT}\n")
    one, other = f"[Build: {SHIELDS}/travis/gates.svg]", f"[Tests: {SHIELDS}/github/gates.svg]"
    assert edits(found) == [(one, other)]
    ((change, name, *addresses),) = links(found)
    assert (change, addresses) == (
        "edited",
        ["https://travis.test/gates", "https://github.test/gates/actions"],
    )
    assert name in (one, other)  # both directions are worked out from one side


def test_a_link_that_went_has_not_become_one_that_came_elsewhere(tmp_path: Path) -> None:
    old, new = f"{HEAD}{GONE} {KEPT} {OLD}\n", f"{HEAD}{KEPT} {OLD} {COME}\n"
    chat, follow = f"[Chat: {SHIELDS}/gitter/gates.svg]", f"[Follow: {SHIELDS}/follow/gates.svg]"
    assert sorted(links(events_of(tmp_path, old, new))) == [
        ("added", follow, "", "https://social.test/@gates"),
        ("removed", chat, "https://gitter.test/gates", ""),
    ]


def test_a_badge_of_the_same_picture_that_leads_elsewhere_is_a_link(tmp_path: Path) -> None:
    new = KEPT.replace("npm.test", "registry.test")
    found = events_of(tmp_path, f"{HEAD}{KEPT}\n", f"{HEAD}{new}\n")
    assert [each.level for each in found] == ["link"]


def test_a_link_is_named_by_all_its_words_where_some_are_new(tmp_path: Path) -> None:
    old = f"{HEAD}Call [extreme() at once](https://a.test/#extreme), please.\n"
    new = f"{HEAD}Call [transport() at once](https://a.test/#transport), please.\n"
    ((change, name, *addresses),) = links(events_of(tmp_path, old, new))
    assert (change, addresses) == (
        "edited",
        ["https://a.test/#extreme", "https://a.test/#transport"],
    )
    assert name in ("extreme() at once", "transport() at once")


@pytest.mark.parametrize("more", ["", "a ", "a [b] ", "[b: c] "])
def test_what_stands_for_a_picture_is_a_word(more: str) -> None:
    found = compare_words(f"{more}[A: https://a.test/x/y] b", f"{more}[A: https://a.test/x/z] b")
    assert [(e.before, e.after, e.old_start) for e in found.edits] == [
        ("[A: https://a.test/x/y]", "[A: https://a.test/x/z]", len(more))
    ]
