"""An image alone in a paragraph is a figure; each picture is there, and is told of in words."""

from pathlib import Path

import pytest
from by_hand import bench, chapter_of, config_of, of, told, xhtml

from octavo.constructs.figures import make_figures
from octavo.markup.tree import elements, inner
from octavo.source.markdown.trees import markdown_tree

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"/>'
IMAGE = '<img src="v.svg" alt="A view"/>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the picture v.svg."""
    (tmp_path / "v.svg").write_text(SVG)
    return tmp_path


def test_an_image_with_caption_and_credit_becomes_a_figure(folder: Path) -> None:
    given = (
        '<p data-line="1"><img src="v.svg" alt="A view" id="fig-v" class="wide"/></p>'
        "<p>Figure: The <em>view</em>.\nCredit: Anna</p>"
    )
    done = make_figures(of(given), bench(folder))
    assert xhtml(done) == (
        '<figure data-line="1" id="fig-v" class="wide"><img src="v.svg" alt="A view"/><figcaption>'
        '<span class="caption">The <em>view</em>.</span> <span class="credit">Anna</span>'
        "</figcaption></figure>"
    )
    assert (list(done.assets), done.problems) == (["v.svg"], ())


def test_an_image_amid_words_stays_in_its_paragraph(folder: Path) -> None:
    given = f"<p>Here {IMAGE} it is.</p>"
    assert xhtml(make_figures(of(given), bench(folder))) == given


def test_a_link_beside_an_image_is_not_lost_and_a_place_becomes_the_figures_id(
    folder: Path,
) -> None:
    given = f'<p><a href="#x"></a> {IMAGE}</p>'
    assert xhtml(make_figures(of(given), bench(folder))) == given
    placed = f'<p><span id="there"></span>{IMAGE}</p>'
    done = xhtml(make_figures(of(placed), bench(folder)))
    assert done.startswith("<figure ") and 'id="there"' in done


def test_pictures_of_a_group_have_one_caption(folder: Path) -> None:
    given = f'<div class="figures"><p>{IMAGE}</p><p>{IMAGE}</p><p>Figures: Both.</p></div>'
    done = xhtml(make_figures(of(given), bench(folder)))
    assert done.startswith('<figure class="group"><figure data-line="0" class="sub">')
    assert done.endswith('<figcaption><span class="caption">Both.</span></figcaption></figure>')


def test_a_picture_that_is_missing_or_untold_is_told(folder: Path) -> None:
    given = '<p data-line="2"><img src="no.svg" alt="A"/> and <img src="v.svg" alt=""/></p>'
    chapter = chapter_of(given, written="\n![A](no.svg) and ![](v.svg)\n")
    done = make_figures(of(chapter), bench(folder))
    assert told(done) == ["E201 one.md:2", "E205 one.md:2"]
    assert [each.severity for each in done.problems] == ["error", "warning"]
    assert list(done.assets) == ["v.svg"]


@pytest.mark.parametrize("role", ("", ' role="presentation"'))
def test_an_untold_picture_is_an_ornament_and_an_untold_link_says_where_it_leads(
    folder: Path, role: str
) -> None:
    image = f'<img src="v.svg" alt=""{role}/>'
    given = (
        f'<p>A {image}, <a href="https://example.org/x">{image}</a>, <a href="#x">{image} b</a></p>'
    )
    done = make_figures(of(chapter_of(given)), bench(folder))
    images = elements(done.chapters[0].body, "img")
    assert [each.get("alt") for each in images] == ["", "https://example.org/x", ""]
    assert not any(each.get("role") for each in images)
    assert told(done) == ["E205 one.md"] * (1 if role else 3)


def test_what_is_no_picture_is_told(folder: Path) -> None:
    (folder / "v.svg").write_text("no picture")
    assert told(make_figures(of(f'<p data-line="1">{IMAGE}</p>'), bench(folder))) == [
        "E202 one.md:1"
    ]


def test_a_picture_for_the_eye_alone_needs_no_words(folder: Path) -> None:
    given = '<p>x <img src="v.svg" role="presentation"/></p>'
    done = make_figures(of(given), bench(folder))
    assert (xhtml(done), done.problems) == ('<p>x <img src="v.svg" alt=""/></p>', ())


def test_a_caption_without_a_figure_is_told(folder: Path) -> None:
    given = '<p data-line="1">Words.</p><p data-line="3">Figure: Alone.</p>'
    assert told(make_figures(of(given), bench(folder))) == ["E218 one.md:3"]


def test_a_cover_that_is_not_there_is_told_at_its_key(folder: Path) -> None:
    config = config_of(cover="cover.png")
    assert told(make_figures(of("<p>x</p>", config=config), bench(folder))) == [
        "E201 publication.yaml"
    ]


@pytest.mark.parametrize(
    ("written", "alternative", "caption"),
    [
        ('![A *view*](v.svg){#fig:v fig-alt="A hill."}', "A hill.", "A <em>view</em>"),
        ('![](v.svg){fig-cap="A view" fig-alt="A hill."}', "A hill.", "A view"),
        ("![A view](v.svg){#fig:v}", "A view", ""),
        ('![A view](v.svg){fig-alt="A hill."}\n\nFigure: Ours.', "A hill.", "Ours."),
    ],
)
def test_words_in_brackets_are_the_caption_where_the_picture_is_told_apart(
    written: str, alternative: str, caption: str, folder: Path
) -> None:
    chapter = chapter_of("", written=written)
    chapter.body.extend(markdown_tree(written))
    done = make_figures(of(chapter), bench(folder))
    (figure,) = elements(done.chapters[0].body, "figure")
    (image,) = elements(figure, "img")
    words = [inner(each) for each in elements(figure, "span")]
    assert (image.get("alt"), "".join(words)) == (alternative, caption)
    assert set(image.attrib) == {"src", "alt"}


def test_a_picture_amid_words_has_no_caption(folder: Path) -> None:
    text = 'A ![b](v.svg){fig-alt="c"} d'
    chapter = chapter_of("", written=text)
    chapter.body.extend(markdown_tree(text))
    done = make_figures(of(chapter), bench(folder))
    assert xhtml(done) == '<p data-line="1">A <img alt="c" src="v.svg"/> d</p>'
