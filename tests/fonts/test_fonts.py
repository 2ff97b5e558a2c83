"""What the bundled fonts are changed in."""

import pytest
import uharfbuzz
from fontTools.pens.recordingPen import RecordingPen

from octavo.production.pipeline import templates_folder

CUTS = ("Regular", "Bold", "Italic", "BoldItalic")
FEATURES = ({"onum": True}, {"onum": True, "pnum": True}, {"smcp": True}, {"c2sc": True})


def outline(cut: str, sign: str, features: dict[str, bool]) -> list[tuple[float, float]]:
    """Return the points of a sign's glyph in EB Garamond, set upright where it is italic."""
    data = (templates_folder() / "fonts" / f"EBGaramond-{cut}.ttf").read_bytes()
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(sign)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, features)
    pen = RecordingPen()
    font.draw_glyph_with_pen(buffer.glyph_infos[0].codepoint, pen)
    points = [point for _, each in pen.value for point in each]
    slope = 0.3 if "Italic" in cut else 0.0
    return [(x - slope * y, y) for x, y in points]


def lean(points: list[tuple[float, float]]) -> float:
    """Return how far the head of a figure reaches to the left of its middle, by its right."""
    top = max(y for _, y in points)
    foot = [x for x, y in points if y < 0.1 * top]
    head = [x for x, y in points if y > 0.7 * top]
    middle = (min(foot) + max(foot)) / 2
    return (middle - min(head)) / max(max(head) - middle, 1)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("features", FEATURES, ids=lambda each: "-".join(each))
def test_an_old_style_1_has_a_flag_and_is_no_capital_i(cut: str, features: dict[str, bool]) -> None:
    """It is as high as the figures beside it, and so are its neighbours."""
    one, zero = (outline(cut, sign, features) for sign in "10")
    assert lean(one) > 1.4 > lean(outline(cut, "I", {"smcp": True, "c2sc": True}))
    heights = [max(y for _, y in points) for points in (one, zero)]
    assert heights[0] == pytest.approx(heights[1], abs=12)
