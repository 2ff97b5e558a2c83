"""A drawing -> outlines for the press, with its words unseen above them: to be found and copied."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from octavo.fonts.bidi import runs
from octavo.fonts.foreign_fonts import call
from octavo.markup.tree import Element, parse_xml, remove
from octavo.pictures import resvg
from octavo.pictures.cut_pictures import cut_pictures
from octavo.pictures.drawing_faces import WordSetting
from octavo.pictures.drawing_sizes import size_of
from octavo.pictures.drawing_style import MEDIUM, SVG, Style, pixels
from octavo.pictures.drawn_effects import Canvas, draw_effects
from octavo.pictures.face_runs import part_by_faces
from octavo.pictures.plain_drawing import write_out
from octavo.pictures.word_shadows import cast_shadows

XLINK = "{http://www.w3.org/1999/xlink}href"
LARGE = 40
"""Units of a drawing from which on nobody sees a thousandth of one."""
_SHELVED = frozenset(f"{SVG}{name}" for name in ("defs", "symbol"))
"""What draws only where something refers to it."""
_NEVER = frozenset(f"{SVG}{name}" for name in ("pattern", "marker", "mask"))


def draw_outlines(
    root: Element,
    settings: Mapping[Element, WordSetting],
    files: Mapping[str, bytes],
    own: Mapping[str, Sequence[bytes]],
) -> bytes:
    """Return the drawing as outlines; where there are none, with its style in plain attributes.

    ``files``: fonts by the files of their cuts; ``own``: those that it brings, by their families.
    """
    names = {node: _names(setting) for node, setting in settings.items()}
    found = write_out(root, lambda node: (names[node], settings[node].heights))
    parted = part_by_faces(settings, found, files)
    shadows = cast_shadows(root, found)
    plain: bytes = etree.tostring(root, encoding="utf-8")
    for shadow in shadows:
        remove(shadow)
    for node, words in parted.items():
        node[:] = []
        node.text = words
    brought = [call(font, name) for name, several in sorted(own.items()) for font in several]
    page = canvas_of(root)
    precision = 3 if min(page.width, page.height) >= LARGE else 8
    try:
        drawn = parse_xml(
            resvg.normalise(plain, [*files.values(), *filter(None, brought)], precision)
        )
    except resvg.NotDrawn:
        return plain
    _name_paints(drawn)
    _order_paints(drawn)
    cut_pictures(drawn)
    draw_effects(drawn, canvas_of(drawn))
    for image in drawn.iter(f"{SVG}image"):
        image.set("image-rendering", "crisp-edges")  # a PDF for archives is not to smooth it
    lacking = frozenset[str]().union(*(each.lacking for each in settings.values()))
    for text in list(root.iter(f"{SVG}text")):
        _leave_out(text, lacking)
        drawn.extend(_lines_without_ink(root, text, found, names))
    data: bytes = etree.tostring(drawn, encoding="utf-8")
    return data


def canvas_of(root: Element) -> Canvas:
    """Return the ground of a drawing: its ``viewBox``, else its size."""
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        page = Canvas(*map(float, box)) if len(box) == 4 else Canvas(0, 0, *size_of(root))
    except ValueError:
        page = Canvas(0, 0, *size_of(root))
    return page if page.width > 0 < page.height else Canvas(0, 0, 100, 100)


def _name_paints(drawn: Element) -> None:
    """Give names to the gradients that usvg 0.31 makes for words without one, in their order."""
    nameless = [each for each in drawn.iter() if each.get("id") == ""]
    for number, each in enumerate(nameless):
        each.set("id", f"paint-{number}")
    numbers = iter(range(len(nameless)))
    for each in drawn.iter():
        for name in ("fill", "stroke"):
            if each.get(name) == "url(#)":
                each.set(name, f"url(#paint-{next(numbers, 0)})")


def _order_paints(drawn: Element) -> None:
    """Draw strokes that lie behind their fill before it: the engine knows no ``paint-order``."""
    for path in list(drawn.iter(f"{SVG}path")):
        order = path.attrib.pop("paint-order", "").split()
        paints = (path.get("fill", "black"), path.get("stroke", "none"))
        if order[:1] == ["stroke"] and "none" not in paints:
            under = deepcopy(path)
            under.tail = None
            under.attrib.pop("id", "")
            under.set("fill", "none")
            path.set("stroke", "none")
            path.addprevious(under)


def _names(setting: WordSetting) -> str:
    return ",".join(f"'{name}'" for name in setting.families)


def _lines_without_ink(
    root: Element, text: Element, found: Mapping[Element, Style], names: Mapping[Element, str]
) -> Iterator[Element]:
    """Yield a text's lines as words without ink, at each place where the text is drawn."""
    style = found[text]
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return
    for ways in _places(root, text):
        group = top = etree.Element(f"{SVG}g")
        for transform in ways:
            group = etree.SubElement(group, f"{SVG}g", {"transform": transform})
        for line in _lines(text, found):
            size = found[line[0]].get("font-size", "16")
            told = {
                "x": _round(line[1]),
                "y": _round(line[2]),
                "font-size": size,
                "fill": "none",
            }
            told["font-family"] = names[text]
            told["stroke"] = "none"
            told["text-anchor"] = text.get("text-anchor", "start")
            direction = found[line[0]].get("direction", "ltr")
            etree.SubElement(group, f"{SVG}text", told).text = _as_seen(line[3], direction)
        if len(group):
            yield top


def _leave_out(text: Element, lacking: frozenset[str]) -> None:
    """Take out the signs that no face has: a PDF for archives may not hold them, seen or not."""
    for node in text.iter() if lacking else ():
        node.text = "".join(sign for sign in node.text or "" if sign not in lacking)
        if node is not text:
            node.tail = "".join(sign for sign in node.tail or "" if sign not in lacking)


def _as_seen(words: str, direction: str) -> str:
    """Return words from left to right: so the engine sets them, and so readers of PDFs expect
    them, who turn them again."""
    parts = runs(words, direction)
    return "".join(part[::-1] if is_rtl else part for part, is_rtl in parts)


def _lines(text: Element, found: Mapping[Element, Style]) -> list[tuple[Element, str, str, str]]:
    """Return (element, x, y, words) of each line of a text: a new place begins one.

    What is only raised or lowered goes on, at the height of its line: words one over the other are
    none to readers of PDFs.
    """
    lines: list[tuple[Element, str, str, str]] = []
    at = (_first(text, "x") or "0", _move(text, _first(text, "y") or "0", found))
    for node, words in _runs(text, found):
        x, y = _first(node, "x"), _first(node, "y")
        starts = node is not text and bool(x or y)
        if starts or not lines:
            at = (x or at[0], _move(node, y or at[1], found) if starts else at[1])
            lines.append((node, *at, words))
        else:
            lines[-1] = (*lines[-1][:3], lines[-1][3] + words)
    folded = ((*line[:3], " ".join(line[3].split())) for line in lines)
    return [line for line in folded if line[3]]


def _move(node: Element, y: str, found: Mapping[Element, Style]) -> str:
    """Return a height with what an element moves it by."""
    em = float(found.get(node, {}).get("font-size", MEDIUM))
    height, step = pixels(y, em), pixels(_first(node, "dy") or "0", em)
    return y if height is None or not step or "%" in y else f"{height + step:g}"


def _round(length: str) -> str:
    """Return a length of the drawing's own unit without an exponent, which PDFs do not know."""
    try:
        return f"{round(float(length), 3):g}"
    except ValueError:
        return length


def _runs(node: Element, found: Mapping[Element, Style]) -> Iterator[tuple[Element, str]]:
    """Yield the words of a text with the element that begins with them; a tail goes on."""
    style = found.get(node, {})
    if style.get("display") == "none":
        return
    yield node, node.text or ""
    for each in node:
        if isinstance(each.tag, str):
            yield from _runs(each, found)
        if each.tail:
            yield node.getroottree().getroot(), each.tail


def _first(node: Element, name: str) -> str:
    """Return the first of an attribute's list of lengths."""
    return next(iter((node.get(name) or "").replace(",", " ").split()), "")


def _places(root: Element, text: Element) -> Iterator[list[str]]:
    """Yield the transforms, outermost first, of each place where a text is drawn."""
    chain = [text, *text.iterancestors()]
    shelf = next((n for n, each in enumerate(chain) if each.tag in _SHELVED), None)
    if any(each.tag in _NEVER for each in chain):
        return
    if shelf is None:
        yield _transforms(chain)
    names = {f"#{each.get('id')}": n for n, each in enumerate(chain) if each.get("id")}
    for use in root.iter(f"{SVG}use"):
        target = use.get("href") or use.get(XLINK) or ""
        if target in names and use not in chain:
            moved = f"translate({use.get('x') or 0} {use.get('y') or 0})"
            inner = _transforms(chain[: names[target] + 1])
            yield [*_transforms([use, *use.iterancestors()]), moved, *inner]


def _transforms(chain: Sequence[Element]) -> list[str]:
    told = (each.get("transform") or "" for each in reversed(chain))
    return [each for each in told if each]
