"""The table of constructs, and what rooms ask of it.

A construct of ours is its module and its line below; a step that needs a place of its own among
the others has a line in ``transforms/steps.py`` as well.
"""

from collections.abc import Mapping
from typing import Any

from octavo.constructs.boxes import BOXES
from octavo.constructs.construct import (
    BlockForm,
    Box,
    Construct,
    Frame,
    Kind,
    Step,
    no_title,
)
from octavo.constructs.figures import FIGURES
from octavo.constructs.listings import LISTINGS
from octavo.constructs.notes import NOTES
from octavo.constructs.quotations import QUOTATIONS
from octavo.constructs.tables import TABLES

CONSTRUCTS: tuple[Construct, ...] = (NOTES, FIGURES, TABLES, LISTINGS, QUOTATIONS, BOXES)
"""What several rows claim is the last one's: a listing is a figure, too."""

STEPS: tuple[Step, ...] = tuple(step for each in CONSTRUCTS for step in each.steps)
NAMED_BOXES: Mapping[str, Box] = {
    name: box for each in CONSTRUCTS for name, box in each.boxes.items()
}
"""Name after ``///`` -> what it becomes."""
BOX_ARGUMENTS: Mapping[str, bool] = {name: bool(box.argument) for name, box in NAMED_BOXES.items()}
"""Name -> whether words may stand behind a stroke."""
KINDS: tuple[Kind, ...] = tuple(dict.fromkeys(kind for each in CONSTRUCTS for kind in each.kinds))
_FORMS: tuple[BlockForm, ...] = tuple(each.form for each in CONSTRUCTS if each.form)
FORMS: Mapping[str, BlockForm] = {form.kind: form for form in reversed(_FORMS)}
"""Kind of a block -> its form, the first row's that has it."""
CAPTIONS = frozenset(tag for each in CONSTRUCTS for tag in each.captions)
CONTAINERS = frozenset(tag for each in CONSTRUCTS for tag in each.containers)
SHELLS = frozenset(tag for each in CONSTRUCTS for tag in each.shells)
UNSPOKEN = frozenset(name for each in CONSTRUCTS for name in each.unspoken)
TAGS: Mapping[str, str] = {tag: kind for each in CONSTRUCTS for tag, kind in each.tags.items()}
FRAMES: tuple[Frame, ...] = tuple(frame for each in CONSTRUCTS for frame in each.frames)
CELLS: Mapping[str, str] = {tag: kind for each in CONSTRUCTS for tag, kind in each.cells.items()}
ROLES: Mapping[str, str] = {name: role for each in CONSTRUCTS for name, role in each.roles.items()}
FIXED = frozenset(name for each in CONSTRUCTS for name in each.fixed)
PASSED = frozenset(name for each in CONSTRUCTS for name in each.passed)
UNMARKED = frozenset(tag for each in CONSTRUCTS for tag in each.unmarked)
FLOATING = frozenset(each.name for each in CONSTRUCTS if each.floats)
"""Constructs with words of the running text, which pages may set elsewhere; in the tags of a PDF
they have these titles."""
LISTED: Mapping[str, Construct] = {each.plural: each for each in CONSTRUCTS if each.is_counted}
"""Name of a list of such things in the metadata -> the construct."""


_TITLED = tuple(each for each in CONSTRUCTS if each.title is not no_title)


def construct_at(node: Any) -> Construct | None:
    """Return the construct that a node of the text is as a whole, None where it is none."""
    return next((each for each in reversed(CONSTRUCTS) if each.is_at(node)), None)


def form_at(node: Any) -> BlockForm | None:
    """Return the form of the block that is read from a node, None where none of a construct is."""
    return next((form for form in reversed(_FORMS) if form.is_at(node)), None)


def is_called(kind: str) -> bool:
    """Tell whether the words of languages have a name for things of a target's kind."""
    return any(each.name == kind and each.is_called for each in CONSTRUCTS)


def title_of(element: Any) -> str:
    """Return the title in a PDF's tags of what an element is made for, '' for none."""
    return next(filter(None, (each.title(element) for each in _TITLED)), "")
