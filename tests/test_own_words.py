"""Words of an author's own: over ours, over a wheel's, and of languages that Octavo lacks."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, Desk

from octavo.cli.completion import complete_languages
from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed, Problem
from octavo.languages import files_of_words, language
from octavo.production.pipeline import Project, build, templates_folder, workshop_of

WORDS = ROOT / "templates" / "words"
TEXT = '# Un\n\nLo "jorn" es long.\n\n/// note\nNòta.\n///\n'
METADATA = "theme: book\neditions: [html]\nversion: '1'"
SPANISH = (WORDS / "es.yaml").read_text(encoding="utf-8")


def project(root: Path, words: Mapping[str, str]) -> None:
    """Write files of words into the templates of a project."""
    for tag, text in words.items():
        path = root / "templates" / "words" / f"{tag}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def page(desk: Desk, tag: str, files: Mapping[str, str] | None = None) -> str:
    given, slug = desk.write(
        {"text.md": TEXT, **(files or {})}, f"{METADATA}\nlanguage: {tag}\nbody: [text.md]"
    )
    return build(given, slug).files[f"{slug}.html"].decode()


def told(desk: Desk, tag: str, files: Mapping[str, str] | None = None) -> list[Problem]:
    """Return the errors of a publication in a language."""
    with pytest.raises(BuildFailed) as failure:
        page(desk, tag, files)
    return [each for each in failure.value.problems if each.severity == "error"]


def without(text: str, *keys: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if line.partition(":")[0] not in keys)


# --- over ours ---


def test_a_word_of_the_project_stands_for_ours_and_leaves_the_others(
    desk: Desk, tmp_path: Path
) -> None:
    project(tmp_path, {"de": "note: Beachte\n"})
    said = page(desk, "de")
    assert "Beachte" in said and "Anmerkung" not in said
    assert "Inhalt" in said


def test_words_of_the_publication_lie_over_those_of_the_project(desk: Desk, tmp_path: Path) -> None:
    project(tmp_path, {"de": "note: Beachte\ncontents: Was hier steht\n"})
    said = page(desk, "de", {"templates/words/de.yaml": "note: Merke\n"})
    assert "Merke" in said and "Beachte" not in said
    assert "Was hier steht" in said


def test_a_region_lies_over_the_words_of_its_language(desk: Desk, tmp_path: Path) -> None:
    project(tmp_path, {"de": "note: Beachte\n", "de-AT": "note: Merke\n"})
    assert "Merke" in page(desk, "de-AT")
    assert "Beachte" in page(desk, "de-CH")


def test_a_tag_is_found_whatever_letters_are_capitals(desk: Desk, tmp_path: Path) -> None:
    project(tmp_path, {"de-AT": "note: Merke\n"})
    assert "Merke" in page(desk, "de-at")


def test_a_file_whose_name_is_no_tag_is_told_with_its_name(desk: Desk) -> None:
    files = {
        "text.md": TEXT,
        "templates/words/pt-br.yaml": "note: X\n",
        "templates/words/oc.yml": "note: X\n",
    }
    given, slug = desk.write(files, f"{METADATA}\nbody: [text.md]")
    hints = [each.hint for each in build(given, slug).problems if each.code == "E272"]
    assert [hint.partition("templates/")[2] for hint in hints] == [
        "words/oc.yaml",
        "words/pt-BR.yaml",
    ]


def test_a_key_with_nothing_behind_it_is_not_said_and_an_empty_text_is(
    desk: Desk, tmp_path: Path
) -> None:
    project(tmp_path, {"de": 'note:\nmade_with: ""\n'})
    said = page(desk, "de")
    assert "Anmerkung" in said
    assert "Octavo." not in re.sub(r"<head.*?</head>", "", said, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('date: "{month} {year}"', ""),
        ("edition_id: Auflage", ""),
        ("set_in: In Garamond gesetzt.", ""),
        ("numbered_figure: Tafel {number}", ""),
        ("numbered_figure: Tafel", "E141"),
        ("titled: „“", "E141"),
        ("results: Treffer", "E141"),
        ("role_trl: Übersetzt", "E141"),
        ("role_trl: Übersetzt von {name}", "E233"),
        ("months: [Januar]", "E233"),
        ("Kapitel: Kapitel", "E233"),
    ],
)
def test_a_word_must_say_what_it_is_there_for(
    words: str, code: str, desk: Desk, tmp_path: Path
) -> None:
    project(tmp_path, {"de": f"# ours\n{words}\n"})
    if not code:
        assert page(desk, "de")
        return
    (found,) = told(desk, "de")
    assert (found.code, str(found.place)) == (code, "templates/words/de.yaml:2")
    assert found.hint


def test_a_fault_in_words_hides_no_fault_of_the_text(desk: Desk, tmp_path: Path) -> None:
    project(tmp_path, {"de": "titled: nichts\n"})
    found = told(desk, "de", {"text.md": "# Eins\n\n![](nicht.png)\n"})
    assert {"E141"} < {each.code for each in found}


# --- languages that we lack ---


@pytest.mark.parametrize("tag", ["oc", "tlh"])
def test_a_language_of_the_project_is_one_like_ours(tag: str, desk: Desk, tmp_path: Path) -> None:
    own = SPANISH.replace("contents: Índice", "contents: Ensenhador")
    assert own != SPANISH
    project(tmp_path, {tag: own})
    said = page(desk, tag)
    assert "Ensenhador" in said and "«jorn»" in said
    assert not {"Contents", "Note"} & set(re.findall(r">(\w+)<", said))


def test_a_language_may_come_with_its_publication(desk: Desk) -> None:
    assert "«jorn»" in page(desk, "oc-FR", {"templates/words/oc.yaml": SPANISH})


def test_a_passage_has_the_marks_of_a_language_of_the_project(desk: Desk, tmp_path: Path) -> None:
    project(tmp_path, {"oc": SPANISH})
    said = page(desk, "de", {"text.md": '# Un\n\nHeute *"jorn"*{lang=oc}.\n'})
    assert "«jorn»" in said


def test_a_passage_in_a_language_that_is_not_filled_in_yet_stops_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    run(tmp_path, "oc", "--new")
    assert "“jorn”" in page(desk, "de", {"text.md": '# Un\n\nHeute *"jorn"*{lang=oc}.\n'})


def test_a_language_that_nobody_has_is_told_with_the_way_to_bring_it(desk: Desk) -> None:
    (found,) = told(desk, "oc")
    assert found.code == "E107"
    assert "octavo words oc --new" in found.hint


def test_all_that_a_language_lacks_is_told_at_once_with_its_lines(
    desk: Desk, tmp_path: Path
) -> None:
    lacking = without(SPANISH, "skip", "months", "quotes", "contents")
    at = len(lacking.splitlines()) + 1
    project(tmp_path, {"oc": f"{lacking}skip:\nmonths:\n"})
    (found,) = told(desk, "oc")
    assert (found.code, str(found.place)) == ("E140", f"templates/words/oc.yaml:{at}")
    said = f"4 words: contents, skip (line {at}), months (line {at + 1}), quotes"
    assert said in found.message
    assert "octavo words oc" in found.hint


def test_a_region_may_have_what_its_language_lacks(desk: Desk, tmp_path: Path) -> None:
    project(tmp_path, {"oc": without(SPANISH, "skip"), "oc-FR": "skip: Anar al tèxte\n"})
    assert "Anar al tèxte" in page(desk, "oc-FR")
    assert [each.code for each in told(desk, "oc")] == ["E140"]


# --- what wheels bring ---


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of words of a theme that an installed wheel brings."""
    site = tmp_path / "site"
    theme = site / "acme_house" / "theme"
    shutil.copytree(templates_folder() / "brief", theme)
    (site / "acme_house" / "__init__.py").write_text("")
    record = site / "acme_house-1.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-house\nVersion: 1\n")
    (record / "entry_points.txt").write_text("[octavo.themes]\nacme = acme_house.theme\n")
    monkeypatch.syspath_prepend(str(site))
    (theme / "words").mkdir()
    (theme / "words" / "oc.yaml").write_text(SPANISH, encoding="utf-8")
    return theme / "words"


def test_a_wheel_brings_a_language_to_every_theme(desk: Desk, wheel: Path) -> None:
    given, slug = desk.write(TEXT, f"{METADATA}\nlanguage: oc")
    built = build(given, slug)
    assert "«jorn»" in built.files[f"{slug}.html"].decode()
    known = json.loads(built.files["manifest.json"])["ingredients"]
    assert "theme-acme/words/oc.yaml" in known


def test_a_wheel_changes_no_language_of_ours(desk: Desk, wheel: Path) -> None:
    (wheel / "de.yaml").write_text("note: Beachte\n")
    assert "Beachte" not in page(desk, "de")


def test_words_of_the_project_lie_over_those_of_a_wheel(
    desk: Desk, wheel: Path, tmp_path: Path
) -> None:
    project(tmp_path, {"oc": "note: Avís\n"})
    assert "Avís" in page(desk, "oc")


def test_a_word_that_the_language_of_a_wheel_lacks_is_english_and_told(
    desk: Desk, wheel: Path
) -> None:
    (wheel / "oc.yaml").write_text(without(SPANISH, "contents", "skip"), encoding="utf-8")
    given, slug = desk.write(TEXT, f"{METADATA}\nlanguage: oc")
    built = build(given, slug)
    (found,) = [each for each in built.problems if each.code == "E234"]
    assert (found.severity, "contents, skip" in found.message) == ("notice", True)
    assert "Contents" in built.files[f"{slug}.html"].decode()


# --- the command ---


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(octavo, ["words", *words, "--project", str(root)])


def test_the_command_lists_languages_and_what_those_of_the_project_lack(tmp_path: Path) -> None:
    project(tmp_path, {"oc": without(SPANISH, "skip"), "de": "note: Beachte\n"})
    said = run(tmp_path).output.splitlines()
    assert {"af", "oc", "zh"} <= set(said[0].removeprefix("languages: ").split(", "))
    assert said[1:] == ["templates/words/de.yaml: whole", "templates/words/oc.yaml: lacks 1"]


def test_what_the_command_prints_is_a_file_of_the_words_in_force(tmp_path: Path) -> None:
    project(tmp_path, {"hu": "note: Figyelem\n"})
    printed = run(tmp_path, "hu").output
    project(tmp_path, {"hu": printed})
    workshop = workshop_of(Project(tmp_path, tmp_path / "build", None, {}), "none")
    mine = language(workshop, "hu")
    assert mine.word("note") == "Figyelem"
    assert mine.number("figure", "3") == "3.\u00a0ábra"
    assert len(files_of_words(workshop, "hu")[-1].values) == len(mine.words) + 2


def test_a_new_file_has_every_word_beside_the_english_one(tmp_path: Path, desk: Desk) -> None:
    assert run(tmp_path, "oc", "--new").exit_code == 0
    path = tmp_path / "templates" / "words" / "oc.yaml"
    text = path.read_text(encoding="utf-8")
    assert 'contents: # "Contents"' in text
    (found,) = told(desk, "oc")
    assert found.code == "E140" and "months, quotes" in found.message
    english = re.sub(r"^(\w+): # ", r"\1: ", text, flags=re.MULTILINE)
    path.write_text(english, encoding="utf-8")
    assert "Contents" in page(desk, "oc")


def test_a_new_file_of_a_language_of_ours_changes_nothing_until_a_line_is_taken(
    tmp_path: Path, desk: Desk
) -> None:
    before = page(desk, "de")
    assert run(tmp_path, "de", "--new").exit_code == 0
    path = tmp_path / "templates" / "words" / "de.yaml"
    text = path.read_text(encoding="utf-8")
    assert not re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    assert body(page(desk, "de")) == body(before)
    path.write_text(text.replace('# note: "Anmerkung"', 'note: "Beachte"'), encoding="utf-8")
    assert "Beachte" in page(desk, "de")


def body(text: str) -> str:
    """Return a page without what names its edition."""
    return re.sub(r"[0-9a-f]{12}|work-\d", "", text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--new"], "needs a language"),
        (["english"], "did you mean en?"),
        (["../x", "--new"], "no tag of a language"),
        (["oc"], "octavo words oc --new"),
        (["hu", "--new"], "stands already"),
    ],
)
def test_the_command_says_how_it_is_used(words: list[str], said: str, tmp_path: Path) -> None:
    project(tmp_path, {"hu": "note: Figyelem\n"})
    found = run(tmp_path, *words)
    assert found.exit_code == 2
    assert said in found.output


def test_a_broken_file_is_told_by_the_command(tmp_path: Path) -> None:
    project(tmp_path, {"oc": "- a\n"})
    found = run(tmp_path, "oc")
    assert found.exit_code == 2 and "E233" in found.output


def test_a_shell_completes_languages_of_the_project(tmp_path: Path) -> None:
    project(tmp_path, {"oc": SPANISH})
    context = octavo.commands["words"].make_context("words", ["--project", str(tmp_path)])
    parameter = octavo.commands["words"].params[0]
    assert complete_languages(context, parameter, "o") == ["oc"]


def test_a_new_publication_may_be_in_a_language_of_its_project(tmp_path: Path) -> None:
    project(tmp_path, {"oc": SPANISH})
    (tmp_path / "source").mkdir()
    words = ["new", "--in", str(tmp_path), "camin", "--language", "oc", "--no-accept"]
    found = CliRunner().invoke(octavo, words)
    assert found.exit_code == 0, found.output
    assert "language: oc" in (tmp_path / "source/camin/publication.yaml").read_text()
