"""A picture is as large as its author wants, and is found where its author means it."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, of, told, xhtml

from octavo.constructs.figures import make_figures
from octavo.constructs.picture_sizes import css_length, limit_parts, set_sizes
from octavo.markup.tree import elements, inner, parse_xml
from octavo.model.publication import Asset

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'


@pytest.mark.parametrize(
    ("given", "length"),
    [
        ("50%", "50%"),
        ("24", "24px"),
        ("100px;", "100px"),
        (" 24 ", "24px"),
        ("4.5CM", "4.5cm"),
        (".5in", ".5in"),
        ("40q", "40Q"),
        ("0", ""),
        ("big", ""),
        ("-3px", ""),
        ("1e9", ""),
        ("99999", ""),
        ("50%;color:red", ""),
    ],
)
def test_a_size_is_a_length_or_none(given: str, length: str) -> None:
    assert css_length(given) == length


def test_sizes_are_kept_until_the_editions_set_them(tmp_path: Path) -> None:
    (tmp_path / "v.svg").write_text(SVG)
    given = '<p data-line="1">A <img src="v.svg" alt="V" width="50%"/> and more</p>'
    done = make_figures(of(given), bench(tmp_path))
    assert 'data-width="50%"' in xhtml(done) and not done.problems
    body = parse_xml(f"<body>{xhtml(done)}</body>")
    set_sizes(body)
    assert '<img src="v.svg" alt="V" style="width: 50%; height: auto"/>' in inner(body)


def test_a_picture_of_a_group_does_not_grow_beyond_its_own_size() -> None:
    inside = '<figure class="sub"><img src="v.svg" alt="V"{}/></figure>'
    own = ' style="width: 50%"'
    xml = f'<figure class="group">{inside.format("")}{inside.format(own)}</figure>'
    body = parse_xml(f'<body>{xml}<figure><img src="v.svg" alt="V"/></figure></body>')
    limit_parts(body, {"v.svg": Asset("v.svg", b"", "image/svg+xml", 90, 60)})
    styles = [image.get("style") for image in elements(body, "img")]
    assert styles == ["max-width: 90px", "width: 50%", None]


def test_what_is_no_size_is_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "v.svg").write_text(SVG)
    given = '<p data-line="1">A <img src="v.svg" alt="V" width="big" height="auto"/></p>'
    done = make_figures(of(given), bench(tmp_path))
    assert told(done) == ["E255 one.md:1"] and "big" not in xhtml(done)


def test_fig_alt_is_the_alternative_text(tmp_path: Path) -> None:
    (tmp_path / "v.svg").write_text(SVG)
    given = '<p data-line="1">A <img src="v.svg" alt="caption" fig-alt="A view"/></p>'
    assert 'alt="A view"' in xhtml(make_figures(of(given), bench(tmp_path)))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("v.svg", "chapters/v.svg"),
        ("../images/w.svg", "images/w.svg"),
        ("images/w.svg", "images/w.svg"),
        ("/images/w.svg", "images/w.svg"),
        ("./my%20view.svg", "chapters/my view.svg"),
        ("images/100%25.svg", "images/100%.svg"),
    ],
)
def test_a_path_is_told_from_the_file_or_from_the_publication(
    source: str, found: str, tmp_path: Path
) -> None:
    paths = ("chapters/v.svg", "v.svg", "images/w.svg", "chapters/my view.svg", "images/100%.svg")
    for path in paths:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(SVG)
    given = f'<p data-line="1">A <img src="{source}" alt="V"/> b</p>'
    done = make_figures(of(chapter_of(given, slug="chapters/one")), bench(tmp_path))
    assert (list(done.assets), done.problems) == ([found], ())
    assert f'src="{found}"' in xhtml(done)


def test_a_path_that_leads_out_is_told_as_it_is_written(tmp_path: Path) -> None:
    given = '<p data-line="1">A <img src="../../v.svg" alt="V"/> b</p>'
    done = make_figures(of(chapter_of(given, slug="chapters/one")), bench(tmp_path))
    assert told(done) == ["E111 chapters/one.md:1"]
    assert done.problems[0].message == "'../../v.svg' lies outside the publication"


def test_a_path_with_backslashes_is_told_with_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "w.svg").write_text(SVG)
    given = '<p data-line="1">A <img src="images\\w.svg" alt="V"/> b</p>'
    done = make_figures(of(given), bench(tmp_path))
    assert done.problems[0].hint.startswith("write images/w.svg: ")
