"""A cover drawn from the metadata: an SVG whose letters are outlines, so that it needs no font."""

from xml.sax.saxutils import escape

from octavo.fonts import letters_of
from octavo.model import Asset
from octavo.pages.css import tokens
from octavo.pages.facts import Facts
from octavo.pages.letters import Letters, letters
from octavo.themes import Theme, is_colour
from octavo.workshop import Workshop

WIDTH, HEIGHT, MARGIN = 1600, 2560, 160
PATH = "octavo-cover.svg"
ROOM = WIDTH - 2 * MARGIN


def drawn_cover(workshop: Workshop, theme: Theme, facts: Facts) -> Asset:
    """Return the cover picture, 1600 x 2560: series, title, subtitle, byline."""
    look = {**theme.cover, **_own_colours(workshop, theme)}
    names = dict.fromkeys((look["face"], *theme.all_families))
    face = letters(*letters_of(workshop, names), direction=facts.direction)
    size = _title_size(face, facts.title)
    titles = wrapped(face, facts.title, size)
    below = 480 + size + round(len(titles) * size * 1.12)
    rule = f'<rect x="{MARGIN}" y="300" width="{ROOM}" height="6" fill="{look["accent"]}"/>'
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{look["ground"]}"/>',
        rule,
        _lines(face, [facts.series or facts.publisher], 64, 240, look["ink"]),
        _lines(face, titles, size, 480 + size, look["ink"]),
        _lines(face, wrapped(face, facts.subtitle, 84)[:6], 84, below + 60, look["accent"]),
        _lines(face, wrapped(face, facts.byline, 84)[:3], 84, HEIGHT - 320, look["ink"]),
    ]
    label = escape(f"{facts.title}, {facts.byline}", {'"': "&quot;"})
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><title>{label}</title>{"".join(parts)}</svg>\n'
    )
    return Asset(PATH, svg.encode(), "image/svg+xml", WIDTH, HEIGHT)


def _own_colours(workshop: Workshop, theme: Theme) -> dict[str, str]:
    """Return the colours that tokens give the cover: ``--cover-ground``, ``-ink``, ``-accent``."""
    found = tokens(theme.sheet(workshop, "tokens.css"))
    given = {part: found.get(f"--cover-{part}", "") for part in ("ground", "ink", "accent")}
    return {part: colour for part, colour in given.items() if is_colour(colour)}


def wrapped(face: Letters, words: str, size: float) -> list[str]:
    """Return the words in as few lines as fit between the margins, about equally long."""
    lines = _filled(face, words, size, ROOM)
    for room in range(ROOM - 40, ROOM // 3, -40):
        narrower = _filled(face, words, size, room)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _filled(face: Letters, words: str, size: float, room: float) -> list[str]:
    """Return the words in lines, each as full as the room allows."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _title_size(face: Letters, title: str) -> int:
    """Return the largest size at which the title takes at most five lines and no word is cut."""
    for size in (230, 200, 175, 150, 130, 110):
        lines = wrapped(face, title, size)
        if len(lines) <= 5 and all(face.width(line, size) <= ROOM for line in lines):
            return size
    return 96


def _left(face: Letters, line: str, size: float) -> float:
    """Return where a line begins: at the left margin, or so that it ends at the right one."""
    return WIDTH - MARGIN - face.width(line, size) if face.is_rtl else MARGIN


def _lines(face: Letters, lines: list[str], size: float, top: float, fill: str) -> str:
    """Return ``<path>`` elements, the first line's baseline at ``top``."""
    paths = [
        face.path(line, size, _left(face, line, size), top + n * size * 1.12)
        for n, line in enumerate(lines)
    ]
    return "".join(f'<path fill="{fill}" d="{path}"/>' for path in paths if path)
