"""Recipes: a seventh construct, in one module, as it would stand in ``octavo/constructs``.

    /// recipe | Bread for 4
    Knead, wait, bake.
    ///

It has a list of its own, and a paragraph of it is a block of its own kind, ``method``.
"""

import re
from collections.abc import Hashable, Sequence
from typing import Any

from octavo.constructs.construct import BlockForm, Box, Construct, Kind, Normal, Vocabulary, is_of
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, add_class, child, elements, move_content, new, remove
from octavo.model.chapters import each_chapter
from octavo.model.publication import Chapter, Publication

_SERVES = re.compile(r"\s+for (\d+)$")


def dress_recipes(publication: Publication, workshop: Workshop) -> Publication:
    """Make the title of each recipe its caption, and its paragraphs its method."""
    return each_chapter(publication, _dress)


def _dress(chapter: Chapter, body: Element) -> Sequence[Problem]:
    for box in [node for node in elements(body, "figure") if is_recipe(node)]:
        for paragraph in [node for node in box if node.tag == "p"]:
            add_class(paragraph, "method")
        title = box[0]
        if serves := _SERVES.search(title.text or ""):
            box.set("data-serves", serves[1])
            title.text = (title.text or "")[: serves.start()]
        head = new("figcaption")
        move_content(title, child(head, "span", class_="caption"))
        remove(title)
        box.insert(0, head)
    return ()


def is_recipe(node: Any) -> bool:
    return is_of(node, "recipe")


def _is_method(node: Any) -> bool:
    return is_of(node, "method")


def _title(element: Any) -> str:
    return "recipe" if is_recipe(element) else ""


def _key(caption: Any, normal: Normal) -> Hashable:
    return normal(caption.text)


RECIPES = Construct(
    "recipe",
    "recipes",
    steps=(dress_recipes,),
    is_at=is_recipe,
    vocabulary=Vocabulary(content={"figure": "ol"}, attributes={"figure": "data-serves"}),
    boxes={"recipe": Box("figure", "recipe", "title")},
    is_counted=True,
    is_called=True,
    floats=True,
    kinds=(
        Kind(
            "recipe",
            lambda f: [each for each in f.captions if each.text.startswith("Recipe")],
            _key,
            lambda each: each.text,
        ),
    ),
    form=BlockForm("method", "line", _is_method),
    title=_title,
)
