"""Notes as others write them in HTML are notes; what only looks like one is none."""

import pytest

from octavo.finished.others_notes import take_notes
from octavo.finished.recovered import name_notes, recover
from octavo.markup.tree import Element, elements, has_class, parse_html, text_of

TEXT = "The gate{} stands open, and the lamp{} is lit."
WRITTEN = {
    "Sphinx, as it was": (
        '<a class="footnote-reference brackets" href="#id{0}" id="id{1}">{2}</a>',
        '<dl class="footnote brackets"><dt class="label" id="id3"><span class="brackets">'
        '<a class="fn-backref" href="#id1">1</a></span></dt><dd><p>Of oak.</p></dd>'
        '<dt class="label" id="id4"><span class="brackets"><a class="fn-backref" href="#id2">2</a>'
        "</span></dt><dd><p>Of <em>brass</em>.</p></dd></dl>",
    ),
    "Sphinx, as it is": (
        '<a class="footnote-reference brackets" href="#id{0}" id="id{1}" role="doc-noteref">'
        '<span class="fn-bracket">[</span>{2}<span class="fn-bracket">]</span></a>',
        '<aside class="footnote-list brackets"><aside class="footnote brackets" id="id3" '
        'role="doc-footnote"><span class="label"><span class="fn-bracket">[</span>'
        '<a role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]</span></span>'
        '<p>Of oak.</p></aside><aside class="footnote brackets" id="id4" role="doc-footnote">'
        '<span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id2">2'
        '</a><span class="fn-bracket">]</span></span><p>Of <em>brass</em>.</p></aside></aside>',
    ),
    "docutils in tables": (
        '<a class="footnote-reference" href="#id{0}" id="id{1}">[{2}]</a>',
        '<table class="docutils footnote" id="id3"><colgroup><col><col></colgroup><tbody><tr>'
        '<td class="label"><a class="fn-backref" href="#id1">[1]</a></td><td>Of oak.</td></tr>'
        '</tbody></table><table class="docutils footnote" id="id4"><tbody><tr>'
        '<td class="label"><a class="fn-backref" href="#id2">[2]</a></td><td>Of <em>brass</em>.'
        "</td></tr></tbody></table>",
    ),
    "Pandoc": (
        '<a href="#id{0}" class="footnote-ref" id="id{1}" role="doc-noteref"><sup>{2}</sup></a>',
        '<section class="footnotes" role="doc-endnotes"><hr /><ol><li id="id3"><p>Of oak.'
        '<a href="#id1" class="footnote-back" role="doc-backlink">↩︎</a></p></li><li id="id4">'
        '<p>Of <em>brass</em>.<a href="#id2" class="footnote-back">↩︎</a></p></li></ol></section>',
    ),
    "a reader of Markdown": (
        '<sup id="id{1}"><a class="footnote-ref" href="#id{0}">{2}</a></sup>',
        '<div class="footnote"><hr /><ol><li id="id3"><p>Of oak.&#160;<a class="footnote-backref" '
        'href="#id1" title="Jump back">&#8617;</a></p></li><li id="id4"><p>Of <em>brass</em>.'
        '&#160;<a class="footnote-backref" href="#id2">&#8617;</a></p></li></ol></div>',
    ),
    "DocBook": (
        '<a href="#id{0}" class="footnote" id="id{1}"><sup class="footnote">[{2}]</sup></a>',
        '<div class="footnotes"><br/><hr/><div id="id3" class="footnote"><p><a href="#id1" '
        'class="para"><sup class="para">[1] </sup></a>Of oak.</p></div><div id="id4" '
        'class="footnote"><p><a href="#id2" class="para"><sup class="para">[2] </sup></a>'
        "Of <em>brass</em>.</p></div></div>",
    ),
    "a word processor": (
        '<a href="#id{0}" id="id{1}"><sup>{2}</sup></a>',
        '<div><hr /><div><p><a href="#id1" id="id3"><sup>1</sup></a> Of oak.</p></div>'
        '<div><p><a href="#id2" id="id4"><sup>2</sup></a> Of <em>brass</em>.</p></div></div>',
    ),
}
CALLS = ((3, 1, 1), (4, 2, 2))


def page(kind: str) -> Element:
    call, notes = WRITTEN[kind]
    text = TEXT.format(*(call.format(*each) for each in CALLS))
    return parse_html(f"<h1>Gates</h1><p>{text}</p>{notes}")


def notes_of(body: Element) -> list[str]:
    return [text_of(node) for node in elements(body, "div") if has_class(node, "note")]


@pytest.mark.parametrize("kind", WRITTEN)
def test_notes_are_found_however_they_are_written(kind: str) -> None:
    (part,) = recover({"gates.html": page(kind)})
    name_notes(part)
    assert notes_of(part.body) == ["Of oak.", "Of brass."]
    calls = [node for node in elements(part.body, "a") if has_class(node, "noteref")]
    assert [(text_of(each), each.get("href")) for each in calls] == [
        ("1", "#gates-note-1"),
        ("2", "#gates-note-2"),
    ]
    assert [each.get("data-label") for each in calls] == ["1", "2"]
    (paragraph, *_) = elements(part.body, "p")
    assert text_of(paragraph) == "The gate1 stands open, and the lamp2 is lit."
    assert text_of(part.body).endswith("is lit.Of oak.Of brass."), "nothing is left of the list"


@pytest.mark.parametrize("kind", WRITTEN)
def test_marks_within_notes_stay(kind: str) -> None:
    body = page(kind)
    take_notes(body, "gates")
    last = [node for node in elements(body, "div") if has_class(node, "note")][-1]
    assert [text_of(each) for each in elements(last, "em")] == ["brass"]


def test_a_note_that_is_called_twice_stands_once() -> None:
    call = '<sup id="c{0}"><a href="#n1">1</a></sup>'
    body = parse_html(
        f"<p>Gates{call.format(1)} and lamps{call.format(2)}.</p>"
        '<ol><li id="n1"><p>Of oak. <a href="#c1">a</a> <a href="#c2">b</a></p></li></ol>'
    )
    take_notes(body, "gates")
    assert notes_of(body) == ["Of oak."]
    assert len([a for a in elements(body, "a") if has_class(a, "noteref")]) == 2


NONE = {
    "contents": '<ol><li><a href="#s1" id="t1">1</a></li></ol><h2 id="s1"><a href="#t1">1</a></h2>',
    "a raised number that leads to an item which leads nowhere": (
        '<p>x<sup id="c"><a href="#n">2</a></sup></p><ol><li id="n">Two.</li></ol>'
    ),
    "a word": '<p><a class="footnote" href="#n" id="c">see</a></p><p id="n"><a href="#c">x</a></p>',
    "an item that leads to itself": (
        '<ul><li id="n"><sup id="c"><a href="#n">1</a></sup> <a href="#c">back</a></li></ul>'
    ),
    "a link to nowhere": '<p><sup id="c"><a href="#gone">1</a></sup></p>',
    "a link to another page": '<p><sup id="c"><a href="notes.html#n">1</a></sup></p>',
}


@pytest.mark.parametrize("kind", NONE)
def test_what_only_looks_like_a_call_is_none(kind: str) -> None:
    body = parse_html(NONE[kind])
    before = text_of(body)
    take_notes(body, "gates")
    assert not notes_of(body)
    assert text_of(body) == before
