"""Texts are read in their order, with what they take in; each line knows where it came from."""

from dataclasses import replace
from pathlib import Path

import pytest
from by_hand import bench, config_of, told

from octavo.core.inputs import Inputs
from octavo.core.problems import Place
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.model.metadata import BodyEntry, Entry
from octavo.model.publication import Config, Text
from octavo.source.includes import variables, write_out
from octavo.source.text_limits import DEEPEST, MOST_ABBREVIATIONS, beyond_limits
from octavo.source.texts import read_texts

BARE = Workshop(Inputs({}, {}), Store(None))


def files(folder: Path, **texts: str) -> Path:
    """Write texts as NAME.md below a folder."""
    for name, words in texts.items():
        (folder / f"{name}.md").write_text(words)
    return folder


def filled(folder: Path, content: str, **variables_: str) -> tuple[Text, list[str]]:
    """Return a text with all in its place, and what is wrong with it."""
    config = config_of(variables=variables_)
    text, _, problems = write_out(bench(folder), config, Text("a.md", content))
    return text, told(problems)


def failing(folder: Path, config: Config) -> list[str]:
    return told(read_texts(bench(folder), config).problems)


def test_an_included_file_keeps_the_places_of_its_lines(tmp_path: Path) -> None:
    text, problems = filled(files(tmp_path, b="one\ntwo\n"), "A\n{{include: b.md}}\nZ")
    assert (text.content, problems) == ("A\none\ntwo\nZ", [])
    assert [text.place(n) for n in (1, 3, 4)] == [
        Place("a.md", 1),
        Place("b.md", 2),
        Place("a.md", 3),
    ]


def test_an_included_file_is_read_without_its_few_control_characters(tmp_path: Path) -> None:
    given = files(tmp_path, b="one\x07[^n]\n")
    config, asked = config_of(), Text("a.md", "A\n{{include: b.md}}")
    text, _, (problem,) = write_out(bench(given), config, asked)
    assert (text.content, problem.code, problem.severity) == ("A\none[^n]", "E110", "warning")


def test_variables_are_filled_but_not_in_code(tmp_path: Path) -> None:
    given = "{{title}} `{{title}}` \\{{title}} {{port}}\n\n    {{title}}\n\n```\n{{port}}\n```"
    text, problems = filled(tmp_path, given, port="Ebb")
    assert text.content == given.replace("{{title}} `", "Work `").replace(
        "\\{{title}} {{port}}", "{{title}} Ebb"
    )
    assert problems == []


def test_a_variable_of_the_author_goes_before_a_word_of_the_metadata() -> None:
    assert variables(config_of(variables={"year": "then"}))["year"] == "then"
    assert variables(config_of())["year"] == "1970"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("\n{{include: no.md}}", "E108 a.md:2"),
        ("\n{{include: ../b.md}}", "E111 a.md:2"),
        ("\n{{include: loop.md}}", "E113 loop.md:1"),
        ("\n{{titel}}", "E114 a.md:2"),
        ("\n{{include: bad.md}}", "E110 bad.md:1"),
    ],
)
def test_what_cannot_be_taken_in_is_told_where_it_is_asked_for(
    content: str, problem: str, tmp_path: Path
) -> None:
    files(tmp_path, loop="{{include: loop.md}}", bad="\x00")
    assert filled(tmp_path, content)[1] == [problem]


@pytest.mark.parametrize(
    ("name", "own", "severity"),
    [
        ("book.url", {}, "warning"),
        ("directive", {}, "warning"),
        ("book.url", {"harbour": "Corran"}, "error"),
        ("titel", {}, "error"),
    ],
)
def test_a_name_of_another_program_stops_no_publication_without_variables(
    name: str, own: dict[str, str], severity: str, tmp_path: Path
) -> None:
    words = f"See {{{{ {name} }}}} here."
    config = config_of(variables=own)
    text, _, (problem,) = write_out(bench(tmp_path), config, Text("a.md", words))
    assert (problem.code, problem.severity, text.content) == ("E114", severity, words)


def test_a_file_that_includes_itself_is_told_with_the_way_there(tmp_path: Path) -> None:
    files(tmp_path, b="{{include: c.md}}", c="x\n{{include: b.md}}")
    _, _, (problem,) = write_out(bench(tmp_path), config_of(), Text("a.md", "{{include: b.md}}"))
    assert problem.message == "b.md includes itself: a.md → b.md → c.md → b.md"
    assert problem.place == Place("c.md", 2)


def test_files_that_grow_by_each_other_are_refused(tmp_path: Path) -> None:
    line = f"{'x' * 999}\n"
    files(tmp_path, big=line * 900)
    text, problems = filled(tmp_path, "{{include: big.md}}\n" * 5)
    assert problems == ["E116 a.md:1"]
    assert text.content.startswith("{{include")


BODY = (BodyEntry("one.md"), BodyEntry(part="P", chapters=(Entry("title.md"),)))


def test_texts_come_in_order_with_role_part_and_a_name_that_no_edition_takes(
    tmp_path: Path,
) -> None:
    files(tmp_path, foreword="F", one="1", title="2", extra="3", README="R")
    config = config_of(front=(Entry("foreword.md"),), body=BODY, back=(Entry("extra.md"),))
    found = read_texts(bench(tmp_path), config).listed
    assert [(each.slug, each.matter, each.role, each.part) for each in found] == [
        ("foreword", "front", "foreword", -1),
        ("one", "body", "chapter", -1),
        ("title-text", "body", "chapter", 0),
        ("extra", "back", "appendix", -1),
    ]


@pytest.mark.parametrize(
    ("matter", "file", "role"),
    [
        ("back", "about the author.md", "afterword"),
        ("back", "acknowledgments.md", "acknowledgements"),
        ("back", "90-Acknowledgements.md", "acknowledgements"),
        ("back", "14 References.md", "bibliography"),
        ("back", "table-of-tides.md", "appendix"),
        ("front", "00_foreword.md", "foreword"),
        ("front", "acknowledgments.md", "acknowledgements"),
        ("front", "about this book.md", "preface"),
        ("body", "01-introduction.md", "chapter"),
        ("body", "about.md", "chapter"),
    ],
)
def test_a_files_name_tells_its_role(matter: str, file: str, role: str, tmp_path: Path) -> None:
    for name in ("one.md", file):
        (tmp_path / name).write_text("Words.", encoding="utf-8")
    lists = {"body": (BodyEntry("one.md"),)}
    entry = BodyEntry(file) if matter == "body" else Entry(file)
    config = config_of(**{**lists, matter: (entry,)})
    ignored = () if matter != "body" else ("one.md",)
    data = replace(config.metadata, ignore=ignored)
    found = read_texts(bench(tmp_path), replace(config, metadata=data)).listed
    assert [each.role for each in found if each.text.path == file] == [role]


def test_what_is_listed_and_what_is_there_are_the_same(tmp_path: Path) -> None:
    files(tmp_path, one="1", title="2", more="3")
    assert failing(tmp_path, config_of(body=BODY)) == ["E109 more.md"]
    assert failing(tmp_path, config_of(body=(*BODY, BodyEntry("no.md")))) == [
        "E108 publication.yaml"
    ]
    twice = config_of(body=(*BODY, BodyEntry("one.md")))
    assert failing(tmp_path, twice) == ["E109 more.md", "E112 publication.yaml"]


def test_a_role_of_another_matter_and_a_publication_without_text_are_told(
    tmp_path: Path,
) -> None:
    assert failing(tmp_path, config_of()) == ["E105 publication.yaml"]
    files(tmp_path, one="1")
    role = config_of(body=(BodyEntry("one.md", role="appendix"),))
    assert failing(tmp_path, role) == ["E104 publication.yaml"]
    assert failing(tmp_path, config_of(body=(BodyEntry("../one.md"),))) == ["E111 publication.yaml"]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("> " * DEEPEST + "x", []),
        ("\n" + "> " * (DEEPEST + 1) + "x", ["E115 a.md:2"]),
        ("/// note\n" * DEEPEST, []),
        ("/// note\n///\n" * (DEEPEST + 1), []),
        ("/// note\n" * (DEEPEST + 1), [f"E115 a.md:{DEEPEST + 1}"]),
        ("[" * 61, ["E115 a.md:1"]),
        ("[" * 60, []),
        (" " * 164 + "x", ["E115 a.md:1"]),
        (" " * 163 + "x", []),
        ("*[A]: b\n" * (MOST_ABBREVIATIONS + 2), [f"E116 a.md:{MOST_ABBREVIATIONS + 1}"]),
        ("```\n" + "> " * 99 + "\n```", []),
    ],
)
def test_a_text_is_refused_from_one_more_than_the_limit_on(
    content: str, problems: list[str]
) -> None:
    assert told(beyond_limits(Text("a.md", content), BARE)) == problems


def test_a_text_that_is_too_long_is_told_of_that_alone() -> None:
    assert told(beyond_limits(Text("a.md", "[" * 4_000_001), BARE)) == ["E116 a.md:1"]


def test_drafts_are_left_out_and_taken_in_where_drafts_are_built(tmp_path: Path) -> None:
    files(tmp_path, one="1", two="---\ndraft: true\n---\n2", three="3", four="4")
    body = BodyEntry("one.md"), BodyEntry("two.md"), BodyEntry("three.md", draft=True)
    part = BodyEntry(part="P", chapters=(Entry("four.md", draft=True),))
    config = config_of(body=(*body, part))
    found = read_texts(bench(tmp_path), config)
    assert [each.text.path for each in found.listed] == ["one.md"]
    assert told(found.problems) == ["E139 publication.yaml"] * 3
    assert {each.severity for each in found.problems} == {"notice"}
    whole = read_texts(bench(tmp_path), replace(config, has_drafts=True))
    assert [each.text.path for each in whole.listed] == ["one.md", "two.md", "three.md", "four.md"]
    assert whole.problems == ()


def test_what_is_ignored_is_in_no_list_and_a_name_of_nothing_is_told(tmp_path: Path) -> None:
    files(tmp_path, one="1", todo="2")
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    (tmp_path / "notes" / "deep" / "a.md").write_text("A")
    body = (BodyEntry("one.md"),)
    assert failing(tmp_path, config_of(body=body, ignore=("notes/", "todo.md"))) == []
    assert failing(tmp_path, config_of(body=body, ignore=("notes/", "gone*.md"))) == [
        "E226 publication.yaml",
        "E109 todo.md",
    ]


def test_a_problem_behind_the_end_of_a_text_has_a_place_in_it() -> None:
    text = Text("one.md", "a\nb")
    assert text.find(9, "b") == (2, 1)
    assert text.find(9, "c") == (9, 1)
