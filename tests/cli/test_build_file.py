"""``octavo build notes.md``: pages at the first try, of any file in any folder."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdfium2 import PdfDocument

from octavo.cli.program import octavo
from octavo.core.output import MARKER

TEXT = "# On tides\n\nThe sea comes.\n\n![The sea](sea.svg)\n\n## Ebb\n\nThe sea goes.\n"
ESSAY = """---
octavo: 1
title: T
language: en
date: 2024-01-01
editions: [html]
---
Words.
"""
SEA = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a text and its picture, in which we stand."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "notes.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sea.svg").write_text(SEA, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["build", *words])


def seen(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} - {MARKER}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which ``octavo build notes.md`` has run."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "notes.md").write_text(TEXT, encoding="utf-8")
    (folder / "sea.svg").write_text(SEA, encoding="utf-8")
    environ = {"SOURCE_DATE_EPOCH": None}
    ended = CliRunner().invoke(octavo, ["build", str(folder / "notes.md")], env=environ)
    assert ended.exit_code == 0, ended.output
    assert ended.output.count("E121") == 1
    return folder


def test_editions_lie_beside_the_file_and_nothing_else_does(whole: Path) -> None:
    names = {"notes.md", "sea.svg", "notes.pdf", "notes.epub", "notes.html"}
    assert seen(whole) == names


def test_a_file_without_a_date_has_none_in_any_edition(whole: Path) -> None:
    html = (whole / "notes.html").read_text(encoding="utf-8")
    assert "<title>On tides</title>" in html and html.count(">On tides</h1>") == 1
    outside_sheets = re.sub(r"(?s)<style>.*?</style>", "", html)
    assert not re.search(r"1980|1970|[pP]ublished|publication_date|<time", outside_sheets)
    pdf = PdfDocument(whole / "notes.pdf")
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "The sea comes." in words and "1980" not in words and "Published" not in words
    assert not pdf.get_metadata_dict(skip_empty=True).keys() & {"CreationDate", "ModDate"}
    with zipfile.ZipFile(whole / "notes.epub") as epub:
        opf = next(epub.read(name).decode() for name in epub.namelist() if name.endswith(".opf"))
    assert "<dc:date" not in opf
    assert '"dcterms:modified">1980-01-01T00:00:00Z<' in opf


def test_a_file_gives_the_same_bytes_wherever_it_lies(whole: Path, folder: Path) -> None:
    assert run("notes.md", "-o", "other.epub").exit_code == 0
    assert (folder / "other.epub").read_bytes() == (whole / "notes.epub").read_bytes()


def test_one_edition_goes_to_the_file_that_is_named(folder: Path) -> None:
    assert run("notes.md", "-o", "a.html").exit_code == 0
    (folder / "deep").mkdir()
    assert run("notes.md", "-o", "deep/b.HTML").exit_code == 0
    assert seen(folder) == {"notes.md", "sea.svg", "a.html", "deep"}
    assert (folder / "a.html").read_bytes() == (folder / "deep" / "b.HTML").read_bytes()


def test_pages_of_one_edition_are_told_where_a_file_is_named(folder: Path) -> None:
    done = run("notes.md", "-o", "mine.pdf")
    assert re.search(r"^mine\.pdf · 1 page · ", done.output, re.MULTILINE), done.output


def test_the_last_line_counts_errors_warnings_and_notices(folder: Path) -> None:
    (folder / "notes.md").write_text("# A\n\n![x](no.svg)\n\n![y](no.svg)\n\n** bold **\n")
    done = run("notes.md", "-o", "mine.html")
    assert done.output.splitlines()[-1] == "notes.md: failed, 2 errors, 1 warning, 1 notice"


@pytest.mark.parametrize("path", ["images/Sea.svg", "pictures/sea.SVG", "Sea.SVG"])
def test_a_picture_that_lies_beside_the_file_is_named(path: str, folder: Path) -> None:
    (folder / "notes.md").write_text(f"# A\n\n![The sea]({path})\n")
    assert "did you mean sea.svg?" in run("notes.md", "-o", "mine.html").output


def test_editions_go_into_the_folder_that_is_named(folder: Path) -> None:
    assert run("notes.md", "--edition", "html", "-o", "made/").exit_code == 0
    assert seen(folder / "made") == {"notes.html"}
    assert run("notes.md", "--edition", "html", "--out", "also").exit_code == 0
    assert seen(folder / "also") == {"notes.html"}


def test_what_the_command_says_is_set_and_leaves_nothing_to_tell(folder: Path) -> None:
    said = ("--title", "Meer", "--language", "de", "--date", "2024-05-06", "--theme", "report")
    ended = run("notes.md", "-o", "a.html", *said)
    assert ended.exit_code == 0 and "E121" not in ended.output
    html = (folder / "a.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in html and "<title>Meer</title>" in html and "6. Mai 2024" in html
    assert "On tides</h2>" in html  # the heading is a section now


def test_a_file_of_somebody_else_is_not_replaced_and_our_own_is(folder: Path) -> None:
    (folder / "notes.html").write_text("mine", encoding="utf-8")
    ended = run("notes.md", "--edition", "html")
    assert ended.exit_code == 1 and "E801" in ended.output
    assert (folder / "notes.html").read_text(encoding="utf-8") == "mine"
    assert run("notes.md", "--edition", "html", "--force").exit_code == 0
    (folder / "notes.md").write_text(TEXT + "More.\n", encoding="utf-8")
    assert run("notes.md", "--edition", "html").exit_code == 0
    assert "More." in (folder / "notes.html").read_text(encoding="utf-8")


def test_a_picture_outside_the_folder_is_not_read(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "notes.md").write_text(TEXT.replace("sea.svg", "../sea.svg"))
    ended = run("below/notes.md", "-o", "a.html")
    assert ended.exit_code == 1 and "below/notes.md:5:" in ended.output and "E111" in ended.output
    assert not (folder / "a.html").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("notes.md", "-o", "a.docx"), "-o a.docx: end it in "),
        (("notes.md", "-o", "notes"), "-o notes: end it in "),
        (("notes.md", "notes.md", "sea.md", "-o", "a.pdf"), "sea.md"),
        (("notes.md", "--date", "today"), "does not match"),
        (("sea.svg",), "sea.svg is no Markdown"),
    ],
)
def test_a_wish_that_cannot_be_met_is_a_wrong_command(
    words: tuple[str, ...], told: str, folder: Path
) -> None:
    ended = run(*words)
    assert ended.exit_code == 2 and told in ended.output
    assert seen(folder) == {"notes.md", "sea.svg"}


def test_a_language_that_is_none_is_told(folder: Path) -> None:
    ended = run("notes.md", "-o", "a.html", "--language", "klingon")
    assert ended.exit_code == 1 and "'klingon' is no language tag" in ended.output


def test_files_of_strange_names_are_built(folder: Path) -> None:
    for name in ("Ünïcode & more.md", "index.md", "notes.v2.markdown", "README"):
        (folder / name).write_text("Words.\n", encoding="utf-8")
    assert (
        run("Ünïcode & more.md", "index.md", "notes.v2.markdown", "--edition", "html").exit_code
        == 0
    )
    assert {"Ünïcode & more.html", "index.html", "notes.v2.html"} <= seen(folder)
    assert run("README", "--edition", "html").exit_code == 2


def test_json_tells_where_the_editions_lie(folder: Path) -> None:
    ended = run("notes.md", "--edition", "html", "--json")
    (told,) = json.loads(ended.stdout)["publications"]
    assert (told["publication"], told["files"]) == ("notes.md", ["notes.html"])
    (problem,) = told["problems"]
    assert (problem["code"], problem["severity"]) == ("E121", "notice")


def test_a_publication_of_a_project_goes_to_a_file_too(folder: Path) -> None:
    (folder / "source").mkdir()
    (folder / "source" / "essay.md").write_text(ESSAY, encoding="utf-8")
    assert run("essay", "-o", "essay.html").exit_code == 0
    assert not (folder / "build").exists()
    ended = run("source/essay.md", "-o", "essay.pdf")
    assert ended.exit_code == 1 and "E118" in ended.output
    assert run().exit_code == 0
    built = (folder / "build" / "essay" / "essay.html").read_bytes()
    assert built == (folder / "essay.html").read_bytes()


def test_what_is_passed_over_in_source_is_told_and_fatal_when_strict(folder: Path) -> None:
    (folder / "source" / "bare").mkdir(parents=True)
    (folder / "source" / "essay.md").write_text(ESSAY, encoding="utf-8")
    (folder / "source" / "loose.md").write_text("Words.\n", encoding="utf-8")
    ended = run()
    assert ended.exit_code == 0
    assert "source/loose.md:1: E122 warning" in ended.output
    assert "source/bare: E123 warning" in ended.output
    assert run("--strict").exit_code == 1
    loose = run("source/loose.md", "--edition", "html")
    assert loose.exit_code == 0
    assert (folder / "build" / "loose" / "loose.html").is_file()
    assert "loose/loose.html" in (folder / "build" / "index.html").read_text(encoding="utf-8")
