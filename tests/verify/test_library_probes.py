"""What a release keeps of libraries' probes is evidence, and a manifest without one stays good."""

import pytest

from octavo.verify.library_probes import LINES, probe_evidence
from octavo.verify.release import ReleasedEditions
from octavo.verify.restoring import departures

PANGO = "native/pango"


def of(**tools: str) -> ReleasedEditions:
    named = {name.replace("__", "/").replace("_", " "): value for name, value in tools.items()}
    return ReleasedEditions("tides", "0" * 12, {}, (), {}, named)


OLD = of(native__pango="1.50.12", press__line_breaking="aa", native__zlib="11")
ALIKE = of(native__pango="1.56.3", press__line_breaking="aa", native__zlib="11")
OTHER = of(native__pango="1.56.3", press__line_breaking="bb", native__zlib="22")
SILENT = of(native__pango="1.56.3", native__zlib="11")


def test_another_pango_tells_whether_it_breaks_lines_otherwise() -> None:
    assert probe_evidence(PANGO, OLD, ALIKE) == "it breaks the lines of a probe alike"
    assert probe_evidence(PANGO, OLD, OTHER) == "it breaks the lines of a probe otherwise"
    assert departures(OLD, ALIKE) == (PANGO,)
    assert departures(OLD, OTHER) == (PANGO, "native/zlib", LINES)


def test_another_zlib_tells_that_it_packs_otherwise() -> None:
    assert probe_evidence("native/zlib", OLD, OTHER) == "it packs a probe into other bytes"


@pytest.mark.parametrize("sides", [(OLD, SILENT), (SILENT, OLD)])
def test_a_manifest_without_a_probe_departs_in_nothing_by_it(
    sides: tuple[ReleasedEditions, ReleasedEditions],
) -> None:
    assert departures(*sides) == (PANGO,)
    assert probe_evidence(PANGO, *sides) == ""


def test_what_has_no_probe_has_no_evidence() -> None:
    assert probe_evidence("wheel/lxml", OLD, OTHER) == ""
