"""Why two revisions differ: rebuilt with either text and either templates, and told apart."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from octavo.assembly import set_publication
from octavo.collation.leafing import leafed
from octavo.collation.leaves import EQUAL
from octavo.collation.loaders import dressed
from octavo.collation.revisions import file_in
from octavo.pipeline import Project
from octavo.problems import BuildFailed, Problem

LOCK = "uv.lock"
_PACKAGE = re.compile(r'\[\[package\]\]\nname = "([^"]+)"\nversion = "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Share:
    """What one cause changes by itself."""

    cause: str
    """text, templates, or both together."""
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

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        for share in self.shares:
            files = ", ".join(share.files) or "nothing"
            pages = ", ".join(f"{kind} {count}" for kind, count in share.pages.items())
            yield f"{share.cause}: changes {files}" + (f"; pages: {pages}" if pages else "")
        if self.tools:
            yield f"tools: {', '.join(self.tools)}: named by the two locks, not rebuilt"
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


def explained(old: str, new: str, project: Project) -> Explained:
    """Return what text and templates change, each by itself, between two sources.

    Four builds: of either text with either templates. A mixture that cannot be built is told.
    """
    made: dict[tuple[str, str], dict[str, bytes]] = {}
    problems: list[Problem] = []
    for text in (old, new):
        for templates in (old, new):
            try:
                with dressed(text, templates, project) as found:
                    files = set_publication(found.workshop, found.publication)
            except BuildFailed as failure:
                problems += failure.problems
                continue
            made[text, templates] = {
                name.partition(".")[2]: data for name, data in files.items() if _is_edition(name)
            }
    pairs = {
        "text": ((old, old), (new, old)),
        "templates": ((old, old), (old, new)),
        "both": ((old, old), (new, new)),
    }
    shares = tuple(
        _share(cause, made[one], made[other])
        for cause, (one, other) in pairs.items()
        if one in made and other in made
    )
    return Explained(shares, tuple(_tools(old, new, project)), tuple(problems))


def _is_edition(name: str) -> bool:
    return name.rpartition(".")[2] in ("html", "epub", "pdf")


def _share(cause: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Share:
    names = sorted({*old, *new})
    files = tuple(name for name in names if _digest(old.get(name)) != _digest(new.get(name)))
    pages: dict[str, int] = {}
    if "pdf" in files and "pdf" in old and "pdf" in new:
        found, _ = leafed(old["pdf"], new["pdf"], ("old", "new"), False)
        for each in found:
            if each.kind != EQUAL:
                pages[each.kind] = pages.get(each.kind, 0) + 1
    return Share(cause, files, dict(sorted(pages.items())))


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else ""


def _tools(old: str, new: str, project: Project) -> Iterator[str]:
    """Yield the packages whose version is another in the lock of either revision."""
    before, after = (_locked(named, project) for named in (old, new))
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name, 'none')} → {after.get(name, 'none')}"


def _locked(named: str, project: Project) -> dict[str, str]:
    revision, colon, _ = named.partition(":")
    if colon:
        text = file_in(project, revision, LOCK)
    else:
        path = project.root / LOCK
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return dict(_PACKAGE.findall(text))
