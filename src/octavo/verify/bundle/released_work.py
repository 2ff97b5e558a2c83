"""What the papers of a bundle are made from: a publication's build, its metadata, its tag."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from octavo.core.problems import Problem
from octavo.editions.registry import Formats
from octavo.model.metadata import Edition, Metadata
from octavo.model.publication import Config
from octavo.production.pipeline import PAPERS, Built, Project, tell_from, workshop_of
from octavo.source.config.configuration import read_config
from octavo.themes import read_theme
from octavo.verify.bundle.tagged_state import TaggedState


@dataclass(frozen=True, slots=True)
class ReleasedWork:
    """A publication as it is released."""

    config: Config
    kind: str
    """What it is in the words of schema.org: Article, Report, Book."""
    state: TaggedState
    built: Built

    @property
    def slug(self) -> str:
        return self.config.slug

    @property
    def data(self) -> Metadata:
        return self.config.metadata

    @property
    def version(self) -> str:
        return self.state.version(self.slug)

    @property
    def stem(self) -> str:
        """Return how the bundle is called, and how its editions begin."""
        return f"{self.slug}-{self.version}"

    @property
    def epoch(self) -> int:
        return self.config.epoch

    @property
    def day(self) -> dt.date:
        return dt.datetime.fromtimestamp(self.epoch, dt.UTC).date()

    @property
    def manifest(self) -> Mapping[str, object]:
        found: Mapping[str, object] = json.loads(self.built.files["manifest.json"])
        return found

    @property
    def edition(self) -> str:
        """Return the edition id."""
        return str(self.manifest["edition"])

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Return the editions that were made."""
        return tuple(
            each for each in self.data.editions if each.file(self.slug) in self.built.files
        )

    def names(self) -> dict[str, str]:
        """Return how files of editions are called in the bundle -> in a build.

        By name and version; but the pages of a site link to the other editions by their names, so
        where there is a site all keep theirs.
        """
        made = sorted(set(self.built.files) - PAPERS)
        keeps = any(each.split for each in self.editions)
        return {name if keeps else self._with_version(name): name for name in made}

    def _with_version(self, name: str) -> str:
        if PurePosixPath(name).parts[0].startswith(self.slug):
            return f"{self.stem}{name.removeprefix(self.slug)}"
        return name


def read_work(project: Project, slug: str, built: Built, state: TaggedState) -> ReleasedWork:
    """Return what a bundle is made from. Problems: E915."""
    state.version(slug)
    workshop = workshop_of(project, slug)
    with tell_from(project, slug):
        config = read_config(workshop, slug, Formats())
        fault = Problem("E104", config.place("theme"), "")
        theme = read_theme(workshop, config.metadata.theme, fault)
    return ReleasedWork(config, theme.work, state, built)
