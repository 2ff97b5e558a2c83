"""What stands against a draft, as the last chapter of its editions."""

from collections.abc import Sequence

from octavo.core.problems import Problem, in_order
from octavo.markup.tree import Element, child, new
from octavo.model.publication import Chapter, Config, Text

SLUG = "octavo-draft"
TITLE = "Problems of this draft"
MOST = 200
"""Problems that are listed; how many more there are is said."""


def draft_page(problems: Sequence[Problem], config: Config, heading: int) -> Chapter:
    """Return a chapter of the back matter that lists problems by their places, errors first.

    ``heading``: the level of the headings with which texts begin.
    """
    body = new("body")
    child(body, f"h{heading}", TITLE, data_line="1")
    listing = child(body, "ul", data_line="1")
    if config.language.partition("-")[0] != "en":
        for node in body:
            node.set("lang", "en")
    by_weight = sorted(in_order(problems), key=lambda each: each.severity != "error")
    for line, problem in enumerate(by_weight[:MOST], 2):
        _entry(listing, problem, line)
    if len(problems) > MOST:
        child(child(listing, "li"), "p", f"{len(problems) - MOST} more", data_line="1")
    text = Text(f"{SLUG}.md", "\n".join([TITLE, *(each.message for each in by_weight[:MOST])]))
    return Chapter(text, SLUG, "afterword", "back", body)


def _entry(listing: Element, problem: Problem, line: int) -> None:
    entry = child(listing, "li", data_line=str(line))
    paragraph = child(entry, "p", data_line=str(line))
    place = child(paragraph, "code", str(problem.place))
    words = f" {problem.code}: {problem.message}"
    place.tail = f"{words} ({problem.hint})" if problem.hint else words
