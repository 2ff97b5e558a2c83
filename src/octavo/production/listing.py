"""build/ -> index.html, which lists every publication with its downloads; with an address of the
place where it will stand, also sitemap.xml and feed.atom.

What is listed comes from the manifests that builds have left, so that a publication that was not
built today stays listed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from octavo.core.output import Output, Parcel
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.finished.page_policy import with_policy

INDEX, SITEMAP, FEED = "index.html", "sitemap.xml", "feed.atom"
TAKEN = frozenset({INDEX, SITEMAP, FEED, "readme.md"})
"""Names in build/ that no publication can have, in small letters."""
WORDS = "en"
"""Language of the list where publications are in several."""


@dataclass(frozen=True, slots=True)
class Download:
    """An edition in the list."""

    href: str
    label: str
    size: str
    """In words: 310 kB; '' of a site, which is read where it stands."""


@dataclass(frozen=True, slots=True)
class ListedWork:
    """A publication in the list."""

    slug: str
    title: str
    subtitle: str
    language: str
    byline: str
    date: str
    """YYYY-MM-DD; '' of a file without a date."""
    description: str
    identifier: str
    downloads: tuple[Download, ...]


def write_listing(out: Path, workshop: Workshop, output: Output, base: str = "") -> None:
    """Write the list of all publications in ``out``; ``base`` is the address it will have.

    Raises BuildFailed as ``Output.put``.
    """
    with output.alone(out):
        output.put(Parcel(out, _files(out, workshop, base)))


def _files(out: Path, workshop: Workshop, base: str) -> dict[str, bytes]:
    works = _list_works(out)
    told = json.dumps([[asdict(work) for work in works], base], sort_keys=True).encode()

    def make(inside: Workshop) -> bytes:
        return pack(_make(inside, works, base))

    return unpack(workshop.recall("listing", (told,), make))


def _list_works(out: Path) -> list[ListedWork]:
    """Return the publications whose manifests are in ``out``, the newest first."""
    found = []
    for path in sorted(out.glob("*/manifest.json")):
        try:
            manifest = json.loads(path.read_bytes())
            found.append(_work(path.parent.name, manifest))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # of another version of Octavo: the next build writes it anew
    by_title = sorted(found, key=lambda work: (work.title, work.slug))
    return sorted(by_title, key=lambda work: work.date, reverse=True)


def _work(folder: str, manifest: Mapping[str, Any]) -> ListedWork:
    work = manifest["work"]
    return ListedWork(
        folder,
        work["title"],
        work["subtitle"],
        work["language"],
        work["byline"],
        work["date"],
        work["description"],
        work["identifier"],
        tuple(
            Download(f"{folder}/{quote(each['file'])}", each["label"], _size(each["bytes"]))
            for each in work["editions"]
        ),
    )


def _size(count: int) -> str:
    """Return a size in words, in powers of a thousand as shops and systems count."""
    if not count:
        return ""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(round(count / 1e3), 1)} kB"


def _make(inside: Workshop, works: Sequence[ListedWork], base: str) -> dict[str, bytes]:
    from octavo.editions.units.plain import plain
    from octavo.languages import language

    languages = {work.language.partition("-")[0] for work in works}
    words = language(inside, works[0].language if len(languages) == 1 else WORDS)
    address = base if not base or base.endswith("/") else f"{base}/"
    told = {
        "works": works,
        "base": address,
        "words": words.words,
        "language": words.tag,
        "direction": words.direction,
        "updated": max((work.date for work in works if work.date), default="1970-01-01"),
    }
    names = (INDEX, SITEMAP, FEED) if base else (INDEX,)
    made = {name: plain(inside, f"{name}.j2", told) for name in names}
    made[INDEX] = with_policy(made[INDEX])
    files = {name: text.encode() for name, text in made.items()}
    if found := [problem for name in names for problem in _faults(name, files[name])]:
        raise BuildFailed(found)
    return files


def _faults(name: str, data: bytes) -> list[Problem]:
    """Return what a file of the list runs or loads: its template may be a stranger's.

    Problems: E311.
    """
    from octavo.checks.outside import HINT  # they load engines, and most lists are recalled
    from octavo.finished.loads import faults_of_page, faults_of_xml

    told = faults_of_page(data) if name == INDEX else faults_of_xml(data)
    place = Place(f"templates/shared/{name}.j2")
    return [Problem("E311", place, f"{name} {what}", HINT) for what in dict.fromkeys(told)]
