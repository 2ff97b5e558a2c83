"""Figures and pictures -> what the author is told of them: a credit to add, a change of pixels."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from octavo.core.problems import Problem
from octavo.markup.tree import Element, elements, has_class
from octavo.model.chapters import line_of
from octavo.model.formats import Format, Use
from octavo.model.publication import Chapter, Config
from octavo.pictures.found import Picture
from octavo.pictures.rooms import OVERSIZED, fit, use_of

CREDIT, CHANGE, SIZELESS = "E224", "E225", "E276"
NOTHING = "nothing needs to be done; the file in the publication stays as it is"


class Notices:
    """Tells each thing once for each picture, at the first place where it holds.

    ``pictures`` is filled while chapters are read.
    """

    def __init__(self, config: Config, pictures: Mapping[str, Picture]) -> None:
        self._config, self._pictures = config, pictures
        self._told: set[tuple[str, str]] = set()

    def of(self, chapter: Chapter, body: Element) -> list[Problem]:
        """Return the notices of one chapter, whose figures are made."""
        found = []
        for image in elements(body, "img"):
            path = image.get("src") or ""
            for code, message, hint in self._news(path, image):
                problem = chapter.text.problem(code, message, hint, line_of(image), path)
                found.append(replace(problem, severity="notice"))
        return found

    def of_cover(self) -> list[Problem]:
        """Return the notice of the cover picture, if it has one that is not told yet."""
        path = self._config.metadata.cover
        words = self._change(path, "cover")
        if not words:
            return []
        problem = self._config.problem(CHANGE, "cover", words, NOTHING)
        return [replace(problem, severity="notice")]

    def _news(self, path: str, image: Element) -> Iterator[tuple[str, str, str]]:
        """Yield (code, message, hint) of what is not told yet."""
        change = self._change(path, use_of(image))
        if change:
            yield CHANGE, change, NOTHING
        picture = self._pictures.get(path)
        if picture is not None and picture.is_sizeless and self._is_new(SIZELESS, path):
            size = f"{picture.asset.width} x {picture.asset.height} pixels"
            message = f"{path} does not say how large it is: taken as {size}"
            yield SIZELESS, message, "write width, height and viewBox into its <svg …>, in pixels"
        figures = list(image.iterancestors("figure"))
        is_bare = bool(figures) and not any(map(_is_credited, figures))
        if picture is not None and picture.credit and is_bare and self._is_new(CREDIT, path):
            message = f"{path} carries a credit that its figure does not give"
            yield CREDIT, message, f"Credit: {picture.credit}"

    def _change(self, path: str, use: Use) -> str:
        """Return what editions do to a picture, '' where there is nothing new to tell."""
        picture = self._pictures.get(path)
        told = [] if picture is None else list(changes(picture, self._config, use))
        return f"{path} {'; '.join(told)}" if told and self._is_new(CHANGE, path) else ""

    def _is_new(self, code: str, path: str) -> bool:
        is_new = (code, path) not in self._told
        self._told.add((code, path))
        return is_new


def changes(picture: Picture, config: Config, use: Use) -> Iterator[str]:
    """Yield what the publication's editions hold otherwise than the file."""
    asked = {each.format for each in config.metadata.editions}
    formats = [config.formats[name] for name in config.formats if name in asked]
    asset = picture.asset
    if asset.width * asset.height > OVERSIZED and asset.media_type != "image/svg+xml":
        is_cover = asset.path == config.metadata.cover  # which an EPUB holds once, in its size
        sizes = [
            _size(picture, each, "cover" if is_cover and "cover" in each.pictures.rooms else use)
            for each in formats
        ]
        scaled = ", ".join(filter(None, sizes))
        if scaled:
            yield f"has {asset.width} x {asset.height} pixels: scaled to {scaled}"
    if picture.had_scripts:
        yield "brings scripts, which editions leave out"
    if picture.had_html:
        yield "has words as HTML: editions set them as plain lines"
    if picture.was_cmyk:
        yield "is in CMYK: editions hold it in sRGB"
    if picture.is_deep:
        yield from (
            f"has 16 bits a channel: the {each.title} holds 8"
            for each in formats
            if each.pictures.is_still
        )


def _size(picture: Picture, format: Format, use: Use) -> str:
    """Return the size in one edition, in words; '' where it is the file's own."""
    size = picture.asset.width, picture.asset.height
    is_whole = picture.is_animated and not format.pictures.is_still
    width, height = size if is_whole else fit(size, format.pictures, use)
    return "" if (width, height) == size else f"{width} x {height} in the {format.title}"


def _is_credited(figure: Element) -> bool:
    return any(
        has_class(words, "credit")
        for caption in figure.iterchildren("figcaption")
        for words in elements(caption, "span")
    )
