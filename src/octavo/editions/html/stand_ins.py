"""Faces of the machine, made as wide as ours: what a page shows until its own faces are there.

A site's faces come in files of their own. The words should stand where they will stay, or the page
jumps under its reader. A stand-in has only signs that every face of ours with Latin letters has,
and the size at which a line of it is as long as ours.
"""

import re
from collections.abc import Mapping, Sequence

from octavo.core.workshop import Workshop
from octavo.fonts.bundled import Cut, advances, is_sans
from octavo.fonts.face_rules import face_rule

SHARES = {
    " ": 180,
    "e": 102,
    "t": 75,
    "a": 65,
    "o": 62,
    "i": 57,
    "n": 57,
    "s": 53,
    "r": 50,
    "h": 50,
    "d": 33,
    "l": 33,
    "u": 23,
    "c": 22,
    "m": 20,
    "f": 20,
    "w": 17,
    "g": 16,
    "p": 15,
    "y": 14,
    "b": 13,
    "v": 8,
    "k": 5,
}
"""How often a sign occurs in English, of about a thousand."""
SERIF: Mapping[tuple[str, ...], float] = {
    ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "Times"): 0.3985,
    ("Noto Serif",): 0.4772,
    ("DejaVu Serif",): 0.5105,
}
SANS: Mapping[tuple[str, ...], float] = {
    ("Arial", "Liberation Sans", "Arimo", "Nimbus Sans", "Helvetica", "Roboto"): 0.4398,
    ("DejaVu Sans",): 0.5051,
}
"""Names of faces as wide as each other -> the mean width of a sign by these shares, in em. The
first that a machine has is shown: Windows, macOS and most Linux desktops; Android; a bare Linux."""
SIGNS = "U+20-7E, U+A0-FF, U+2010-2026"
_TOKEN = re.compile(r'(?<=[\s;{])(--(?:text|display|sans):\s*"([^"]+)")')


def stand_ins(workshop: Workshop, cuts: Sequence[Cut], sheet: str) -> str:
    """Return the style sheet with a stand-in behind each face of its text that ``cuts`` brings."""
    brought = {cut.family: cut for cut in reversed(cuts)}  # of each family its first, the regular
    asked = dict.fromkeys(family for _, family in _TOKEN.findall(sheet) if family in brought)
    rules = {family: _rules(workshop, brought[family]) for family in asked}

    def name_stand_ins(found: re.Match[str]) -> str:
        names = (f'"{name}"' for name in rules.get(found[2], {}))
        return ", ".join([found[1], *names])

    faces = [rule for each in rules.values() for rule in each.values()]
    return "\n".join([*faces, _TOKEN.sub(name_stand_ins, sheet)])


def _rules(workshop: Workshop, cut: Cut) -> dict[str, str]:
    """Return name -> rule of the stand-ins of a cut; none where it lacks Latin letters."""
    widths = advances(workshop, cut, "".join(SHARES))
    if len(widths) < len(SHARES):
        return {}
    own = sum(widths[sign] * share for sign, share in SHARES.items()) / sum(SHARES.values())
    made = {}
    for local, width in (SANS if is_sans(cut.family) else SERIF).items():
        name = f"{cut.family} as {local[0]}"
        sources = ", ".join(f'local("{face}")' for face in local)
        told = {"size-adjust": f"{100 * own / width:.1f}%", "unicode-range": SIGNS}
        made[name] = face_rule(name, told, sources)
    return made
