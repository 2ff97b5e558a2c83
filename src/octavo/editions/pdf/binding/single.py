"""Pages that are a whole by themselves: laid out, cut and bound by one press."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.editions.pdf.binding.binder import Binding, BoundUnit, bind
from octavo.editions.pdf.binding.fragment import FontSet, Fragment, FurnitureFragment, Shell
from octavo.editions.pdf.binding.joined_faces import encode_uses, join_all
from octavo.editions.pdf.cutting import Cutting
from octavo.editions.pdf.standards import Source, standard_of
from octavo.editions.pdf.worker import Galley, Worker

FontFiles = Callable[[Collection[str]], Mapping[str, bytes]]
"""SHA-256 of fonts -> their files by it."""


@dataclass(frozen=True, slots=True)
class Single:
    """What pages are made of."""

    body: Galley
    around: Galley
    """Their furniture."""
    bare: Galley
    """A page with nothing on it, and what the pages say of themselves."""
    numbering: Sequence[Sequence[Any]] = ((0, "D", 1),)
    """As ``binder.Binding`` has it."""
    standard: str = ""
    source: Source | None = None


def print_single(worker: Worker, single: Single, fonts: FontFiles) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF, and what the engine had to say."""
    laid = worker.layout(single.body, Cutting("s", single.standard))
    around = worker.furniture(single.around, single.standard)
    shell = worker.shell(single.bare, single.standard, single.source)
    fragment = Fragment.from_files(laid.cut)
    furniture = FurnitureFragment.from_files(around.files)
    joined = join_all([*fragment.faces, *furniture.faces])
    files = fonts({use.file for use in joined})
    version = standard_of(single.standard).version
    cut = FontSet.from_bytes(worker.cut_fonts(encode_uses(joined), files, version))
    units = (BoundUnit(fragment, furniture, furniture.page_by_page(), 0),)
    outside = Shell.from_files(shell.files)
    bound = bind(Binding(units, cut, outside, single.numbering, {}))
    return bound, (*laid.log, *around.log, *shell.log)
