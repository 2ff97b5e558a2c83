"""What was found on a machine, as lines for a person and as data for a program."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

State = Literal["ok", "missing", "differs", "broken"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at."""

    group: str
    """Python, wheels, libraries, templates, press, checks."""
    name: str
    state: State
    found: str = ""
    """Its version, or a few words on what there is; '' where it is missing."""
    wanted: str = ""
    """What it should be, or what it is for."""
    is_needed: bool = True
    """True where no build of all editions succeeds without it."""
    command: str = ""
    """What mends it, a command a line; '' where nothing has to be mended."""


def diagnose_need(
    group: str, name: str, good: bool, found: str, wanted: str, command: str
) -> Diagnosis:
    """Return the finding for a thing that a build needs: missing where nothing was ``found``."""
    state: State = "ok" if good else "differs" if found else "missing"
    return Diagnosis(group, name, state, found, wanted, True, "" if good else command)


def optional(name: str, found: str, why: str, command: str) -> Diagnosis:
    """Return the finding for a program that only some checks need."""
    state: State = "ok" if found else "missing"
    return Diagnosis("checks", name, state, found, why, False, "" if found else command)


@dataclass(frozen=True, slots=True)
class Examination:
    version: str
    system: str
    """The package manager's systems (``Debian, Ubuntu``), or what Python calls this one."""
    findings: tuple[Diagnosis, ...]

    @property
    def is_ready(self) -> bool:
        """True when all that a build needs is there, in the versions that are pinned."""
        return all(each.state == "ok" for each in self._rows(True))

    def as_json(self) -> dict[str, object]:
        """Return the plain form that ``--json`` prints."""
        return {
            "octavo": self.version,
            "system": self.system,
            "ready": self.is_ready,
            "findings": [asdict(each) for each in self.findings],
        }

    def lines(self) -> Iterator[str]:
        """Yield what a person reads: a line for each finding, then the commands that mend."""
        yield f"Octavo {self.version} on {self.system}"
        for is_needed, head in ((True, "Needed to build"), (False, "Needed for some checks only")):
            rows = self._rows(is_needed)
            width = max((len(each.name) for each in rows), default=0)
            yield from ("", head, *(_row(each, width) for each in rows))
        for is_needed, head in ((True, "To be able to build:"), (False, "For those checks:")):
            commands = (each.command.split("\n") for each in self._rows(is_needed) if each.command)
            mending = dict.fromkeys(line for lines in commands for line in lines)
            if mending:
                yield from ("", head, *(f"    {line}" for line in mending))
        yield from ("", "Ready to build." if self.is_ready else "Not ready to build.")

    def _rows(self, is_needed: bool) -> tuple[Diagnosis, ...]:
        return tuple(each for each in self.findings if each.is_needed is is_needed)


def _row(finding: Diagnosis, width: int) -> str:
    told = [finding.found] if finding.found else []
    if finding.state != "ok":
        told.append(f"({finding.wanted})" if told else finding.wanted)
    return f"  {finding.state:<8} {finding.name:<{width}}  {' '.join(told)}"
