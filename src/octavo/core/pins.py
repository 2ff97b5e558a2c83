"""What this Octavo is: its version, and the one version of each wheel that it works with."""

import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

COMPANIONS = ("brotli", "cffi", "cssselect2", "markupsafe", "tinyhtml5", "zopfli")
"""Wheels that shape bytes too and come with the pinned ones; the wheel does not say which."""
CHECKOUT = Path(__file__).parent.parent.parent.parent
_SYSTEM = re.compile(r"sys_platform == ['\"](\w+)['\"]")
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^;\s]+)")


@dataclass(frozen=True, slots=True)
class Release:
    version: str
    requirements: tuple[str, ...]
    """As pip takes them: ``fonttools[woff]==4.68.0``."""
    is_checkout: bool

    @property
    def wheels(self) -> Mapping[str, str]:
        """Name of a distribution -> the version that is pinned."""
        found = (_PIN.match(each) for each in self.requirements)
        return {match[1]: match[2] for match in found if match}


@cache
def release(checkout: Path = CHECKOUT) -> Release:
    """Return what pyproject.toml says in a checkout, and elsewhere what the wheel says."""
    file = checkout / "pyproject.toml"
    if file.is_file():
        project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == "octavo":
            own = tuple(filter(_is_for_here, project["dependencies"]))
            return Release(project["version"], own, True)
    asked = metadata.requires("octavo") or ()
    own = tuple(each for each in asked if "extra ==" not in each and _is_for_here(each))
    return Release(metadata.version("octavo"), own, False)


def _is_for_here(requirement: str) -> bool:
    """Tell whether a requirement is one on this system: its marker names no other."""
    named = _SYSTEM.findall(requirement)
    return not named or sys.platform in named
