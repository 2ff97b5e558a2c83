"""Bookmarks are plain text: raised figures have signs of their own there."""

import pytest
from small_works import tree

from octavo.editions.shape.bookmarks import name_bookmarks


@pytest.mark.parametrize(
    ("head", "plain"),
    [
        ("1.1 At 10<sup>6</sup> of CO<sub>2</sub>", "1.1 At 10⁶ of CO₂"),
        ("The <code>a.\u200bb</code>", "The a.b"),
        ('At 2<sup>n</sup><a class="noteref">1</a>', "At 2ⁿ"),
        ('At <sup>2</sup><span class="footnote">Note.</span>', "At ²"),
        ("Of <em>it</em>", None),
    ],
)
def test_a_heading_is_called_by_its_plain_words(head: str, plain: str | None) -> None:
    body = tree(f"<h2>{head}</h2><h4>{head}</h4>")
    name_bookmarks(body)
    assert [node.get("data-plain") for node in body] == [plain, None]
