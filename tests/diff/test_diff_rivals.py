"""How scripts/diff_rivals.py counts what tools mark: of made-up output, and of our own."""

from pathlib import Path

import diff_rivals
import pytest
from diff_rivals import by_octavo, count

OLD = "# Gauge\n\nThe keeper reads the gauge at noon.\n\nRain fell on the piers, all day long.\n"
NEW = "# Gauge\n\nThe keeper reads the dial at noon.\n\nRain fell on the piers, all day long.\n"
SAID = {
    "by_git": "diff\n@@ -1 +1 @@\n The keeper\n-gauge\n+dial\n~\n at noon\n",
    "by_dwdiff": "The \x01gauge\x02 \x03dial\x04 at noon",
    "by_wikidiff2": '<tr><td class="diff-deletedline diff-side-deleted"><del>gauge</del></td>'
    '<td class="diff-addedline diff-side-added"><ins>dial</ins></td></tr>',
    "by_pandiff": "The {~~gauge~>dial~~} at noon.\n\n``` diff\n context\n-gauge\n+dial\n```\n",
    "by_redlines": "<del style='x'>gauge </del><ins>dial </ins>",
    "by_lxml": "<p>The <ins>dial</ins> <del>gauge</del></p>",
}
"""What a tool says where one word has become another (pandiff: in a line of code, too)."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize("name", SAID)
def test_words_are_counted_of_what_a_tool_says(
    name: str, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diff_rivals, "_run", lambda *command: SAID[name])
    marked = list(getattr(diff_rivals, name)(*files))
    assert count(marked) == (4 if name == "by_pandiff" else 2), marked


def test_lines_of_one_side_alone_count_whole_but_not_those_that_moved(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = '<tr><td class="diff-{}line diff-side-added">Rain fell on the piers.</td></tr>'
    for kind, words in (("added", 5), ("movedpara-added", 0)):
        monkeypatch.setattr(diff_rivals, "_run", lambda *_, kind=kind: line.format(kind))
        assert count(diff_rivals.by_wikidiff2(*files)) == words


def test_octavo_marks_what_has_changed_and_the_least_is_no_more(files: tuple[Path, Path]) -> None:
    assert count(by_octavo(*files)) == count(diff_rivals.by_least(*files)) == 2


def test_code_pictures_and_addresses_are_left_out() -> None:
    words = {"t": "Str", "c": "dial"}
    link = {"t": "Link", "c": [["", [], []], [words], ["https://example.org", ""]]}
    tree = [link, {"t": "Image", "c": []}, {"t": "CodeBlock", "c": ["", "x"]}, {"t": "Space"}]
    assert diff_rivals._words_of(tree) == [words, {"t": "Space"}]
