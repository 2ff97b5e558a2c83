"""Units: trees that each format is handed, every one of them by itself."""

import pytest
from conftest import Desk

from octavo.core.workshop import Workshop
from octavo.editions.epub import epub_traits
from octavo.editions.html import html_traits
from octavo.editions.pdf import pdf_traits
from octavo.editions.shape.cut import EditionCut, EditionShape
from octavo.editions.shape.for_edition import for_edition
from octavo.editions.units.facts import facts
from octavo.editions.units.link_aims import aim_links, within_files, within_units
from octavo.editions.units.render import Pages, Unit
from octavo.markup.tree import inner, parse_xml, serialise
from octavo.model.metadata import Edition
from octavo.production.assembly import main_pdf
from octavo.production.pipeline import workshop_of
from octavo.production.publication_reader import read_publication

TWO = """# Two {#two}

A paragraph with a note.[^n] See [](#fig-hut).

![A hut](hut.svg){#fig-hut}

Figure: A hut.

```python
x = 1
```

| A | B |
|---|---|
| 1 | 2 |

Table: Rows.

- One
- Two

[^n]: The note.
"""
HUT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
SHAPES = {
    "html": html_traits.PAGE_SHAPE,
    "html-site": html_traits.SITE_SHAPE,
    "epub": epub_traits.SHAPE,
    "pdf": pdf_traits.SHAPE,
}


def units(desk: Desk, one: str, name: str, shape: EditionShape) -> tuple[Unit, ...]:
    """Return the units of a book whose first chapter is ``one``, in the shape of an edition."""
    files = {"one.md": one, "two.md": TWO, "hut.svg": HUT}
    project, slug = desk.write(files, "theme: book\nbody: [one.md, two.md]")
    workshop: Workshop = workshop_of(project, slug)
    order = main_pdf(workshop, read_publication(workshop, slug))
    assert order is not None
    order = order.of(Edition(name, split="chapters" if name == "html-site" else ""))
    cut = for_edition(order.publication, EditionCut(order.edition, order.words, shape))
    return Pages(workshop, order.theme, facts(workshop, cut, order), order.moulds).units(cut)


@pytest.mark.parametrize("name", SHAPES)
def test_a_paragraph_more_in_one_chapter_changes_no_other_unit(desk: Desk, name: str) -> None:
    shape = SHAPES[name]
    before = units(desk, "# One {#one}\n\nWords.", name, shape)
    after = units(desk, "# One {#one}\n\nWords.\n\nMore words, *many*.", name, shape)
    others = [unit for unit in before if unit.slug not in ("one", "colophon", "title", "imprint")]
    assert [unit.slug for unit in others][-1] == "two" or len(others) > 1
    for unit in others:
        other = next(each for each in after if each.slug == unit.slug)
        assert inner(unit.body) == inner(other.body), unit.slug
    changed = [next(each for each in side if each.slug == "one") for side in (before, after)]
    assert inner(changed[0].body) != inner(changed[1].body)


def test_links_are_led_to_files_and_to_units() -> None:
    text = '<body><a href="#a">own</a><a href="#b">other</a><a href="http://x#c">out</a></body>'
    tree = parse_xml(text)
    aim_links(tree, within_files({"a": "one.xhtml", "b": "two.xhtml"}, "one.xhtml"))
    assert 'href="#a"' in serialise(tree) and 'href="two.xhtml#b"' in serialise(tree)
    tree = parse_xml(text)
    aim_links(tree, within_units({"a"}, "octavo-elsewhere:"))
    assert 'href="#a"' in serialise(tree) and 'href="octavo-elsewhere:b"' in serialise(tree)
    assert 'href="http://x#c"' in serialise(tree)
