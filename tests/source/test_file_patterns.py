"""Patterns stand for files in the order in which people count; places stay true."""

from pathlib import Path

import pytest
from by_hand import FORMATS, bench

from octavo.source.config.configuration import look_at_config
from octavo.source.config.file_patterns import matches, natural

META = "octavo: 1\ntitle: Work\nlanguage: en\ndate: 2024-05-01\n"


@pytest.mark.parametrize(
    ("pattern", "path", "is_of_it"),
    [
        ("*.md", "one.md", True),
        ("*.md", "parts/one.md", False),
        ("parts/*.md", "parts/one.md", True),
        ("parts/*.md", "parts/deep/one.md", False),
        ("**/*.md", "one.md", True),
        ("**/*.md", "parts/deep/one.md", True),
        ("parts/**", "parts/deep/one.md", True),
        ("notes/", "notes/a/b.md", True),
        ("notes/", "notes.md", False),
        ("ch?.md", "ch1.md", True),
        ("ch?.md", "ch10.md", False),
        ("ch[0-9].md", "ch7.md", True),
        ("ch[!0-9].md", "ch7.md", False),
        ("a.md", "aXmd", False),
        ("a+(b).md", "a+(b).md", True),
    ],
)
def test_signs_of_a_pattern_stand_for_what_shells_have(
    pattern: str, path: str, is_of_it: bool
) -> None:
    assert matches(pattern, path) is is_of_it


def test_two_comes_before_ten() -> None:
    names = ["10.md", "9b.md", "ch2.md", "1.md", "ch10.md", "Ch1.md", "9.md"]
    assert sorted(names, key=natural) == [
        "1.md",
        "9.md",
        "9b.md",
        "10.md",
        "Ch1.md",
        "ch2.md",
        "ch10.md",
    ]


def listed(folder: Path, yaml: str, *names: str) -> tuple[list[str], dict[str, int]]:
    """Return the files of the body in their order, and the line of each one's entry."""
    (folder / "publication.yaml").write_text(META + yaml)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# One\n")
    config = look_at_config(bench(folder), "work", FORMATS)
    assert config.problems == ()
    lines: dict[str, int] = {}
    files = []
    for n, entry in enumerate(config.metadata.body):
        inside = [(f"body.{n}.chapters.{m}", each.file) for m, each in enumerate(entry.chapters)]
        for key, file in [(f"body.{n}", entry.file)] * bool(entry.file) + inside:
            files.append(file)
            lines[file] = config.place(f"{key}.file").line
    return files, lines


def test_one_pattern_is_a_body(tmp_path: Path) -> None:
    names = ("c/10.md", "c/2.md", "c/1.md", "c/notes.txt", "other.md")
    files, lines = listed(tmp_path, "body: c/*.md\n", *names)
    assert files == ["c/1.md", "c/2.md", "c/10.md"]
    assert set(lines.values()) == {5}


def test_what_has_an_entry_of_its_own_is_not_taken_twice(tmp_path: Path) -> None:
    yaml = "front: [preface.md]\nbody:\n- last.md\n- '*.md'\n- part: Two\n  chapters: [p/*.md]\n"
    names = ("preface.md", "last.md", "a.md", "b.md", "README.md", "p/x.md", "p/y.md")
    files, lines = listed(tmp_path, yaml, *names)
    assert files == ["last.md", "a.md", "b.md", "p/x.md", "p/y.md"]
    assert lines == {"last.md": 7, "a.md": 8, "b.md": 8, "p/x.md": 10, "p/y.md": 10}


def test_what_is_ignored_is_in_no_pattern(tmp_path: Path) -> None:
    yaml = "ignore: 'todo*.md'\nbody: ['*.md']\n"
    files, _ = listed(tmp_path, yaml, "a.md", "todo1.md", "templates/x.md")
    assert files == ["a.md"]
