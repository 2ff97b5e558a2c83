"""A work's own index -> the words under which readers look for its sections."""

from collections.abc import Iterator, Sequence

from octavo.markup.tree import (
    HEADINGS,
    Element,
    ancestors,
    characters,
    elements,
    in_one_line,
    is_element,
)

INDEX_ROLE = "doc-index"
_MARKS = " ,;:.–—"


def index_words(pages: Sequence[tuple[str, Element]]) -> dict[str, list[str]]:
    """Return, for addresses of sections, the words by which the index leads there, each once.

    Pages are (file, body), their links aimed. A place within a section counts for that section.
    """
    homes = {name: home for page in pages for name, home in _homes(*page)}
    found: dict[str, list[str]] = {}
    for file, body in pages:
        for words, href in _entries(body):
            address = f"{file}{href}" if href.startswith("#") else href
            known = found.setdefault(homes.get(address, address), [])
            if words and words not in known:
                known.append(words)
    return found


def _homes(file: str, body: Element) -> Iterator[tuple[str, str]]:
    """Yield the address of each id, and that of the section that it stands in."""
    here = file
    for node in body.iter():
        if is_element(node) and node.get("id"):
            address = f"{file}#{node.get('id')}"
            here = address if node.tag in HEADINGS[1:] else here
            yield address, here


def is_index(node: Element) -> bool:
    """Tell whether an element is the index of the work."""
    return node.tag == "section" and node.get("role") == INDEX_ROLE


def _entries(body: Element) -> Iterator[tuple[str, str]]:
    """Yield the words of each entry with each of its links."""
    for section in filter(is_index, elements(body, "section")):
        for item in elements(section, "li"):
            words, links = _entry(item)
            yield from ((each, link) for link in links for each in words)
        for listed in elements(section, "dl"):
            yield from _term_entries(listed)


def _entry(item: Element) -> tuple[list[str], list[str]]:
    """Return the words of a member of a list, after those of the members that hold it; its links.

    An entry's words are what stands before its first link; commas part words for the same thing.
    """
    above = " ".join(reversed([_before_links(each) for each in ancestors(item, "li")]))
    words = [f"{above} {each}".strip() for each in _before_links(item).split(", ")]
    links = [each for each in elements(item, "a") if next(iter(ancestors(each, "li"))) is item]
    return words, [href for each in links if (href := each.get("href"))]


def _before_links(item: Element) -> str:
    return in_one_line("".join(_words(item))).strip(_MARKS)


def _words(node: Element) -> Iterator[str]:
    """Yield the strings of an entry up to its first link or to the list below it."""
    yield node.text or ""
    for each in node:
        if not is_element(each):
            continue
        if each.tag in ("a", "ul", "ol") or elements(each, "a"):
            if each.tag not in ("a", "ul", "ol"):
                yield from _words(each)
            return
        yield characters(each)
        yield each.tail or ""


def _term_entries(listed: Element) -> Iterator[tuple[str, str]]:
    """Yield the terms of a definition list with the links of what stands below them."""
    terms: list[str] = []
    is_open = False
    for each in listed:
        if each.tag == "dt":
            terms = [*(terms if is_open else ()), *_before_links(each).split(", ")]
            is_open = True
        elif each.tag == "dd":
            is_open = False
            links = [href for link in elements(each, "a") if (href := link.get("href"))]
            yield from ((term, link) for link in links for term in terms)
