"""The machine that is looked at: where its programs are, and which commands mend it."""

import importlib.util
import platform
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from octavo.core import pins, platforms
from octavo.core.inputs import Inputs
from octavo.production.pipeline import templates_folder


@dataclass(frozen=True, slots=True)
class Patient:
    environ: Mapping[str, str]
    release: pins.Release
    manager: str
    """A key of ``platforms.INSTALL``; '' where there is none."""
    as_root: bool
    inputs: Inputs

    @staticmethod
    def here(environ: Mapping[str, str]) -> "Patient":
        """Return this machine; ``environ`` says where programs and libraries lie."""
        return Patient(
            environ,
            pins.release(),
            platforms.manager(),
            platforms.is_superuser(),
            Inputs({"templates": templates_folder()}, environ),
        )

    def which(self, *names: str, more: tuple[str, ...] = ()) -> str:
        """Return the path of the first program that is there, '' where none is."""
        return platforms.program(self.environ, *names, more=more)

    def install(self, need: platforms.Need) -> str:
        """Return the command for this system, or a line for each where it is not known."""
        if not self.manager:
            return platforms.advice(need, "")
        return platforms.command(need, self.manager, self.as_root)

    def restore(self) -> str:
        """Return the command that puts Octavo's own files back."""
        if self.release.is_checkout:
            return shlex.join(["git", "-C", str(pins.CHECKOUT), "restore", "templates"])
        return pip("--force-reinstall", "--no-deps", f"octavo=={self.release.version}")


def pip(*wanted: str) -> str:
    """Return the command that installs wheels beside this Python, by pip or, without it, by uv."""
    if importlib.util.find_spec("pip"):
        words = [sys.executable, "-m", "pip", "install", *wanted]
    else:
        words = ["uv", "pip", "install", "--python", sys.executable, *wanted]
    return subprocess.list2cmdline(words) if platform.system() == "Windows" else shlex.join(words)
