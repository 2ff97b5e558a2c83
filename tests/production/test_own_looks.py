"""Style sheets of one's own, and files that nothing reads: what is told, and what is not."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, environment

from octavo.core.problems import Problem
from octavo.production.own_looks import LATE, classes_of_editions
from octavo.production.pipeline import Project, check, workshop_of

METADATA = "octavo: 1\ntitle: Work\nlanguage: en\ndate: 2024-05-01\neditions: [html]\n"
GOLDEN = ROOT / "tests" / "golden"


def told(folder: Path, files: dict[str, str]) -> list[Problem]:
    """Return what is told of a publication of one page with these files besides."""
    sound = {
        "source/work/publication.yaml": f"{METADATA}body: [text.md]\n",
        "source/work/text.md": "## Work\n\nWords.\n{.house-note}\n",
    }
    for path, text in {**sound, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return list(check(Project(folder, folder / "build", None, environment()), "work"))


def test_every_class_of_the_accepted_editions_is_known(tmp_path: Path) -> None:
    """What a build gives and nobody knew would be told of as a class that nothing has."""
    (tmp_path / "source").mkdir()
    workshop = workshop_of(Project(tmp_path, tmp_path / "build", None, environment()), "work")
    known = classes_of_editions(workshop, "brief")
    given = {
        name
        for path in sorted(GOLDEN.rglob("*"))
        if path.suffix in (".html", ".xhtml")
        for said in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in said.split()
    }
    own = {"x", "wide-note"}  # authors' own, in the books of these tests
    assert {name for name in given if not known(name)} <= own
    assert len(given) > 50 and LATE


@pytest.mark.parametrize("home", ["source/work/templates", "templates"])
def test_a_class_of_the_text_may_be_named(home: str, tmp_path: Path) -> None:
    assert told(tmp_path, {f"{home}/own.css": ".house-note { margin: 0 }"}) == []


def test_a_class_of_the_project_that_another_text_may_have_is_a_notice(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, {"templates/own.css": ".recipe { margin: 0 }"})
    assert (problem.code, problem.severity) == ("E268", "notice")
    (problem,) = told(tmp_path, {"templates/own.css": ".house-nots { margin: 0 }"})
    assert (problem.code, problem.severity) == ("E268", "warning")


def test_a_class_of_a_template_of_ones_own_may_be_named(tmp_path: Path) -> None:
    files = {
        "templates/brief/title.html.j2": '<h1 class="motto">{{ metadata.title }}</h1>\n',
        "templates/own.css": ".motto { margin: 0 }",
    }
    assert told(tmp_path, files) == []


def test_tokens_of_one_sheet_may_be_asked_for_in_another(tmp_path: Path) -> None:
    files = {
        "templates/brief/tokens.css": ":root { --sea: #123456 }",
        "templates/own.css": "h2 { margin: 0; border-color: var(--sea) }",
    }
    assert told(tmp_path, files) == []


def test_every_token_of_the_themes_may_be_set(tmp_path: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("tokens.css"))
    css = "\n".join(re.findall(r"--(?:bleed|measure|size|lead|hang|logo): [^;}]+", text))
    sheet = ":root { " + "; ".join(css.split("\n")) + " }"
    assert told(tmp_path, {"templates/own.css": sheet}) == []


SOUND = (
    "templates/own.css",
    "templates/logo.svg",
    "templates/README.md",
    "templates/LICENSE",
    "templates/.gitkeep",
    "templates/brief/theme.css",
    "templates/brief/logo.svg",
    "templates/report/tokens.css",
    "templates/shared/page-rtl.css",
    "templates/words/en-GB.yaml",
    "templates/shared/README.md",
    "source/work/notes.txt",
    "source/work/data.xlsx",
    "source/work/.draft.css",
)


@pytest.mark.parametrize("path", SOUND)
def test_what_is_read_or_plainly_for_people_is_not_told_of(path: str, tmp_path: Path) -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg"/>\n' if path.endswith(".svg") else "\n"
    text = "figure: Plate\n" if path.endswith(".yaml") else text
    found = told(tmp_path, {path: text, "source/work/publication.yaml": LOGO})
    assert [each for each in found if each.code in ("E129", "E272")] == []


LOGO = f"{METADATA}publisher: Salt\nbody: [text.md]\n"


def test_a_theme_of_ones_own_is_read_with_all_its_pieces(tmp_path: Path) -> None:
    theme = (ROOT / "templates" / "brief" / "theme.yaml").read_text(encoding="utf-8")
    files = {
        "templates/house/theme.yaml": theme.replace("[title, text, lists", "[title, motto, text"),
        "templates/house/motto.html.j2": '{% include "line.html.j2" %}\n',
        "templates/house/line.html.j2": "<p>Words.</p>\n",
        "templates/house/theme.css": "p { margin: 0 }\n",
        "source/work/publication.yaml": f"{METADATA}theme: house\nbody: [text.md]\n",
    }
    assert told(tmp_path, files) == []


def test_a_style_that_an_edition_names_is_read(tmp_path: Path) -> None:
    metadata = METADATA.replace("[html]", "[html, {name: html-big, style: big}]")
    files = {
        "source/work/publication.yaml": f"{metadata}body: [text.md]\n",
        "source/work/templates/big.css": ":root { --size: 1.4rem }\n",
    }
    assert told(tmp_path, files) == []


@pytest.mark.parametrize("home", ["source/work/templates", "templates"])
def test_a_fault_is_told_in_the_file_that_has_it(home: str, tmp_path: Path) -> None:
    (problem,) = told(tmp_path, {f"{home}/own.css": "p { colour: red }"})
    assert problem.place.path == f"{home}/own.css"
