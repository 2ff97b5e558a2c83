"""source/ -> what lies in it and is no publication, so that nothing is passed over in silence."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from octavo.core.inputs import SKIPPED, Inputs, readable
from octavo.core.problems import Place, Problem, in_order
from octavo.pictures.fetch_command import LOCK
from octavo.production.pipeline import Project, has_front_matter
from octavo.source.config.file_heads import MARKDOWN

METADATA = "publication.yaml"
TEMPLATES = "templates"
MOST_NAMED = 4
"""Files that a hint names; of more it gives a pattern."""


def look_over_source(project: Project) -> tuple[Problem, ...]:
    """Return what is to be said of source/ as a whole.

    Problems: E122 (warning: a Markdown file without metadata), E123 (warning: a folder without
    publication.yaml), E124 (no publication at all).
    """
    inputs = Inputs({"source": project.source}, {})
    seen = [path for path in inputs.listing("", "source") if not path.startswith(".")]
    articles = [path for path in seen if _is_article(path, project)]
    said = b"\n".join(inputs.find(path, "source") or b"" for path in articles)
    known = project.slugs()
    problems = [*_loose_files(seen, articles, said), *_bare_folders(seen, project, said)]
    if not known:
        problems.append(_nothing(bool(problems)))
    return in_order(problems)


def _is_article(path: str, project: Project) -> bool:
    is_text = path.endswith(".md") and "/" not in path
    return is_text and has_front_matter(project.source / path)


def _loose_files(paths: list[str], articles: list[str], said: bytes) -> Iterator[Problem]:
    """Yield a warning for each Markdown file beside the publications that has no metadata.

    ``said``: what articles say, who may name the file.
    """
    for path in paths:
        pure = PurePosixPath(path)
        is_text = pure.suffix.lower() in MARKDOWN[:5] and "/" not in path
        if not is_text or pure.stem.lower() == "readme" or path in articles:
            continue
        if path.encode() in said:
            continue
        message = "the file has no metadata: it is no publication, and is not built"
        as_it_is = f"or build it as it is: octavo build source/{path}"
        hint = f"begin it with '---', 'octavo: 1', title, language, date, '---'; {as_it_is}"
        if pure.suffix != ".md":
            message = "a publication of one file ends in .md: this one is not built"
            hint = f"call it {pure.stem}.md, {as_it_is}"
        yield Problem("E122", Place(f"source/{path}", 1), message, hint, "warning")


def _bare_folders(paths: list[str], project: Project, said: bytes) -> Iterator[Problem]:
    """Yield a warning for each folder without publication.yaml, empty ones among them.

    ``said``: what articles say, who may have their pictures in it, or their templates.
    """
    names = (readable(each.name) for each in project.source.iterdir() if each.is_dir())
    for folder in sorted(name for name in names if name not in SKIPPED and name[0] != "."):
        inside = [path for path in paths if path.startswith(f"{folder}/")]
        is_used = f"{folder}/".encode() in said or (said and folder == TEMPLATES)
        is_used = is_used or f"{folder}/{LOCK}" in inside  # an article's pictures by address
        if is_used or f"{folder}/{METADATA}" in inside:
            continue
        message = f"the folder has no {METADATA}: it is no publication, and is not built"
        yield Problem("E123", Place(f"source/{folder}"), message, _mend(folder, inside), "warning")


def _mend(folder: str, inside: list[str]) -> str:
    """Return how to make a publication of a folder."""
    like = [path for path in inside if PurePosixPath(path).name in ("publication.yml", METADATA)]
    for path in like:
        if path == f"{folder}/publication.yml":
            return f"call source/{path} {METADATA}"
        if path.endswith(METADATA):
            return f"publications lie in source/ itself: move source/{PurePosixPath(path).parent}"
    texts = [path.partition("/")[2] for path in inside if path.endswith(".md")]
    body = body_of(texts) or "chapter-one.md"
    return f"write source/{folder}/{METADATA}: octavo: 1, title, language, date, body: [{body}]"


def body_of(texts: Sequence[str]) -> str:
    """Return a list of texts as ``body`` has it: their names, or a pattern where there are many."""
    many = "'*.md'" if all("/" not in each for each in texts) else "'**/*.md'"
    return many if len(texts) > MOST_NAMED else ", ".join(texts)


def _nothing(has_more: bool) -> Problem:
    message = "there is no publication in source/" if has_more else "source/ is empty"
    hint = "octavo new --in . NAME adds one; octavo build notes.md makes editions of any file"
    return Problem("E124", Place("source"), message, hint)
