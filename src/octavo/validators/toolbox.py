"""The validators that Octavo knows, and where what they need is kept."""

from collections.abc import Mapping
from pathlib import Path

import platformdirs

from octavo.validators.browser import BrowserValidators
from octavo.validators.java.java_validators import JavaValidators
from octavo.validators.links import Links
from octavo.validators.online import ask
from octavo.validators.page_validation import PageValidation
from octavo.validators.verdicts import Runner


class Misplaced(Exception):
    """Raised with the reason where validators would be looked for in somebody's project."""


def tools_folder(environ: Mapping[str, str]) -> Path:
    """Return where downloaded validators are: OCTAVO_TOOLS, else a folder of the user's cache.

    A relative OCTAVO_TOOLS counts from the current folder. Raises Misplaced where the user has no
    cache: the current folder may be a project that somebody has sent.
    """
    if named := environ.get("OCTAVO_TOOLS", ""):
        return Path(named).absolute()
    folder = platformdirs.user_cache_path("octavo") / "tools"
    if not folder.is_absolute():
        raise Misplaced("the user has no folder for caches: say in OCTAVO_TOOLS where tools may be")
    return folder


def tools_outside(root: Path, environ: Mapping[str, str]) -> Path:
    """Return the folder of tools; raises Misplaced where it lies in the project.

    What a project brings may come from a stranger, and validators are programs. A folder without
    source/ is no project, but no relative path leads into it either.
    """
    folder = tools_folder(environ)
    named = environ.get("OCTAVO_TOOLS", "")
    is_inside = named and folder.resolve().is_relative_to(root.resolve())
    if is_inside and ((root / "source").is_dir() or not Path(named).is_absolute()):
        raise Misplaced(
            f"OCTAVO_TOOLS names {named}, which lies in the project {root.resolve()}: a project "
            "could bring programs of its own there; name a folder outside"
        )
    return folder


def runners(tools: Path, environ: Mapping[str, str], online: bool = False) -> tuple[Runner, ...]:
    """Return a runner for each kind of validator, whether or not it can run here.

    ``online`` lets the links be asked for on the network.
    """
    return (
        JavaValidators(tools, environ),
        PageValidation(tools),
        BrowserValidators(tools, environ),
        Links(ask) if online else Links(),
    )
