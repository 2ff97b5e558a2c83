"""Pictures: an image alone in a paragraph becomes a figure; every picture is read and checked."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace as with_changes
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from octavo.constructs.captions import caption_after, first_image, is_caption, places_beside
from octavo.constructs.construct import Box, Construct, Frame, Kind, Normal, Vocabulary, is_of
from octavo.constructs.picture_notices import Notices
from octavo.constructs.picture_sizes import take_sizes
from octavo.core.inputs import Outside
from octavo.core.problems import Problem
from octavo.core.workshop import Workshop
from octavo.markup.tree import (
    Element,
    add_class,
    child,
    classes,
    elements,
    has_class,
    move_content,
    new,
    parse_xml,
    remove,
    replace,
    serialise,
    text_of,
    unset,
)
from octavo.model.chapters import each_chapter, line_of
from octavo.model.publication import Chapter, Publication
from octavo.pictures.data_address import data_in, is_data, short_address
from octavo.pictures.found import BadPicture, Picture
from octavo.pictures.picture import picture_of, read_picture
from octavo.pictures.picture_pins import (
    UNFETCHED,
    PicturePins,
    is_by_address,
    read_pinned,
    read_pins,
)

TITLES = frozenset({"figure", "lead"})
"""The titles of figures in the tags of a PDF."""
NARROWER = ("listing", "quotation")
"""Classes of figures that other constructs claim, even where a picture stands in their words."""
DECORATIVE = ("presentation", "none")
MISSING = ("E111", "E201")
"""Codes of a picture that is not where it was looked for."""
_AIM = re.compile(r"[?#].*$", re.DOTALL)
"""What an address may have behind its path: ``#only-light`` of MkDocs, ``?raw=true`` of GitHub."""


def make_figures(publication: Publication, workshop: Workshop) -> Publication:
    """Turn lone images into figures with caption and credit, and gather the pictures.

    Problems: E201 (missing picture), E202 (not a picture that editions can hold), E203 (a
    picture that reaches out or runs code), E205 (no alternative text), E218 (a caption alone),
    E224 (notice: a credit to offer), E225 (notice: a picture that editions hold otherwise), E280
    to E282 (a picture by address that is not fetched, or not what was fetched).
    """
    pictures: dict[str, Picture] = {}
    pins = read_pins(workshop, publication.config)
    notices = Notices(publication.config, pictures)

    def work(chapter: Chapter, body: Element) -> Sequence[Problem]:
        problems = []
        for image in elements(body, "img"):
            problems += _check(workshop, chapter, image, pictures, pins)
        for paragraph in elements(body, "p"):
            alone = first_image(paragraph)
            if alone is not None:
                _figure(paragraph, alone)
        for image in elements(body, "img"):
            unset(image, "data-caption")
        _groups(body)
        return [*problems, *_alone(chapter, body), *notices.of(chapter, body)]

    done = each_chapter(publication, work)
    problems = [*_count_unfetched(done.problems), *pins.problems]
    problems += [*_cover(done, workshop, pictures), *notices.of_cover()]
    assets = {path: picture.asset for path, picture in sorted(pictures.items())}
    return with_changes(done, assets=assets, problems=tuple(problems))


def _count_unfetched(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems; those of pictures that are not fetched yet say all how many they are, so
    that one message has them all."""
    count = len({each.message for each in problems if each.code == UNFETCHED})
    message = f"{count} pictures by address are not in the publication yet"
    for each in problems:
        is_one_of_many = each.code == UNFETCHED and count > 1
        hint = each.hint.replace("brings it in", "brings them in")
        yield with_changes(each, message=message, hint=hint) if is_one_of_many else each


def address(path: str) -> str:
    """Return a path as it is written between the brackets of a picture."""
    return f"<{path}>" if re.search(r"[\s()]", path) else path


def _check(
    workshop: Workshop,
    chapter: Chapter,
    image: Element,
    pictures: dict[str, Picture],
    pins: PicturePins,
) -> list[Problem]:
    source = image.get("src") or ""
    problems = [*_take_attributes(chapter, image), *_without_words(chapter, image, source)]
    try:
        picture = (
            _by_address(workshop, pins, source)
            if is_by_address(source)
            else _find(workshop, chapter, image, source, pictures)
        )
        image.set("src", picture.asset.path)
        pictures[picture.asset.path] = picture
    except BadPicture as fault:
        here = chapter.text.problem(fault.code, fault.message, fault.hint, line_of(image), source)
        there = fault.place and Problem(fault.code, fault.place, fault.message, fault.hint)
        problems.append(there or here)
    if image.get("role") in DECORATIVE:
        image.set("alt", "")
        unset(image, "role")
    return problems


def _take_attributes(chapter: Chapter, image: Element) -> list[Problem]:
    """Take sizes, alternative text and caption as other programs write them. Problems: E255."""
    caption = new("span", image.get("fig-cap") or "")
    if image.get("fig-alt"):
        caption.text = caption.text or image.get("alt")
        image.set("alt", str(image.get("fig-alt")))
    if caption.text and not image.get("data-caption"):
        image.set("data-caption", serialise(caption))
    unset(image, "fig-alt", "fig-cap")
    hint = "write {width=50%}, {width=4cm} or {width=240}"
    return [
        with_changes(
            chapter.text.problem("E255", f"'{words}' is no size", hint, line_of(image), words),
            severity="warning",
        )
        for words in take_sizes(image)
    ]


def _by_address(workshop: Workshop, pins: PicturePins, source: str) -> Picture:
    """Return a picture that its address holds, or that was fetched from it; raises BadPicture."""
    if not is_data(source):
        return read_pinned(workshop, pins, source)
    name, data = data_in(source)
    try:
        return picture_of(workshop, name, data)
    except BadPicture as fault:  # which tells of a name that nobody has written
        message = fault.message.replace(name, short_address(source))
        raise BadPicture(fault.code, message, fault.hint) from None


def _find(
    workshop: Workshop,
    chapter: Chapter,
    image: Element,
    source: str,
    pictures: Mapping[str, Picture],
) -> Picture:
    """Return the picture that is meant; raises BadPicture.

    Its path is told from the folder of the file, or from the publication's; it may be written as
    an address, with %20 for a space, and begin at the site's root.
    """
    folder = PurePosixPath(chapter.text.place(line_of(image)).path).parent
    for path in dict.fromkeys(_places(folder, source)):
        if path in pictures:
            return pictures[path]
        try:
            return read_picture(workshop, path)
        except BadPicture as fault:
            if fault.code not in MISSING:
                raise
    # which says what is wrong with the path as it is written
    return read_picture(workshop, source.lstrip("/"))


def _places(folder: PurePosixPath, source: str) -> Iterator[str]:
    """Yield the paths at which a picture may lie, the likeliest first."""
    bare = _AIM.sub("", source)
    for written in (source, unquote(source), bare, unquote(bare)):
        if written:
            yield normpath(folder / written)
            yield normpath(written)
            yield written.lstrip("/")


def _without_words(chapter: Chapter, image: Element, source: str) -> Iterator[Problem]:
    """Tell of an image without alternative text, and let it be what other programs make of it: an
    ornament. One that is all that a link has says where that leads."""
    is_ornament = image.get("role") in DECORATIVE
    if image.get("alt") and not is_ornament:
        return
    told, goal = short_address(source), _goal(image)
    if goal:
        hint = f"write ![where the link leads]({address(told)})"
        message = f"the image {told} is all that a link has, and has no alternative text"
        unset(image, "role")
        image.set("alt", goal)
    elif not is_ornament:
        own = address(told)
        hint = f"write ![what one sees]({own}), or ![]({own}){{role=presentation}}"
        message = f"the image {told} has no alternative text"
        image.set("role", DECORATIVE[0])
    else:
        return
    yield chapter.text.problem("E205", message, hint, line_of(image), source).as_warning()


def _goal(image: Element) -> str:
    """Return where the link leads of which an image is all, '' where there is none."""
    link = next(image.iterancestors("a"), None)
    is_all = link is not None and first_image(link) is image
    return (link.get("href") or "") if link is not None and is_all else ""


def _figure(paragraph: Element, image: Element) -> None:
    figure = new("figure", data_line=paragraph.get("data-line") or "0")
    caption = caption_after(paragraph, "Figure", "Credit")
    places = [str(each.get("id")) for each in places_beside(paragraph)]
    names = [*classes(image), *classes(paragraph), *(caption.classes.split() if caption else [])]
    replace(paragraph, figure)
    image.tail = None
    link = image.getparent()
    figure.append(link if link is not None and link.tag == "a" else image)
    name = image.attrib.pop("id", "") or paragraph.get("id") or (caption.id if caption else "")
    name = name or next(iter(places), "")
    own = image.get("data-caption")
    unset(image, "class", "data-caption")
    if name:
        figure.set("id", str(name))
    if names:
        add_class(figure, *names)
    if caption is None and own:
        words = child(figure, "figcaption")
        move_content(parse_xml(own), child(words, "span", class_="caption"))
    if caption is None:
        return
    words = child(figure, "figcaption")
    if text_of(caption.words) or len(caption.words):
        move_content(caption.words, child(words, "span", class_="caption"))
        words[-1].tail = " "
    if "credit" in caption.extras:
        move_content(caption.extras["credit"], child(words, "span", class_="credit"))


def _groups(body: Element) -> None:
    """``/// figures``: several pictures under one caption, ``Figures: …``, as one figure."""
    for box in [div for div in elements(body, "div") if has_class(div, "figures")]:
        last = box[-1] if len(box) else None
        box.tag = "figure"
        box.set("class", "group")
        for figure in [node for node in box if node.tag == "figure"]:
            add_class(figure, "sub")
        if last is None or last.tag != "p" or not is_caption(last, "Figures"):
            continue
        name = last.get("id")
        if name:
            box.set("id", name)
        add_class(box, *classes(last))
        last.text = (last.text or "").lstrip().removeprefix("Figures:").lstrip()
        words = child(box, "figcaption")
        move_content(last, child(words, "span", class_="caption"))
        remove(last)


def _alone(chapter: Chapter, body: Element) -> list[Problem]:
    return [
        chapter.text.problem(
            "E218",
            "a figure's caption without a figure before it",
            "put the image in a paragraph of its own, then a blank line, then the caption",
            line_of(node),
            "Figure:",
        ).as_warning()
        for node in elements(body, "p")
        if is_caption(node, "Figure") or _is_glued(node)
    ]


def _is_glued(paragraph: Element) -> bool:
    """Tell whether a caption follows its image without a blank line between."""
    return any((image.tail or "").startswith("\nFigure:") for image in elements(paragraph, "img"))


def _cover(
    publication: Publication, workshop: Workshop, pictures: dict[str, Picture]
) -> list[Problem]:
    path = publication.config.metadata.cover
    if not path:
        return []
    try:
        pictures[path] = read_picture(workshop, path)
    except (BadPicture, Outside) as fault:
        code, message = getattr(fault, "code", "E201"), str(fault)
        hint = getattr(fault, "hint", "name a picture of the publication")
        return [publication.config.problem(code, "cover", message, hint)]
    return []


def is_figure(node: Any) -> bool:
    """Tell whether an element is a figure; narrower constructs are figures as well."""
    return bool(node.tag == "figure")


def lead_in(body: Element) -> Element | None:
    """Return the lead picture (``{.lead}``), which a theme may set before the text."""
    return next((node for node in elements(body, "figure") if has_class(node, "lead")), None)


def _title(element: Any) -> str:
    is_other = any(is_of(element, name) for name in NARROWER)
    if not is_figure(element) or is_other or next(element.iter("img"), None) is None:
        return ""
    return "lead" if is_of(element, "lead") else "figure"


def _key(figure: Any, normal: Normal) -> Hashable:
    return normal(figure.caption or figure.alternative)


FIGURES = Construct(
    "figure",
    "figures",
    steps=(make_figures,),
    is_at=is_figure,
    vocabulary=Vocabulary(
        flow="figure",
        content={
            "figure": "a blockquote div figcaption figure img p pre table",
            "figcaption": "ANY",
        },
    ),
    boxes={"figures": Box("div", "figures")},
    words=("summary_figures",),
    is_counted=True,
    is_called=True,
    captions=frozenset({"figcaption"}),
    kinds=(
        Kind("figure", lambda f: f.figures, _key, lambda each: each.caption or each.alternative),
    ),
    containers=frozenset({"figure"}),
    shells=frozenset({"figure", "figcaption"}),
    tags={"figure": "Div"},
    title=_title,
    frames=(Frame("figure", "a figure"),),
    floats=True,
    fixed=frozenset({"full-page", "lead", "plate"}),
    unmarked=frozenset({"figcaption"}),
)
