"""JSON from anywhere -> its fields, each asked for by its type; none is trusted to have it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 128 * 2**20
"""Of a file of JSON."""
MOST_ITEMS = 1_000_000
"""Of one list, or of one object."""
MOST = 2**31 - 1
"""The largest number."""
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no text can hold: signs that XML refuses too."""


class Misfit(Exception):
    """Raised with a reason where something is not as it should be; says where."""


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value, and where it stands: ``blocks[3].marks``."""

    value: object
    at: str = ""

    def misfit(self, wanted: str) -> Misfit:
        return Misfit(f"{self.at or 'the whole'} {wanted}")

    def has(self, key: str) -> bool:
        return key in self._object()

    def field(self, key: str) -> "JsonValue":
        """Return what an object has under a key; raises Misfit where it has nothing."""
        value = self._object()
        at = f"{self.at}.{key}" if self.at else key
        if key not in value:
            raise Misfit(f"{at} is missing")
        return JsonValue(value[key], at)

    def fields(self) -> Iterator[tuple[str, "JsonValue"]]:
        """Yield the keys of an object with what they have."""
        for key in self._object():
            yield JsonValue(key, f"a key of {self.at}").is_text(), self.field(key)

    def items(self, key: str, most: int = MOST_ITEMS) -> Iterator["JsonValue"]:
        """Yield the items of the list under a key, nothing where there is none."""
        if self.has(key):
            yield from self.field(key).each(most)

    def each(self, most: int = MOST_ITEMS) -> Iterator["JsonValue"]:
        """Yield the items of a list."""
        if not isinstance(self.value, list):
            raise self.misfit("is no list")
        if len(self.value) > most:
            raise self.misfit(f"has more than {most} items")
        for n, item in enumerate(self.value):
            yield JsonValue(item, f"{self.at}[{n}]")

    def text(self, key: str, default: str | None = None) -> str:
        """Return the string under a key."""
        if default is not None and not self.has(key):
            return default
        return self.field(key).is_text()

    def texts(self, key: str, most: int = MOST_ITEMS) -> tuple[str, ...]:
        return tuple(each.is_text() for each in self.items(key, most))

    def number(self, key: str, default: int | None = None, least: int = 0) -> int:
        """Return the whole number under a key, between ``least`` and MOST."""
        if default is not None and not self.has(key):
            return default
        return self.field(key).is_number(least)

    def numbers(self, key: str, most: int, least: int = 0) -> tuple[int, ...]:
        return tuple(each.is_number(least) for each in self.items(key, most))

    def flag(self, key: str) -> bool:
        """Return whether an object says true under a key."""
        if not self.has(key):
            return False
        found = self.field(key)
        if not isinstance(found.value, bool):
            raise found.misfit("is neither true nor false")
        return found.value

    def is_text(self) -> str:
        if not isinstance(self.value, str):
            raise self.misfit("is no string")
        if _STRANGE.search(self.value):
            raise self.misfit("holds a sign that no text can hold")
        return self.value

    def is_number(self, least: int = 0) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.misfit("is no whole number")
        if not least <= self.value <= MOST:
            raise self.misfit(f"is not between {least} and {MOST}")
        return self.value

    def _object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise self.misfit("is no object")
        if len(self.value) > MOST_ITEMS:
            raise self.misfit(f"has more than {MOST_ITEMS} keys")
        return self.value


def read_json(data: bytes) -> JsonValue:
    """Return what a file of JSON holds; raises Misfit."""
    if len(data) > MOST_BYTES:
        raise Misfit(f"it is larger than {MOST_BYTES // 2**20} MiB")
    try:
        return JsonValue(json.loads(data.decode("utf-8"), parse_constant=_refuse))
    except UnicodeDecodeError:
        raise Misfit("it is not written in UTF-8") from None
    except RecursionError:
        raise Misfit("its lists stand too deep in one another") from None
    except ValueError as reason:
        raise Misfit(f"it is no JSON: {reason}") from None


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number")
