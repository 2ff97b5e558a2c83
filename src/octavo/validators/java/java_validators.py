"""EPUBCheck, veraPDF and Nu, all files in one run of Java.

In: jobs. Out: findings. ``Driver.java`` and the classes beside it are compiled once, for the
jars that are there.
"""

import hashlib
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from os import pathsep
from pathlib import Path

from octavo.core import platforms
from octavo.validators.java import answers, jars
from octavo.validators.java.jars import TOOLS
from octavo.validators.packages import Packages, run
from octavo.validators.seal import Unsealable, make_sealed, seal_fault
from octavo.validators.verdicts import Broken, Finding, Job
from octavo.validators.wheels import Wheels

SOURCES = Path(__file__).parent
CLASSES = "classes"
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xmx1g",
    "-Xss16m",  # Nu reads its schemas with deep recursion
    "-Djava.awt.headless=true",
    "-Duser.language=en",
    "-Djava.net.useSystemProxies=false",
    "-DsocksProxyHost=127.0.0.1",  # nothing listens there: no socket leads out
    "-DsocksProxyPort=9",
)
START_S, FILE_S = 120, 30
"""How long a run may take: for Java and the schemas, and for each file."""


class JavaValidators:
    """The validators that Java runs; a Runner."""

    validators = tuple(TOOLS)

    def __init__(self, tools: Path, environ: Mapping[str, str]) -> None:
        self._tools = tools.absolute()  # Java runs in another folder
        # Java takes names of files in the locale's encoding.
        self._environ = {**environ, "LC_ALL": "C.UTF-8"}
        self._programs: dict[str, str] = {}
        self._packages = Packages(tools / "node")
        self._wheels = Wheels(self._tools)

    def lack(self, validator: str) -> str:
        """Return what is missing and how to get it, '' where the validator can run."""
        if not (self._program("java") and self._program("javac")):
            manager = platforms.manager()
            advice = platforms.advice(platforms.JAVA, manager, platforms.is_superuser())
            return f"Java is missing, or its compiler is:\n{advice}"
        tool = TOOLS[validator]
        if not jars.jar(tool, self._tools, self._wheels):
            return jars.how_to_get(tool)
        return "" if tool.wheel else self._packages.fault()

    def version(self, validator: str) -> str:
        """Return the validator's version, as its jar tells it; '' where that is not there."""
        jar = jars.jar(TOOLS[validator], self._tools, self._wheels)
        return jars.version(jar, TOOLS[validator]) if jar else ""

    def run(self, jobs: Sequence[Job]) -> list[Finding]:
        """Return all findings of the jobs; raises Broken where one came to no verdict."""
        if not jobs:
            return []
        for validator in sorted({job.validator for job in jobs}):
            if missing := self.lack(validator):
                raise Broken(missing)
        is_whole, wheels = not self._packages.fault_now(), Wheels(self._tools)  # as they are now
        archives = {
            tool.runner: jar
            for tool in TOOLS.values()
            if (is_whole or tool.wheel) and (jar := jars.jar(tool, self._tools, wheels))
        }
        classes = self._compile(archives)
        driver = [f"{runner}={jar}" for runner, jar in archives.items()]
        command = [self._program("java"), *FLAGS, "-cp", str(classes), "Driver", *driver]
        ended = self._run(command, put_questions(jobs), START_S + FILE_S * len(jobs))
        if ended.returncode:
            raise Broken(f"Java ended with {ended.returncode}: {ended.stderr[-2000:]}")
        return answers.findings(jobs, ended.stdout)

    def _program(self, name: str) -> str:
        if not self._programs.get(name):
            self._programs[name] = jars.program(name, self._environ)
        return self._programs[name]

    def _compile(self, archives: Mapping[str, Path]) -> Path:
        """Return the folder with the classes, compiled where they are not there as sealed."""
        sources = [SOURCES / f"{name}.java" for name in ("Driver", *sorted(archives))]
        made_of = digest([*sources, *archives.values()])
        classes = self._tools / "java" / made_of / CLASSES
        if not seal_fault(classes, made_of):
            return classes

        def compile_all(folder: Path) -> None:
            paths = pathsep.join(map(str, archives.values()))
            command = [self._program("javac"), "-nowarn", "-encoding", "UTF-8", "-proc:none"]
            words = [*command, "-d", str(folder / CLASSES), "-cp", paths, *map(str, sources)]
            ended = self._run(words, "", START_S)
            if ended.returncode:
                raise Broken(f"the driver does not compile:\n{ended.stderr[-2000:]}")

        try:
            make_sealed(classes.parent, CLASSES, made_of, compile_all)
        except (OSError, Unsealable) as reason:
            if seal_fault(classes, made_of):  # or another process has been quicker
                raise Broken(f"{classes} cannot be made: {reason}") from None
        return classes

    def _run(
        self, command: list[str], words: str, limit: float
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program in a folder of its own: what lies where we are is not looked at."""
        with tempfile.TemporaryDirectory(prefix="octavo-java-", ignore_cleanup_errors=True) as home:
            return run(command, words, cwd=Path(home), env=self._environ, timeout=limit)


def put_questions(jobs: Sequence[Job]) -> str:
    """Return the driver's standard input; raises Broken where a name cannot stand in a line."""
    for job in jobs:
        if "\n" in str(job.path) or "\r" in str(job.path):
            raise Broken(f"a line break is in the name of {str(job.path)!r}")
    return "".join(
        f"{number}\t{TOOLS[job.validator].runner}\t{job.path.absolute()}\n"
        for number, job in enumerate(jobs)
    )


def digest(files: Sequence[Path]) -> str:
    """Return the SHA-256 of files, by which what is made of them can be named."""
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()
