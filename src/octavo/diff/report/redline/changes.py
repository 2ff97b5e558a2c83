"""The list of changes that a redline begins with: each leads to its place in the text."""

from collections.abc import Mapping, Sequence

from octavo.constructs.figures import FIGURES
from octavo.constructs.listings import is_code
from octavo.diff.report.entries import ReportEntry, in_quotes, place_of
from octavo.diff.report.redline.marks import DEL, INS, MARK, NOTE
from octavo.diff.report.redline.spoken_marks import LINES
from octavo.diff.report.redline.spoken_pictures import SIGNS
from octavo.languages import Language
from octavo.markup.tree import Element, add_text, child, new

SLUG = "redline-changes"
ANCHOR = "redline-change-"
LEGEND = "redline-legend"


def change_list(
    entries: Sequence[ReportEntry],
    places: Mapping[str, Element],
    words: Language,
    title: str,
    heading: str,
) -> list[Element]:
    """Return the heading, what the marks mean, and the changes under the titles of sections.

    ``places`` are the elements of blocks; those that have no id are given one to link to.
    """
    head = new(heading, words.word("changes"), id=f"{SLUG}-title")
    found = [head, *([new("p", title)] if title else [])]
    if not entries:
        return [*found, new("p", words.word("no_changes"))]
    found.append(_legend(words))
    section: tuple[str, ...] | None = None
    items = None
    for entry in entries:
        if entry.path != section or items is None:
            section = entry.path
            if section:
                found.append(new("p", " / ".join(section), class_="redline-section"))
            items = new("ul", class_="redline-list")
            found.append(items)
        items.append(_item(entry, places, words))
    return found


def explain_pages(
    told: list[Element], entries: Sequence[ReportEntry], words: Language, sides: tuple[str, str]
) -> None:
    """Put below the legend of which editions the pages are that the list tells: a redline has pages
    of its own."""
    shown = next((e for e in entries if all(e.pages) and e.pages[0] != e.pages[1]), None)
    legend = next((n for n, node in enumerate(told) if node.get("class") == LEGEND), None)
    if shown is None or legend is None or not all(sides):
        return
    said = f"{place_of(shown, words)}{words.word('colon')}{' → '.join(sides)}"
    told.insert(legend + 1, new("p", said, class_=LEGEND))


def _legend(words: Language) -> Element:
    samples = {"added": INS, "removed": DEL}
    marks = {name: f"\ue000{name}\ue000" for name in samples}
    found = new("p", class_=LEGEND)
    for n, part in enumerate(words.word("changes_legend", **marks).split("\ue000")):
        if n % 2:
            sample = child(found, samples[part], " … ".join(SIGNS[samples[part]]))
            sample.set(MARK, NOTE)
        elif len(found):
            found[-1].tail = part
        else:
            found.text = part
    return found


def _item(entry: ReportEntry, places: Mapping[str, Element], words: Language) -> Element:
    """Return a change: its page leads to it, or its last passage where no page is known."""
    item = new("li")
    spots = (*entry.event.new, *entry.event.old)
    place = next((places[spot.block] for spot in spots if spot.block in places), None)
    href = f"#{_id_of(place, entry)}" if place is not None else ""
    page = place_of(entry, words)
    if page:
        _link(item, page, href).tail = words.word("colon")
    first = entry.lines[0] if entry.lines else ()
    quoted = [said for said in first if said.is_quoted]
    leading = (quoted or list(first))[-1:]
    for n, line in enumerate(entry.lines):
        for said in line:
            is_leading = not page and n == 0 and any(said is each for each in leading)
            text = in_quotes(said.text, words) if said.is_quoted else said.text
            if said.is_quoted or (is_leading and href):
                _link(item, text, href if is_leading else "")
            else:
                add_text(item, text)
        if n + 1 < len(entry.lines):
            add_text(item, "; ")
    return item


def _link(item: Element, text: str, href: str) -> Element:
    return child(item, "a", text, href=href) if href else child(item, "span", text)


def _id_of(place: Element, entry: ReportEntry) -> str:
    """Return the id of an element, or that of an anchor that is put at its beginning."""
    if place.get("id"):
        return str(place.get("id"))
    lines = [node for node in place.iter() if node.tag in LINES or is_code(node)]
    home = (
        lines[0]
        if lines
        else next(iter(place.iterancestors(*LINES, *FIGURES.containers, "div")), place)
    )
    if home.get("id"):
        return str(home.get("id"))
    first = home[0] if len(home) else None
    if first is not None and (first.get("id") or "").startswith(ANCHOR) and not home.text:
        return str(first.get("id"))
    anchor = new("span", id=f"{ANCHOR}{entry.event.id}")
    anchor.set(MARK, NOTE)
    anchor.tail, home.text = home.text, None
    home.insert(0, anchor)
    return str(anchor.get("id"))
