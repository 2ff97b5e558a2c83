"""A definition list as somebody wrote it in HTML -> one with a meaning behind each term."""

from octavo.markup.tree import Element, new, remove, unwrap


def order_terms(terms: Element) -> bool:
    """Give a list the order that HTML asks for; tell whether a meaning stood before all terms.

    Groups go, such meanings become blocks before the list, and terms that nothing explains have an
    empty meaning. Rule: HTML, 4.4.9 (the dl element).
    """
    for group in [each for each in terms if each.tag == "div"]:
        unwrap(group)
    early = _early(terms)
    for meaning in early:
        meaning.tag = "div"
        terms.addprevious(meaning)
    last = terms[-1] if len(terms) else None
    if last is None:
        remove(terms)
    elif last.tag == "dt":
        terms.append(new("dd", data_line=last.get("data-line") or "0"))
    return bool(early)


def _early(terms: Element) -> list[Element]:
    """Return the meanings before the first term."""
    found = []
    for each in terms:
        if each.tag == "dt":
            break
        if each.tag == "dd":
            found.append(each)
    return found
