"""The words of a publication's source against the words of a finished edition.

The source is read by ``second_reader``, the editions from their finished bytes. Between them stand
the named normalisations below and nothing else; what Octavo generates is told by its class in the
HTML edition, and must be the same words in the other two.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from second_markdown import REFERENCE, TITLE
from second_reader import Written

from octavo.finished.items import SHAPED, Finished, TextBlock, squeeze
from octavo.markup.tree import elements, has_class, parse_html, text_of


def quotes(text: str) -> str:
    """Straight marks become those of the language, primes or Hebrew signs: all are one mark."""
    return re.sub("[\"'“”„‟«»‹›‘’‚‛′″׳״]", "'", text)


def dashes(text: str) -> str:
    """``---`` and ``--`` become dashes."""
    return re.sub("-{2,3}|[–—]", "-", text)


def ellipses(text: str) -> str:
    """``...`` becomes one character."""
    return text.replace("...", "…")


def minus(text: str) -> str:
    """In cells a hyphen before a figure becomes a minus sign."""
    return text.replace("−", "-")


def joiners(text: str) -> str:
    """Characters that only say where a line may end."""
    return re.sub("[\u00ad\u2060\u200b]", "", text)


def spaces(text: str) -> str:
    """Spaces that do not break; French ones stand before high punctuation and inside guillemets."""
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r" (?=[;:!?»])|(?<=«) ", "", text)


NORMALISATIONS: tuple[Callable[[str], str], ...] = (
    joiners,
    spaces,
    ellipses,
    dashes,
    minus,
    quotes,
)


def normalised(text: str) -> str:
    for step in NORMALISATIONS:
        text = step(text)
    return text


@dataclass(frozen=True)
class Generated:
    """Words that Octavo writes, by what the HTML edition calls them."""

    references: dict[str, str]
    """Id -> words of a link that the author left empty."""
    labels: tuple[str, ...]
    """Figure 1, Source: and the like, the longest first."""
    numbers: tuple[str, ...]
    """Of headings, the longest first."""
    titles: tuple[str, ...]
    """Of boxes, in reading order."""


def generated(html: bytes) -> Generated:
    """Return the generated words of an HTML edition."""
    text = html.decode()
    body = parse_html(re.sub(r"data:[^\"')]+", "data:,", text[text.index("<body") :]))

    def said(kind: str) -> tuple[str, ...]:
        return tuple(text_of(node) for node in elements(body) if has_class(node, kind))

    links = [node for node in elements(body, "a") if has_class(node, "reference")]
    boxes = [node for node in elements(body, "p") if has_class(node, "generated")]
    return Generated(
        {str(link.get("href")): text_of(link) for link in links},
        _longest_first(said("label")),
        _longest_first(said("number")),
        tuple(text_of(box) for box in boxes if has_class(box, "box-title")),
    )


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda each: (-len(each), each)))


@dataclass(frozen=True)
class Difference:
    """The first point at which two texts of one kind part."""

    kind: str
    written: str
    found: str


def differences(written: Written, finished: Finished, made: Generated) -> list[Difference]:
    """Return where the words of an edition are not those of the source."""
    is_pdf = finished.format == "pdf"
    words = _Words(made, written, squeeze if is_pdf else _as_it_is)
    glue = "" if is_pdf else " "
    ours, theirs = words.of_source(written), words.of_edition(finished)
    found = []
    for kind, texts in ours.items():
        if is_pdf and kind == "body":
            texts = _without_floats(texts, "".join(theirs[kind]), "".join(theirs["floats"]))
        one, other = (glue.join(each) for each in (texts, theirs[kind]))
        if is_pdf and kind == "body":
            other = _body_of(one, other)
        if is_pdf and kind == "alternatives":
            other = other[-len(one) :] if one else ""  # the picture of the cover comes first
        if one != other:
            found.append(_parted(kind, one, other))
    return found


def _as_it_is(text: str) -> str:
    return text


class _Words:
    """Both sides as lists of comparable texts by kind."""

    def __init__(self, made: Generated, written: Written, last: Callable[[str], str]) -> None:
        self._made, self._last = made, last
        filled = map(self._filled, written.headings)
        self._headings = {text: self._plain(text) for text in filled}
        self._numbers = {number: self._plain(number) for number in made.numbers}
        self._labels = [*filter(None, map(self._plain, made.labels))]
        self._titles = iter(made.titles)

    def of_source(self, written: Written) -> dict[str, list[str]]:
        return {
            "body": self._running([TextBlock(self._filled(text)) for text in written.body]),
            "notes": sorted(self._plain(f"{n} {self._filled(text)}") for n, text in written.notes),
            "figures": [self._caption(self._filled(text)) for text in written.figures],
            "tables": [self._table(table) for table in written.tables],
            "captions": [self._caption(self._filled(text)) for text in written.captions],
            "alternatives": [self._plain(text) for text in written.alternatives],
        }

    def of_edition(self, finished: Finished) -> dict[str, list[str]]:
        is_pdf = finished.format == "pdf"
        return {
            "body": self._running([b for b in finished.blocks if not (is_pdf and b.in_float)]),
            "floats": self._running([b for b in finished.blocks if is_pdf and b.in_float]),
            "notes": sorted(self._plain(f"{note.number} {note.text}") for note in finished.notes),
            "figures": [self._caption(each.caption) for each in finished.figures if each.caption],
            "tables": [
                self._table((table.caption, *(cell.text for row in table.rows for cell in row)))
                for table in finished.tables
            ],
            "captions": [self._caption(each.text) for each in finished.captions],
            "alternatives": [self._plain(each.text) for each in finished.alternatives],
        }

    def _plain(self, text: str) -> str:
        return self._last(normalised(text))

    def _running(self, blocks: Sequence[TextBlock]) -> list[str]:
        """Return the words of running text, without numbers of headings and labels of sources."""
        words: list[str] = []
        for block in blocks:
            text = self._plain(block.text)
            bare = self._unnumbered(text) if block.is_heading else self._caption(block.text)
            words += bare.split() if any(sign.isalnum() for sign in bare) else []
        return words

    def _unnumbered(self, heading: str) -> str:
        """Return a heading as it was written, where it is that with a number before it.

        Letters of words that run from right to left have no order in a PDF, so no end.
        """
        has_order = SHAPED not in heading
        for text, bare in self._headings.items():
            if has_order and not heading.endswith(bare):
                continue
            for number, beginning in self._numbers.items():
                if has_order and not heading.startswith(beginning):
                    continue
                if heading == self._plain(f"{number} {text}"):
                    return bare
        return heading

    def _caption(self, text: str) -> str:
        said = self._plain(text)
        label = next(filter(said.startswith, self._labels), "")
        return said.removeprefix(label).strip() if label else said

    def _table(self, texts: Sequence[str]) -> str:
        caption, *cells = texts
        said = [
            self._caption(self._filled(caption)),
            *(self._plain(self._filled(c)) for c in cells),
        ]
        return self._last(" ".join(each for each in said if each))

    def _filled(self, text: str) -> str:
        """Put the generated words where the source left them open."""
        if text == TITLE:
            return next(self._titles, "")
        return re.sub(f"{REFERENCE}(.+?){REFERENCE}", lambda m: self._reference(m[1]), text)

    def _reference(self, href: str) -> str:
        return self._made.references.get(href, "")


def _without_floats(wanted: Sequence[str], rest: str, floats: str) -> list[str]:
    """Return the texts of a source without those that a PDF has in its floats, each once.

    Text that is neither there nor in the rest is kept, so that it is found to be lost; what is left
    over of the floats comes last, so that it is found to be too much.
    """
    kept, at = [], max(rest.find("".join(wanted)[:60]), 0)
    for text in wanted:
        if rest.startswith(text, at) or text not in floats:
            kept.append(text)
            at += len(text)
        else:
            floats = floats.replace(text, "", 1)
    return [*kept, floats] if any(sign.isalnum() for sign in floats) else kept


def _body_of(wanted: str, found: str) -> str:
    """Return the words of a PDF from where the body begins, as many as the body has."""
    start = max(found.find(wanted[:60]), 0)
    return found[start : start + len(wanted)]


def _parted(kind: str, one: str, other: str) -> Difference:
    length = min(len(one), len(other))
    at = next((n for n in range(length) if one[n] != other[n]), length)
    start = max(at - 40, 0)
    return Difference(kind, one[start : at + 60], other[start : at + 60])
