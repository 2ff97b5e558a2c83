"""Bundles held against a source, an Octavo or a date that is another: each cause is named, and what
only differs is told apart from it.

Every row takes builds of its own: they are tried in the session ``long``. One cause of a bundle is
tried among the tests (bundle/test_release_bundle.py).
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from bundled import edit, packed_by_hand, release, resummed, run
from fontTools.ttLib import TTFont
from other_toolkits import Toolkit
from releases import git, repository

YAML, TEXT = "source/tides/publication.yaml", "source/tides/one.md"
THEME, PAGE = "templates/brief/theme.css", "templates/brief/chapter.html.j2"
UNUSED = "templates/shared/index.html.j2"
FACE = "templates/fonts/Literata-Regular.ttf"
CAUSE, SUSPECT, ID_ONLY, INNOCENT = "cause", "suspect", "edition id only", "no cause"
Seed = Callable[[Path, Toolkit], None]


class Row(NamedTuple):
    """Something that is another, and what octavo verify has to say of it."""

    name: str
    seed: Seed
    roles: dict[str, str]
    """Ingredient -> its part in it: all that differ, and no others."""
    layers: dict[str, str]
    """Ending of an edition -> a layer on which it differs; '' where it does not."""
    code: int = 1


def of_text(name: str, old: str, new: str) -> Seed:
    return lambda project, _: edit(project, name, old, new)


def of_toolkit(name: str, old: str, new: str) -> Seed:
    return lambda _, toolkit: toolkit.edit(name, old, new)


def of_wheel(name: str, *edits: tuple[str, str, str]) -> Seed:
    changes = {path: (old, new) for path, old, new in edits}
    return lambda _, toolkit: toolkit.bring(name, "1.0.1", changes)


def both(*seeds: Seed) -> Seed:
    def plant(project: Path, toolkit: Toolkit) -> None:
        for seed in seeds:
            seed(project, toolkit)

    return plant


def of_letter(letter: str) -> Seed:
    """Another outline for one letter, by one byte; the rest of the face stays."""

    def plant(_: Path, toolkit: Toolkit) -> None:
        path = toolkit.folder / FACE
        with TTFont(path) as font:
            glyph = font.getGlyphID(font.getBestCmap()[ord(letter)])
            start, end = (font["loca"][n] for n in (glyph, glyph + 1))
            table = font.reader.tables["glyf"].offset
        data = bytearray(path.read_bytes())
        data[table + end - 4 if (end - start) % 4 == 0 else table + end - 6] ^= 1
        path.write_bytes(data)

    return plant


def compress_otherwise(_: Path, toolkit: Toolkit) -> None:
    """As zlib-ng does: sound, and other bytes."""
    code = """\
import zlib
_compress, _object = zlib.compress, zlib.compressobj
zlib.compress = lambda data, /, level=-1, *more, **named: _compress(data, 1, *more, **named)
zlib.compressobj = lambda level=-1, *more, **named: _object(1, *more, **named)
"""
    (toolkit.folder / "wheels/sitecustomize.py").write_text(code, encoding="utf-8")


def a_file_that_nobody_reads(project: Path, _: Toolkit) -> None:
    (project / "source/tides/thoughts.txt").write_text("Not for readers.", encoding="utf-8")
    (project / "README.md").write_text("How to build it.", encoding="utf-8")
    (project / "templates/notes.txt").write_text("How to draw it.", encoding="utf-8")


def another_lock(project: Path, _: Toolkit) -> None:
    assert run("lock", "--project", project).exit_code == 0
    edit(project, "octavo.lock", '"lxml": "', '"lxml": "0.')


ONLY_ID = {"html": "edition id", "epub": "edition id", "pdf": "edition id"}
EQUAL = {"html": "", "epub": "", "pdf": ""}
PACK = ("ebooklib/epub.py", "</container>", "<!-- ours --></container>")
ROWS = (
    Row(
        "a letter of the text",
        of_text(TEXT, "comes", "cames"),
        {"publication/one.md": CAUSE},
        {"html": "text", "epub": "text", "pdf": "text"},
    ),
    Row(
        "the title",
        of_text(YAML, "title: Tides", "title: Floods"),
        {"publication/publication.yaml": CAUSE},
        {"html": "metadata", "epub": "metadata", "pdf": "text"},
    ),
    Row(
        "a picture",
        of_text("source/tides/hut.svg", "#345", "#543"),
        {"publication/hut.svg": CAUSE},
        {"html": "picture", "epub": "picture", "pdf": "pixels"},
    ),
    Row(
        "a sheet of the project",
        of_text("templates/own.css", "#123456", "#654321"),
        {"project/own.css": CAUSE},
        {"html": "style", "epub": "edition id", "pdf": "pixels"},
    ),
    Row(
        "a template of the project that nothing reads",
        of_text("templates/shared/unused.html.j2", "never", "not ever"),
        {"project/shared/unused.html.j2": ID_ONLY},
        ONLY_ID,
    ),
    Row(
        "the language",
        of_text(YAML, "en-GB", "de"),
        {"publication/publication.yaml": CAUSE},
        {"html": "text", "epub": "metadata", "pdf": "text"},
    ),
    Row(
        "the theme",
        of_text(YAML, "theme: brief", "theme: report"),
        {"publication/publication.yaml": CAUSE},
        {"html": "style", "epub": "style", "pdf": "text"},
    ),
    Row(
        "one edition fewer",
        of_text(YAML, "[html, epub, pdf]", "[html, pdf]"),
        {"publication/publication.yaml": CAUSE},
        {"epub": "not made"},
    ),
    Row(
        "a letter of a face", of_letter("e"), {FACE: CAUSE}, {"html": "font", "epub": "edition id"}
    ),
    Row("a letter of a face that no text has", of_letter("Ω"), {FACE: ID_ONLY}, ONLY_ID),
    Row(
        "a line of a template",
        of_toolkit(PAGE, "{{ body }}", "<hr/>{{ body }}"),
        {PAGE: CAUSE},
        {"html": "markup", "epub": "markup", "pdf": "line breaks"},
    ),
    Row(
        "a line of a style sheet",
        of_toolkit(THEME, "letter-spacing: -.012em", "letter-spacing: .2em"),
        {THEME: CAUSE},
        {"html": "style", "epub": "style"},
    ),
    Row(
        "a template of another piece",
        of_toolkit(UNUSED, "\n", "{# here #}\n"),
        {UNUSED: ID_ONLY},
        ONLY_ID,
    ),
    Row("a wheel that does the same", of_wheel("pyphen"), {"wheel/pyphen": ID_ONLY}, ONLY_ID),
    Row(
        "a wheel that packs otherwise",
        of_wheel("ebooklib", PACK),
        {"wheel/ebooklib": SUSPECT},
        {"html": "edition id", "epub": "metadata", "pdf": "edition id"},
    ),
    Row(
        "the compression",
        compress_otherwise,
        {"native/zlib": SUSPECT},
        {"html": "", "epub": "compression", "pdf": "compression"},
    ),
    Row(
        "another Octavo",
        of_toolkit("pyproject.toml", '\nversion = "', '\nversion = "9.'),
        {"wheel/octavo": ID_ONLY},
        ONLY_ID,
    ),
    Row("files that nobody reads", a_file_that_nobody_reads, {}, EQUAL, 0),
    Row("the lock", another_lock, {}, EQUAL, 0),
    Row(
        "two causes, and two that are none",
        both(
            of_text(TEXT, "comes", "goes"),
            of_toolkit(PAGE, "{{ body }}", "<hr/>{{ body }}"),
            of_toolkit(UNUSED, "\n", "{# here #}\n"),
            of_wheel("pyphen"),
        ),
        {
            "publication/one.md": CAUSE,
            PAGE: CAUSE,
            UNUSED: ID_ONLY,
            "wheel/pyphen": ID_ONLY,
        },
        {"html": "text", "epub": "text", "pdf": "text"},
    ),
    Row(
        "the text and the compression",
        both(of_text(TEXT, "comes", "goes"), compress_otherwise),
        {"publication/one.md": CAUSE, "native/zlib": SUSPECT},
        {"html": "text", "epub": "text", "pdf": "text"},
    ),
)
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a project and the bundle of its tag v1, in three editions."""
    project = repository(tmp_path_factory.mktemp("causes") / "project")
    edit(project, YAML, "[html, epub]", "[html, epub, pdf]")
    git(project, "commit", "-q", "-a", "-m", "three editions")
    git(project, "tag", "-f", "v1")
    made = release(project, "--tag", "v1", "--out", project.parent)
    assert made.exit_code == 0, made.output
    return project, project.parent / "tides-1.zip"


@pytest.fixture
def project(first: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(first[0], tmp_path / "project", symlinks=True))


@pytest.fixture
def toolkit(tmp_path: Path) -> Toolkit:
    """An Octavo whose templates git knows as they are here."""
    made = Toolkit.at(tmp_path / "toolkit")
    made.remember()
    return made


def roles(told: dict[str, Any]) -> dict[str, str]:
    """Return what is said of each ingredient, but for those that are no cause."""
    found = {each["name"]: each["role"] for each in told["departures"]}
    return {name: role for name, role in found.items() if role != INNOCENT}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_seeded_cause_is_named_and_nothing_else_is(
    first: tuple[Path, Path], project: Path, toolkit: Toolkit, row: Row
) -> None:
    row.seed(project, toolkit)
    told = toolkit.verify(first[1], project, "--source", str(project))
    assert roles(told) == row.roles and told["exit_code"] == row.code
    found = {
        each["file"].rpartition(".")[2]: {layer["layer"] for layer in each["layers"]}
        for each in told["files"]
    }
    for ending, layer in row.layers.items():
        assert (layer in found[ending]) if layer else not found[ending], (ending, found)


def test_another_date_is_the_cause(first: tuple[Path, Path], project: Path) -> None:
    told = verified(first[1], project, SOURCE_DATE_EPOCH="1700000000")
    assert roles(told) == {"epoch": CAUSE} and told["exit_code"] == 1


def verified(bundle: Path, project: Path, *words: str, **environ: str) -> dict[str, Any]:
    words = ("verify", str(bundle), "--project", str(project), "--json", *words)
    ended = run(*words, **environ)
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found["exit_code"] == ended.exit_code
    return found


def test_a_bundle_that_was_changed_by_hand_has_no_cause_and_says_so(
    first: tuple[Path, Path], project: Path, tmp_path: Path
) -> None:
    """Its papers agree with it: who has no signature is told by the build alone."""
    with zipfile.ZipFile(first[1]) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    page = files["tides-1.html"].replace(b"The water comes", b"The water went")
    was, now = (hashlib.sha256(each).hexdigest() for each in (files["tides-1.html"], page))
    manifest = json.loads(files["manifest.json"])
    assert manifest["outputs"]["tides.html"]["sha256"] == was
    manifest["outputs"]["tides.html"]["sha256"] = now
    papers = {"tides-1.html": page, "manifest.json": json.dumps(manifest).encode()}
    forged = tmp_path / "tides-1.zip"
    forged.write_bytes(packed_by_hand(resummed(files | papers), folder="tides-1/"))
    told = verified(forged, project)
    assert told["exit_code"] == 4 and told["departures"] == [] and told["explained"] is False


def test_a_wheel_is_fetched_where_that_is_wanted_and_told_as_the_cause(
    first: tuple[Path, Path], project: Path, toolkit: Toolkit, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    toolkit.pack("ebooklib", index)
    toolkit.bring("ebooklib", "0.1", {PACK[0]: PACK[1:]})
    toolkit.bring("pyphen", "0.1", {})
    words = (first[1], project, "--source", str(project))
    near = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index)}
    toolkit.add_pip()
    told = toolkit.verify(*words, "--wheels", **near)
    assert roles(told) == {"wheel/ebooklib": CAUSE, "wheel/pyphen": ID_ONLY}
    assert told["exit_code"] == 1
    told = toolkit.verify(*words)
    reasons = {each["name"]: each["evidence"] for each in told["departures"]}
    assert "octavo verify --wheels" in reasons["wheel/ebooklib"]
