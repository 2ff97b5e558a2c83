"""Pages of others: classes that mean something in Octavo's editions mean nothing in theirs."""

from pathlib import Path

import pytest
from conftest import environment

from octavo.diff.match.compare import compare
from octavo.diff.revision import load
from octavo.production.pipeline import Project

PAGES = {
    "a link of Sphinx": '<p>See <a class="reference internal" href="#dch">{}</a> of it.</p>',
    "a label": '<p><span class="label">{}</span> stands here.</p>',
    "a number of a line": '<p><span class="line-number">{}</span> the tide came in.</p>',
}


@pytest.mark.parametrize("kind", PAGES)
def test_words_are_compared_whatever_their_class_is(kind: str, tmp_path: Path) -> None:
    project = Project(tmp_path, tmp_path / "build", None, environment())
    read = []
    for name, word in (("old", "devscripts"), ("new", "buildscripts")):
        path = tmp_path / f"{name}.html"
        page = f"<html><head><title>T</title></head><body>{PAGES[kind]}</body></html>"
        path.write_text(page.format(word), encoding="utf-8")
        read.append(load(str(path), project))
    (event,) = compare(*read)
    (edit,) = event.edits
    assert (edit.before, edit.after) == ("devscripts", "buildscripts")
