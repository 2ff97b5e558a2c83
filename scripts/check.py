"""Hold every edition of this repository against every validator; exit 0 where none says a word.

    python scripts/check.py                       the publications of source/
    python scripts/check.py --books --probes      the tiny ones and the probes of tests/ too
    python scripts/check.py --report found.html   write what was found as a page

Each validator runs once, over all files. One that is missing, or that comes to no verdict, fails.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from octavo.production.pipeline import Project, build
from octavo.validators.browser import BrowserValidators
from octavo.validators.examine import FORMATS, Examined, Subject, examined
from octavo.validators.summary import summary
from octavo.validators.toolbox import runners, tools_folder

ROOT = Path(__file__).resolve().parent.parent
HEAD = "octavo: 1\ntitle: Probe of {}\nlanguage: en-GB\ndate: 2024-05-06\nbody: [text.md]\n"


def main() -> None:
    """Build, examine, tell, and leave with the right code."""
    asked = _arguments()
    tools = tools_folder(os.environ)
    BrowserValidators(tools, dict(os.environ)).install(print)
    if asked.install_only:
        return
    environ = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with tempfile.TemporaryDirectory(prefix="octavo-check-") as folder:
        projects = [ROOT]
        if asked.books:
            books = ROOT / "tests" / "books"
            projects += sorted(path.parent for path in books.glob("*/source"))
        if asked.probes:
            projects.append(_probes(Path(folder)))
        listed = list(_subjects(projects, environ))
        subjects = dict(listed)
        assert len(subjects) == len(listed), "two publications have one name"
        found = examined(subjects, runners(tools, environ))
    print(_table(subjects, found))
    for name, problems in found.problems.items():
        for problem in problems:
            if problem.severity != "notice" or problem.code.startswith("E5"):
                print(f"{name}: {problem}")
    if asked.report:
        asked.report.write_text(summary(found), encoding="utf-8")
    sys.exit(_verdict(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--books", action="store_true", help="tests/books/ too")
    parser.add_argument("--probes", action="store_true", help="the texts of tests/probes.py too")
    parser.add_argument("--install-only", action="store_true", help="only fetch what npm has")
    parser.add_argument("--report", type=Path, help="write an HTML page to this file")
    return parser.parse_args()


def _probes(folder: Path) -> Path:
    """Write the probes as publications of one project; return its folder."""
    sys.path.insert(0, str(ROOT / "tests"))
    probes = import_module("probes")
    for name, text in probes.PROBES.items():
        home = folder / "source" / f"probe-{name}"  # a book may have the probe's name
        home.mkdir(parents=True)
        (home / "publication.yaml").write_text(HEAD.format(name), encoding="utf-8")
        (home / "text.md").write_text(probes.OPENING + text, encoding="utf-8")
        (home / "hill.svg").write_text(probes.PICTURE, encoding="utf-8")
    return folder


def _subjects(projects: list[Path], environ: Mapping[str, str]) -> Iterator[tuple[str, Subject]]:
    for root in projects:
        project = Project.at(root, environ)
        for slug in project.slugs():
            yield slug, Subject.of(build(project, slug), project)


def _table(subjects: Mapping[str, Subject], found: Examined) -> str:
    """Return a line for each validator: version, files, findings by format, and notices apart."""
    heads = "".join(f"{name:>7}" for name in FORMATS_OF) + f"{'notices':>9}"
    lines = [f"{'validator':<17}{'version':<16}{'files':>6}{heads}"]
    for name in FORMATS:
        if name in found.missing:
            lines.append(f"{name:<17}not run: {found.missing[name]}")
            continue
        version, count = found.ran.get(name, ("no verdict", 0))
        cells = [
            str(_count(found, name, f)) if f".{f}" in FORMATS[name] else "-" for f in FORMATS_OF
        ]
        undecided = sum(
            n for (who, _, how), n in found.counts.items() if (who, how) == (name, "notice")
        )
        row = "".join(f"{cell:>7}" for cell in cells) + f"{undecided:>9}"
        lines.append(f"{name:<17}{version:<16}{count:>6}{row}")
    return "\n".join([*lines, f"{len(subjects)} publications"])


def _count(found: Examined, validator: str, format: str) -> int:
    """Return the errors and warnings of a validator, and what it lets pass with a word."""
    return sum(
        n
        for (who, ending, severity), n in found.counts.items()
        if (who, ending) == (validator, format) and (severity != "notice" or who in SILENT)
    )


def _verdict(found: Examined) -> int:
    """Return 0 where every validator has looked and found nothing.

    A notice of axe is what it cannot decide; from the others not even notices are allowed.
    """
    is_complete = not found.missing and set(found.ran) == set(FORMATS)
    counts = [_count(found, name, f) for name in FORMATS for f in FORMATS_OF]
    return 0 if is_complete and not any(counts) else 1


FORMATS_OF = ("pdf", "epub", "html")
SILENT = frozenset(FORMATS) - {"axe"}

if __name__ == "__main__":
    main()
