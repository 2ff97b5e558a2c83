"""Views of a redline's HTML: changes only, side by side; in a browser where there is one."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import environment

from octavo.core import platforms
from octavo.core.inputs import Inputs
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.diff.report.redline_script import script_of, with_script
from octavo.languages import language
from octavo.production.pipeline import roots_of

BROWSER = next(filter(None, map(shutil.which, platforms.BROWSERS)), None)
in_browser = pytest.mark.skipif(BROWSER is None, reason="there is no browser")
BODY = """<h2 id="a">One</h2>
<p id="p1">Nothing is new here.</p>
<p id="p2">Nor here.</p>
<p id="p3">The <del data-redline="del">old</del><ins data-redline="ins">new</ins> gate.</p>
<p id="p4" data-redline="old"><del data-redline="del">Gone.</del></p>
<p id="p5" data-redline="new"><ins data-redline="ins">Come.</ins></p>
<blockquote><p id="p6">Still.</p><p id="p7"><ins data-redline="ins">Said</ins> so.</p></blockquote>
<p id="p8">The end.</p>"""
ONLY, BESIDE = (
    f'document.querySelector(".redline-view-{n} input").click();' for n in ("only", "beside")
)


def page(folder: Path) -> str:
    html = (
        "<!doctype html><html><head><meta charset=utf-8><title>x</title></head><body><main>"
        f'<section>{BODY}</section></main><nav class="redline-bar"></nav></body></html>'
    )
    workshop = Workshop(Inputs(roots_of(folder), environment()), Store(None))
    words = language(workshop, "de")
    return with_script(html.encode(), script_of(workshop, False), workshop, words)


def browsed(folder: Path, script: str) -> str:
    """Return what a browser's page holds after a script has run behind those of the page."""
    head, _, tail = page(folder).rpartition("</body>")
    path = folder / "page.html"
    path.write_text(f"{head}<script>{script}</script></body>{tail}", encoding="utf-8")
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,900"]
    words += [f"--user-data-dir={folder / 'browser'}", "--dump-dom", path.as_uri()]
    ended = subprocess.run(
        [str(BROWSER), *words], env=dict(os.environ), capture_output=True, timeout=120, check=True
    )
    return ended.stdout.decode()


def test_the_views_load_nothing_and_speak_the_language_of_the_text(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert "Nur Änderungen" in text and "Nebeneinander" in text
    assert "http" not in text and "@import" not in text and "fetch" not in text


def test_printed_all_is_open_and_in_one_column(tmp_path: Path) -> None:
    printed = page(tmp_path).partition("@media print {")[2]
    assert re.search(r"summary, \.redline-old-side \{ display: none \}", printed)
    assert "details-content" in printed and "beforeprint" in printed


@in_browser
def test_what_nothing_has_changed_in_is_folded_and_headings_are_not(tmp_path: Path) -> None:
    found = browsed(tmp_path, ONLY)
    folds = re.findall(r"<details class=\"redline-fold\">(.*?)</details>", found, re.DOTALL)
    ids = [re.findall(r'id="(\w+)"', fold) for fold in folds]
    assert ids == [["p1", "p2"], ["p6"], ["p8"]]
    assert "<summary>Unverändert: 2</summary>" in folds[0]


@in_browser
def test_side_by_side_each_block_stands_once_with_its_id(tmp_path: Path) -> None:
    found = browsed(tmp_path, BESIDE)
    body = found.partition("<main>")[2].partition("</main>")[0]
    assert all(body.count(f'id="p{n}"') == 1 for n in range(1, 9))
    rows = body.split('<div class="redline-row">')[1:]
    # what came in place of what went stands in its row
    assert [row.count("<p") // 2 for row in rows] == [1, 1, 1, 2, 1, 1, 1]


@in_browser
def test_a_view_that_is_left_leaves_nothing_behind(tmp_path: Path) -> None:
    text = 'const text = () => document.querySelector("main").innerHTML.replace(/\\s+/g, "");'
    script = f"{text} const was = text(); {ONLY}{BESIDE}{ONLY}{BESIDE}"
    found = browsed(tmp_path, f"{script} document.title = was === text() ? 'equal' : text();")
    assert "<title>equal</title>" in found
