"""A publication in two or more releases -> what has changed: a summary since the last one, and
errata of the first, each with the release in which it was made."""

from pathlib import Path

from octavo.core.problems import BuildFailed
from octavo.diff.match.compare import compare
from octavo.diff.match.events import Event
from octavo.diff.match.global_changes import gather_changes
from octavo.diff.report.cumulative import Printing
from octavo.diff.report.outputs import Wanted, outputs, with_pages
from octavo.diff.revision import Opened, load, open_revision
from octavo.production.pipeline import Project
from octavo.verify.bundle.released_work import ReleasedWork

CHANGES, ERRATA, ERRATA_OF_FIRST = "CHANGES.md", "ERRATA.md", "ERRATA-SINCE-{tag}.md"
NOT_THERE = frozenset({"E701", "E703", "E704"})
"""Codes by which a revision is told that lacks a publication."""
FIRST = "This is the first release.\n"


def release_changes(
    work: ReleasedWork, project: Project, path: str, since: str = ""
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the papers that tell of changes, and the releases that they speak of, oldest first.

    ``project``: where git is asked; ``path``: the publication in it. ``since``: the oldest release
    that errata tell of; '' for the first. Problems: E703 and E704 (of ``since``), those of git and
    of old texts.
    """
    tags = work.state.printings(work.slug, since)
    tags = tuple(tag for tag in tags if tag == since or _has(tag, path, project))
    if not tags:
        return {CHANGES: FIRST.encode()}, ()
    with open_revision(f"{work.state.commit}:{path}", project) as new:
        found = _since(tags[-1], new, project, path, (CHANGES, ERRATA), work.state.tag)
        if len(tags) > 1:
            name = ERRATA_OF_FIRST.format(tag=tags[0].replace("/", "-"))
            found |= _since(tags[0], new, project, path, ("", name), work.state.tag, tags[1:])
    return found, tags


def _has(tag: str, path: str, project: Project) -> bool:
    """Whether a release has the publication, and it can be read."""
    try:
        load(f"{tag}:{path}", project)
    except BuildFailed as failure:
        if any(each.code not in NOT_THERE for each in failure.problems):
            raise
        return False
    return True


def _since(  # noqa: PLR0913  (two revisions, where they are, what is written)
    tag: str,
    new: Opened,
    project: Project,
    path: str,
    names: tuple[str, str],
    own: str,
    between: tuple[str, ...] = (),
) -> dict[str, bytes]:
    """Return the summary and the errata from one release to this one, under the names that are
    given; of a name that is '' there is none."""
    changes, errata = (Path(name) if name else None for name in names)
    with open_revision(f"{tag}:{path}", project) as old:
        one, two = with_pages(old, new)
        details = compare(one.manuscript, two.manuscript)
        events = gather_changes(details, one.manuscript, two.manuscript)
        printings = (*(_read_printing(each, one, project, path) for each in between),)
        if between:
            printings = (*printings, Printing(own, details))
        wanted = Wanted(changes=changes, errata=errata)
        made, _ = outputs(one, two, (events, details), (tag, own), wanted, printings=printings)
    return {name: data for parcel in made for name, data in parcel.files.items()}


def _read_printing(tag: str, first: Opened, project: Project, path: str) -> Printing:
    events: tuple[Event, ...] = compare(first.manuscript, load(f"{tag}:{path}", project))
    return Printing(tag, events)
