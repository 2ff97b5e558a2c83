"""Where commands look for validators: never in the project that they look at."""

import os
from pathlib import Path

import click


def tools_at(root: Path) -> Path:
    """Return the folder of tools for a project; a wrong command where it lies in the project."""
    from octavo.validators.toolbox import Misplaced, tools_outside

    try:
        return tools_outside(root, os.environ)
    except Misplaced as reason:
        raise click.UsageError(str(reason)) from None
