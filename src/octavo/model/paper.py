"""What publication.yaml says of paper -> how thick a leaf of it is."""

import re

BULK = 1.25
"""Cubic centimetres a gram, where nobody has told it: uncoated paper for books."""
EXAMPLE = "90 gsm"
_PAPER = re.compile(
    r"(?P<amount>\d+(?:[.,]\d+)?)\s*(?P<unit>mm|µm|um|microns?|gsm|g/m²|g/m2|ppi)"
    r"(?:,?\s*(?:volume|vol|bulk)\s*(?P<bulk>\d+(?:[.,]\d+)?))?",
    re.IGNORECASE,
)
_INCH_MM = 25.4
_LEAF_MM = (0.02, 1.0)
"""Nothing thinner is printed on, nothing thicker is bound as pages."""


def leaf_mm(paper: str) -> float | None:
    """Return the thickness of a leaf in millimetres; None where the words do not tell it.

    A leaf's thickness (0.12 mm, 120 µm), its weight with or without its bulk (90 gsm volume 1.5),
    or pages an inch (444 ppi), as printers give it.
    """
    found = _PAPER.fullmatch(paper.strip())
    if found is None:
        return None
    amount, unit = _number(found["amount"]), found["unit"].lower()
    is_weight = unit in ("gsm", "g/m²", "g/m2")
    if not amount or (found["bulk"] and not is_weight):
        return None
    if is_weight:
        thick = amount * (_number(found["bulk"]) if found["bulk"] else BULK) / 1000
    elif unit == "ppi":
        thick = 2 * _INCH_MM / amount
    else:
        thick = amount if unit == "mm" else amount / 1000
    return thick if _LEAF_MM[0] <= thick <= _LEAF_MM[1] else None


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
