"""Two worlds that a build must not notice: what differs between them, and a build in one of them.

A world is a folder with a copy of the toolkit and of the projects, a HOME, an empty store and the
surroundings that releases are built in, the second with old files and foreign fonts as well.
Nothing of the caller's environment enters but the way to its programs.

``octavo release`` builds a publication twice as well (verify/bundle/two_builds.py), in the same
surroundings and by the Octavo that is installed. What is here tries Octavo itself, and is no use to
an author: copies of its code in other folders and of another age, fonts that call themselves like
its own, leaks put into that code to see that they would be noticed, all works of a clone at once.
What an author may need as well stands in verify/ and is taken from there: surroundings.py,
first_difference.py, layers.py.
"""

import importlib.util
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from octavo.verify.surroundings import LOCALES, PLAIN, locale_of_machine, strange_surroundings

ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
LONG_AGO = 1_000_000_000
"""September 2001: the time of all files in the second world."""


@dataclass(frozen=True, slots=True)
class World:
    """What one build finds around it."""

    name: str
    home: Path
    toolkit: Path
    """A copy of src/ and templates/; projects stand beside it."""
    environment: Mapping[str, str]
    umask: int
    before: tuple[str, ...] = ()
    """Words before the command: what limits it to one processor."""
    mtime: int = 0
    """The time of all files, seconds since 1970; 0 leaves them as they are."""
    told: Mapping[str, str] | None = None
    """What differs from the other world, for the reader of the table."""

    def project(self, project: Path) -> Path:
        """Return where this world's copy of a project stands."""
        return self.toolkit if project == ROOT else self.toolkit.parent / "projects" / project.name


def two_worlds(folder: Path, locales: Path) -> tuple[World, World]:
    """Return a plain world and a strange one, below ``folder``; nothing is copied yet."""
    around = strange_surroundings(os.environ, *strange_locale(locales))
    first, second = folder / "one", folder / around.folder
    plain = {"time zone": "UTC", "locale": "C.UTF-8", "hash seed": "1", "umask": "022"}
    return (
        World(
            "one",
            first / "home",
            first / "octavo",
            {**PLAIN.environment, "PYTHONHASHSEED": "1"},
            0o022,
            told={**plain, "processors": "all", "files' times": "now", "fonts": "none"},
        ),
        World(
            "two",
            second / "home",
            second / "octavo",
            around.environment,
            around.umask,
            around.before,
            LONG_AGO,
            {**around.told, "files' times": "2001", "fonts": "in ~/.fonts"},
        ),
    )


def strange_locale(folder: Path) -> tuple[str, dict[str, str]]:
    """Return a locale that really exists, with what must stand in the environment for it.

    One of the machine's own; else one compiled into ``folder``; else C, which is not strange.
    """
    if (own := locale_of_machine(os.environ)) != "C":
        return own, {}
    folder.mkdir(parents=True, exist_ok=True)
    for name in LOCALES:
        target = folder / f"{name}.UTF-8"
        if target.is_dir() or _compiled(name, target):
            return target.name, {"LOCPATH": str(folder)}
    return "C", {}


def _compiled(name: str, target: Path) -> bool:
    """Compile a locale of the C library; False where its source is not on the machine."""
    aside = target.with_name(f".{os.getpid()}")
    _output("localedef", "-i", name, "-f", "UTF-8", str(aside))
    if not aside.is_dir():
        return False
    try:
        aside.rename(target)
    except OSError:  # another process was faster
        shutil.rmtree(aside)
    return target.is_dir()


def furnish(world: World, projects: Sequence[Path], faults: Sequence[str] = ()) -> None:
    """Copy the toolkit and the projects into the world; ``faults`` are put into the copied code."""
    ignored = shutil.ignore_patterns("__pycache__", ".octavo", "build", "golden")
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, world.toolkit / name, ignore=ignored)
    for project in projects:
        for name in ("source", "templates"):
            target = world.project(project) / name
            if (project / name).is_dir() and not target.exists():
                shutil.copytree(project / name, target, ignore=ignored)
    if faults:
        with (world.toolkit / "src/octavo/editions/units/render.py").open("a") as code:
            code.write(seeded(faults))
    world.home.mkdir(parents=True)
    if world.mtime:
        _foreign_fonts(world.home / ".fonts")
        for path in [world.toolkit.parent, *world.toolkit.parent.rglob("*")]:
            os.utime(path, (world.mtime, world.mtime))
    _copy_compiled(world)


def _copy_compiled(world: World) -> None:
    """Copy what Python has compiled of our code: to compile it anew takes as long as to build.

    Only what it would run itself; of the source's time, which it compares, the copy tells the
    world's. Names of files in compiled code it sets right.
    """
    for source in (ROOT / "src").rglob("*.py"):
        compiled = Path(importlib.util.cache_from_source(str(source)))
        copy = world.toolkit / source.relative_to(ROOT)
        if not compiled.is_file() or copy.stat().st_size != source.stat().st_size:
            continue
        data = compiled.read_bytes()
        state = source.stat()
        if data[4:16] != struct.pack("<3I", 0, int(state.st_mtime), state.st_size):
            continue
        target = Path(importlib.util.cache_from_source(str(copy)))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data[:8] + struct.pack("<I", int(copy.stat().st_mtime)) + data[12:])


def _foreign_fonts(folder: Path) -> None:
    """Put fonts into a HOME that call themselves as a bundled family does, and look different."""
    bundled = ROOT / "templates" / "fonts"
    families = json.loads((bundled / "fonts.json").read_bytes())["families"]
    files = [entry["cuts"][0]["file"] for entry in families.values()]
    folder.mkdir()
    for family, file in zip(families, [*files[1:], *files[:1]], strict=True):
        font = TTFont(bundled / file)
        for number in (1, 4, 16):
            font["name"].setName(family, number, 3, 1, 0x409)
        font.save(folder / f"foreign-{file}")


FAULTS = {
    "clock": "__import__('time').time_ns()",
    "zone": "__import__('time').strftime('%z')",
    "locale": "(lambda l: l.setlocale(l.LC_ALL, ''))(__import__('locale'))",
    "hash": "hash('octavo')",
    "home": "__import__('pathlib').Path.home()",
    "path": "__file__",
    "mtime": "int(__import__('os').stat(__file__).st_mtime)",
    "umask": "(lambda os: [mask := os.umask(0), os.umask(mask)][0])(__import__('os'))",
}
"""A leak to seed -> the Python expression whose value leaks into every page."""


def seeded(faults: Sequence[str]) -> str:
    """Return code for the end of editions/units/render.py that lets leaks into pages, each as a
    paragraph that begins with its name."""
    leaks = ", ".join(f"{fault!r}: {FAULTS[fault]}" for fault in faults)
    return f"""

_render = Pages.render
_leaks = {{{leaks}}}
_told = "".join(f"<p>{{name}}: {{leak}}</p>" for name, leak in _leaks.items())


def _leaking(self, name, **values):
    return _render(self, name, **values).replace("</body>", f"{{_told}}</body>")


Pages.render = _leaking
"""


def build(world: World, project: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run ``octavo build`` on a project in the world; editions go to ``build`` in its folder."""
    here = world.project(project)
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    own = {"HOME": str(world.home), "PYTHONPATH": str(world.toolkit / "src")}
    return subprocess.run(
        [*world.before, sys.executable, "-B", "-m", "octavo", "build", *words],
        cwd=here,
        env={**passed_on, **own, **world.environment},
        umask=world.umask,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def editions(world: World, project: Path) -> dict[str, bytes]:
    """Return what was built, by path below ``build``."""
    folder = world.project(project) / "build"
    found = sorted(path for path in folder.glob("*/*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8").stdout
    except OSError:
        return ""
