"""Whose each change is -> lines for a terminal, plain data, and a page to look at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from octavo.diff.match.events import Event
from octavo.diff.match.three_ways import AUTHOR, BOTH, CONFLICT, EDITOR, WHOSE, Contribution
from octavo.diff.report.differences import SCHEMA, lines, plain_event
from octavo.diff.report.entries import entries
from octavo.languages import Language

HEADS = {CONFLICT: "conflicts", BOTH: "changed alike by both"}
STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fffefa }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin-block: 1rem 2rem }
th, td { text-align: start; vertical-align: top;
  padding: .4rem .8rem; border-block-start: 1px solid #bbb; overflow-wrap: anywhere }
td:first-child, th:first-child { width: 14rem; font-size: .85em }
ul { margin: 0; padding-inline-start: 1.2em }
.conflict td { background: #fdf0ea }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #181818 } .conflict td { background: #40261c }
}
"""


def three_way_lines(
    found: Sequence[Contribution], names: tuple[str, str, str], full: bool
) -> Iterator[str]:
    """Yield what a terminal shows: counts, then conflicts, what both have done, and each alone."""
    base, *sides = names
    counts = Counter(each.whose for each in found)
    heads = {**HEADS, AUTHOR: f"only {sides[0]}", EDITOR: f"only {sides[1]}"}
    told = ", ".join(f"{heads[whose]} {counts[whose]}" for whose in WHOSE if counts[whose])
    yield f"{base} → {sides[0]} | {sides[1]}: {told or 'no difference'}"
    for whose in WHOSE:
        chosen = [each for each in found if each.whose == whose]
        if chosen:
            yield from ("", heads[whose])
        for each in chosen:
            if whose == CONFLICT:
                yield ""
            for name, events in zip(sides, (each.author, each.editor), strict=True):
                if whose == CONFLICT:
                    yield f"  {name}"
                if whose != BOTH or name == sides[0]:
                    yield from _indent(events, full)


def _indent(events: Sequence[Event], full: bool) -> Iterator[str]:
    for event in events:
        _, *told = lines([event], full=True) if full else lines([event])
        yield from (f"  {line}" for line in told if line)


def three_way_data(found: Sequence[Contribution], names: tuple[str, str, str]) -> dict[str, object]:
    """Return whose each change is, as plain data."""
    counts = Counter(each.whose for each in found)
    return {
        "schema": SCHEMA,
        **dict(zip(("base", "author", "editor"), names, strict=True)),
        "counts": {whose: counts[whose] for whose in WHOSE if counts[whose]},
        "changes": [
            {
                "whose": each.whose,
                "author": [plain_event(event) for event in each.author],
                "editor": [plain_event(event) for event in each.editor],
            }
            for each in found
        ],
    }


def three_way_page(
    found: Sequence[Contribution], names: tuple[str, str, str], words: Language
) -> str:
    """Return a page of HTML, whole in itself: conflicts side by side, then all else."""
    base, *sides = names
    title = words.word("changes_from", old=base, new=f"{sides[0]}, {sides[1]}")
    heads = {CONFLICT: words.word("conflicts"), BOTH: words.word("agreed")}
    heads |= {AUTHOR: sides[0], EDITOR: sides[1]}
    parts = [
        f'<!DOCTYPE html>\n<html lang="{escape(words.tag)}" dir="{words.direction}">',
        '<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>",
        f"<body>\n<main>\n<h1>{escape(title)}</h1>",
    ]
    if not found:
        parts.append(f"<p>{escape(words.word('no_changes'))}</p>")
    for whose in WHOSE:
        chosen = [each for each in found if each.whose == whose]
        if chosen:
            parts.append(f"<h2>{escape(heads[whose])} ({len(chosen)})</h2>")
            parts += _table(chosen, whose, (sides[0], sides[1]), words)
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def _table(
    chosen: Sequence[Contribution], whose: str, sides: tuple[str, str], words: Language
) -> Iterator[str]:
    columns = sides if whose == CONFLICT else ()
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    yield f'<table class="{whose}">'
    if columns:
        yield f'<thead><tr><th scope="col">{escape(words.word("section"))}</th>{cells}</tr></thead>'
    yield "<tbody>"
    for each in chosen:
        both = (each.author, each.editor) if whose == CONFLICT else (each.author or each.editor,)
        event = (*each.author, *each.editor)[0]
        spots = (*event.old, *event.new)
        path = " / ".join(spots[0].path) if spots else words.word("title_page")
        told = "".join(f"<td><ul>{''.join(_items(events, words))}</ul></td>" for events in both)
        yield f'<tr><th scope="row">{escape(path)}</th>{told}</tr>'
    yield "</tbody>\n</table>"


def _items(events: Sequence[Event], words: Language) -> Iterator[str]:
    for entry in entries(events, words, {}):
        for line in entry.lines or ((),):
            said = "".join(
                f"<q>{escape(part.text)}</q>" if part.is_quoted else escape(part.text)
                for part in line
            )
            yield f"<li>{said or escape(entry.event.level)}</li>"
