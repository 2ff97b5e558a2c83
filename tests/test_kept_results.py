"""Results are kept between tests only where the next cannot tell them from fresh ones."""

import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import kept_results
import pytest
from conftest import Desk
from jinja2 import Environment

from octavo.core.inputs import Inputs
from octavo.editions.units import cover
from octavo.fonts import bundled
from octavo.fonts.raster import Shape, png
from octavo.markup.css import cascade, faults
from octavo.pictures import resvg
from octavo.production.pipeline import build, templates_folder

FACE = (templates_folder() / "fonts" / "FiraCode-Regular.ttf").read_bytes()
SQUARE = Shape("M1 1h3v3h-3z", "#000000")
SHEET = "p { font-family: Literata, Amiri, serif }"
CASES: tuple[tuple[str, tuple[Any, ...], tuple[Any, ...]], ...] = (
    ("epub_file.flatten", (SHEET, {"Literata"}), (SHEET, {"Amiri"})),
    ("units.cover.png", ((5, 5), "#ffffff", [SQUARE]), ((5, 5), "#fffff0", [SQUARE])),
    ("units.cover.tokens", (":root { --a: 1 }",), (":root { --a: 2 }",)),
    ("initial_sizes.tokens", (":root { --b: 1 }",), (":root { --b: 2 }",)),
    (
        "fonts.bundled._woff2",
        (bundled._subset(FACE, [65], ()),),
        (bundled._subset(FACE, [66], ()),),
    ),
    ("cascade.Rules", ("p { color: red }", "b { quotes: 'x' }"), ("b { quotes: 'y' }",)),
    ("dark_rules.read_rules", ("p {}",), ("b {}",)),
    ("faults._faults", ("a.css", b"@import 'b.css';"), ("b.css", b"@import 'b.css';")),
)
"""End of a function's name, what it is asked, and what it is asked besides."""


def test_every_kept_function_is_tried() -> None:
    ends = [end for end, *_ in CASES]
    assert [name for name in kept_results.KEPT if not name.endswith(tuple(ends))] == []
    assert len(ends) == len(kept_results.KEPT)


@pytest.mark.parametrize(("end", "words", "others"), CASES, ids=[end for end, *_ in CASES])
def test_what_is_kept_is_what_would_be_made_and_nothing_else(
    end: str, words: tuple[Any, ...], others: tuple[Any, ...]
) -> None:
    name = next(each for each in kept_results.KEPT if each.endswith(end))
    module, _, function = name.rpartition(".")
    give = getattr(sys.modules[module], function)
    made = give.__wrapped__(*words)
    for _ in range(2):
        assert told(give(*words)) == told(made)
    assert told(give(*others)) == told(give.__wrapped__(*others)) != told(made)


def told(value: Any) -> Any:
    """Return what can be compared of a result."""
    if isinstance(value, cascade.Rules.__wrapped__):
        return vars(value)["strings"]
    return repr(value) if isinstance(value, tuple) else value  # nodes of a sheet are no equals


def test_whoever_changes_what_was_given_changes_his_own() -> None:
    asked = ":root { --changed: 1 }"
    cover.tokens(asked)["--changed"] = "2"
    assert cover.tokens(asked) == {"--changed": "1"}
    faults._faults("x.css", b"@import 'b.css';").clear()
    assert len(faults._faults("x.css", b"@import 'b.css';")) == 1


def test_a_result_is_made_once() -> None:
    made = []
    give = kept_results.kept(lambda word: made.append(word) or word)
    assert [give("a"), give("a"), give("b")] == ["a", "a", "b"] and made == ["a", "b"]


def test_the_built_in_templates_are_read_once_and_others_each_time(tmp_path: Path) -> None:
    asked = "file:templates:brief/theme.yaml"
    ours, again = (Inputs({"templates": templates_folder()}, {}) for _ in range(2))
    made = kept_results._look(Inputs({"templates": templates_folder()}, {}), asked)
    assert ours._look(asked) == made and again._look(asked) is ours._look(asked)
    (tmp_path / "brief").mkdir()
    for text in (b"one", b"two"):
        (tmp_path / "brief" / "theme.yaml").write_bytes(text)
        assert Inputs({"templates": tmp_path}, {}).find("brief/theme.yaml", "templates") == text


def test_a_program_that_another_process_compiled_draws_the_same(shared: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M1 1h2z"/></svg>'
    drawn = set()
    for _ in range(2):
        with patch.object(resvg, "_machine", kept_results.kept_machines(shared / "machines")):
            drawn.add(resvg.normalise(drawing, (), 4))
            resvg._machine.cache_clear()
    assert len(drawn) == 1 and b"<path" in drawn.pop()


def test_a_fault_is_told_each_time() -> None:
    give = kept_results.kept(lambda word: 1 // 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            give("a")


def test_a_template_is_kept_with_all_that_shapes_its_code() -> None:
    text = "{% if x %}\n<{{ x }}>{% endif %}"
    looks: tuple[dict[str, Any], ...] = ({}, {"autoescape": True}, {"trim_blocks": True})
    given = [Environment(**look).from_string(text).render(x="&") for look in looks]
    assert given == ["\n<&>", "\n<&amp;>", "<&>"]
    assert [Environment(**look).from_string(text).render(x="&") for look in looks] == given


def test_a_book_has_the_bytes_that_it_has_without_what_is_kept(desk: Desk) -> None:
    project, slug = desk.write("## One\n\nWords, *more* words.[^1]\n\n[^1]: A note.\n")
    kept = [build(project, slug).files for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        for name in kept_results.KEPT:
            module, _, function = name.rpartition(".")
            home = sys.modules[module]
            patch.setattr(home, function, getattr(home, function).__wrapped__)
        patch.setattr(Environment, "compile", kept_results._compile)
        fresh = build(project, slug).files
    assert kept[0] == kept[1] == fresh


def test_the_makers_stay_what_they_are_for_those_who_ask_them_by_themselves() -> None:
    assert png((5, 5), "#ffffff", [SQUARE]) == cover.png((5, 5), "#ffffff", [SQUARE])
    assert not hasattr(png, "__wrapped__") and hasattr(bundled._woff2, "__wrapped__")
