"""How much of a picture has changed, and where: told, and outlined in both its states."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from test_collation import written
from test_redline import revision, told
from test_redline_outputs import run

from octavo.diff.picture_regions import Region, region_of
from octavo.diff.report.redline.redline_publication import make_redline
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.spoken_pictures import STEP
from octavo.diff.report.redline.unweave import accept_changes, reject_changes
from octavo.diff.report.redline.woven import book, weave
from octavo.languages import language
from octavo.markup.tree import Element, elements, has_class
from octavo.model.publication import Asset

SHEET = Path(__file__).parents[2] / "templates" / "shared" / "redline.css"
TEXT = (
    "---\ntitle: The harbour\nlanguage: en\n---\n\n## Where it lies\n\nThe harbour lies here.\n\n"
    "![A house](house.png)\n\nThe sign ![house](sign.png) stands on charts.\n\n"
    "![A plan](plan.svg){width=60%}\n\nAfter it the road goes on.\n"
)


def raster(x: int, kind: str = "PNG", size: tuple[int, int] = (200, 100)) -> bytes:
    """Return a picture of a house that stands ``x`` pixels from the left."""
    image = Image.new("RGB", size, (240, 236, 225))
    ImageDraw.Draw(image).rectangle((x, 40, x + 19, 79), fill=(200, 40, 40))
    target = io.BytesIO()
    image.save(target, kind, quality=80)
    return target.getvalue()


def plan(x: int) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
        f'<rect x="{x}" y="40" width="20" height="40" fill="#c22"/></svg>'
    ).encode()


def asset(data: bytes, kind: str = "image/png") -> Asset:
    return Asset("a", data, kind, 200, 100)


def sides(folder: Path) -> tuple[Path, Path]:
    for name, x in (("old", 20), ("new", 60)):
        files = {"house.png": raster(x), "sign.png": raster(x), "plan.svg": plan(x)}
        written(folder / name, {"t.md": TEXT, **files})
    return folder / "old" / "t.md", folder / "new" / "t.md"


def bodies(folder: Path) -> list[Element]:
    """Return the chapters of a redline."""
    old, new_ = (revision(path, folder) for path in sides(folder))
    found = make_redline(old, new_, (), language(new_.workshop, "en"), "Changes")
    return [chapter.body for chapter in found.chapters]


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml"])
def test_a_region_is_the_box_around_all_that_has_changed(kind: str) -> None:
    draw = raster if kind == "image/png" else plan
    found = region_of(asset(draw(20), kind), asset(draw(60), kind))
    assert found is not None
    assert (found.left, found.right) == (10, 40)
    assert found.top in (39, 40) and found.bottom in (80, 81)
    assert 7 <= found.share <= 9, "two houses of 20 by 40 in 200 by 100"


def test_what_an_encoder_has_made_of_it_is_no_change() -> None:
    assert region_of(asset(raster(20)), asset(raster(20, "JPEG"), "image/jpeg")) is None


def test_a_picture_that_was_only_scaled_has_changed_nowhere() -> None:
    image = Image.open(io.BytesIO(raster(20)))
    target = io.BytesIO()
    image.resize((400, 200), Image.Resampling.NEAREST).save(target, "PNG")
    assert region_of(asset(target.getvalue()), asset(raster(20))) is None


def test_pictures_of_other_shapes_are_not_laid_over_each_other() -> None:
    assert region_of(asset(raster(20)), asset(raster(20, size=(200, 180)))) is None


def test_a_picture_that_is_none_is_no_fault(tmp_path: Path) -> None:
    broken = Asset("a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
    assert region_of(broken, asset(raster(20))) is None


def test_the_report_tells_regions_by_the_pictures_themselves(tmp_path: Path) -> None:
    old, new_ = sides(tmp_path)
    result = run(str(old), str(new_))
    assert result.output.count("(8 % of it other: 10–40 % across") == 3, result.output


def test_both_states_are_outlined_and_the_outline_says_where(tmp_path: Path) -> None:
    boxes = [n for body in bodies(tmp_path) for n in elements(body, "span")]
    boxes = [each for each in boxes if has_class(each, "redline-region")]
    around = [(box.getparent(), (box.get("class") or "").split()[1:]) for box in boxes]
    assert all(names[0] == "redline-left-2" for _, names in around)
    assert all(names[2] == "redline-wide-6" for _, names in around)
    frames = [frame for frame, _ in around if frame is not None]
    assert [has_class(each, "redline-framed") for each in frames] == [True] * 5
    assert [each[0].get("alt") for each in frames].count("A plan") == 1, "60 % of its room: one"


def test_the_words_beside_it_say_how_much_and_where(tmp_path: Path) -> None:
    text = " ".join("".join(map(str, body.itertext())) for body in bodies(tmp_path))
    assert len(re.findall(r"\[changed: 8 %, 10–40 % × (?:39|40)–8[01] %\]", text)) == 5


def test_the_list_of_a_redline_says_how_much_of_a_picture_is_another(tmp_path: Path) -> None:
    old, new_ = sides(tmp_path)
    out = tmp_path / "out"
    run(str(old), str(new_), "--redline", str(out))
    page = (out / "t-redline.html").read_text(encoding="utf-8")
    assert "replace the picture" in page
    assert re.search(r"replace the picture .{1,80} \(\d+ %, \d+–\d+ % × \d+–\d+ %\)", page), page


def test_an_outline_changes_nothing_of_what_is_given_back(tmp_path: Path) -> None:
    old, new = (revision(path, tmp_path) for path in sides(tmp_path))
    cloth = weave(old, new)
    tell(cloth, language(new.workshop, "en"), lambda *_: Region(8, 10, 40, 40, 80))
    assert any(has_class(each, "redline-region") for each in elements(cloth.root, "span"))
    assert told(accept_changes(cloth.root)) == told(book(new.publication))
    assert told(reject_changes(cloth.root)) == told(book(old.publication))


def test_the_sheet_has_a_class_for_each_step() -> None:
    sheet = SHEET.read_text(encoding="utf-8")
    for n in range(100 // STEP):
        for name in (f"left-{n}", f"top-{n}", f"wide-{n + 1}", f"high-{n + 1}"):
            assert f".redline-{name} {{" in sheet, name


def test_epub_and_html_hold_the_outlines(tmp_path: Path) -> None:
    old, new_ = sides(tmp_path)
    out = tmp_path / "out"
    result = run(str(old), str(new_), "--redline", str(out))
    assert result.exit_code == 1 and "E714" not in result.output, result.output
    page = (out / "t-redline.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(out / "t-redline.epub") as epub:
        names = [name for name in epub.namelist() if name.endswith(".xhtml")]
        pages = "".join(epub.read(name).decode() for name in names)
    assert page.count('class="redline-region ') == pages.count('class="redline-region ') == 5


def test_words_of_a_region_are_in_no_language() -> None:
    assert Region(8, 10, 40, 40, 80).words == "8 %, 10–40 % × 40–80 %"
