"""Broken publications: sound ones damaged, and soup of Markdown's signs."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from generated import Document, sound
from generated_text import NAMED, ODD, SCRIPTS, UNPRINTABLE, WILD, Pen
from hypothesis import strategies as st

SIGNS = (
    "* ** *** _ __ ~ ~~ ^ ^^ == ++ ` `` ``` ```` ~~~ [ ] ( ) { } {# {. } ![ ]( [^n1] [^n1]: [^ <"
    " > </ />"
    " | |---| : --- - + 1. a. i. # ## ####### > /// ////// ///| : \\ \\\\ & &amp; &# &#0; &#xD800;"
    " &#x110000; {{ }} {{include: {{board}} <!-- --> <![CDATA[ ]]> <?php ?> <!DOCTYPE *[ABQ]: [x]"
    " Figure: Table: Listing: Credit: Source: Figures: {role=presentation} {#id1} {lang=he}"
    ' {linenums=1} linenums="x" hl_lines="1-99999" https:// mailto: <a@b.c> <b> </b> <p> </p> <div>'
    " </div> <table> </table> <tr> <td> <span> <br> <hr/> <pre> <code> <script>"
    " <style> <svg> <math>"
    " <title> <body> <html> <head> <textarea> <select> <template> <noscript> <plaintext>"
    " <li> <dt> <h1>"
    ' markdown="1" <div markdown="1"> <section class="notes"> <a class="noteref" id=x>'
    " ::: ::::: :::{ !!! ??? [!NOTE] $ $$ \\( \\] \\begin{align} ^[ +---+---+ +===+ @fig-id1 [@"
    " {-} {.x {width=50% {#a%b} <details> <summary> <a name <img <center> <my-x> === --- ----"
    " <https:// www. &copy &#x3b1; \\newpage [TOC] {{< {% => ``` ```{ % c."
    " <figure> <figcaption> <dl> <dd> <svg> <path> <ruby> <rt> data:image/png;base64, ]: #w0001q"
    " images/one.svg images/ ../ % %% \t \u00a0 '' \"\" ... -- w0001q word"
).split(" ")
JOINTS = ("", "", " ", " ", "\n", "\n\n", "\n    ", "\n> ", "\n- ", "    ")
Damage = Callable[[Pen, str], str]


@st.composite
def broken(draw: st.DrawFn) -> Document:
    """Return a publication whose texts keep to nothing."""
    pen = Pen(draw)
    document = draw(sound())
    files = dict(document.files)
    for name in [each for each in files if each.endswith(".md")]:
        if pen.chance(4):
            files[name] = f"{files[name][: files[name].index(chr(10))]}\n\n{_soup(pen)}\n"
            continue
        for _ in pen.many(1, 3):
            files[name] = pen.pick(*DAMAGES)(pen, files[name])
    return replace(document, files=files, marks=(), must=frozenset(), is_sound=False)


def _soup(pen: Pen) -> str:
    rare = (*NAMED, *ODD, *SCRIPTS, *UNPRINTABLE, *WILD)
    pieces = [
        pen.pick(*(rare if pen.chance(15) else SIGNS)) + pen.pick(*JOINTS) for _ in pen.many(1, 40)
    ]
    return "".join(pieces)


def _at(pen: Pen, things: Sequence[object]) -> int:
    return int(pen.draw(st.integers(0, max(len(things) - 1, 0))))


def _line_lost(pen: Pen, text: str) -> str:
    lines = text.split("\n")
    del lines[_at(pen, lines)]
    return "\n".join(lines)


def _line_twice(pen: Pen, text: str) -> str:
    lines = text.split("\n")
    lines.insert(_at(pen, lines), lines[_at(pen, lines)])
    return "\n".join(lines)


def _lines_shuffled(pen: Pen, text: str) -> str:
    lines = text.split("\n")
    start = _at(pen, lines)
    some = lines[start : start + 8]
    return "\n".join([*lines[:start], *pen.draw(st.permutations(some)), *lines[start + 8 :]])


def _line_moved(pen: Pen, text: str) -> str:
    """Move a line to the right or to the left."""
    lines = text.split("\n")
    at = _at(pen, lines)
    lines[at] = pen.pick("    ", "  ", "> ", "- ", "\t", "") + lines[at].lstrip(pen.pick(" ", "> "))
    return "\n".join(lines)


def _sign_lost(pen: Pen, text: str) -> str:
    found = [n for n, sign in enumerate(text) if not sign.isalnum() and sign != " "]
    at = found[_at(pen, found)] if found else 0
    return text[:at] + text[at + 1 :]


def _sign_added(pen: Pen, text: str) -> str:
    at = _at(pen, text)
    return text[:at] + pen.pick(*SIGNS) + text[at:]


def _cut_short(pen: Pen, text: str) -> str:
    return text[: _at(pen, text)]


def _blank_lines_lost(pen: Pen, text: str) -> str:
    at = _at(pen, text)
    return text[:at] + text[at:].replace("\n\n", "\n", 3)


DAMAGES: tuple[Damage, ...] = (
    _line_lost,
    _line_twice,
    _lines_shuffled,
    _line_moved,
    _sign_lost,
    _sign_added,
    _sign_added,
    _cut_short,
    _blank_lines_lost,
)
