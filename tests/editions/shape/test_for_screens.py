"""Steps towards a screen, each by itself on a tree of a few elements."""

from pathlib import Path

import pytest
from small_works import cut, tree, work

from octavo.editions.html.html_traits import PAGE_SHAPE
from octavo.editions.shape.for_screens import FOR_SCREENS, WHOLE_CODE
from octavo.markup.tree import Element, elements, has_class

STEPS = {step.__name__.removeprefix("_"): step for step in FOR_SCREENS}


def passed(folder: Path, name: str, xml: str) -> Element:
    """Return what a step makes of a body."""
    body = tree(xml)
    STEPS[name](work(), body, cut(folder, PAGE_SHAPE, "html"))
    return body


def test_each_step_towards_screens_has_a_test_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in STEPS if f'"{name}"' not in text] == []


@pytest.mark.parametrize(
    ("classes", "role"),
    [
        ("pull-quote", "doc-pullquote"),
        ("admonition admonition-warning", "note"),
        ("admonition admonition-tip", "doc-tip"),
        ("admonition-tip own admonition", "doc-tip"),
        ("verse", None),
    ],
)
def test_a_box_says_what_it_is(tmp_path: Path, classes: str, role: str | None) -> None:
    body = passed(tmp_path, "roles", f'<div class="{classes}"><p>Words.</p></div>')
    assert body[0].get("role") == role and body[0][0].get("role") is None


def test_short_code_with_a_hyphen_stays_whole_and_no_other(tmp_path: Path) -> None:
    codes = ["--all", "all", "octavo build --all", f"-{'x' * WHOLE_CODE}", "2024-05-01"]
    body = passed(tmp_path, "whole_code", "".join(f"<code>{each}</code>" for each in codes))
    whole = [code.text for code in elements(body, "code") if has_class(code, "whole")]
    assert whole == ["--all", "2024-05-01"]
