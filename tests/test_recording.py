"""The README's recording of a build: one picture that moves, sound by itself."""

import re
from pathlib import Path

from recording import END_S, FILM_S, PICTURE, animate, snapshot
from rich.text import Text

from octavo.cli.pace import Pace
from octavo.core.progress import Progress
from octavo.markup.tree import elements, parse_xml

ROOT = Path(__file__).resolve().parent.parent


def seen_at(svg: str) -> list[tuple[float, float]]:
    """Return from when to when each view is seen, in seconds."""
    found = re.findall(r"([\d.]+)% \{ visibility: visible \} ([\d.]+)%, 100%", svg)
    whole = FILM_S + END_S
    return [(round(whole * float(a) / 100, 2), round(whole * float(b) / 100, 2)) for a, b in found]


def test_views_follow_each_other_without_a_gap_and_the_end_stays() -> None:
    svg = animate([(0.0, Text("$ a")), (30.0, Text("b <&>")), (120.0, Text("done"))])
    parse_xml(svg)
    assert seen_at(svg) == [(0, 4), (4, FILM_S), (FILM_S, FILM_S + END_S)]
    assert "b&#160;&lt;&amp;&gt;" in svg and "http" not in svg.replace("http://www.w3.org/", "")


def test_a_snapshot_is_what_the_display_shows_then() -> None:
    pace = Pace("tides")
    pace.hear(Progress("setting pages", "pdf", 57, 312, "pages"))
    lines = snapshot(pace, 1.0).plain.splitlines()
    assert "tides" in lines[0]
    assert re.fullmatch(r" +pdf +setting pages +57 of 312 pages +0 s *", lines[1])


def test_the_picture_of_the_readme_is_a_recording_of_the_handbook() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"]({PICTURE.relative_to(ROOT).as_posix()})" in readme
    svg = PICTURE.read_text(encoding="utf-8")
    words = " ".join("".join(each.itertext()) for each in elements(parse_xml(svg)))
    words = words.replace("\u00a0", " ")
    for expected in ("octavo build handbook", "setting pages again", "handbook.epub", ": done"):
        assert expected in words
    times = seen_at(svg)
    assert len(times) > 10 and times[-1][1] == FILM_S + END_S
