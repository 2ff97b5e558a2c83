"""Copies of Octavo that are another than this one: in a face, a line of a template, a wheel."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from releases import git

ROOT = Path(__file__).parent.parent
IGNORED = shutil.ignore_patterns("__pycache__")


@dataclass(frozen=True, slots=True)
class Toolkit:
    """A copy of Octavo with its templates, and a Python that finds it before the true one."""

    folder: Path

    @staticmethod
    def at(folder: Path) -> "Toolkit":
        """Return a copy in which nothing is another yet."""
        for name in ("src", "templates"):
            shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
        shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
        (folder / "wheels").mkdir()
        words = [sys.executable, "-m", "venv", "--without-pip", str(folder / "env")]
        subprocess.run(words, check=True, capture_output=True)
        (site,) = (folder / "env").glob("lib/python*/site-packages")
        usual = sysconfig.get_path("purelib")
        lines = (folder / "wheels", folder / "src", usual)
        (site / "own.pth").write_text("".join(f"{each}\n" for each in lines), encoding="utf-8")
        return Toolkit(folder)

    def edit(self, name: str, old: str, new: str) -> None:
        """Write other words into a file of the toolkit."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new), encoding="utf-8")

    def remember(self) -> None:
        """Let git know the templates as they are now."""
        git(self.folder, "init", "-q")
        git(self.folder, "add", "templates")
        git(self.folder, "commit", "-q", "-m", "as it was")

    def bring(self, name: str, version: str, edits: Mapping[str, tuple[str, str]]) -> None:
        """Put another wheel before the one that is installed: its copy, with other words in it."""
        installed = distribution(name)
        for each in installed.files or ():
            source = Path(str(installed.locate_file(each)))
            if ".." in each.parts or "__pycache__" in each.parts or not source.is_file():
                continue
            target = self.folder / "wheels" / each
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            if each.name == "METADATA":
                was = f"Version: {installed.version}"
                text = target.read_text("utf-8").replace(was, f"Version: {version}", 1)
                target.write_text(text, "utf-8")
        for path, (old, new) in edits.items():
            self.edit(f"wheels/{path}", old, new)

    def add_pip(self) -> None:
        """Give its Python the pip that comes with every Python."""
        words = [str(self.folder / "env/bin/python"), "-m", "ensurepip"]
        subprocess.run(words, check=True, capture_output=True)

    def pack(self, name: str, folder: Path) -> None:
        """Write the wheel that is installed here as a file that pip takes."""
        installed = distribution(name)
        folder.mkdir(parents=True)
        file = folder / f"{name}-{installed.version}-py3-none-any.whl"
        with zipfile.ZipFile(file, "w") as wheel:
            for each in installed.files or ():
                source = Path(str(installed.locate_file(each)))
                if ".." not in each.parts and "__pycache__" not in each.parts:
                    wheel.write(source, each.as_posix())

    def verify(self, release: Path, project: Path, *words: str, **environ: str) -> dict[str, Any]:
        """Return what its ``octavo verify`` says, with the exit code that it left with."""
        own = {name: each for name, each in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        told = ["verify", str(release), "--project", str(project), "--json", *words]
        ended = subprocess.run(
            [str(self.folder / "env/bin/python"), "-m", "octavo", *told],
            env={**own, **environ},
            capture_output=True,
            encoding="utf-8",
        )
        found: dict[str, Any] = json.loads(ended.stdout or "{}")
        assert found.get("exit_code") == ended.returncode, ended.stdout + ended.stderr
        return found
