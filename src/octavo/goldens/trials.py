"""What the test of a book asks: its editions, what they say, and whether they are golden."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from octavo.core.output import Output, Parcel, drop_file
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.goldens.comparison import FOLDER, Comparison, GoldenDifference, compare_editions
from octavo.goldens.kept_goldens import find_damage, read_goldens
from octavo.goldens.projection import files_of_editions, project_files
from octavo.goldens.sheets import POOL
from octavo.production.pipeline import Built, Project, build, editions_of

REPORT = "golden-report-{slug}.html"
_OURS = b": goldens</title>"
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL)
_PAGED = ("text.txt",)


class Trial:
    """One publication, built once whatever is asked of it."""

    def __init__(self, project: Project, slug: str, folder: Path | None = None) -> None:
        self.project, self.slug = project, slug
        self._goldens = (folder or project.root / "tests" / "golden") / slug

    @property
    def has_goldens(self) -> bool:
        """Whether somebody has accepted an edition of it."""
        return read_goldens(self._goldens, "").is_begun

    @cached_property
    def built(self) -> Built:
        """The build, warnings being errors; raises BuildFailed."""
        return build(self.project, self.slug, strict=True)

    @property
    def files(self) -> Mapping[str, bytes]:
        """All files by name: editions, SHA256SUMS, manifest.json, edition.json."""
        return self.built.files

    def build_anew(self) -> Built:
        """Return a second build that remembers nothing of the first."""
        return build(replace(self.project, store=None), self.slug, strict=True)

    def names(self) -> tuple[str, ...]:
        """Return the editions that the publication names, and those that only goldens have;
        nothing is built. Raises BuildFailed."""
        named = [each.name for each in editions_of(self.project, self.slug)]
        kept = [path.name for path in self._goldens.glob("*") if path.is_dir()]
        return tuple(dict.fromkeys([*named, *sorted(kept)]))

    def edition(self, name: str) -> "EditionTrial":
        """Return one edition of it."""
        return EditionTrial(self, name)

    @cached_property
    def projection(self) -> Mapping[str, bytes]:
        """Readable path -> bytes, as goldens keep them."""
        return project_files(self.files)

    @cached_property
    def comparison(self) -> Comparison:
        """How it stands to its goldens; raises BuildFailed where it cannot be built."""
        return compare_editions(self.built, self._goldens)

    @property
    def report_path(self) -> Path:
        return self.project.out / REPORT.format(slug=self.slug)

    @property
    def is_shown(self) -> bool:
        """Whether a page shows what differs; raises BuildFailed."""
        return self.comparison.is_begun and not self.comparison.is_equal

    def write_report(self) -> Path | None:
        """Write the page that shows what differs, and return its path; where nothing does, take
        away the last one. Raises BuildFailed: E801 to E804."""
        path = self.report_path
        if not self.is_shown:
            if path.is_file() and _OURS in path.read_bytes()[:2000]:
                drop_file(path)
            return None
        from octavo.goldens.golden_report import golden_report

        kept = read_goldens(self._goldens, f"{FOLDER}/{self.slug}")
        damaged = find_damage(kept, self.slug)
        sound = {name: data for name, data in kept.files.items() if name not in damaged}
        page = golden_report(self.comparison, {"kept": sound, "made": self.projection})
        output = Output(self.project.root, force=True)  # the name is ours alone
        with output.alone(path.parent):
            output.put(Parcel(path.parent, {path.name: page}))
        return path


class EditionTrial:
    """One edition of a publication."""

    def __init__(self, publication: Trial, name: str) -> None:
        self.publication, self.name = publication, name

    @property
    def files(self) -> Mapping[str, bytes]:
        """Its finished files by name: one, or those of a site."""
        all_files = self.publication.files
        names = files_of_editions(all_files).get(self.name, ())
        return {name: all_files[name] for name in names}

    @property
    def projection(self) -> Mapping[str, str]:
        """Path -> readable text, as goldens keep it: ``text.txt`` and ``links.txt`` of a PDF, the
        pages of an EPUB; pictures are not among them."""
        start = f"{self.name}/"
        return {
            path.removeprefix(start): data.decode()
            for path, data in self.publication.projection.items()
            if path.startswith(start) and not path.endswith(".png")
        }

    @property
    def words(self) -> str:
        """All that it says, in the order of its files, spaces as single ones."""
        texts = self.projection
        chosen = [texts[name] for name in _PAGED if name in texts] or [
            html.unescape(_TAG.sub(" ", text))
            for path, text in texts.items()
            if path.endswith((".html", ".xhtml"))
        ]
        return " ".join(" ".join(chosen).split())

    @property
    def differences(self) -> tuple[GoldenDifference, ...]:
        """Where it is not as it was accepted."""
        return self.publication.comparison.of(self.name)

    def describe(self) -> str:
        """Return what differs, for a terminal, with the report that shows it; '' where it is as it
        was accepted, or other tools explain why it is not."""
        found = [each.problem for each in self.differences]
        if all(each.severity != "error" for each in found):
            return ""
        report = self.publication.write_report()
        lines = [str(each) for each in together(found)]
        accept = f"octavo accept {self.publication.slug}"
        return "\n".join([*lines, f"shown in {report}", f"if it is meant: {accept}, then git diff"])

    def notes(self) -> str:
        """Return what is to be known though it fails nothing: what other tools explain."""
        found = [each.problem for each in self.differences if not each.is_fatal]
        return "\n".join(map(str, found))


def together(found: Sequence[Problem]) -> list[Problem]:
    """Return problems with those of several page pictures of an edition in one."""
    pages: dict[str, list[Problem]] = {}
    for each in found:
        folder, _, name = each.place.path.rpartition("/")
        is_page = each.code == "E401" and name.endswith(".png") and folder.endswith("/pages")
        pages.setdefault(folder if is_page else "", []).append(each)
    others = pages.pop("", [])
    for folder, alike in pages.items():
        numbers = [int(each.place.path[-7:-4]) for each in alike]
        message = f"{len(alike)} pages look different: {_runs(numbers)}"
        one = Problem("E401", Place(folder), message, alike[0].hint)
        others += alike if len(alike) == 1 else [one]
    return others


def _runs(numbers: list[int]) -> str:
    """Return ``1–4, 7`` of numbers in order."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def find_left_goldens(project: Project, folder: Path | None = None) -> tuple[Problem, ...]:
    """Return a problem for each folder of goldens whose publication is gone: E403."""
    root = folder or project.root / "tests" / "golden"
    known = {*project.slugs(), POOL}
    left = sorted(path.name for path in root.glob("*") if path.is_dir() and path.name not in known)
    message = "these goldens are of a publication that is gone"
    hint = "take the folder away: git rm -r"
    return tuple(
        Problem("E403", Place(f"{FOLDER}/{name}"), message, f"{hint} {FOLDER}/{name}")
        for name in left
    )


def one_by_one(trial: Trial) -> tuple[tuple[str, tuple[Problem, ...]], ...]:
    """Return (edition, what is to be told of it) for each; nothing where it has no goldens."""
    found = trial.comparison
    if not found.is_begun:
        return ()
    told = {name: tuple(each.problem for each in found.of(name)) for name in found.editions}
    return tuple(told.items())


def fail(trial: Trial) -> None:
    """Raise BuildFailed with all that differs, once its report is written."""
    trial.write_report()
    if not trial.comparison.is_equal and trial.comparison.is_begun:
        raise BuildFailed(together(trial.comparison.problems))
