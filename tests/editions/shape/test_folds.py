"""What was folded away is folded in HTML, as it was written."""

from by_hand import of
from small_works import tree

from octavo.editions.html.html_traits import PAGE_SHAPE, SITE_SHAPE
from octavo.editions.shape.folds import fold_details
from octavo.markup.tree import inner


def test_a_box_of_details_is_folded_unless_it_was_open() -> None:
    body = tree(
        '<div class="details"><p class="box-title">A</p><p>x</p></div>'
        '<div class="details open"><p>y</p></div><div class="note"><p>z</p></div>'
    )
    fold_details(of(), body, None)  # type: ignore[arg-type]
    assert inner(body) == (
        '<details class="details"><summary class="box-title">A</summary><p>x</p></details>'
        '<details class="details open" open="open"><p>y</p></details>'
        '<div class="note"><p>z</p></div>'
    )


def test_a_page_and_a_site_fold() -> None:
    assert all(fold_details in shape.steps for shape in (PAGE_SHAPE, SITE_SHAPE))
