"""What validators say is told at the line of the source that brought it about.

The validators themselves have files of their own; here somebody else plays them.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Desk

from octavo.cli.program import octavo
from octavo.production.pipeline import Project, build
from octavo.validators import toolbox
from octavo.validators.examine import CODES, FORMATS, Examined, Subject, examine
from octavo.validators.summary import summary
from octavo.validators.verdicts import Broken, Finding, Job

TEXT = """\
Some words of the text stand here, before the picture.

## What the keeper saw {#saw}

The keeper saw nothing in particular, and wrote it down.

![A lamp](lamp.svg){#lamp}

Figure: The lamp.
"""
LAMP = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>'
Say = Callable[[Job], list[Finding]]


class Player:
    """Plays validators: says of each file what a test wants to hear."""

    def __init__(self, *validators: str, say: Say | None = None, lacks: str = "") -> None:
        self.validators = validators
        self._say, self._lacks = say or (lambda job: []), lacks
        self.jobs: list[Job] = []

    def lack(self, validator: str) -> str:
        return self._lacks

    def version(self, validator: str) -> str:
        return "1.0"

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        self.jobs += jobs
        return [finding for job in jobs for finding in self._say(job)]


@pytest.fixture
def work(desk: Desk) -> tuple[Project, Subject]:
    project, slug = desk.write({"text.md": TEXT, "lamp.svg": LAMP}, "body: [text.md]")
    return project, Subject.of(build(project, slug), project)


def told(subject: Subject, player: Player) -> Examined:
    return examine({"work": subject}, [player])


def line_of_id(subject: Subject, name: str) -> int:
    html = next(data for file, data in subject.files.items() if file.endswith(".html")).decode()
    return html[: html.index(f'id="{name}"')].count("\n") + 1


def place(found: Examined) -> str:
    (problem,) = found.problems["work"]
    return str(problem.place).partition("/")[2].partition("/")[2]


def test_each_validator_has_a_code_and_a_format_of_its_own(work: tuple[Project, Subject]) -> None:
    codes = ["E501", "E502", "E503", "E504", "E505", "E506", "E507"]
    assert list(CODES.values()) == codes
    assert CODES.keys() == FORMATS.keys()
    for name, code in CODES.items():
        player = Player(name, say=lambda job: [Finding(job.validator, "r", "error", "m", job.path)])
        found = told(work[1], player)
        assert {problem.code for problem in found.problems["work"]} == {code}
        assert {job.path.suffix for job in player.jobs} == set(FORMATS[name])


def test_a_finding_is_told_at_the_line_of_its_id(work: tuple[Project, Subject]) -> None:
    player = Player("axe", say=lambda job: [Finding("axe", "r", "error", "m", job.path, id="saw")])
    assert place(told(work[1], player)) == "text.md:3"


def test_an_id_in_the_markup_at_fault_leads_there_too(work: tuple[Project, Subject]) -> None:
    excerpt = '<figure id="lamp" class="x">'
    player = Player(
        "Ace", say=lambda job: [Finding("Ace", "r", "error", "m", job.path, excerpt=excerpt)]
    )
    assert place(told(work[1], player)) == "text.md:7"


def test_a_line_of_the_page_leads_to_the_id_before_it(work: tuple[Project, Subject]) -> None:
    line = line_of_id(work[1], "saw")
    player = Player("Nu", say=lambda job: [Finding("Nu", "r", "error", "m", job.path, line=line)])
    assert place(told(work[1], player)) == "text.md:3"


def test_a_line_of_a_file_within_the_epub_leads_there(work: tuple[Project, Subject]) -> None:
    def say(job: Job) -> list[Finding]:
        return [Finding("EPUBCheck", "r", "error", "m", job.path, "EPUB/text.xhtml", line=10**6)]

    assert place(told(work[1], Player("EPUBCheck", say=say))) == "text.md:7"


def test_words_lead_to_their_paragraph(work: tuple[Project, Subject]) -> None:
    words = "<span>saw nothing</span> in <em>particular</em>"
    player = Player(
        "axe", say=lambda job: [Finding("axe", "r", "error", "m", job.path, excerpt=words)]
    )
    assert place(told(work[1], player)) == "text.md:5"


def test_a_page_of_the_pdf_leads_to_its_first_block(work: tuple[Project, Subject]) -> None:
    player = Player(
        "veraPDF", say=lambda job: [Finding("veraPDF", "r", "error", "m", job.path, page=1)]
    )
    assert place(told(work[1], player)) == "text.md:1"


def test_what_leads_nowhere_is_told_at_the_edition(work: tuple[Project, Subject]) -> None:
    player = Player("veraPDF", say=lambda job: [Finding("veraPDF", "r", "notice", "m", job.path)])
    (problem,) = told(work[1], player).problems["work"]
    assert str(problem.place).startswith("build/work-1/work-1.pdf")
    assert problem.severity == "notice"


def test_a_file_of_somebody_else_has_no_source(tmp_path: Path) -> None:
    player = Player("Nu", say=lambda job: [Finding("Nu", "r", "error", "m", job.path, id="saw")])
    found = examine({"strange.html": Subject({"strange.html": b"<p id=saw>"})}, [player])
    (problem,) = found.problems["strange.html"]
    assert problem.place.path == "strange.html"
    assert "no line of a source" in problem.hint


def test_no_verdict_is_not_a_good_one(work: tuple[Project, Subject]) -> None:
    def say(job: Job) -> list[Finding]:
        raise Broken("the JVM stopped")

    found = told(work[1], Player("veraPDF", say=say))
    (problem,) = found.problems["work"]
    assert problem.code == "E509" and "the JVM stopped" in problem.message
    assert "veraPDF" not in found.ran


def test_a_file_that_breaks_a_validator_leaves_the_others_their_verdicts(tmp_path: Path) -> None:
    def breaks(job: Job) -> list[Finding]:
        if job.path.name == "bad.pdf":
            raise Broken("the JVM stopped")
        return [Finding("veraPDF", "7.1-1", "error", "a fault", job.path)]

    names = ["a.pdf", "b.pdf", "bad.pdf", "c.pdf", "d.pdf"]
    subjects = {name: Subject({name: b"%PDF"}) for name in names}
    found = examine(subjects, [Player("veraPDF", say=breaks)])
    codes = {name: [each.code for each in found.problems[name]] for name in names}
    assert codes == {n: ["E509" if n == "bad.pdf" else "E503"] for n in names}
    assert found.ran["veraPDF"] == ("1.0", 4)


def test_a_claim_that_a_validator_contradicts_is_told(desk: Desk) -> None:
    claim = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    metadata = f"editions: [epub]\naccessibility: {{conforms_to: {claim}}}"
    project, slug = desk.write("Text.", metadata)
    subject = Subject.of(build(project, slug), project)
    for severity, codes in (("error", ["E502", "E508"]), ("notice", ["E502"])):

        def say(job: Job, severity: str = severity) -> list[Finding]:
            return [Finding("Ace", "a rule", severity, "a fault", job.path)]  # type: ignore[arg-type]

        found = told(subject, Player("Ace", say=say))
        assert sorted(each.code for each in found.problems["work"]) == codes
    assert told(subject, Player("Ace")).problems["work"] == ()


def test_a_validator_that_always_breaks_is_given_up(tmp_path: Path) -> None:
    def breaks(job: Job) -> list[Finding]:
        raise Broken("no memory")

    player = Player("veraPDF", say=breaks)
    subjects = {f"{n}.pdf": Subject({f"{n}.pdf": b"%PDF"}) for n in range(200)}
    found = examine(subjects, [player])
    assert all([p.code for p in each] == ["E509"] for each in found.problems.values())
    assert len(player.jobs) < 1000 and "veraPDF" not in found.ran


def test_a_validator_that_is_not_there_is_named_with_the_way_to_get_it(
    work: tuple[Project, Subject],
) -> None:
    player = Player("Ace", lacks="Node is missing: install it")
    found = told(work[1], player)
    assert found.missing == {"Ace": "Node is missing: install it"}
    assert not player.jobs and not found.problems["work"]


# --- the command ---


def run(monkeypatch: pytest.MonkeyPatch, player: Player, *words: str) -> tuple[int, str]:
    monkeypatch.setattr(toolbox, "runners", lambda tools, environ, online: (player,))
    ended = CliRunner().invoke(octavo, ["check", *words])
    return ended.exit_code, ended.output


def test_the_command_tells_findings_and_fails(
    monkeypatch: pytest.MonkeyPatch, work: tuple[Project, Subject]
) -> None:
    player = Player("axe", say=lambda job: [Finding("axe", "r", "error", "m", job.path, id="saw")])
    code, said = run(monkeypatch, player, "--project", str(work[0].root))
    assert code == 1
    assert "source/work-1/text.md:3: E505 axe r: m (work-1.html)" in said
    assert "examined by: axe 1.0" in said


@pytest.mark.parametrize(("words", "code"), [((), 0), (("--complete",), 1)])
def test_a_missing_validator_fails_only_a_complete_check(
    monkeypatch: pytest.MonkeyPatch,
    work: tuple[Project, Subject],
    words: tuple[str, ...],
    code: int,
) -> None:
    player = Player("Ace", lacks="get Node")
    ended, said = run(monkeypatch, player, "--project", str(work[0].root), *words)
    assert ended == code
    assert "not run: Ace: get Node" in said


def test_the_text_alone_is_looked_at_without_a_validator(
    monkeypatch: pytest.MonkeyPatch, work: tuple[Project, Subject]
) -> None:
    player = Player("axe", say=lambda job: [Finding("axe", "r", "error", "m", job.path)])
    code, said = run(monkeypatch, player, "--text", "--project", str(work[0].root))
    assert code == 0 and not player.jobs and "examined by" not in said


def test_a_file_is_examined_wherever_it_comes_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "strange.html"
    file.write_text("<p>")
    player = Player("Nu", say=lambda job: [Finding("Nu", "r", "warning", "m", job.path, line=1)])
    code, said = run(monkeypatch, player, str(file))
    assert code == 0 and f"{file}:1: E506 warning: Nu r: m" in said
    code, _ = run(monkeypatch, player, str(file), "--strict")
    assert code == 1


def test_json_and_the_page_hold_the_same_findings(
    monkeypatch: pytest.MonkeyPatch, work: tuple[Project, Subject], tmp_path: Path
) -> None:
    player = Player(
        "axe", say=lambda job: [Finding("axe", "r", "error", "a <b>", job.path, id="saw")]
    )
    page = tmp_path / "found.html"
    words = ("--json", "--report", str(page), "--project", str(work[0].root))
    _, said = run(monkeypatch, player, *words)
    data = json.loads(said)
    (problem,) = data["publications"][0]["problems"]
    assert data["validators"] == {"axe": {"version": "1.0", "files": 1}}
    text = page.read_text(encoding="utf-8")
    assert problem["message"].replace("<", "&lt;").replace(">", "&gt;") in text
    assert "http" not in text.replace("http-equiv", "")


def test_the_page_says_so_where_nothing_was_found() -> None:
    page = summary(Examined({"work": ()}, {"Nu": ("1.0", 1)}, {"Ace": "get it"}))
    assert "Nothing." in page and "not run: get it" in page
