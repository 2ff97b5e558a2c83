"""What npm installs for validators: by a lock, into a folder of its own, under a seal."""

import hashlib
import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from octavo.validators.seal import Unsealable, make_sealed, seal_fault, seal_of
from octavo.validators.verdicts import Broken

HERE = Path(__file__).parent / "node"
PINS = ("package.json", "package-lock.json")
NPM_CI = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
TREE = "node_modules"
MEND = "octavo check --install"
"""The command that installs them anew."""


class Packages:
    """The packages of one lock; ``pins`` is the folder with the lock, ``home`` where they are."""

    def __init__(self, home: Path, pins: Path = HERE) -> None:
        self.home, self._pins = home, pins
        self._told: str | None = None

    def fault(self) -> str:
        """Return ``seal_fault`` of the packages as it was when this was first asked."""
        if self._told is None:
            self._told = self.fault_now()
        return self._told

    def fault_now(self) -> str:
        """Return why the packages are not those of the lock, byte for byte; '' where they are."""
        why = seal_fault(self.home / TREE, self._digest_pins()) or self._beside()
        self._told = f"not installed as pinned: {self.home / TREE}: {why}; {MEND}" if why else ""
        return self._told

    def _beside(self) -> str:
        """Return what lies beside the packages that Node would ask before them, '' where nothing.

        A package.json there that bears a package's name gives that package; what a package may
        have and has not is looked for in the folders above.
        """
        known = {*PINS, TREE, seal_of(self.home / TREE).name}
        try:
            for path in sorted(self.home.iterdir()):
                if path.name not in known:
                    return f"{path.name} lies beside them"
            if os.path.lexists(self.home.parent / TREE):
                return f"{self.home.parent / TREE} would be looked into too"
            for name in PINS:
                if (self.home / name).read_bytes() != (self._pins / name).read_bytes():
                    return f"{name} beside them is another"
        except OSError as reason:
            return str(reason)
        return ""

    def version(self, package: str) -> str:
        """Return the version of a package, '' where it is not there."""
        return _version(self.home, package)

    def install(self, npm: str, environ: Mapping[str, str]) -> None:
        """Install all of them anew, aside, and then in their place; raises Broken."""
        fill = partial(self._fill, npm, environ)
        try:
            make_sealed(self.home, TREE, self._digest_pins(), fill)
        except (Broken, OSError, Unsealable) as reason:
            if self.fault_now():  # or another process has been quicker
                raise Broken(f"{self.home} cannot be installed: {reason}") from None
        if fault := self.fault_now():
            raise Broken(fault)

    def line(self) -> str:
        """Return what ``install`` runs, as it is told."""
        return f"{shlex.join(NPM_CI)} for {self.home}"

    def _digest_pins(self) -> str:
        return hashlib.sha256((self._pins / PINS[1]).read_bytes()).hexdigest()

    def _fill(self, npm: str, environ: Mapping[str, str], folder: Path) -> None:
        for name in PINS:
            shutil.copyfile(self._pins / name, folder / name)
        settings = {**environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        ended = run([npm, *NPM_CI[1:]], cwd=folder, env=settings, timeout=None)
        if ended.returncode:
            raise Broken(f"npm fails:\n{ended.stderr[-2000:]}")
        pins = json.loads((folder / PINS[0]).read_bytes())["dependencies"]
        wrong = [name for name, pin in pins.items() if _version(folder, name) != _bare(pin)]
        if wrong:
            raise Broken(f"npm did not install {', '.join(wrong)} as pinned")


def _version(home: Path, package: str) -> str:
    try:
        return str(json.loads((home / TREE / package / "package.json").read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _bare(pin: str) -> str:
    """Return the version of a pin, which may name another package: npm:puppeteer-core@24.43.1."""
    return pin.rpartition("@")[2]


def run(
    command: Sequence[str],
    words: str = "",
    *,
    cwd: Path,
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
