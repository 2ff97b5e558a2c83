"""What a wheel brings by entry points: a format, a step of the text, a check. One module each."""

import json
from pathlib import Path

import plain_text
import pytest
from click.testing import CliRunner
from conftest import Desk

from octavo.cli.program import octavo
from octavo.core.installed import plugin_digest
from octavo.core.problems import BuildFailed
from octavo.goldens.accepted import accept, compare
from octavo.preview.desk import Desk as PreviewDesk
from octavo.preview.views import state
from octavo.production.pipeline import Built, Project, build, check, schema
from octavo.source.config.edition_options import names_of_editions

TEXT = (
    "# Ebb\n\nThe water goes, *slowly*.\n\n- One\n- Two\n\n"
    "## Flood\n\nIt comes back.[^1]\n\n[^1]: Yes.\n"
)
STEP = """
from octavo.model.chapters import each_chapter

def shout(publication, workshop):
    def work(chapter, body):
        for node in body.iter("p"):
            node.text = (node.text or "").upper()
        return ()
    return each_chapter(publication, work)

shout.after = "{after}"
"""
CHECK = """
from octavo.core.problems import Place, Problem

def no_floods(publication, files):
    for name, data in files.items():
        if name.endswith(".html") and b"Flood" in data:
            yield Problem("X001", Place(name), "a flood", "write of something else", "warning")
"""


def wheel(site: Path, name: str, entries: str, module: str) -> None:
    """Lay a wheel of one module where wheels are installed."""
    site.mkdir(exist_ok=True)
    (site / f"{name}.py").write_text(module, encoding="utf-8")
    record = site / f"{name}-1.dist-info"
    record.mkdir(exist_ok=True)
    (record / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (record / "entry_points.txt").write_text(entries)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture
def text(site: Path) -> None:
    """Install the plain-text edition."""
    module = Path(plain_text.__file__).read_text(encoding="utf-8")
    wheel(site, "acme_text", "[octavo.editions]\ntxt = acme_text:PlainText\n", module)


def written(desk: Desk, text: str = TEXT, more: str = "") -> tuple[Project, str]:
    return desk.write(text, f"theme: book\neditions: [txt, html]\n{more}")


def of(built: Built, ending: str) -> str:
    return built.files[f"{built.slug}.{ending}"].decode()


# --- a format ---


def test_a_format_of_a_wheel_is_made_and_held_against_the_source(desk: Desk, text: None) -> None:
    built = build(*written(desk))
    assert of(built, "txt").startswith("= Work\n\n# Ebb\n\nThe water goes, slowly.\n\nOne\n\nTwo")
    assert "work-1.txt" in built.files["SHA256SUMS"].decode()
    (listed, _) = json.loads(built.files["manifest.json"])["work"]["editions"]
    assert (listed["file"], listed["label"]) == ("work-1.txt", "TXT")


def test_an_edition_of_a_wheel_that_lacks_a_word_fails_parity(desk: Desk, site: Path) -> None:
    module = Path(plain_text.__file__).read_text(encoding="utf-8")
    poor = module.replace('f"{text}\\n".encode()', 'text.replace("slowly", "").encode()')
    assert poor != module
    wheel(site, "acme_text", "[octavo.editions]\ntxt = acme_poor:PlainText\n", "")
    (site / "acme_poor.py").write_text(poor, encoding="utf-8")
    problems = build(*written(desk)).problems
    assert {(each.code, each.severity) for each in problems} == {("E310", "warning")}
    assert "TXT" in problems[0].message
    with pytest.raises(BuildFailed):
        build(*written(desk), strict=True)


def test_a_format_of_a_wheel_has_goldens(desk: Desk, text: None) -> None:
    project, slug = written(desk)
    accept(project, slug)
    golden = project.root / "tests" / "golden" / slug / "txt" / f"{slug}.txt"
    assert "The water goes, slowly." in golden.read_text(encoding="utf-8")
    compare(project, slug)
    (project.source / slug / "text.md").write_text(TEXT.replace("slowly", "fast"))
    with pytest.raises(BuildFailed) as failure:
        compare(project, slug)
    assert any("txt/work-1.txt" in str(each.place) for each in failure.value.problems)


def test_the_preview_shows_a_format_of_a_wheel(desk: Desk, text: None) -> None:
    project, slug = written(desk)
    preview = PreviewDesk(project, slug)
    shown = preview._build()
    preview.end()
    told = state(shown, slug, "txt")
    assert told["editions"][0] == {"name": "txt", "view": "page", "title": "TXT"}  # type: ignore[index]


def test_builds_with_a_format_of_a_wheel_are_compared(desk: Desk, text: None) -> None:
    runs = []
    for name, words in (("a", "slowly"), ("b", "fast")):
        project, slug = written(desk, TEXT.replace("slowly", words))
        runs.append(project.root / name)
        words_ = ["build", slug, "--project", str(project.root), "--out", str(runs[-1])]
        assert CliRunner().invoke(octavo, words_).exit_code == 0
    one, two = (next(each.glob("work-*")) for each in runs)
    told = CliRunner().invoke(octavo, ["diff", str(one), str(two)])
    assert told.exit_code == 1 and "fast" in told.output


def test_a_format_that_no_wheel_brings_is_told(desk: Desk) -> None:
    with pytest.raises(BuildFailed) as failure:
        check(*written(desk))
    assert [each.code for each in failure.value.problems] == ["E104"]
    assert "txt" in failure.value.problems[0].message


def test_an_option_of_another_format_is_refused(desk: Desk, text: None) -> None:
    with pytest.raises(BuildFailed) as failure:
        check(*desk.write(TEXT, "theme: book\neditions: [{name: txt, bleed_mm: 3}]"))
    assert "only an edition in PDF has this" in failure.value.problems[0].message


def test_an_edition_that_is_named_and_not_made_is_e312(desk: Desk, site: Path) -> None:
    module = Path(plain_text.__file__).read_text(encoding="utf-8")
    idle = module.replace("return Made({order.file:", 'return Made({"other.bin":')
    wheel(site, "acme_text", "[octavo.editions]\ntxt = acme_idle:PlainText\n", "")
    (site / "acme_idle.py").write_text(idle, encoding="utf-8")
    with pytest.raises(BuildFailed) as failure:
        build(*written(desk))
    assert [each.code for each in failure.value.problems] == ["E312"]


@pytest.mark.parametrize(
    "module", ["raise OSError('gone')", "PlainText = 7", "class PlainText: pass"]
)
def test_a_wheel_that_breaks_is_told_and_named(desk: Desk, site: Path, module: str) -> None:
    name = f"acme_{len(module)}"
    wheel(site, name, f"[octavo.editions]\ntxt = {name}:PlainText\n", module)
    with pytest.raises(BuildFailed) as failure:
        check(*written(desk))
    assert [each.code for each in failure.value.problems] == ["E104"]
    assert "'txt' cannot be used" in failure.value.problems[0].message


def test_a_wheel_whose_format_nobody_names_is_not_run(desk: Desk, site: Path) -> None:
    ran = "raise SystemExit('run')"
    wheel(site, "acme_trap", "[octavo.editions]\ntrap = acme_trap:Trap\n", ran)
    assert check(*desk.write(TEXT, "theme: book\neditions: [html]")) == ()
    assert "trap" in json.dumps(schema()) and "trap" in names_of_editions(["trap"])


# --- a step of the text, a check ---


def test_a_step_of_a_wheel_works_where_a_publication_names_it(desk: Desk, site: Path) -> None:
    entries = "[octavo.transforms]\nshout = acme_shout:shout\n"
    wheel(site, "acme_shout", entries, STEP.format(after="order_headings"))
    meta = "theme: book\neditions: [html]\n"
    assert "THE WATER GOES" not in of(build(*desk.write(TEXT, meta)), "html")
    assert "THE WATER GOES" in of(build(*desk.write(TEXT, f"{meta}plugins: shout\n")), "html")


def test_a_step_after_one_that_is_not_there_is_e120(desk: Desk, site: Path) -> None:
    entries = "[octavo.transforms]\nlost = acme_lost:shout\n"
    wheel(site, "acme_lost", entries, STEP.format(after="nothing"))
    for name, words in (("lost", "which is no step"), ("none", "there is no plugin 'none'")):
        with pytest.raises(BuildFailed) as failure:
            check(*desk.write(TEXT, f"theme: book\neditions: [html]\nplugins: [{name}]"))
        (problem,) = failure.value.problems
        assert (problem.code, problem.place.line > 1, bool(problem.hint)) == ("E120", True, True)
        assert words in problem.message


def test_a_check_of_a_wheel_speaks_of_finished_editions(desk: Desk, site: Path) -> None:
    wheel(site, "acme_floods", "[octavo.checks]\nfloods = acme_floods:no_floods\n", CHECK)
    project, slug = desk.write(TEXT, "theme: book\neditions: [html]\nplugins: [floods]")
    with pytest.raises(BuildFailed) as failure:
        build(project, slug, strict=True)
    assert [each.code for each in failure.value.problems] == ["X001"]
    assert [each.code for each in build(project, slug).problems] == ["X001"]


def test_other_code_of_a_wheel_is_another_result(site: Path) -> None:
    seen = set()
    for module in (STEP, STEP + "# more\n"):
        wheel(site, "acme_more", "[octavo.transforms]\nmore = acme_more:shout\n", module)
        seen.add(plugin_digest())
    assert len(seen) == 2
