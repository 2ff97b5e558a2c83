"""The inner parts of WeasyPrint that pages rest on: an upgrade that changes one is told here."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
import weasyprint

from octavo.editions.pdf import weasyprint_private

PACKAGE = Path(weasyprint_private.__file__).parent.parent.parent
HOME = Path(weasyprint.__file__).parent
DOCUMENTED = {
    ("weasyprint", ""),
    ("weasyprint", "CSS"),
    ("weasyprint", "HTML"),
    ("weasyprint.text.fonts", "FontConfiguration"),
    ("weasyprint.urls", "URLFetcher"),
    ("weasyprint.urls", "URLFetcherResponse"),
}
"""Module and name of what its documentation has."""
PARAMETERS = {
    ("layout/inline.py", "get_next_linebox"): "context linebox position_y bottom_space skip_stack"
    " containing_block absolute_boxes fixed_boxes first_letter_style first_line_style",
    ("text/line_break.py", "split_first_line"): "text style context max_width justification_spacing"
    " is_line_start minimum",
    ("text/line_break.py", "line_size"): "line style",
    ("text/line_break.py", "strut"): "style",
    ("text/line_break.py", "create_layout"): "text style context max_width justification_spacing",
    ("text/line_break.py", "Layout.setup"): "self style",
    ("text/line_break.py", "Layout.deactivate"): "self",
    ("layout/percent.py", "resolve_percentages"): "box containing_block",
    ("layout/page.py", "make_margin_boxes"): "context page state",
    ("css/__init__.py", "StyleFor.set_computed_styles"): "self element parent root pseudo_type"
    " base_url target_collector",
    ("layout/block.py", "_break_line"): "context box line new_children needed page_is_empty index"
    " skip_stack resume_at absolute_boxes fixed_boxes",
    ("layout/replaced.py", "replacedbox_layout"): "box",
    ("pdf/fonts.py", "Font.__init__"): "self pango_font description font_size",
    ("pdf/fonts.py", "Font.subset"): "self to_unicode hinting",
    ("draw/text.py", "draw_first_line"): "stream textbox text_overflow block_ellipsis matrix",
    ("pdf/tags.py", "_build_box_tree"): "box parent pdf page_number nums annotations tags",
    ("document.py", "Page.paint"): "self stream scale",
}
"""File and function that a cure replaces, or that is called -> its parameters.

Read from the files: cures may stand in the place of functions already."""


def _function(file: str, name: str) -> ast.FunctionDef:
    body = ast.parse((HOME / file).read_bytes()).body
    *classes, last = name.split(".")
    for each in classes:
        body = next(n for n in body if isinstance(n, ast.ClassDef) and n.name == each).body
    return next(n for n in body if isinstance(n, ast.FunctionDef) and n.name == last)


@pytest.mark.parametrize("part", PARAMETERS, ids="/".join)
def test_an_inner_part_takes_what_it_took(part: tuple[str, str]) -> None:
    arguments = _function(*part).args
    assert " ".join(each.arg for each in arguments.args) == PARAMETERS[part]


@pytest.mark.parametrize("name", weasyprint_private.__all__)
def test_every_part_is_still_there(name: str) -> None:
    assert getattr(weasyprint_private, name) is not None


def test_no_other_module_reaches_into_weasyprint() -> None:
    reaching = [
        (path.name, *name)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "weasyprint_private.py"
        for node in ast.walk(ast.parse(path.read_bytes()))
        for name in _imported(node)
        if name[0].partition(".")[0] == "weasyprint" and name not in DOCUMENTED
    ]
    assert reaching == []


def _imported(node: ast.AST) -> list[tuple[str, str]]:
    if isinstance(node, ast.Import):
        return [(each.name, "") for each in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "", each.name) for each in node.names]
    return []


@pytest.mark.parametrize("attribute", ["_page_box", "_current_font", "_build_box_tree"])
def test_no_other_module_uses_attributes_that_are_not_ours(attribute: str) -> None:
    using = [
        path.name
        for path in sorted((PACKAGE / "editions" / "pdf").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr == attribute
    ]
    assert set(using) == {"weasyprint_private.py"}


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = inspect.getsource(weasyprint_private)
    with monkeypatch.context() as patched:
        patched.setattr(weasyprint, "__version__", "71.0")
        with pytest.raises(RuntimeError, match=r"this is WeasyPrint 71\.0"):
            exec(compile(text, "weasyprint_private.py", "exec"), {"__name__": "weasy"})
    assert (
        weasyprint.__version__
        == importlib.import_module("octavo.editions.pdf.weasyprint_private").VERSION
    )
