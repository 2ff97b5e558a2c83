"""Fonts of the house: files below templates/fonts are families, with a licence and not without."""

import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
from by_hand import bench
from click.testing import CliRunner
from conftest import environment
from fontTools.ttLib import TTFont

from octavo.cli.command_fonts import fonts
from octavo.core.problems import BuildFailed
from octavo.fonts.bundled import families, families_of_ours
from octavo.fonts.house_fonts import font_faults, house_cuts
from octavo.production.pipeline import Project, build, templates_folder

OURS = templates_folder() / "fonts"
OFL = (OURS / "LICENCES" / "NotoSerif.txt").read_text(encoding="utf-8")
META = "octavo: 1\ntitle: Work\nlanguage: en\ndate: 2024-05-01\ntheme: book\nbody: [one.md]\n"


def put_font(folder: Path, cut: str = "Regular", name: str = "Quay Hand") -> Path:
    """Write a cut of Noto Serif under the name of a family of nobody's."""
    font = TTFont(OURS / f"NotoSerif-{cut}.ttf")
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = name
        elif record.nameID == 6:
            record.string = f"{name.replace(' ', '')}-{cut}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name.replace(' ', '')}-{cut}.ttf"
    font.save(path)
    return path


def faults(folder: Path) -> list[tuple[str, str]]:
    workshop = bench(folder)
    found = font_faults(workshop, families_of_ours(workshop))
    return [(each.code, each.place.path) for each in found]


def test_files_of_one_family_are_its_cuts_the_regular_first(tmp_path: Path) -> None:
    here = tmp_path / "templates" / "fonts"
    for cut in ("Bold", "Italic", "Regular"):
        put_font(here, cut)
    (here / "OFL.txt").write_text(OFL)
    family = families(bench(tmp_path))["Quay Hand"]
    assert [(cut.weight, cut.style) for cut in family.cuts] == [
        (400, "normal"),
        (700, "normal"),
        (400, "italic"),
    ]
    assert (family.licence, family.root) == ("templates/fonts/OFL.txt", "publication")
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("licence", "is_one"),
    [
        ("OFL.txt", True),
        ("LICENSE", True),
        ("licences/Licence-of-all.md", False),
        ("QuayHand.txt", True),
        ("LICENCES/QuayHand.txt", True),
        ("notes.txt", False),
        ("Other.txt", False),
    ],
)
def test_a_licence_lies_beside_its_font_or_has_its_name(
    tmp_path: Path, licence: str, is_one: bool
) -> None:
    here = tmp_path / "templates" / "fonts"
    font = put_font(here)
    (here / licence).parent.mkdir(exist_ok=True)
    (here / licence).write_text(OFL)
    told = [] if is_one else [("E136", f"templates/fonts/{font.name}")]
    assert (faults(tmp_path), len(house_cuts(bench(tmp_path)))) == (told, int(is_one))


def vary(path: Path) -> None:
    font = TTFont(OURS / "NotoSerif-Regular.ttf")
    font["fvar"] = _fvar()
    font.save(path)


def _fvar() -> object:
    from fontTools.ttLib.tables._f_v_a_r import Axis, table__f_v_a_r

    made = table__f_v_a_r()
    axis = Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue = "wght", 400, 400, 700
    made.axes, made.instances = [axis], []
    return made


def damage(path: Path) -> None:
    path.write_bytes((OURS / "NotoSerif-Regular.ttf").read_bytes()[:4000])


def leave_empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [vary, damage, leave_empty])
def test_what_is_no_static_font_is_told(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    here = tmp_path / "templates" / "fonts"
    here.mkdir(parents=True)
    (here / "OFL.txt").write_text(OFL)
    spoil(here / "Some.ttf")
    assert faults(tmp_path) == [("E137", "templates/fonts/Some.ttf")]
    assert house_cuts(bench(tmp_path)) == ()


def test_a_family_of_ours_cannot_be_given_other_letters(tmp_path: Path) -> None:
    here = tmp_path / "templates" / "fonts"
    put_font(here, name="EB Garamond")
    (here / "OFL.txt").write_text(OFL)
    assert faults(tmp_path) == [("E137", "templates/fonts/EBGaramond-Regular.ttf")]
    assert families(bench(tmp_path))["EB Garamond"].root == "templates"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose house has a face of its own, named in one line."""
    root = tmp_path_factory.mktemp("house")
    here = root / "templates" / "fonts"
    for cut in ("Regular", "Italic"):
        put_font(here, cut)
    (here / "OFL.txt").write_text(OFL)
    (root / "templates" / "own.css").write_text(':root { --text: "Quay Hand" }\n')
    (root / "source" / "work").mkdir(parents=True)
    (root / "source" / "work" / "publication.yaml").write_text(META)
    (root / "source" / "work" / "one.md").write_text("# One\n\nWords of *some* weight.\n")
    return Project(root, root / "build", None, {})


def faces_in(pdf: bytes) -> set[str]:
    """Return the names of the fonts that the words of a PDF are set in."""
    return {
        each.get_font().get_base_name().partition("+")[2]
        for page in pdfium.PdfDocument(pdf)
        for each in page.get_objects([pdfium.raw.FPDF_PAGEOBJ_TEXT])
    }


def test_one_line_changes_the_face_of_all_editions_and_of_the_colophon(house: Project) -> None:
    files = build(house, "work").files
    html = files["work.html"].decode()
    book = ZipFile(BytesIO(files["work.epub"]))
    names = book.namelist()
    texts = "".join(book.read(name).decode() for name in names if name.endswith(".xhtml"))
    sheet = book.read(next(name for name in names if name.endswith(".css"))).decode()
    assert {"Quay-Hand", "Quay-Hand-Italic"} <= faces_in(files["work.pdf"])
    assert not any(name.startswith("EB-Garamond") for name in faces_in(files["work.pdf"]))
    assert '@font-face { font-family: "Quay Hand"' in html
    assert '@font-face { font-family: "EB Garamond"' not in html
    assert 'html { font-family: "Quay Hand" }' in sheet
    assert {name for name in names if "/fonts/" in name} == {
        "EPUB/fonts/OFL.txt",
        "EPUB/fonts/QuayHand-Italic.woff2",
        "EPUB/fonts/QuayHand-Regular.woff2",
    }
    assert "Set in Quay Hand, Alegreya Sans and Fira Code." in html
    assert "Set in Quay Hand." in texts


def test_a_face_of_ours_takes_one_line_too(house: Project, tmp_path: Path) -> None:
    root = shutil.copytree(house.root, tmp_path / "copy")
    (root / "templates" / "own.css").write_text(':root { --text: "Noto Serif"; --sans: Cairo }\n')
    files = build(Project(root, root / "build", None, {}), "work").files
    assert "Set in Noto Serif, Cairo and Fira Code." in files["work.html"].decode()
    assert {name.partition("-All")[0] for name in faces_in(files["work.pdf"])} == {
        "Noto-Serif",
        "Noto-Serif-Italic",
    }


def test_a_family_that_is_not_there_is_told_and_nothing_is_borrowed(
    house: Project, tmp_path: Path
) -> None:
    root = shutil.copytree(house.root, tmp_path / "copy")
    (root / "templates" / "own.css").write_text("/* Ours */\n:root {\n  --text: Georgia;\n}\n")
    with pytest.raises(BuildFailed) as failure:
        build(Project(root, root / "build", None, {}), "work", ("html",))
    (problem,) = failure.value.problems
    assert (problem.code, problem.place.line) == ("E138", 3)


def test_the_families_that_can_be_named_are_listed(house: Project) -> None:
    result = CliRunner().invoke(fonts, ["--project", str(house.root)])
    listed = result.output.rpartition("families for style sheets: ")[2].strip().split(", ")
    assert {"Quay Hand", "EB Garamond", "Noto Sans Math"} <= set(listed)


def test_of_a_face_without_its_licence_only_that_is_told(tmp_path: Path) -> None:
    put_font(tmp_path / "templates" / "fonts")
    (tmp_path / "templates" / "own.css").write_text(':root { --text: "Quay Hand" }\n')
    work = tmp_path / "source" / "work"
    work.mkdir(parents=True)
    head = "octavo: 1\ntitle: Work\nlanguage: en\ndate: 2024-05-01\neditions: [html]\n"
    (work / "publication.yaml").write_text(f"{head}body: [text.md]\n")
    (work / "text.md").write_text("Words.\n")
    with pytest.raises(BuildFailed) as failed:
        build(Project(tmp_path, tmp_path / "build", None, environment()), "work")
    assert [(each.code, each.place.path) for each in failed.value.problems] == [
        ("E136", "templates/fonts/QuayHand-Regular.ttf")
    ]
