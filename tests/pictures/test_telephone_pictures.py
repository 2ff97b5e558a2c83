"""HEIC and AVIF: told with the command that makes a JPEG of each, once, beside it."""

import importlib.util
import io
import sys
from pathlib import Path

import pytest
from camera import exif, file, project, view
from click.testing import CliRunner
from PIL import Image

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed
from octavo.pictures.conversion import NotConverted, convert
from octavo.pictures.picture import read_picture
from octavo.pictures.telephone_kinds import is_made_of, telephone_kind
from octavo.production.pipeline import build, check, workshop_of

AVIF = file(view(), "AVIF", quality=90, exif=exif(), icc_profile=None)
TEXT = "Words.\n\n![A view](IMG 1.HEIC.avif)\n".replace("IMG 1.HEIC.avif", "<IMG 1.avif>")
needs_heic = pytest.mark.skipif(
    importlib.util.find_spec("pillow_heif") is None, reason="pillow-heif is an extra"
)


def heic(picture: Image.Image, **options: object) -> bytes:
    import pillow_heif

    target = io.BytesIO()
    pillow_heif.from_pillow(picture).save(target, format="HEIF", quality=90, **options)
    return target.getvalue()


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(octavo, ["pictures", *words, "--project", str(folder)])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (AVIF, "AVIF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", ""),
        (b"\xff\xff\xff\xffftypisom", ""),
        (file(view(), "PNG"), ""),
        (b"", ""),
    ],
)
def test_a_kind_is_told_by_its_brands(data: bytes, kind: str) -> None:
    assert telephone_kind(data) == kind


def test_a_picture_that_nothing_was_made_of_is_told_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed) as failure:
        check(project(tmp_path, TEXT, {"IMG 1.avif": AVIF}), "views")
    (told,) = failure.value.problems
    assert (told.code, told.place.line) == ("E278", 9)
    assert told.message == "IMG 1.avif is AVIF, which editions cannot hold"
    assert "octavo pictures --convert source" in told.hint


def test_the_command_makes_a_jpeg_once_and_builds_take_it(tmp_path: Path) -> None:
    home = project(tmp_path, TEXT, {"IMG 1.avif": AVIF, "other.png": file(view(), "PNG")})
    assert run(tmp_path) == (
        1,
        "IMG 1.avif: AVIF: octavo pictures --convert makes a JPEG of it\n",
    )
    assert run(tmp_path, "--convert", "views") == (0, "IMG 1.avif: AVIF: made IMG 1.avif.jpg\n")
    made = (tmp_path / "source" / "IMG 1.avif.jpg").read_bytes()
    assert run(tmp_path, "--convert") == (0, "IMG 1.avif: AVIF: IMG 1.avif.jpg stands for it\n")
    assert (tmp_path / "source" / "IMG 1.avif.jpg").read_bytes() == made
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size, bool(image.getexif())) == ("JPEG", (96, 64), False)
    assert [each.code for each in check(home, "views")] == []
    asset = read_picture(workshop_of(home, "views"), "IMG 1.avif").asset
    assert (asset.path, asset.media_type) == ("IMG 1.avif.jpg", "image/jpeg")
    assert b"octavo pictures" not in asset.data
    assert b"data:image/jpeg" in build(home, "views").files["views.html"]


def test_what_was_made_of_another_state_is_told_and_made_anew(tmp_path: Path) -> None:
    other = file(view(64, 96), "AVIF")
    home = project(tmp_path, TEXT, {"IMG 1.avif": AVIF})
    run(tmp_path, "--convert")
    (tmp_path / "source" / "IMG 1.avif").write_bytes(other)
    with pytest.raises(BuildFailed) as failure:
        check(home, "views")
    (told,) = failure.value.problems
    assert (told.code, told.place.line) == ("E279", 9)
    assert told.hint == "make it anew: octavo pictures --convert source"
    assert run(tmp_path, "--convert") == (0, "IMG 1.avif: AVIF: made IMG 1.avif.jpg\n")
    assert read_picture(workshop_of(home, "views"), "IMG 1.avif").asset.height == 96


def test_a_picture_that_its_author_made_stands_for_it_and_is_never_replaced(tmp_path: Path) -> None:
    own = file(view(40, 40), "PNG")
    home = project(tmp_path, TEXT, {"IMG 1.avif": AVIF, "IMG 1.avif.png": own})
    assert read_picture(workshop_of(home, "views"), "IMG 1.avif").asset.width == 40
    assert run(tmp_path, "--convert")[0] == 0
    assert (tmp_path / "source" / "IMG 1.avif.png").read_bytes() == own
    assert not (tmp_path / "source" / "IMG 1.avif.jpg").exists()


def test_what_is_transparent_becomes_a_png() -> None:
    clear = view().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    data = file(clear, "AVIF")
    path, made = convert("a.avif", data)
    assert path == "a.avif.png" and is_made_of(made, data) and not is_made_of(made, AVIF)
    path, made = convert("a.avif", file(view().convert("RGBA"), "AVIF"))
    assert path == "a.avif.jpg"


@needs_heic
def test_a_photograph_of_a_telephone_comes_upright_with_its_profile(tmp_path: Path) -> None:
    from odd_pictures import DISPLAY_P3, profile

    p3 = profile(2.2, DISPLAY_P3)
    block = exif(6)
    data = heic(view(), exif=block.tobytes(), icc_profile=p3)
    assert telephone_kind(data) == "HEIC"
    path, made = convert("IMG_1.HEIC", data)
    with Image.open(io.BytesIO(made)) as image:
        assert (path, image.info["icc_profile"]) == ("IMG_1.HEIC.jpg", p3)
        assert not image.getexif()
        assert image.size == (64, 96)


def test_heic_without_its_package_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    with pytest.raises(NotConverted, match=r"pip install pillow-heif; .* heif-convert"):
        convert("a.heic", data)
    project(tmp_path, "![A view](a.heic)\n", {"a.heic": data})
    assert run(tmp_path, "--convert")[0] == 1


@pytest.mark.parametrize("cut", [40, 200])
def test_a_damaged_one_is_told(cut: int) -> None:
    with pytest.raises(NotConverted, match=r"a\.avif"):
        convert("a.avif", AVIF[:cut])


def test_of_a_file_that_is_built_by_itself_only_what_it_names_is_looked_at(tmp_path: Path) -> None:
    for name in ("a.avif", "b.avif"):
        (tmp_path / name).write_bytes(AVIF)
    (tmp_path / "notes.md").write_text("![A view](a.avif)\n")
    done = CliRunner().invoke(octavo, ["pictures", "--convert", str(tmp_path / "notes.md")])
    assert (done.exit_code, done.output) == (0, "a.avif: AVIF: made a.avif.jpg\n")
    assert not (tmp_path / "b.avif.jpg").exists()
