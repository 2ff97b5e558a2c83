"""What octavo diff writes: redlines that are sound editions, errata, CriticMarkup, comments."""

import re
import shutil
from pathlib import Path

import pytest
import tiny
from click.testing import CliRunner, Result
from conftest import environment
from long_proofs import here
from test_redline import BOOKS, PAIR, gives_back, revision, told

from octavo.cli.program import octavo
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.workshop import Workshop
from octavo.diff.match.compare import compare
from octavo.diff.report import outputs
from octavo.diff.report.errata import comment, escape
from octavo.diff.report.redline.redline_publication import make_redline
from octavo.diff.report.redline.spoken_marks import tell
from octavo.diff.report.redline.unweave import accept_changes, reject_changes
from octavo.diff.report.redline.woven import book, weave
from octavo.editions.pdf.presses import Presses
from octavo.languages import language
from octavo.markup.tree import elements
from octavo.model.publication import Publication
from octavo.production.build import Build


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["diff", *words])


def revise(root: Path) -> tuple[Path, Path]:
    """Return a book, and the same with a bit of everything changed."""
    folders = root / "old" / "source" / "ledgers", root / "new" / "source" / "ledgers"
    for folder in folders:
        tiny.write_publications(folder.parent.parent)
    for path in folders[1].glob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("A gauge is a stick", "A gauge is an old stick")
        text = text.replace("| Week 7 |", "| Week seven |").replace(
            "it isn't long", "it is *short*"
        )
        path.write_text(text + "\nA last word is added here, for the redline.\n", encoding="utf-8")
    return folders


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything that can be written of a revised book."""
    root = tmp_path_factory.mktemp("redline")
    old, new = revise(root)
    out = root / "out"
    result = run(
        *(str(old), str(new), "--redline", str(out), "--errata", str(out / "errata.md")),
        *("--critic", str(out / "critic.md"), "--comment", str(out / "comment.md"), "--pages"),
    )
    assert result.exit_code == 1, result.output
    assert "E714" not in result.output
    return out


def test_a_redline_has_all_editions_and_nothing_to_say(written: Path) -> None:
    """Parity has held each edition against the redline's own text: else nothing were written."""
    names = {path.name for path in written.glob("[!.]*")}
    editions = {f"ledgers-redline.{ending}" for ending in ("html", "epub", "pdf")}
    assert names == editions | {"errata.md", "critic.md", "comment.md"}
    html = (written / "ledgers-redline.html").read_text(encoding="utf-8")
    assert re.search(r"<ins data-redline=\"ins\"[^>]*><span[^>]*>\[\+</span>", html)
    assert "redline-bar" in html and 'src="http' not in html
    assert 'class="redline-before"' in html and 'class="redline-after"' in html


def test_changes_are_told_in_words_too(written: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(written / "ledgers-redline.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "[+an old+]" in " ".join(text.split()) and "[\u2212a\u2212]" in " ".join(text.split())


def test_what_is_told_does_not_change_what_is_given_back() -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    cloth = weave(old, new)
    words = language(new.workshop, "de")
    tell(cloth, words)
    assert told(accept_changes(cloth.root)) == told(book(new.publication))
    assert told(reject_changes(cloth.root)) == told(book(old.publication))
    assert any("hierher verschoben" in (each.text or "") for each in elements(cloth.root, "span"))


def test_every_link_of_the_list_leads_to_its_change() -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    events = compare(old.manuscript, new.manuscript)
    words = language(new.workshop, "en")
    found = make_redline(old, new, events, words, "Changes")
    ids = [str(n.get("id")) for c in found.chapters for n in elements(c.body) if n.get("id")]
    assert len(ids) == len(set(ids))
    links = [
        str(link.get("href"))
        for chapter in found.chapters
        for item in elements(chapter.body, "ul")
        if item.get("class") == "redline-list"
        for link in elements(item, "a")
    ]
    placed = [e for e in events if (e.new or e.old) and e.level != "typography"]
    assert len(links) == len(placed)
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_a_revision_against_itself_is_a_redline_without_changes(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text("# Words\n\nNothing else.\n", encoding="utf-8")
    same = revision(path, tmp_path)
    gives_back(same, same)
    result = run(str(path), str(path), "--errata", str(tmp_path / "errata.md"))
    assert result.exit_code == 0
    assert "say the same" in (tmp_path / "errata.md").read_text(encoding="utf-8")


def test_the_errata_name_page_and_line_of_the_old_edition(written: Path, tmp_path: Path) -> None:
    text = (written / "errata.md").read_text(encoding="utf-8")
    assert text.startswith("# Errata\n\nChanges from old to new.\n")
    assert re.search(r"^- Page \S+, line \d+: for “gauge is a stick with”", text, re.MULTILINE)
    source = tmp_path / "source"
    shutil.copytree(written.parent / "new" / "source" / "ledgers", source / "ledgers")
    shutil.copy(written / "errata.md", source / "ledgers" / "errata.md")
    described = source / "ledgers" / "publication.yaml"
    yaml = described.read_text(encoding="utf-8").replace(
        "  - appendix.md\n", "  - appendix.md\n  - errata.md\n"
    )
    described.write_text(yaml, encoding="utf-8")
    from octavo.production.pipeline import Project, check

    assert check(Project(tmp_path, tmp_path / "build", None, environment()), "ledgers") == ()


def test_an_edition_not_made_takes_none_with_it_e714(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = outputs.set_publication

    def fail_pdf(
        workshop: Workshop,
        publication: Publication,
        presses: Presses | None = None,
        asked: tuple[str, ...] = (),
        is_draft: bool = False,
    ) -> Build:
        if asked in ((), ("pdf",)) and publication.config.slug.endswith("-redline"):
            place = Place(publication.config.path)
            raise BuildFailed([Problem("E310", place, "the words are others")])
        return real(workshop, publication, presses, asked, is_draft)

    monkeypatch.setattr(outputs, "set_publication", fail_pdf)
    for name, tree in (("one", "larch"), ("two", "oak")):
        (tmp_path / f"{name}.md").write_text(f"The {tree} fell.\n", encoding="utf-8")
    out = tmp_path / "out"
    result = run(
        *(str(tmp_path / "one.md"), str(tmp_path / "two.md"), "--redline", str(out)),
        *("--errata", str(out / "errata.md"), "--project", str(tmp_path)),
    )
    assert result.exit_code == 1 and "E714 notice: the redline's pdf edition" in result.output
    names = {path.name for path in out.glob("[!.]*")}
    assert names == {"two-redline.html", "two-redline.epub", "errata.md"}


def test_critic_markup_holds_both_texts(written: Path) -> None:
    text = (written / "critic.md").read_text(encoding="utf-8")
    assert "A gauge is {~~a~>an old~~} stick" in text
    assert "{++A last word is added here, for the redline." in text


def test_a_comment_keeps_its_size() -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    events = compare(old.manuscript, new.manuscript)
    words = language(new.workshop, "en")
    whole = comment(events, words, "Changes", {})
    short = comment(events, words, "Changes", {}, 1500)
    assert len(short) <= 1500 < len(whole)
    rest = int(short.rsplit("+ ", 1)[1])
    assert short.count("\n- ") + rest == whole.count("\n- ")


def test_words_of_the_text_are_no_markup() -> None:
    assert escape("a *b* [c](d) | `e`") == r"a \*b\* \[c\](d) \| \`e\`"


@pytest.mark.conformance
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "epub", "pdf"])
def test_validators_have_nothing_against_a_redline(ending: str, written: Path) -> None:
    result = CliRunner().invoke(octavo, ["check", str(written / f"ledgers-redline.{ending}")])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "name",
    here("boxes code editions-only lists notes plates-and-groups raw-html".split(), "lists"),
)
def test_a_redline_of_every_construct_is_a_sound_edition(name: str, tmp_path: Path) -> None:
    """Words change everywhere, and a paragraph moves; parity holds each edition to the redline."""
    root = tmp_path / "new"
    shutil.copytree(BOOKS / name, root)
    for path in root.rglob("source/**/*.md"):
        text = path.read_text(encoding="utf-8").replace(" the ", " some ")
        parts = text.split("\n\n")
        plain = [n for n, part in enumerate(parts) if re.match(r"[A-Z][a-z ]+ ", part)]
        captions = ("Figure:", "Table:", "Listing:", "Source:")
        plain = [n for n in plain if not parts[n].startswith(captions) and "\n:" not in parts[n]]
        if len(plain) > 3:
            parts[plain[1]], parts[plain[-2]] = parts[plain[-2]], parts[plain[1]]
        path.write_text("\n\n".join(parts), encoding="utf-8")
    old, new = (each / "source" / name for each in (BOOKS / name, root))
    sides = [str(each if each.is_dir() else each.with_suffix(".md")) for each in (old, new)]
    result = run(*sides, "--redline", str(tmp_path / "out"))
    assert result.exit_code == 1, result.output
    assert {path.suffix for path in (tmp_path / "out").glob("[!.]*")} == {".html", ".epub", ".pdf"}


@pytest.mark.long
@pytest.mark.parametrize("ending", ["epub", "html"])
def test_two_finished_editions_make_a_redline(
    ending: str, pair_editions: Path, tmp_path: Path
) -> None:
    sides = [str(pair_editions / name / f"{name}.{ending}") for name in ("v1", "v2")]
    result = run(*sides, "--redline", str(tmp_path / "out"))
    assert result.exit_code == 1, result.output
    assert {path.suffix for path in (tmp_path / "out").glob("[!.]*")} == {".html", ".epub", ".pdf"}
