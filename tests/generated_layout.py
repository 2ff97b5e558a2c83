"""Lines of generated documents: a block is a list of lines; blank lines stand between blocks."""

from collections.abc import Sequence

Lines = list[str]


def apart(blocks: Sequence[Lines]) -> Lines:
    """Return blocks as lines with a blank line between two."""
    found: Lines = []
    for block in blocks:
        found += ["", *block] if found else block
    return found


def moved(block: Lines, first: str, others: str = "    ") -> Lines:
    """Return a block with ``first`` before its first line and ``others`` before the rest."""
    head, *rest = block
    return [first + head, *(f"{others}{each}" if each else "" for each in rest)]


def quoted(block: Lines) -> Lines:
    return [f"> {each}".rstrip() for each in block]
