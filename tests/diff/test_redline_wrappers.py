"""What is put around words, or the kind of a list, strikes out no word of a redline."""

from pathlib import Path

import pytest
from test_redline import gives_back, revision, told

from octavo.diff.report.redline.marks import DEL, INS, NEW, OLD, mark_of
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.unweave import accept_changes, reject_changes
from octavo.diff.report.redline.woven import book, weave
from octavo.languages import language
from octavo.markup.tree import Element, elements, text_of

TWO = "<p>The {tree} fell at the gate.</p><p>Nobody saw it but the keeper of the light.</p>"
THIRD = "<section><p>Third of them, and no other.</p></section>"
WRAPPED = {
    "section and article": (f"<section>{TWO}</section>", f"<article>{TWO}</article>"),
    "section and box": (f"<section>{TWO}</section>", f'<div class="part">{TWO}</div>'),
    "nothing and section": (TWO, f"<section>{TWO}</section>"),
    "section in section": (
        f"<section>{TWO}</section>",
        f"<section><section><h2>Gate</h2>{TWO}</section></section>",
    ),
    "paragraphs and quotation": (TWO, f"<blockquote>{TWO}</blockquote>"),
    "one of them in a quotation": (
        f"{TWO}<p>Third of them, and no other.</p>",
        f"<blockquote>{TWO}</blockquote><p>Third of them, and no other.</p>",
    ),
    "two sections and one": (
        f"<section>{TWO}</section>{THIRD}",
        f"<div><section>{TWO}</section>{THIRD}</div>",
    ),
    "bullets and numbers": (
        "<ul><li>The {tree} fell.</li><li>Nobody saw it.</li></ul>",
        "<ol><li>The {tree} fell.</li><li>Nobody saw it.</li></ol>",
    ),
}


def page(folder: Path, name: str, content: str) -> Path:
    path = folder / f"{name}.html"
    path.write_text(f"<html><body><main>{content}</main></body></html>", encoding="utf-8")
    return path


def struck(root: Element) -> list[str]:
    """Return the words that only one revision has."""
    marked = [each for each in elements(root) if mark_of(each) in (DEL, INS, OLD, NEW)]
    return sorted(text_of(each).strip() for each in marked if each.tag != "section")


@pytest.mark.parametrize("kind", WRAPPED)
@pytest.mark.parametrize("is_turned", [False, True], ids=["there", "back"])
def test_a_changed_wrapper_strikes_out_no_word(kind: str, is_turned: bool, tmp_path: Path) -> None:
    old, new = WRAPPED[kind][::-1] if is_turned else WRAPPED[kind]
    one = revision(page(tmp_path, "one", old.replace("{tree}", "larch")), tmp_path)
    other = revision(page(tmp_path, "other", new.replace("{tree}", "oak")), tmp_path)
    root = gives_back(one, other)
    assert [each for each in struck(root) if each != "Gate"] == ["larch", "oak"]
    cloth = weave(one, other)
    tell(cloth, language(other.workshop, "en"))
    assert told(accept_changes(cloth.root)) == told(book(other.publication))
    assert told(reject_changes(cloth.root)) == told(book(one.publication))
    is_seen = "quotation" in kind or "bullets" in kind
    assert "[set otherwise]" in text_of(cloth.root) or not is_seen


LISTING = (
    "---\ntitle: T\nlanguage: en\n---\n\nStays.\n\n"
    "```{}\n{}$ custom --list x,y\nhelp --serve 80\n```\n"
)


@pytest.mark.parametrize(("more", "struck"), [("", []), ("$ louder\n", ["$ louder"])])
def test_a_listing_in_another_language_strikes_out_no_words(
    more: str, struck: list[str], tmp_path: Path
) -> None:
    both = []
    for name, language_of, added in (("old", "bash", ""), ("new", "console", more)):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "text.md"
        path.write_text(LISTING.format(language_of, added), encoding="utf-8")
        both.append(revision(path, tmp_path / name))
    cloth = gives_back(both[0], both[1])
    marked = ["".join(map(str, each.itertext())).strip() for each in cloth.iter("ins", "del")]
    assert [each for each in marked if each] == struck
