"""octavo diff: what it reads, what it says, and what it does with repeats without end."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest
import tiny
from click.testing import CliRunner, Result
from conftest import environment
from json_schema import faults
from PIL import Image, ImageDraw

from octavo.blocks.block import Block, Manuscript
from octavo.cli.program import octavo
from octavo.core.bounds import TookTooLong, at_most
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.diff import git_files
from octavo.diff.levels import LEVELS, OF_EDITIONS
from octavo.diff.match.compare import compare, mirror
from octavo.diff.match.events import Event
from octavo.diff.match.words import compare_words
from octavo.diff.report.differences import lines, schema
from octavo.diff.revision import load
from octavo.production.pipeline import Project

HEAD = "---\noctavo: 1\ntheme: brief\ntitle: Diff\nlanguage: en-GB\ndate: 2024-05-06\n---\n"
GIT = {
    "GIT_AUTHOR_NAME": "Ada Quill",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Quill",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def project(root: Path) -> Project:
    return Project(root, root / "build", None, environment())


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def events_of(folder: Path, old: str, new: str, **files: bytes) -> tuple[Event, ...]:
    """Return what differs between two texts, with the same pictures beside them."""
    pictures = {f"{name}.png": data for name, data in files.items()}
    written(folder / "old", {"text.md": old, **pictures})
    written(folder / "new", {"text.md": new, **pictures})
    return between(folder)


def between(folder: Path) -> tuple[Event, ...]:
    here = project(folder)
    sides = (load(str(folder / side / "text.md"), here) for side in ("old", "new"))
    return compare(*sides)


def kinds(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(event.level, event.change) for event in events]


def picture(colour: str, size: int = 64, level: int = 6) -> bytes:
    image = Image.new("RGB", (size, size), "white")
    ImageDraw.Draw(image).ellipse((size // 8, size // 8, size // 2, size // 2), fill=colour)
    data = BytesIO()
    image.save(data, "PNG", compress_level=level)
    return data.getvalue()


def repeated(texts: list[str], name: str = "") -> Manuscript:
    blocks = (
        Block(f"b{n}", "p", (), (), text, Place("a.md", n + 1)) for n, text in enumerate(texts)
    )
    return Manuscript({}, tuple(blocks), {}, name)


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["diff", *words], catch_exceptions=False)


def refused(named: str, root: Path) -> Problem:
    with pytest.raises(BuildFailed) as failure:
        load(named, project(root))
    [problem] = failure.value.problems
    assert problem.hint
    return problem


# What differs


def test_words_are_told_with_the_words_around_them(tmp_path: Path) -> None:
    events = events_of(tmp_path, "It was always ready.\n", "It was not always ready.\n")
    [edit] = events[0].edits
    assert (edit.before, edit.after, edit.new_start) == ("", "not", 7)
    assert "      It was [+not+] always ready." in list(lines(events))


def test_a_sentence_that_came_is_told_whole() -> None:
    edits = compare_words("One came. Two came.", "One came. Three went. Two came.").edits
    assert [(edit.before, edit.after) for edit in edits] == [("", "Three went.")]


def test_a_sentence_of_which_little_is_left_is_told_as_a_new_one() -> None:
    before = "It stays. Two keepers of the light wrote the height of the water down. It ends."
    after = "It stays. Nobody knows of the reason for which ships avoid this harbour. It ends."
    [edit] = compare_words(before, after).edits
    assert edit.before == "Two keepers of the light wrote the height of the water down."
    assert edit.after == "Nobody knows of the reason for which ships avoid this harbour."


def test_changes_about_a_short_word_are_one_change() -> None:
    before, after = "He saw red birds of grey stone.", "He saw blue cats of old iron."
    assert len(compare_words(before, after).edits) == 1


def test_a_mark_a_link_and_a_word_are_told_apart(tmp_path: Path) -> None:
    old = "Some *old* words and [a list](https://example.org/1) of things that stand here.\n"
    new = "Some **old** words and [a list](https://example.org/2) of ships that stand here.\n"
    events = events_of(tmp_path, old, new)
    assert sorted(kinds(events)) == [("link", "edited"), ("mark", "edited"), ("text", "edited")]


def test_another_language_of_a_listing_is_told(tmp_path: Path) -> None:
    text = "Words.\n\n```{}\nlow = 1\n```\n"
    [event] = events_of(tmp_path, text.format("python"), text.format("ruby"))
    assert (event.level, event.change) == ("code", "language")
    assert (event.before, event.after) == ("python", "ruby")


def test_a_number_of_a_line_is_no_word_of_a_listing(tmp_path: Path) -> None:
    text = 'Words.\n\n```python {linenums="%s"}\nlow = 1\n```\n'
    assert events_of(tmp_path, text % 1, text % 30) == ()


def test_a_link_does_not_hide_behind_its_words(tmp_path: Path) -> None:
    old = "A sentence that leads to [a list](https://example.org/1) of many things.\n"
    new = "A sentence that leads to [the page](https://example.org/2) of many things.\n"
    events = events_of(tmp_path, old, new)
    assert ("link", "edited") in kinds(events) and ("text", "edited") in kinds(events)


def test_a_new_note_renumbers_nothing_that_is_told(tmp_path: Path) -> None:
    old = "One thing.[^b]\n\nAnother thing.[^c]\n\n[^b]: Note b.\n[^c]: Note c.\n"
    new = old.replace("One thing.", "One thing.[^a]") + "[^a]: Quite another note.\n"
    events = events_of(tmp_path, old, new)
    assert kinds(events) == [("note", "added")] and events[0].name == "a"


def test_a_call_that_went_is_told(tmp_path: Path) -> None:
    old = "One thing.[^b]\n\nAnother thing.[^b]\n\n[^b]: Note b.\n"
    assert kinds(events_of(tmp_path, old, old.replace("Another thing.[^b]", "Another thing."))) == [
        ("note", "removed")
    ]


def test_alternative_text_and_language_have_levels_of_their_own(tmp_path: Path) -> None:
    old = "![A round gauge](a.png)\n\nThe word [Haus]{lang=de} means a house and nothing else.\n"
    new = old.replace("A round gauge", "A square gauge")
    events = events_of(tmp_path, old.replace("[Haus]{lang=de}", "Haus"), new, a=picture("red"))
    assert sorted({level for level, _ in kinds(events)})[0] == "alt"


def test_pictures_are_changed_resized_or_stored_anew(tmp_path: Path) -> None:
    text = "![A](a.png)\n\n![B](b.png)\n\n![C](c.png)\n"
    old = {"a.png": picture("red"), "b.png": picture("red", 128), "c.png": picture("red")}
    new = {"a.png": picture("blue"), "b.png": picture("red", 64), "c.png": picture("red", 64, 0)}
    written(tmp_path / "old", {"text.md": text, **old})
    written(tmp_path / "new", {"text.md": text, **new})
    told = {event.after.partition(" ")[0]: event for event in between(tmp_path)}
    assert {name: (e.level, e.change) for name, e in told.items()} == {
        "a.png": ("asset", "changed"),
        "b.png": ("asset", "resized"),
        "c.png": ("typography", "re-encoded"),
    }


def test_a_list_that_is_numbered_now_is_set_as_something_else(tmp_path: Path) -> None:
    old = "- One item of the list.\n- Another item of it.\n"
    events = events_of(tmp_path, old, old.replace("- ", "1. "))
    assert kinds(events) == [("structure", "recast")] * 2


def test_a_column_and_a_row_at_once_are_one_event_each(tmp_path: Path) -> None:
    old = "| A | B |\n|---|---|\n" + "".join(f"| k{n} | {n} |\n" for n in range(6))
    new = "| A | N | B |\n|---|---|---|\n" + "".join(f"| k{n} | x{n} | {n} |\n" for n in range(7))
    events = events_of(tmp_path, old, new)
    assert sorted((e.change, e.new[0].kind, e.count) for e in events) == [
        ("added", "column", 8),
        ("added", "row", 3),
    ]


def test_signs_only_are_counted_and_folded_away() -> None:
    old, new = repeated(["A well-known place."]), repeated(["A well\u2010known place."])
    events = compare(old, new)
    assert kinds(events) == [("typography", "spelling")]
    assert list(lines(events)) == ["typography 1"]


def test_a_short_block_does_not_move() -> None:
    long = [f"Paragraph {n} has words enough to be known again by all." for n in range(4)]
    events = compare(repeated(["Yes indeed.", *long]), repeated([*long, "Yes indeed."]))
    assert sorted(kinds(events)) == [("text", "added"), ("text", "removed")]


def test_a_move_that_could_have_come_from_two_places_is_none() -> None:
    base = "the keeper of the light wrote down the height of the water in the great ledger"
    rest = [f"Between them stands paragraph {n}, which is long and its own." for n in range(9)]
    old = [f"On Monday {base}.", f"On Friday {base}.", *rest]
    events = compare(repeated(old), repeated([*rest, f"On Sunday {base}."]))
    assert sorted(kinds(events)) == [("text", "added"), ("text", "removed"), ("text", "removed")]


# Repeats without end


@pytest.mark.parametrize(
    ("old", "new", "most"),
    [
        (["The same again."] * 4_000, ["The same again."] * 3_990, 10),
        (["a b c", "d e f"] * 2_000, ["d e f", "a b c"] * 1_990, 40),
        (
            [f"Clause {n}. The party shall not withhold consent." for n in range(4_000)],
            [f"Clause {n + 7}. The party shall not withhold consent." for n in range(4_000)],
            14,
        ),
        (
            [f"Clause {n}. The party shall not withhold consent." for n in range(4_000)],
            [f"Article {n}. The party shall not withhold consent." for n in range(4_000)],
            4_000,
        ),
    ],
    ids=["equal", "alternating", "renumbered", "all-edited"],
)
def test_four_thousand_repeats_end_soon(old: list[str], new: list[str], most: int) -> None:
    one, other = repeated(old), repeated(new)
    before = process_time()
    with at_most(600):  # of a clock that a busy machine does not stop
        events = compare(one, other)
    assert process_time() - before < 4
    assert 0 < len(events) <= most
    fewer, others = repeated(old[-1000:]), repeated(new[-990:])
    assert compare(others, fewer) == mirror(compare(fewer, others)) != []


# What it reads


def test_a_publication_and_its_revision_are_compared(tmp_path: Path) -> None:
    old = written(tmp_path / "old" / "source" / "ledgers", tiny.BOOK)
    files = dict(tiny.BOOK)
    files["tables.md"] = files["tables.md"].replace("| Ostrey  | 1904", "| Ostrey  | 1905")
    files["publication.yaml"] = files["publication.yaml"].replace("Quayside Press", "Pier Press")
    new = written(tmp_path / "new" / "source" / "ledgers", files)
    events = compare(load(str(old), project(tmp_path)), load(str(new), project(tmp_path)))
    assert kinds(events) == [("metadata", "edited"), ("table", "edited")]
    assert events[0].name == "publisher"
    assert events[1].new[0].place.endswith("new/source/ledgers/tables.md:6")
    assert (events[1].before, events[1].after) == ("1904", "1905")


@pytest.mark.parametrize(
    ("file", "old", "new", "told", "place"),
    [
        ("gauges.md", "in use since 1871", "since 1872", ("text", "edited"), "gauges.md:14"),
        ("gauges.md", "The water goes.", "The water leaves.", ("text", "edited"), "gauges.md:32"),
        ("gauges.md", "Second paragraph of", "Second part of", ("text", "edited"), "gauges.md:24"),
        ("gauges.md", "    - Nested item one\n", "", ("text", "removed"), "gauges.md:20"),
        ("gauges.md", "* * *\n\n", "", ("structure", "removed"), "gauges.md:39"),
        ("gauges.md", "### Deeper", "## Deeper", ("structure", "relevelled"), "gauges.md:29"),
        ("gauges.md", "org/drawing", "org/sketch", ("link", "edited"), "gauges.md:41"),
        ("gauges.md", "second paragraph,", "last one,", ("note", "edited"), "gauges.md:48"),
        ("gauges.md", "[](#fig-hut) was", "[](#stick) was", ("text", "edited"), "gauges.md:3"),
        ("tables.md", "in centimetres", "in metres", ("text", "edited"), "tables.md:8"),
        ("tables.md", "| Station |", "| Place |", ("table", "edited"), "tables.md:3"),
        ("tables.md", "return 1.5 * hour", "return 2 * hour", ("code", "edited"), "tables.md:67"),
        ("ledgers.md", "Text of the", "Text *of* the", ("mark", "added"), "ledgers.md:22"),
        ("publication.yaml", "part: Water", "part: Sea",
         ("structure", "renamed"), "publication.yaml:19"),
        ("publication.yaml", "[gauges.md, tables.md]", "[tables.md, gauges.md]",
         ("structure", "moved"), "gauges.md:1"),
        ("publication.yaml", "  - name: Ada Quill", "  - name: Ben Reed\n  - name: Ada Quill",
         ("metadata", "edited"), ""),
    ],
)  # fmt: skip
def test_every_construct_is_told_with_its_place(
    file: str, old: str, new: str, told: tuple[str, str], place: str, tmp_path: Path
) -> None:
    assert old in tiny.BOOK[file]
    files = {**tiny.BOOK, file: tiny.BOOK[file].replace(old, new, 1)}
    folders = [
        written(tmp_path / side / "source" / "ledgers", each)
        for side, each in (("old", tiny.BOOK), ("new", files))
    ]
    [event] = compare(*(load(str(folder), project(tmp_path)) for folder in folders))
    assert (event.level, event.change) == told
    spots = [spot.place for spot in (*event.old, *event.new)][:1]
    assert spots == ([f"{folders[0].as_posix()}/{place}"] if place else [])


def test_every_tiny_publication_equals_itself(tmp_path: Path) -> None:
    here = project(tmp_path)
    for slug in tiny.write_publications(tmp_path):
        found = load(slug, here)
        assert found.blocks and found.metadata["title"]
        assert compare(found, load(slug, here)) == ()


def test_a_file_without_metadata_is_read_too(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "# Words\n\nNothing else.\n", "b.md": "## More\n\nWords.\n"})
    one, other = (load(str(tmp_path / name), project(tmp_path)) for name in ("a.md", "b.md"))
    assert one.metadata == {"title": "Words"} and other.metadata == {}
    assert [block.text for block in one.blocks] == ["Nothing else."]
    assert [block.text for block in other.blocks] == ["More", "Words."]


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Return a repository with three revisions of an article and two of a book."""
    git(tmp_path, "init", "-q", "-b", "main")
    written(tmp_path / "source" / "book", tiny.BOOK)
    for n, words in enumerate(("one", "two", "three")):
        body = f"The words are {words} and nothing else stands here.\n"
        written(tmp_path / "source", {"article.md": HEAD + body})
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", words)
        git(tmp_path, "tag", f"v{n}")
    return tmp_path


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, env={**environment(), **GIT}, check=True)


@needs_git
def test_two_revisions_of_an_article_are_compared(history: Path) -> None:
    result = run("v0..v2", "article", "--project", str(history))
    assert result.exit_code == 1
    assert "[-one-] [+three+]" in result.output
    assert "source/article.md:8 → source/article.md:8" in result.output


@needs_git
def test_a_revision_is_compared_with_what_lies_here(history: Path) -> None:
    book = history / "source" / "book"
    here = ("--project", str(history))
    assert run("v1:source/book", str(book), *here).exit_code == 0
    assert run("v1..", "book", *here).exit_code == 0
    text = (book / "ledgers.md").read_text(encoding="utf-8")
    (book / "ledgers.md").write_text(text.replace("1931", "1932"), encoding="utf-8")
    assert "[-1931-] [+1932+]" in run("v1:source/book", "book", *here).output


@needs_git
def test_a_revision_alone_is_compared_with_what_a_publication_is_now(history: Path) -> None:
    article, here = history / "source" / "article.md", ("--project", str(history))
    assert run("HEAD", "article", *here).exit_code == 0
    article.write_text(article.read_text(encoding="utf-8").replace("three", "four"), "utf-8")
    assert "[-three-] [+four+]" in run("HEAD", "article", *here).output
    assert "[-three-] [+four+]" in run("HEAD", str(article), *here).output
    assert "[-one-] [+four+]" in run("v0", "article", *here).output
    assert "name one publication" in run("HEAD", *here).output  # here are two
    assert "octavo diff HEAD" in run(*here).output


@needs_git
def test_a_revision_alone_takes_the_only_publication(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    article = written(tmp_path / "source", {"a.md": HEAD + "The word one.\n"}) / "a.md"
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    article.write_text(HEAD + "The word two.\n", "utf-8")
    result = run("HEAD", "--project", str(tmp_path))
    assert result.exit_code == 1 and "[-one-] [+two+]" in result.output


@needs_git
def test_a_project_may_lie_below_the_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    for words in ("one", "two"):
        written(tmp_path / "docs" / "source", {"a [b].md": HEAD + f"The word {words}.\n"})
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", words)
    result = run("HEAD~1..", "--project", str(tmp_path / "docs"))
    assert result.exit_code == 1 and "[-one-] [+two+]" in result.output


@needs_git
def test_git_is_asked_nothing_that_runs_a_program(history: Path) -> None:
    program = history / "hook.sh"
    program.write_text(f"#!/bin/sh\ntouch {history}/ran\n", encoding="utf-8")
    program.chmod(0o755)
    git(history, "config", "core.fsmonitor", str(program))
    for way in ("smudge", "process"):
        git(history, "config", f"filter.all.{way}", str(program))
    git(history, "config", "filter.all.required", "true")
    (history / ".git" / "info" / "attributes").write_text("*.md filter=all\n", encoding="utf-8")
    assert run("v0..v1", "article", "--project", str(history)).exit_code == 1
    assert not (history / "ran").exists()


# What it refuses


def test_what_is_not_there_is_e701(tmp_path: Path) -> None:
    tiny.write_publications(tmp_path)
    problem = refused("nothing", tmp_path)
    assert problem.code == "E701" and "ledgers" in problem.hint
    (tmp_path / "a.odt").write_bytes(b"%PDF-1.7")
    assert refused(str(tmp_path / "a.odt"), tmp_path).code == "E701"


def test_no_git_and_no_repository_are_e702(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    bare = Project(tmp_path, tmp_path / "build", None, {"PATH": str(tmp_path)})
    with pytest.raises(BuildFailed, match="E702 git is not installed"):
        load("v1:source/article", bare)
    if shutil.which("git"):
        assert refused("v1:source/article", tmp_path).code == "E702"


@needs_git
@pytest.mark.parametrize("revision", ["v9", "--output=x", "v0 v1", "v0^{tree}"])
def test_a_revision_that_is_not_there_is_e703(revision: str, history: Path) -> None:
    problem = refused(f"{revision}:source/article", history)
    assert problem.code == "E703" and revision in problem.message


@needs_git
@pytest.mark.parametrize("path", ["source/other", "../article", "/etc", "source/none", "*"])
def test_a_path_that_the_revision_lacks_is_e704(path: str, history: Path) -> None:
    assert refused(f"v0:{path}", history).code == "E704"


@needs_git
def test_a_revision_that_is_too_large_or_leads_elsewhere_is_e705(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (history / "source" / "book" / "out").symlink_to("/etc/hostname")
    git(history, "add", "-A")
    git(history, "commit", "-q", "-m", "A link that leads out")
    assert refused("HEAD:source/book", history).code == "E705"
    assert load("v0:source/book", project(history)).blocks
    monkeypatch.setattr(git_files, "MOST_FILES", 2)
    assert "more than 500 MB or 2 files" in refused("v0:source/book", history).message


@needs_git
def test_what_is_wrong_with_a_text_of_old_is_told_with_its_revision(history: Path) -> None:
    written(history / "source", {"article.md": HEAD + "See [](#nowhere).\n"})
    git(history, "commit", "-q", "-a", "-m", "A reference to nothing")
    result = run("v0..main", "article", "--project", str(history))
    assert result.exit_code == 1
    assert "main:source/article.md:8:8: E210 notice" in result.stderr


@needs_git
@pytest.mark.parametrize(("marked", "code"), [(True, 1), (False, 2)])
def test_the_built_in_templates_of_old_give_way_to_those_of_today(
    history: Path, marked: bool, code: int
) -> None:
    """A project's own words that cannot be used are still a fault of that revision."""
    own = {"words/en.yaml": "figgure: Figure\n"} | ({"fonts/fonts.json": "{}"} if marked else {})
    written(history / "templates", own)
    git(history, "add", "-A")
    git(history, "commit", "-q", "-m", "Templates")
    written(history / "source", {"article.md": HEAD + "Other words.\n"})
    git(history, "commit", "-q", "-a", "-m", "Other words")
    assert run("main~1..main", "article", "--project", str(history)).exit_code == code


# The command


def test_exit_codes_tell_equal_from_different_from_unusable(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "One word here.\n", "b.md": "One sign here.\n"})
    a, b = str(tmp_path / "a.md"), str(tmp_path / "b.md")
    assert (run(a, a).exit_code, run(a, b).exit_code) == (0, 1)
    assert run(a, str(tmp_path / "c.md")).exit_code == 2
    assert run(a).exit_code == 2


def test_only_the_levels_that_are_named_fail(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "One word here.\n", "b.md": "One sign here.\n"})
    a, b = str(tmp_path / "a.md"), str(tmp_path / "b.md")
    assert run(a, b, "--fail-on", "link").exit_code == 0
    assert run(a, b, "--fail-on", "link", "--fail-on", "text").exit_code == 1
    assert run(a, b, "--fail-on", "nonsense").exit_code == 2


def test_each_level_is_told_by_help_and_may_be_named(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "One word here.\n"})
    a = str(tmp_path / "a.md")
    told = " ".join(CliRunner().invoke(octavo, ["diff", "--help"]).output.split())
    assert f"Levels: {', '.join((*LEVELS, *OF_EDITIONS))}." in told
    named = [word for level in (*LEVELS, *OF_EDITIONS) for word in ("--fail-on", level)]
    assert run(a, a, *named).exit_code == 0


def test_a_comparison_that_takes_too_long_is_unusable_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_ever(old: Manuscript, new: Manuscript) -> None:
        raise TookTooLong("more than 1 seconds")

    monkeypatch.setattr("octavo.diff.outcome.compare", for_ever)
    written(tmp_path, {"a.md": "One word here.\n"})
    result = run(str(tmp_path / "a.md"), str(tmp_path / "a.md"), "--time-limit", "1")
    assert result.exit_code == 2 and "E117" in result.stderr


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": tiny.BOOK["ledgers.md"], "b.md": "Other words.\n"})
    words = (str(tmp_path / "a.md"), str(tmp_path / "b.md"), "--json")
    assert run(*words).output == run(*words).output


def test_json_holds_to_its_schema(tmp_path: Path) -> None:
    tiny.write_publications(tmp_path)
    here = ("--json", "--project", str(tmp_path))
    result = run("ledgers", "bericht", *here)
    assert result.exit_code == 1
    told = json.loads(result.output)
    faults(told, schema(), schema())
    assert Counter(event["level"] for event in told["events"]) == told["counts"]
    with pytest.raises(AssertionError):
        faults({**told, "events": [{"id": "x"}]}, schema(), schema())
    unusable = json.loads(run("ledgers", "nothing", *here).output)
    assert [problem["code"] for problem in unusable["problems"]] == ["E701"]


def test_a_changed_picture_says_how_much_of_it_changed_and_where(tmp_path: Path) -> None:
    image = Image.new("RGB", (64, 64), "white")
    data = BytesIO()
    image.save(data, "PNG")
    text = "![A](a.png)\n"
    written(tmp_path / "old", {"text.md": text, "a.png": data.getvalue()})
    ImageDraw.Draw(image).rectangle((32, 16, 47, 31), fill="black")
    data = BytesIO()
    image.save(data, "PNG")
    written(tmp_path / "new", {"text.md": text, "a.png": data.getvalue()})
    [event] = between(tmp_path)
    share, region = event.name.split(": ")
    assert share.startswith("(") and share.endswith(" % of it other")
    across, down = (
        tuple(map(int, part.partition(" ")[0].split("–"))) for part in region.split(", ")
    )
    assert across[0] <= 50 and across[1] >= 75 and across[1] - across[0] < 50
    assert down[0] <= 25 and down[1] >= 50 and down[1] - down[0] < 50
