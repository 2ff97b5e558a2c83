"""Jinja as templates have it: it places what it is told, and asks nothing of the world."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import wraps
from types import CodeType
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Undefined, pass_environment
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

OF_DATES = frozenset({"year", "month", "day", "isoformat"})
"""What templates may ask of a date: one that is told, never that of today."""
BY_CHANCE = ("random", "lipsum")
"""A filter and a function of Jinja that say something else each time."""
PLAIN = (str, bool, int, float, type(None), dt.date, dt.timedelta, Enum)
MANY = (list, tuple, Mapping, range)
OF_TEMPLATES = (
    BlockReference,
    Cycler,
    Joiner,
    LoopContext,
    Macro,
    Namespace,
    TemplateModule,
    TemplateReference,
    Undefined,
)
"""Things that templates make themselves."""
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


class Method:
    """Something to be called, and nothing else: as words it would be where it lies in memory."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __call__(self, *words: Any, **named: Any) -> Any:
        return self._call(*words, **named)

    def __repr__(self) -> str:
        raise TypeError("it has no words: write () behind its name to call it")


class TurningNames(Cycler):
    """Jinja's ``cycler``, which says what it gives, and not where it lies in memory."""

    __repr__ = Method.__repr__


class Between(Joiner):
    """Jinja's ``joiner``, likewise."""

    __repr__ = Method.__repr__


def is_ours(thing: object) -> bool:
    """Tell one of the things that hold what templates are told: data, never a tree or a door."""
    is_data = not callable(thing) and not isinstance(thing, OF_TEMPLATES)
    return is_data and type(thing).__module__.startswith("octavo.")


class KnownCode(BytecodeCache):
    """What templates were compiled to, as long as the process lasts: each edition has a sandbox of
    its own, and the preview builds with each save."""

    MOST = 500
    """Templates that are kept."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._codes) >= self.MOST:
            self._codes.clear()
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


CODE = KnownCode()


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
            finalize=_words_of,
            bytecode_cache=CODE,
        )
        self.globals |= {"cycler": TurningNames, "joiner": Between}
        self.filters = {name: _at_once(made) for name, made in self.filters.items()}
        self.filters["attr"] = _ask
        for name in BY_CHANCE:
            self.filters.pop(name, None)
            self.globals.pop(name, None)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell what a template may ask of a thing."""
        if isinstance(obj, dt.date):
            return attr in OF_DATES
        if is_ours(obj) and type(value).__module__ != "builtins":
            return attr[:1] != "_" and (is_ours(value) or isinstance(value, (*PLAIN, *MANY)))
        is_told = is_ours(obj) or isinstance(obj, (*PLAIN, *MANY, *OF_TEMPLATES))
        is_called = callable(value) and is_ours(obj)  # data are asked, never set to work
        return is_told and not is_called and super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Method):
            return self.unsafe_undefined(obj, attribute)
        return _quiet(obj, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        return _quiet(obj, super().getitem(obj, argument))


def _quiet(holder: Any, value: Any) -> Any:
    is_method = callable(value) and not isinstance(value, (*OF_TEMPLATES, Method))
    return Method(value) if is_method and not isinstance(holder, OF_TEMPLATES) else value


def _words_of(value: Any) -> Any:
    """Return what stands in ``{{ }}``; raises TypeError for what has no words of its own."""
    known = (*PLAIN, *MANY, *OF_TEMPLATES)
    if isinstance(value, known) and not isinstance(value, BlockReference):
        return value
    if is_ours(value) or hasattr(value, "__html__") or type(value).__name__ in _VIEWS:
        return value
    if isinstance(value, Method):
        return str(value)  # which says why not
    raise TypeError(f"a {type(value).__name__} cannot be printed")


_VIEWS = ("dict_items", "dict_keys", "dict_values")


def _at_once(made: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that gives a list where it gave one thing after the other."""

    @wraps(made)
    def give(*words: Any, **named: Any) -> Any:
        found = made(*words, **named)
        return list(found) if isinstance(found, Iterator) else found

    return give


@pass_environment
def _ask(environment: Sandbox, thing: Any, name: str) -> Any:
    return environment.getattr(thing, name)
