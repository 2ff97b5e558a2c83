"""The styles that a document's elements get: those that WeasyPrint finds, sooner."""

from pathlib import Path

import pytest
from long_proofs import here
from pressing import in_a_process

COMPARED = r"""
import random
from octavo.editions.pdf import engine
from weasyprint import CSS, HTML
from weasyprint.css import StyleFor, get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.text.fonts import FontConfiguration
ours = StyleFor.__dict__["__init__"]
theirs = ours.func.args[0]
RULES = '''
@layer low, high;
@layer high { p { margin-top: 3px } } @layer low { p { margin-top: 4px; padding: 1em !important } }
p { color: red; margin: 1em 2em } .a { color: blue } #n7 { color: green } #n9 > em { color: teal }
p + p { text-indent: 1em } p + p + p { text-indent: 2em } h2 + p em { font-size: 2em }
h2 ~ p { letter-spacing: 1px } p:first-child { margin-left: 1px } p:last-child { margin-left: 2px }
p:nth-child(2) { margin-right: 1px } li:nth-child(3n+1) { margin-right: 2px }
li:nth-last-child(2) { margin-right: 3px } em:first-of-type { top: 1px }
em:last-of-type { top: 2px } em:only-child { left: 3px } em:only-of-type { left: 4px }
div:empty { width: 1px } div:has(> em) { width: 2px } div:has(+ p) { height: 3px }
p:not(.a):not(:first-child) { height: 4px } :is(ul, ol) > li { height: 5px }
:where(div, section) em { bottom: 1px } :lang(de) { quotes: "x" "y" } :lang(ar) em { right: 1px }
[lang] { font-weight: bold } [data-k] { top: 10px } [data-k="v w"] { top: 11px }
[data-k~="w"] { right: 12px } [data-k|="v"] { bottom: 13px } [class^="a"] { font-style: italic }
[class$="b"] { word-spacing: 1px } [class*="c"] { tab-size: 3 } [data-k="V" i] { top: 14px }
a[href] { color: navy } a:link { text-decoration: underline } em.a.b { color: black }
p::before { content: "b" } p + p::before { content: "c" } li::marker { content: "m" attr(data-k) }
.a::after { content: attr(id) } p.c { float: footnote } p.c::footnote-call { color: red }
.given { -weasy-anchor: "given" } * + * { orphans: 3 } section > * { widows: 4 }
table { border-collapse: collapse; margin: 1em; padding: 2px } td { padding: 1px 2rem }
html { font-size: 11px; --x: 3px }
html::before { content: 'x'; padding: 3rem } 
div { --x: 4px } em { margin: var(--x) } li { width: 50vw }
'''
def tree(rng, depth=0):
    words = []
    for _ in range(rng.randint(0, 6 - depth)):
        name = rng.choice("p p p em h2 li ul div section a table td".split())
        more = {"class": rng.choice(["", "a", "b", "a b", "c", "abc", "given x"]),
            "id": rng.choice(["", "", f"n{rng.randint(0, 30)}", 'q"x', "with space"]),
            "lang": rng.choice(["", "", "", "de", "de-AT", "ar"]),
            "data-k": rng.choice(["", "", "v", "v w", "v-x", "V"]),
            "style": rng.choice(["", "", "", "color: pink", "margin: 9px !important"]),
            "href": rng.choice(["", "x"]), "name": rng.choice(["", "", "k"])}
        said = "".join(f" {key}='{value}'" for key, value in more.items() if value)
        within = tree(rng, depth + 1) if depth < 5 else "t"
        words.append(f"<{name}{said}>{within}</{name}>" + rng.choice(["", "t"]))
    return "".join(words)
def styles_of(begin, document, sheets, fonts):
    targets = TargetCollector()
    StyleFor.__init__ = begin
    found = get_all_computed_styles(document, sheets, font_config=fonts, target_collector=targets)
    found.initial_page_sizes.update(box=(400, 600), area=(300, 500))
    return found, list(targets.target_lookup_items)
def told(style):
    return {name: style[name] for name in INITIAL_VALUES}
fonts = FontConfiguration()
sheets = [CSS(string=RULES), CSS(string="html { break-before: left !important }")]
seen = 0
for seed in range(%d, %d):
    html = f"<html lang=en><body>{tree(random.Random(seed))}</body></html>"
    documents = [HTML(string=html) for _ in range(2)]
    left, right = (list(each.etree_element.iter()) for each in documents)
    a, anchors = styles_of(theirs, documents[0], sheets, fonts)
    b, same = styles_of(ours, documents[1], sheets, fonts)
    assert anchors == same, (anchors, same)
    kinds = {(left.index(node), pseudo) for node, pseudo in a.get_computed_styles()}
    assert kinds == {(right.index(node), pseudo) for node, pseudo in b.get_computed_styles()}
    for number, pseudo in sorted(kinds, key=str):
        first, second = told(a(left[number], pseudo)), told(b(right[number], pseudo))
        assert first == second, (seed, left[number].tag, left[number].attrib, pseudo,
            {name: (first[name], second[name]) for name in first if first[name] != second[name]})
        seen += 1
assert seen > 600, seen
"""


@pytest.mark.parametrize("first", here([0, 2, 4], 0))
def test_every_style_is_the_one_that_weasyprint_finds(first: int, tmp_path: Path) -> None:
    """Chance trees under rules of every kind: layers, siblings, counts, attributes, languages."""
    in_a_process(COMPARED % (first, first + 2), tmp_path)


TRIED = """
from octavo.editions.pdf import engine, rules_asked
from collections import Counter
met = Counter()
meet = rules_asked.RuleSet.pick_for
def count(self, element):
    met[id(self)] += 1
    return meet(self, element)
rules_asked.RuleSet.pick_for = count
rendered('<section>' + '<p id="p%d">y <em>z</em></p>' * 90 % tuple(range(90)) + '</section>')
placed, seeking = sorted(met.values())
assert placed < 10 < 180 < seeking, met
"""


def test_rules_are_tried_once_for_elements_that_they_do_not_tell_apart(tmp_path: Path) -> None:
    in_a_process(TRIED, tmp_path)


CHANGED = """
css = '''table { border-collapse: collapse; margin: 7px } td { border: 1px solid }'''
table = "<table%s><tr><td>a</td></tr></table>"
document = rendered(table % "" * 2 + table % ' id="x"', css)
tops = [box.margin_top for box in document.pages[0]._page_box.descendants()
        if getattr(box, "is_table_wrapper", False)]
assert tops == [7, 7, 7], tops
"""


def test_what_one_element_loses_of_its_style_others_keep(tmp_path: Path) -> None:
    """A table gives its margins to the box around it."""
    in_a_process(CHANGED, tmp_path)
