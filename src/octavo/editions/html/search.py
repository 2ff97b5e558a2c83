"""The pages of a site -> search.js: the words of every section, for a search without a server."""

import json
from collections.abc import Mapping, Sequence

from octavo.editions.html.index_words import index_words, is_index
from octavo.markup.tree import HEADINGS, Element, elements, has_class, is_element, text_of

FURNITURE = ("contents", "skip")


def search_index(pages: Sequence[tuple[str, str, Element]]) -> bytes:
    """Return the index of pages (file, title, body), as a script that any page can load.

    It assigns rows [address, heading, title of the page, words], one a section in reading order; a
    script, since browsers let no page that was opened from a disk read a data file. Where the work
    has an index, a section that it leads to has the words of the index as a fifth member; the index
    itself is not found.
    """
    known = index_words([(file, body) for file, _, body in pages])
    rows = [_with_words(row, known) for page in pages for row in _rows(*page)]
    told = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"octavoSearch({told});\n".encode()


def _with_words(row: list[str], known: Mapping[str, list[str]]) -> list[str | list[str]]:
    words = known.get(row[0], [])
    return [*row, words] if words else [*row]


def _rows(file: str, title: str, body: Element) -> list[list[str]]:
    rows: list[list[str]] = [[file, title, title, ""]]
    gathered: list[list[str]] = [[]]
    _gather(body, file, title, rows, gathered)
    for row, words in zip(rows, gathered, strict=True):
        row[3] = " ".join(" ".join(words).split())
    return [row for row in rows if row[3] or row[1] != title]


def _gather(
    node: Element, file: str, title: str, rows: list[list[str]], gathered: list[list[str]]
) -> None:
    for each in node:
        if is_element(each) and not _is_passed_over(each):
            if each.tag in HEADINGS[1:] and each.get("id"):
                rows.append([f"{file}#{each.get('id')}", text_of(each), title, ""])
                gathered.append([])
            elif _is_leaf(each):
                gathered[-1].append(text_of(each))
            else:
                gathered[-1].append(each.text or "")
                _gather(each, file, title, rows, gathered)
        gathered[-1].append(each.tail or "")


def _is_passed_over(node: Element) -> bool:
    """Tell whether an element only leads elsewhere."""
    return is_index(node) or any(has_class(node, name) for name in FURNITURE)


def _is_leaf(node: Element) -> bool:
    """Tell whether no section begins inside an element."""
    return not any(each.get("id") for each in elements(node, *HEADINGS))
