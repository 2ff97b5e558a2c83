"""A theme is what its files say, never how it is called: a copy of another name makes the same.

With one edition id for both (an id stands for the names of files too), the PDFs are equal byte by
byte; pages differ in the class of their body alone, which is the theme's name.
"""

import ast
import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Desk
from long_proofs import here

from octavo.core.problems import BuildFailed
from octavo.production import assembly
from octavo.production.pipeline import Project, build, templates_folder, workshop_of
from octavo.production.publication_reader import read_publication

METADATA = """theme: {}
subtitle: Of tides and lamps
publisher: Corran Press
contributors: [{{name: Ada Vane, role: aut}}]
editions: [html, epub, pdf, {{name: html-site, split: chapters}}]
body: [a.md, b.md]"""
PAPERS = {"SHA256SUMS", "manifest.json", "edition.json"}
TITLED = {
    "a.md": "# Tides\n\n## Rising\n\nWords of the *sea*.[^a]\n\n[^a]: A note.\n",
    "b.md": "# Lamps\n\n## Lit\n\nWords of the night, as in [](#a).\n",
}
UNTITLED = {name: text.partition("\n\n")[2] for name, text in TITLED.items()}
TEXTS = {"brief": UNTITLED, "report": TITLED, "book": TITLED}


def members(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Return the files of editions, EPUBs unpacked, with ``name`` taken from their bodies."""
    found = {path: data for path, data in files.items() if path not in PAPERS}
    for path in [path for path in found if path.endswith(".epub")]:
        with zipfile.ZipFile(io.BytesIO(found.pop(path))) as packed:
            found |= {f"{path}/{each}": packed.read(each) for each in packed.namelist()}
    body = re.compile(rb'<body class="' + name.encode() + rb"\b")
    return {path: body.sub(b'<body class="', data) for path, data in sorted(found.items())}


def made(root: Path, texts: Mapping[str, str], theme: str) -> dict[str, bytes]:
    project, slug = Desk(root).write(texts, METADATA.format(theme))
    return members(build(project, slug).files, theme)


@pytest.mark.parametrize("theme", here(sorted(TEXTS), "brief"))
def test_a_copy_of_a_theme_makes_the_same_editions(
    theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "edition_id", lambda _: "000000000000")
    shutil.copytree(templates_folder() / theme, tmp_path / "copied" / "templates" / "house_of_ours")
    own = made(tmp_path / "own", TEXTS[theme], theme)
    copied = made(tmp_path / "copied", TEXTS[theme], "house_of_ours")
    assert list(own) == list(copied)
    assert [path for path in own if own[path] != copied[path]] == []
    assert any(path.endswith(".pdf") for path in own) and len(own) > 10


def test_each_built_in_theme_is_copied_above() -> None:
    assert {path.parent.name for path in templates_folder().glob("*/theme.yaml")} == set(TEXTS)


def told(desk: Desk, line: str, text: str) -> list[str]:
    """Return the codes that are told of a text in a copy of brief with a line more."""
    project, slug = desk.write(text, "theme: ours")
    theme = project.root / "templates" / "ours"
    shutil.copytree(templates_folder() / "brief", theme, dirs_exist_ok=True)
    data = (templates_folder() / "brief" / "theme.yaml").read_text()
    (theme / "theme.yaml").write_text(f"{data}{line}\n")
    return codes(project, slug)


def codes(project: Project, slug: str) -> list[str]:
    try:
        problems = read_publication(workshop_of(project, slug), slug).problems
    except BuildFailed as failure:
        problems = failure.problems
    return [each.code for each in problems]


@pytest.mark.long
def test_a_theme_says_with_which_headings_texts_begin(desk: Desk) -> None:
    titled, untitled = "# Tides\n\nWords.\n", "## Tides\n\nWords.\n"
    assert told(desk, "", untitled) == told(desk, "first_heading: 2", untitled) == []
    assert told(desk, "", titled) == ["E215"]  # a notice: it is set a level lower
    assert told(desk, "first_heading: 1", titled) == []
    assert told(desk, "first_heading: 1", untitled) == ["E215"]  # it is taken for the title


@pytest.mark.parametrize("line", ["first_heading: 3", "first_heading: two", "work: Poem"])
def test_what_a_theme_cannot_be_is_told(line: str, desk: Desk) -> None:
    assert told(desk, line, "Words.\n") == ["E231"]


NAME = re.compile(r"(?:.*\.)?(?:theme\.name|metadata\.theme|data\.theme)")


def compared(text: str) -> list[str]:
    """Return the comparisons of Python with the name of a theme."""
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Compare)]
    asked = [(each, [each.left, *each.comparators]) for each in found]
    return [
        ast.unparse(each)
        for each, sides in asked
        if any(NAME.fullmatch(ast.unparse(side)) for side in sides)
    ]


def test_the_name_of_a_theme_is_compared_with_nothing() -> None:
    package = Path(assembly.__file__).parents[1]
    texts = [path.read_text("utf-8") for path in sorted(package.rglob("*.py"))]
    assert [each for text in texts for each in compared(text)] == []


@pytest.mark.parametrize(
    "line", ["data.theme == 'book'", "theme.name in NAMES", "'brief' != work.config.metadata.theme"]
)
def test_a_comparison_with_the_name_is_seen(line: str) -> None:
    assert compared(f"def kind(): return 1 if {line} else 2") == [line]
