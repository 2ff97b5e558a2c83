# ruff: noqa: E501  (a drawing is read as one line)
"""Drawings reduced to one habit each of the programs that write SVG; for tests."""

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="300" height="120" viewBox="0 0 300 120" font-family="Literata" font-size="16">'
)
HARBOUR = '<rect x="20" y="20" width="120" height="60" fill="#d96"/>'

WORDS: dict[str, str] = {
    "one chunk of several sizes": '<text x="150" y="60" font-size="20" text-anchor="middle">H'
    '<tspan dy="6" font-size="13">2</tspan><tspan dy="-6">O falls</tspan></text>',
    "a class for its look": "<style>.title{font-size:28px;font-weight:bold;fill:#246}</style>"
    '<text class="title" x="10" y="60">Low water</text>',
    "rules for other elements": "<style>path{stroke:#c00;fill:none}text{fill:#063}</style>"
    '<text x="10" y="60" font-size="28">Harbour</text><path d="M10 90H280"/>',
    "lines by em": '<text x="20" y="40"><tspan x="20">spring</tspan>'
    '<tspan x="20" dy="1.2em">neap</tspan></text>',
    "an axis of D3": '<g transform="translate(60,50)"><text dy="0.35em" x="-9"'
    ' text-anchor="end">4.5 m</text><text dy="0.71em" y="20" text-anchor="middle">May</text></g>',
    "baselines": '<text x="20" y="60" dominant-baseline="middle">middle</text>'
    '<text x="140" y="60" dominant-baseline="hanging">hanging</text>',
    "font in one word": '<text x="20" y="60" style="font: italic bold 26px \'Fira Sans\'">Ebb</text>',
    "sizes told in em and percent": '<g font-size="18"><text x="20" y="60" font-size="1.5em">quay'
    '</text><text x="150" y="60" font-size="60%">pier</text></g>',
    "places in percent": '<text x="50%" y="50%" text-anchor="middle">in the middle</text>',
    "a place for each letter": '<text x="10 40 75 110" y="60">tide</text>',
    "spans in spans": '<text x="10" y="60">a <tspan font-weight="bold">b <tspan fill="#c00"'
    ' font-size="24">c</tspan> d</tspan> e, far</text>',
    "what is hidden": '<text x="10" y="40" display="none">never</text>'
    '<text x="10" y="80" visibility="hidden">nor this</text><text x="120" y="60">seen</text>',
    "words used again": '<defs><text id="w">again</text></defs><use href="#w" x="20" y="40"/>'
    '<use xlink:href="#w" x="140" y="90" fill="#c00"/>',
    "words as a window": '<clipPath id="c"><text x="10" y="85" font-size="64" font-weight="bold">'
    'TIDE</text></clipPath><rect width="300" height="120" fill="#246" clip-path="url(#c)"/>',
    "words on a path": '<path id="p" d="M10 90Q150 10 290 90" fill="none"/>'
    '<text><textPath href="#p">round the long breakwater</textPath></text>',
    "turned letters": '<text x="60" y="60" rotate="20">turned</text>'
    '<text transform="rotate(-90 220 70)" x="220" y="70">height</text>',
    "wide words": '<text x="10" y="60" letter-spacing="0.2em" word-spacing="8">set wide apart</text>',
    "a length to fill": '<text x="10" y="50" textLength="220">stretched</text>'
    '<text x="10" y="95" textLength="90" lengthAdjust="spacingAndGlyphs">squeezed words</text>',
    "lines under words": '<text x="10" y="60" text-decoration="underline">under</text>'
    '<text x="120" y="60" text-decoration="line-through">through</text>',
    "raised and lowered": '<text x="10" y="60">10<tspan baseline-shift="super" font-size="11">6'
    '</tspan> and CO<tspan baseline-shift="sub" font-size="11">2</tspan> now</text>',
    "a halo": '<rect width="300" height="120" fill="#345"/><text x="20" y="72" font-size="38"'
    ' stroke="#fff" stroke-width="7" paint-order="stroke" fill="#b00">Reef</text>',
    "a gradient in letters": '<linearGradient id="g"><stop stop-color="#c00"/>'
    '<stop offset="1" stop-color="#00c"/></linearGradient>'
    '<text x="20" y="50" font-size="36" fill="url(#g)">Warm</text>'
    '<text x="20" y="100" font-size="36" fill="url(#g)">and cold</text>',
    "a property for a colour": "<style>:root{--sea:#08c}</style>"
    '<text x="20" y="60" font-size="24" style="fill:var(--sea)">sea</text>',
    "units": '<text x="2cm" y="15mm" font-size="18pt">pt, cm, mm</text>',
    "right to left": '<text x="290" y="60" direction="rtl" font-family="Cairo">المد والجزر 12</text>',
    "a fallback": '<switch><foreignObject width="9" height="9"/><text x="20" y="60">told</text></switch>',
    "the current colour": '<g color="#063"><text x="20" y="60" fill="currentColor">green</text></g>',
    "letters that want kerning": '<text x="10" y="70" font-size="44">AVATAR To</text>',
    "small capitals": '<text x="10" y="50" font-size="26" style="font-variant:small-caps">Low Tide'
    '</text><text x="10" y="95" style="text-transform:uppercase">all large</text>',
    "words from top to bottom": '<text x="60" y="10" writing-mode="vertical-rl">downwards</text>',
}
"""A habit in words -> a drawing with it."""
EFFECTS: dict[str, str] = {
    "a mask": '<mask id="m"><rect width="150" height="120" fill="#fff"/><circle cx="210" cy="60"'
    ' r="30" fill="#888"/></mask><rect width="300" height="120" fill="#36c" mask="url(#m)"/>',
    "a clip in a clip": '<clipPath id="a"><circle cx="100" cy="60" r="50"/></clipPath>'
    '<clipPath id="b" clip-path="url(#a)"><rect x="80" width="200" height="120"/></clipPath>'
    '<rect width="300" height="120" fill="#c63" clip-path="url(#b)"/>',
    "a clip by the box": '<clipPath id="a" clipPathUnits="objectBoundingBox">'
    '<circle cx=".5" cy=".5" r=".5"/></clipPath>'
    '<rect x="40" y="10" width="200" height="100" fill="#c63" clip-path="url(#a)"/>',
    "a pattern": '<pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse">'
    '<circle cx="10" cy="10" r="6" fill="#c33"/></pattern>'
    '<rect x="10" y="10" width="200" height="90" fill="url(#p)" stroke="#000"/>',
    "arrows": '<marker id="m" markerWidth="10" markerHeight="10" refX="5" refY="5" orient="auto">'
    '<path d="M0 0L10 5L0 10z" fill="#c00"/></marker><path d="M20 100L100 20L200 80L280 20"'
    ' fill="none" stroke="#000" stroke-width="2" marker-mid="url(#m)" marker-end="url(#m)"/>',
    "colours that blend": '<rect width="200" height="80" fill="#d22"/><rect x="100" y="40"'
    ' width="200" height="80" fill="#22d" style="mix-blend-mode:multiply"/>',
    "a shadow": '<filter id="f" x="-20%" y="-20%" width="140%" height="140%"><feDropShadow dx="4"'
    f' dy="4" stdDeviation="2"/></filter><g filter="url(#f)">{HARBOUR}</g>'
    '<text x="40" y="55">sharp</text>',
    "a shadow of words": "<style>.halo{text-shadow:1px 1px #fff,-2px -2px 2px green}</style><rect"
    ' width="300" height="120" fill="#ddd"/><text x="20" y="45" font-size="40" style="text-shadow:'
    '3px 3px 0 #c00">Harbour</text><g class="halo"><text x="150" y="90" text-anchor="middle"'
    ' font-size="30">Two <tspan fill="red">shadows</tspan></text></g>',
    "halos": '<text x="10" y="60" font-size="44" fill="#024" stroke="#fd0" stroke-width="8"'
    ' paint-order="stroke">halo</text><g style="paint-order:stroke fill"><text x="150" y="100"'
    ' font-size="44" fill="#c00" stroke="#9cf" stroke-width="6" stroke-linejoin="round">round</text>'
    "</g>",
    "lines of several spans": '<g font-size="30" text-anchor="middle"><text><tspan x="150" y="45">'
    'Label </tspan><tspan fill="#c00">of</tspan></text><text x="150" y="95">Tide <tspan font-weight='
    '"700">and</tspan> ebb</text></g>',
    "a filter in one word": f'<g style="filter:grayscale(1)">{HARBOUR}</g>',
    "drawings in drawings": '<svg x="20" y="10" width="100" height="100" viewBox="0 0 10 10">'
    '<circle cx="5" cy="5" r="5" fill="#090"/></svg><svg x="150" y="10" width="140" height="50"'
    ' viewBox="0 0 10 10" preserveAspectRatio="none"><rect width="10" height="10" fill="#c3c"/></svg>',
    "symbols": '<symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="none"'
    ' stroke="currentColor"/></symbol><use href="#s" x="10" y="10" width="90" height="90"'
    ' color="#c00"/><use href="#s" x="150" y="30" width="60" height="60" color="#00c"/>',
    "gradients": '<linearGradient id="a" gradientTransform="rotate(30)"><stop stop-color="#c00"/>'
    '<stop offset="1" stop-color="#00c"/></linearGradient><rect x="10" y="20" width="130" height="80"'
    ' fill="url(#a)"/><radialGradient id="b"><stop stop-color="#ff0"/><stop offset="1"'
    ' stop-color="#083" stop-opacity=".4"/></radialGradient><ellipse cx="220" cy="60" rx="70" ry="40"'
    ' fill="url(#b)" stroke="none"/><path d="M20 110Q150 0 290 110" fill="none" stroke-width="9"'
    ' stroke="url(#a)"/>',
    "a gradient that comes back": '<radialGradient id="r" fx=".3" fy=".3" spreadMethod="reflect"'
    ' r=".3"><stop stop-color="#ff0"/><stop offset="1" stop-color="#c00"/></radialGradient>'
    '<rect width="280" height="110" fill="url(#r)"/>',
    "a stroke that no scale widens": '<g transform="scale(4)"><path d="M5 5L60 25" stroke="#000"'
    ' stroke-width="2" vector-effect="non-scaling-stroke"/></g>',
    "turned about a point": "<style>.a{transform:translate(40px,20px) rotate(15deg);"
    "transform-origin:50px 30px}.b{transform-box:fill-box;transform-origin:center;"
    'transform:rotate(45deg)}</style><rect class="a" width="100" height="60" fill="#39c"/>'
    '<rect class="b" x="200" y="40" width="50" height="50" fill="#c93"/>',
    "rules for paper and night": "<style>rect{fill:#0a0}@media print{rect{fill:#f00}}"
    "@media (prefers-color-scheme:dark){rect{fill:#00f}}</style>"
    '<rect width="200" height="100"/>',
    "shapes by rules": "<style>circle{cx:100px;cy:60px;r:40px;fill:#639}</style><circle/>",
    "half seen": '<g opacity=".5"><rect width="120" height="80" fill="#f00"/>'
    '<rect x="60" y="40" width="120" height="80" fill="#00f"/></g>',
}


def drawing_of(inside: str) -> bytes:
    """Return a drawing of 300 by 120 pixels, in Literata of 16."""
    return f"{HEAD}{inside}</svg>".encode()
