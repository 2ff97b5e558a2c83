"""CSS -> its nodes, whatever numbers stand there.

tinycss2 makes an integer of each number, and Python none of more than 4,300 digits: ValueError.
"""

import re
from collections.abc import Callable, Sequence

import tinycss2
from tinycss2.ast import Node

_LONG = re.compile(r"\d{400,}")
_ENDLESS = "9" * 400
"""A number beyond all that can be drawn, as those are in whose place it stands."""


def parse_stylesheet(css: str, **flags: bool) -> list[Node]:
    """Return the rules of a sheet, as tinycss2 does."""
    return _parse(tinycss2.parse_stylesheet, css, flags)


def parse_component_value_list(css: str, **flags: bool) -> list[Node]:
    """Return the values of CSS, as tinycss2 does."""
    return _parse(tinycss2.parse_component_value_list, css, flags)


def parse_blocks_contents(css: str | Sequence[Node], **flags: bool) -> list[Node]:
    """Return declarations and rules of a block, as tinycss2 does."""
    return _parse(tinycss2.parse_blocks_contents, css, flags)


def _parse(
    read: Callable[..., list[Node]], css: str | Sequence[Node], flags: dict[str, bool]
) -> list[Node]:
    try:
        return read(css, **flags)
    except ValueError:
        if not isinstance(css, str):
            raise
        return read(_LONG.sub(_ENDLESS, css), **flags)
