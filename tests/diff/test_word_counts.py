"""How many words came and went, by chapter."""

from pathlib import Path

from test_collation import project, run, written

from octavo.diff.revision import load
from octavo.diff.word_counts import ChapterWords, count_words

YAML = "octavo: 1\ntheme: book\ntitle: Tides\nlanguage: en-GB\ndate: 2024-05-06\nbody:\n"


def book(root: Path, chapters: dict[str, str]) -> str:
    listed = "".join(f"  - {name}.md\n" for name in chapters)
    texts = {f"{name}.md": f"# {name.title()}\n\n{text}\n" for name, text in chapters.items()}
    written(root, {"publication.yaml": YAML + listed, **texts})
    return str(root)


def counted(root: Path, old: dict[str, str], new: dict[str, str]) -> tuple[ChapterWords, ...]:
    here = project(root)
    sides = (book(root / "old", old), book(root / "new", new))
    return count_words(*(load(side, here) for side in sides))


STILL = "The keeper of the light wrote the log at noon of every day in winter."


def test_words_are_counted_by_chapter_and_signs_are_not(tmp_path: Path) -> None:
    old = {"one": "Low water at noon, and a calm sea.", "two": STILL}
    new = {"one": "High water \u2013 at noon, and a calm sea at night!", "two": STILL}
    assert counted(tmp_path, old, new) == (ChapterWords("One", 3, 1, 11),)


def test_a_paragraph_that_moved_to_another_chapter_adds_no_words(tmp_path: Path) -> None:
    old = {"one": f"Low water.\n\n{STILL}", "two": "High water."}
    new = {"one": "Low water.", "two": f"High water.\n\n{STILL}"}
    assert counted(tmp_path, old, new) == ()


def test_a_chapter_that_came_counts_with_all_its_words(tmp_path: Path) -> None:
    old = {"one": STILL, "two": "Nets hung to dry there."}
    new = {"one": STILL, "three": "Ropes of hemp lay coiled on a quay."}
    assert counted(tmp_path, old, new) == (
        ChapterWords("Three", 9, 0, 9),
        ChapterWords("Two", 0, 6, 0),
    )


def test_the_terminal_tells_words_in_all_and_by_chapter(tmp_path: Path) -> None:
    sides = (
        book(tmp_path / "old", {"one": "Low water.", "two": STILL}),
        book(tmp_path / "new", {"one": "High water.", "two": STILL + " So."}),
    )
    said = run(*sides, "--words", "--project", str(tmp_path)).output
    assert "words: 2 added, 1 removed\n  One: 1 added, 1 removed of 3\n" in said
