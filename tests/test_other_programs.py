"""The tables for people from other programs: each of our forms that they show is tried.

A form is code in the column at the right. What it is shows in how it begins: a command, a file of
templates/, a token, keys of the publication file, or Markdown, of which the table below says what
it makes.
"""

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from lxml import etree
from PIL import Image
from tiny import GAUGE

from octavo.cli.program import octavo as program
from octavo.production.pipeline import Project, build, workshop_of
from octavo.production.publication_reader import read_publication

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = (ROOT / "source" / "handbook" / "from-elsewhere.md").read_text("utf-8")
PROGRAMS = ("Pandoc", "Quarto", "Typst", "mdBook", "LaTeX", "Word")
CODE = re.compile(r"`([^`\n]+)`")
CELLS = re.compile(r"(?<!\\)\|")
MADE: Mapping[str, tuple[str, str]] = {
    "# Tides": ("", "//h1[. = 'Tides']"),
    "## Ebb {#ebb}": ("", "//h2[@id='ebb'][. = 'Ebb']"),
    "## Ebb {.unnumbered}": ("", "//h2[@class='unnumbered'][. = 'Ebb']"),
    "*words*": ("", "//p/em[. = 'words']"),
    "**words**": ("", "//p/strong[. = 'words']"),
    "~~words~~": ("", "//p/del[. = 'words']"),
    "x^2^": ("", "//p/sup[. = '2']"),
    "- Words": ("", "//ul/li[. = 'Words']"),
    "1. Words": ("", "//ol/li[. = 'Words']"),
    "> Words": ("", "//blockquote/p[. = 'Words']"),
    "> [!NOTE]": ("{}\n> Words", "//div[contains(@class, 'admonition-note')]/p[. = 'Words']"),
    '"words"': ("", "//p[. = '“words”']"),
    "--": ("a {} b", "//p[contains(., '– b')]"),
    "---": ("a {} b", "//p[contains(., '— b')]"),
    "\\": ("a{}\nb", "//p/br"),
    "&nbsp;": ("a{}b", "//p[. = 'a\u00a0b']"),
    "{{name}}": ("Here is {}.", "//p[. = 'Here is Anna.']"),
    "{{include: b.md}}": ("", "//p[. = 'From another file.']"),
    "<!-- words -->": ("Seen. {}", "//p[. = 'Seen.' or . = 'Seen. '][not(comment())]"),
    "[Words]{.small-caps}": ("", "//p/span[@class='small-caps'][. = 'Words']"),
    "*Wort*{lang=de}": ("", "//p/em[@lang='de'][. = 'Wort']"),
    "[words](https://example.org/)": ("", "//a[@href='https://example.org/'][. = 'words']"),
    "[words](b.md#ebb)": ("", "//a[@href='#ebb'][. = 'words']"),
    "[](#ebb)": ("{}\n\n## Ebb {{#ebb}}", "//a[@class='reference'][@href='#ebb'][text()]"),
    "[](#fig-x)": (
        "{}\n\n![A hut.](x.svg){{#fig-x}}\n\nFigure: Hut.",
        "//a[@class='reference'][contains(., 'Figure')]",
    ),
    "{#fig-x}": ("![A hut.](x.svg){}\n\nFigure: Hut.", "//figure[@id='fig-x']"),
    "![What one sees](x.png)": ("", "//figure/img[@alt='What one sees']"),
    "{width=50%}": ("![A hut.](x.svg){}", "//img[@data-width='50%']"),
    "{.wide}": ("![A hut.](x.svg){}", "//figure[@class='wide']"),
    "{.here}": ("![A hut.](x.svg){}\n\nFigure: Hut.", "//figure[@class='here']"),
    "{.landscape}": (
        "| A |\n|---|\n| 1 |\n\nTable: Words.\n{}",
        "//div[contains(@class, 'landscape')]/table",
    ),
    "Figure: Caption": (
        "![A hut.](x.svg)\n\n{}",
        "//figure//span[@class='caption'][. = 'Caption']",
    ),
    "Table: Caption": ("| A |\n|---|\n| 1 |\n\n{}", "//table/caption[contains(., 'Caption')]"),
    "Listing: Caption": (
        "```\nx = 1\n```\n\n{}",
        "//figure[pre]/figcaption[contains(., 'Caption')]",
    ),
    '{linenums="1"}': ("```python {}\nx = 1\n```", "//pre//span[@class='line-number'][. = '1']"),
    "| A | B |": ("{}\n|---|---|\n| 1 | 2 |", "//table/thead/tr[th = 'A'][th = 'B']"),
    '<td colspan="2">': (
        "<table>\n<thead><tr><th>A</th><th>B</th></tr></thead>\n"
        "<tbody><tr>{}1</td></tr></tbody>\n</table>",
        "//td[@colspan='2']",
    ),
    "[^a]": (
        "Words.{}\n\n[^a]: A note.",
        "//a[@class='noteref'] and //div[@class='note'][contains(., 'A note.')]",
    ),
    "^[Words]": ("Words.{}", "//div[@class='note'][contains(., 'Words')]"),
    "/// verse": ("{}\nOne\nTwo\n///", "//div[@class='verse']"),
    "/// note": ("{}\nWords.\n///", "//div[contains(@class, 'admonition-note')]"),
    "/// warning": ("{}\nWords.\n///", "//div[contains(@class, 'admonition-warning')]"),
    "/// pull-quote": ("{}\nWords.\n///", "//div[@class='pull-quote']"),
    "/// only | pdf": ("{}\nWords.\n///", "//div[@class='only'][@data-value='pdf']"),
    "/// page-break": ("{}\n///", "//div[@class='page-break']"),
    "/// figures": (
        "{}\n![A.](x.svg)\n\nFigure: A.\n\n![B.](x.svg)\n\nFigure: B.\n\nFigures: Both.\n///",
        "//figure[@class='group'][figure[2]]",
    ),
}
"""A form in Markdown -> what it is put into ({} is the form itself), and what has to come of it."""
FACTS = {"octavo": 1, "title": "Work", "language": "en-GB", "date": "2026-11-23", "theme": "book"}
LISTS = ("front", "body", "back")


def forms() -> Iterator[str]:
    """Yield the forms in the column at the right of each table."""
    cells = [row[1] for name in PROGRAMS for row in rows(name)]
    yield from (form.replace("\\|", "|") for cell in cells for form in CODE.findall(cell))


def rows(name: str) -> list[list[str]]:
    """Return the rows of a program's table, without the head."""
    _, _, text = CHAPTER.partition(f"\n| {name} | Octavo |\n")
    lines = text.partition("\n\n")[0].split("\n")[1:]
    return [[cell.strip() for cell in CELLS.split(line)[1:-1]] for line in lines]


ALL = sorted(set(forms()))
COMMANDS = [form for form in ALL if form.startswith("octavo ")]
FILES = [
    form
    for form in ALL
    if re.fullmatch(r"(templates/|source/)?[\w/-]+\.(css|html\.j2|yaml|md)", form)
]
TOKENS = [form for form in ALL if form.startswith("--") and len(form) > 3]
KEYS = [form for form in ALL if re.match(r"[a-z]+: ", form)]
MARKDOWN = sorted({*ALL} - {*COMMANDS, *FILES, *TOKENS, *KEYS})


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_row_shows_a_form_that_is_tried_or_says_that_there_is_none(name: str) -> None:
    found = rows(name)
    assert len(found) >= 12
    for there, here in found:
        assert there and (CODE.search(here) or "*Not there*" in here or "system" in here), there


def test_every_kind_of_form_is_shown() -> None:
    assert min(map(len, (COMMANDS, FILES, TOKENS, KEYS, MARKDOWN))) > 3
    assert sorted(MADE) == MARKDOWN, "MADE says of each form in Markdown what comes of it"


@pytest.mark.parametrize("form", COMMANDS)
def test_a_command_of_the_tables_can_be_given(form: str) -> None:
    name, *words = form.split()[1:]
    given = program.commands[name].make_context(name, [*words])
    assert given.params


@pytest.mark.parametrize("form", FILES)
def test_a_file_of_the_tables_is_one_that_octavo_reads(form: str, tmp_path: Path) -> None:
    if form.startswith("templates/"):
        below = form.removeprefix("templates/")
        theme, _, name = below.rpartition("/")
        known = ROOT / "templates" / below, ROOT / "templates" / "shared" / name
        assert name == "own.css" or any(path.is_file() for path in known)
        assert theme in ("", "book", "shared")
    else:
        assert form in ("own.css", "publication.yaml", "source/a.md")


def test_every_token_of_the_tables_changes_an_edition(tmp_path: Path) -> None:
    """All at once, but for a width that only the pages of the PDF show."""
    known = (ROOT / "templates" / "shared" / "tokens.css").read_text("utf-8")
    for form in TOKENS:
        assert re.search(rf"(?<![\w-]){form.partition(':')[0]}\s*:", known), form
    rules = f":root {{ {'; '.join(TOKENS)} }}\n"
    files = {
        "publication.yaml": publication({}),
        "a.md": f"# Tides\n\n{'Long words here. ' * 99}\n",
    }
    project = written(tmp_path, files)
    plain = pages(build(project, "work", ["pdf"]).files["work.pdf"])
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "own.css").write_text(rules)
    made = build(project, "work", ["pdf", "html"])
    assert made.problems == ()
    changed = pages(made.files["work.pdf"])
    assert plain[-1] != changed[-1] and round(changed[-1] / 72 * 25.4) == 148
    text = made.files["work.html"].decode()
    assert all(form in re.sub(r"\s*:\s*", ": ", text) for form in TOKENS)


@pytest.mark.parametrize("form", KEYS)
def test_keys_of_the_tables_are_taken_as_they_are_shown(form: str, tmp_path: Path) -> None:
    given = yaml.safe_load(form)
    (key, value), *others = given.items()
    assert not others
    if key == "theme":
        assert (ROOT / "templates" / value / "theme.yaml").is_file()
    if key == "role":
        key, value = "back", [{"file": "preface.md", "role": value}]
    project = written(tmp_path, files_for(key, value))
    workshop = workshop_of(project, "work")
    work = read_publication(workshop, "work")
    assert work.problems == ()
    if key in LISTS:
        assert len(work.chapters) == 2
    else:
        assert holds(getattr(work.config.metadata, key), value)


@pytest.mark.parametrize("form", MARKDOWN)
def test_a_form_of_the_tables_makes_what_it_stands_for(form: str, tmp_path: Path) -> None:
    around, wanted = MADE[form]
    text = around.format(form) if around else form
    text = text.replace("x.png", "x.svg")
    chapter = text if text.startswith("# ") else f"# Title\n\n{text}"
    body = ["a.md", "b.md"] if "(b.md" in text else ["a.md"]
    files = {
        "publication.yaml": publication({"variables": {"name": "Anna"}, "body": body}),
        "a.md": f"{chapter}\n\nWords of the end.\n",
        "x.svg": GAUGE,
    }
    if "b.md" in text:
        files["b.md"] = "# Other\n\n## Ebb {#ebb}\n" if body[1:] else "From another file.\n"
    work = read_publication(workshop_of(written(tmp_path, files), "work"), "work")
    assert [each for each in work.problems if each.code != "E129"] == []  # of the picture
    assert etree.ElementTree(work.chapters[0].body).xpath(wanted)


def publication(more: Mapping[str, Any]) -> str:
    facts = {"body": ["a.md"], **FACTS, **more}
    return yaml.safe_dump(facts, allow_unicode=True)


def files_for(key: str, value: Any) -> dict[str, str | bytes]:
    """Return a publication that has a key, with the files that it names."""
    more = {key: value}
    told = str(value)
    files: dict[str, str | bytes] = {"a.md": "# Tides\n\nWords.\n"}
    for name in ("b.md", "preface.md"):
        if name in told:
            files[name] = "# Other\n\nWords.\n"
    if key == "body":
        more["front"] = ["preface.md"]
        files["preface.md"] = "# Preface\n\nWords.\n"
    if key == "cover":
        files["c.png"] = picture()
    if more.get("theme") == "brief":
        files["a.md"] = "## Tides\n\nWords.\n"
    return {"publication.yaml": publication(more), **files}


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1600, 2560), (30, 60, 90)).save(target, "PNG")
    return target.getvalue()


def holds(value: Any, wanted: Any) -> bool:
    """Tell whether a value of the metadata has all that the publication file says of it."""
    if isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(holds, value, wanted))
    if isinstance(wanted, Mapping) and not isinstance(value, Mapping):
        return all(holds(getattr(value, name), each) for name, each in wanted.items())
    return str(getattr(value, "name", value)) == str(wanted) or value == wanted


def pages(data: bytes) -> list[float]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_width() for page in document]


def written(root: Path, files: Mapping[str, str | bytes]) -> Project:
    """Write a publication `work` and return its project."""
    folder = root / "source" / "work"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return Project(root, root / "build", None)
