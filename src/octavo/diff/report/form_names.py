"""How a block is set -> plain words for it: what it is, and the lists and boxes that it is in."""

import re

SET_OTHERWISE = frozenset(("recast", "relevelled"))
"""Changes whose values are names of elements, which mean nothing to readers."""
KINDS = {"p": "paragraph", "li": "item", "dt": "term", "dd": "definition", "h1": "chapter"}
KINDS |= {f"h{level}": "section" for level in range(2, 7)}
"""How kinds of blocks are told that are no words of the trade."""
_LISTS = {"ul": "a list with bullets", "ol": "a numbered list", "dl": "a list of terms"}
_LETTERS = {"a": "a list a, b, c", "A": "a list A, B, C", "i": "a list i, ii, iii"}
_LETTERS |= {"I": "a list I, II, III"}
_OTHERS = {"blockquote": "a quotation", "admonition": ""}
_TITLE = re.compile(r"(.*) (“.*”)")


def name_form(said: str) -> str:
    """Return words for what an event ``recast`` or ``relevelled`` says of a block, or of a box with
    its title."""
    if re.fullmatch(r"h[1-6]", said):
        return f"heading of level {said[1]}"
    if box := _TITLE.fullmatch(said):
        return f"{_around(box[1].split())[-1]} {box[2]}"
    *around, kind = said.split() or [""]
    return ", in ".join([KINDS.get(kind, kind), *reversed(_around(around))])


def name_forms(before: str, after: str) -> tuple[str, str]:
    """Return words for how a block was set and for how it is set, without the lists and boxes that
    both stand in."""
    old, new = before.split(), after.split()
    if _TITLE.fullmatch(before or after) or not (old and new):
        return name_form(before) if before else "", name_form(after) if after else ""
    shared = 0
    for one, other in zip(old[:-1], new[:-1], strict=False):
        if one != other:
            break
        shared += 1
    if shared and old[shared - 1] == "ol":
        shared -= 1  # the kind of numbers that it has may differ
    return name_form(" ".join(old[shared:])), name_form(" ".join(new[shared:]))


def title_in(said: str) -> str:
    """Return the title that an event says of a box; '' for none."""
    box = _TITLE.fullmatch(said)
    return box[2].strip("“”") if box else ""


def _around(names: list[str]) -> list[str]:
    """Return words for each list and box, from the outermost."""
    found: list[str] = []
    for n, name in enumerate(names):
        before = names[n - 1] if n else ""
        if before == "ol" and name in _LETTERS:
            found[-1] = _LETTERS[name]
        elif told := _OTHERS.get(name, _LISTS.get(name, name.removeprefix("admonition-"))):
            found.append(told)
    return found
