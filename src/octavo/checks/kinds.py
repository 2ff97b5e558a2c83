"""The kinds of things that every edition holds alike: how each is compared and called."""

from collections.abc import Hashable
from urllib.parse import unquote

from octavo.constructs.construct import Kind, Normal
from octavo.constructs.construct_table import KINDS as CONSTRUCTED
from octavo.finished.items import Heading, Link, Words


def _heading_key(heading: Heading, normal: Normal) -> Hashable:
    return heading.level, normal(heading.text)


def _words_key(words: Words, normal: Normal) -> Hashable:
    return normal(words.text)


def _link_key(link: Link, normal: Normal) -> Hashable:
    return unquote(link.target), normal(link.text)


def _link_label(link: Link) -> str:
    return f"{link.text} to {link.target}".strip()


KINDS = (
    Kind("heading", lambda f: f.headings, _heading_key, lambda h: f"{h.text} (level {h.level})"),
    *CONSTRUCTED,
    Kind(
        "link",
        lambda f: [x for x in f.links if not x.in_note],
        _link_key,
        _link_label,
        floats=True,
    ),
    Kind(
        "link in a note",
        lambda f: [x for x in f.links if x.in_note],
        _link_key,
        _link_label,
        is_ordered=False,
    ),
    Kind(
        "alternative text",
        lambda f: f.alternatives,
        _words_key,
        lambda each: each.text,
        floats=True,
    ),
)
