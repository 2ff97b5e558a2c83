"""The validators that Octavo knows, and where what they need is kept."""

from collections.abc import Mapping
from pathlib import Path

from octavo.verify.browser import BrowserValidators
from octavo.verify.findings import Runner
from octavo.verify.java import JavaValidators
from octavo.verify.links import Links
from octavo.verify.online import asked
from octavo.verify.pages import PageValidation


def tools_folder(root: Path, environ: Mapping[str, str]) -> Path:
    """Return where downloaded validators are: OCTAVO_TOOLS, else the project's own folder."""
    return Path(environ.get("OCTAVO_TOOLS", "") or root / ".octavo" / "tools")


def runners(tools: Path, environ: Mapping[str, str], online: bool = False) -> tuple[Runner, ...]:
    """Return a runner for each kind of validator, whether or not it can run here.

    ``online`` lets the links be asked for on the network.
    """
    return (
        JavaValidators(tools, environ),
        PageValidation(),
        BrowserValidators(tools, environ),
        Links(asked) if online else Links(),
    )
