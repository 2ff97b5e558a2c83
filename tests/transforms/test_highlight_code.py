"""Code: its words stay as they are, its tokens are told apart, its lines counted where asked."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml

from octavo.constructs.code_lines import parse_ranges, set_lines
from octavo.constructs.listings import highlight_code
from octavo.markup.tree import characters, inner, new


def pre(attributes: str, words: str = "x = 1\n") -> str:
    return f'<pre data-line="1"><code {attributes}>{words}</code></pre>'


def test_tokens_are_told_apart_and_no_sign_is_lost(tmp_path: Path) -> None:
    done = highlight_code(of(pre('class="language-python"')), bench(tmp_path))
    assert '<span class="mi">1</span>' in xhtml(done)
    assert characters(done.chapters[0].body) == "x = 1"
    assert xhtml(done).startswith('<pre class="code" data-language="python" data-line="1">')


@pytest.mark.parametrize("attributes", ["", 'class="language-text"'])
def test_plain_text_has_no_tokens(attributes: str, tmp_path: Path) -> None:
    assert "<code>x = 1</code>" in xhtml(highlight_code(of(pre(attributes)), bench(tmp_path)))


def test_a_session_keeps_its_last_line(tmp_path: Path) -> None:
    given = pre('class="language-console"', "$ ls\na  b\n")
    done = highlight_code(of(given), bench(tmp_path))
    assert characters(done.chapters[0].body) == "$ ls\na  b"


@pytest.mark.parametrize("last", ["+new words", "-old words", "+ }"])
def test_the_last_line_of_a_diff_is_one_of_a_diff(last: str, tmp_path: Path) -> None:
    done = highlight_code(of(pre('class="language-diff"', f" a\n{last}\n")), bench(tmp_path))
    assert 'class="err"' not in xhtml(done)
    assert f'class="g{"i" if last[0] == "+" else "d"}">{last}</span>' in xhtml(done)
    assert characters(done.chapters[0].body) == f" a\n{last}"


def test_an_unknown_language_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    chapter = chapter_of(pre('class="language-pyton"'), written="```pyton\nx = 1\n```\n")
    done = highlight_code(of(chapter), bench(tmp_path))
    assert (told(done), done.problems[0].hint) == (["E217 one.md:1"], "did you mean python?")
    assert characters(done.chapters[0].body) == "x = 1"


def test_a_caption_makes_a_listing_and_stands_before_the_code(tmp_path: Path) -> None:
    given = pre('id="lst-a"') + "<p>Listing: A sum.</p>"
    assert xhtml(highlight_code(of(given), bench(tmp_path))) == (
        '<figure class="listing" data-line="1" id="lst-a">'
        '<figcaption><span class="caption">A sum.</span></figcaption>'
        '<pre class="code"><code>x = 1</code></pre></figure>'
    )


def test_a_caption_without_code_and_lines_by_words_are_told(tmp_path: Path) -> None:
    alone = '<p data-line="3">Listing: Alone.</p>'
    assert told(highlight_code(of(alone), bench(tmp_path))) == ["E218 one.md:3"]
    assert told(highlight_code(of(pre('hl_lines="two"')), bench(tmp_path))) == ["E222 one.md:1"]
    assert told(highlight_code(of(pre('linenums="x"')), bench(tmp_path))) == ["E222 one.md:1"]


def test_lines_are_marked_by_number_and_by_range() -> None:
    assert parse_ranges("2 4-6") == parse_ranges("2,4-6") == {2, 4, 5, 6}
    assert parse_ranges("") == frozenset()
    assert parse_ranges("2 to 4") is None
    assert len(parse_ranges("1-99999999999") or ()) < 20_000


def test_a_token_over_two_lines_is_cut_at_the_line_end() -> None:
    code = new("code")
    code.append(new("span", "a\nb", class_="s"))
    set_lines(code, 9, frozenset({2}))
    assert inner(code) == (
        '<span class="code-line"><span class="line-number">9</span>'
        '<span class="s">a</span></span>\n'
        '<span class="code-line marked"><span class="line-number">10</span>'
        '<span class="s">b</span></span>'
    )
