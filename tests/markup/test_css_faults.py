"""Style sheets of a publication: what reaches out of them, and where it stands."""

from pathlib import Path

import pytest
import tinycss2
from small_works import shop

from octavo.core.problems import Problem
from octavo.markup.css import sheet_rules
from octavo.markup.css.faults import DEEPEST, sheet_faults
from octavo.markup.css.sheet_rules import MOST_OPEN, read_rules


def faults(folder: Path, css: str | bytes, home: str = "templates/own.css") -> list[Problem]:
    """Return what is told of a style sheet of the project."""
    path = folder / home
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(css if isinstance(css, bytes) else css.encode())
    return sheet_faults(shop(folder), "book")


@pytest.mark.parametrize(
    "css",
    [
        "@import 'a.css';",
        "p { background: url(a.png) }",
        "p { background: URL( 'a.png' ) }",
        "p { background: u\\72l(a.png) }",
        "p { background: image-set('a.png' 1x) }",
        "@font-face { src: url(a.woff2) }",
        "@media print { p { a { cursor: url(a.cur) } } }",
        ":root { --x: url(a.png) }",
        "@supports (background: url(a.png)) { p { color: red } }",
        "p { color: red } </style><script>",
    ],
)
def test_what_leaves_the_sheet_is_told(tmp_path: Path, css: str) -> None:
    assert {problem.code for problem in faults(tmp_path, css)} == {"E232"}


@pytest.mark.parametrize(
    "css",
    [
        "p { color: red }",
        "p { fill: url(#a); clip-path: url('#b') }",
        "p::before { content: 'url(a.png)' }",
        "/* url(a.png) */ @media print { p { color: red } }",
        "\ufeffp { color: red }",
    ],
)
def test_what_stays_within_the_page_is_none(tmp_path: Path, css: str) -> None:
    assert faults(tmp_path, css) == []


@pytest.mark.parametrize("opened", ["(", "[", "{", "calc(", "var(--none, "])
def test_brackets_that_nobody_could_follow_are_told_of(tmp_path: Path, opened: str) -> None:
    closed = {"[": "]", "{": "}"}.get(opened, ")")
    css = "p {{ margin: {}0{} }}"
    (problem,) = faults(tmp_path, css.format(opened * 3000, closed * 3000))
    assert problem.code == "E232" and f"{DEEPEST} brackets" in problem.message
    assert problem.place.line == 1 and problem.place.column
    assert faults(tmp_path, css.format(opened * 90, closed * 90)) == []


def test_a_fault_is_told_at_its_line_and_column(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, "p { color: red }\n  @import 'a.css';\n")
    assert str(problem.place) == "templates/own.css:2:3"
    assert problem.excerpt == "  @import 'a.css';"


def test_every_fault_of_a_sheet_is_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    found = faults(tmp_path, "p { background: url(a) }\nq { background: url(b) }")
    assert [problem.place.line for problem in found] == [1, 2]


def test_a_sheet_in_another_encoding_is_told_and_not_read(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, b"p { color: red }\n/* \xe9 */")
    assert problem.place.line == 2 and problem.message == "the style sheet is not UTF-8"


def test_sheets_of_the_publication_itself_are_looked_at(tmp_path: Path) -> None:
    (problem,) = faults(tmp_path, "@import 'a';", "source/work/templates/own.css")
    assert problem.place.path == "templates/own.css"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\f"])
def test_lines_of_a_sheet_end_as_css_has_it(tmp_path: Path, end: str) -> None:
    """tinycss2 counts carriage returns and form feeds; a fault behind one was a traceback."""
    css = f"a {{ }}{end}b {{ background: url(https://example.org/x) }}"
    (told,) = faults(tmp_path, css.encode())
    assert told.place.line == 2 and told.excerpt.startswith("b {")


@pytest.mark.parametrize("bracket", "([")
def test_brackets_without_end_among_declarations_are_no_traceback(bracket: str) -> None:
    deep = tinycss2.parse_component_value_list(bracket * 5000)
    assert sheet_rules._show(deep) == "…" and sheet_rules._show(deep[:0]) == ""


@pytest.mark.parametrize("pair", ["(", "(]", "[}", "{)"])
def test_brackets_that_only_seem_to_end_are_as_deep_as_a_browser_finds_them(pair: str) -> None:
    css = f"p {{ margin: 0 }}\nq {{ width: {pair * 1000} }}"
    rules, _ = read_rules(css)
    assert all(tinycss2.serialize(each.value) for rule in rules for each in rule.declared)
    assert sheet_rules._depth(css) > MOST_OPEN
    assert sheet_rules._depth("p { width: calc((1px) + (2px)) }" * 200) == 3
