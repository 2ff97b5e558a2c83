"""What builds reckon from the same things in test after test, reckoned once in a process.

Each function in KEPT gives for equal arguments what is equal, whoever asks, and what it gives
nobody changes: a sheet as rules, a template as code, a face, a cover, a file of words. What a build
gives does not depend on it; ``test_kept_results.py`` asks each function both ways.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, lru_cache, wraps
from pathlib import Path
from types import CodeType
from typing import Any
from unittest.mock import patch

from jinja2 import Environment

from octavo.core import inputs
from octavo.core.inputs import Inputs
from octavo.core.output import lock
from octavo.pictures import resvg
from octavo.production.pipeline import templates_folder

MOST = 300
"""Results of a function that are kept."""
KEPT = (
    "octavo.editions.epub.epub_file.flatten",
    "octavo.editions.units.cover.png",
    "octavo.editions.units.cover.tokens",
    "octavo.editions.units.initial_sizes.tokens",
    "octavo.fonts.bundled._woff2",
    "octavo.markup.css.cascade.Rules",
    "octavo.markup.css.dark_rules.read_rules",
    "octavo.markup.css.faults._faults",
)
"""Functions of their arguments alone, where their callers find them."""
_compile, _look = Environment.compile, Inputs._look
_machine: Callable[[str], tuple[Any, Any, Any]] = resvg._machine.__wrapped__


def kept(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that gives what ``make`` gives, made once for equal arguments.

    A list or a mapping is given as a copy, so that whoever changes it changes his own.
    """
    known = lru_cache(MOST)(make)

    @wraps(make)
    def give(*words: Any) -> Any:
        found = known(*map(_fixed, words))
        return found.copy() if isinstance(found, list | dict) else found

    return give


def _fixed(word: Any) -> Any:
    """Return an argument as what can be a key and says the same."""
    if isinstance(word, list):
        return tuple(word)
    return frozenset(word) if isinstance(word, set) else word


def _kept_answers() -> Callable[[Inputs, str], inputs._WorldAnswer]:
    """Return ``Inputs``' way to an answer that keeps what the built-in templates hold: no test
    writes there."""
    home = templates_folder().resolve()
    known: dict[str, inputs._WorldAnswer] = {}

    def look(self: Inputs, question: str) -> inputs._WorldAnswer:
        found = self._memory.get(question)
        if found is not None:
            return found
        if not question.startswith(("file:templates:", "list:templates:")):
            return _look(self, question)
        if not self.has_root("templates") or self.folder("templates") != home:
            return _look(self, question)
        if question not in known:
            known[question] = _look(self, question)
        self._memory[question] = known[question]
        return known[question]

    return look


def kept_machines(folder: Path) -> Callable[[str], tuple[Any, Any, Any]]:
    """Return resvg's way to its programs, which the first process compiles for all: two seconds'
    work each."""

    @cache
    def machine(program: str) -> tuple[Any, Any, Any]:
        import wasmtime

        def module(engine: wasmtime.Engine, code: bytes) -> wasmtime.Module:
            with lock(folder):
                path = folder / program
                if not path.exists():
                    path.write_bytes(compile_(engine, code).serialize())
            return compile_.deserialize_file(engine, str(path))

        compile_ = wasmtime.Module
        with patch.object(wasmtime, "Module", module):
            return _machine(program)

    return machine


def _kept_templates() -> Callable[..., CodeType]:
    """Return Jinja's compiler that keeps code: by template, and by all that shapes its code."""
    codes: dict[object, CodeType] = {}

    def compile_(self: Environment, source: Any, *more: Any, **named: Any) -> Any:
        looks = self.autoescape, self.trim_blocks, self.lstrip_blocks, self.keep_trailing_newline
        key = type(self), source, more, tuple(named.items()), looks, frozenset(self.filters)
        if key not in codes:
            codes[key] = _compile(self, source, *more, **named)
        return codes[key]

    return compile_


@contextmanager
def kept_results(folder: Path) -> Iterator[None]:
    """Let this process keep what it reckons, until the context is left; ``folder``: for what it
    shares with others of this run."""
    with ExitStack() as stack:
        for name in KEPT:
            module, _, function = name.rpartition(".")
            home = importlib.import_module(module)
            stack.enter_context(patch.object(home, function, kept(getattr(home, function))))
        stack.enter_context(patch.object(resvg, "_machine", kept_machines(folder / "machines")))
        stack.enter_context(patch.object(Inputs, "_look", _kept_answers()))
        stack.enter_context(patch.object(Environment, "compile", _kept_templates()))
        yield
