"""The Markdown of two revisions, change by change: CriticMarkup, patches, decisions."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from revised import ONE, Author, some
from test_redline import NAMES, PAIR, revision, tiny, written

from octavo.cli.program import octavo
from octavo.diff.report.redline.woven import weave
from octavo.diff.report.sources.decidable import CHANGE, name_changes
from octavo.diff.report.sources.sliced_sources import UNSEEN, names_in, slice_sources
from octavo.diff.report.sources.source_critic import critic_of_sources
from octavo.diff.report.sources.source_files import read_sources
from octavo.diff.report.sources.source_patch import Decisions, comparison_of, patch_of
from octavo.diff.report.sources.source_slices import CHANGED, Slice, SlicedFile, files_after
from octavo.diff.revision import Opened
from octavo.languages import language

CRITIC = re.compile(
    r"\{\+\+(?P<added>.*?)\+\+\}|\{--(?P<gone>.*?)--\}|\{~~(?P<old>.*?)~>(?P<new>.*?)~~\}"
    r"|\{>>.*?<<\}",
    re.DOTALL,
)
PAIRS = list(zip(NAMES, [*NAMES[1:], NAMES[0]], strict=True))


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, ["diff", *words])


def typed(folder: Path, text: str) -> Opened:
    folder.mkdir()
    (folder / "text.md").write_text(text, encoding="utf-8")
    return revision(folder / "text.md", folder)


def files_of(side: Opened) -> dict[str, str]:
    found: dict[str, str] = {}
    for segment in read_sources(side).segments:
        found[segment.file] = found.get(segment.file, "") + segment.text
    return found


def decided(text: str, is_accepted: bool) -> str:
    """Return CriticMarkup when all of it is accepted, or rejected, by its own rules."""
    kept = ("added", "new") if is_accepted else ("gone", "old")
    return CRITIC.sub(lambda found: "".join(found[name] or "" for name in kept), text)


def applied(patch: str, files: dict[str, str], folder: Path, command: list[str]) -> dict[str, str]:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    if patch:
        data = patch.encode("utf-8", "surrogateescape")
        subprocess.run(command, cwd=folder, input=data, check=True, capture_output=True)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "surrogateescape")
        for path in folder.rglob("*")
        if path.is_file()
    }


def holds_both(old: Opened, new: Opened, folder: Path) -> None:
    sources = slice_sources(old, new)
    files = name_changes(weave(old, new), sources)
    assert files_after(files, lambda _: True, rename=True) == files_of(new)
    assert files_after(files, lambda _: False, rename=False) == files_of(old)
    words = language(new.workshop, new.publication.config.language)
    critic = critic_of_sources(sources, words)
    for is_accepted, side in ((True, new), (False, old)):
        told = "".join(files_of(side).values())
        assert decided(critic, is_accepted).split() == told.split()
    git = ["git", "apply", "-"]
    assert applied(patch_of(files, Decisions()), files_of(old), folder, git) == files_of(new)
    assert patch_of(files, Decisions(has_rejected_all=True)) == ""


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_books_that_have_nothing_in_common_are_given_back(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    old, new = map(tiny, pair)
    holds_both(old, new, tmp_path / "applied")


@pytest.mark.parametrize("seed", range(6))
def test_many_edits_at_once_are_given_back(seed: int, tmp_path: Path) -> None:
    author = Author(100 + seed)
    text = revised = author.document(6)
    for revise in some(author, 6):
        revised = revise(revised, author)
    old, new = written(tmp_path / "old", text, ONE), written(tmp_path / "new", revised, ONE)
    holds_both(old, new, tmp_path / "applied")
    assert decided(critic_of_sources(slice_sources(old, new), language(new.workshop, "en")), False)


def test_the_revision_pair_is_rejected_to_its_very_bytes(tmp_path: Path) -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    holds_both(old, new, tmp_path / "applied")
    words = language(new.workshop, "en")
    critic = critic_of_sources(slice_sources(old, new), words)
    assert decided(critic, True) == (PAIR / "v2" / "v2.md").read_text(encoding="utf-8")
    assert "title:" in critic and "{>>moved<<}" in critic


LINKS = """
[gate]: https://example.org/gate
[lock]:
  https://example.org/lock
<!-- those that nobody calls -->
[{third}]: https://example.org/{third}
"""


def test_where_links_lead_is_no_part_of_the_paragraph_before(tmp_path: Path) -> None:
    text = "# Gates\n\nThe [larch][gate] stands, the [lock] holds.\n\n"
    old = f"{text}{'Nobody came to the meadow in the evening. ' * 3}\n{LINKS.format(third='weir')}"
    new = f"{text}{'A fisherman sold seven barrels at noon. ' * 3}\n{LINKS.format(third='mill')}"
    sides = [typed(tmp_path / name, text) for name, text in (("old", old), ("new", new))]
    holds_both(*sides, tmp_path / "applied")
    critic = critic_of_sources(slice_sources(*sides), language(sides[1].workshop, "en"))
    untouched = CRITIC.sub("", critic)
    assert "[gate]: https://example.org/gate" in untouched
    assert "[lock]:\n  https://example.org/lock" in untouched
    assert "{~~weir~>mill~~}" in critic


def test_a_paragraph_that_was_cut_keeps_its_words(tmp_path: Path) -> None:
    whole = (
        "The keeper wrote the height of the water in the great ledger. Nobody on the island knew "
        "the reason for the signal. Two ships avoided the harbour during that winter."
    )
    cut = (
        whole.replace(" Nobody", "\n\nNobody").replace(" Two", "\n\nTwo").replace("great", "small")
    )
    texts = [f"# One\n\n{words}\n\nA line that stays.\n" for words in (whole, cut)]
    sides = [typed(tmp_path / name, text) for name, text in zip("ab", texts, strict=True)]
    for n, (old, new) in enumerate((sides, sides[::-1])):
        holds_both(old, new, tmp_path / f"applied {n}")
        sources = slice_sources(old, new)
        marked = [s for file in sources.files for s in file.slices if s.kind == CHANGED]
        words = {tuple(side.split()) for s in marked for side in (s.old, s.new)}
        assert words == {(), ("great",), ("small",)}
        files = name_changes(weave(old, new), sources)
        assert len(set(names_in(files)) - {UNSEEN}) == 1  # a paragraph is cut, or left as it was


def test_what_code_ends_with_stays_in_it(tmp_path: Path) -> None:
    text = "# Gates\n\n```\nopen\n\n[gate]: {0}\n```\n\nThe larch {0}.\n\n[gate]: {0}\n"
    sides = [typed(tmp_path / name, text.format(name)) for name in ("old", "new")]
    holds_both(*sides, tmp_path / "applied")
    pieces = [segment.text for segment in read_sources(sides[0]).segments]
    assert "```\nopen\n\n[gate]: old\n```\n\n" in pieces and "[gate]: old\n" in pieces


def test_another_reader_of_critic_markup_gives_both_back(tmp_path: Path) -> None:
    import markdown

    old = "# Gates\n\nThe *larch* fell.\n\nA second paragraph.\n\nA third one, longer than it.\n"
    new = "# Gates\n\nA third one, longer than it.\n\nThe **oak** fell twice.\n\nAdded.\n"
    for name, text in (("a", old), ("b", new)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    out = tmp_path / "critic.md"
    run(*(str(tmp_path / f"{n}.md") for n in "ab"), "--critic", str(out))
    for mode, text in (("accept", new), ("reject", old)):
        settings = {"pymdownx.critic": {"mode": mode}}
        told = markdown.markdown(
            out.read_text(encoding="utf-8"),
            extensions=["pymdownx.critic"],
            extension_configs=settings,
        )
        assert told == markdown.markdown(text)


def decidable(tmp_path: Path) -> tuple[Path, Path, tuple[SlicedFile, ...]]:
    old = "# T\n\nThe larch fell near the gate, and nobody saw it.\n\nA lamp.\n\nEnd of it.\n"
    new = "# T\n\nThe oak fell near the wall, and nobody saw it.\n\nEnd of it.\n\nAdded here.\n"
    paths = tmp_path / "a.md", tmp_path / "b.md"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, encoding="utf-8")
    sides = [revision(path, tmp_path) for path in paths]
    return *paths, name_changes(weave(*sides), slice_sources(*sides))


def test_each_change_is_decided_by_itself(tmp_path: Path) -> None:
    first, _, files = decidable(tmp_path)
    names = [name for name in names_in(files) if name != UNSEEN]
    assert len(names) == 4
    rejected = Decisions(frozenset(names[:1]))
    made = files_after(files, rejected.is_made, rename=False)
    assert made["a.md"].startswith("# T\n\nThe larch fell near the wall,")
    assert made["a.md"].endswith("End of it.\n\nAdded here.\n")
    assert first.read_text(encoding="utf-8") != made["a.md"]


def test_a_patch_leaves_out_what_a_file_of_decisions_rejects(tmp_path: Path) -> None:
    first, second, files = decidable(tmp_path)
    names = [name for name in names_in(files) if name != UNSEEN]
    told = {"comparison": comparison_of(files), "rejected": names[1:2]}
    (tmp_path / "told.json").write_text(json.dumps(told), encoding="utf-8")
    out = tmp_path / "out.patch"
    words = [str(first), str(second), "--patch", str(out), "--project", str(tmp_path)]
    assert run(*words, "--decisions", str(tmp_path / "told.json")).exit_code == 1
    patch = shutil.which("patch")
    command = [patch, "-p1"] if patch else ["git", "apply", "-"]
    text = out.read_text(encoding="utf-8")
    got = applied(text, {"a.md": first.read_text(encoding="utf-8")}, tmp_path / "on", command)
    name = next(iter(got))
    assert "The oak fell near the gate" in got[name] and "A lamp" not in got[name]


@pytest.mark.parametrize(
    "told",
    ["{", "[]", '{"rejected": 1}', '{"rejected": [], "comparison": "another"}'],
)
def test_decisions_about_something_else_are_refused_e719(told: str, tmp_path: Path) -> None:
    first, second, _ = decidable(tmp_path)
    (tmp_path / "told.json").write_text(told, encoding="utf-8")
    words = [str(first), str(second), "--patch", str(tmp_path / "p"), "--project", str(tmp_path)]
    result = run(*words, "--decisions", str(tmp_path / "told.json"))
    assert result.exit_code == 2 and "E719" in result.output


def test_a_patch_of_what_is_no_markdown_is_refused_e719(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>One.</p>", encoding="utf-8")
    (tmp_path / "b.md").write_text("Two.\n", encoding="utf-8")
    words = [str(tmp_path / "a.html"), str(tmp_path / "b.md"), "--patch", str(tmp_path / "p")]
    result = run(*words, "--project", str(tmp_path))
    assert result.exit_code == 2 and "E719" in result.output


def test_every_mark_of_a_text_names_its_change() -> None:
    old, new = (revision(PAIR / name / f"{name}.md", PAIR) for name in ("v1", "v2"))
    cloth = weave(old, new)
    files = name_changes(cloth, slice_sources(old, new))
    marked = {node.get(CHANGE) for node in cloth.root.iter() if node.get(CHANGE)}
    known = {name for name in names_in(files) if name != UNSEEN}
    assert known <= marked
    assert len(known) == 39 + 11, "where words differ, and what has moved alone: lists count once"
    words = [n for n in cloth.root.iter("ins", "del") if n.get("data-redline")]
    free = [n for n in words if not any(e.get(CHANGE) for e in (n, *n.iterancestors()))]
    assert free == []
    check: Callable[[str], bool] = known.__contains__
    assert all(map(check, marked & known))


def test_a_file_with_another_name_is_renamed_and_its_lines_changed(tmp_path: Path) -> None:
    words = Slice("=", "", "Kept.\n", "Kept.\n")
    changed = Slice("~", "1", "Old.\n", "New.\n")
    files = [SlicedFile("a.md", "b.md", (words, changed)), SlicedFile("c.md", "d.md", (words,))]
    patch = patch_of(files, Decisions())
    assert "-Kept." not in patch and "rename from c.md\nrename to d.md" in patch
    before = {"a.md": "Kept.\nOld.\n", "c.md": "Kept.\n"}
    after = {"b.md": "Kept.\nNew.\n", "d.md": "Kept.\n"}
    assert applied(patch, before, tmp_path, ["git", "apply", "-"]) == after


def test_files_that_have_each_other_s_names_are_told_as_other_files(tmp_path: Path) -> None:
    files = [
        SlicedFile("a.md", "b.md", (Slice("=", "", "A.\n", "A.\n"),)),
        SlicedFile("b.md", "a.md", (Slice("=", "", "B.\n", "B.\n"),)),
    ]
    patch = patch_of(files, Decisions())
    found = applied(patch, {"a.md": "A.\n", "b.md": "B.\n"}, tmp_path, ["git", "apply", "-"])
    assert found == {"a.md": "B.\n", "b.md": "A.\n"}
