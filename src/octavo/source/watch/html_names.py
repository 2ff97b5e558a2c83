"""Names that HTML has for elements: any other in angle brackets was meant as words."""

import re

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl fieldset figcaption"
    " figure footer form header hr legend li main nav ol pre section summary table tbody td tfoot"
    " th thead tr ul".split()
) | frozenset("p dt h1 h2 h3 h4 h5 h6".split())
HTML = BLOCKS | frozenset(
    "a abbr acronym area audio b base bdi bdo big br button canvas cite code col colgroup data"
    " datalist del dfn em embed font frame frameset head html i iframe img input ins kbd label link"
    " map mark math meta"
    " meter object optgroup option output param picture progress q rp rt ruby s samp script select"
    " small source span strike strong style sub sup svg template textarea time title track tt u var"
    " video wbr".split()
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)(?=[\s/>])[^<>]*>")


def without_unknown_tags(words: str) -> str:
    """Return words in which tags of no HTML have one form, printed or not: ``<name>``."""
    return _TAG.sub(_in_one_form, words)


def _in_one_form(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name in HTML:
        return tag[0]
    return "" if tag[1] else f"<{name}>"
