"""Pictures, colours and faces of a proof -> remarks: coarse, pale, in a font of somebody else."""

from collections.abc import Collection, Iterator, Sequence

from octavo.checks.typography import limits
from octavo.checks.typography.remarks import Remark
from octavo.editions.pdf.measures import Face, Ink, ProofPicture

INCH = 72
Colour = tuple[float, float, float]


def on_pictures(pictures: Sequence[ProofPicture]) -> Iterator[Remark]:
    """Yield the remarks on rasters with too few pixels for their size. Problems: E609."""
    for picture in pictures:
        pairs = zip(picture.pixels, picture.size, strict=True)
        dpi = min(pixels / points * INCH for pixels, points in pairs if points)
        if dpi < limits.COARSEST_DPI:
            name = picture.path.rpartition("/")[2]
            needed = round(limits.COARSEST_DPI * picture.size[0] / INCH)
            message = f"{name} has {dpi:.0f} pixels to the inch as it is set, too few for print"
            hint = f"use a picture at least {needed} pixels wide, or set it smaller"
            yield Remark("E609", picture.page, picture.block, picture.path, message, hint)


def on_inks(inks: Sequence[Ink]) -> Iterator[Remark]:
    """Yield the remarks on words that are hard to tell from their ground. Problems: E610."""
    told: set[tuple[Colour, Colour]] = set()
    for each in inks:
        ratio = contrast(each.ink, each.ground)
        is_large = each.points >= limits.LARGE_POINTS or (
            each.is_bold and each.points >= limits.LARGE_BOLD_POINTS
        )
        needed = limits.CONTRAST_LARGE if is_large else limits.CONTRAST
        pair = (each.ink, each.ground)
        if ratio >= needed or pair in told:
            continue
        told.add(pair)
        message = (
            f"text in {_hex(each.ink)} on {_hex(each.ground)} has a contrast of {ratio:.1f}:1, "
            f"and needs {needed:g}:1; first here"
        )
        hint = "give it a darker colour, or a paler ground, in a style sheet"
        yield Remark("E610", each.page, each.block, each.words, message, hint)


def on_faces(faces: Sequence[Face], families: Collection[str]) -> Iterator[Remark]:
    """Yield the remarks on words that the publication's families do not set. Problems: E611."""
    for face in faces:
        if not face.family:
            sign = face.words
            message = f"no font has U+{ord(sign):04X}, so that a box is printed"
            hint = "use another character in the style sheet or the template"
        elif face.family not in families:
            message = f"words are set in {face.family}, which is no family of the theme"
            hint = "name a family of the theme in font-family; those that are bundled stand there"
        else:
            continue
        yield Remark("E611", face.page, face.block, face.words, message, hint)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(value * 255):02x}" for value in colour)
