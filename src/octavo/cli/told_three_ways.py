"""``octavo diff --base``: what two people have made of one text, told."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from octavo.cli.program_group import Unusable
from octavo.cli.terminal import output_at, too_much

if TYPE_CHECKING:  # the types only: commands import what they need when they run
    from octavo.cli.told_progress import Watch
    from octavo.diff.three_revisions import ThreeWayOutcome
    from octavo.production.pipeline import Project

FILTERS = ("only", "chapter")
"""Options that three revisions can be asked for, beside those of the output itself."""


@dataclass(frozen=True, slots=True)
class ThreeWayWish:
    """What is asked for about three revisions."""

    base: str
    author: str
    editor: str
    page: Path | None
    levels: tuple[str, ...]
    is_forced: bool
    is_full: bool
    is_json: bool
    seconds: int


def tell_three(
    wish: ThreeWayWish, wanted: Mapping[str, object], project: "Project", watch: "Watch"
) -> None:
    """Compare and tell; leave with 1 where anything was changed.

    ``wanted`` are the other options: of these only filters are possible.
    """
    from octavo.cli.told_problems import tell_problems
    from octavo.core.bounds import TookTooLong, at_most
    from octavo.core.problems import BuildFailed
    from octavo.diff.report.outputs import Wanted
    from octavo.diff.three_revisions import three_way_outcome

    _refuse_others(wish, wanted)
    names = wish.base, wish.author, wish.editor
    chosen = Wanted(**{name: wanted[name] for name in FILTERS})  # type: ignore[arg-type]
    output = output_at(project.root, wish.is_forced, wish.page)
    try:
        with watch.over("diff"), at_most(wish.seconds, wish.editor):
            found = three_way_outcome(names, project, chosen, wish.page, output)
    except BuildFailed as failure:
        raise Unusable(failure.problems) from None
    except (TookTooLong, MemoryError) as bound:
        raise Unusable([too_much(wish.editor, bound)]) from None
    if not wish.is_json:
        tell_problems(found.notices)
    click.echo("\n".join(_tell(found, wish)))
    sys.exit(1 if found.differs(wish.levels) else 0)


def _refuse_others(wish: ThreeWayWish, wanted: Mapping[str, object]) -> None:
    if not wish.base:
        raise click.UsageError("--html is for --base: octavo diff --base BASE A B --html FILE")
    if not wish.editor:
        raise click.UsageError("name two revisions of it: octavo diff --base BASE A B")
    others = [name for name, value in wanted.items() if value and name not in FILTERS]
    if others:
        raise click.UsageError(f"--base and --{others[0]} do not go together")


def _tell(found: "ThreeWayOutcome", wish: ThreeWayWish) -> Iterator[str]:
    from octavo.diff.report.three_way_report import three_way_data, three_way_lines

    written = [str(wish.page)] if wish.page else []
    if not wish.is_json:
        yield from three_way_lines(found.changes, found.names, wish.is_full)
        yield from written
        return
    told = three_way_data(found.changes, found.names)
    told |= {"written": written} if written else {}
    told |= {"problems": [each.as_json() for each in found.notices]} if found.notices else {}
    yield json.dumps(told, indent=2, ensure_ascii=False)
