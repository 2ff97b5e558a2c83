"""Links to what stands in a draft: the hint names the draft, and what to do."""

from collections.abc import Mapping

import pytest
from conftest import Desk

from octavo.core.problems import BuildFailed, Problem
from octavo.production.pipeline import build

METADATA = "theme: book\neditions: [html]"
DRAFT = "---\ndraft: true\n---\n\n# Later\n\n## There {#there}\n\nWords.\n"


def link_of(desk: Desk, texts: Mapping[str, str]) -> Problem:
    project, slug = desk.write(texts, METADATA)
    try:
        problems = build(project, slug).problems
    except BuildFailed as failure:
        problems = failure.problems
    (found,) = [each for each in problems if each.code == "E210"]
    return found


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("[](later.md)", "later.md is a draft, and left out"),
        ("[that](later.md#there)", "later.md is a draft, and left out"),
        ("[](#there)", "stands in a draft (later.md)"),
        ("[](#one-sectoin)", "did you mean #one-section?"),
    ],
)
def test_a_link_to_a_draft_is_told_as_one(link: str, hint: str, desk: Desk) -> None:
    one = f"# One\n\n## Section {{#one-section}}\n\nSee {link}.\n"
    found = link_of(desk, {"one.md": one, "later.md": DRAFT})
    assert hint in found.hint
    assert ("--draft" in found.hint) == ("draft" in hint)


def test_without_drafts_nothing_is_said_of_them(desk: Desk) -> None:
    found = link_of(desk, {"one.md": "# One\n\nSee [](#there).\n", "two.md": "# Two\n\nWords.\n"})
    assert "draft" not in found.hint
