"""What the handbook shows can be typed as it stands: each listing of it is built, and nothing is
told of it."""

import re
from pathlib import Path

import pytest
import yaml
from conftest import environment
from test_handbook import HANDBOOK, TEMPLATES, all_listings

from octavo.core.problems import BuildFailed, Problem
from octavo.markup.css.contrast import LEAST, pale_tokens
from octavo.markup.css.sheet_rules import read_rules
from octavo.model.metadata import Metadata
from octavo.production.own_looks import HTML_SHEETS
from octavo.production.pipeline import Project, build, check, workshop_of
from octavo.themes import KEYS, read_theme

SLUG = "work"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<rect width="9" height="9"/></svg>\n'
)
NEEDED = {"octavo": "1", "title": "Work", "language": "en-GB", "date": "2026-05-31"}
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
THEMES = ("brief", "book", "report")


OTHERS = frozenset((True, "jobs", "pages", "stages", "repos"))
"""Keys of the files that servers of tests read; YAML 1.1 takes ``on`` for True."""


def listings(language: str) -> list[str]:
    return [text for found, text in all_listings() if found == language]


def told(folder: Path, files: dict[str, str]) -> tuple[Problem, ...]:
    """Return what is told of a publication of these files, notices aside; a stroke before a path
    leads from the project's folder."""
    for path, text in files.items():
        file = folder / path[1:] if path.startswith("/") else folder / "source" / SLUG / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    try:
        found = check(Project(folder, folder / "build", None, environment()), SLUG)
    except BuildFailed as failure:
        found = failure.problems
    return tuple(each for each in found if each.severity != "notice")


def metadata(given: str = "", **more: str) -> str:
    """Return a whole publication file with the keys of a listing in it."""
    keys = yaml.safe_load(given) or {}
    lacking = {key: value for key, value in {**NEEDED, **more}.items() if key not in keys}
    return "".join(f"{key}: {value}\n" for key, value in lacking.items()) + given


def surroundings(text: str) -> dict[str, str]:
    """Return the files that a listing names, and in a chapter of its own the ids."""
    files = dict.fromkeys(re.findall(r"\]\((images/[^)\s]+)\)", text), PICTURE)
    chapters = {name for name in re.findall(r"\]\((\w[\w-]*\.md)\)", text) if name != "text.md"}
    files |= dict.fromkeys(chapters, "# Another\n\nWords.\n")
    files |= dict.fromkeys(re.findall(r"\{\{include: (\S+)\}\}", text), "Words.\n")
    ids = set(re.findall(r"\]\(#([\w-]+)\)", text)) - set(re.findall(r"\{#([\w-]+)", text))
    headings = "".join(f"\n## Section {name} {{#{name}}}\n\nWords.\n" for name in sorted(ids))
    return {**files, "more.md": f"# More\n{headings}"}


@pytest.mark.parametrize("text", listings("markdown"))
def test_a_listing_of_markdown_can_be_typed_as_it_stands(text: str, tmp_path: Path) -> None:
    if text.startswith("---"):
        files = {f"/source/{SLUG}.md": text}
    else:
        around = surroundings(text)
        before = TABLE if text.startswith("Table:") else ""
        whole = text if text.startswith("# ") else f"# Work\n\n{before}{text}"
        names = sorted(name for name in around if "/" not in name)
        words = sorted(set(re.findall(r"\{\{(\w+)\}\}", text)))
        keys = {"theme": "book", "body": f"[{', '.join(['text.md', *names])}]"}
        keys |= {"variables": f"{{{', '.join(f'{name}: Words' for name in words)}}}"}
        files = {"publication.yaml": metadata(**keys), "text.md": whole, **around}
    assert told(tmp_path, files) == ()


@pytest.mark.parametrize("text", listings("yaml"))
def test_a_listing_of_yaml_can_be_typed_as_it_stands(text: str, tmp_path: Path) -> None:
    said = yaml.safe_load(text)
    if not isinstance(said, dict | None) or not OTHERS.isdisjoint(said or {}):
        pytest.skip("a file of another program: tests/test_recipes.py has these")
    keys = set(said or {})
    words = yaml.safe_load((TEMPLATES / "words" / "en.yaml").read_text(encoding="utf-8"))
    files = {"text.md": "## Work\n\nWords.\n"}
    if keys and keys <= words.keys():
        files |= {"/templates/words/en-GB.yaml": text, "publication.yaml": metadata("")}
    elif keys and keys <= KEYS.keys():
        files |= {"/templates/house/theme.yaml": text, "text.md": "# Work\n\nWords.\n"}
        files["publication.yaml"] = metadata(theme="house")
    else:
        assert keys <= set(Metadata.__dataclass_fields__), keys
        named = re.findall(r"[\w/-]+\.md", text)
        has_body = keys & {"front", "body", "back"}
        files = dict.fromkeys(named or ["text.md"], "# Work\n\nWords.\n")
        files |= dict.fromkeys(re.findall(r"images/[\w.-]+", text), PICTURE)
        more = {} if has_body else {"body": f"[{', '.join(dict.fromkeys(named or ['text.md']))}]"}
        files["publication.yaml"] = metadata(text, theme="book", **more)
    if "body" not in files["publication.yaml"]:
        files["publication.yaml"] += "body: [text.md]\n"
    assert told(tmp_path, files) == ()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("css", listings("css"))
def test_a_listing_of_looks_holds_in_every_theme_in_the_light_and_in_the_dark(
    css: str, theme: str, tmp_path: Path
) -> None:
    heading = "##" if theme == "brief" else "#"
    files = {
        "publication.yaml": metadata("editions: [html, pdf]\n", theme=theme, body="[text.md]"),
        "text.md": f"{heading} Work\n\nWords.\n",
        "templates/own.css": css,
    }
    assert told(tmp_path, files) == ()


@pytest.mark.parametrize("theme", THEMES)
def test_the_themes_themselves_can_be_read_in_the_light_and_in_the_dark(
    theme: str, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    workshop = workshop_of(Project(tmp_path, tmp_path / "build", None, {}), SLUG)
    found = read_theme(workshop, theme, None)  # type: ignore[arg-type]  # it is there
    rules = read_rules(found.sheet(workshop, *HTML_SHEETS))[0]
    assert list(pale_tokens(rules, on_white=True)) == []
    assert LEAST == 4.5


def test_a_colour_of_own_css_leaves_the_dark_to_the_theme(tmp_path: Path) -> None:
    """The listing of the handbook gave dark pages dark links: 2.08 to 1."""
    css = listings("css")[0]
    files = {
        "publication.yaml": metadata("editions: [html]\n", body="[text.md]"),
        "text.md": "## Work\n\nWords with a [link](https://example.org/).\n",
        "templates/own.css": css,
    }
    assert told(tmp_path, files) == ()
    project = Project(tmp_path, tmp_path / "build", None, environment())
    page = build(project, SLUG).files[f"{SLUG}.html"].decode()
    sheet = page.partition("<style>")[2].partition("</style>")[0]
    own = sheet.index("--link: #1f4e79")
    dark = sheet.index("--link: var(--accent-dark)", own)
    assert "prefers-color-scheme: dark" in sheet[own:dark]


def test_a_dark_colour_of_own_css_is_the_last_word(tmp_path: Path) -> None:
    dark = "@media (prefers-color-scheme: dark) { :root { --link: #9cc3e6 } }"
    files = {
        "publication.yaml": metadata("editions: [html]\n", body="[text.md]"),
        "text.md": "## Work\n\nWords.\n",
        "templates/own.css": f":root {{ --link: #1f4e79 }}\n{dark}\n",
    }
    assert told(tmp_path, files) == ()
    project = Project(tmp_path, tmp_path / "build", None, environment())
    page = build(project, SLUG).files[f"{SLUG}.html"].decode()
    assert page.rindex("--link: #9cc3e6") > page.rindex("--link: var(--accent-dark)")


def test_the_handbook_has_listings_of_each_kind() -> None:
    assert HANDBOOK.is_dir()
    assert len(listings("css")) >= 1 and len(listings("yaml")) >= 9
    assert len(listings("markdown")) >= 34
