"""Characters are set by language, over a whole block, and never in code."""

import re
from itertools import pairwise

import pytest
from conftest import ROOT, Desk, environment

from octavo.languages import Language, language
from octavo.markup.tree import Element, elements, inner, text_of
from octavo.production.pipeline import Project, workshop_of
from octavo.transforms.characters import edits

SPACES = {"\u00a0": "~", "\u202f": "_"}
"""No-break space and narrow no-break space, as the tests show them."""


def words_of(tag: str) -> Language:
    project = Project(ROOT, ROOT / "build", None, environment())
    return language(workshop_of(project, "none"), tag)


@pytest.fixture(scope="module")
def words() -> dict[str, Language]:
    return {tag: words_of(tag) for tag in ("en-GB", "de", "fr")}


def edited(text: str, spoken: Language, numeric: bool = False) -> str:
    """Return a text with its edits, special spaces made visible."""
    for start, end, value in sorted(edits(text, spoken, numeric), reverse=True):
        text = text[:start] + value + text[end:]
    for sign, shown in SPACES.items():
        text = text.replace(sign, shown)
    return text


ENGLISH = [
    ('"Yes," he said.', "“Yes,” he said."),
    ("'Yes,' he said.", "‘Yes,’ he said."),
    ("\"She said 'no' twice,\" he said.", "“She said ‘no’ twice,” he said."),
    ("'She said \"no\" twice,' he said.", "‘She said “no” twice,’ he said."),
    ("\"He said 'no.'\"", "“He said ‘no.’”"),
    ("\"'No' was his word.\"", "“‘No’ was his word.”"),
    ('("Yes")', "(“Yes”)"),
    ('["Yes"]', "[“Yes”]"),
    ('so--"yes"--no', "so–“yes”–no"),
    ("It's the dogs' bone.", "It’s the dogs’ bone."),
    ("\"It's the dogs' bone.\"", "“It’s the dogs’ bone.”"),
    ("rock 'n' roll", "rock ’n’ roll"),
    ("in the '90s and '80s", "in the ’90s and ’80s"),
    ("'Twas 'tis 'em", "’Twas ’tis ’em"),
    ("O'Brien's", "O’Brien’s"),
    ("5'10\" tall", "5′10″ tall"),
    ("6' 2\" high", "6′ 2″ high"),
    ('a 3.5" disk', "a 3.5″ disk"),
    ('He said "in 1990" twice.', "He said “in 1990” twice."),
    ("a -- b", "a~– b"),
    ("1871--1873", "1871–1873"),
    ("so --- or so", "so~— or so"),
    ("a---b", "a—b"),
    ("a ---- b", "a ---- b"),
    ("Wait...", "Wait…"),
    ("Wait....", "Wait...."),
    ("12 km and 5 %", "12~km and 5~%"),
    ("12 kmart", "12 kmart"),
    ("p. 12, pp. 13, No. 4, vol. 2, Fig. 3", "p.~12, pp.~13, No.~4, vol.~2, Fig.~3"),
    ("Mr Reed, Dr. Holt", "Mr~Reed, Dr.~Holt"),
    ("J. R. Bell", "J._R. Bell"),
    ("“already” ‘set’ – here…", "“already” ‘set’~– here…"),
    ("", ""),
]
GERMAN = [
    ('"Ja", sagte er.', "„Ja“, sagte er."),
    ("\"Er sagt 'ja'.\"", "„Er sagt ‚ja‘.“"),
    ("Das war's.", "Das war’s."),
    ("z. B. und u. a. und d. h.", "z._B. und u._a. und d._h."),
    ("S. 12, Nr. 3, Bd. 4", "S.~12, Nr.~3, Bd.~4"),
    ("Er sagt -- ja.", "Er sagt~– ja."),
]
FRENCH = [
    ('"Oui", dit-il.', "«_Oui_», dit-il."),
    ("\"Il dit 'oui'.\"", "«_Il dit “oui”._»"),
    ("Quoi ?", "Quoi_?"),
    ("Quoi?", "Quoi_?"),
    ("Quoi ?!", "Quoi_?!"),
    ("Un ; deux; trois", "Un_; deux_; trois"),
    ("Voici : ceci", "Voici~: ceci"),
    ("Voici: ceci", "Voici~: ceci"),
    ('"Quoi ?" dit-elle !', "«_Quoi_?_» dit-elle_!"),
    ("« Déjà » là", "«_Déjà_» là"),
    ("Midi: 12:30, a;b, x?y=1", "Midi~: 12:30, a;b, x?y=1"),
    ("(?) et [!]", "(?) et [!]"),
    ("L'eau d'ici", "L’eau d’ici"),
    ("12 %", "12~%"),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_marks_are_set(text: str, expected: str, words: dict[str, Language]) -> None:
    assert edited(text, words["en-GB"]) == expected


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german_marks_are_set(text: str, expected: str, words: dict[str, Language]) -> None:
    assert edited(text, words["de"]) == expected


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_marks_are_set(text: str, expected: str, words: dict[str, Language]) -> None:
    assert edited(text, words["fr"]) == expected


@pytest.mark.parametrize("text", [text for text, _ in ENGLISH + GERMAN + FRENCH])
def test_what_is_set_stays_as_it_is_when_set_again(text: str, words: dict[str, Language]) -> None:
    for spoken in words.values():
        once = text
        for start, end, value in sorted(edits(text, spoken), reverse=True):
            once = once[:start] + value + once[end:]
        assert not [
            (start, end, value)
            for start, end, value in edits(once, spoken)
            if once[start:end] != value
        ]


@pytest.mark.parametrize("text", [text for text, _ in ENGLISH + GERMAN + FRENCH])
def test_edits_never_overlap(text: str, words: dict[str, Language]) -> None:
    for spoken in words.values():
        found = sorted(edits(text, spoken))
        assert all(one[1] <= two[0] for one, two in pairwise(found))


def shown(node: Element) -> str:
    """Return a tree without Octavo's own attributes, special spaces made visible."""
    text = re.sub(r' data-[a-z]+="[^"]*"', "", inner(node))
    for sign, mark in SPACES.items():
        text = text.replace(sign, mark)
    return text.strip()


ACROSS = [
    ('"*Yes*," he said.', "<p>“<em>Yes</em>,” he said.</p>"),
    ('*"Yes,"* he said.', "<p><em>“Yes,”</em> he said.</p>"),
    ("**'90s** and *it*'s", "<p><strong>’90s</strong> and <em>it</em>’s</p>"),
    ('"[Yes](https://example.org)"', '<p>“<a href="https://example.org">Yes</a>”</p>'),
    ('"A `"b" -- \'c\'...` d"', "<p>“A <code>\"b\" -- 'c'...</code> d”</p>"),
    ("12 *km*", "<p>12~<em>km</em></p>"),
    ("*12* km", "<p><em>12</em>~km</p>"),
    ("*a* -- *b*", "<p><em>a</em>~– <em>b</em></p>"),
    ('> "One."\n>\n> "Two."', "<blockquote>\n<p>“One.”</p>\n<p>“Two.”</p>\n</blockquote>"),
    ("```text\n\"a\" -- 'b'...\n```", '<pre class="code"><code>"a" -- \'b\'...</code></pre>'),
]


@pytest.mark.parametrize(("text", "expected"), ACROSS)
def test_marks_pair_across_markup_and_code_stays(text: str, expected: str, desk: Desk) -> None:
    assert shown(desk.body(text)) == expected


def test_addresses_stay_and_alternative_texts_take_marks_alone(desk: Desk) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    text = """[a](https://example.org/a--b?q=it's...)\n\n![It's "a" -- b...](a--b.svg)"""
    body = desk.read({"text.md": text, "a--b.svg": svg}, "body: [text.md]").chapters[0].body
    assert elements(body, "a")[0].get("href") == "https://example.org/a--b?q=it's..."
    assert elements(body, "img")[0].get("src") == "a--b.svg"
    assert elements(body, "img")[0].get("alt") == "It’s “a” -- b..."


def test_a_call_of_a_note_stands_between_marks_like_no_word(desk: Desk) -> None:
    body = desk.body('He said "yes".[^1] "No," she said.[^2]\n\n[^1]: "One."\n[^2]: Two...')
    assert text_of(body) == "He said “yes”.1 “No,” she said.2 “One.” Two…"


def test_marks_do_not_pair_from_one_block_to_the_next(desk: Desk) -> None:
    body = desk.body('"One.\n\n"Two."')
    assert [text_of(node) for node in body] == ["“One.", "“Two.”"]


def test_cells_lists_captions_and_terms_are_set_too(desk: Desk) -> None:
    text = '- "a"\n\n| "b" |\n|-----|\n| -5 |\n\nTable: "c"\n\n"d"\n:   "e"'
    body = desk.body(text)
    assert text_of(body) == "“a” Table\u00a01 “c” “b” −5 “d” “e”"


def test_a_hyphen_is_a_minus_sign_only_in_a_cell_of_numbers(words: dict[str, Language]) -> None:
    spoken = words["en-GB"]
    assert edited("-5", spoken, numeric=True) == "−5"
    assert edited("-5.3 / -1", spoken, numeric=True) == "−5.3 / −1"
    assert edited("1-5", spoken, numeric=True) == "1-5"
    assert edited("size -5", spoken, numeric=True) == "size -5"
    assert edited("-5", spoken) == "-5"


IN_MARKUP = [
    ('*"x"* and **"y"**', "<em>“x”</em> and <strong>“y”</strong>"),
    ('"**x**" and "*y*"', "“<strong>x</strong>” and “<em>y</em>”"),
    ("'*x*'s' and *it*'s", "‘<em>x</em>’s’ and <em>it</em>’s"),
    ("\"*She said 'no'*\", he said", "“<em>She said ‘no’</em>”, he said"),
    ("\"She said '*no*'\", he said", "“She said ‘<em>no</em>’”, he said"),
    ("*'Tis* **'90s** so", "<em>’Tis</em> <strong>’90s</strong> so"),
    ("rock *'n'* roll", "rock <em>’n’</em> roll"),
    ("**'ello,** said the keeper's", "<strong>’ello,</strong> said the keeper’s"),
    ("[“x”](https://example.org)'s", '<a href="https://example.org">“x”</a>’s'),
    ('["x"](https://example.org)"y"', '<a href="https://example.org">“x”</a>“y”'),
    ("\"`x`\" '`y`' `z`'s", "“<code>x</code>” ‘<code>y</code>’ <code>z</code>’s"),
    ('a  \n"b"', "a<br/>\n“b”"),
]


@pytest.mark.parametrize(("text", "made"), IN_MARKUP)
def test_marks_before_and_after_markup_look_at_its_words(text: str, made: str, desk: Desk) -> None:
    assert shown(desk.body(text)) == f"<p>{made}</p>"


def test_a_quotation_ends_in_another_block_than_it_began(desk: Desk) -> None:
    body = desk.body('He wrote: "The first.\n\nThe *second*."\n\n- "Three.\n- Four," he said.')
    assert text_of(body) == "He wrote: “The first. The second.” “Three. Four,” he said."


def test_names_and_alternative_texts_have_the_marks_of_their_language(desk: Desk) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    text = 'A `x` ![the "gauge"](a.svg) <i lang="de">![der "Pegel"](a.svg)</i>'
    body = desk.read({"text.md": text, "a.svg": svg}, "body: [text.md]").chapters[0].body
    assert [node.get("alt") for node in elements(body, "img")] == ["the “gauge”", "der „Pegel“"]
