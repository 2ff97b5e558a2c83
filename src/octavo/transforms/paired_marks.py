"""Signs that make one picture, each of which several faces have -> all in the face that joins them:
a letter with a mark over it, x̂ and q̃; keys, tones and families among emoji.

A face may have both signs and no place for the one on the other; then the mark stands beside.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import families, letters_of
from octavo.fonts.font_table import EMOJI, families_of, font_table
from octavo.fonts.letters import can_stack
from octavo.fonts.script_rules import JOINED, PAIRED, PAIRING
from octavo.markup.tree import Element, add_text, get_string, has_class, new, strings
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication
from octavo.themes import read_theme
from octavo.transforms.characters import VERBATIM

_CLUSTER = re.compile("([^\\W\\d_][\u0300-\u036f\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20ff]+)")
_JOINT = "(?:[\ufe0f\U0001f3fb-\U0001f3ff]*\u200d.)"
_EMOJI = re.compile(
    f"([0-9#*]\ufe0f?\u20e3|[^\\x00-\\xff]{_JOINT}+[\ufe0f\U0001f3fb-\U0001f3ff]*"
    "|[^\\x00-\\xff](?:[\U0001f3fb-\U0001f3ff]\ufe0f?|\ufe0f)|[\U0001f1e6-\U0001f1ff]{2})"
)
"""A key; signs with joiners between them; one with a tone, or shown as a picture; a flag."""
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

    rule = _Runs(_CLUSTER, is_torn, PAIRED, VERBATIM | SANS)
    return each_chapter(publication, partial(_pair, rule))


def join_emoji(publication: Publication, workshop: Workshop) -> Publication:
    """Put signs that make one picture into a span ``emoji``, if the face of emoji was fetched."""
    if not families(workshop).keys() >= set(families_of(EMOJI)):
        return publication
    known = font_table().emoji

    def is_known(run: str) -> bool:
        return run[-1] == "\u20e3" or ord(run[0]) in known

    return each_chapter(publication, partial(_pair, _Runs(_EMOJI, is_known, JOINED, VERBATIM)))


@dataclass(frozen=True, slots=True)
class _Runs:
    """Which runs of signs go into a span."""

    pattern: re.Pattern[str]
    """With one group: a run that may be one."""
    is_one: Callable[[str], bool]
    name: str
    """The class of the span."""
    skip: frozenset[str]


def _pair(rule: _Runs, chapter: Chapter, body: Element) -> Sequence[Problem]:
    for node, is_tail in list(strings(body, rule.skip)):
        text = get_string(node, is_tail)
        if text.isascii() or (has_class(node, rule.name) and not is_tail):
            continue
        parts = rule.pattern.split(text)
        if any(map(rule.is_one, parts[1::2])):
            _put(node, is_tail, _with_spans(parts, rule))
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


def _with_spans(parts: Sequence[str], rule: _Runs) -> Element:
    """Return an element that holds words as they stand, and each run of a rule in a span."""
    holder = new("span")
    for n, part in enumerate(parts):
        if n % 2 and rule.is_one(part):
            holder.append(new("span", part, class_=rule.name))
        else:
            add_text(holder, part)
    return holder
