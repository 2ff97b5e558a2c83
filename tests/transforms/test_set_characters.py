"""Characters are set where words are: across inline markup, by language, never in code."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, xhtml

from octavo.languages import language
from octavo.markup.literals import literal
from octavo.markup.marked_words import MarkedWords
from octavo.model.metadata import Contributor
from octavo.model.publication import Part
from octavo.transforms.characters import in_words, set_characters


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ('<p>"It <em>is" so</em></p>', "<p>“It <em>is” so</em></p>"),
        ("<p>It's <code>it's</code></p>", "<p>It’s <code>it's</code></p>"),
        ("<pre>a -- b</pre>", "<pre>a -- b</pre>"),
        ('<p>"A" <i lang="de">"B"</i></p>', '<p>“A” <i lang="de">„B“</i></p>'),
        ("<table><tr><td>-5</td></tr></table>", "<table><tr><td>−5</td></tr></table>"),
        ("<p>-5</p>", "<p>-5</p>"),
    ],
)
def test_marks_are_set_in_words_alone(given: str, made: str, tmp_path: Path) -> None:
    assert xhtml(set_characters(of(given), bench(tmp_path))) == made


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("<table><tr><td>-5</td><td>+4.2</td></tr></table>", "|−5 |+4.2"),
        ("<p>היא -12, (−7) ו±3.</p>", "היא |-12, (|−7) ו±3."),
        ("<p>ב-12 שנים, 3-5, x-1, --option</p>", "ב-12 שנים, 3-5, x-1, –option"),
        ("<p>עד <i lang='en'>-5 and</i> \u200e-6</p>", "עד -5 and \u200e-6"),
    ],
)
def test_a_sign_stays_at_the_left_of_its_number_where_lines_run_from_the_right(
    given: str, made: str, tmp_path: Path
) -> None:
    done = set_characters(of(given, config=config_of(language="he")), bench(tmp_path))
    said = " ".join(node.xpath("string()") for node in done.chapters[0].body.xpath("//td|//p"))
    assert said == made.replace("|", "\u200e")


def test_titles_and_what_pages_show_of_the_metadata_are_set_too(tmp_path: Path) -> None:
    people = (Contributor("O'Brien", biography="It's she."),)
    config = config_of(title='The "Ledger"', publisher="O'Brien", contributors=people)
    chapter = chapter_of("<p>x</p>", title="It's so")
    given = of(chapter, config=config, parts=(Part("One...", "I", "part-one"),))
    done = set_characters(given, bench(tmp_path))
    metadata = done.config.metadata
    assert (metadata.title, metadata.publisher) == ("The “Ledger”", "O’Brien")
    assert metadata.contributors == (Contributor("O’Brien", biography="It’s she."),)
    assert (done.chapters[0].title, done.parts[0].title) == ("It’s so", "One…")


def test_formulas_in_titles_are_printed_as_they_are_typed(tmp_path: Path) -> None:
    """Titles of figures stand in lists before their captions are set."""
    typed = literal("$a_1^*$")
    for words in (f"Cap {typed} end", f'"Cap" {typed} -- end'):
        title = MarkedWords(words, f'{words} <span class="formula">{literal("<x>")}</span>')
        made = in_words(language(bench(tmp_path), "en"), title)
        assert "$a_1^*$" in made and isinstance(made, MarkedWords)
        assert "$a_1^*$" in made.xhtml and '<span class="formula">&lt;x&gt;</span>' in made.xhtml
        assert not any("\ufdd0" <= sign <= "\ufdef" for sign in made + made.xhtml)
