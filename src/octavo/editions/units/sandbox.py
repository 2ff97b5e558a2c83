"""Jinja as templates have it: it places what it is told, and asks nothing of the world."""

import datetime as dt
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

OF_DATES = frozenset({"year", "month", "day", "isoformat"})
"""What templates may ask of a date: one that is told, never that of today."""
BY_CHANCE = ("random", "lipsum")
"""A filter and a function of Jinja that say something else each time."""
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")

Source = Callable[[str], str | tuple[str, str, Callable[[], bool]] | None]


class UnknownName(StrictUndefined):
    """A name that nobody told a template; whatever is done with it fails, and says where it is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, known = self._undefined_name, _names_of(self._undefined_obj)
        if self._undefined_hint or not known or name is None:
            return str(super()._undefined_message)
        holder = _WORDS.sub(" ", type(self._undefined_obj).__name__).lower()
        near = get_close_matches(str(name), known, 1)
        told = f"{holder.removesuffix(' name')} has no {name!r}"
        return told + (f": did you mean {near[0]}?" if near else "")


def _names_of(holder: object) -> list[str]:
    """Return what templates may ask of a thing of ours; [] for all other things."""
    ours = [each for each in type(holder).__mro__ if each.__module__.startswith("octavo.")]
    return sorted({name for each in ours for name in vars(each) if not name.startswith("_")})


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates can neither change what they are told nor look elsewhere."""

    def __init__(self, source: Source) -> None:
        """``source``: name -> text; or text, path, and whether it still holds."""
        super().__init__(
            loader=FunctionLoader(source),
            undefined=UnknownName,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        for name in BY_CHANCE:
            self.filters.pop(name, None)
            self.globals.pop(name, None)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell what a template may ask of a thing."""
        if isinstance(obj, dt.date):
            return attr in OF_DATES
        return super().is_safe_attribute(obj, attr, value)
