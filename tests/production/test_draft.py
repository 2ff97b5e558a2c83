"""Everything is told at once; a draft has whatever can be set, and says what stands against it."""

from pathlib import Path

import pytest
from by_hand import told

from octavo import BuildFailed, Project, build, check
from octavo.production.draft_page import MOST, TITLE

HEAD = (
    "octavo: 1\ntitle: T\nlanguage: en-GB\ndate: 2024-05-01\ntheme: book\neditions: [html, epub]\n"
)


def project(folder: Path, head: str = HEAD, **texts: str) -> Project:
    """Return a project with one publication ``work`` of the given texts."""
    home = folder / "source" / "work"
    home.mkdir(parents=True)
    body = ", ".join(f"{name}.md" for name in texts)
    (home / "publication.yaml").write_text(f"{head}body: [{body}]\n", encoding="utf-8")
    for name, text in texts.items():
        (home / f"{name}.md").write_text(text, encoding="utf-8")
    return Project.at(folder)


def problems_of(made: Project) -> list[str]:
    with pytest.raises(BuildFailed) as failure:
        check(made, "work")
    return [each.replace("source/work/", "") for each in told(failure.value.problems)]


def html_of(made: Project) -> str:
    return build(made, "work", ["html"], draft=True).files["work.html"].decode()


OTHER = "# Two\n\n[^n]: A note.\n"
"""A text with a fault of its own: E216 in line 3."""


@pytest.mark.parametrize(
    ("one", "code"),
    [
        ("# One\n\n{{include: gone.md}}\n", "E108 one.md:3"),
        ("# One\n\n{{nothing}}\n", "E114 one.md:3"),
        ("# One\n\n<video></video>\n\nWords.\n", "E214 one.md:3"),
        (f"# One\n\n{'<b>' * 60}x{'</b>' * 60}\n", "E115 one.md:3"),
        ("# One\n\n" + "> " * 30 + "x\n", "E115 one.md:3"),
    ],
)
def test_what_stops_one_text_hides_nothing_in_another(one: str, code: str, tmp_path: Path) -> None:
    assert problems_of(project(tmp_path, one=one, two=OTHER)) == [code, "E216 two.md:3"]


def test_what_is_no_text_hides_nothing_in_another(tmp_path: Path) -> None:
    made = project(tmp_path, one="", two=OTHER)
    (made.source / "work" / "one.md").write_bytes(b"# One\n\n\xff\n")
    assert problems_of(made) == ["E110 one.md:3", "E216 two.md:3"]


@pytest.mark.parametrize(
    ("line", "told_as"),
    [
        ("colour: red\n", "E103 publication.yaml:7"),
        ("date: soon\n", "E104 publication.yaml:4"),
        ("language: xx\n", "E107 publication.yaml:3"),
        ("theme: opera\n", "E104 publication.yaml:5"),
    ],
)
def test_a_fault_of_the_metadata_hides_nothing_in_the_text(
    line: str, told_as: str, tmp_path: Path
) -> None:
    key = line.partition(":")[0]
    kept = [each for each in HEAD.splitlines(keepends=True) if not each.startswith(f"{key}:")]
    lines = HEAD.splitlines(keepends=True)
    at = next((n for n, each in enumerate(lines) if each.startswith(f"{key}:")), len(kept))
    made = project(tmp_path, "".join([*kept[:at], line, *kept[at:]]), two=OTHER)
    assert sorted(problems_of(made)) == sorted([told_as, "E216 two.md:3"])


def test_a_tag_without_an_end_does_not_hide_the_next(tmp_path: Path) -> None:
    one = "# One\n\n<div>\n\nWords.\n\n<section>\n\n[^n]: A note.\n"
    assert problems_of(project(tmp_path, one=one)) == [
        "E214 one.md:3",
        "E214 one.md:7",
        "E216 one.md:9",
    ]


def test_a_link_that_a_missing_text_may_explain_says_so(tmp_path: Path) -> None:
    made = project(tmp_path, one="# One\n\nSee [it](#there).\n")
    path = made.source / "work" / "publication.yaml"
    path.write_text(path.read_text().replace("[one.md]", "[one.md, gone.md]"))
    with pytest.raises(BuildFailed) as failure:
        check(made, "work")
    (link,) = [each for each in failure.value.problems if each.code == "E210"]
    assert link.severity == "warning"
    assert link.hint == "mend gone.md first: what is meant may stand there"


def test_a_draft_shows_the_words_of_what_no_edition_can_hold(tmp_path: Path) -> None:
    text = (
        "# One {#same}\n\nA [link](#nowhere) and [](#nowhere), {{nothing}}, <blink>blinks</blink>,"
        ' <span style="color:red">red</span>, ![a tern](tern.png).\n\n'
        "<table><tr>loose<td>cell</td></tr></table>\n\n<ul>free<li>item</li></ul>\n\n"
        "<script>alert(1)</script>\n\n## Two {#same}\n\nA call[^n].\n"
    )
    html = html_of(project(tmp_path, one=text))
    for words in ("[?]", "{{nothing}}", "blinks", ">red<", "[a tern]", "loose", "cell", "free"):
        assert words in html
    for left in ("<blink", "color:red", 'tern.png"', "alert(1)", 'href="#nowhere"'):
        assert left not in html.partition(TITLE)[0].partition("<body")[2]
    assert html.count('id="same"') == 1


def test_a_draft_says_what_it_is_and_lists_what_stands_against_it(tmp_path: Path) -> None:
    made = project(tmp_path, one="# One\n\n{{titel}}\n\n[^n]: A note.\n")
    built = build(made, "work", draft=True)
    assert [each.code for each in built.problems] == ["E114", "E216"]
    html = built.files["work.html"].decode()
    assert '<p class="draft">Draft</p>' in html
    page = html.partition(f"{TITLE}</h")[2]
    assert "one.md:3:1" in page and "unknown variable" in page and "E216" in page
    assert sorted(name for name in built.files if name.startswith("work.")) == [
        "work.epub",
        "work.html",
    ]


def test_a_sound_draft_is_marked_and_has_no_last_page(tmp_path: Path) -> None:
    made = project(tmp_path, one="# One\n\nWords.\n")
    html = html_of(made)
    assert '<p class="draft">Draft</p>' in html and TITLE not in html
    assert '<p class="draft">' not in build(made, "work", ["html"]).files["work.html"].decode()


def test_a_draft_lists_so_many_problems_and_counts_the_rest(tmp_path: Path) -> None:
    calls = "\n\n".join(f"A [](#n{n})." for n in range(MOST + 3))
    html = html_of(project(tmp_path, one=f"# One\n\n{calls}\n"))
    assert "3 more" in html.partition(f"{TITLE}</h")[2]


def test_nothing_is_drafted_without_metadata_or_text(tmp_path: Path) -> None:
    made = project(tmp_path, HEAD.replace("title: T", "title: ''"), one="# One\n")
    with pytest.raises(BuildFailed) as failure:
        build(made, "work", draft=True)
    assert told(failure.value.problems) == ["E104 source/work/publication.yaml:2"]
    (made.source / "work" / "one.md").write_bytes(b"\xff")
    path = made.source / "work" / "publication.yaml"
    path.write_text(path.read_text().replace("title: ''", "title: T"))
    with pytest.raises(BuildFailed) as failure:
        build(made, "work", draft=True)
    assert told(failure.value.problems) == ["E110 source/work/one.md:1"]


def test_a_text_with_a_control_character_is_built_without_it_and_told(tmp_path: Path) -> None:
    made = project(tmp_path, one="# One\n\nIt\x07s tide, [here](#nowhere).\n", two="# Two\n\nx\n")
    built = build(made, "work", ["html"], strict=False)
    assert [(each.code, each.severity) for each in built.problems] == [
        ("E110", "warning"),
        ("E210", "warning"),
    ]
    assert "Its tide, here." in built.files["work.html"].decode()


@pytest.mark.parametrize("signs", ["\0", "\x07" * 21])
def test_what_has_many_control_characters_is_no_text(signs: str, tmp_path: Path) -> None:
    made = project(tmp_path, one=f"# One\n\n{signs}[here](#nowhere)\n", two="# Two\n\nx\n")
    assert problems_of(made) == ["E110 one.md:3"]
