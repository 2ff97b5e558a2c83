"""How much of a cover's picture its place shows -> what the author is told of it."""

from collections.abc import Iterator
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.editions.order import Order
from octavo.editions.pdf.layout_facts import LayoutFacts
from octavo.pictures.inside_names import address_of

CODE = "E277"
MUCH = 0.85
"""A picture of which less than this share is seen is told of."""
WIDTH = 1600
"""Pixels of the cover that is offered."""


def tell_crop(order: Order, facts: LayoutFacts) -> Iterator[Problem]:
    """Yield that a cover's picture is cut by much. Problems: E277 (notice)."""
    config = order.publication.config
    asset = order.publication.assets.get(config.metadata.cover)
    if asset is None or not (asset.width and asset.height):
        return
    for path, width, height in facts.fronts:
        if path == address_of(asset.path) and width > 0 < height:
            seen = _share(asset.width / asset.height, width / height)
            if seen < MUCH:
                message = (
                    f"{asset.path} is {asset.width} x {asset.height}: of it the edition "
                    f"'{order.edition.name}' shows {seen:.0%}, the rest is cut off"
                )
                fitting = f"{WIDTH} x {round(WIDTH * height / width)} pixels"
                hint = f"a picture of {width:.0f} : {height:.0f}, as {fitting}, is shown whole"
                problem = config.problem(CODE, "cover", message, hint)
                yield replace(problem, severity="notice")


def _share(ratio: float, place: float) -> float:
    """Return how much of a picture a place shows that it fills; both by width : height."""
    return min(ratio, place) / max(ratio, place)
