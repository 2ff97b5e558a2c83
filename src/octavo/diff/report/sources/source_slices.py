"""The files of two revisions, whose blocks are paired -> slices: what both have, what one has, and
what has moved. Whatever is paired, and however badly: all changes made, the slices are the files of
the new revision, byte by byte; none made, those of the old one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

KEPT, CHANGED, FROM, TO = "=", "~", "<", ">"
Decision = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a file."""

    kind: str
    change: str = ""
    """Name of the change; two slices of one that moved have one name."""
    old: str = ""
    new: str = ""
    """Of what both have, the same."""
    inside: "tuple[Slice, ...]" = ()
    """Of what has moved."""

    def text(self, is_made: Decision) -> str:
        """Return what stands here when some changes are made."""
        if self.kind == KEPT:
            return self.new
        is_new = is_made(self.change)
        if self.kind == CHANGED:
            return self.new if is_new else self.old
        return text_of_slices(self.inside, is_made) if is_new == (self.kind == TO) else ""

    def as_data(self) -> list[object]:
        """Return the slice as the page of a redline keeps it."""
        if self.kind == KEPT:
            return [KEPT, self.new]
        if self.kind == CHANGED:
            return [CHANGED, self.change, self.old, self.new]
        return [self.kind, self.change, [each.as_data() for each in self.inside]]

    def rename(self, names: Mapping[str, str]) -> "Slice":
        """Return the slice with other names of changes."""
        inside = tuple(each.rename(names) for each in self.inside)
        name = names.get(self.change, self.change)
        return Slice(self.kind, name, self.old, self.new, inside)

    def changes(self) -> Iterator[str]:
        """Yield the names of the changes in it."""
        if self.change:
            yield self.change
        for each in self.inside:
            yield from each.changes()


@dataclass(frozen=True, slots=True)
class SlicedFile:
    """A file of either revision, or of both."""

    old: str
    """Its path in the old revision, '' where that has none."""
    new: str
    slices: tuple[Slice, ...]


def text_of_slices(slices: Iterable[Slice], is_made: Decision) -> str:
    return "".join(each.text(is_made) for each in slices)


def files_after(files: Sequence[SlicedFile], is_made: Decision, rename: bool) -> dict[str, str]:
    """Return path -> text when some changes are made; ``rename``: under the new names.

    A file of one revision alone is there as far as it has words.
    """
    found: dict[str, str] = {}
    for each in files:
        text = text_of_slices(each.slices, is_made)
        path = (each.new or each.old) if rename else (each.old or each.new)
        if text or (each.old and each.new):
            found[path] = found.get(path, "") + text
    return found
