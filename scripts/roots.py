"""Roots of other Debians: packages fetched and unpacked, the checkout, its wheels; and run in.

Nothing of a root runs until it builds: apt finds the packages, dpkg-deb unpacks them, uv chooses
the wheels for its Python, all of this machine. Packages are not configured, which no build needs:
where a processor is emulated, that alone took longer than all editions. So no command in a root
asks the network. All that runs in it runs in name spaces of its own (``unshare``): the mounts and
the processes of a command are gone when the command is, however it ends.
"""

import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.core.platforms import PANGO

MIRROR = "http://deb.debian.org/debian"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGES = ("base-files", "coreutils", "dash", "libstdc++6", "python3", *PANGO.packages["apt-get"])
"""With all that they depend on: what a root consists of. Wheels take it for granted that libstdc++
is there."""
CHECKOUT, WHEELS = "octavo", "opt/wheels"
"""Where things stand in a root."""
PYTHON = ("/usr/bin/python3",)
PROCESSORS = {"arm64": "aarch64", "amd64": "x86_64", "riscv64": "riscv64"}
"""Debian's name of a processor -> the kernel's, which is qemu's and uv's too."""
ENTER = """\
set -e
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec chroot "$root" "$@"
"""
ALONE = (
    *("setpriv", "--pdeathsig", "KILL"),  # even where this process is killed
    *("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"),
)
MOST = 20
"""Lines of a command's output that are told where it fails."""


class Stopped(Exception):
    """Raised where a command did not end well; says which, and what it said."""


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian to build in."""

    name: str
    suite: str
    architecture: str = ""
    """Debian's name of its processor; '' is this machine's own."""

    @property
    def processor(self) -> str:
        """The kernel's name of its processor."""
        return PROCESSORS.get(self.architecture, self.architecture) or platform.machine()

    @property
    def is_emulated(self) -> bool:
        return self.processor != platform.machine()


ROOTS = (Root("trixie", "trixie"), Root("sid", "sid"), Root("trixie-arm64", "trixie", "arm64"))
"""Not bookworm: its Python is older than 3.11.5."""


@dataclass(frozen=True, slots=True)
class Host:
    """What is asked of the machine; a test hands over one of its own making."""

    is_superuser: bool
    has: Callable[[str], bool]
    """Whether there is a program, or a file."""
    emulates: Callable[[str], bool]


def this_host() -> Host:
    """Return the machine that this process runs on."""
    is_superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    return Host(is_superuser, lambda name: bool(shutil.which(name)) or Path(name).is_file(), _qemu)


def _qemu(processor: str) -> bool:
    """Return whether the kernel hands programs of another processor to qemu, in a root too."""
    try:
        told = Path(f"/proc/sys/fs/binfmt_misc/qemu-{processor}").read_text().split("\n")
    except OSError:
        return False
    return told[0] == "enabled" and any(line.startswith("flags:") and "F" in line for line in told)


def missing(roots: Sequence[Root], host: Host) -> list[str]:
    """Return what the machine lacks for these roots, each with how to get it."""
    lacking = []
    if not host.is_superuser:
        lacking.append("This needs root (chroot and mount do): sudo .venv/bin/nox …")
    tools = {"apt-get": "apt", "dpkg-deb": "dpkg", KEYRING: "debian-archive-keyring"}
    for tool, package in {**tools, "setpriv": "util-linux", "git": "git"}.items():
        if not host.has(tool):
            lacking.append(f"{tool} is missing. Debian, Ubuntu: apt-get install -y {package}")
    for processor in sorted({root.processor for root in roots if root.is_emulated}):
        if not host.emulates(processor):
            lacking.append(
                f"qemu does not run programs for {processor} yet. Debian, Ubuntu: "
                "apt-get install -y qemu-user-static binfmt-support; in a container also: "
                "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc; "
                f"update-binfmts --enable qemu-{processor}"
            )
    return lacking


def make(root: Root, folder: Path, mirror: str = MIRROR) -> None:
    """Make the root in ``folder``, whole or not at all, unless it is there."""
    if folder.is_dir():
        return
    aside = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    with TemporaryDirectory(prefix="octavo-apt-") as apt:
        for package in _packages(root, Path(apt), mirror):
            run(["dpkg-deb", "--extract", str(package), str(aside)], os.environ)
    for name in ("dev", "proc", "root", "tmp"):
        (aside / name).mkdir(exist_ok=True)
    aside.rename(folder)


def _packages(root: Root, folder: Path, mirror: str) -> list[Path]:
    """Return the packages of a root, as apt has fetched them to a folder and held them against
    Debian's keys; of this machine's packages it knows nothing there."""
    for name in ("lists/partial", "archives/partial"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    line = f"deb [signed-by={KEYRING}] {mirror} {root.suite} main\n"
    (folder / "sources.list").write_text(line, "utf-8")
    apt = ["apt-get", "--quiet", "--yes", *_options(root, folder)]
    run([*apt, "update"], os.environ)
    run([*apt, "--download-only", "install", *PACKAGES], os.environ)
    return sorted((folder / "archives").glob("*.deb"))


def _options(root: Root, folder: Path) -> Iterator[str]:
    own = {
        "Dir::State::lists": f"{folder}/lists",
        "Dir::State::status": f"{folder}/status",
        "Dir::Cache::archives": f"{folder}/archives",
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "Dir::Etc::SourceList": f"{folder}/sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
    }
    if root.architecture:
        own |= {"APT::Architecture": root.architecture, "APT::Architectures": root.architecture}
    for name, value in own.items():
        yield from ("-o", f"{name}={value}")


def furnish(root: Root, folder: Path, checkout: Path, wheels: Path, uv: str) -> None:
    """Put the checkout's files and exactly its wheels into a root, for its Python and processor;
    Stopped says which wheel there is none of."""
    copy_tracked(checkout, folder / CHECKOUT)
    version = (folder / PYTHON[0].lstrip("/")).readlink().name.removeprefix("python")
    wanted = hashlib.sha256(wheels.read_bytes() + version.encode()).hexdigest()
    seal = folder / WHEELS / "octavo.sha256"
    if seal.is_file() and seal.read_text() == wanted:
        return
    shutil.rmtree(folder / WHEELS, ignore_errors=True)
    target = [f"--python-platform={root.processor}-unknown-linux-gnu", f"--target={seal.parent}"]
    rules = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    words = [uv, "pip", "install", *rules, f"--python-version={version}", *target]
    run([*words, "--requirement", str(wheels)], os.environ)
    seal.write_text(wanted)


def copy_tracked(checkout: Path, target: Path) -> None:
    """Copy the files that git tracks, as they are now, to a folder that holds nothing else but what
    Python has compiled: what stands as it was is not touched, so that this counts."""
    listed = run(["git", "-C", str(checkout), "ls-files", "-z"], os.environ)
    # A file may be deleted and not yet committed.
    names = {name for name in listed.split("\0") if name and (checkout / name).is_file()}
    for path in sorted(each for each in target.rglob("*") if not each.is_dir()):
        is_ours = path.relative_to(target).as_posix() in names
        if not is_ours and path.parent.name != "__pycache__":
            path.unlink()
    for name in sorted(names):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        data = (checkout / name).read_bytes()
        if not (target / name).is_file() or (target / name).read_bytes() != data:
            (target / name).write_bytes(data)


def inside(folder: Path, words: Sequence[str], where: str = "/") -> str:
    """Run a command in a root, in a fixed environment, and return what it says."""
    fixed = {
        "HOME": "/root",
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "PYTHONPATH": f"/{WHEELS}:/{CHECKOUT}/src",
    }
    enter = [*ALONE, "sh", "-c", ENTER, "sh", str(folder), "env", f"--chdir={where}"]
    return run([*enter, *words], fixed)


def run(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """Run a command and return its output; raises Stopped with the end of all it said."""
    ended = subprocess.run(
        words,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if ended.returncode != 0:
        lines = [*ended.stdout.splitlines()[-MOST:], *ended.stderr.splitlines()[-MOST:]]
        said = "\n".join(line for line in lines if not line.startswith("WARNING: "))
        raise Stopped(f"{' '.join(words[-6:])} ended with {ended.returncode}:\n{said}")
    return ended.stdout
