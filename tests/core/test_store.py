"""The store recalls a result only while everything it was made from is the same."""

import json
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BOOKS, environment

import octavo
from octavo.core import inputs as inputs_of
from octavo.core.inputs import Inputs, package_digest
from octavo.core.output import write_whole
from octavo.core.store import Store, pack, unpack
from octavo.core.store_folder import KEPT_PER_SLOT, TALLY, StoreFolder
from octavo.core.workshop import Workshop
from octavo.production import pipeline
from octavo.production.pipeline import Built, Project, build, workshop_of

Make = Callable[[Inputs], bytes]


def door(folder: Path, **environ: str) -> Inputs:
    """Return a fresh door to one folder: a new one forgets what it has seen."""
    return Inputs({"publication": folder}, environ)


def reading(*paths: str) -> Make:
    """Return a step that joins files, an absent one as a dash."""

    def make(inputs: Inputs) -> bytes:
        return b"|".join(inputs.find(path) or b"-" for path in paths)

    return make


def refuse(inputs: Inputs) -> bytes:
    raise AssertionError("made again what could be recalled")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def entries(store: Store) -> list[Path]:
    """Return the files of a store's results."""
    assert isinstance(store._shelves, StoreFolder)
    files = (path for path in store._shelves.folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.name != TALLY)


def head_of(entry: Path) -> dict[str, object]:
    """Return what the line of an entry says behind its seal."""
    told = entry.read_bytes().partition(b"\n")[0].partition(b" ")[2]
    return dict(json.loads(told))


def test_a_result_is_recalled_while_its_files_are_the_same(store: Store, files: Path) -> None:
    first = store.recall("step", (b"x",), door(files), reading("a.txt"))
    assert store.recall("step", (b"x",), door(files), refuse) == first == b"a"


def test_a_changed_file_makes_the_result_anew(store: Store, files: Path) -> None:
    store.recall("step", (), door(files), reading("a.txt"))
    (files / "a.txt").write_text("b")
    assert store.recall("step", (), door(files), reading("a.txt")) == b"b"


def test_a_file_that_changes_back_is_recalled_again(store: Store, files: Path) -> None:
    for words in ("a", "b", "a"):
        (files / "a.txt").write_text(words)
        store.recall("step", (), door(files), reading("a.txt"))
    assert store.made == ["step", "step"]


def test_an_absent_file_that_appears_makes_the_result_anew(store: Store, files: Path) -> None:
    assert store.recall("step", (), door(files), reading("a.txt", "own.txt")) == b"a|-"
    (files / "own.txt").write_text("own")
    assert store.recall("step", (), door(files), reading("a.txt", "own.txt")) == b"a|own"
    (files / "own.txt").unlink()
    assert store.recall("step", (), door(files), refuse) == b"a|-"


def test_a_file_that_is_touched_but_not_changed_is_no_change(store: Store, files: Path) -> None:
    before = store.recall("step", (), door(files), reading("a.txt"))
    (files / "a.txt").write_text("a")
    assert store.recall("step", (), door(files), refuse) == before


def test_a_new_file_in_a_listed_folder_makes_the_result_anew(store: Store, files: Path) -> None:
    def make(inputs: Inputs) -> bytes:
        return ",".join(inputs.listing()).encode()

    assert store.recall("step", (), door(files), make) == b"a.txt"
    (files / "b.txt").write_text("b")
    assert store.recall("step", (), door(files), make) == b"a.txt,b.txt"


def test_environment_and_versions_count(store: Store, files: Path) -> None:
    def make(inputs: Inputs) -> bytes:
        return f"{inputs.environment('NAME')} {inputs.version('lxml')}".encode()

    store.recall("step", (), door(files, NAME="one"), make)
    store.recall("step", (), door(files, NAME="one"), refuse)
    assert store.recall("step", (), door(files, NAME="two"), make).startswith(b"two")
    assert store.recall("step", (), door(files), make).startswith(b"None")
    asked = head_of(entries(store)[0])["asked"]
    assert isinstance(asked, list)
    assert {question for question, _ in asked} == {"env:NAME", "dist:lxml"}


def test_other_arguments_are_another_result(store: Store, files: Path) -> None:
    def joined(*parts: bytes) -> bytes:
        return store.recall("step", parts, door(files), lambda _: b"+".join(parts))

    assert joined(b"ab", b"c") == b"ab+c"
    assert joined(b"a", b"bc") == b"a+bc"
    assert joined(b"abc") == b"abc"


def test_what_a_recalled_step_asked_counts_for_the_step_around_it(
    store: Store, files: Path
) -> None:
    def outer(inputs: Inputs) -> bytes:
        inside = Workshop(inputs, store)
        return inside.recall("inner", (), lambda each: each.inputs.find("a.txt") or b"")

    store.recall("inner", (), door(files), reading("a.txt"))
    store.recall("outer", (), door(files), outer)  # its inner step is recalled, not made
    (files / "a.txt").write_text("b")
    assert store.recall("outer", (), door(files), outer) == b"b"


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-1],
        lambda data: data + b"!",
        lambda data: b"",
        lambda data: b"no JSON\n" + data.partition(b"\n")[2],
        lambda data: b"[]\n" + data.partition(b"\n")[2],
        lambda data: b"{}\n" + data.partition(b"\n")[2],
    ],
    ids=["shorter", "longer", "empty", "no-json", "a-list", "no-facts"],
)
def test_a_harmed_entry_is_ignored_and_mended(
    store: Store, files: Path, harm: Callable[[bytes], bytes]
) -> None:
    store.recall("step", (), door(files), reading("a.txt"))
    (entry,) = entries(store)
    good = entry.read_bytes()
    entry.write_bytes(harm(good))
    assert store.recall("step", (), door(files), reading("a.txt")) == b"a"
    assert entry.read_bytes() == good


def test_a_failed_step_leaves_nothing(store: Store, files: Path) -> None:
    with pytest.raises(AssertionError):
        store.recall("step", (), door(files), refuse)
    assert entries(store) == []


def test_without_a_folder_nothing_is_kept(files: Path) -> None:
    store = Store(None)
    for _ in range(2):
        store.recall("step", (), door(files), reading("a.txt"))
    assert store.made == ["step", "step"]


def test_a_store_that_cannot_be_written_costs_only_time(tmp_path: Path, files: Path) -> None:
    (tmp_path / "full").write_text("a file where the folder would be")
    store = Store(tmp_path / "full")
    assert store.recall("step", (), door(files), reading("a.txt")) == b"a"


def test_a_key_keeps_only_its_latest_results(store: Store, files: Path) -> None:
    for number in range(KEPT_PER_SLOT + 3):
        (files / "a.txt").write_text(str(number))
        store.recall("step", (), door(files), reading("a.txt"))
    assert len(entries(store)) == KEPT_PER_SLOT


def test_stores_of_one_folder_work_at_once(tmp_path: Path, files: Path) -> None:
    def work(number: int) -> bytes:
        store = Store(tmp_path / "store")
        return store.recall("step", (bytes([number % 3]),), door(files), reading("a.txt"))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(48))) == {b"a"}
    left = entries(Store(tmp_path / "store"))
    assert len(left) == 3
    assert not [path for path in left if path.name.endswith(".part")]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "file", b"one")
    write_whole(tmp_path / "new" / "file", b"two")
    assert (tmp_path / "new" / "file").read_bytes() == b"two"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file"]


def test_packed_files_come_back_as_they_were() -> None:
    files = {"b": b"\n\n", "a": b"", "ü": bytes(range(256))}
    assert unpack(pack(files)) == files
    assert list(unpack(pack(files))) == list(files)


def test_entries_are_json_and_bytes_never_pickles(store: Store, files: Path) -> None:
    store.recall("step", (), door(files), reading("a.txt"))
    assert set(head_of(entries(store)[0])) == {"slot", "asked", "sha256"}
    assert entries(store)[0].read_bytes().partition(b"\n")[2] == b"a"
    source = Path(pack.__code__.co_filename).parent
    texts = [file.read_text(encoding="utf-8") for file in source.rglob("*.py")]
    assert not [text for text in texts if "import pickle" in text or "import marshal" in text]


@pytest.fixture
def book(tmp_path: Path) -> Project:
    """A copy of a tiny publication with a picture and notes."""
    shutil.copytree(BOOKS / "notes", tmp_path / "book")
    return Project(tmp_path / "book", tmp_path / "out", tmp_path / "store", environment())


def test_uncached_cold_and_warm_builds_give_the_same_bytes(
    book: Project, built: Mapping[str, Built]
) -> None:
    uncached = build(replace(book, store=None), "notes")
    cold, warm = build(book, "notes"), build(book, "notes")
    assert (uncached.recalled, cold.recalled, warm.recalled) == (False, False, True)
    assert uncached.files == cold.files == warm.files == built["notes"].files
    assert uncached.problems == cold.problems == warm.problems

    assert isinstance(book.store, Path)
    for step in ("publication", "epub", "reader"):
        shutil.rmtree(book.store / step)
    partly_warm = build(book, "notes")
    assert not partly_warm.recalled
    assert partly_warm.files == cold.files


def change_the_picture(source: Path) -> dict[str, str]:
    picture = source / "images" / "ledger.svg"
    picture.write_text(picture.read_text().replace("#e9e2d3", "#e9e2d4"))
    return {}


def add_a_template(source: Path) -> dict[str, str]:
    (source / "templates" / "brief").mkdir(parents=True)
    (source / "templates" / "brief" / "colophon.html.j2").write_text("<p>{{ title }} anew</p>\n")
    return {}


def add_a_style_sheet(source: Path) -> dict[str, str]:
    (source / "templates" / "brief").mkdir(parents=True)
    (source / "templates" / "brief" / "theme.css").write_text("p { color: #123456 }\n")
    return {}


def add_words(source: Path) -> dict[str, str]:
    (source / "templates" / "words").mkdir(parents=True)
    (source / "templates" / "words" / "en-GB.yaml").write_text("figure: Plate\n")
    return {}


def change_the_clock(source: Path) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": "1000000000"}


Change = Callable[[Path], dict[str, str]]
CHANGES = (
    change_the_picture,
    add_a_template,
    add_a_style_sheet,
    add_words,
    change_the_clock,
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_outside_the_text_changes_the_result(change: Change, book: Project) -> None:
    before = build(book, "notes", ("html",))
    changed = replace(book, environ={**book.environ, **change(book.source / "notes")})
    after = build(changed, "notes", ("html",))
    assert not after.recalled
    assert after.files["notes.html"] != before.files["notes.html"]
    fresh = build(replace(changed, store=None), "notes", ("html",))
    assert after.files == fresh.files


def test_a_change_outside_the_text_changes_every_edition(
    book: Project, built: Mapping[str, Built]
) -> None:
    environ = {**book.environ, **change_the_picture(book.source / "notes")}
    after = build(replace(book, environ=environ), "notes")
    for ending in ("html", "epub", "pdf"):
        assert after.files[f"notes.{ending}"] != built["notes"].files[f"notes.{ending}"]


def test_a_changed_font_changes_the_result(
    book: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(pipeline.templates_folder(), templates)
    monkeypatch.setattr(pipeline, "templates_folder", lambda: templates)
    before = build(book, "notes", ("html",))
    fonts = templates / "fonts"
    shutil.copy(fonts / "Literata-Bold.ttf", fonts / "Literata-Italic.ttf")
    after = build(book, "notes", ("html",))
    assert not after.recalled
    assert after.files["notes.html"] != before.files["notes.html"]


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of Octavo's own code, which counts as the code that runs."""
    package = Path(octavo.__file__).parent
    copy = tmp_path / "code"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "templates"))
    monkeypatch.setattr(inputs_of, "PACKAGE", copy)
    return copy


def test_a_line_changed_in_any_module_is_other_code(code: Path) -> None:
    """Each file counts in its folder, and each folder in the whole."""
    folders = sorted({path.parent for path in code.rglob("*") if path.is_file()})
    count = 0
    for folder in folders:
        before = package_digest(folder)
        for path in sorted(each for each in folder.iterdir() if each.is_file()):
            assert digest_with(path, folder) != before, path
            count += 1
        assert package_digest(folder) == before
    assert count == sum(path.is_file() for path in code.rglob("*")) > 200
    whole = package_digest(code)
    for folder in folders:
        last = max(each for each in folder.iterdir() if each.is_file())
        assert digest_with(last, code) != whole, folder


def test_compiled_code_and_templates_are_no_part_of_our_code(tmp_path: Path) -> None:
    (tmp_path / "a" / "templates").mkdir(parents=True)
    for name in ("a/b.py", "a.py", "a/templates/c.py"):
        (tmp_path / name).write_text(name)
    before = package_digest(tmp_path)
    (tmp_path / "a" / "__pycache__").mkdir()
    (tmp_path / "templates").mkdir()
    for name in ("a/__pycache__/b.pyc", "templates/c.py"):
        (tmp_path / name).write_text(name)
        assert package_digest(tmp_path) == before, name
    (tmp_path / "a" / "templates" / "d.py").write_text("d")
    assert package_digest(tmp_path) != before


def digest_with(path: Path, folder: Path) -> str:
    """Return the digest of a folder with a line more in one of its files."""
    data = path.read_bytes()
    path.write_bytes(data + b"\n")
    found = package_digest(folder)
    path.write_bytes(data)
    return found


def begin_anew() -> None:
    """Look at the code that runs as a process does that begins now."""
    inputs_of._digest_running.cache_clear()


@pytest.mark.parametrize("module", ["themes.py", "languages.py", "problems.py"])
def test_results_of_other_code_are_not_recalled(book: Project, code: Path, module: str) -> None:
    build(book, "notes", ("html",))
    assert build(book, "notes", ("html",)).recalled
    path = next(code.rglob(module))
    path.write_bytes(path.read_bytes() + b"# changed\n")
    begin_anew()
    assert not build(book, "notes", ("html",)).recalled


def test_a_step_of_any_kind_is_made_anew_by_other_code(book: Project, code: Path) -> None:
    def made() -> list[str]:
        workshop = workshop_of(book, "notes")
        workshop.recall("any", (), lambda inside: b"value")
        return workshop.store.made

    assert (made(), made()) == (["any"], [])
    (code / "more.py").write_text("MORE = 1\n")
    assert made() == [], "a process runs the code that it has loaded"
    begin_anew()
    assert made() == ["any"]
