"""What a build finds around it and must not notice: a plain world, and one that is strange in all
that the other takes for granted."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from octavo.core import platforms

LOCALES = ("tr_TR", "ja_JP", "fr_CH", "de_CH")
"""Wanted in the strange world, best first: dotless i, other line breaks, other numbers."""
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An environment, a folder's name, a mask of rights, words before the command."""

    environment: Mapping[str, str]
    folder: str = ""
    """In which the world stands, below a temporary one."""
    umask: int = -1
    """-1 leaves that of this process."""
    before: tuple[str, ...] = ()
    """What limits a build to one processor."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What it is like, for readers."""


PLAIN = Surroundings({"LC_ALL": "C.UTF-8", "TZ": "UTC"})


def strange_surroundings(
    environ: Mapping[str, str], locale: str = "", where: Mapping[str, str] | None = None
) -> Surroundings:
    """Return surroundings that differ from PLAIN, and from most people's, wherever they can.

    ``locale``: one that is surely there, with what must stand in the environment for it; the
    machine's own are asked where it is left out.
    """
    locale = locale or locale_of_machine(environ)
    before = _one_processor(environ)
    return Surroundings(
        {"TZ": "<+14>-14", "LC_ALL": locale, "PYTHONHASHSEED": "77", **(where or {})},
        "the second, für sich",
        0o077 if os.name == "posix" else -1,
        before,
        {
            "time zone": "UTC+14",
            "locale": locale,
            "hash seed": "77",
            "umask": "077" if os.name == "posix" else "as it is",
            "processors": "one" if before else "all",
        },
    )


def locale_of_machine(environ: Mapping[str, str]) -> str:
    """Return a locale of LOCALES that the machine has; C, which is not strange, without one."""
    program = platforms.program(environ, "locale")
    known = _output(program, "-a").splitlines() if program else []
    spellings = (f"{name}.{end}" for name in LOCALES for end in ("utf8", "UTF-8"))
    return next((each for each in spellings if each in known), "C")


def _one_processor(environ: Mapping[str, str]) -> tuple[str, ...]:
    program = platforms.program(environ, "taskset")
    if not program or not hasattr(os, "sched_getaffinity"):
        return ()
    return (program, "--cpu-list", str(min(os.sched_getaffinity(0))))


def _output(*command: str) -> str:
    try:
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=SECONDS
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
