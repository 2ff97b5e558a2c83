"""Checks that installed wheels bring: they see the publication and its finished editions."""

from collections.abc import Callable, Iterable, Mapping

from octavo.core.installed import Unloadable, plugin, plugin_names
from octavo.core.problems import Problem
from octavo.model.publication import Publication

GROUP = "octavo.checks"
Check = Callable[[Publication, Mapping[str, bytes]], Iterable[Problem]]
"""(publication, files of its editions) -> what is wrong with them."""


def plugin_problems(publication: Publication, files: Mapping[str, bytes]) -> list[Problem]:
    """Return what the checks of the publication's plugins find. Problems: E120, and their own."""
    config, problems = publication.config, []
    known = plugin_names(GROUP)
    for n, name in enumerate(config.metadata.plugins):
        if name not in known:
            continue  # a step of the text; one that nobody brings has ended the build before
        try:
            check: Check = plugin(GROUP, name)
        except Unloadable as reason:
            hint = "install it anew, or take it off the list"
            problems.append(config.problem("E120", f"plugins.{n}", str(reason), hint))
            continue
        problems += check(publication, files)
    return problems
