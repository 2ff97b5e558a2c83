"""Steps towards pages, each by itself on a tree of a few elements."""

from pathlib import Path

import pytest
from small_works import cut, tree, work

from octavo.editions.shape.for_pages import FEWEST_ROWS, FOR_PAGES, LONG_CODE
from octavo.markup.tree import Element, elements, has_class, inner, text_of

STEPS = {step.__name__.removeprefix("_"): step for step in FOR_PAGES}
REFERENCE = '<p>See <a class="reference" href="#two">Chapter 2</a>, <a href="#one">here</a>.</p>'


def passed(folder: Path, name: str, xml: str, *hyphenation: str, **facts: object) -> Element:
    """Return what a step makes of a body."""
    body = tree(xml)
    STEPS[name](work(hyphenation=hyphenation), body, cut(folder, **facts))
    return body


def rows(count: int, words: str = "x") -> str:
    return f'<div class="table"><table>{f"<tr><td>{words}</td></tr>" * count}</table></div>'


def test_each_step_has_a_test_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in STEPS if f'"{name}"' not in text] == []


def test_a_table_that_was_too_wide_is_set_tighter(tmp_path: Path) -> None:
    xml = '<table data-b="a.1"><tr><td>x</td></tr></table>'
    assert passed(tmp_path, "tighten", xml, tight={"a.1": 1})[0].get("class") == "tight"
    assert passed(tmp_path, "tighten", xml)[0].get("class") is None


def test_words_directly_in_a_division_are_held_together(tmp_path: Path) -> None:
    body = passed(tmp_path, "hold_loose_words", "<div>one <b>two</b> three</div>")
    assert [span.text for span in elements(body, "span")] == ["one "]


def test_a_picture_is_named_by_its_address(tmp_path: Path) -> None:
    xml = '<p><img src="a%20b #1.png"/><img src="images/a.png"/></p>'
    body = passed(tmp_path, "picture_addresses", xml)
    addresses = [image.get("src") for image in elements(body, "img")]
    assert addresses == ["a%2520b%20%231.png", "images/a.png"]


def test_a_line_of_thai_may_end_between_words_and_code_is_as_it_is(tmp_path: Path) -> None:
    xml = "<p>เกิดมามีอิสระ <code>เกิดมา</code></p>"
    body = passed(tmp_path, "part_unspaced", xml)
    assert inner(body) == "<p>เกิด\u200bมา\u200bมี\u200bอิสระ <code>เกิดมา</code></p>"


def test_what_no_page_holds_may_part(tmp_path: Path) -> None:
    xml = '<div class="admonition"><p data-b="a.1">x</p></div>'
    assert passed(tmp_path, "let_part", xml, loose=frozenset({"a.1/div"}))[0].get("style")
    assert passed(tmp_path, "let_part", xml)[0].get("style") is None


def test_a_reference_is_followed_by_the_page_of_its_target(tmp_path: Path) -> None:
    body = passed(tmp_path, "page_references", REFERENCE)
    assert text_of(body) == "See Chapter 2 on\u00a0page\u00a0000, here."
    (number,) = (node for node in elements(body, "span") if has_class(node, "page-number"))
    assert number.get("data-page-of") == "two"


def test_a_link_in_the_authors_own_words_tells_no_page(tmp_path: Path) -> None:
    assert text_of(passed(tmp_path, "page_references", '<p><a href="#one">here</a></p>')) == "here"


@pytest.mark.parametrize(
    ("table", "is_long"),
    [
        (rows(FEWEST_ROWS, "words " * 20), True),
        (rows(FEWEST_ROWS), False),
        (rows(FEWEST_ROWS - 1, "words " * 20), False),
        (rows(9), True),
    ],
)
def test_a_table_of_many_lines_and_rows_may_break(
    tmp_path: Path, table: str, is_long: bool
) -> None:
    body = passed(tmp_path, "long_tables", table)
    assert has_class(body[0], "long") is is_long


def test_long_code_may_break_and_the_listing_around_it(tmp_path: Path) -> None:
    lines = "x\n" * LONG_CODE
    code = f"<pre><code>{lines}</code></pre>"
    listing, plain, short = passed(
        tmp_path,
        "long_code",
        f'<figure class="listing">{code}</figure><div>{code}</div><pre>x</pre>',
    )
    assert has_class(listing, "long") and has_class(listing[0], "long")
    assert not has_class(plain, "long") and has_class(plain[0], "long")
    assert not has_class(short, "long")


def test_lines_too_long_for_the_page_count_as_several(tmp_path: Path) -> None:
    lines = "\n".join(["x" * 160] * 4)
    assert has_class(passed(tmp_path, "long_code", f"<pre>{lines}</pre>")[0], "long")


def test_only_code_with_a_long_line_is_wrapped(tmp_path: Path) -> None:
    code = "<pre><code>{}</code></pre>"
    xml = code.format("word " * 12) + code.format("short")
    body = passed(tmp_path, "wrap_code", xml)
    assert [has_class(pre, "wrapped") for pre in body] == [True, False]


def test_lists_get_counters_for_what_authors_write(tmp_path: Path) -> None:
    body = passed(
        tmp_path,
        "list_numbers",
        '<ol start="4"><li/></ol><ol reversed=""><li/><li/></ol><ol><li/><li value="9"/></ol>',
    )
    later, back, own = body
    assert later.get("style") == "counter-reset: list-item 3" and later[0].get("style") is None
    assert [str(item.get("style"))[:24] for item in back] == [
        "counter-set: list-item 2",
        "counter-set: list-item 1",
    ]
    assert back.get("reversed") is None
    assert own[0].get("style") is None and "list-item 9" in str(own[1].get("style"))


def test_no_line_breaks_after_a_hyphen_of_code(tmp_path: Path) -> None:
    xml = "<p><code>--keep-all</code> well-known</p><pre><code>a-b</code></pre>"
    body = passed(tmp_path, "keep_code_whole", xml)
    code, block = elements(body, "code")
    assert code.text == "-\u2060-\u2060keep-\u2060all"
    assert code.tail == " well-known" and block.text == "a-b"


def test_a_hyphen_at_the_end_of_code_binds_nothing_to_it(tmp_path: Path) -> None:
    body = passed(tmp_path, "keep_code_whole", "<p><code>pre-</code> words</p>")
    assert body[0][0].text == "pre-"


def test_addresses_may_part_in_text_and_not_in_blocks_of_code(tmp_path: Path) -> None:
    address = "example.org/a/very/long/path"
    body = passed(tmp_path, "part_words", f"<p>{address}</p><pre>{address}</pre>")
    assert inner(body) == f'<p><span class="long-word">{address}</span></p><pre>{address}</pre>'


def test_exceptions_come_from_the_metadata(tmp_path: Path) -> None:
    body = passed(tmp_path, "exceptions", "<p>A table</p>", "ta-ble")
    assert inner(body) == '<p>A <span class="breaks">ta\u00adble</span></p>'
    assert inner(passed(tmp_path, "exceptions", "<p>A table</p>")) == "<p>A table</p>"


def test_floats_get_a_name_by_which_pages_tell_of_them(tmp_path: Path) -> None:
    figure = '<figure data-b="1"><img/><figcaption><span class="label">1</span></figcaption>'
    body = passed(tmp_path, "mark_floats", f'{figure}</figure><p data-b="2">A.</p>')
    assert [node.get("data-float") for node in body] == ["1", None]
