"""Where lines may end in scripts that write no spaces, for the PDF: between words, without a sign.

Words are found as the fewest that make a stretch of letters, in the order of the text the longest
first; what no dictionary has is one word. Of Javanese and Balinese there is no dictionary: their
lines may end after each syllable, as in their books. Browsers and reading systems know by
themselves where such lines end.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from unicodedata import category

from octavo.constructs.listings import VERBATIM
from octavo.editions.shape.long_words import MAY_PART
from octavo.markup.tree import Element, get_string, set_string, strings

UNKNOWN = 2.0
"""What a cluster that begins no known word costs; a word costs 1."""
FOLLOW = frozenset("\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eaf\u0eb0\u0eb2\u0eb3\u0ec6\u17d7")
"""Letters that no line begins with, beside marks."""
LEAD = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4\u17d2\u1039")
"""Signs that no line ends with: vowels before their consonant, what stacks the next one."""
_MOST = 2000
"""Clusters that are looked at together: a longer stretch without a space is none of language."""


@dataclass(frozen=True, slots=True)
class Unspaced:
    """How a script writes: its letters, and which of them no line may part."""

    letters: str
    cluster: str
    """A letter with its marks, and the letters that stand below it or close its syllable."""
    words: str = ""
    """The file of its words; '' where each cluster is one."""


SCRIPTS = (
    Unspaced(
        "\u0e01-\u0e3a\u0e40-\u0e4e",
        "[\u0e40-\u0e44]?[\u0e01-\u0e2e](?:[\u0e2f-\u0e3a\u0e45-\u0e4e])*",
        "thai",
    ),
    Unspaced(
        "\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf",
        "[\u0ec0-\u0ec4]?[\u0e81-\u0eae\u0edc-\u0edf](?:[\u0eaf-\u0ebd\u0ec6-\u0ece])*",
        "lao",
    ),
    Unspaced(
        "\u1780-\u17d3\u17d7\u17dd\u200c\u200d",
        "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17d7\u17dd\u200c\u200d])*",
        "khmer",
    ),
    Unspaced(
        "\u1000-\u103f\u104e\u1050-\u108f\u109a-\u109d\u200c\u200d",
        "[\u1000-\u102a\u103f\u104e](?:\u103a?\u1039[\u1000-\u102a]|[\u102b-\u1038\u103a-\u103e])*"
        "(?:[\u1000-\u1021]\u1037?\u103a\u1037?(?!\u1039)\u1038?)*",
        "burmese",
    ),
    Unspaced(
        "\ua980-\ua9c0\u200c\u200d",
        "[\ua984-\ua9b2](?:\ua9c0[\ua98f-\ua9b2]|[\ua980-\ua983\ua9b3-\ua9bf\u200c\u200d])*"
        "(?:[\ua98f-\ua9b2]\ua9c0(?![\ua98f-\ua9b2]))?\ua9c0?",
    ),
    Unspaced(
        "\u1b00-\u1b4c\u200c\u200d",
        "[\u1b05-\u1b33\u1b45-\u1b4c](?:\u1b44[\u1b13-\u1b33\u1b45-\u1b4c]"
        "|[\u1b00-\u1b04\u1b34-\u1b43\u200c\u200d])*"
        "(?:[\u1b13-\u1b33]\u1b44(?![\u1b13-\u1b33]))?\u1b44?",
    ),
)
_STRETCHES = tuple(re.compile(f"[{script.letters}]{{2,}}") for script in SCRIPTS)
_CLUSTERS = tuple(re.compile(f"{script.cluster}|.", re.DOTALL) for script in SCRIPTS)
_ANY = re.compile("[\u0e01-\u0ede\u1000-\u109d\u1780-\u17dd\u1b00-\u1b4c\ua980-\ua9c0]")


def part_unspaced(body: Element) -> None:
    """Put a break that nobody sees between the words of scripts without spaces."""
    for node, is_tail in list(strings(body, VERBATIM | {"svg"})):
        text = get_string(node, is_tail)
        if not text.isascii() and _ANY.search(text):
            set_string(node, is_tail, with_breaks(text))


def with_breaks(text: str) -> str:
    """Return a text with U+200B between the words of scripts without spaces."""
    for number, stretch in enumerate(_STRETCHES):
        text = stretch.sub(partial(_join, number), text)
    return text


def _join(number: int, match: re.Match[str]) -> str:
    """Return a stretch of letters with breaks between its words."""
    clusters = _mend(_CLUSTERS[number].findall(match[0]))
    name = SCRIPTS[number].words
    if not name:
        return MAY_PART.join(clusters)
    some = (clusters[first : first + _MOST] for first in range(0, len(clusters), _MOST))
    return MAY_PART.join(word for each in some for word in _divide(each, *_dictionary(name)))


def _mend(clusters: list[str]) -> list[str]:
    """Return clusters, those that cannot stand by themselves with the ones before them."""
    found: list[str] = []
    for each in clusters:
        if found and (category(each[0])[0] == "M" or each[0] in FOLLOW or found[-1][-1] in LEAD):
            found[-1] += each
        else:
            found.append(each)
    return found


def _divide(clusters: list[str], known: frozenset[str], longest: int) -> Iterator[str]:
    """Yield the words of clusters; neighbours that make no word together are one."""
    ends = list(accumulate(map(len, clusters), initial=0))
    text, count = "".join(clusters), len(clusters)
    best: list[tuple[float, int, bool]] = [(0.0, count, True)] * (count + 1)
    for at in range(count - 1, -1, -1):
        best[at] = (best[at + 1][0] + UNKNOWN, at + 1, False)
        for end in range(at + 1, count + 1):
            if ends[end] - ends[at] > longest:
                break
            if text[ends[at] : ends[end]] in known and best[end][0] + 1 <= best[at][0]:
                best[at] = (best[end][0] + 1, end, True)
    at, begun = 0, 0
    while at < count:
        _, end, is_known = best[at]
        goes_on = not is_known and end < count and not best[end][2]
        if not goes_on:
            yield text[ends[begun] : ends[end]]
            begun = end
        at = end


@cache
def _dictionary(name: str) -> tuple[frozenset[str], int]:
    """Return the words of a script, and how long the longest is."""
    packed = Path(__file__).with_name(f"{name}.words.gz").read_bytes()
    words = frozenset(gzip.decompress(packed).decode().split())
    return words, max(map(len, words))
