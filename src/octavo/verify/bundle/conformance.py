"""A build -> what other people's programs said of it, as data and as a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.core.problems import Problem
from octavo.production.pipeline import Built, Project
from octavo.validators.examine import CODES, Examined, Subject, examine
from octavo.validators.summary import summary
from octavo.validators.toolbox import runners

NOT_INSTALLED = "not installed on the machine that made the release"
NOT_ASKED = "the release was made without validators"


@dataclass(frozen=True, slots=True)
class Conformance:
    """What validators said of the editions of a publication."""

    found: Examined
    problems: tuple[Problem, ...]

    @property
    def ran(self) -> tuple[str, ...]:
        """Return those that have looked at an edition, each with its version."""
        return tuple(f"{name} {each[0]}".strip() for name, each in sorted(self.found.ran.items()))

    @property
    def missing(self) -> Mapping[str, str]:
        return self.found.missing

    def files(self) -> dict[str, bytes]:
        """Return the report, for programs and for people. It names no path of a machine."""
        told = {
            "schema": 1,
            "validators": {
                name: {"version": version, "files": count}
                for name, (version, count) in sorted(self.found.ran.items())
            }
            | {name: {"not_run": why} for name, why in sorted(self.missing.items())},
            "findings": [each.as_json() for each in self.problems],
        }
        data = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
        return {
            "conformance.json": data.encode(),
            "conformance.html": summary(self.found).encode(),
        }


def examine_release(
    built: Built, project: Project, tools: Path | None, strict: bool
) -> tuple[Conformance, bool]:
    """Return what the validators that are installed say, and whether that stands against a release.

    ``tools``: where validators are; None where none is to look.
    """
    if tools is None:
        found = Examined({built.slug: built.problems}, {}, dict.fromkeys(CODES, NOT_ASKED))
    else:
        subject = Subject.of(built, project)
        told = examine({built.slug: subject}, runners(tools, project.environ), project.tell)
        found = replace(told, missing=dict.fromkeys(sorted(told.missing), NOT_INSTALLED))
    problems = found.problems[built.slug]
    fatal = ("error", "warning") if strict else ("error",)
    return Conformance(found, problems), any(each.severity in fatal for each in problems)
