"""Roots of other Debians: made by debootstrap, given the checkout and its wheels, and run in.

All that runs in a root runs in name spaces of its own (``unshare``): the mounts and the processes
of a command are gone when the command is, however it ends.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.core.platforms import CERTIFICATES, PANGO

MIRROR = "http://deb.debian.org/debian"
PACKAGES = ("ca-certificates", "python3", "python3-venv")
"""What a root needs before the packages that platforms.py names."""
CHECKOUT, VENV, WHEELS = "octavo", "opt/venv", "wheels.txt"
"""Where things stand in a root."""
PROCESSORS = {"arm64": "aarch64", "amd64": "x86_64", "riscv64": "riscv64"}
"""Debian's name of a processor -> the kernel's, which is qemu's too."""
SETTINGS = re.compile(
    r"PIP_.*|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|(https?|all|no)_proxy", re.IGNORECASE
)
"""Variables that tell how this machine reaches the network: they hold for its roots too."""
COPIED = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", *CERTIFICATES)
FOR_APT = re.compile(r"Acquire::(https?|Check-|Force|Retries)\S* \".*\";")
"""The settings of apt that tell the same."""
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
_WHEELS_ONLY = "--only-binary=:all:"


class Stopped(Exception):
    """Raised where a command in a root did not end well; says which, and what it said."""


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian to build in."""

    name: str
    suite: str
    architecture: str = ""
    """Debian's name of its processor; '' is this machine's own."""

    @property
    def processor(self) -> str:
        """The kernel's name of a processor that is not this machine's; '' needs no emulation."""
        wanted = PROCESSORS.get(self.architecture, self.architecture)
        return "" if wanted == platform.machine() else wanted


ROOTS = (Root("trixie", "trixie"), Root("sid", "sid"), Root("trixie-arm64", "trixie", "arm64"))
"""Not bookworm: its Python is older than 3.11.5."""


@dataclass(frozen=True, slots=True)
class Host:
    """What is asked of the machine; a test hands over one of its own making."""

    is_superuser: bool
    has: Callable[[str], bool]
    emulates: Callable[[str], bool]


def this_host() -> Host:
    """Return the machine that this process runs on."""
    is_superuser = hasattr(os, "geteuid") and os.geteuid() == 0
    return Host(is_superuser, lambda name: shutil.which(name) is not None, _emulates)


def _emulates(processor: str) -> bool:
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
        lacking.append("This needs root (debootstrap, chroot and mount do): sudo .venv/bin/nox …")
    tools = {"debootstrap": "debootstrap", "setpriv": "util-linux", "git": "git"}
    for tool, package in tools.items():
        if not host.has(tool):
            lacking.append(f"{tool} is missing. Debian, Ubuntu: apt-get install -y {package}")
    for processor in sorted({root.processor for root in roots} - {""}):
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
    folder.parent.mkdir(parents=True, exist_ok=True)
    architecture = [f"--arch={root.architecture}"] if root.architecture else []
    options = ["--variant=minbase", f"--include={','.join(PACKAGES)}", *architecture]
    run([*ALONE, "debootstrap", *options, root.suite, str(aside), mirror], os.environ)
    _settle(aside)
    libraries = PANGO.packages["apt-get"]
    inside(aside, ["apt-get", "update"])
    inside(aside, ["apt-get", "install", "-y", "--no-install-recommends", *libraries])
    aside.rename(folder)


def furnish(folder: Path, checkout: Path, wheels: Path) -> None:
    """Put the checkout's files and exactly its wheels into a root; Stopped names absent wheels."""
    _settle(folder)
    copy_tracked(checkout, folder / CHECKOUT)
    shutil.copyfile(wheels, folder / WHEELS)
    parts = [wheels.read_bytes(), (checkout / "pyproject.toml").read_bytes()]
    parts.append(inside(folder, ["python3", "--version"]).encode())
    wanted = hashlib.sha256(b"".join(parts)).hexdigest()
    seal = folder / VENV / "octavo.sha256"
    if seal.is_file() and seal.read_text() == wanted:
        return
    inside(folder, ["python3", "-m", "venv", "--clear", f"/{VENV}"])
    pip = [f"/{VENV}/bin/pip", "install", "--quiet", "--no-deps"]
    try:
        inside(folder, [*pip, _WHEELS_ONLY, "--require-hashes", "-r", f"/{WHEELS}"])
    except Stopped as stopped:
        absent = _absent(folder, wheels.read_text("utf-8"))
        raise Stopped(f"no wheel here for: {', '.join(absent)}\n{stopped}") from None
    inside(folder, [*pip, "--editable", f"/{CHECKOUT}"])
    seal.write_text(wanted)


def _absent(folder: Path, wheels: str) -> list[str]:
    """Return the pinned libraries that pip finds no wheel of for this Python and processor."""
    absent = []
    for pin in re.findall(r"^[\w.-]+==[^\s;]+", wheels, re.MULTILINE):
        pip = [f"/{VENV}/bin/pip", "install", "--dry-run", "--quiet", "--no-deps", _WHEELS_ONLY]
        try:
            inside(folder, [*pip, pin])
        except Stopped:
            absent.append(pin)
    return absent


def copy_tracked(checkout: Path, target: Path) -> None:
    """Copy the files that git tracks, as they are now, to a folder that holds nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    listed = run(["git", "-C", str(checkout), "ls-files", "-z"], os.environ)
    for name in listed.split("\0"):
        if name and (checkout / name).is_file():  # a file may be deleted and not yet committed
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / name, target / name)


def _settle(folder: Path) -> None:
    """Give a root what this machine has for reaching the network."""
    named = [value for value in settings().values() if value.startswith("/")]
    for name in (*COPIED, *named):
        if Path(name).is_file():
            _copy(Path(name), folder / name.lstrip("/"))
    for name in (".config/pip/pip.conf", ".pip/pip.conf"):
        if (Path.home() / name).is_file():
            _copy(Path.home() / name, folder / "root" / name)
    if shutil.which("apt-config"):
        told = run(["apt-config", "dump"], os.environ).splitlines()
        lines = [line for line in told if FOR_APT.fullmatch(line)]
        (folder / "etc/apt/apt.conf.d/90host").write_text("\n".join([*lines, ""]))


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)  # it may be a link that leads out of the root
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that tell how this machine reaches the network."""
    return {name: value for name, value in environ.items() if SETTINGS.fullmatch(name)}


def inside(folder: Path, words: Sequence[str], where: str = "/", network: bool = True) -> str:
    """Run a command in a root, in a fixed environment, and return what it says."""
    fixed = {
        "HOME": "/root",
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    enter = [*ALONE, "sh", "-c", ENTER, "sh", str(folder), "env", f"--chdir={where}"]
    return run([*enter, *words], {**(settings() if network else {}), **fixed})


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
