"""Every trick of the table in Chromium, against a server of this machine that counts: with its
policy a page runs nothing and loads nothing, whether or not somebody has looked it through."""

import re
from pathlib import Path

import pytest
from browsing import browsed
from loopback import loopback
from tricks import BODY, filled

from octavo.finished.page_policy import with_policy

pytestmark = [pytest.mark.conformance, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SHELL = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>A</title>\n</head>\n'
    '<body>\n<h1>Words</h1>\n{}\n<p id="x">x</p>\n</body></html>'
)
LEADS = frozenset({"refresh", "refresh capitals"})
"""What no policy forbids, and E311 alone keeps out: to lead the whole page elsewhere."""
TEETH = 90
"""Tricks that do something in this browser where there is no policy, at the least."""


def opened(folder: Path, is_held: bool, is_site: bool = False) -> set[str]:
    """Return the tricks that ran or loaded something."""
    folder.mkdir()
    with loopback() as server:
        for n, trick in enumerate(BODY.values()):
            text = SHELL.replace("{}", filled(trick, server.address(f"/{n}-of")))
            page = with_policy(text, is_site) if is_held else text
            (folder / f"{n}.html").write_text(page, encoding="utf-8")
        told = browsed("tricks_opened.cjs", folder)
        asked = {int(found[1]) for path in server.asked if (found := re.match(r"/(\d+)-", path))}
    names = list(BODY)
    ran = {int(Path(page).stem) for page, is_so in told.items() if is_so}
    assert len(told) == len(BODY)
    return {names[n] for n in asked | ran}


def test_without_a_policy_the_tricks_bite(tmp_path: Path) -> None:
    assert len(opened(tmp_path / "bare", is_held=False)) >= TEETH


@pytest.mark.parametrize("is_site", [False, True])
def test_with_its_policy_a_page_runs_nothing_and_loads_nothing(
    tmp_path: Path, is_site: bool
) -> None:
    assert opened(tmp_path / "held", True, is_site) - LEADS == set()
