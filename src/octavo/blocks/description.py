"""What publication.yaml says -> dotted key and value, as metadata are compared and recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from octavo.model.metadata import Metadata

NO_WORDS_OF_THE_WORK = frozenset(("octavo", "front", "body", "back", "variables"))
"""Keys of the metadata that only say where the text is, or what the text itself shows."""
USUAL = (("role", "aut"),)
"""What need not be said of something that has a name."""


def describe(metadata: Metadata) -> dict[str, str]:
    """Return the metadata of a publication that say something of the work, by dotted key."""
    told = {k: v for k, v in asdict(metadata).items() if k not in NO_WORDS_OF_THE_WORK}
    return flatten(told)


def flatten(given: Mapping[str, object]) -> dict[str, str]:
    """Return dotted key -> value of all that says something.

    Of a list, what its items are called: one that is put before others changes no other's key.
    """
    return dict(_flat("", given))


def _flat(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(f"{key}.{name}" if key else str(name), each)
    elif isinstance(value, list | tuple):
        named = [each for each in value if isinstance(each, Mapping) and "name" in each]
        names = [each["name"] if each in named else each for each in value]
        yield from [(key, ", ".join(map(str, names)))] if names else []
        for each in named:
            others = {name: other for name, other in each.items() if (name, other) not in USUAL}
            yield from _flat(f"{key}.{each['name']}", {**others, "name": ""})
    elif value not in (None, "", False):
        yield key, "true" if value is True else str(value)
