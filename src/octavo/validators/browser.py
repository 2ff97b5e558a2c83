"""Ace on EPUBs and axe-core on HTML pages, in one Node process and one browser -> findings.

``node/`` holds what Node runs: ``driver.cjs`` takes jobs as lines of JSON and answers so. What it
needs of npm is pinned there and kept in the tools folder; the browser is the machine's own.
"""

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from octavo.core import platforms
from octavo.core.problems import Severity
from octavo.finished.epub_container import MOST_FILES, MOST_TEXT, file_of, join_path
from octavo.markup.tree import parse_xml
from octavo.validators.packages import HERE, Packages, run
from octavo.validators.verdicts import Broken, Finding, Job

PACKAGES = {"Ace": "@daisy/ace-core", "axe": "axe-core"}
"""Validator -> the package whose version is its version."""
SEVERITIES: Mapping[str, Severity] = {
    "critical": "error",
    "serious": "error",
    "moderate": "warning",
    "minor": "warning",
    "undecided": "notice",
}
"""What axe and Ace call impact -> severity; axe leaves to a person what is undecided."""
START_S, FILE_S = 120, 90
"""Seconds that the browser may take to start, and that each file may add."""
LONGEST = 300
"""Characters of an excerpt."""
HOMES = ("HOME", "TMPDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "USERPROFILE")
XDG = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")


class BrowserValidators:
    """Runs Ace and axe; ``tools`` is the folder of what is installed for checks alone."""

    validators: tuple[str, ...] = ("Ace", "axe")

    def __init__(self, tools: Path, environ: Mapping[str, str]) -> None:
        self._packages = Packages(tools / "node")
        self._environ = environ

    def lack(self, validator: str) -> str:
        """Return what is missing and the command that brings it, '' where the validator can run."""
        told = (self._no_node(), self._no_browser(), self._packages.fault())
        return next(filter(None, told), "")

    def version(self, validator: str) -> str:
        return self._packages.version(PACKAGES[validator])

    def install(self, tell: Callable[[str], object]) -> None:
        """Put the pinned packages into the tools folder; raises Broken where npm fails."""
        if lacking := self._no_node() or self._no_npm():
            raise Broken(lacking)
        if fault := self._packages.fault_now():
            tell(f"{fault.partition(chr(10))[0]} {self._packages.line()}")
            self._packages.install(self._which("npm"), self._environ)

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        """Return all findings of the jobs; raises Broken where one came to no verdict."""
        if not jobs:
            return []
        if lacking := self.lack(jobs[0].validator):
            raise Broken(lacking)
        for job in jobs:
            _refuse_bomb(job.path)
        wanted = {(job.validator, str(job.path.resolve())): job for job in jobs}
        return _answers(self._drive(list(wanted)), wanted)

    def _drive(self, wanted: Sequence[tuple[str, str]]) -> str:
        """Return what the driver answers; raises Broken where it does not end well, or in time."""
        if fault := self._packages.fault_now():
            raise Broken(fault)
        asked = (json.dumps({"validator": name, "path": path}) for name, path in wanted)
        modules = self._packages.home.resolve()
        command = [self._which("node"), str(HERE / "driver.cjs"), str(modules)]
        limit = START_S + FILE_S * len(wanted)
        with tempfile.TemporaryDirectory(
            prefix="octavo-browser-", ignore_cleanup_errors=True
        ) as home:
            ended = run(
                command, "\n".join(asked), env=self._at_home(home), timeout=limit, cwd=Path(home)
            )
        if ended.returncode:
            raise Broken(f"the driver of the browser failed: {ended.stderr[-2000:].strip()}")
        return ended.stdout

    def _at_home(self, home: str) -> dict[str, str]:
        """Return an environment in which programs keep what they write in a folder of this run."""
        own = dict.fromkeys((*HOMES, *XDG), home)
        return {**self._environ, **own, "PUPPETEER_EXECUTABLE_PATH": self._browser()}

    def _which(self, *names: str) -> str:
        return platforms.program(self._environ, *names)

    def _browser(self) -> str:
        """Return the browser that CHROME_PATH names, or the first that is there."""
        if named := self._environ.get("CHROME_PATH", ""):
            path = Path(named)
            return named if path.is_absolute() and path.is_file() else ""
        return self._which(*platforms.BROWSERS)

    def _no_node(self) -> str:
        node = self._which("node")
        told = run([node, "--version"], cwd=HERE, timeout=60).stdout if node else ""
        major = re.match(r"v(\d+)", told)
        if major is None or int(major[1]) < platforms.OLDEST_NODE:
            found = f" (found: {told.strip()})" if told else ""
            least = f"Node {platforms.OLDEST_NODE} or later"
            return f"{least} is missing{found}.\n{_advice(platforms.NODE)}"
        return ""

    def _no_npm(self) -> str:
        return "" if self._which("npm") else f"npm is missing.\n{_advice(platforms.NODE)}"

    def _no_browser(self) -> str:
        if self._browser():
            return ""
        if named := self._environ.get("CHROME_PATH", ""):
            return f"CHROME_PATH names {named}, which is no file by its whole path"
        return f"{platforms.CHROMIUM.name} is missing.\n{_advice(platforms.CHROMIUM)}"


def _advice(need: platforms.Need) -> str:
    return platforms.advice(need, platforms.manager(), platforms.is_superuser())


def _refuse_bomb(path: Path) -> None:
    """Raise Broken for an EPUB that Ace, which unpacks all of it, should not be given."""
    if path.suffix != ".epub":
        return
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = [info.file_size for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Broken(f"{path.name} is no sound EPUB: {error}") from None
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_TEXT:
        raise Broken(f"{path.name} is too large to be unpacked")


def _answers(told: str, wanted: Mapping[tuple[str, str], Job]) -> list[Finding]:
    """Return the findings; raises Broken where a job is told broken, or not told to be done."""
    open_jobs = dict(wanted)
    findings: list[Finding] = []
    reasons: list[str] = []
    for kind, fields in _lines(told):
        key = (fields["validator"], fields["path"])
        if kind == "finding":
            findings.append(_finding(fields, wanted[key]))
            continue
        job = open_jobs.pop(key)
        if kind == "broken":
            reasons.append(f"{job.validator} on {job.path.name}: {fields['reason']}")
    reasons += [f"{job.validator} on {job.path.name}: no answer" for job in open_jobs.values()]
    if reasons:
        raise Broken("\n".join(reasons))
    return findings


def _lines(told: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the kind and the fields of each answer."""
    for line in told.splitlines():
        try:
            [(kind, fields)] = json.loads(line).items()
        except (ValueError, AttributeError):
            raise Broken(f"the driver of the browser says what is no answer: {line}") from None
        yield kind, {name: str(value or "") for name, value in fields.items()}


def _within(path: Path, name: str) -> str:
    """Return the path in a book of a file that Ace names from where the package file is."""
    if not name:
        return ""
    with zipfile.ZipFile(path) as book:
        container = parse_xml(file_of(book, "META-INF/container.xml"))
        opf = next((str(node.get("full-path")) for node in container.iter("{*}rootfile")), "")
        return next(
            (each for each in (join_path(opf, name), name) if each in book.namelist()), name
        )


def _finding(fields: Mapping[str, str], job: Job) -> Finding:
    return Finding(
        job.validator,
        fields["rule"],
        SEVERITIES.get(fields["impact"], "error"),
        " ".join(fields["message"].split()),
        job.path,
        inside=_within(job.path, fields.get("inside", "")),
        id=fields.get("id", ""),
        excerpt=fields.get("excerpt", "")[:LONGEST],
    )
