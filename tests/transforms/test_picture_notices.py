"""What is told of pictures: each thing once, at its first place, and only what is so."""

from dataclasses import replace

import pytest
from by_hand import FORMATS, chapter_of, config_of

from octavo.constructs.picture_notices import Notices, changes
from octavo.model.formats import PictureNeeds, Room
from octavo.model.publication import Asset
from octavo.pictures.found import Picture

PDF = replace(FORMATS["pdf"], pictures=PictureNeeds({"text": Room(1000)}, is_still=True))
CONFIG = config_of({**FORMATS, "pdf": PDF})
BIG = Picture(Asset("a.png", b"", "image/png", 4000, 4000))
SMALL = Picture(Asset("a.png", b"", "image/png", 40, 40))
FIGURE = '<figure data-line="2"><img src="a.png" alt="A"/></figure>'
CREDITED = FIGURE.replace(
    "</figure>", '<figcaption><span class="credit">A</span></figcaption></figure>'
)


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        (SMALL, []),
        (BIG, ["has 4000 x 4000 pixels: scaled to 1000 x 1000 in the PDF"]),
        (replace(BIG, asset=replace(BIG.asset, media_type="image/svg+xml")), []),
        (replace(SMALL, was_cmyk=True), ["is in CMYK: editions hold it in sRGB"]),
        (replace(SMALL, is_deep=True), ["has 16 bits a channel: the PDF holds 8"]),
    ],
)
def test_a_change_of_pixels_is_told(picture: Picture, found: list[str]) -> None:
    assert list(changes(picture, CONFIG, "text")) == found


def test_a_change_is_told_once_at_its_first_place() -> None:
    notices = Notices(CONFIG, {"a.png": BIG})
    (first,) = notices.of(chapter_of(FIGURE * 2), chapter_of(FIGURE * 2).body)
    assert (first.code, first.severity, first.place.line) == ("E225", "notice", 2)
    assert notices.of(chapter_of(FIGURE, "two"), chapter_of(FIGURE).body) == []


@pytest.mark.parametrize(
    ("body", "count"), [(FIGURE, 1), (CREDITED, 0), ('<p><img src="a.png" alt="A"/></p>', 0)]
)
def test_a_credit_is_offered_to_a_figure_without_one(body: str, count: int) -> None:
    notices = Notices(CONFIG, {"a.png": replace(SMALL, credit="Anna")})
    found = notices.of(chapter_of(body), chapter_of(body).body)
    assert [(each.code, each.hint) for each in found] == [("E224", "Credit: Anna")] * count


def test_a_cover_is_told_of_at_its_key() -> None:
    config = config_of({**FORMATS, "pdf": PDF}, cover="a.png")
    notices = Notices(config, {"a.png": replace(SMALL, was_cmyk=True)})
    (found,) = notices.of_cover()
    assert (found.code, found.place.path) == ("E225", "publication.yaml")
    assert notices.of_cover() == []
