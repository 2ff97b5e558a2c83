"""A font that somebody brings -> one that simple readers of fonts find under a given name."""

import io


def call(font: bytes, family: str) -> bytes | None:
    """Return a font (OpenType, WOFF or WOFF2) as plain OpenType of a family's name; None for
    what is no font."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        read = TTFont(io.BytesIO(font), recalcTimestamp=False, recalcBBoxes=False)
        read.flavor = None
        names = read["name"]
        for old in list(names.names):
            if old.nameID in (1, 16):
                names.setName(family, old.nameID, old.platformID, old.platEncID, old.langID)
        out = io.BytesIO()
        read.save(out)
    except (TTLibError, OSError, ValueError, KeyError, AttributeError, AssertionError, IndexError):
        return None  # browsers take no such font either
    return out.getvalue()
