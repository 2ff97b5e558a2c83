"""Signs that no font has are printed by their names; letters that none has are left to be told."""

from pathlib import Path

import pytest
from by_hand import bench, of, told, xhtml
from conftest import Desk

from octavo.core.problems import BuildFailed
from octavo.markup.tree import text_of
from octavo.transforms.named_signs import name_of, name_signs


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a \U0001f3af b", "a [direct hit] b"),
        ("\U0001f389\U0001f389", "[party popper][party popper]"),
        ("\U0001f469\u200d\U0001f4bb!", "[woman, personal computer]!"),
        ("\U0001f44d\U0001f3fd", "[thumbs up sign]"),
        ("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", "[flag FR][flag DE]"),
        ("\U0001f512\ufe0f.", "[lock]."),
    ],
)
def test_signs_without_a_font_are_called_by_their_names(
    words: str, said: str, tmp_path: Path
) -> None:
    given = of(f'<p data-line="2">{words}</p><p>x<em>y</em>{words}<code>{words}</code></p>')
    done = name_signs(given, bench(tmp_path))
    first, second = done.chapters[0].body
    assert (text_of(first), text_of(second)) == (said, f"xy{said}{said}")
    assert told(done) == ["E220 one.md:2"] and done.problems[0].severity == "warning"
    assert '<span class="sign-name" lang="en">[' in xhtml(done)


def test_signs_that_a_font_has_and_letters_stay_as_they_are(tmp_path: Path) -> None:
    given = "<p>\u2192 \u00a9 \u00b0C \u1230\u120b\u121d</p>"
    done = name_signs(of(given), bench(tmp_path))
    assert (xhtml(done), told(done)) == (given, [])


def test_what_joins_signs_has_no_name() -> None:
    assert name_of("\u2764\ufe0f") == "heavy black heart"


def test_a_heading_is_still_called_by_the_slug_of_the_sign_that_was_typed(desk: Desk) -> None:
    text = "# T\n\n[a](#-features)\n\n## \U0001f389 Features\n\nx\n"
    made = desk.read(text, "theme: book")
    (problem,) = made.problems
    assert problem.code == "E220" and 'href="#' in xhtml(made)


def test_signs_in_the_metadata_have_names_too_and_letters_stay_errors(desk: Desk) -> None:
    metadata = "subtitle: Tides \U0001f680 rise\ncontributors:\n  - name: Ada \U0001f44b Low"
    made = desk.read("# T\n\nx\n", metadata)
    assert made.config.metadata.subtitle == "Tides [rocket] rise"
    assert made.config.metadata.contributors[0].name == "Ada [waving hand sign] Low"
    said = [each for each in made.problems if each.code == "E220"]
    assert [each.severity for each in said] == ["warning"] * 2
    assert all(each.place.path == "publication.yaml" and each.place.line for each in said)
    with pytest.raises(BuildFailed) as stopped:
        desk.read("# T\n\nx\n", "subtitle: \u6f22 \U0001f680")
    assert {each.severity for each in stopped.value.problems} >= {"error", "warning"}
