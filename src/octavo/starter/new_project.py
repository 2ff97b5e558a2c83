"""A new project: a folder of the repository's own shape, with a sample that says what to replace.

In: the author's words and an empty folder. Out: the files of templates/starter/, filled in.
"""

import datetime as dt
import json
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from octavo.core import pins
from octavo.core.inputs import Inputs
from octavo.core.output import write_whole
from octavo.core.problems import Problem
from octavo.core.store import Store
from octavo.core.workshop import Workshop
from octavo.goldens.accepted import accept
from octavo.languages import available
from octavo.production.pipeline import Project, templates_folder
from octavo.starter.own_wheel import name_of_wheel, own_wheel

LONGEST_SLUG = 60
_SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
"""Names that Windows gives to no file."""
WHEELS = "wheels"
"""The folder of a project that holds the Octavo that made it."""
_FROM_WHEEL = """
[tool.uv.sources]
octavo = {{ path = "wheels/{wheel}" }} # the Octavo that made this project
"""
_MARKS = re.compile(r"([\\`*_\[\]<>#|~^=&])")
"""Characters that mean something in Markdown."""


class Refused(Exception):
    """Raised with the reason, in words for the author, where no project can be made."""


class _Form(string.Template):
    """Text with places ``@@name``: other text has no ``@@``, so nothing else needs escaping."""

    delimiter = "@@"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the author says of the new publication."""

    kind: str
    """One of KINDS."""
    title: str
    author: str
    language: str
    date: dt.date
    slug: str = ""
    """Name of its folder, where it is not made of the title."""
    has_wheel: bool = True
    """Whether the project carries the Octavo that made it; else an index must have it."""


def title_from(folder: Path) -> str:
    """Return a title made of the folder's name: ``harbour-notes`` gives "Harbour notes"."""
    words = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip()
    return words[:1].upper() + words[1:] or "Untitled"


def slug_of(wishes: Wishes) -> str:
    """Return the publication's folder name: a-z, 0-9 and hyphens, valid on every system."""
    named = wishes.slug or wishes.title
    words = unicodedata.normalize("NFC", named).lower().translate(_SPELLED)
    if wishes.language.split("-")[0].lower() == "de":
        words = words.translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", words)).encode("ascii", "ignore")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.decode()).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return f"{slug}-{wishes.kind}" if _RESERVED.fullmatch(slug) else slug or wishes.kind


def project_files(wishes: Wishes) -> dict[str, bytes]:
    """Return path -> bytes of the new project, in order of path, but for the wheel; raises
    Refused."""
    inputs = Inputs({"templates": templates_folder()}, {})
    _refuse_wishes(wishes, inputs)
    values = _values(wishes)
    files = {}
    for path in inputs.listing("starter/project", "templates"):
        files[_real(path.removeprefix("starter/project/"))] = path
    filled = {name: _fill(inputs, path, values) for name, path in files.items()}
    filled |= publication_files(wishes)
    return {name: filled[name] for name in sorted(filled)}


def publication_files(wishes: Wishes, project: Path | None = None) -> dict[str, bytes]:
    """Return path -> bytes of the sample alone, as it lies in its project, which may have languages
    of its own; raises Refused."""
    own = {"project": project / "templates"} if project else {}
    inputs = Inputs({"templates": templates_folder(), **own}, {})
    _refuse_wishes(wishes, inputs)
    folder, values = f"starter/{wishes.kind}/", _values(wishes)
    return {
        f"source/{slug_of(wishes)}/{path.removeprefix(folder)}": _fill(inputs, path, values)
        for path in inputs.listing(folder.rstrip("/"), "templates")
    }


def make(folder: Path, wishes: Wishes) -> tuple[str, ...]:
    """Write a new project into ``folder``; return the paths of its files.

    Raises Refused where the folder holds anything but .git, or cannot be written.
    """
    files = project_files(wishes)
    if wishes.has_wheel:
        files[f"{WHEELS}/{name_of_wheel()}"] = own_wheel()
    with _refusals(folder):
        _refuse_folder(folder)
        _write(folder, files)
        (folder / ".ci" / "run").chmod(0o755)
    return tuple(files)


def add(project: Path, wishes: Wishes) -> tuple[str, ...]:
    """Write a sample into source/ of a project that stands; return the paths of its files.

    Raises Refused where it has no source/, or a publication of that name.
    """
    slug = slug_of(wishes)
    if not (project / "source").is_dir():
        raise Refused(f"{project} is no project: it has no folder source")
    for name in (slug, f"{slug}.md"):
        if (project / "source" / name).exists():
            raise Refused(f"{project / 'source' / name} stands already; take another name")
    files = publication_files(wishes, project)
    with _refusals(project):
        _write(project, files)
    return tuple(files)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        write_whole(folder / name, data)


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """Turn what the system refuses into words for the author."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}") from None


def accept_sample(folder: Path, wishes: Wishes, environ: Mapping[str, str]) -> tuple[Problem, ...]:
    """Build the sample and accept its editions; return what there is to read.

    SOURCE_DATE_EPOCH is left out, as the new project's tests leave it out: the date stands in
    publication.yaml. Raises BuildFailed, above all where Pango is missing.
    """
    own = {name: value for name, value in environ.items() if name != "SOURCE_DATE_EPOCH"}
    return accept(Project.at(folder, own), slug_of(wishes))


def next_steps(folder: Path, wishes: Wishes, is_accepted: bool) -> tuple[str, ...]:
    """Return lines that tell the author how to go on, as commands to be typed from here."""
    foreign = not wishes.language.lower().startswith("en")
    slug = slug_of(wishes)
    source = folder / "source" / slug
    steps = [
        ("", f"cd {folder}") if folder != Path() else ("", ""),
        (f"octavo preview {slug}", "see it in the browser while you write"),
        (f"octavo build {slug}", f"make the editions: build/{slug}/"),
        *(
            []
            if is_accepted
            else [(f"octavo accept {slug}", "once they are good: tests hold them so")]
        ),
    ]
    told = [f"    {step:<32}# {why}" if step else f"    {why}" for step, why in steps]
    return (
        *(["The sample is in English; what Octavo adds is in your language."] if foreign else []),
        f"Write over {source}: publication.yaml first, then the texts. What to do next:",
        *(line for line in told if line.strip()),
    )


def _refuse_wishes(wishes: Wishes, inputs: Inputs) -> None:
    for name, words in (("title", wishes.title), ("author", wishes.author)):
        if not words.strip():
            raise Refused(f"the {name} is empty")
        if any(_is_unprintable(character) for character in words):
            raise Refused(f"the {name} must be one line of characters that can be printed")
    known = available(Workshop(inputs, Store(None)))
    base, *_ = wishes.language.split("-")
    if base.lower() not in known or not re.fullmatch(
        r"[A-Za-z]+(-[A-Za-z0-9]{2,8})*", wishes.language
    ):
        raise Refused(
            f"unknown language '{wishes.language}': Octavo has the words of {', '.join(known)}; "
            "a region may follow, as in en-GB"
        )


def _is_unprintable(character: str) -> bool:
    """Return whether YAML and TOML cannot hold the character between double quotes."""
    kind = unicodedata.category(character)
    return kind in ("Cc", "Cs", "Zl", "Zp") or character in "\ufeff\ufffe\uffff"


def _refuse_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file; name a folder that is empty or not there yet")
    if folder.is_dir():
        held = sorted(path.name for path in folder.iterdir() if path.name != ".git")
        if held:
            hint = "name a folder that is empty or not there yet"
            if (folder / "source").is_dir():
                hint = f"to add a publication to it: octavo new --in {folder} NAME"
            raise Refused(f"{folder} is not empty (it holds {held[0]}); {hint}")


def _values(wishes: Wishes) -> dict[str, str]:
    """Return what stands for each place of the starter files, title and author within quotes."""
    return {
        "title": _within_quotes(wishes.title),
        "title_plain": _MARKS.sub(r"\\\1", wishes.title),
        "author": _within_quotes(wishes.author),
        "language": wishes.language,
        "date": wishes.date.isoformat(),
        "year": str(wishes.date.year),
        "slug": slug_of(wishes),
        "version": pins.release().version,
        "install": f"{WHEELS}/{name_of_wheel()}" if wishes.has_wheel else _pin(),
        "wheel": _FROM_WHEEL.format(wheel=name_of_wheel()) if wishes.has_wheel else "",
    }


def _pin() -> str:
    return f"octavo=={pins.release().version}"


def _within_quotes(words: str) -> str:
    """Return words as they stand between double quotes: YAML and TOML know JSON's escapes."""
    return json.dumps(words, ensure_ascii=False)[1:-1]


def _real(path: str) -> str:
    """Return a path with its leading dots and without ``.in``.

    Under their own names, a .gitignore or a pyproject.toml among our templates would act on us.
    """
    parts = (re.sub("^dot-", ".", part) for part in path.removesuffix(".in").split("/"))
    return "/".join(parts)


def _fill(inputs: Inputs, path: str, values: Mapping[str, str]) -> bytes:
    data = inputs.find(path, "templates") or b""
    return _Form(data.decode()).substitute(values).encode()
