"""The driver's lines on standard output, read as findings."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import cast

from octavo.core.problems import Severity
from octavo.validators.java.false_alarms import is_allowed
from octavo.validators.verdicts import Broken, Finding, Job

Line = Mapping[str, object]

SEVERITIES: Mapping[str, Severity] = {
    "FATAL": "error",
    "ERROR": "error",
    "WARNING": "warning",
    "INFO": "notice",
    "USAGE": "notice",
}
"""Levels of EPUBCheck; veraPDF knows ERROR alone."""
LONGEST_RULE = 60


def findings(jobs: Sequence[Job], output: str) -> list[Finding]:
    """Return what the driver found, in the order of the jobs.

    Raises Broken where a job came to no verdict: it says so, or there is no last line of it.
    """
    found: list[list[Finding]] = [[] for _ in jobs]
    faults: dict[int, str] = dict.fromkeys(range(len(jobs)), "it came to no end")
    for line in map(_read, output.splitlines()):
        number = _number(line, "job")
        if line.get("kind") == "finding":
            found[number] += _read_findings(jobs[number], line)
        elif line.get("kind") == "broken":
            faults[number] = _words(line, "reason")
        elif line.get("kind") == "done":
            del faults[number]
    if faults:
        raise Broken("\n".join(f"{_name(jobs[n])}: {reason}" for n, reason in faults.items()))
    return [finding for each in found for finding in each]


def _read(text: str) -> Line:
    try:
        line: object = json.loads(text)
    except ValueError:
        line = None
    if not isinstance(line, dict):
        raise Broken(f"the driver said what is not of its language: {text[:200]}")
    return line


def _read_findings(job: Job, line: Line) -> list[Finding]:
    if job.validator == "Nu":
        return _of_nu(job, _words(line, "report"))
    excerpt = _words(line, "excerpt")
    page = re.search(r"/pages\[(\d+)\]", excerpt) if job.validator == "veraPDF" else None
    return [
        Finding(
            job.validator,
            _words(line, "rule"),
            SEVERITIES[_words(line, "severity")],
            _words(line, "message"),
            job.path,
            _words(line, "inside"),
            _number(line, "line"),
            int(page[1]) + 1 if page else 0,
            excerpt=excerpt,
        )
    ]


def _of_nu(job: Job, report: str) -> list[Finding]:
    messages = cast("list[Line]", json.loads(report)["messages"])
    for each in messages:
        # Of a file that it could not check, Nu says so in a message about a path, not an URL.
        if each["type"] == "non-document-error" or not _words(each, "url").startswith("file:"):
            raise Broken(f"{_name(job)}: {_words(each, 'message')}")
    asked = any("Content Security Policy" in _words(each, "message") for each in messages)
    page = job.path.read_bytes() if asked else b""
    return [
        Finding(
            job.validator,
            rule_of_nu(_words(each, "message")),
            _severity_of_nu(each),
            _words(each, "message"),
            job.path,
            line=_number(each, "lastLine"),
            excerpt=_words(each, "extract"),
        )
        for each in messages
        if not is_allowed(_words(each, "message"), page)
    ]


def rule_of_nu(message: str) -> str:
    """Return a name for what Nu says: it has none. The words, without those of the page."""
    words = re.sub("“[^”]*”", " ", message.removeprefix("CSS: ").partition("(")[0])
    slug = "-".join(re.findall("[a-z0-9]+", words.lower()))[:LONGEST_RULE].rstrip("-")
    return f"css-{slug}" if message.startswith("CSS: ") else slug


def _severity_of_nu(message: Line) -> Severity:
    if message["type"] != "info":
        return "error"
    return "warning" if message.get("subType") == "warning" else "notice"


def _name(job: Job) -> str:
    return f"{job.validator} on {job.path.name}"


def _words(line: Line, key: str) -> str:
    return str(line.get(key) or "")


def _number(line: Line, key: str) -> int:
    value = line.get(key)
    return value if isinstance(value, int) else 0
