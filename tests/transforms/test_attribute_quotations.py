"""Quotations: who spoke stands outside a quotation, in a box at its end."""

from pathlib import Path

import pytest
from by_hand import bench, of, xhtml

from octavo.constructs.quotations import attribute_quotations


def test_a_last_paragraph_behind_a_dash_says_who_spoke(tmp_path: Path) -> None:
    given = '<blockquote data-line="1"><p>It is so.</p><p>--- A <em>saying</em></p></blockquote>'
    assert xhtml(attribute_quotations(of(given), bench(tmp_path))) == (
        '<figure class="quotation" data-line="1"><blockquote><p>It is so.</p></blockquote>'
        '<figcaption class="attribution">A <em>saying</em></figcaption></figure>'
    )


@pytest.mark.parametrize("last", ["<p>---no space</p>", "<p>- A</p>", "<ul><li>-- A</li></ul>"])
def test_a_dash_that_begins_no_attribution_changes_nothing(last: str, tmp_path: Path) -> None:
    given = f"<blockquote><p>It is so.</p>{last}</blockquote>"
    assert xhtml(attribute_quotations(of(given), bench(tmp_path))) == given


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("It is so.\n-- A <em>saying</em>", "<p>It is so.</p>|A <em>saying</em>"),
        ("It <em>is</em> so.”\n— A saying", "<p>It <em>is</em> so.”</p>|A saying"),
        ("It is so<br/>\n--- A saying", "<p>It is so</p>|A saying"),
        ("It is so<br/>– A saying", "<p>It is so</p>|A saying"),
    ],
)
def test_a_last_line_behind_a_dash_says_who_spoke(
    given: str, expected: str, tmp_path: Path
) -> None:
    words, named = expected.split("|")
    done = xhtml(
        attribute_quotations(of(f"<blockquote><p>{given}</p></blockquote>"), bench(tmp_path))
    )
    assert done == (
        f'<figure class="quotation"><blockquote>{words}</blockquote>'
        f'<figcaption class="attribution">{named}</figcaption></figure>'
    )


@pytest.mark.parametrize(
    "words",
    [
        "The sea -- as we\n-- well, most of us -- know it",
        "— Come in.\n— Who is it?",
        "He said:\n— Come in.\n— Who is it?",
        "It is so.\n— Come in,\nhe said.",
        "It was so\n-- or nearly",
        "It is so. -- A saying",
        "It is so.\n--no space",
    ],
)
def test_speech_and_dashes_in_a_sentence_are_no_attribution(words: str, tmp_path: Path) -> None:
    given = f"<blockquote><p>{words}</p></blockquote>"
    assert xhtml(attribute_quotations(of(given), bench(tmp_path))) == given


def test_a_box_keeps_its_attribution_inside(tmp_path: Path) -> None:
    given = '<div class="epigraph"><p>It is so.</p><p>— A saying</p></div>'
    assert xhtml(attribute_quotations(of(given), bench(tmp_path))) == (
        '<div class="epigraph"><p>It is so.</p><p class="attribution">A saying</p></div>'
    )


def test_an_inline_quotation_within_another_has_other_marks(tmp_path: Path) -> None:
    given = "<p><q>He said <q>no</q></q>.</p>"
    done = xhtml(attribute_quotations(of(given), bench(tmp_path)))
    assert done == "<p><q>\"He said <q>'no'</q>\"</q>.</p>"
