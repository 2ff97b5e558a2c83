"""Passages run in the direction of their language, code from left to right."""

from pathlib import Path

import pytest
from by_hand import bench, config_of, of, xhtml

from octavo.markup.tree import elements, parse_xml
from octavo.transforms.passages import direct_passages, speaker, tag_of


@pytest.mark.parametrize(
    ("base", "given", "made"),
    [
        ("en", '<p lang="he">x</p>', '<p lang="he" dir="rtl">x</p>'),
        ("en", '<p lang="fr">x</p>', '<p lang="fr">x</p>'),
        ("en", '<p lang="he" dir="ltr">x</p>', '<p lang="he" dir="ltr">x</p>'),
        ("en", "<p><code>x</code></p>", "<p><code>x</code></p>"),
        ("he", "<p><code>x</code></p>", '<p><code dir="ltr">x</code></p>'),
        ("ar", '<p lang="fa">x</p>', '<p lang="fa">x</p>'),
    ],
)
def test_only_what_runs_against_the_text_around_says_so(
    base: str, given: str, made: str, tmp_path: Path
) -> None:
    publication = of(given, config=config_of(language=base))
    assert xhtml(direct_passages(publication, bench(tmp_path))) == made


def test_a_passage_within_a_passage_turns_back(tmp_path: Path) -> None:
    given = '<blockquote lang="he"><p lang="en">x</p></blockquote>'
    done = xhtml(direct_passages(of(given), bench(tmp_path)))
    assert done == ('<blockquote lang="he" dir="rtl"><p lang="en" dir="ltr">x</p></blockquote>')


def test_the_nearest_language_is_in_force() -> None:
    body = parse_xml('<body><p lang="fr"><em>x</em> <i lang="de">y</i></p><p>z</p></body>')
    assert [tag_of(each, "en") for each in elements(body)] == ["fr", "fr", "de", "en"]


def test_a_language_without_words_speaks_those_of_the_publication(tmp_path: Path) -> None:
    speak = speaker(of(config=config_of(language="de")), bench(tmp_path))
    assert (speak("fr").word("figure"), speak("la").tag) == ("Figure", "de")
