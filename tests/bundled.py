"""A tiny publication with three releases in git, and bundles: made by the program, or by hand."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copytree

from click.testing import CliRunner, Result
from releases import git

from octavo.cli.program import octavo
from octavo.production.manifest import edition_id

SLUG = "tides"
TEXTS = {
    "source/tides/publication.yaml": """\
octavo: 1
theme: brief
title: Tides & Times
subtitle: What <water> does
language: en-GB
date: 2024-05-06
contributors:
  - name: Ada Quill
    orcid: 0000-0002-1825-0097
    affiliation: Harbour House
    biography: She writes.
  - {name: Bo Kay, role: edt}
publisher: Quayside Press
place: Corran
licence: CC-BY-4.0
description: "Of water: \\"high\\" & low."
keywords: [water, tides]
subjects: [Science]
series: {name: Harbours, number: "2"}
identifiers: {isbn: {html: 978-3-16-148410-0, print: 978-0-306-40615-7}, doi: 10.1000/182}
editions: [html]
body: [one.md]
""",
    "source/tides/one.md": "The water comes at noon.\n\nThe keeper reads the gauge.\n",
    ".gitignore": "build\n*.tmp\n",
}
LATER = (("noon", "midnight"), ("gauge", "float"))
"""What is edited for v1.0 and for v1.1."""


def three_releases(root: Path) -> Path:
    """Return a project whose tags v0.9, v1.0 and v1.1 stand on three commits."""
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "v0.9")
    git(root, "tag", "v0.9")
    for tag, (old, new) in zip(("v1.0", "v1.1"), LATER, strict=True):
        edit(root, "source/tides/one.md", old, new)
        git(root, "commit", "-q", "-a", "-m", tag)
        git(root, "tag", tag)
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Write other words into a file."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def run(*words: str | Path, **environ: str) -> Result:
    """Return what came of a command of octavo."""
    return CliRunner(env={"SOURCE_DATE_EPOCH": None, **environ}).invoke(
        octavo, list(map(str, words))
    )


def release(project: Path, *words: str | Path, **environ: str) -> Result:
    """Return what came of ``octavo release`` without validators."""
    return run("release", "--project", project, "--no-validators", *words, **environ)


def bundle_by_hand(changes: Mapping[str, bytes | None] | None = None) -> dict[str, bytes]:
    """Return the files of a bundle that was never built, and agrees with itself.

    ``changes`` come into it after its sums are reckoned; None takes a file away.
    """
    page = b"<p>High water.</p>"
    ingredients = {"epoch": "1", "publication/one.md": "0" * 64}
    manifest = {
        "schema": 1,
        "publication": SLUG,
        "edition": edition_id(ingredients),
        "ingredients": ingredients,
        "outputs": {"tides.html": {"sha256": digest(page), "bytes": len(page)}},
        "work": {"editions": [{"name": "html"}]},
    }
    facts = {
        "schema": 1,
        "publication": SLUG,
        "version": "1.0",
        "tag": "v1.0",
        "commit": "a" * 40,
        "edition": edition_id(ingredients),
        "editions": {"tides-1.0.html": "tides.html"},
    }
    files = {
        "tides-1.0.html": page,
        "manifest.json": json.dumps(manifest).encode(),
        "release.json": json.dumps(facts).encode(),
    }
    with_sums = files | {"SHA256SUMS": sums(files)}
    for name, data in (changes or {}).items():
        if data is None:
            del with_sums[name]
        else:
            with_sums[name] = data
    return with_sums


def resummed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with sums that agree with them."""
    others = {name: data for name, data in files.items() if name != "SHA256SUMS"}
    return others | {"SHA256SUMS": sums(others)}


def sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{digest(data)}  {name}\n" for name, data in sorted(files.items())).encode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def packed_by_hand(
    files: Mapping[str, bytes],
    more: Sequence[tuple[str, bytes, int]] = (),
    folder: str = "tides-1.0/",
    method: int = zipfile.ZIP_STORED,
) -> bytes:
    """Return an archive. ``more``: entries with names and modes as they are given."""
    target = io.BytesIO()
    entries = [(folder + name, data, stat.S_IFREG | 0o644) for name, data in files.items()]
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data, mode in (*entries, *more):
            entry = zipfile.ZipInfo(name, (2024, 5, 6, 0, 0, 0))
            entry.filename = name  # as it is: ZipInfo would mend it
            entry.create_system, entry.external_attr = 3, mode << 16
            archive.writestr(entry, data, method)
    return target.getvalue()


def unpacked(data: bytes, folder: Path) -> Path:
    """Return the folder of a bundle that was unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return next(each for each in folder.iterdir() if each.is_dir())


def clone(project: Path, target: Path) -> Path:
    """Return a copy of a project with its history, elsewhere."""
    copytree(project, target, symlinks=True)
    return target


def below(folder: Path) -> list[str]:
    """Return all that lies below a folder, but for git's own."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return sorted(name for name in found if not name.startswith(".git/"))
