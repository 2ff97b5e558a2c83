"""What lies in a bundle -> its README: what each file is, and what has been checked of it."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from octavo.verify.bundle.conformance import Conformance
from octavo.verify.bundle.released_work import ReleasedWork
from octavo.verify.surroundings import Surroundings

README = "README.txt"
MEANINGS = {
    "CITATION.cff": "how to cite it (Citation File Format 1.2.0)",
    "CHANGES.md": "what readers see changed since the release before",
    "ERRATA.md": "corrections of the release before, by page and line",
    "conformance.html": "what validators said, for people",
    "conformance.json": "the same, for programs",
    "edition.json": "the text block by block, for octavo diff",
    "manifest.json": "all that went in, each with its check sum, and what came out",
    "onix.xml": "for bookshops and libraries (ONIX for Books 3.0)",
    "provenance.intoto.json": "which commit and what else made these files (in-toto, SLSA)",
    "release.json": "what this bundle is",
    "README.txt": "this text",
    "SHA256SUMS": "the check sums of all other files: sha256sum --check SHA256SUMS",
}
ERRATA_SINCE = "corrections of that release, each with the release that made it"
WIDTH, LINE = 28, 92


def bundle_readme(
    work: ReleasedWork,
    names: Mapping[str, str],
    others: Mapping[str, bytes],
    found: Conformance,
    around: Surroundings,
) -> bytes:
    """Return the text. ``names``: of editions; ``others``: the papers beside them."""
    told = [*_head(work), *_files(names, others), *_tell_checks(found, around)]
    return ("\n".join([*told, *_tell_verify(work)]) + "\n").encode()


def _head(work: ReleasedWork) -> Iterator[str]:
    title = f"{work.data.title}, {work.version}"
    yield from (title, "=" * len(title), "")
    yield f"Release {work.state.tag}, made from the commit {work.state.commit}."
    yield f"Edition id: {work.edition}. It stands in the colophon of every edition."
    yield ""


def _files(names: Mapping[str, str], others: Mapping[str, bytes]) -> Iterator[str]:
    yield from ("Files", "-----", "")
    top = [name for name in sorted(names) if "/" not in name or name.endswith("/index.html")]
    for name in top:
        yield f"{name:<{WIDTH}}  an edition"
    for name in sorted({*others, "SHA256SUMS"}):
        yield f"{name:<{WIDTH}}  {MEANINGS.get(name, ERRATA_SINCE)}"
    yield ""


def _tell_checks(found: Conformance, around: Surroundings) -> Iterator[str]:
    yield from ("What was checked", "----------------", "")
    told = ", ".join(f"{name} {value}" for name, value in around.told.items())
    yield from _item(
        "The editions were built twice, and are the same bytes. The second build found nothing of "
        f"the first, and another world: another folder and home, {told}."
    )
    yield from _item(
        "Each edition holds what the source says: Octavo has compared words, links, notes, tables "
        "and pictures of each with the source, and found nothing that stops a release."
    )
    yield from _item(f"Validators that have looked: {', '.join(found.ran) or 'none'}.")
    for why in dict.fromkeys(found.missing.values()):
        names = ", ".join(name for name, each in found.missing.items() if each == why)
        yield from _item(f"Not run: {names}: {why}.")
    yield from _item(
        "CITATION.cff, onix.xml and provenance.intoto.json were not validated when this bundle was "
        "made. Octavo's own tests hold such files against the JSON Schema of CFF 1.2.0, the XML "
        "Schema of ONIX 3.0, and the library in-toto-attestation."
    )
    yield from _item("The other papers have no form of others that they could be held against.")
    yield ""


def _item(words: str) -> list[str]:
    return wrap(words, LINE, initial_indent="* ", subsequent_indent="  ")


def _tell_verify(work: ReleasedWork) -> Iterator[str]:
    yield from ("How to verify it", "----------------", "")
    yield f"    octavo verify {work.stem}.zip --source FOLDER-OR-REVISION"
    yield ""
    yield "builds the source again and compares every byte of the editions. The other files are"
    yield "held by SHA256SUMS, and that by its signature, if there is one: name the maker's public"
    yield "key with --key. The times in these files are those of the text; no machine and no user"
    yield "is named."
