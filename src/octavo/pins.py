"""What this Octavo is: its version, and the one version of each wheel that it works with."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent.parent
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^;\s]+)")


@dataclass(frozen=True, slots=True)
class Release:
    version: str
    wheels: Mapping[str, str]
    """Name of a distribution -> the version that is pinned."""
    is_checkout: bool


def release(checkout: Path = CHECKOUT) -> Release:
    """Return what pyproject.toml says in a checkout, and elsewhere what the wheel says."""
    file = checkout / "pyproject.toml"
    if file.is_file():
        project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == "octavo":
            return Release(project["version"], pinned(project["dependencies"]), True)
    return Release(metadata.version("octavo"), pinned(metadata.requires("octavo") or ()), False)


def pinned(requirements: Iterable[str]) -> dict[str, str]:
    """Return name -> version of requirements ``NAME==VERSION``; those of extras are left out."""
    found = (_PIN.match(each) for each in requirements if "extra ==" not in each)
    return {match[1]: match[2] for match in found if match}
