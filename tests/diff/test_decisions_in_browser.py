"""The page of a redline in Chromium: accepted it reads as B, rejected as A; its patch applies."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from browsing import TOOLS, browsed
from click.testing import CliRunner
from test_source_patches import applied

from octavo.cli.program import octavo
from octavo.core import platforms

OLD = (
    "# Trees\n\nThe *larch* fell near the gate, and nobody saw it.\n\nA lamp burned.\n\n"
    "A paragraph that will go to another place, with all its words.\n\n## Gates\n\n"
    "- one gate\n- two gates\n\nThe end of it, as it was told.\n"
)
NEW = (
    "# Trees\n\nThe **oak** fell near the wall, and nobody saw it.\n\n## Gates\n\n"
    "- one gate\n- two gates\n- three gates\n\n"
    "A paragraph that will go to another place, with all its words.\n\n"
    "The end of it, as it was told.\n\nAdded at last.\n"
)
IS_HERE = (TOOLS / "node").is_dir() and any(map(shutil.which, platforms.BROWSERS))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what is seen of three redlines: from A to B, from A to itself, from B to itself."""
    root = tmp_path_factory.mktemp("decided")
    for name, text in (("a", OLD), ("b", NEW)):
        (root / f"{name}.md").write_text(text, encoding="utf-8")
    pages = {}
    for one, other in ("ab", "aa", "bb"):
        words = [str(root / f"{name}.md") for name in (one, other)]
        out = root / (one + other)
        CliRunner().invoke(octavo, ["diff", *words, "--redline", str(out), "--project", str(root)])
        pages[one + other] = out / f"{other}-redline.html"
    found = browsed("redline_decided.cjs", *pages.values())
    return {"root": root, **{name: found[str(path)] for name, path in pages.items()}}


def words_of(told: dict[str, Any]) -> str:
    """Return the words of a page from its text on, without the colophon that names the edition."""
    found = re.search(r"The(?:oak|larch)fell.*?(?=Citeas|Set[Ii]n|$)", str(told["words"]))
    assert found, told["words"]
    return found[0]


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_HERE, reason="octavo doctor --install chromium"),
]


def test_a_page_accepted_reads_as_the_new_text(seen: dict[str, Any]) -> None:
    assert seen["ab"]["faults"] == []
    assert words_of(seen["ab"]["accepted"]) == words_of(seen["bb"]["accepted"])
    assert "oak" in seen["ab"]["accepted"]["words"]


def test_a_page_rejected_reads_as_the_old_text(seen: dict[str, Any]) -> None:
    assert words_of(seen["ab"]["rejected"]) == words_of(seen["aa"]["rejected"])
    assert "larch" in words_of(seen["ab"]["rejected"])


def test_the_patch_of_a_page_applies(seen: dict[str, Any], tmp_path: Path) -> None:
    git = ["git", "apply", "-"]
    got = applied(seen["ab"]["accepted"]["patch"], {"a.md": OLD}, tmp_path / "on", git)
    assert list(got.values()) == [NEW]
    assert seen["ab"]["rejected"]["patch"] == ""


def test_page_and_command_make_the_same_of_decisions(seen: dict[str, Any], tmp_path: Path) -> None:
    root = seen["root"]
    (tmp_path / "told.json").write_text(seen["ab"]["mixed"]["decisions"], encoding="utf-8")
    assert len(json.loads(seen["ab"]["mixed"]["decisions"])["rejected"]) > 1
    words = [str(root / "a.md"), str(root / "b.md"), "--patch", str(tmp_path / "out.patch")]
    words += ["--decisions", str(tmp_path / "told.json"), "--project", str(root)]
    assert CliRunner().invoke(octavo, ["diff", *words]).exit_code == 1
    git = ["git", "apply", "-"]
    ours = (tmp_path / "out.patch").read_text(encoding="utf-8")
    made = [
        applied(patch, {"a.md": OLD}, tmp_path / "on", git)
        for patch in (ours, seen["ab"]["mixed"]["patch"])
    ]
    assert made[0] == made[1]
    assert list(made[0].values()) not in ([OLD], [NEW])
