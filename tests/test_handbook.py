"""The handbook tells the truth of today: it names all that there is, and shows what it names.

Names are looked for as code (between backticks) in the chapter that they belong to, so that a word
of the running text never counts as an explanation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Command, Option
from lxml import etree

from octavo.cli.program import octavo as program
from octavo.constructs.construct_table import NAMED_BOXES as BOXES
from octavo.core.problems import BuildFailed
from octavo.editions.shape.for_pages import LONG_CODE, LONG_TABLE
from octavo.editions.units.facts import Derived, EditionName, Facts
from octavo.editions.units.old_names import OLD_NAMES
from octavo.model.metadata import Metadata
from octavo.production.pipeline import Project, check, schema, workshop_of
from octavo.production.publication_reader import read_publication
from octavo.source.texts import ROLES

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "source" / "handbook"
TEMPLATES = ROOT / "templates"
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^(`{3,})(\w*)[^`\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
WIDEST = 52
"""Characters of code that fit in a line of a book's page, as the handbook itself says."""

KEYS_OF: dict[str, str] = {
    "": "",
    "Contributor": "keys-people",
    "Series": "keys-house",
    "Identifiers": "keys-identifiers",
    "Isbns": "keys-identifiers",
    "Accessibility": "keys-accessibility",
    "Notes": "keys-setting",
    "Edition": "keys-editions",
    "Entry": "keys-order",
    "BodyEntry": "keys-order",
}
"""Definition of the JSON Schema -> id of the section of publication.md that explains its keys."""


@dataclass(frozen=True, slots=True)
class Construct:
    """Something that an author may write: how the source looks, and what becomes of it."""

    name: str
    source: str
    """A regular expression that a ```markdown listing of the handbook has to match."""
    result: str
    """An XPath that the handbook's own chapters have to match."""


CONSTRUCTS = (
    Construct("chapter title", r"^# \w", "//h1"),
    Construct("section with an id", r"^## .+ \{#[\w-]+\}$", "//h2[@id='emphasis']"),
    Construct("subsection", r"^### \w", "//h3"),
    Construct("emphasis", r"(?<!\*)\*\w+\*(?!\*)", "//p/em"),
    Construct("strong emphasis", r"\*\*[\w ]+\*\*", "//p//strong"),
    Construct("code in a line", r"(?<!`)`\w+`(?!`)", "//p/code"),
    Construct("strike", r"~~[\w ]+~~", "//del"),
    Construct("insertion", r"\^\^\w+\^\^", "//ins"),
    Construct("mark", r"==\w+==", "//mark"),
    Construct("superscript", r"\w\^\w+\^", "//p/sup"),
    Construct("subscript", r"\w~\w+~\w", "//p/sub"),
    Construct("keys", r"\+\+\w+\+\w+\+\+", "//kbd"),
    Construct("straight quotes", r"\"It isn't 'late',\"", "//p[contains(., '“It isn’t ‘late’,”')]"),
    Construct("en dash", r"\w -- \w", "//p[contains(., '– or so')]"),
    Construct("em dash", r"\w --- \w", "//p[contains(., '— and')]"),
    Construct("ellipsis", r"\w\.\.\.", "//p[contains(., 'waited…')]"),
    Construct("bullet list", r"^/// key-points\n- \w", "//ul/li"),
    Construct("numbered list", r"^1\. \w", "//ol/li"),
    Construct("nested list", r"^ {4}- \w", "//ol/li/ul/li"),
    Construct("member of two paragraphs", r"^1\. .+\n\n {4}\w", "//ol/li[p[2]]"),
    Construct("definition list", r"^\w+\n:   \w", "//dl[dt and dd]"),
    Construct("note", r"^\[\^\w+\]: \w", "//section[@class='notes']/div[@class='note']"),
    Construct("call of a note", r"\w\.\[\^\w+\]", "//p/a[@class='noteref']"),
    Construct("note called twice", r"\[\^(\w+)\](?!:)[^`]*\[\^\1\](?!:)", "//a[@id][. = '1'][2]"),
    Construct("note of two paragraphs", r"^\[\^\w+\]: .+\n\n {4}\w", "//div[@class='note'][p[2]]"),
    Construct("abbreviation", r"^\*\[\w+\]: \w", "//abbr[@title]"),
    Construct("link to the outside", r"\[\w+ \w+\]\(https://", "//a[starts-with(@href, 'https:')]"),
    Construct("link to an address of mail", r"\]\(mailto:", "//a[starts-with(@href, 'mailto:')]"),
    Construct("bare address", r"<https://\S+>", "//a[. = @href]"),
    Construct("link to an id", r"\[\w[\w ]+\]\(#\w+\)", "//a[@href='#notes'][not(@class)]"),
    Construct("link to a chapter", r"\[\w[\w ]+\]\(\w+\.md\)", "//a[@href='#prose'][not(@class)]"),
    Construct("cross-reference", r"\[\]\(#[\w-]+\)", "//a[@class='reference']"),
    Construct("reference to a chapter", r"\[\]\(\w+\.md\)", "//a[@class][@href='#prose']"),
    Construct("figure", r"\]\(images/[\w.]+\)\{#fig-\w+ \.wide\}", "//figure[@id][@class='wide']"),
    Construct("caption of a figure", r"^Figure: \w", "//figure[img]//span[@class='caption']"),
    Construct("credit", r"^Credit: \w", "//figure//span[@class='credit']"),
    Construct("decorative picture", r"^!\[\]\(\S+\)\{role=presentation\}", "//img[@alt='']"),
    Construct("table", r"^\|-+\|", "//div[contains(@class, 'table')]/table"),
    Construct("aligned column", r"\|-+:\|", "//td[@class='end']"),
    Construct("caption of a table", r"^Table: \w", "//table/caption"),
    Construct("source of a table", r"^Source: \w", "//div/p[@class='source']"),
    Construct("row headings", r"^\{#[\w-]+ \.row-headers\}$", "//tbody/tr/th[@scope='row']"),
    Construct("code block", r"^```python$", "//pre/code/span"),
    Construct("listing", r"^Listing: .+\n\{#lst-\w+\}", "//figure[@id='lst-mean']/pre"),
    Construct("block quotation", r"^> \w", "//blockquote/p"),
    Construct("attribution", r"^> --- \w", "//figcaption[@class='attribution']"),
    Construct("scene break", r"^\* \* \*$", "//hr"),
    Construct("pull quote", r"^/// pull-quote\n.+\n///$", "//div[@class='pull-quote']"),
    Construct("key points", r"^/// key-points\n(.+\n)+///$", "//div[@class='key-points']"),
    Construct("epigraph", r"^/// epigraph\n", "//div[@class='epigraph']/p[@class='attribution']"),
    Construct("remark", r"^/// tip\n", "//div[@class='admonition admonition-tip']"),
    Construct("remark with a title", r"^/// warning \| \w", "//div/p[@class='box-title']"),
    Construct("verse", r"^/// verse \| \d", "//div[@class='verse']//span[@class='line-number']"),
    Construct("dialogue", r"^/// dialogue\n", "//div[@class='dialogue']"),
    Construct("letter", r"^/// letter\n", "//div[@class='letter']"),
    Construct("signature", r"^\{\.signature\}$", "//p[@class='signature']"),
    Construct("content for editions", r"^/// only \| html epub$", "//div[@class='only']"),
    Construct("page break", r"^/// page-break\n///$", "//div[@class='page-break']"),
    Construct("group of figures", r"^/// figures\n", "//figure[@class='group'][figure[2]]"),
    Construct("caption of a group", r"^Figures: \w", "//figure[@class='group']/figcaption"),
    Construct("lettered list", r"^a\. \w", "//ol[@type='a']"),
    Construct("lettered list with a roman one", r"^ {4}i\. \w", "//ol[@type='a']//ol[@type='i']"),
    Construct("list with capital numerals", r"^I\.  \w", "//ol[@type='I']/li[2]"),
    Construct("open task", r"^- \[ \] \w", "//li[@class='task']"),
    Construct("tasks", r"^- \[x\] \w", "//ul[@class='tasks']/li"),
    Construct(
        "variable", r"\{\{year\}\} the \{\{\w+\}\}", "//p[contains(., 'In 2026 the Harbour')]"
    ),
    Construct(
        "file taken in", r"^\{\{include: \S+\}\}$", "//blockquote[contains(., 'I shall read')]"
    ),
    Construct("page on its side", r"\.landscape\}$", "//div[contains(@class, 'landscape')]/table"),
    Construct("numbered lines", r"\{linenums=", "//code/span/span[@class='line-number']"),
    Construct("marked lines", r" hl_lines=", "//code/span[@class='code-line marked']"),
    Construct("words in another language", r"\*\w+\*\{lang=\w+\}", "//em[@lang]"),
    Construct("words from right to left", r"\[\w+\]\{lang=he\}", "//span[@lang='he'][@dir='rtl']"),
    Construct("direction by hand", r"\[[\w-]+\]\{dir=ltr\}", "//span[@dir='ltr'][not(@lang)]"),
    Construct("plate", r"\{#fig-\w+ \.plate\}$", "//figure[@class='plate']/img"),
    Construct("cell over columns", r"<th colspan=", "//th[@colspan='2']"),
    Construct("cell over rows", r"<th rowspan=", "//th[@rowspan='2']"),
    Construct("small print", r"<small>", "//p/small"),
    Construct("words in marks", r"<q>", "//p/q[. = '“Is it in?”']"),
    Construct("comment", r"^<!-- .+ -->$", "//p[small][not(comment())][not(contains(., 'Ask'))]"),
)


def test_every_command_and_option_is_explained_where_it_belongs() -> None:
    text = source("commands.md")
    assert missing(("octavo build", "octavo --version", "octavo --help", "-h"), text) == []
    for name, command in program.commands.items():
        section = section_of(text, f"cmd-{name}")
        assert missing((f"octavo {name}", *options(command)), section) == [], name


def test_no_option_is_explained_that_does_not_exist() -> None:
    known = {name for command in program.commands.values() for name in options(command)}
    named = {name for name in code(source("commands.md")) if re.fullmatch(r"--[\w-]+", name)}
    assert sorted(named - known) == []


def test_every_metadata_key_is_explained_in_its_section() -> None:
    text = source("publication.md")
    for name, keys in schema_keys():
        section = section_of(text, KEYS_OF[name]) if KEYS_OF[name] else text
        assert missing(keys, section) == [], name


def test_every_value_that_a_key_may_take_is_named() -> None:
    text = source("publication.md")
    properties = schema()["properties"]
    row = re.search(r"^\| `numbering` \|.*$", text, re.MULTILINE)
    assert row is not None and missing(properties["numbering"]["enum"], row[0]) == []
    setting = section_of(text, "keys-setting")
    places = schema()["$defs"]["Notes"]["properties"].values()
    assert missing([value for place in places for value in place["enum"]], setting) == []
    assert missing(properties["lists"]["items"]["enum"], setting) == []
    variants = section_of(text, "keys-editions")
    standards = schema()["$defs"]["Edition"]["anyOf"][1]["properties"]["standard"]["enum"]
    assert missing(list(filter(None, standards)), variants) == []
    rows = re.findall(r"^\| `(front|body|back)` \| (.+) \|$", text, re.MULTILINE)
    assert {name: tuple(words.split(", ")) for name, words in rows} == ROLES


def test_every_code_is_listed_once_and_in_order() -> None:
    terms = re.findall(r"^`(E\d{3})`$", source("diagnostics.md"), re.MULTILINE)
    modules = sorted((ROOT / "src" / "octavo").rglob("*.py"))
    used = {c for path in modules for c in re.findall(r'"(E\d{3})"', path.read_text("utf-8"))}
    assert terms == sorted(used)


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.name)
def test_every_construct_is_shown_and_used(construct: Construct, trees: list[Any]) -> None:
    shown = [text for language, text in all_listings() if language == "markdown"]
    assert any(re.search(construct.source, text, re.MULTILINE) for text in shown)
    assert any(tree.xpath(construct.result) for tree in trees)


def test_every_box_is_explained() -> None:
    chapters_of_boxes = source("prose.md") + source("figures-tables-code.md")
    shown = set(re.findall(r"^/// ([\w-]+)", chapters_of_boxes, re.MULTILINE))
    assert sorted(set(BOXES) - shown - code(chapters_of_boxes)) == []


def test_the_names_that_templates_may_use_are_listed_and_no_others() -> None:
    text = source("templates.md")
    assert missing([each.name for each in fields(Facts)], section_of(text, "names")) == []
    listed = {
        name: {key for row in table(text, f"tbl-names-{name}") for key in CODE.findall(row[0])}
        for name in ("metadata", "edition", "derived")
    }
    assert listed == {
        "metadata": {each.name for each in fields(Metadata)},
        "edition": {name for name in vars(EditionName) if not name.startswith("_")},
        "derived": {each.name for each in fields(Derived)},
    }


def test_the_old_names_of_templates_are_listed_with_where_their_values_are() -> None:
    found = {}
    for old, now in table(source("templates.md"), "tbl-names-old"):
        (path,) = CODE.findall(now)
        for name in CODE.findall(old):
            found[name] = f"{path}.{name}" if now.startswith("in ") else path
    assert found == dict(OLD_NAMES)


def test_every_template_sheet_token_and_theme_key_is_listed() -> None:
    text = source("templates.md")
    folders = [TEMPLATES / name for name in ("shared", "book", "brief", "report")]
    files = [path for folder in folders for path in folder.iterdir()]
    sheets = [path for path in files if path.suffix == ".css"]
    described = [path.read_text("utf-8") for path in TEMPLATES.glob("*/theme.yaml")]
    theme = {key for text in described for key in yaml.safe_load(text)} | {"first_heading"}
    tokens = {
        token
        for path in sheets
        if path.name == "tokens.css"
        for token in re.findall(r"(--[\w-]+)\s*:", path.read_text("utf-8"))
    }
    templates = {path.name for path in files if path.suffix == ".j2"} - {"index.html.j2"}
    templates = {name.removesuffix(".html.j2") for name in templates} | {"index.html.j2"}
    assert len(tokens) > 10 and len(templates) > 10
    assert missing([*{path.name for path in sheets}, *tokens, *templates, *theme], text) == []


def test_the_measures_that_the_handbook_names_are_those_of_the_program() -> None:
    text = source("figures-tables-code.md")
    assert f"up to {LONG_TABLE} lines" in text
    assert f"more than {LONG_CODE} lines" in text
    assert f"page {WIDEST} characters fit" in text
    wide = [line for _, block in all_listings() for line in block.split("\n") if len(line) > WIDEST]
    assert wide == []


def test_the_nox_sessions_that_the_handbook_names_exist() -> None:
    named = set(re.findall(r"nox -s ([\w-]+)", "\n".join(path.read_text() for path in chapters())))
    known = re.findall(
        r"^@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text(), re.MULTILINE
    )
    assert named and sorted(named - {name.replace("_", "-") for name in known}) == []


def test_the_first_article_is_sound_and_its_mistake_is_told_as_shown(tmp_path: Path) -> None:
    article = first_listing("markdown")
    project = written(tmp_path, {"corran.md": article})
    assert check(project, "corran") == ()
    wrong = written(tmp_path, {"corran.md": article + "\n[](#sea)\n"})
    with pytest.raises(BuildFailed) as failure:
        check(wrong, "corran")
    assert f"{failure.value.problems[0]}\n" == first_listing("text")
    assert len(failure.value.problems) == 1


def test_the_first_book_is_sound(tmp_path: Path) -> None:
    files = {"publication.yaml": first_listing("yaml"), "gauge.md": first_listing("markdown", 1)}
    files |= dict.fromkeys(("preface.md", "keepers.md"), "# A title\n\nWords.\n")
    project = written(tmp_path, {f"tides/{name}": text for name, text in files.items()})
    assert check(project, "tides") == ()


@pytest.fixture(scope="module")
def trees() -> list[Any]:
    """The chapters of the handbook after every transform."""
    project = Project(ROOT, ROOT / "build", None)
    publication = read_publication(workshop_of(project, "handbook"), "handbook")
    return [etree.ElementTree(chapter.body) for chapter in publication.chapters]


def chapters() -> list[Path]:
    return sorted(HANDBOOK.glob("*.md"))


def source(file: str) -> str:
    return (HANDBOOK / file).read_text("utf-8")


def section_of(text: str, name: str) -> str:
    """Return a section of the second level by its id, up to the next one."""
    found = re.search(rf"^## .*\{{#{name}\}}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"no section #{name}"
    return found[1]


def table(text: str, name: str) -> list[list[str]]:
    """Return the cells of a table by its id, row by row, without the head."""
    lines = text[: text.index(f"{{#{name} ")].rstrip().rpartition("\n\n")[0].split("\n")
    first = max(n for n, line in enumerate(lines) if line.startswith("|--")) + 1
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[first:]]


def code(text: str) -> set[str]:
    """Return what stands between backticks outside code blocks."""
    return set(CODE.findall(FENCE.sub("", text)))


def missing(names: Any, text: str) -> list[str]:
    return sorted(set(names) - code(text))


def options(command: Command) -> list[str]:
    given = [each for each in command.params if isinstance(each, Option)]
    return [name for each in given for name in (*each.opts, *each.secondary_opts)]


def schema_keys() -> Iterator[tuple[str, list[str]]]:
    """Yield (definition, its keys) of the JSON Schema; the definition '' is publication.yaml."""
    whole = schema()
    yield "", list(whole["properties"])
    for name, definition in whole["$defs"].items():
        kinds = definition.get("anyOf", [definition])
        yield name, [key for kind in kinds for key in kind.get("properties", ())]


def all_listings() -> list[tuple[str, str]]:
    """Return (language, code) of each code block, in the order of the chapters."""
    return [(m[2], m[3]) for path in chapters() for m in FENCE.finditer(path.read_text("utf-8"))]


def first_listing(language: str, number: int = 0) -> str:
    blocks = [m[3] for m in FENCE.finditer(source("getting-started.md")) if m[2] == language]
    return blocks[number]


def written(root: Path, files: dict[str, str]) -> Project:
    """Write files below source/ and return the project."""
    for name, text in files.items():
        target = root / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Project(root, root / "build", None)
