"""The scripts whose faces were fetched -> the rules by which style sheets set them.

What they say for each script stands in fetched_fonts.json: its families, and how its lines stand.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from octavo.fonts.font_table import EAST, EMOJI, Script, families_of, font_table

MORE = {"--text-more": "serif", "--sans-more": "sans"}
"""Token that names the companions of a theme's faces -> which family of a script joins them."""
MARKS = frozenset({*range(0x300, 0x370), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x2100)})
"""Marks on letters of Latin, Greek and Cyrillic that are signs of their own."""
PAIRING, PAIRED = "Noto Serif", "paired"
"""The family that sets marks over any letter, and the class of what it sets for the text's face."""
PAIR_RULE = f'.{PAIRED} {{ font-family: "{PAIRING}", var(--text), var(--text-more), serif }}'
JOINED = "emoji"
"""The class of signs that make one picture."""
JOIN_RULE = f'.{JOINED} {{ font-family: "{families_of(EMOJI)[0]}", var(--text), var(--text-more) }}'
BLOCKS = ("div", "p", "blockquote")
"""What a passage in another language may be, if not words of a line."""
PRINT_LEAD_PT, NOTE_LEAD_PT, SCREEN_LEAD_REM = 14.5, 11.3, 1.6
"""How far apart lines of Latin letters stand in the built-in themes."""


LEADS = {
    ("h1", "h2", "h3", "h4", "h5", "h6", ".title", ".subtitle", ".contents-title"): 1.2,
    ("figcaption", "caption", ".source", "table"): 1.42,
    ("pre",): 1.45,
}
"""What does not stand as far apart as the text -> how far, in its size, if not for the script."""


def families_by_script(
    known: Collection[str], companions: Sequence[str], code: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return key -> the families that publications in its languages are set in, of the scripts
    that were fetched.

    Letters of Latin stand beside them in Noto, of which they are, too; those for East Asia have
    them.
    """
    latin = tuple(name for name in companions if name in ("Noto Serif", "Noto Sans"))
    return {
        key: (*script.families, *(() if key in EAST else latin), *code)
        for key, script in font_table().scripts.items()
        if all(name in known for name in script.families)
    }


def face_tokens(scripts: Sequence[Script], told: Mapping[str, str]) -> str:
    """Return the tokens that name the faces of scripts, and how their letters are stressed.

    ``told``: what the tokens say so far. Emphasis is weight: these faces have no slope, and their
    letters, joined or stacked, are never spaced apart.
    """
    rules = [f":root {{ {'; '.join(_companions(scripts, told))} }}"]
    for script in scripts:
        if script.languages:
            rules += _of_script(script)
    if any(script.key == EMOJI for script in scripts):
        rules.append(JOIN_RULE)
    return "\n".join(rules)


def _companions(scripts: Sequence[Script], told: Mapping[str, str]) -> Iterator[str]:
    for token, kind in MORE.items():
        own = [f'"{script.sans if kind == "sans" else script.serif}"' for script in scripts]
        yield f"{token}: {', '.join([*([told[token]] if told.get(token) else []), *own])}"


def _of_script(script: Script) -> Iterator[str]:
    """Yield the rules for publications in the languages of a script, and for passages."""
    faces = {"--text": script.serif, "--display": script.serif, "--sans": script.sans}
    values = [f'{token}: "{family}"' for token, family in faces.items()]
    values += ["--passage: 1em", *([f"--align: {script.align}"] if script.align else [])]
    yield f"{_select(':root:lang({})', script)} {{ {'; '.join(values)} }}"
    yield (
        f"{_select(':lang({})', script)} {{ font-style: normal !important; "
        "font-variant-caps: normal !important; letter-spacing: 0 !important }"
    )
    yield f"{_select('em:lang({})', script)} {{ font-weight: 700 }}"
    levels = [f".level-{level}:lang({{}})" for level in range(3, 7)]
    yield f"{', '.join(_select(each, script) for each in levels)} {{ font-weight: 700 }}"
    if not script.is_hyphenated:
        yield f"{_select(':lang({})', script)} {{ hyphens: manual }}"
    align = f"; text-align: {script.align}" if script.align else ""
    yield (
        f"{_select('[lang|={}]:not(html)', script)} "
        f'{{ font-family: "{script.serif}", var(--text), var(--text-more), serif{align} }}'
    )


def lead_rules(scripts: Sequence[Script], sheets: Sequence[str]) -> Iterator[str]:
    """Yield the rules that give lines of high letters room, on pages and on screens."""
    for script in scripts:
        if script.lead == 1 or not script.languages:
            continue
        for names, own in LEADS.items() if "base.css" in sheets else ():
            found = ", ".join(_select(f"html:lang({{}}) {each}", script) for each in names)
            yield f"{found} {{ line-height: {own * script.lead:.3g} }}"
        if "print.css" in sheets:
            lead = _spell(PRINT_LEAD_PT * script.lead, "pt")
            notes = _spell(NOTE_LEAD_PT * script.lead, "pt")
            told = f"--lead: {lead}; --note-lead: {notes}; line-height: {lead}"
            yield f"{_select('html:lang({})', script)} {{ {told} }}"
            blocks = ", ".join(_select(f"{each}[lang|={{}}]", script) for each in BLOCKS)
            yield f"{blocks} {{ line-height: {lead} }}"
        if "screen.css" in sheets:
            lead = _spell(SCREEN_LEAD_REM * script.lead, "rem")
            yield f"{_select(':root:lang({})', script)} {{ --lead: {lead} }}"


def _spell(number: float, unit: str) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") + unit


def _select(pattern: str, script: Script) -> str:
    """Return selectors of a pattern for each language; an attribute has it in quotes."""
    quote = '"' if "|=" in pattern else ""
    return ", ".join(pattern.format(f"{quote}{language}{quote}") for language in script.languages)
