"""Bundles held against a source, an Octavo or a date that is another: each cause is named, and what
only differs is told apart from it.

Every row takes builds of its own: all but two are tried in the session ``long``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bundled import edit
from fontTools.ttLib import TTFont
from other_toolkits import Toolkit

YAML, TEXT = "source/tides/publication.yaml", "source/tides/one.md"
THEME, PAGE = "templates/brief/theme.css", "templates/brief/chapter.html.j2"
FACE = "templates/fonts/AlegreyaSans-Regular.ttf"
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


def add(name: str, text: str) -> Seed:
    return lambda project, _: (project / name).write_text(text, encoding="utf-8") and None


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


NOTHING = {"html": "", "epub": "", "pdf": ""}
ONLY_ID = {"html": "edition id", "epub": "edition id", "pdf": "edition id"}
TREES = "markdown/treeprocessors.py"
SPOKEN = ("def run(self, root: etree.Element) -> etree.Element | None:\n", "never there")
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
        "the project's own.css",
        of_text("templates/own.css", "#123456", "#654321"),
        {"project/own.css": CAUSE},
        {"html": "style", "epub": "style", "pdf": "pixels"},
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
        {"html": "style", "epub": "style"},
    ),
    Row(
        "a letter's outline in a face",
        of_letter("e"),
        {FACE: CAUSE},
        {"html": "font", "epub": "font", "pdf": ""},
    ),
    Row("a letter's outline that the text has not", of_letter("\u0416"), {FACE: ID_ONLY}, ONLY_ID),
    Row(
        "a line of a template",
        of_toolkit(PAGE, "{{ body }}", "<hr/>{{ body }}"),
        {PAGE: CAUSE},
        {"html": "markup", "epub": "markup", "pdf": "pixels"},
    ),
    Row(
        "a line of a style sheet",
        of_toolkit(THEME, "font-size: 2.9em", "font-size: 3em"),
        {THEME: CAUSE},
        {"html": "style", "epub": "style", "pdf": "pixels"},
    ),
    Row(
        "a template of another piece",
        of_toolkit("templates/shared/index.html.j2", "<", "<!-- here --><"),
        {"templates/shared/index.html.j2": ID_ONLY},
        ONLY_ID,
    ),
    Row("a wheel that does the same", of_wheel("pyphen"), {"wheel/pyphen": ID_ONLY}, ONLY_ID),
    Row(
        "a wheel that reads otherwise",
        of_wheel("markdown", ("markdown/util.py", "BLOCK_LEVEL", "BLOCK_LEVEL")),
        {"wheel/markdown": SUSPECT},
        {},
    ),
    Row("the compression", compress_otherwise, {"native/zlib": SUSPECT}, {}),
)
