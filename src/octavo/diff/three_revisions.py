"""What ``octavo diff --base`` is asked for about three revisions."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.core.output import Output, Parcel
from octavo.core.problems import Problem
from octavo.diff.levels import OF_THREE
from octavo.diff.lock_notices import lock_notices
from octavo.diff.match.events import Event
from octavo.diff.match.three_ways import CONFLICT, Contribution, compare_three
from octavo.diff.report.outputs import Wanted
from octavo.diff.report.three_way_report import three_way_page
from octavo.diff.revision import Opened, on_equal_terms, open_revision
from octavo.languages import language
from octavo.production.pipeline import Project


@dataclass(frozen=True, slots=True)
class ThreeWayOutcome:
    """What two people have made of one text."""

    names: tuple[str, str, str]
    changes: tuple[Contribution, ...]
    notices: tuple[Problem, ...] = ()

    def differs(self, levels: tuple[str, ...]) -> bool:
        """Tell whether anybody has changed anything; of some levels only, where some are named."""
        return any(
            not levels
            or (OF_THREE[0] in levels and each.whose == CONFLICT)
            or any(event.level in levels for event in (*each.author, *each.editor))
            for each in self.changes
        )


def three_way_outcome(
    names: tuple[str, str, str],
    project: Project,
    wanted: Wanted,
    page: Path | None,
    output: Output,
) -> ThreeWayOutcome:
    """Compare two revisions of a text with what they were made of; raises BuildFailed."""
    with ExitStack() as stack:
        sides = [stack.enter_context(open_revision(name, project)) for name in names]
        base, author = on_equal_terms(sides[0], sides[1])
        _, editor = on_equal_terms(sides[0], sides[2])
        found = compare_three(base.manuscript, author.manuscript, editor.manuscript)
        chosen = [_choose(each, wanted) for each in found]
        changes = tuple(each for each in chosen if each.author or each.editor)
        if page:
            assert isinstance(editor, Opened)
            words = language(editor.workshop, editor.publication.config.language)
            text = three_way_page(changes, names, words)
            output.put(Parcel(page.parent, {page.name: text.encode()}))
    told = (*lock_notices(names, project), *(p for side in sides for p in side.problems))
    return ThreeWayOutcome(names, changes, told)


def _choose(found: Contribution, wanted: Wanted) -> Contribution:
    def keep(events: tuple[Event, ...]) -> tuple[Event, ...]:
        return tuple(e for e in wanted.choose(events) if e.level != "typography" or wanted.only)

    return replace(found, author=keep(found.author), editor=keep(found.editor))
