"""Why two revisions differ: rebuilt with either text and either templates, and told apart."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from octavo.core.problems import BuildFailed, Problem
from octavo.diff.page_changes import EQUAL
from octavo.diff.page_pictures import leaf_through
from octavo.diff.revision import open_dressed
from octavo.diff.toolchains import Toolchain, compare_versions, make_with, toolchain
from octavo.editions.registry import Formats, formats_with_pages
from octavo.production.assembly import set_publication
from octavo.production.pipeline import Project

Files = Mapping[str, bytes]
"""A format's name, or the variant's own ending -> bytes."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one cause changes by itself."""

    cause: str
    """text, templates, both together, or tools: the packages."""
    files: tuple[str, ...]
    """Editions whose bytes it changes."""
    pages: Mapping[str, int]
    """Kind -> how many pages of the PDF it changes; nothing where there is no PDF."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The shares of text and templates, and the tools that are others."""

    shares: tuple[Share, ...]
    tools: tuple[str, ...]
    """Packages whose version in the lock is another."""
    problems: tuple[Problem, ...] = ()
    """Why a mixture could not be built."""
    is_rebuilt: bool = False
    """Whether the packages were installed and built with."""

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        for share in self.shares:
            files = ", ".join(share.files) or "nothing"
            pages = ", ".join(f"{kind} {count}" for kind, count in share.pages.items())
            yield f"{share.cause}: changes {files}" + (f"; pages: {pages}" if pages else "")
        if self.tools:
            told = "" if self.is_rebuilt else " (named only: --tools installs them and builds)"
            yield f"packages: {', '.join(self.tools)}{told}"
        for problem in self.problems:
            yield f"not rebuilt: {problem}"

    def as_data(self) -> dict[str, object]:
        """Return it as plain data, as schema.json describes it."""
        return {
            "shares": [
                {"cause": s.cause, "files": list(s.files), "pages": dict(s.pages)}
                for s in self.shares
            ],
            "tools": list(self.tools),
            "problems": [problem.as_json() for problem in self.problems],
        }


def explain(old: str, new: str, project: Project, with_tools: bool = False) -> Explained:
    """Return what text and templates change, each by itself, between two sources.

    Four builds: of either text with either templates. With tools, one source is built by the
    packages of either revision as well: they are installed, and run. What cannot be built is told.
    """
    made: dict[tuple[str, str], Files] = {}
    problems: list[Problem] = []
    for text in (old, new):
        for templates in (old, new):
            try:
                with open_dressed(text, templates, project) as found:
                    files = set_publication(found.workshop, found.publication).files
            except BuildFailed as failure:
                problems += failure.problems
                continue
            made[text, templates] = _editions(files)
    pairs = {
        "text": ((old, old), (new, old)),
        "templates": ((old, old), (old, new)),
        "both": ((old, old), (new, new)),
    }
    shares = [
        _share(cause, made[one], made[other])
        for cause, (one, other) in pairs.items()
        if one in made and other in made
    ]
    tools = (toolchain(old, project), toolchain(new, project))
    is_rebuilt = False
    if with_tools and tools[0].identity != tools[1].identity:
        try:
            shares.append(_share_of_tools((old, new), tools, made, project))
            is_rebuilt = True
        except BuildFailed as failure:
            problems += failure.problems
    return Explained(tuple(shares), tuple(compare_versions(*tools)), tuple(problems), is_rebuilt)


def _share_of_tools(
    sides: tuple[str, str],
    tools: tuple[Toolchain, Toolchain],
    made: Mapping[tuple[str, str], Files],
    project: Project,
) -> Share:
    """Return what the packages change: one source, the older revision, built by either."""
    text = next(each for each in sides if ":" in each)
    files = [
        made[text, text]
        if each.is_running and (text, text) in made
        else _editions(make_with(each, text, project))
        for each in tools
    ]
    return _share("tools", *files)


def _editions(files: Files) -> dict[str, bytes]:
    """Return the editions among the files of a build, without the publication's name."""
    return {name.partition(".")[2]: data for name, data in files.items() if _is_edition(name)}


def _is_edition(name: str) -> bool:
    return name.rpartition(".")[2] in Formats()


def _share(cause: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Share:
    names = sorted({*old, *new})
    files = tuple(name for name in names if _digest(old.get(name)) != _digest(new.get(name)))
    pages: dict[str, int] = {}
    for name in set(files) & set(old) & set(new) & set(formats_with_pages()):
        found, _ = leaf_through(old[name], new[name], ("old", "new"), False)
        for each in found:
            if each.kind != EQUAL:
                pages[each.kind] = pages.get(each.kind, 0) + 1
    return Share(cause, files, dict(sorted(pages.items())))


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else ""
