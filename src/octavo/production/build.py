"""What came of one publication: its files, what there is to say of them, where things stand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from octavo.core.problems import Problem
from octavo.core.store import pack, unpack
from octavo.model.made import PageMap

_FACTS = "facts"
_FILE = "file:"


@dataclass(frozen=True, slots=True)
class Build:
    """Editions and their papers (SHA256SUMS, manifest.json, edition.json), ready to be written."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    """Warnings and notices; errors stop a build."""
    pages: PageMap = field(default_factory=PageMap)
    """Of the edition that pages are counted by; empty without one."""
    lengths: Mapping[str, int] = field(default_factory=dict)
    """Name of a paged edition's file -> how many pages it has."""

    def pack(self) -> bytes:
        """Return the build as bytes that ``unpack`` reads."""
        problems = [problem.as_json() for problem in self.problems]
        pages = {each.name: getattr(self.pages, each.name) for each in fields(self.pages)}
        told = {"problems": problems, "pages": pages, "lengths": self.lengths}
        facts = json.dumps(told, sort_keys=True)
        files = {f"{_FILE}{name}": data for name, data in self.files.items()}
        return pack({_FACTS: facts.encode(), **files})

    @staticmethod
    def unpack(data: bytes) -> "Build":
        """Return what ``pack`` has made bytes of."""
        files = unpack(data)
        facts = json.loads(files.pop(_FACTS))
        labels = tuple(facts["pages"].pop("labels"))
        return Build(
            {name.removeprefix(_FILE): each for name, each in files.items()},
            tuple(Problem.from_json(each) for each in facts["problems"]),
            PageMap.of(labels, facts["pages"]),
            facts["lengths"],
        )
