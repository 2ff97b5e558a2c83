"""Texts that no edition could be made of -> chapters all the same, so that they can be compared.

A byte that is no UTF-8, a file that takes in what is not there, more brackets in one another than
anybody writes: what such a text says is known for all that.
"""

from collections.abc import Iterator
from dataclasses import replace

from octavo.core.inputs import Outside
from octavo.core.workshop import Workshop
from octavo.markup.tree import Element, child, new
from octavo.model.publication import Chapter, Config, Text
from octavo.source.chapter_matter import chapter_matter
from octavo.source.chapter_reader import ReadChapters
from octavo.source.config.configuration import MOST_SIGNS
from octavo.source.config.file_heads import head_of
from octavo.source.config.yamls import CONTROL
from octavo.source.markdown.trees import read_text
from octavo.source.texts import ListedFile, files_of, role_of, slug_of

OTHER_ENCODING = "cp1252"
"""What a text is taken for that is no UTF-8."""


def rough_chapters(workshop: Workshop, config: Config, found: ReadChapters) -> ReadChapters:
    """Return the chapters with those that could not be read among them, as well as they can be."""
    read = {chapter.text.path: chapter for chapter in found.chapters}
    chapters: list[Chapter] = []
    for listed in files_of(config):
        if listed.file in read:
            chapters.append(read.pop(listed.file))
        elif listed.file not in found.drafts:
            chapters += _rough_chapter(workshop, config, listed)
    return replace(found, chapters=(*chapters, *read.values()))


def decode_roughly(data: bytes) -> str:
    """Return a text in any encoding, with line ends ``\\n`` and no control characters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode(OTHER_ENCODING, "replace")
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _rough_chapter(workshop: Workshop, config: Config, listed: ListedFile) -> Iterator[Chapter]:
    try:
        data = workshop.inputs.find(listed.file)
    except Outside:
        return
    if data is None or len(data) > MOST_SIGNS:
        return
    content = decode_roughly(data)
    head = head_of(content) if config.is_single_file else None
    text = Text(listed.file, content)
    if head is not None:
        text = Text(listed.file, head.content, head.first_line)
    given = chapter_matter(text)
    body = read_text(workshop, given.text).body
    body = _plain_body(given.text) if body is None else body
    role, _ = role_of(config, listed)
    slug = slug_of(listed.file, given.id)
    yield Chapter(given.text, slug, role, listed.matter, body, given.title, part=listed.part)


def _plain_body(text: Text) -> Element:
    """Return a text as paragraphs between empty lines, whatever its signs mean."""
    body = new("body")
    lines: list[str] = []
    for number, line in enumerate([*text.content.split("\n"), ""], 1):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            paragraph = child(body, "p", " ".join(lines))
            paragraph.set("data-line", str(number - len(lines)))
            lines = []
    return body
