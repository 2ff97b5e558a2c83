"""What is missing is put on the machine where that may be done; else the exact command is told."""

import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from octavo.core import platforms
from octavo.core.platforms import CHROMIUM, JAVA, NODE, PANGO, POPPLER, Command, Need
from octavo.doctor.findings import Diagnosis
from octavo.doctor.parts import libraries
from octavo.doctor.patient import Patient
from octavo.doctor.programs import chromium, java, node, poppler
from octavo.doctor.user_libraries import unpack_for_user

LOOKS: Mapping[str, Callable[[Patient], Iterable[Diagnosis]]] = {
    PANGO.name: libraries,
    JAVA.name: lambda patient: (java(patient),),
    NODE.name: lambda patient: (node(patient),),
    CHROMIUM.name: lambda patient: (chromium(patient),),
    POPPLER.name: lambda patient: (poppler(patient),),
}
"""Need -> the findings that tell whether it is there."""
BREW_PROGRAMS = ("/opt/homebrew/bin", "/usr/local/bin")


class Missing(Exception):
    """Raised where something is not there and may not be put there; says the exact command."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine; a test hands over one of its own making."""

    manager: str
    """Its package manager, a key of ``platforms.INSTALL``; '' where there is none."""
    may_install: bool
    has: Callable[[Need], bool]
    run: Callable[[Command], bool]
    """Run a command; True where it ended well."""
    unpack: Callable[[Need, Callable[[str], object]], bool] = lambda need, tell: False
    """Put libraries where the user alone finds them; True where they are there."""


def machine_of(patient: Patient) -> Machine:
    """Return the machine that is looked at.

    The superuser may install, and anybody with brew, whose packages belong to the user.
    """
    return Machine(
        patient.manager,
        patient.manager == "brew" or patient.as_root,
        lambda need: all(each.state == "ok" for each in LOOKS[need.name](patient)),
        lambda command: _run(command, patient),
        lambda need, tell: unpack_for_user(need, patient, tell),
    )


def ensure(need: Need, machine: Machine, tell: Callable[[str], object]) -> None:
    """Return when the machine has what is needed; install it where that may be done, for this user
    alone where it may not.

    Raises Missing, with the command that a person can run, where it may not or does not help.
    """
    if machine.has(need):
        return
    if not machine.may_install and machine.unpack(need, tell) and machine.has(need):
        return
    missing = f"{need.name} is missing ({need.why})"
    commands = platforms.commands(need, machine.manager) if machine.may_install else ()
    for command in commands:
        tell(f"{missing}: {' '.join(command)}")
        machine.run(command)
    if not commands or not machine.has(need):
        tried = " and could not be installed" if commands else ""
        advice = platforms.advice(need, machine.manager, machine.may_install)
        raise Missing(f"{missing}{tried}.\n{advice}")


def _run(command: Command, patient: Patient) -> bool:
    """Run a package manager, which talks to the terminal itself and asks nothing."""
    program = patient.which(command[0], more=BREW_PROGRAMS)
    if not program:
        return False
    settings = {**patient.environ, "DEBIAN_FRONTEND": "noninteractive"}
    words = [program, *command[1:]]
    return subprocess.run(words, stdin=subprocess.DEVNULL, env=settings).returncode == 0
