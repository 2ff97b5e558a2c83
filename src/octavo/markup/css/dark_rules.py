"""A theme's sheets and somebody's own -> the dark colours that the own ones would take away.

A colour that ``own.css`` gives a token is meant for the light. It comes last, so it would hold in
the dark too, on a dark ground: the theme's dark ones are said again behind it, except where the
sheet has dark ones of its own.
"""

from functools import lru_cache

from octavo.markup.css.contrast import DARK, scheme
from octavo.markup.css.sheet_rules import read_rules


@lru_cache(maxsize=16)  # each step of a build asks for the same sheets
def dark_again(theirs: str, own: str) -> str:
    """Return the rule that stands behind ``own``; '' where it takes nothing away."""
    if DARK not in theirs or "--" not in own:
        return ""
    rules, own_rules = read_rules(theirs)[0], read_rules(own)[0]
    light, dark = scheme(rules, False), scheme(rules, True)
    own_light, own_dark = scheme(own_rules, False), scheme(own_rules, True)
    lost = [
        f"{name}: {value[0]}"
        for name, value in dark.items()
        if value != light.get(name) and name in own_light and own_dark.get(name) == own_light[name]
    ]
    return f"@media ({DARK}) {{ :root {{ {'; '.join(lost)} }} }}" if lost else ""
