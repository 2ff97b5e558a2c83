"""A stranger's repository is read as it was committed, runs nothing, and leads nowhere else."""

import hashlib
import os
import shutil
import subprocess
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import environment
from test_collation import GIT, HEAD, project, run, written

from octavo.core import platforms
from octavo.core.problems import BuildFailed, Problem
from octavo.diff import git_files
from octavo.diff.checkout import is_safe_name
from octavo.diff.git import Objects
from octavo.diff.git_files import extract, extract_all, file_in, object_of
from octavo.production.pipeline import Project

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="the canaries are programs of a Unix"),
]
TEXT = HEAD + "Some words stand here.\n"
FILE, FOLDER, LINK, SUBMODULE = "100644", "40000", "120000", "160000"
Tree = Mapping[str, tuple[str, str]]
"""Name -> mode and name of the object."""


def git(root: Path, *words: str, **more: str) -> str:
    command = ["git", "-c", "protocol.file.allow=always", *words]
    environ = {**environment(), **GIT, **more}
    ended = subprocess.run(command, cwd=root, env=environ, capture_output=True, check=True)
    return ended.stdout.decode().strip()


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Return a repository with one article in one revision, v0."""
    return repository(tmp_path / "origin", {"source/article.md": TEXT})


def repository(root: Path, files: Mapping[str, str | bytes], *options: str) -> Path:
    root.mkdir()
    git(root, "init", "-q", "-b", "main", *options)
    written(root, files)
    git(root, "add", "-A", "--force")
    git(root, "commit", "-q", "-m", "All")
    git(root, "tag", "v0")
    return root


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """Return a program that leaves a file ``sang`` beside itself."""
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sang'\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def sang(canary: Path) -> bool:
    return canary.with_name("sang").exists()


def taken(root: Path, target: Path, revision: str = "v0") -> Path:
    """Return a fresh folder with the article of a revision."""
    target.mkdir()
    extract(project(root), revision, "source/article", target)
    return target


def refused(root: Path, target: Path, revision: str = "v0") -> Problem:
    with pytest.raises(BuildFailed) as failure:
        taken(root, target, revision)
    [problem] = failure.value.problems
    return problem


def stored(root: Path, kind: str, data: bytes) -> str:
    """Put an object of any content into a repository, as no command of git would."""
    whole = f"{kind} {len(data)}\0".encode() + data
    name = hashlib.sha1(whole).hexdigest()
    place = root / ".git" / "objects" / name[:2] / name[2:]
    place.parent.mkdir(exist_ok=True)
    if not place.exists():
        place.write_bytes(zlib.compress(whole))
    return name


def tree(root: Path, entries: Tree | list[tuple[str, tuple[str, str]]]) -> str:
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    data = b"".join(
        f"{mode} ".encode() + os.fsencode(name) + b"\0" + bytes.fromhex(of)
        for name, (mode, of) in pairs
    )
    return stored(root, "tree", data)


def commit(root: Path, top: str) -> str:
    person = "Ada Quill <ada@example.org> 1714989600 +0000"
    text = f"tree {top}\nauthor {person}\ncommitter {person}\n\nAll\n"
    return stored(root, "commit", text.encode())


def source_with(root: Path, *entries: tuple[str, tuple[str, str]]) -> str:
    """Return a commit whose folder source/ holds the article and these entries."""
    article = ("article.md", (FILE, stored(root, "blob", TEXT.encode())))
    source = tree(root, sorted([article, *entries]))
    return commit(root, tree(root, {"source": (FOLDER, source)}))


# It runs nothing


SETTINGS = {
    "fsmonitor": '[core]\n\tfsmonitor = "{}"\n',
    "hooks": '[core]\n\thooksPath = "{}.hooks"\n',
    "a-filter": '[filter "x"]\n\tsmudge = "{0}"\n\tclean = "{0}"\n\trequired\n',
    "a-filter-called-like-a-setting": '[filter "a=b"]\n\tsmudge = "{0}"\n\tprocess = "{0}"\n',
    "a-filter-called-like-two": '[filter "a.smudge=\\" b"]\n\tsmudge = "{0}"\n\tclean = "{0}"\n',
    "text-conversion": '[diff "x"]\n\ttextconv = "{0}"\n\tcommand = "{0}"\n'
    "[diff]\n\texternal = {0}\n",
    "pagers": '[core]\n\tpager = "{0}"\n[pager]\n\tls-tree = {0}\n\tcat-file = {0}\n'
    "\trev-parse = {0}\n",
    "an-alias": '[alias]\n\trev-parse = "!{0}"\n\tls-tree = "!{0}"\n\tcat-file = "!{0}"\n',
    "helpers": '[core]\n\taskPass = {0}\n\tsshCommand = {0}\n\tgitProxy = {0}\n'
    '\talternateRefsCommand = {0}\n\teditor = {0}\n[credential]\n\thelper = "!{0}"\n',
    "a-hook-of-the-configuration": '[hook "x"]\n\tcommand = "{0}"\n\tevent = post-index-change\n'
    "\tevent = reference-transaction\n",
    "pack-objects": '[uploadpack]\n\tpackObjectsHook = "{0}"\n[gpg]\n\tprogram = "{0}"\n',
}  # fmt: skip


@pytest.mark.parametrize("kind", SETTINGS)
@pytest.mark.parametrize("is_included", [False, True], ids=["own", "included"])
def test_no_program_that_a_repository_names_is_run(
    kind: str, is_included: bool, origin: Path, canary: Path, tmp_path: Path
) -> None:
    for attribute in ("filter=x diff=x", "filter=a=b", 'filter=a.smudge=" b'):
        with (origin / ".git" / "info" / "attributes").open("a") as file:
            file.write(f"*.md {attribute}\n")
    hooks = canary.with_name("canary.hooks")
    for folder in (hooks, origin / ".git" / "hooks"):
        for name in ("post-index-change", "reference-transaction", "pre-auto-gc", "post-checkout"):
            folder.mkdir(exist_ok=True)
            shutil.copy2(canary, folder / name)
    text = SETTINGS[kind].format(canary)
    with (origin / ".git" / "config").open("a") as file:
        if is_included:
            (origin / "more").write_text(text, encoding="utf-8")
            text = '[include]\n\tpath = "../more"\n'
        file.write(text)
    found = taken(origin, tmp_path / "out")
    assert (found / "source" / "article.md").read_text(encoding="utf-8") == TEXT
    for revision in ("main@{0}", "HEAD^{/All}", "HEAD", "v0~0"):
        assert object_of(project(origin), revision, "source")
    assert refused(origin, tmp_path / "none", ":source/article.md").code == "E703"
    assert file_in(project(origin), "v0", "source/article.md") == TEXT
    assert not sang(canary)


def test_the_canary_sings_where_git_is_asked_otherwise(origin: Path, canary: Path) -> None:
    """Else the tests above could not fail."""
    git(origin, "config", "filter.x.smudge", str(canary))
    (origin / ".git" / "info" / "attributes").write_text("*.md filter=x\n", encoding="utf-8")
    git(origin, "archive", "v0")
    assert sang(canary)


@pytest.fixture(params=["ext", "upload-pack", "vcs", "file"])
def partial(request: pytest.FixtureRequest, origin: Path, canary: Path) -> Path:
    """Return a clone without texts, whose missing objects a program of the stranger would bring."""
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    clone = origin.with_name("clone")
    words = ("clone", "-q", "--filter=blob:none", "--no-checkout")
    git(origin.parent, *words, f"file://{origin}", "clone")
    own = {
        "ext": {"remote.origin.url": f"ext::{canary} x", "protocol.ext.allow": "always"},
        "upload-pack": {"remote.origin.url": str(origin), "remote.origin.uploadpack": str(canary)},
        "vcs": {"remote.origin.vcs": "ext", "remote.origin.url": f"{canary} x",
                "protocol.ext.allow": "always"},
        "file": {},
    }[str(request.param)]  # fmt: skip
    for name, value in own.items():
        git(clone, "config", name, value)
    return clone


LOST = ("rev-parse", "lost^{commit}")


def lose(root: Path) -> None:
    """Make a branch whose commit is not there."""
    (root / ".git" / "refs" / "heads" / "lost").write_text("12" * 20 + "\n", encoding="utf-8")


def test_what_a_partial_clone_lacks_is_not_fetched(
    partial: Path, canary: Path, tmp_path: Path
) -> None:
    before = sorted(path.name for path in (partial / ".git" / "objects").rglob("*"))
    problem = refused(partial, tmp_path / "out")
    assert problem.code == "E705" and "git lacks" in problem.message
    assert sorted(path.name for path in (partial / ".git" / "objects").rglob("*")) == before
    assert not sang(canary)


def test_a_commit_that_is_lacking_is_not_fetched(
    partial: Path, canary: Path, tmp_path: Path
) -> None:
    lose(partial)
    assert refused(partial, tmp_path / "out", "lost").code == "E703"
    assert not sang(canary)


@pytest.mark.parametrize("words", [("cat-file", "-p", "v0:source/article.md"), LOST])
@pytest.mark.parametrize("partial", ["ext", "upload-pack", "vcs"], indirect=True)
def test_the_canary_sings_where_git_may_fetch(
    words: tuple[str, ...], partial: Path, canary: Path
) -> None:
    """Else the tests about fetching could not fail."""
    lose(partial)
    with pytest.raises(subprocess.CalledProcessError):
        git(partial, *words)
    assert sang(canary)


def test_a_git_that_knows_no_word_against_fetching_does_not_fetch_either(
    partial: Path, canary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "octavo.diff.git.QUIET", {"GIT_ALLOW_PROTOCOL": "none", "GIT_LITERAL_PATHSPECS": "1"}
    )
    lose(partial)
    assert refused(partial, tmp_path / "out", "lost").code == "E703"
    assert refused(partial, tmp_path / "two").code == "E705"
    assert not sang(canary)


def test_the_git_of_the_folder_we_are_in_is_not_run(
    origin: Path, canary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy2(canary, origin / "git")
    monkeypatch.chdir(origin)
    good = os.environ["PATH"]
    here = Project(origin, origin / "build", None, {"PATH": f":.:{good}:"})
    assert object_of(here, "v0", "source")
    assert not sang(canary)
    assert platforms.program({"PATH": ":.:"}, "git") == ""
    assert platforms.program({"PATH": f".:{origin}"}, "git") == str(origin / "git")


# It is read as it was committed


def test_attributes_change_no_byte(tmp_path: Path) -> None:
    texts = {
        "source/article.md": TEXT + "$Id$ and $Format:%H$\n",
        "source/kept.md": "Kept.\n",
        "source/data.csv": b"a\r\nb\n",
    }
    attributes = "* ident export-subst text eol=crlf working-tree-encoding=UTF-16\n"
    attributes += "*.csv -text\nkept.md export-ignore\n"
    root = repository(tmp_path / "work", texts)
    (root / ".gitattributes").write_text(attributes, encoding="utf-8")
    shutil.copy2(root / ".gitattributes", root / ".git" / "info" / "attributes")
    git(root, "config", "core.autocrlf", "true")
    found = taken(root, tmp_path / "out")
    for name, text in texts.items():
        wanted = text if isinstance(text, bytes) else text.encode()
        assert (found / name).read_bytes() == wanted


def test_a_repository_with_attributes_does_not_differ_from_what_lies_here(tmp_path: Path) -> None:
    text = TEXT + "\nThe marks $Id$ and $Format:%H$ are words.\n"
    attributes = "*.md ident export-subst\nkept.md export-ignore\n"
    files = {"source/article.md": text, ".gitattributes": attributes}
    root = repository(tmp_path / "work", files)
    ended = run("v0..", "article", "--project", str(root))
    assert ended.exit_code == 0, ended.output


def test_objects_are_what_their_names_say(origin: Path, tmp_path: Path) -> None:
    written(origin, {"source/article.md": "Other words.\n"})
    git(origin, "commit", "-q", "-a", "-m", "Other words")
    git(origin, "replace", "v0:source/article.md", "HEAD:source/article.md")
    found = taken(origin, tmp_path / "out")
    assert (found / "source" / "article.md").read_text(encoding="utf-8") == TEXT


# Whatever the repository is like


def test_packed_objects_are_read(origin: Path, tmp_path: Path) -> None:
    git(origin, "gc", "-q")
    assert taken(origin, tmp_path / "out")


def test_a_repository_of_sha256_is_read(tmp_path: Path) -> None:
    root = repository(tmp_path / "work", {"source/article.md": TEXT}, "--object-format=sha256")
    assert len(object_of(project(root), "v0", "source")) == 64
    assert (taken(root, tmp_path / "out") / "source" / "article.md").is_file()


@pytest.mark.parametrize(
    "words", [("--bare",), ("--depth=1",), ("--shared",)], ids=["bare", "shallow", "shared"]
)
def test_clones_of_all_kinds_are_read(words: tuple[str, ...], origin: Path, tmp_path: Path) -> None:
    git(origin, "commit", "-q", "--allow-empty", "-m", "More")
    address = f"file://{origin}" if words == ("--depth=1",) else str(origin)
    git(tmp_path, "clone", "-q", *words, address, "clone")
    found = taken(tmp_path / "clone", tmp_path / "out", "HEAD")
    assert (found / "source" / "article.md").read_text(encoding="utf-8") == TEXT


def test_a_linked_worktree_is_read(origin: Path, tmp_path: Path) -> None:
    git(origin, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    assert taken(tmp_path / "tree", tmp_path / "out", "other")


def test_a_folder_of_a_repository_is_a_project(tmp_path: Path) -> None:
    files = {"docs/a b/source/article.md": TEXT, "docs/a b/templates/x.css": "", "source/no.md": ""}
    root = repository(tmp_path / "work", {**files, "templates/no.css": ""})
    home = root / "docs" / "a b"
    found = taken(home, tmp_path / "out")
    assert sorted(path.relative_to(found).as_posix() for path in found.rglob("*.*")) == [
        "source/article.md",
        "templates/x.css",
    ]
    whole = tmp_path / "whole"
    whole.mkdir()
    extract_all(project(home), "v0", whole)
    assert sorted(path.name for path in whole.iterdir()) == ["source", "templates"]
    assert object_of(project(home), "v0", "templates") == git(
        root, "rev-parse", "v0:docs/a b/templates"
    )
    assert file_in(project(home), "v0", "source/no.md") == ""


@pytest.mark.parametrize("name", [":(top)x.md", "*.md", "a[b].md", '"q".md', "tab\tline\n.md"])
def test_names_that_mean_something_to_git_are_names(name: str, tmp_path: Path) -> None:
    files = {f"source/{name}": TEXT, "source/b.md": "Not asked for.\n"}
    root = repository(tmp_path / "work", files)
    assert file_in(project(root), "v0", f"source/{name}") == TEXT
    assert file_in(project(root), "v0", "source/c.md") == ""


def test_another_repository_that_a_hook_works_in_is_not_meant(origin: Path, tmp_path: Path) -> None:
    other = repository(tmp_path / "other", {"source/article.md": "Not this.\n"})
    own = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_PREFIX": "x/",
    }
    here = Project(origin, origin / "build", None, {**environment(), **own})
    assert file_in(here, "v0", "source/article.md") == TEXT
    bare = tmp_path / "none"
    bare.mkdir()
    lost = Project(bare, bare / "build", None, {**environment(), **own})
    with pytest.raises(BuildFailed, match="E702 there is no git repository here"):
        file_in(lost, "v0", "source/article.md")


def test_why_git_does_not_open_a_repository_is_told(origin: Path, tmp_path: Path) -> None:
    (origin / ".git" / "config").write_text("[core\n", encoding="utf-8")
    problem = refused(origin, tmp_path / "out")
    assert problem.code == "E702" and "bad config line 1" in problem.message


def test_an_object_that_is_broken_is_e705(origin: Path, tmp_path: Path) -> None:
    name = git(origin, "rev-parse", "v0:source/article.md")
    file = origin / ".git" / "objects" / name[:2] / name[2:]
    whole = file.read_bytes()
    file.chmod(0o644)
    for number, data in enumerate((b"", whole[: len(whole) // 2], b"no object")):
        file.write_bytes(data)
        assert refused(origin, tmp_path / f"out-{number}").code == "E705"


# Where it may lead


@pytest.mark.parametrize(
    "name",
    ["..", ".", ".git", ".GIT", "GIT~1", "a/../b", "../b", "/tmp/b", "a/b", "article.md/b", "b/"],
)
@pytest.mark.parametrize("mode", [FILE, LINK, SUBMODULE])
def test_names_that_lead_elsewhere_are_e705(
    name: str, mode: str, origin: Path, tmp_path: Path
) -> None:
    blob = stored(origin, "blob", b"article.md")
    made = source_with(origin, (name, (mode, blob)))
    before = everything(tmp_path)
    assert refused(origin, tmp_path / "out", made).code == "E705"
    assert everything(tmp_path) - before <= {"out", "out/source", "out/source/article.md"}


def everything(root: Path) -> set[str]:
    found = (path.relative_to(root).as_posix() for path in root.rglob("*"))
    return {each for each in found if ".git/" not in each}


@pytest.mark.parametrize("name", ["..", ".git", "a/../b", "x/y"])
def test_folders_that_lead_elsewhere_are_e705(name: str, origin: Path, tmp_path: Path) -> None:
    folder = tree(origin, {"b.md": (FILE, stored(origin, "blob", b"Out.\n"))})
    made = source_with(origin, (name, (FOLDER, folder)))
    assert refused(origin, tmp_path / "out", made).code == "E705"
    assert not list(tmp_path.rglob("b.md"))


def test_names_that_occur_twice_are_e705(origin: Path, tmp_path: Path) -> None:
    blob, other = (stored(origin, "blob", data) for data in (b"One.\n", b"Two.\n"))
    folder = tree(origin, {"c.md": (FILE, blob)})
    pairs = [
        ((FILE, blob), (FILE, other)),
        ((LINK, stored(origin, "blob", b"..")), (FOLDER, folder)),
        ((FOLDER, folder), (FOLDER, tree(origin, {"d.md": (FILE, blob)}))),
    ]
    for number, (one, two) in enumerate(pairs):
        made = source_with(origin, ("b", one), ("b", two))
        assert refused(origin, tmp_path / f"out-{number}", made).code == "E705"


def test_a_file_below_a_link_is_not_written_through_it(origin: Path, tmp_path: Path) -> None:
    """By a name with a slash, which needs no folder in the tree."""
    (tmp_path / "victim").mkdir()
    link = ("b", (LINK, stored(origin, "blob", os.fsencode(tmp_path / "victim"))))
    below = ("b/c", (LINK, stored(origin, "blob", b"article.md")))
    made = source_with(origin, link, below)
    assert refused(origin, tmp_path / "out", made).code == "E705"
    assert not list((tmp_path / "victim").iterdir())


@pytest.mark.parametrize(
    "links",
    [
        {"b": "/etc/hostname"},
        {"b": "../../x"},
        {"b": "../.."},
        {"b": ".", "c": "b/../../x"},
        {"a": "d/../../x", "d": "."},
        {"a": "c", "b": "a", "c": "../../x"},
        {"b": "x" * 5000},
        {"b": ""},
        {"b": "a\0b"},
    ],
    ids=lambda links: " ".join(f"{a}-{b[:12]!r}" for a, b in links.items()),
)
def test_links_that_lead_out_are_e705(
    links: Mapping[str, str], origin: Path, tmp_path: Path
) -> None:
    entries = [(a, (LINK, stored(origin, "blob", b.encode()))) for a, b in links.items()]
    made = source_with(origin, *entries)
    assert refused(origin, tmp_path / "out", made).code == "E705"


def test_a_link_through_another_is_followed_before_it_is_believed(
    origin: Path, tmp_path: Path
) -> None:
    """By its letters ``deep/../..`` stays inside; ``deep`` leads to the top, and so it does not."""
    top = [("b", "../deep/../../x")]
    blob = stored(origin, "blob", TEXT.encode())
    links = [(a, (LINK, stored(origin, "blob", b.encode()))) for a, b in top]
    source = tree(origin, sorted([("article.md", (FILE, blob)), *links]))
    deep = (LINK, stored(origin, "blob", b"source/.."))
    templates = tree(origin, {"x": (LINK, stored(origin, "blob", b"../source/b"))})
    made = commit(
        origin,
        tree(origin, {"deep": deep, "source": (FOLDER, source), "templates": (FOLDER, templates)}),
    )
    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(BuildFailed, match="E705"):
        extract_all(project(origin), made, target)


def test_links_that_stay_inside_are_made(tmp_path: Path) -> None:
    root = tmp_path / "work"
    (root / "source" / "sub").mkdir(parents=True)
    for place, aim in (("b.md", "article.md"), ("sub/up", "../../source"), ("lost", "nothing")):
        (root / "source" / place).symlink_to(aim)
    git(root, "init", "-q")
    written(root, {"source/article.md": TEXT})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Links")
    source = taken(root, tmp_path / "out", "HEAD") / "source"
    assert (source / "b.md").is_symlink()
    assert (source / "b.md").read_text(encoding="utf-8") == TEXT
    assert (source / "sub" / "up" / "article.md").is_file()
    assert (source / "lost").readlink() == Path("nothing")


def test_where_nobody_may_make_links_their_files_are_copied(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    inside = source_with(origin, ("b", (LINK, stored(origin, "blob", b"article.md"))))
    copy = taken(origin, tmp_path / "out", inside) / "source" / "b"
    assert copy.read_text(encoding="utf-8") == TEXT and not copy.is_symlink()
    outside = source_with(origin, ("b", (LINK, stored(origin, "blob", b"../../canary"))))
    assert refused(origin, tmp_path / "two", outside).code == "E705"


def test_a_submodule_is_an_empty_folder(origin: Path, tmp_path: Path) -> None:
    made = source_with(origin, ("other", (SUBMODULE, "12" * 20)))
    folder = taken(origin, tmp_path / "out", made) / "source" / "other"
    assert folder.is_dir() and not list(folder.iterdir())


def test_odd_modes_make_nothing_but_files_and_folders(origin: Path, tmp_path: Path) -> None:
    blob = stored(origin, "blob", b"Words.\n")
    modes = {"a": "100664", "b": "104755", "c": "60660", "d": "10644", "e": "140000", "f": "0"}
    made = source_with(origin, *((name, (mode, blob)) for name, mode in modes.items()))
    source = taken(origin, tmp_path / "out", made) / "source"
    assert {path.name for path in source.iterdir() if path.is_file()} == {"a", "article.md", "b"}
    assert {path.name for path in source.iterdir() if path.is_dir()} == set("cdef")
    assert not (source / "b").stat().st_mode & 0o7000


def test_an_entry_that_is_not_what_its_mode_says_is_e705(origin: Path, tmp_path: Path) -> None:
    blob = stored(origin, "blob", b"Words.\n")
    folder = tree(origin, {"x": (FILE, blob)})
    for number, entry in enumerate(((FOLDER, blob), (FILE, folder), (LINK, folder))):
        made = source_with(origin, ("b", entry))
        assert refused(origin, tmp_path / f"out-{number}", made).code == "E705"


def test_names_of_any_bytes_are_written(origin: Path, tmp_path: Path) -> None:
    blob = stored(origin, "blob", b"Words.\n")
    names = ["back\\slash.md", os.fsdecode(b"caf\xe9.md"), "con", "a:b", "end. "]
    made = source_with(origin, *((name, (FILE, blob)) for name in names))
    source = taken(origin, tmp_path / "out", made) / "source"
    assert {path.name for path in source.iterdir()} == {"article.md", *names}


def test_a_name_that_is_too_long_is_e705(origin: Path, tmp_path: Path) -> None:
    blob = stored(origin, "blob", b"Words.\n")
    for number, length in enumerate((300, 2_000_000)):
        made = source_with(origin, ("x" * length, (FILE, blob)))
        assert refused(origin, tmp_path / f"out-{number}", made).code == "E705"


@pytest.mark.parametrize(
    "name", ["a\\b", "C:x", "nul", "NUL.md", "com1", "a.md.", "a ", "aux .txt", "a?", ".git "]
)
def test_names_that_only_windows_reads_otherwise_are_refused_there(name: str) -> None:
    assert is_safe_name(name, on_windows=False) and not is_safe_name(name, on_windows=True)


@pytest.mark.parametrize("name", ["a.md", "console.md", "über uns.md", ".gitignore", "a..b", "..."])
def test_usual_names_are_names_everywhere(name: str) -> None:
    assert is_safe_name(name, on_windows=False)
    assert is_safe_name(name, on_windows=True) or name == "..."


# How much it may be


def test_a_tree_of_trees_without_end_is_e705(origin: Path, tmp_path: Path) -> None:
    for data in (b"Words.\n", b""):
        inner = tree(origin, {"a": (FILE, stored(origin, "blob", data))} if data else {})
        for _ in range(12):
            inner = tree(origin, {f"{n:02}": (FOLDER, inner) for n in range(20)})
        made = source_with(origin, ("bomb", (FOLDER, inner)))
        problem = refused(origin, tmp_path / f"out-{len(data)}", made)
        assert problem.code == "E705" and "more than 500 MB or 50000 files" in problem.message


def test_nothing_is_read_before_it_is_known_how_much_there_is(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Objects) -> None:
        raise AssertionError("bytes were asked for")

    monkeypatch.setattr(git_files, "MOST_BYTES", len(TEXT) - 1)
    monkeypatch.setattr(Objects, "reader", refuse)
    assert refused(origin, tmp_path / "out").code == "E705"
    assert not list((tmp_path / "out").iterdir())


def test_a_text_that_is_too_large_is_e705(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_files, "MOST_TEXT", len(TEXT) - 1)
    with pytest.raises(BuildFailed, match="E705"):
        file_in(project(origin), "v0", "source/article.md")
