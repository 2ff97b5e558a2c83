"""A plain-text edition, as a wheel would bring it: one module, and the entry point that names it.

    [octavo.editions]
    txt = plain_text:PlainText

Each block is a paragraph of the file; what is no running text bears a sign in its margin.
"""

from collections.abc import Iterator, Mapping

from octavo.editions.edition_format import EditionFormat, PressRoom
from octavo.editions.order import Order
from octavo.editions.shape.cut import EditionCut, EditionShape
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.shape.note_places import at_end
from octavo.finished.items import Finished, Heading, TextBlock, Unreadable
from octavo.markup.tree import HEADINGS, Element, has_class, text_of
from octavo.model.formats import Format
from octavo.model.made import Made
from octavo.model.publication import Publication

ASIDE, NO_BLOCK = "| ", frozenset({"section", "figure", "table"})
LACKS = frozenset(
    {"note", "note call", "note call in a note", "figure", "table", "caption", "link"}
    | {"link in a note", "alternative text"}
)
LISTS = frozenset({"ul", "ol", "dl", "blockquote", "div", "aside"})


class PlainText(EditionFormat):
    """Words and headings; of everything else only that it is there."""

    facts = Format("txt", "Plain text", ("end", "chapter"))
    view = "page"

    def render(self, order: Order, press: PressRoom) -> Made:
        shape = EditionShape({"end": at_end, "chapter": at_end})
        cut = for_edition(order.publication, EditionCut(order.edition, order.words, shape))
        lines = [f"= {cut.config.metadata.title}"]
        for chapter in cut.chapters:
            lines += (line for node in chapter.body for line in _lines(node))
        text = "\n\n".join(" ".join(line.split()) for line in lines if line.strip())
        return Made({order.file: f"{text}\n".encode()})

    def read(self, publication: Publication, files: Mapping[str, bytes]) -> Finished:
        try:
            lines = next(iter(files.values())).decode().split("\n\n")
        except UnicodeDecodeError as error:
            raise Unreadable(str(error)) from None
        heads = [line.partition(" ") for line in lines if line.startswith("#")]
        blocks = [line.lstrip("# ") for line in lines if not line.startswith(("=", ASIDE))]
        return Finished(
            self.facts.name,
            blocks=tuple(TextBlock(words.strip()) for words in blocks),
            headings=tuple(Heading(len(marks), words.strip()) for marks, _, words in heads),
            lacks=LACKS,
        )


def _lines(node: Element) -> Iterator[str]:
    """Yield a block's paragraphs."""
    tag = str(node.tag)
    if tag in NO_BLOCK or has_class(node, "table") or has_class(node, "generated"):
        yield f"{ASIDE}{text_of(node)}"  # what the source does not say, or not so
    elif tag in HEADINGS:
        yield f"{'#' * int(tag[1])} {text_of(node)}"
    elif tag in LISTS or tag in ("li", "dd"):
        own = [child for child in node if child.tag in LISTS | {"li", "dd", "dt", "p"}]
        if own:
            for child in own:
                yield from _lines(child)
        else:
            yield text_of(node)
    else:
        yield text_of(node)
