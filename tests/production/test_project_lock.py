"""octavo.lock: it names what a manifest names; whatever departs from it is told at its place."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Desk, environment

from octavo.cli.program import octavo
from octavo.core import inputs
from octavo.core.problems import BuildFailed, Problem
from octavo.production.lock_checks import check_lock, look_at_lock, make_lock, see_named
from octavo.production.lock_departures import departures
from octavo.production.lock_sight import FIRST, open_doors
from octavo.production.lock_sight import NATIVE as KNOWN
from octavo.production.manifest import NATIVE
from octavo.production.pipeline import Project, build, workshop_of
from octavo.production.project_lock import NAME, decode, is_within, line_of, series_of
from octavo.production.settled_parts import options_of
from octavo.source.config.configuration import read_config
from octavo.themes import OWN
from octavo.transforms.logo import FILES as LOGOS

OPTIONS = "editions: [html, {name: html-site, split: chapters}]\nnumbering: chapters\n"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two publications, and a sheet of its own, with its lock."""
    root = tmp_path_factory.mktemp("locked")
    project, _ = Desk(root).write("Some words of a text.", OPTIONS)
    Desk(root / "more").write("Others.", "editions: [html]\ntheme: report")
    (root / "more" / "source" / "work-1").rename(root / "source" / "work-2")
    (root / "templates").mkdir()
    (root / "templates" / "own.css").write_text(":root { --accent: #123456 }\n")
    (root / NAME).write_bytes(make_lock(project).encode())
    return root


@pytest.fixture
def locked(first: Path, tmp_path: Path) -> Project:
    """A copy of it."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path, tmp_path / "build", None, environment())


def told(look: Callable[[], object]) -> list[Problem]:
    with pytest.raises(BuildFailed) as failure:
        look()
    return list(failure.value.problems)


def change(project: Project, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change what a lock says, as if it had been written elsewhere."""
    file = project.root / NAME
    data = json.loads(file.read_bytes())
    edit(data)
    file.write_text(json.dumps(data, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def test_a_lock_holds_while_nothing_changes_and_is_the_same_when_made_again(
    locked: Project,
) -> None:
    data = (locked.root / NAME).read_bytes()
    assert check_lock(locked) == ()
    assert look_at_lock(locked, locked.slugs()).problems == ()
    assert look_at_lock(locked, locked.slugs(), is_frozen=True).problems == ()
    assert make_lock(locked).encode() == decode(data).encode() == data


def test_a_lock_names_what_the_manifests_name_but_for_the_text(locked: Project) -> None:
    lock = decode((locked.root / NAME).read_bytes())
    named: dict[str, str] = {}
    for slug in locked.slugs():
        manifest = json.loads(build(locked, slug).files["manifest.json"])
        named |= manifest["ingredients"]
        assert all(is_within(manifest["native"][name], lock.native[name]) for name in lock.native)
    ours = {
        **lock.files,
        **{f"wheel/{name}": version for name, version in lock.wheels.items()},
        "wheel/octavo": lock.octavo["version"],
    }
    rest = {name: each for name, each in named.items() if not name.startswith("publication/")}
    rest.pop("epoch")
    assert ours == rest
    assert "project/own.css" in ours and any(name.endswith(".ttf") for name in ours)


def test_options_stand_in_words_without_those_that_are_usual(locked: Project) -> None:
    own = decode((locked.root / NAME).read_bytes()).publications["work-1"].options
    assert own == {
        "editions": "html, html-site",
        "editions.html-site": "split chapters",
        "numbering": "chapters",
        "theme": "brief",
    }
    workshop = workshop_of(locked, "work-2")
    from octavo.editions.registry import Formats

    found = options_of(read_config(workshop, "work-2", Formats()).metadata)
    assert found == {"editions": "html", "theme": "report"}


ELSEWHERE: dict[str, tuple[Callable[[dict[str, Any]], object], str, str, str]] = {
    "octavo": (lambda d: d["octavo"].update(version="0.0.9"), "E922", "0.0.9", "octavo==0.0.9"),
    "code": (lambda d: d["octavo"].update(sha256="0" * 64), "E922", "other code", "octavo lock"),
    "wheel": (
        lambda d: d["wheels"].update(weasyprint="69.0"),
        "E923",
        "69.0 is locked",
        "pip install weasyprint==69.0",
    ),
    "no such wheel": (lambda d: d["wheels"].update(absent="1"), "E923", "is not here", "pip"),
    "new wheel": (lambda d: d["wheels"].pop("lxml"), "E927", "not in the lock", "octavo lock"),
    "plugin": (
        lambda d: d["plugins"].update({"octavo.checks/no_floods": "0" * 64}),
        "E923",
        "octavo.checks/no_floods is not here",
        "install the wheel",
    ),
    "library": (
        lambda d: d["native"].update(pango=">=1.10,<1.11"),
        "E924",
        ">=1.10,<1.11 is locked",
        "wider range",
    ),
    "probe": (lambda d: d["native"].update(zlib="=0" * 1), "E924", "=0 is locked", "octavo lock"),
    "font": (
        lambda d: d["files"].update({"templates/fonts/FiraSans-Bold.ttf": "0" * 64}),
        "E925",
        "templates/fonts/FiraSans-Bold.ttf: not what it was",
        "install Octavo anew",
    ),
    "gone": (
        lambda d: d["files"].update({"templates/brief/gone.css": "0" * 64}),
        "E925",
        "in the lock, and not there",
        "install Octavo anew",
    ),
    "leads out": (
        lambda d: d["files"].update({"templates/../../x": "0" * 64}),
        "E925",
        "not there",
        "install Octavo anew",
    ),
    "option": (
        lambda d: d["publications"]["work-1"].update(metadata={}, options={"theme": "brief"}),
        "E926",
        "numbering is 'chapters', and left out is locked",
        "as it was",
    ),
    "publication": (
        lambda d: d["publications"].pop("work-1"),
        "E927",
        "'work-1' is not in the lock",
        "takes it in",
    ),
}
"""Kind -> what the lock says otherwise; code, words and remedy."""
READ = ("new wheel", "option", "publication")
"""Kinds that are known for certain when the text is read."""


def departing(project: Project, kind: str) -> list[Problem]:
    if kind in READ:
        return told(lambda: look_at_lock(project, ("work-1",), is_frozen=True))
    data = (project.root / NAME).read_bytes()
    now = see_named(decode(data), project, open_doors(project, ("work-1",)))
    return list(departures(decode(data), now, project, data))


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_each_kind_of_departure_has_a_code_a_place_and_a_remedy(kind: str, locked: Project) -> None:
    edit, code, words, remedy = ELSEWHERE[kind]
    assert code in ("E922", "E923", "E924", "E925", "E926", "E927")
    change(locked, edit)
    found = departing(locked, kind)
    mine = [each for each in found if words in each.message]
    assert [each.code for each in mine] == [code], found
    assert remedy in mine[0].hint and mine[0].severity == "error"
    assert {each.code for each in found} == {code}
    if kind == "option":
        assert str(mine[0].place).startswith("source/work-1/publication.yaml:6:12")
    else:
        assert mine[0].place.path == NAME
    if kind in ("wheel", "font", "library"):
        line = (locked.root / NAME).read_text("utf-8").split("\n")[mine[0].place.line - 1]
        assert line.split('"')[1].rpartition("/")[2] in mine[0].message


def test_a_sheet_that_came_changed_or_went_is_told_where_it_stands(locked: Project) -> None:
    own = locked.root / "templates" / "own.css"
    own.write_text("p { color: red }\n")
    (locked.root / "templates" / "brief").mkdir()
    (locked.root / "templates" / "brief" / "print.css").write_text("p { color: red }\n")
    theirs = locked.root / "source" / "work-1" / "templates" / "own.css"
    theirs.parent.mkdir()
    theirs.write_text("p { color: blue }\n")
    found = told(lambda: look_at_lock(locked, locked.slugs(), is_frozen=True))
    assert [(each.code, str(each.place)) for each in found] == [
        ("E927", "source/work-1/templates/own.css"),
        ("E927", "templates/brief/print.css"),
        ("E925", "templates/own.css"),
    ]
    (notice,) = look_at_lock(locked, locked.slugs()).problems
    assert all(str(each.place) in notice.message for each in found), "without a text that is read"
    own.unlink()
    found = told(lambda: check_lock(locked))
    assert "templates/own.css: in the lock, and not there" in [each.message for each in found]


def test_a_build_says_in_one_notice_before_it_starts_what_departs(locked: Project) -> None:
    change(locked, lambda d: (d["wheels"].update(lxml="1"), d["native"].update(pango="=0")))
    meta = locked.root / "source" / "work-2" / "publication.yaml"
    meta.write_text(meta.read_text("utf-8").replace("theme: report", "theme: brief"))
    result = CliRunner().invoke(octavo, ["build", "--project", str(locked.root), "--strict"])
    assert result.exit_code == 0, result.output
    notices = [line for line in result.output.splitlines() if "E929" in line]
    assert len(notices) == 1 and "in 3 points" in notices[0] and "notice" in notices[0]
    assert result.output.index("E929") < result.output.index("work-1: done")
    for words in ("pip install lxml==1", "the library pango", "theme is 'brief', and 'report'"):
        assert result.output.count(words) == 1, words


def test_a_frozen_build_refuses_and_writes_nothing(locked: Project) -> None:
    words = ["build", "--project", str(locked.root), "--frozen", "work-1"]
    change(locked, lambda d: d["wheels"].update(lxml="1"))
    refused = CliRunner().invoke(octavo, words)
    assert refused.exit_code == 1 and f"{NAME}:" in refused.output and "E923" in refused.output
    assert not (locked.root / "build").exists()
    change(locked, lambda d: d["wheels"].update(make_lock(locked).wheels))
    assert CliRunner().invoke(octavo, words).exit_code == 0
    assert (locked.root / "build" / "work-1" / "work-1.html").is_file()


def test_without_a_lock_frozen_refuses_check_warns_and_a_build_says_nothing_e928(
    desk: Desk,
) -> None:
    project, slug = desk.write("Words.", "editions: [html]")
    assert look_at_lock(project, (slug,)).problems == ()
    (problem,) = told(lambda: look_at_lock(project, (slug,), is_frozen=True))
    assert (problem.code, problem.hint) == ("E928", "octavo lock writes it")
    assert [each.severity for each in check_lock(project)] == ["warning"]
    words = ["lock", "--check", "--project", str(project.root)]
    assert CliRunner().invoke(octavo, words).exit_code == 0
    assert CliRunner().invoke(octavo, [*words, "--strict"]).exit_code == 1


def test_what_the_text_alone_asks_for_departs_when_frozen(locked: Project) -> None:
    text = locked.root / "source" / "work-1" / "text.md"
    text.write_text('Some <span lang="de">Wörter</span>.\n', encoding="utf-8")
    assert look_at_lock(locked, ("work-1",)).problems == ()
    (problem,) = told(lambda: look_at_lock(locked, ("work-1",), is_frozen=True))
    assert problem.code == "E927" and "templates/words/de" in problem.message


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "cut off": (lambda data: data[: len(data) // 2], "E920", "cut off"),
    "empty": (lambda data: b"", "E920", "no JSON"),
    "a merge": (
        lambda data: data.replace(b'  "native"', b'<<<<<<< HEAD\n  "native"'),
        "E920",
        "a merge was left open",
    ),
    "a key twice": (lambda data: data.replace(b'"lxml"', b'"brotli"'), "E920", "twice"),
    "not UTF-8": (lambda data: data.replace(b"0.1.0", b"\xff"), "E920", "UTF-8"),
    "a list": (lambda data: b"[]", "E920", "an object is wanted"),
    "a table is gone": (
        lambda data: data.replace(b'"wheels"', b'"reels"'),
        "E920",
        "no table 'wheels'",
    ),
    "a number": (lambda data: data.replace(b'"70.0"', b"70"), "E920", "'weasyprint'"),
    "no range": (lambda data: data.replace(b'">=', b'"about '), "E920", "the range of"),
    "a publication is a word": (
        lambda data: data.replace(b'"work-1": {', b'"work-1": "x", "work-0": {'),
        "E920",
        "'work-1' is no object",
    ),
    "deep": (lambda data: b"[" * 100_000, "E920", ""),
    "large": (lambda data: data + b" " * 9_000_000, "E920", "more than 8 MB"),
    "of a later Octavo": (
        lambda data: data.replace(b'"schema": 1', b'"schema": 2'),
        "E921",
        "schema 2",
    ),
    "of no schema": (lambda data: b"{}", "E921", "does not tell its schema"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_lock_that_cannot_be_read_stops_a_build_and_is_not_written_over(
    kind: str, locked: Project
) -> None:
    spoil, code, words = DAMAGE[kind]
    file = locked.root / NAME
    file.write_bytes(spoil(file.read_bytes()))
    for look in (lambda: look_at_lock(locked, ("work-1",)), lambda: make_lock(locked)):
        (problem,) = told(look)
        assert problem.code == code and words in problem.message and problem.hint


def test_what_is_no_lock_is_written_over_by_force_alone(locked: Project) -> None:
    file = locked.root / NAME
    file.write_text("version = 1\n", encoding="utf-8")
    words = ["lock", "--project", str(locked.root)]
    assert CliRunner().invoke(octavo, words).exit_code == 1
    assert file.read_text("utf-8") == "version = 1\n"
    assert CliRunner().invoke(octavo, [*words, "--force"]).exit_code == 0
    assert check_lock(locked) == ()


def test_a_merge_is_told_at_its_line_e920(locked: Project) -> None:
    file = locked.root / NAME
    lines = file.read_text("utf-8").split("\n")
    file.write_text("\n".join([*lines[:5], "<<<<<<< HEAD", *lines[5:]]), encoding="utf-8")
    (problem,) = told(lambda: check_lock(locked))
    assert (problem.code, str(problem.place)) == ("E920", f"{NAME}:6")


def test_a_lock_of_another_schema_asks_for_another_octavo_e921(locked: Project) -> None:
    change(locked, lambda d: d.update(schema=7))
    (problem,) = told(lambda: check_lock(locked))
    assert problem.code == "E921" and "a newer one" in problem.hint


def test_a_lock_that_is_a_link_out_of_the_project_is_refused(
    locked: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / NAME
    (locked.root / NAME).rename(other)
    (locked.root / NAME).symlink_to(other)
    assert [each.code for each in told(lambda: check_lock(locked))] == ["E920"]
    ended = CliRunner().invoke(octavo, ["lock", "--force", "--project", str(locked.root)])
    assert ended.exit_code and other.is_file(), ended.output


def test_one_publication_departs_and_the_other_may_be_built_frozen(locked: Project) -> None:
    meta = locked.root / "source" / "work-2" / "publication.yaml"
    meta.write_text(meta.read_text("utf-8").replace("[html]", "[html, epub]"))
    assert look_at_lock(locked, ("work-1",), is_frozen=True).problems == ()
    (problem,) = told(lambda: look_at_lock(locked, ("work-2",), is_frozen=True))
    assert problem.code == "E926" and "'html, epub', and 'html'" in problem.message


def test_a_publication_that_went_is_told_by_the_check_alone(locked: Project) -> None:
    (locked.root / "source" / "work-2" / "publication.yaml").unlink()
    assert look_at_lock(locked, ("work-1",), is_frozen=True).problems == ()
    (problem,) = told(lambda: check_lock(locked))
    assert problem.code == "E927" and "'work-2' is gone" in problem.message


def test_words_and_pictures_of_a_publication_are_not_locked(locked: Project) -> None:
    folder = locked.root / "source" / "work-1"
    (folder / "text.md").write_text("Other words.\n")
    meta = folder / "publication.yaml"
    meta.write_text(meta.read_text("utf-8").replace("title: Work", "title: Another"))
    assert check_lock(locked) == ()
    assert look_at_lock(locked, ("work-1",)).problems == ()


@pytest.mark.parametrize(
    ("version", "words", "is_in"),
    [
        ("1.50.12", ">=1.50.12,<1.51", True),
        ("1.50.9", ">=1.50.12,<1.51", False),
        ("1.51.0", ">=1.50.12,<1.51", False),
        ("1.56.3", ">=1.50, <2", True),
        ("10.2.0", ">=9,<11", True),
        ("2", ">=2.0.0,<2.1", True),
        ("5e0df0578fcc", "=5e0df0578fcc", True),
        ("5e0df0578fcc", "=6", False),
        ("", "=none", True),
        ("", ">=1,<2", False),
        ("1.x", ">=1,<2", False),
    ],
)
def test_versions_lie_in_ranges(version: str, words: str, is_in: bool) -> None:
    assert is_within(version, words) is is_in


def test_every_version_lies_in_the_range_that_is_made_of_it() -> None:
    for version in ("1.50.12", "2.14.1", "6.0.0", "10", "5e0df0578fcc", "", "1.0-rc"):
        assert is_within(version, series_of(version)), version
    assert series_of("1.50.12") == ">=1.50.12,<1.51" and series_of("10") == ">=10,<11"


def test_a_range_that_was_widened_stays_while_it_holds(locked: Project) -> None:
    change(locked, lambda d: d["native"].update(pango=">=1.44,<2", harfbuzz=">=0.1,<0.2"))
    made = make_lock(locked)
    assert made.native["pango"] == ">=1.44,<2"
    assert made.native["harfbuzz"] == series_of(
        workshop_of(locked, "work-1").inputs.native_version("harfbuzz")
    )


def test_lines_of_a_lock_are_found_within_their_tables() -> None:
    data = b'{\n  "a": {\n    "x": "1"\n  },\n  "b": {\n    "x": "1"\n  }\n}\n'
    assert [line_of(data, *keys) for keys in (("a", "x"), ("b", "x"), ("b",), ("c", "x"))] == [
        3,
        6,
        5,
        0,
    ]


def test_a_build_asks_nothing_again_that_its_lock_has_seen(
    locked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = inputs.Inputs._ask

    def note(self: inputs.Inputs, question: str) -> bytes | None:
        asked.append(question)
        return ask(self, question)

    look = look_at_lock(locked, ("work-1",))
    monkeypatch.setattr(inputs.Inputs, "_ask", note)
    build(replace(locked, doors=look.doors), "work-1", ("html",))
    seen = {*look.doors["work-1"].asked}
    assert len(seen) > 100 and not seen.intersection(asked)
    build(locked, "work-1", ("html",))
    assert seen.intersection(asked), "a build that was shown nothing asks for itself"


def test_a_lock_is_looked_at_without_any_library_that_is_heavy() -> None:
    code = "import octavo.production.lock_checks, sys; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    heavy = {"lxml", "yaml", "jinja2", "pydantic", "tinycss2", "octavo.production.assembly"}
    assert "octavo.core.inputs" in ended.stdout and not heavy.intersection(ended.stdout.split())


def test_what_is_looked_for_without_a_theme_is_what_themes_look_for() -> None:
    assert (OWN, *LOGOS) == FIRST
    assert set(NATIVE) == KNOWN
