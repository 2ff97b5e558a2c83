"""The words of the metadata that editions print; paths of files are never printed."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
PATHS = frozenset({"cover", "file", "theme"})


def words_of(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield (dotted key, words) of metadata as ``dataclasses.asdict`` gives it."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in PATHS:
                yield from words_of(each, f"{key}.{name}".lstrip("."))
    elif isinstance(value, (list, tuple)):
        for n, each in enumerate(value):
            yield from words_of(each, f"{key}.{n}")


def change_words(value: T, change: Callable[[str], str]) -> T:
    """Return metadata with all its printed words changed: what ``words_of`` would yield."""
    return _with_changes(value, change)  # type: ignore[no-any-return]


def _with_changes(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_with_changes(each, change) for each in value)
    if isinstance(value, dict):
        return {name: _with_changes(each, change) for name, each in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    own = (each.name for each in fields(value) if each.init and each.name not in PATHS)
    return replace(value, **{name: _with_changes(getattr(value, name), change) for name in own})
