"""Drawings for generated documents, from a grammar of what programs write."""

from collections.abc import Callable

from generated_text import Pen

ROUND = (
    '<radialGradient id="round" gradientUnits="userSpaceOnUse" cx="40" cy="50" r="60" fx="30">'
    '<stop stop-color="navy"/><stop offset="1" stop-color="#333"/></radialGradient>'
)
RASTER = (
    '<image width="20" height="10" xlink:href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAA'
    'ABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"/>'
)
GROUND = '<rect width="9" height="9" fill="#dfe8ea"/>'
"""Something that is seen: a link around a drawing of nothing leads nowhere on a page."""
HEADS = (
    "",
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<?xml version="1.0" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n'
    '  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
    "<!DOCTYPE svg>\n<!-- made by a program -->\n",
)
SIZES = (
    'width="120" height="80"',
    'width="40mm" height="30mm" viewBox="0 0 120 80"',
    'viewBox="0 0 120 80"',
    'width="100%" height="100%" viewBox="0 0 120 80"',
    'width="120pt" height="80pt" viewBox="-10 -10 140 100" preserveAspectRatio="xMinYMax slice"',
)
STYLES = (
    "",
    "<style>text { font: bold 10px sans-serif; fill: #234 } .a { stroke: red }</style>",
    '<style type="text/css"><![CDATA[ .a { fill: var(--x, blue) } #b > rect { opacity: 1 } ]]>'
    "</style>",
    "<style>@media print { text { fill: red } } * { stroke-width: 1 }</style>",
)
WORDS = ("Sea", "a < b", "שלום", "a  b", "x^2", "%", "é", "")
IDS = ("a", "b", "a b", "1", "é", "a:b", "x(1)", "")
PAINTS = (
    "#456",
    "none",
    "url(#g)",
    "url('#a b')",
    "currentColor",
    "rgb(1 2 3 / 50%)",
    "url(#no) red",
)


def drawing(pen: Pen) -> str:
    """Return a drawing that browsers draw."""
    inner = "".join(_shape(pen, 2) for _ in pen.many(1, 4)) + _told(pen)
    return (
        f'{pen.pick(*HEADS)}<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {pen.pick(*SIZES)}>'
        f"{pen.pick('', '<title>T</title><desc>D</desc>', '<metadata/>')}{pen.pick(*STYLES)}"
        f"{_defined(pen)}{GROUND}{inner}</svg>\n"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _look(pen: Pen) -> str:
    name = pen.pick(*IDS)
    looks = (
        f'fill="{pen.pick(*PAINTS)}"',
        f'style="fill: {pen.pick(*PAINTS)}; stroke: {pen.pick(*PAINTS)}"',
        'class="a"',
        'clip-path="url(#c)"',
        'filter="url(#f)"',
        'mask="url(#m)"',
        'transform="rotate(10) scale(.5, 2)"',
        'opacity="0.5" stroke-dasharray="2 3"',
        f'id="{name}"' if name else "",
        "",
    )
    return pen.pick(*looks)


def _defined(pen: Pen) -> str:
    always = '<defs><path id="way" d="M5 60Q50 20 110 60"/>' + ROUND + "</defs>"
    if pen.chance(2):
        return always
    return (
        f'{always}<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/>'
        '<stop offset="100%" style="stop-color: #000; stop-opacity: .5"/></linearGradient>'
        '<clipPath id="c"><rect width="60" height="60"/></clipPath>'
        '<filter id="f"><feGaussianBlur stdDeviation="1"/></filter>'
        '<mask id="m"><circle cx="40" cy="40" r="30" fill="white"/></mask>'
        f'<symbol id="s" viewBox="0 0 10 10">{_text(pen, 0)}</symbol></defs>'
    )


def _text(pen: Pen, depth: int) -> str:
    place = pen.pick(
        'x="10" y="20"', 'x="10 20 30" dy="1em"', 'x="50%" y="50%" text-anchor="middle"'
    )
    words = _escaped(pen.pick(*WORDS))
    spans = (
        words,
        f'<tspan x="10" dy="1.2em" {_look(pen)}>{words}<tspan font-weight="bold">b</tspan></tspan>',
        f"{words}<tspan>c</tspan> d",
    )
    return f'<text {place} font-size="8" {_look(pen)}>{pen.pick(*spans)}</text>'


def _told(pen: Pen) -> str:
    """Return a word that each edition must hold, in one of the ways of programs."""
    with pen.writing(kind="drawn"):
        word = pen.mark()
    return pen.pick(
        '<text x="4" y="30" font-size="6">{}</text>',
        '<text x="4 9 14 20" y="40" font-size="6" style="fill: #234; font-weight: 700">{}</text>',
        '<g transform="translate(5 5)"><a><text y="3em" font-size="5">a <tspan>{}</tspan></text>'
        "</a></g>",
        '<text font-size="6"><textPath href="#way" startOffset="5">{}</textPath></text>',
        '<text x="60" y="50" font-size="6" text-anchor="end" fill="url(#round)">{}</text>',
        '<text x="2" y="60" font-size="6" text-decoration="underline" rotate="5">{}</text>',
        '<switch><foreignObject width="60" height="20" requiredExtensions="x"><p '
        'xmlns="http://www.w3.org/1999/xhtml">{}</p></foreignObject><text y="9">{}</text></switch>',
        '<svg x="5" y="5" width="90" height="60"><text y="2em" font-size="7" xml:space="preserve">'
        " {} </text></svg>",
    ).replace("{}", word)


def _group(pen: Pen, depth: int) -> str:
    tag = pen.pick("g", "g", "a", "switch")
    own = ' xlink:href="https://example.org/"' if tag == "a" else ""
    inner = "".join(_shape(pen, depth - 1) for _ in pen.many(0, 2))
    return f"<{tag}{own} {_look(pen)}>{inner}</{tag}>"


SHAPES: tuple[Callable[[Pen, int], str], ...] = (
    _text,
    _text,
    _group,
    lambda pen, depth: f'<rect x="5" y="5" width="30" height="20" {_look(pen)}/>',
    lambda pen, depth: f'<path d="M0 0L10,10 20-5zm1e1.5.5h5" {_look(pen)}/>',
    lambda pen, depth: f'<use xlink:href="#s" x="5" y="5" width="20" height="20" {_look(pen)}/>',
    lambda pen, depth: f'<use href="#{pen.pick("a", "b", "nothing")}" {_look(pen)}/>',
    lambda pen, depth: f'<circle cx="20" cy="20" r="9" {_look(pen)}/>',
    lambda pen, depth: RASTER,
    lambda pen, depth: f'<polyline points="0,0 10 10,20,0" {_look(pen)}/>',
)


def _shape(pen: Pen, depth: int) -> str:
    return pen.pick(*SHAPES if depth > 0 else SHAPES[:2])(pen, depth)
