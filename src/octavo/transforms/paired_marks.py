"""A letter with a mark that the face of the text cannot set over it -> in a face that can: x̂, q̃.

A face may have both signs and no place for the one on the other; then the mark stands beside.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import letters_of
from octavo.fonts.letters import can_stack
from octavo.fonts.script_rules import PAIRED, PAIRING
from octavo.markup.tree import Element, add_text, get_string, has_class, new, strings
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication
from octavo.themes import read_theme
from octavo.transforms.characters import VERBATIM

_CLUSTER = re.compile("([^\\W\\d_][\u0300-\u036f\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20ff]+)")
SANS = frozenset({"table", "figcaption", "caption"})
"""What is set in the sans of a theme, which sets all of them."""


def pair_marks(publication: Publication, workshop: Workshop) -> Publication:
    """Put each letter with a mark that the text's face cannot set into a span ``paired``."""
    config = publication.config
    fault = config.problem("E104", "theme", f"there is no theme '{config.metadata.theme}'", "")
    theme = read_theme(workshop, config.metadata.theme, fault).in_language(config.language)
    theme = theme.with_faces(workshop, config.language)
    if PAIRING not in theme.companions:
        return publication
    own, other = letters_of(workshop, (theme.families[0], PAIRING))

    def is_torn(cluster: str) -> bool:
        composed = unicodedata.normalize("NFC", cluster)
        return not can_stack(own, composed) and can_stack(other, composed)

    return each_chapter(publication, partial(_pair, is_torn))


def _pair(is_torn: Callable[[str], bool], chapter: Chapter, body: Element) -> Sequence[Problem]:
    for node, is_tail in list(strings(body, VERBATIM | SANS)):
        text = get_string(node, is_tail)
        if text.isascii() or has_class(node, PAIRED):
            continue
        parts = _CLUSTER.split(text)
        if any(map(is_torn, parts[1::2])):
            _put(node, is_tail, _with_spans(parts, is_torn))
    return []


def _put(node: Element, is_tail: bool, holder: Element) -> None:
    """Put what an element holds in place of a run of words."""
    if not is_tail:
        node.text = holder.text
        for n, span in enumerate(list(holder)):
            node.insert(n, span)
        return
    node.tail = None
    for span in reversed(list(holder)):
        node.addnext(span)
    node.tail = holder.text


def _with_spans(parts: Sequence[str], is_torn: Callable[[str], bool]) -> Element:
    """Return an element that holds words as they stand, and each torn cluster in a span."""
    holder = new("span")
    for n, part in enumerate(parts):
        if n % 2 and is_torn(part):
            holder.append(new("span", part, class_=PAIRED))
        else:
            add_text(holder, part)
    return holder
