"""Remarks and divs as other programs mark them: each is the box that its author meant."""

import pytest
from common_reading import told

from octavo.markup.tree import Element, elements, has_class, inner, text_of
from octavo.source.fences import lines_in_fences
from octavo.source.markdown.trees import markdown_reading, markdown_tree


def only(text: str) -> Element:
    (box,) = markdown_tree(text)
    return box


def kind_of(box: Element) -> str:
    classes = (box.get("class") or "").split()
    return next((each for each in classes if each.startswith("admonition-")), box.tag)[11:]


def title_of(box: Element) -> str:
    return next((text_of(each) for each in box if has_class(each, "box-title")), "")


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("> [!NOTE]\n> Mind.", "note", ""),
        ("> [!Tip]\n>\n> Mind.", "tip", ""),
        ("> [!important]\n> Mind.", "important", ""),
        ("> [!WARNING]\nMind.", "warning", ""),
        (">[!CAUTION]\n>Mind.", "caution", ""),
        ("> [!note]- The *gauge*\n> Mind.", "note", "The gauge"),
        ("> [!example]+\n> Mind.", "example", ""),
        ("> [!danger] Deep\n> Mind.", "caution", "Deep"),
        ("> [!faq]\n> Mind.", "note", "Faq"),
        ('!!! note "The *gauge*"\n    Mind.', "note", "The gauge"),
        ("!!! warning\n    Mind.", "warning", ""),
        ("!!! hint inline end\n\n    Mind.", "tip", ""),
        ('??? tip "Folded"\n    Mind.', "tip", "Folded"),
        ("???+ danger\n\tMind.", "caution", ""),
        ("!!! abstract\n    Mind.", "note", "Abstract"),
        ('::: {.callout-note title="The gauge"}\nMind.\n:::', "note", "The gauge"),
        (":::{.callout-important collapse=true}\nMind.\n:::", "important", ""),
        ("::: callout-warning\n## The gauge\n\nMind.\n:::", "warning", "The gauge"),
        ("::: note\n\nMind.\n\n:::", "note", ""),
        (":::::: warning ::::::\nMind.\n::::::", "warning", ""),
        (":::{note}\nMind.\n:::", "note", ""),
        (":::{tip} The gauge\n:class: wide\nMind.\n:::", "tip", "The gauge"),
        (
            ":::{admonition} The gauge\n:class: caution\n:name: x\nMind.\n:::",
            "caution",
            "The gauge",
        ),
        ("```{warning} The gauge\n:class: wide\nMind.\n```", "warning", "The gauge"),
        ("~~~~{admonition} The gauge\n:class: tip\nMind.\n~~~~", "tip", "The gauge"),
        (":::note[The gauge]\nMind.\n:::", "note", "The gauge"),
        (":::danger The gauge\nMind.\n:::", "caution", "The gauge"),
    ],
)
def test_a_remark_of_another_program_is_a_box_of_its_kind(text: str, kind: str, title: str) -> None:
    box = only(text)
    assert (kind_of(box), title_of(box)) == (kind, title)
    assert text_of(box[-1]) == "Mind."


def test_a_remark_holds_blocks_of_every_kind() -> None:
    for before, inset, after in (
        ("> [!TIP]\n", "> ", ""),
        ("!!! tip\n", "    ", ""),
        ("::: tip\n", "", "\n:::"),
    ):
        lines = ["One.", "", "- two", "", "```", "::: x", "```", "", "> three"]
        box = only(before + "\n".join(inset + line for line in lines) + after)
        assert [each.tag for each in box] == ["p", "ul", "pre", "blockquote"], before
        assert text_of(box[2]) == "::: x"


def test_a_remark_that_is_moved_in_ends_with_the_first_line_that_is_not() -> None:
    box, after = markdown_tree("!!! note\n    Within.\nWithout.")
    assert (text_of(box), after.tag, text_of(after)) == ("Within.", "p", "Without.")


def test_exclamation_marks_without_text_below_are_words() -> None:
    for text in ("!!! note\nMind.", "!!! note", "!!! wow !!!", "What?!!! no\n\n    code"):
        assert "admonition" not in inner(markdown_tree(text)), text


def test_a_quotation_without_the_sign_at_its_head_is_one() -> None:
    for text in ("> Mind [!NOTE]", "> Mind\n> [!NOTE]", "> # [!NOTE]"):
        assert only(text).tag == "blockquote", text


def test_divs_in_one_another_end_in_turn_whatever_their_colons() -> None:
    for outer, within in ((":::", ":::"), (":::", "::::"), ("::::", ":::")):
        text = f"{outer} note\nA\n{within} tip\nB\n{within}\nC\n{outer}\nD"
        box, after = markdown_tree(text)
        assert [kind_of(each) for each in elements(box, "div")] == ["tip"], text
        assert (text_of(box[-1]), text_of(after)) == ("C", "D")


def test_a_div_ends_behind_html_and_in_members_of_lists() -> None:
    html, after = markdown_tree("::: tip\n<p>A</p>\n:::\n\nB")
    assert (kind_of(html), after.tag) == ("tip", "p")
    items = only("- a\n  ::: tip\n  b\n  :::\n- c")
    assert [len(elements(item, "div")) for item in items] == [1, 0]


def test_a_box_of_octavo_may_stand_between_colons() -> None:
    verse, points = markdown_tree("::: verse\nA\n    B\n:::\n\n::: keypoints\n- a\n:::")
    assert (verse.get("class"), points.get("class")) == ("verse", "key-points")
    assert verse[0].text == "A\n    B"


def test_other_divs_keep_class_id_and_language_and_are_told_once_a_name() -> None:
    text = (
        "::: {.columns .two #c lang=de width=4}\nA\n:::\n\n::: columns\nB\n:::\n\n::: {#x}\nC\n:::"
    )
    body, remarks = markdown_reading(text)
    first = dict(body[0].attrib)
    assert first == {"class": "columns two", "data-line": "1", "id": "c", "lang": "de"}
    assert [each.kind for each in remarks] == ["columns", "columns"]  # told once, by read_text
    assert {each.severity for each in remarks} == {"notice"}


def test_what_stands_in_a_fenced_remark_is_text_and_other_fences_are_code() -> None:
    box = only("````{note}\n- a\n\n```python\nx\n```\n````")
    assert [(each.tag, each.get("data-line")) for each in box] == [("ul", "2"), ("pre", "4")]
    assert lines_in_fences("```{note}\na\n```".split("\n")) == frozenset()
    for info in ("{python}", "{note:x}", "note", "{.note}", "{code-block} note"):
        assert only(f"```{info}\nx\n```").tag == "pre", info
    assert told("```{note}\nx") == ["E219 1"]  # a warning


def test_a_div_without_an_end_is_told() -> None:
    assert told("::: note\nA") == ["E219 1"]
    assert told("::: note\n::: tip\nA\n:::") == ["E219 1"]


def test_the_attributes_of_a_remark_stay() -> None:
    box = only('::: {#mind .callout-tip .wide title="A"}\nx\n:::')
    assert (box.get("id"), has_class(box, "wide"), title_of(box)) == ("mind", True, "A")


@pytest.mark.parametrize("html", ("<table><tr><td>x</td></tr></table>", "<div>\nx\n</div>", "<p>x"))
@pytest.mark.parametrize("end", ("///", "////"))
def test_a_box_ends_directly_behind_html(html: str, end: str) -> None:
    tree = markdown_tree(f"{end} note\n{html}\n{end}\n\nAfter.")
    assert text_of(tree[-1]) == "After." and tree[-1].tag == "p"
    codes = {each.split()[0] for each in told(f"{end} note\n{html}\n{end}")}
    assert "E219" not in codes


def test_a_comment_and_code_in_html_keep_the_end_of_a_box() -> None:
    for html in ("<!--\n///\n-->", "<pre>\n///\n</pre>"):
        assert text_of(markdown_tree(f"/// note\n{html}\n///\n\nAfter.")[-1]) == "After."
