"""What a construct is: all that rooms ask of notes, figures, tables and the like, as one row.

A row is data and small questions about a node. Nodes are lxml's, or those of the engine that sets
pages, which know ``tag``, ``get`` and ``iter`` as well.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from octavo.core.workshop import Workshop
from octavo.model.publication import Publication

Step = Callable[[Publication, Workshop], Publication]
"""A step of the text."""
Claim = Callable[[Any], bool]
"""Tells of a node whether it is what is asked for."""
Normal = Callable[[str], str]
"""What makes two texts of one edition comparable (``finished.items``: folded, squeezed)."""
BlockShape = Literal["line", "verbatim", "grid", "blocks"]
"""How a block holds its words: in one line; as they stand; in rows of cells; in blocks of its own,
which stand where the block is called, not where it was written."""


def nowhere(node: Any) -> bool:
    """The claim of what is no node of its own."""
    return False


def no_title(node: Any) -> str:
    """The title in a PDF's tags of what needs none."""
    return ""


def is_of(node: Any, name: str) -> bool:
    """Tell whether a node, be it of lxml's or of the engine's, has a class."""
    return name in (node.get("class") or "").split()


@dataclass(frozen=True, slots=True)
class Box:
    """What ``/// name`` becomes."""

    tag: str
    kind: str
    """Class of the element."""
    argument: str = ""
    """What stands after the bar: '' nothing, ``title`` (optional words), ``value`` (an option)."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The elements that a construct adds to those that any text may have; names with spaces."""

    flow: str = ""
    """Elements that stand where paragraphs do."""
    content: Mapping[str, str] = field(default_factory=dict)
    """Element -> the elements that it may hold: names, and FLOW, INLINE or ANY for groups."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Element -> the attributes that it may have besides those of all elements."""
    wordless: str = ""
    """Elements that hold no words themselves."""
    unnamed: str = ""
    """Blocks that get no name of their own (``data-b``)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that every edition holds alike; ``Any`` is what ``items`` gives."""

    name: str
    items: Callable[[Any], Sequence[Any]]
    """``finished.items.Finished`` -> its things of this kind, in reading order."""
    key: Callable[[Any, Normal], Hashable]
    """Equal for things that are the same in two editions."""
    label: Callable[[Any], str]
    """What a message calls it: all its words, as they tell where two of them differ."""
    is_ordered: bool = True
    floats: bool = False
    """Whether such things may stand in a figure, which on pages may float out of their order."""

    def keeps_order(self, is_paged: bool) -> bool:
        """Tell whether such things come in the source's order, on pages or elsewhere."""
        return self.is_ordered and not (self.floats and is_paged)


@dataclass(frozen=True, slots=True)
class BlockForm:
    """What a construct is as a block: in the model that is compared, and in edition.json."""

    kind: str
    shape: BlockShape
    is_at: Claim
    """Of a node of the finished text: whether such a block is read from it."""
    name: str = ""
    """What its ``name`` is called in edition.json, '' where it has none."""
    level: str = "text"
    """The level of differences to which it belongs (``diff/levels.py``)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a construct is on a set page, when a proof tells of it."""

    element: str
    """The element that makes the frame; the frame is called so."""
    called: str
    """How a remark calls it: "a table"."""
    classes: tuple[str, ...] = ()
    """Classes that make the frame of any element."""


@dataclass(frozen=True, slots=True)
class Construct:
    """Something that authors write and every room knows: a row of ``registry.CONSTRUCTS``."""

    name: str
    """In the singular: the kind of a target, and its word in templates/words."""
    plural: str
    steps: tuple[Step, ...] = ()
    """Its steps of the text; where they stand among the others, ``transforms/steps.py`` says."""
    is_at: Claim = nowhere
    """Of a node of the finished text: whether it is the whole thing, caption and all."""
    vocabulary: Vocabulary = Vocabulary()
    boxes: Mapping[str, Box] = field(default_factory=dict)
    """Name after ``///`` -> what it becomes."""
    words: tuple[str, ...] = ()
    """Keys of templates/words that it needs besides its own name and its list's."""

    is_counted: bool = False
    """Whether one with a caption has a label ("Figure 3"), a number, and a line in a list."""
    is_called: bool = False
    """Whether a reference may call one without number and title by its word."""
    captions: frozenset[str] = frozenset()
    """Elements that hold captions."""

    kinds: tuple[Kind, ...] = ()
    """What of it parity compares."""
    form: BlockForm | None = None
    containers: frozenset[str] = frozenset()
    """Elements that blocks are told to stand in."""
    shells: frozenset[str] = frozenset()
    """Elements that are taken for one in two revisions where nothing but their place says so."""
    unspoken: frozenset[str] = frozenset()
    """Classes that say nothing of what stands in it."""

    tags: Mapping[str, str] = field(default_factory=dict)
    """Element -> its type in the tags of a PDF, where the engine knows none."""
    title: Callable[[Any], str] = no_title
    """Its title in the tags of a PDF, by which readers of finished files know it again."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Class of a box -> its ARIA role on screens; of its classes the first one here counts."""
    frames: tuple[Frame, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    """Element -> what its lines are on a page: cell, code."""

    floats: bool = False
    """Whether numbered ones may leave their place for a better page."""
    fixed: frozenset[str] = frozenset()
    """Classes with which one keeps its place."""
    passed: frozenset[str] = frozenset()
    """Elements and classes of what is text on a page: a float may go behind it."""
    unmarked: frozenset[str] = frozenset()
    """Elements before which no mark of a page can stand."""

    @property
    def list_word(self) -> str:
        """The key of the title that a list of such things has, in templates/words."""
        return f"list_of_{self.plural}"
