"""Wheels that a release was made with, and that are others here -> folders of their own, by pip or
uv from the index that these are set to."""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from octavo.core import platforms
from octavo.production.manifest import ENGINES

WHEEL = "wheel/"
OWN = "octavo"
"""Comes with templates and pins of its own: another one is to be installed, not put beside."""
SECONDS = 600
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+!-]{0,60}")
_ASIDE = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX")


def is_fetchable(ingredient: str, version: str) -> bool:
    """Tell whether an ingredient is a wheel of those that Octavo works with, and no strange
    version."""
    name = ingredient.removeprefix(WHEEL)
    return (
        ingredient.startswith(WHEEL)
        and name in ENGINES
        and name != OWN
        and _VERSION.fullmatch(version) is not None
    )


def fetch_wheel(
    ingredient: str, version: str, target: Path, environ: Mapping[str, str]
) -> Path | str:
    """Return the folder of a wheel, or why it is not to be had; nothing of it is built or run."""
    name = ingredient.removeprefix(WHEEL)
    installer = _installer(environ)
    if not installer:
        return "neither pip nor uv is there, which fetch wheels"
    folder = target / name
    words = ["--target", str(folder), "--no-deps", "--only-binary", ":all:", f"{name}=={version}"]
    try:
        ended = subprocess.run(
            [*installer, *words],
            env={key: value for key, value in environ.items() if key not in _ASIDE},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"it was not fetched: {error}"
    if ended.returncode or not folder.is_dir():
        said = [each.strip() for each in ended.stderr.splitlines() if each.strip()]
        errors = [each for each in said if each.startswith("ERROR")]
        return f"it was not fetched: {(errors or said or ['no word'])[-1]}"
    return folder


def _installer(environ: Mapping[str, str]) -> list[str]:
    """Return the command that installs wheels, [] where there is none."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile"]
    beside = Path(sys.executable).with_name("uv")
    if uv := platforms.program(environ, "uv") or (str(beside) if beside.is_file() else ""):
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    if pip := platforms.program(environ, "pip3", "pip"):
        return [pip, "install", "--quiet", "--no-compile"]
    return []
