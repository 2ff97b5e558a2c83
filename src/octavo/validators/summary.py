"""What validators said -> one HTML page that holds everything and asks nobody for anything."""

from collections.abc import Mapping

from octavo.checks.typography.remarks import KINDS
from octavo.core.problems import Problem
from octavo.markup.tree import Element, child, new, serialise
from octavo.validators.examine import Examined

STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { text-align: start; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid #8888 }
pre { overflow-x: auto; white-space: pre-wrap }
.error strong { color: light-dark(#a11, #f99) }
.warning strong { color: light-dark(#850, #fc7) }
"""


Kinds = Mapping[str, Mapping[str, int]]
"""Publication -> code -> number of typographic remarks."""


def summary(found: Examined, kinds: Kinds | None = None) -> str:
    """Return the page: which validators have looked, and what they found in each subject.

    ``kinds``: the typographic remarks to count, where the pages have been read.
    """
    body = new("body")
    main = child(body, "main")
    child(main, "h1", "What validators say")
    _validators(main, found)
    if kinds:
        _typography(main, kinds)
    for name, problems in found.problems.items():
        child(main, "h2", name)
        if not problems:
            child(main, "p", "Nothing.")
        entries = child(main, "ul") if problems else main
        for problem in problems:
            _problem(entries, problem)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>What validators say</title><style>{STYLE}</style>"
    )
    page = serialise(body, void_slash=False)
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>{page}</html>\n'


def _validators(main: Element, found: Examined) -> None:
    table = child(main, "table")
    head = child(child(table, "thead"), "tr")
    for words in ("Validator", "Version", "Files", "Findings"):
        child(head, "th", words, scope="col")
    rows = child(table, "tbody")
    for name, (version, count) in sorted(found.ran.items()):
        row = child(rows, "tr")
        child(row, "th", name, scope="row")
        said = sum(n for (validator, *_), n in found.counts.items() if validator == name)
        for words in (version, str(count), str(said)):
            child(row, "td", words)
    for name, why in sorted(found.missing.items()):
        row = child(rows, "tr")
        child(row, "th", name, scope="row")
        child(row, "td", f"not run: {why}", colspan="3")


def _typography(main: Element, kinds: Kinds) -> None:
    child(main, "h2", "Typography")
    table = child(main, "table")
    head = child(child(table, "thead"), "tr")
    for words in ("Code", "Kind", *kinds):
        child(head, "th", words, scope="col")
    rows = child(table, "tbody")
    for code, name in KINDS.items():
        row = child(rows, "tr")
        child(row, "th", code, scope="row")
        for words in (name, *(str(counts.get(code, 0)) for counts in kinds.values())):
            child(row, "td", words)


def _problem(entries: Element, problem: Problem) -> None:
    item = child(entries, "li", class_=problem.severity)
    child(item, "strong", f"{problem.code} {problem.severity}")
    item[-1].tail = f" {problem.place}: {problem.message}"
    if problem.excerpt:
        child(item, "pre", problem.excerpt)
    if problem.hint:
        child(item, "p", f"Hint: {problem.hint}")
