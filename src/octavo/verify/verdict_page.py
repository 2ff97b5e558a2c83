"""A verdict on a release -> one HTML page that holds all, runs nothing and asks nobody."""

import base64
import hashlib
import re
from collections.abc import Mapping

from octavo.markup.tree import Element, child, new, serialise
from octavo.verify.layers import MEANINGS
from octavo.verify.verdict import SHOWN, WORDS, Departure, Verdict

LONGEST = 40
"""Signs of a version; a longer one is a digest, which is shown in part."""
STYLE = """
:root { color-scheme: light dark; --line: light-dark(#bbb, #555); --quiet: light-dark(#555, #aaa) }
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem;
  color: light-dark(#1b1a18, #e8e6e3); background: light-dark(#fff, #191817) }
h1, h2 { line-height: 1.25; overflow-wrap: anywhere }
h2 { margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .35rem 1rem .35rem 0;
  border-bottom: 1px solid var(--line) }
th { font-weight: 600 }
td p { margin: 0 }
code { font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
.said { border-inline-start: .35rem solid; padding-inline-start: .75rem; font-size: 1.125rem }
.equal { border-color: light-dark(#17692f, #7fd89a) }
.differs { border-color: light-dark(#a11, #f99) }
.quiet { color: var(--quiet) }
"""
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def verdict_page(found: Verdict) -> bytes:
    """Return the page: what was said, then each edition with its layers, then each ingredient."""
    title = f"{found.publication}: is the release what its source makes?"
    body = new("body")
    main = child(body, "main")
    child(main, "h1", _plain(title))
    _summary(main, found)
    _editions(main, "Editions", found.files)
    if found.departures:
        _ingredients(main, found.departures)
    if found.remainder and any(found.remainder.values()):
        _editions(main, "What differs still when all that can be restored is", found.remainder)
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    head = new("head")
    child(head, "meta", charset="utf-8")
    child(head, "meta", http_equiv="Content-Security-Policy", content=policy)
    child(head, "meta", name="viewport", content="width=device-width")
    child(head, "title", _plain(title))
    page = serialise(head, void_slash=False) + serialise(body, void_slash=False)
    page = page.replace("</title>", f"</title><style>{STYLE}</style>", 1)
    return f'<!DOCTYPE html>\n<html lang="en">{page}</html>\n'.encode()


def _summary(main: Element, found: Verdict) -> None:
    child(
        main, "p", _plain(found.summary), class_=f"said {'differs' if found.differing else 'equal'}"
    )
    rows = {"Built from": found.source or "the project as it stands"}
    if found.origin:
        rows |= {
            "Release": f"{found.origin.version}, tag {found.origin.tag}",
            "Commit": found.origin.commit,
            "Signature": found.origin.signature,
        }
    rows["Edition id of the release"], rows["Edition id of what was made"] = found.editions
    table = child(child(main, "table"), "tbody")
    for name, told in rows.items():
        row = child(table, "tr")
        child(row, "th", name, scope="row")
        child(row, "td", _plain(told))


def _editions(main: Element, title: str, files: Mapping[str, Mapping[str, str]]) -> None:
    child(main, "h2", title)
    rows = _table(main, "File", "Layer", "Evidence")
    for name, layers in files.items():
        for layer, evidence in (layers or {"equal": ""}).items():
            row = child(rows, "tr")
            child(row, "th", _plain(name), scope="row")
            child(row, "td", layer)
            cell = child(row, "td")
            if layer in MEANINGS:
                child(cell, "p", f"{MEANINGS[layer]}.")
            if evidence:
                child(cell, "code", _plain(evidence))


def _ingredients(main: Element, departures: tuple[Departure, ...]) -> None:
    child(main, "h2", "Ingredients that are not those of the release")
    rows = _table(main, "Ingredient", "Part in it", "Release", "Made now", "Evidence")
    for each in departures:
        row = child(rows, "tr")
        child(row, "th", _plain(each.label), scope="row")
        seen = " (confirmed)" if each.is_confirmed else ""
        child(row, "td", WORDS[each.role].removesuffix(":") + seen)
        for told in (each.released or "none", each.made or "none"):
            shown = f"{told[:SHOWN]}…" if len(told) > LONGEST else told
            child(child(row, "td"), "code", _plain(shown), title=_plain(told))
        child(child(row, "td"), "code", _plain(each.evidence))


def _table(main: Element, *names: str) -> Element:
    table = child(main, "table")
    head = child(child(table, "thead"), "tr")
    for name in names:
        child(head, "th", name, scope="col")
    return child(table, "tbody")


def _plain(words: str) -> str:
    """Return words of a release without signs that no page may hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", words)
