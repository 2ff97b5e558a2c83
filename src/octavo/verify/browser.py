"""Ace on EPUBs and axe-core on HTML pages, in one Node process and one browser -> findings.

``node/`` holds what Node runs: ``driver.cjs`` takes jobs as lines of JSON and answers so. What it
needs of npm is pinned there and kept in the tools folder; the browser is the machine's own.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from octavo import platforms
from octavo.checks.epub import MOST_FILES, MOST_TEXT, file_of, joined
from octavo.problems import Severity
from octavo.tree import parse_xml
from octavo.verify.findings import Broken, Finding, Job

HERE = Path(__file__).parent / "node"
PINS = ("package.json", "package-lock.json")
NPM_CI = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
OLDEST_NODE = 20
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
        self._folder = tools / "node"
        self._environ = environ

    def missing(self, validator: str) -> str:
        """Return what is missing and the command that brings it, '' where the validator can run."""
        told = (self._no_node(), self._no_browser(), self._no_packages())
        return next(filter(None, told), "")

    def version(self, validator: str) -> str:
        return self._installed(PACKAGES[validator])

    def install(self, tell: Callable[[str], object]) -> None:
        """Put the pinned packages into the tools folder; raises Broken where npm fails."""
        if lacking := self._no_node() or self._no_npm():
            raise Broken(lacking)
        if not self._no_packages():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in PINS:
            shutil.copyfile(HERE / name, self._folder / name)
        tell(f"Ace, axe and Nu are missing: {self._npm_line()}")
        npm = self._which("npm") or "npm"
        settings = {**self._environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        ended = _ended([npm, *NPM_CI[1:]], cwd=self._folder, env=settings, timeout=None)
        if ended.returncode or self._no_packages():
            raise Broken(f"npm could not install what {self._folder} lacks:\n{ended.stderr}")

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        """Return all findings of the jobs; raises Broken where one came to no verdict."""
        if not jobs:
            return []
        if lacking := self.missing(jobs[0].validator):
            raise Broken(lacking)
        for job in jobs:
            _refuse_bomb(job.path)
        wanted = {(job.validator, str(job.path.resolve())): job for job in jobs}
        return _answers(self._driven(list(wanted)), wanted)

    def _driven(self, wanted: Sequence[tuple[str, str]]) -> str:
        """Return what the driver answers; raises Broken where it does not end well, or in time."""
        asked = (json.dumps({"validator": name, "path": path}) for name, path in wanted)
        command = [self._which("node"), str(HERE / "driver.cjs"), str(self._folder.resolve())]
        limit = START_S + FILE_S * len(wanted)
        with tempfile.TemporaryDirectory(
            prefix="octavo-browser-", ignore_cleanup_errors=True
        ) as home:
            ended = _ended(
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
        # An empty member of PATH would mean the folder that we happen to be in.
        path = os.pathsep.join(filter(None, self._environ.get("PATH", "").split(os.pathsep)))
        found = (shutil.which(name, path=path) for name in names)
        return next(filter(None, found), "")

    def _browser(self) -> str:
        """Return the browser that CHROME_PATH names, or the first that is there."""
        if named := self._environ.get("CHROME_PATH", ""):
            return named if Path(named).is_file() else ""
        return self._which(*platforms.BROWSERS)

    def _no_node(self) -> str:
        node = self._which("node")
        told = _ended([node, "--version"], timeout=60).stdout if node else ""
        major = re.match(r"v(\d+)", told)
        if major is None or int(major[1]) < OLDEST_NODE:
            found = f" (found: {told.strip()})" if told else ""
            return f"Node {OLDEST_NODE} or later is missing{found}.\n{_node_advice()}"
        return ""

    def _no_npm(self) -> str:
        return "" if self._which("npm") else f"npm is missing.\n{_node_advice()}"

    def _no_browser(self) -> str:
        if self._browser():
            return ""
        if named := self._environ.get("CHROME_PATH", ""):
            return f"CHROME_PATH names {named}, which is no file"
        return f"{platforms.CHROMIUM.name} is missing.\n{_advice(platforms.CHROMIUM)}"

    def _no_packages(self) -> str:
        """Compare what is installed with the pins: another version is as good as none."""
        pins = json.loads((HERE / "package.json").read_bytes())["dependencies"]
        wrong = [name for name, pin in pins.items() if self._installed(name) != _bare(pin)]
        if not wrong:
            return ""
        return f"not installed as pinned: {', '.join(wrong)}.\noctavo check --install"

    def _installed(self, package: str) -> str:
        file = self._folder / "node_modules" / package / "package.json"
        try:
            return str(json.loads(file.read_bytes())["version"])
        except (OSError, ValueError, KeyError):
            return ""

    def _npm_line(self) -> str:
        copies = shlex.join(["cp", *(str(HERE / name) for name in PINS), str(self._folder)])
        folder = shlex.quote(str(self._folder))
        return f"mkdir -p {folder} && {copies} && cd {folder} && {' '.join(NPM_CI)}"


def _bare(pin: str) -> str:
    """Return the version of a pin, which may name another package: npm:puppeteer-core@24.43.1."""
    return pin.rpartition("@")[2]


def _advice(need: platforms.Need) -> str:
    return platforms.advice(need, platforms.manager(), platforms.is_superuser())


def _node_advice() -> str:
    return f"{_advice(platforms.NODE)}\nor, on any system: {platforms.NODE_COMMAND}"


def _ended(
    command: Sequence[str],
    words: str = "",
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; raises Broken where it cannot start or takes longer than that."""
    try:
        return subprocess.run(
            command,
            input=words,
            capture_output=True,
            cwd=cwd,
            env=env,
            timeout=timeout,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise Broken(f"{command[0]} does not start: {error}") from None
    except subprocess.TimeoutExpired:
        raise Broken(f"{Path(command[0]).name} took longer than {timeout:.0f} seconds") from None


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
        return next((each for each in (joined(opf, name), name) if each in book.namelist()), name)


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
