"""HTML in a drawing (``foreignObject``) -> its words as lines of text, which every reader draws.

Mermaid and draw.io set labels so. Boxes of words are lifted: a line for each block and break, in
the middle of their place or at its side. What holds more than words stays, to be refused.
Sources: SVG 2, 12.4 (foreignObject); CSS Text 3 (white space).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from octavo.markup.tree import Element
from octavo.pictures.drawing_style import MEDIUM, SVG, Style, pixels, styles

XHTML = "{http://www.w3.org/1999/xhtml}"
BLOCKS = frozenset("body div p ul ol li h1 h2 h3 h4 h5 h6 section center pre blockquote".split())
INLINE = frozenset(
    "a b big br code em font i label mark q s small span strong sub sup tt u".split()
)
LINE = 1.2
"""Em from line to line where nobody says it."""
WIDE = 0.5
"""Em that a letter takes, more or less: for words that their box breaks into lines."""
_BOLD, _SLOPED = frozenset(("b", "strong", "h1", "h2", "h3")), frozenset(("em", "i"))
_NO_GROUND = frozenset(("", "none", "transparent", "initial"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")


@dataclass(frozen=True, slots=True)
class _BoxRun:
    """Words of one look; ``line`` counts the lines of the box."""

    line: int
    words: str
    look: str
    """CSS."""


@dataclass(frozen=True, slots=True)
class _WordPlace:
    """Where lines of words stand, in the drawing's units."""

    x: float
    y: float
    """Their middle."""
    width: float
    height: float
    """0 where the place has none of its own."""


def lift_words(root: Element) -> bool:
    """Put lines of text in the place of HTML that is only words; tell whether there was any."""
    boxes = [each for each in root.iter(f"{SVG}foreignObject") if _is_words(each)]
    found = styles(root) if boxes else {}
    for box in boxes:
        parent = box.getparent()
        assert parent is not None  # it stands within the drawing
        for each in _draw(box, found):
            box.addprevious(each)
        parent.remove(box)
    return bool(boxes)


def has_words(box: Element) -> bool:
    """Tell whether a box has words, and nothing else, for every reader."""
    words = "".join(map(str, box.itertext())).strip()
    return bool(words) and _is_words(box) and not box.get("requiredExtensions")


def _is_words(box: Element) -> bool:
    """Tell whether there is nothing in a box but words."""
    inside = [str(each.tag) for each in box.iter() if each is not box and isinstance(each.tag, str)]
    return all(name.removeprefix(XHTML) in BLOCKS | INLINE for name in inside)


def _draw(box: Element, found: Mapping[Element, Style]) -> list[Element]:
    """Return a box as lines of text, with the ground behind them; nothing where it has no words."""
    runs = _tidy(list(_runs(box, found, [0])))
    if not runs:
        return []
    inner = _innermost(box, found)
    style, place = found.get(inner, {}), _place_of(box)
    size = float(style.get("font-size", MEDIUM))
    step = _line_height(style, size)
    runs = _break(runs, place.width, round(place.height / step), size)
    anchor, x = _anchor(box, style, place)
    top = place.y - runs[-1].line / 2 * step + 0.35 * size
    text = etree.Element(f"{SVG}text", {"style": f"text-anchor:{anchor};font-size:{size:g}px"})
    for before, run in zip([None, *runs], runs, strict=False):
        part = etree.SubElement(text, f"{SVG}tspan", {"style": run.look})
        part.text = run.words
        if before is None or before.line != run.line:
            part.set("x", f"{x:g}")
            part.set("y", f"{top + run.line * step:g}")
    return [*_ground(inner, box, found, place), text]


def _ground(
    inner: Element, box: Element, found: Mapping[Element, Style], place: _WordPlace
) -> Iterator[Element]:
    """Yield the ground that the words of a box stand on."""
    chain = [inner, *inner.iterancestors()]
    inside = chain[: chain.index(box)] if box in chain else []
    colours = (found.get(each, {}).get("background-color", "") for each in inside)
    colour = next((each for each in colours if each.lower() not in _NO_GROUND), "")
    if colour and place.height:
        top = place.y - place.height / 2
        told = {"x": place.x, "y": top, "width": place.width, "height": place.height}
        ground = etree.Element(f"{SVG}rect", {name: f"{each:g}" for name, each in told.items()})
        ground.set("style", f"fill:{colour};stroke:none")
        yield ground


def _innermost(box: Element, found: Mapping[Element, Style]) -> Element:
    """Return the element that the first words of a box stand in."""
    for each in box.iter():
        if isinstance(each.tag, str) and (each.text or "").strip():
            return each
    return box


def _runs(node: Element, found: Mapping[Element, Style], line: list[int]) -> Iterator[_BoxRun]:
    """Yield the words in a box, with the number of the line that they begin on."""
    style = found.get(node, {})
    if style.get("display") == "none":
        return
    name = str(node.tag).removeprefix(XHTML)
    if name in BLOCKS or name == "br":
        line[0] += 1
    look = _look(node, style)
    yield _BoxRun(line[0], node.text or "", look)
    for each in node:
        if isinstance(each.tag, str):
            yield from _runs(each, found, line)
        yield _BoxRun(line[0], each.tail or "", look)
    if name in BLOCKS:
        line[0] += 1


def _look(node: Element, style: Style) -> str:
    """Return how the words of an element look, as CSS of a text."""
    told = {"fill": style.get("color", "black"), "stroke": "none"}
    told |= {name: style[name] for name in ("font-family", "font-style") if style.get(name)}
    told["font-weight"] = style.get("font-weight", "400")
    told["font-size"] = f"{style.get('font-size', MEDIUM)}px"
    names = {str(each.tag).removeprefix(XHTML) for each in (node, *node.iterancestors())}
    if names & _BOLD:
        told["font-weight"] = "700"
    if names & _SLOPED:
        told["font-style"] = "italic"
    return ";".join(f"{name}:{value}" for name, value in told.items())


def _tidy(runs: Sequence[_BoxRun]) -> list[_BoxRun]:
    """Return runs with single spaces, none at the ends of lines, and lines numbered from 0."""
    kept: list[_BoxRun] = []
    for run in runs:
        words = _SPACE.sub(" ", run.words)
        if not kept or kept[-1].line != run.line or kept[-1].words.endswith(" "):
            words = words.removeprefix(" ")
        if words:
            kept.append(_BoxRun(run.line, words, run.look))
    ends = [one.line != other.line for one, other in pairwise(kept)]
    trimmed = [
        _BoxRun(run.line, run.words.rstrip(" ") if is_end else run.words, run.look)
        for run, is_end in zip(kept, [*ends, True], strict=False)
    ]
    full = [run for run in trimmed if run.words]
    numbers = {line: n for n, line in enumerate(sorted({run.line for run in full}))}
    return [_BoxRun(numbers[run.line], run.words, run.look) for run in full]


def _break(runs: list[_BoxRun], width: float, lines: int, size: float) -> list[_BoxRun]:
    """Return runs on as many lines as their box has room for, where that is more than they told."""
    if lines <= runs[-1].line + 1 or width <= 0:
        return runs
    most = max(width / (size * WIDE), sum(len(run.words) for run in runs) / lines)
    done: list[_BoxRun] = []
    line, length, before = 0, 0, runs[0].line
    for run in runs:
        if run.line != before:
            line, length, before = line + 1, 0, run.line
        for word in re.findall(r"\S+\s*|\s+", run.words):
            if length and length + len(word.rstrip()) > most:
                line, length = line + 1, 0
            done.append(_BoxRun(line, word, run.look))
            length += len(word)
    return _tidy(done)


def _line_height(style: Style, size: float) -> float:
    value = style.get("line-height", "normal")
    if re.fullmatch(r"[\d.]+", value):
        return float(value) * size
    return pixels(value, size, size) or LINE * size


def _place_of(box: Element) -> _WordPlace:
    """Return where the words of a box stand: in it, or where its margins lead (draw.io, whose box
    is as large as the drawing)."""
    x, y, width, height = (
        pixels(box.get(name) or "0", MEDIUM) or 0.0 for name in ("x", "y", "width", "height")
    )
    if not (box.get("width") or "").endswith("%"):
        return _WordPlace(x, y + height / 2, width, height)
    outer = next((dict(_declarations_of(each)) for each in box if isinstance(each.tag, str)), {})
    left, top, wide = (
        pixels(outer.get(name, "0"), MEDIUM) or 0.0
        for name in ("margin-left", "padding-top", "width")
    )
    return _WordPlace(x + left, y + top, wide, 0)


def _declarations_of(node: Element) -> Iterator[tuple[str, str]]:
    for name, value in _DECLARATION.findall(node.get("style") or ""):
        yield name.lower(), value.strip()


def _anchor(box: Element, style: Style, place: _WordPlace) -> tuple[str, float]:
    """Return to which side the lines of a box stand, and where. Where nobody says it, a box fits
    its words: other faces stand in its middle."""
    packed = [value for each in box.iter(etree.Element) for value in [_packs_to(each)] if value]
    align = style.get("text-align", "center")
    if packed and not place.height:  # a box of no height packs its words itself
        align = packed[0]
    if align in ("right", "end", "flex-end"):
        return "end", place.x + place.width
    if align in ("left", "start", "flex-start", "justify"):
        return "start", place.x
    return "middle", place.x + place.width / 2


def _packs_to(node: Element) -> str:
    return dict(_declarations_of(node)).get("justify-content", "").removeprefix("unsafe ").strip()
