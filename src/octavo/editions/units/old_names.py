"""Names that templates used before they saw ``metadata``, ``edition``, ``words``, ``derived``."""

from collections.abc import Mapping
from functools import reduce

from octavo.editions.units.facts import Facts

AS_WRITTEN = (
    "title subtitle version draft publisher place rights licence description dedication keywords "
    "language theme"
).split()
OF_THE_EDITION = ("variant", "is_site")
AS_DERIVED = (
    "authors byline credits biographies date date_iso year series licence_url isbns identifier "
    "cite cover logo card toc lists direction fonts designers slug work_type linked_data"
).split()
OLD_NAMES: Mapping[str, str] = {
    **{name: f"metadata.{name}" for name in AS_WRITTEN},
    "people": "metadata.contributors",
    "doi": "metadata.identifiers.doi",
    "url": "metadata.identifiers.url",
    **{name: f"edition.{name}" for name in OF_THE_EDITION},
    "edition_id": "edition.id",
    **{name: f"derived.{name}" for name in AS_DERIVED},
}
"""Old name -> where its value stands now. Other people's templates use them: none goes away."""


def old_values(facts: Facts) -> dict[str, object]:
    """Return the value of each old name."""
    return {name: at(facts, path) for name, path in OLD_NAMES.items()}


def at(facts: Facts, path: str) -> object:
    """Return what stands at a dotted path: ``metadata.identifiers.doi``."""
    start: object = facts
    return reduce(getattr, path.split("."), start)
