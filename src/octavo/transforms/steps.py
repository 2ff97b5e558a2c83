"""Publication -> Publication, one small step after the other; the order is the list below."""

from collections.abc import Sequence
from dataclasses import replace

from octavo.constructs.boxes import finish_boxes
from octavo.constructs.construct import Step as Transform
from octavo.constructs.construct_table import STEPS
from octavo.constructs.figures import make_figures
from octavo.constructs.listings import highlight_code
from octavo.constructs.notes import gather_notes, number_notes
from octavo.constructs.quotations import attribute_quotations
from octavo.constructs.tables import make_tables
from octavo.core.installed import Unloadable, plugin, plugin_names
from octavo.core.problems import BuildFailed
from octavo.core.progress import Progress
from octavo.core.workshop import Workshop
from octavo.model.chapters import with_own_trees
from octavo.model.publication import Config, Publication
from octavo.transforms.characters import set_characters
from octavo.transforms.divided_files import divide_files
from octavo.transforms.glyphs import check_characters
from octavo.transforms.head_titles import set_head_titles
from octavo.transforms.headings import order_headings
from octavo.transforms.leftovers import tell_leftovers
from octavo.transforms.logo import add_logo
from octavo.transforms.loose_title import title_loose_file
from octavo.transforms.named_signs import name_signs
from octavo.transforms.nesting import mend_nesting
from octavo.transforms.note_headings import lower_note_headings
from octavo.transforms.numbering import number_things
from octavo.transforms.paired_marks import join_emoji, pair_marks
from octavo.transforms.passages import direct_passages
from octavo.transforms.plain_html import adopt_html
from octavo.transforms.references import resolve_references
from octavo.transforms.sound_names import mend_names
from octavo.transforms.titles import mark_titles
from octavo.transforms.toc import make_toc
from octavo.transforms.unlikely_blocks import tell_unlikely
from octavo.transforms.vocabulary import check_vocabulary

PLACED: tuple[Transform, ...] = (
    mark_titles,
    title_loose_file,
    lower_note_headings,
    set_head_titles,
    divide_files,
    adopt_html,
    mend_names,
    name_signs,
    order_headings,
    gather_notes,
    make_figures,
    make_tables,
    highlight_code,
    attribute_quotations,
    finish_boxes,
    number_notes,
    number_things,
    resolve_references,
    direct_passages,
    tell_leftovers,
    tell_unlikely,
    set_characters,
    make_toc,
    check_characters,
    pair_marks,
    join_emoji,
    mend_nesting,
    check_vocabulary,
    add_logo,
)
"""The steps that have a place of their own."""
ORDER: tuple[Transform, ...] = (
    *PLACED[: PLACED.index(number_notes)],
    *(step for step in STEPS if step not in PLACED),
    *PLACED[PLACED.index(number_notes) :],
)
"""All of them: constructs without a place of their own come when the others are made, and before
anything is numbered."""

GROUP, CHECKS = "octavo.transforms", "octavo.checks"


ADVISING: tuple[Transform, ...] = (tell_leftovers, tell_unlikely)
"""Steps that tell an author what may be meant otherwise, and leave the text as it is."""


def apply_steps(
    publication: Publication, workshop: Workshop, has_author: bool = True
) -> Publication:
    """Return the publication after every step of ORDER, and those of its plugins among them;
    problems gather in ``problems``. Problems: E120 (a plugin that cannot be used).

    ``has_author``: somebody reads advice; a comparison needs none.
    """
    steps = with_plugins(ORDER, publication.config)
    steps = tuple(step for step in steps if has_author or step not in ADVISING)
    if not publication.config.metadata.plugins:  # they may hold on to what they were handed
        publication = with_own_trees(publication)
    for n, transform in enumerate(steps):
        workshop.tell(Progress("composing the text", "", n, len(steps), "steps"))
        publication = transform(publication, workshop)
    return replace(publication, owns_trees=False)


def with_plugins(order: Sequence[Transform], config: Config) -> tuple[Transform, ...]:
    """Return the steps with those of the publication's plugins.

    A plugin's step says in an attribute ``after`` which step it follows (``"make_tables"``); it
    stands directly behind it, behind plugins that were named before it. Without one it comes when
    the text has its numbers and references: before ``set_characters``.
    """
    steps: list[tuple[str, Transform]] = [(step.__name__, step) for step in order]
    for n, name in enumerate(config.metadata.plugins):
        step = _plugin(config, n, name)
        if step is None:
            continue
        after = getattr(step, "after", "direct_passages")
        places = [at for at, (known, _) in enumerate(steps) if known == after]
        if not places:
            hint = f"known steps are {', '.join(known for known, _ in steps)}"
            raise _failure(config, n, f"'{name}' comes after '{after}', which is no step", hint)
        steps.insert(places[-1] + 1, (after, step))
    return tuple(step for _, step in steps)


def _plugin(config: Config, n: int, name: str) -> Transform | None:
    """Return a plugin's step; None where it brings a check alone."""
    if name not in plugin_names(GROUP):
        if name in plugin_names(CHECKS):
            return None
        known = ", ".join(sorted({*plugin_names(GROUP), *plugin_names(CHECKS)})) or "none"
        hint = f"install the wheel that brings it; there are: {known}"
        raise _failure(config, n, f"there is no plugin '{name}'", hint)
    try:
        step: Transform = plugin(GROUP, name)
    except Unloadable as reason:
        raise _failure(config, n, str(reason), "install it anew, or take it off the list") from None
    return step


def _failure(config: Config, n: int, message: str, hint: str) -> BuildFailed:
    return BuildFailed([config.problem("E120", f"plugins.{n}", message, hint)])
