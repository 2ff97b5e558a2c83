"""How large an author wants a picture: ``{width=50%}``, ``{width=24}``, ``<img width="4cm">``.

Between reading and editions the sizes are kept as CSS lengths in ``data-width`` and
``data-height``: ``width`` and ``height`` are what a page needs to know of the file.
"""

import re
from collections.abc import Mapping

from octavo.markup.tree import Element, elements, has_class, unset
from octavo.model.publication import Asset

SIZES = ("width", "height")
_LENGTH = re.compile(
    r"(\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})\s*(%|px|pt|pc|mm|cm|in|em|rem|ex|ch|q)?", re.IGNORECASE
)


def take_sizes(image: Element) -> list[str]:
    """Keep the sizes that an author gave; return what is none, as it is written."""
    wrong = []
    for name in SIZES:
        given = (image.get(name) or "").strip()
        unset(image, name)
        length = css_length(given)
        if length:
            image.set(f"data-{name}", length)
        elif given not in ("", "auto"):
            wrong.append(f"{name}={given}")
    return wrong


def css_length(words: str) -> str:
    """Return a size as CSS has it, '' for what is none; a bare number counts pixels."""
    found = _LENGTH.fullmatch(words.strip().rstrip("; "))
    if found is None or not float(found[1]):
        return ""
    unit = (found[2] or "px").lower()
    return f"{found[1]}{'Q' if unit == 'q' else unit}"


def set_sizes(body: Element) -> None:
    """Give pictures the sizes that their authors want; what is left out follows."""
    for image in elements(body, "img"):
        sizes = {name: image.get(f"data-{name}") for name in SIZES}
        unset(image, *(f"data-{name}" for name in SIZES))
        if any(sizes.values()):
            told = (f"{name}: {size or 'auto'}" for name, size in sizes.items())
            image.set("style", "; ".join(told))


def limit_parts(body: Element, assets: Mapping[str, Asset]) -> None:
    """Let no picture of a group grow beyond its own size: it fills a column that others share."""
    for figure in elements(body, "figure"):
        for image in elements(figure, "img") if has_class(figure, "sub") else ():
            asset = assets.get(image.get("src") or "")
            if asset is not None and asset.width and not image.get("style"):
                image.set("style", f"max-width: {asset.width}px")
