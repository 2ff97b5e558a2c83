"""This Octavo -> a copy of it in a world, whose templates and fonts can be exchanged."""

import shutil
from pathlib import Path

from octavo.core.pins import CHECKOUT
from octavo.production.pipeline import PACKAGE, SHIPPED, templates_folder

TEMPLATES = "templates"
PINS = "pyproject.toml"


def copy_toolkit(target: Path) -> Path:
    """Return the folder in which Python finds a copy of Octavo, made where it is not there yet.

    Compiled code and times are copied, too, so that nothing is compiled anew.
    """
    if not target.is_dir():
        aside = target.with_name(f"{target.name}.part")
        shutil.copytree(PACKAGE, aside / "src" / PACKAGE.name)
        if not SHIPPED.is_dir():
            shutil.copytree(templates_folder(), aside / TEMPLATES)
            if (CHECKOUT / PINS).is_file():
                shutil.copy2(CHECKOUT / PINS, aside / PINS)
        aside.rename(target)
    return target / "src"


def place_of_template(target: Path, path: str) -> Path:
    """Return where a copy has a template or a font, by its path among the templates."""
    folder = target / "src" / PACKAGE.name if SHIPPED.is_dir() else target
    return folder / TEMPLATES / path


def checkout_of_templates() -> Path | None:
    """Return the repository of Octavo that templates come from; None of an installed one."""
    return None if SHIPPED.is_dir() else CHECKOUT
