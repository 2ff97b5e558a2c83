"""A letter whose mark the face of the text would set beside it stands in a face that can."""

from pathlib import Path

import pytest
from by_hand import bench, config_of, of, xhtml

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import letters_of
from octavo.fonts.letters import can_stack
from octavo.transforms import paired_marks
from octavo.transforms.paired_marks import join_emoji, pair_marks


def spans(given: str, workshop: Workshop, theme: str = "brief") -> str:
    """Return a text as the step leaves it, each span in brackets."""
    done = xhtml(pair_marks(of(given, config=config_of(theme=theme)), workshop))
    return done.replace('<span class="paired">', "[").replace("</span>", "]")


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("<p>x\u0302, q\u0303 and n\u0308</p>", "<p>[x\u0302], [q\u0303] and n\u0308</p>"),
        ("<p>\u025b\u0303 e\u0301</p>", "<p>[\u025b\u0303] e\u0301</p>"),
        (
            "<p><em>a</em>x\u0302y<i>x\u0304</i> z</p>",
            "<p><em>a</em>[x\u0302]y<i>[x\u0304]</i> z</p>",
        ),
        ("<p><em>a</em> b x\u0302</p>", "<p><em>a</em> b [x\u0302]</p>"),
        ("<p><code>x\u0302</code></p>", "<p><code>x\u0302</code></p>"),
        ("<table><tr><td>x\u0302</td></tr></table>", "<table><tr><td>x\u0302</td></tr></table>"),
        ("<p>x and q</p>", "<p>x and q</p>"),
    ],
)
def test_torn_letters_alone_change_their_face(given: str, made: str, tmp_path: Path) -> None:
    assert spans(given, bench(tmp_path)) == made


def test_a_face_that_sets_the_mark_keeps_it(tmp_path: Path) -> None:
    text = "<p>x\u0302 q\u0303</p>"
    assert spans(text, bench(tmp_path), "book") == "<p>x\u0302 [q\u0303]</p>"


def test_a_face_tells_whether_it_sets_marks_over_letters(tmp_path: Path) -> None:
    known = letters_of(bench(tmp_path), ("Literata", "Noto Serif", "Fira Sans"))
    pairs = ("x\u0302", "q\u0303", "n\u0308", "\u0177", "\u025b\u0303")
    told = [[can_stack(face, pair) for pair in pairs] for face in known]
    assert told == [[False, False, True, True, False], [True] * 5, [True] * 5]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("<p>1\ufe0f\u20e3 #\u20e3 and 1, #2</p>", "<p>[1\ufe0f\u20e3] [#\u20e3] and 1, #2</p>"),
        (
            "<p>a\U0001f645\u200d\u2640\ufe0fb \U0001f468\u200d\U0001f469\u200d\U0001f467.</p>",
            "<p>a[\U0001f645\u200d\u2640\ufe0f]b [\U0001f468\u200d\U0001f469\u200d\U0001f467].</p>",
        ),
        (
            "<p>\U0001f937\U0001f3fd\u200d\u2642\ufe0f\U0001f44d\U0001f3fd</p>",
            "<p>[\U0001f937\U0001f3fd\u200d\u2642\ufe0f][\U0001f44d\U0001f3fd]</p>",
        ),
        ("<p>\u2764\ufe0f or \u2764</p>", "<p>[\u2764\ufe0f] or \u2764</p>"),
        ("<p><i>a</i> \U0001f1eb\U0001f1f7</p>", "<p><i>a</i> [\U0001f1eb\U0001f1f7]</p>"),
        ("<p>\u0915\u094d\u200d\u0937 \U0001f30a</p>", None),
        ("<p><code>1\ufe0f\u20e3</code></p>", None),
    ],
)
def test_signs_that_make_one_picture_are_set_in_one_face(
    given: str, made: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert xhtml(join_emoji(of(given), bench(tmp_path))) == given
    monkeypatch.setattr(paired_marks, "families", lambda workshop: {"Noto Emoji": None})
    done = xhtml(join_emoji(of(given), bench(tmp_path)))
    assert done.replace('<span class="emoji">', "[").replace("</span>", "]") == (made or given)
