"""A tiny publication in a repository of git, a release of it, and ways to make it another one."""

import hashlib
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copytree

from forked import octavo_in

from octavo.production.manifest import edition_id

SLUG = "tides"
TEXTS = {
    "source/tides/publication.yaml": "octavo: 1\ntheme: brief\ntitle: Tides\nlanguage: en-GB\n"
    "date: 2024-05-06\ncontributors:\n  - name: Ada Quill\neditions: [html, epub]\n"
    "body: [one.md]\n",
    "source/tides/one.md": "The water comes.\n\n![A hut](hut.svg)\n\nFigure: A hut.\n",
    "source/tides/hut.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" '
    'width="40" height="20"><rect width="40" height="20" fill="#345"/></svg>\n',
    "templates/own.css": "p { color: #123456; }\n",
    "templates/shared/unused.html.j2": "<p>never seen</p>\n",
}


def git(root: Path, *words: str) -> None:
    """Run a command of git, as nobody in particular."""
    who = {f"GIT_{each}_{key}": "a@b.c" for each in ("AUTHOR", "COMMITTER") for key in FIELDS}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(root), *words]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **who, **settings})


FIELDS = ("NAME", "EMAIL")


def repository(root: Path) -> Path:
    """Return a project with its first state committed, and a tag v1."""
    for name, text in TEXTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    git(root, "tag", "v1")
    return root


def issue(project: Path, out: Path, **environ: str) -> Path:
    """Return the release that a project makes, by the program itself."""
    words = ["build", SLUG, "--no-store", "--project", str(project), "--out", str(out)]
    own = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    ended = octavo_in(project, *words, environ={**own, **environ})
    assert ended.returncode == 0, ended.stderr
    return out / SLUG


def reissued(
    release: Path,
    target: Path,
    changes: Mapping[str, Mapping[str, str]] | None = None,
    change: Callable[[str, bytes], bytes] = lambda _, data: data,
) -> Path:
    """Return a copy of a release whose papers agree with what was changed in it.

    ``changes``: table of the manifest -> name -> other value. ``change`` gets each edition.
    """
    copytree(release, target)
    manifest = json.loads((release / "manifest.json").read_bytes())
    for table, values in (changes or {}).items():
        manifest[table] |= values
    old, new = manifest["edition"], edition_id(manifest["ingredients"])
    manifest["edition"] = new
    for name, told in manifest["outputs"].items():
        data = change(name, _with_id((release / name).read_bytes(), name, old, new))
        (target / name).write_bytes(data)
        told["sha256"] = hashlib.sha256(data).hexdigest()
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    sums = (f"{told['sha256']}  {name}\n" for name, told in manifest["outputs"].items())
    (target / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return target


def _with_id(data: bytes, name: str, old: str, new: str) -> bytes:
    if old == new:
        return data
    if name.endswith(".epub"):
        return packed(data, lambda _, each: each.replace(old.encode(), new.encode()))
    return data.replace(old.encode(), new.encode())


def packed(
    data: bytes,
    change: Callable[[str, bytes], bytes] = lambda _, each: each,
    level: int = 9,
    is_turned: bool = False,
) -> bytes:
    """Return an archive packed anew: other contents, another level, another order."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        entries = old.infolist()
        for entry in reversed(entries) if is_turned else entries:
            content = change(entry.filename, old.read(entry))
            new.writestr(entry, content, compresslevel=level)
    return target.getvalue()
