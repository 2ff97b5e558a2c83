"""octavo fetch: pictures by address come into the publication once, pinned, and stay."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import Desk
from loopback import Loopback, drips, fails, gives, leads, loopback
from PIL import Image
from pypdfium2 import PdfDocument
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from octavo.cli.program import octavo
from octavo.core.download import Bounds, NotDownloaded
from octavo.core.output import Output
from octavo.core.problems import BuildFailed
from octavo.fetch import picture_fetch, picture_shelf
from octavo.fetch.host_rounds import MOST_SLOW, ask_hosts
from octavo.fetch.picture_fetch import Fetched, FetchWish, fetch_pictures
from octavo.fetch.picture_shelf import ATTRIBUTES
from octavo.pictures.fetch_command import LOCK
from octavo.production.pipeline import Project, build, check

BADGE = (
    b'<!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">'
    b"<script>alert(1)</script><rect width='90' height='20' fill='#345'/></svg>"
)
HERE = FetchWish(allows_private=True)


def pixels(kind: str, colour: str = "#468") -> bytes:
    made = BytesIO()
    Image.new("RGB", (30, 20), colour).save(made, kind)
    return made.getvalue()


PNG, JPEG = pixels("PNG"), pixels("JPEG")


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as found:
        found.answers = {
            "/a.png": gives(PNG),
            "/b/a.png": gives(JPEG),
            "/badge?style=flat": gives(BADGE, Content_Type="text/plain"),
            "/old": leads("/a.png", 301),
        }
        yield found


@pytest.fixture
def work(desk: Desk, server: Loopback) -> tuple[Project, str]:
    """A publication that names pictures by address in every way that there is."""
    a, same = server.address("/a.png"), server.address("/a.png#right")
    other, old = server.address("/b/a.png"), server.address("/old")
    badge = server.address("/badge?style=flat")
    text = f"""\
![A first picture]({a})

Figure: A caption of its own.

A line with [![the state of things]({badge})](https://example.org/) in it, and ![one more][more].

<p align="center"><img src="{other}" alt="A picture in HTML" srcset="{old} 2x"></p>

The first again ![at the right]({same}), and a note.[^n]

[^n]: With ![a picture]({old}) in it.

[more]: <{other}> "A title"
"""
    return desk.write(text, "editions: [html, epub, pdf]")


def folder_of(work: tuple[Project, str]) -> Path:
    project, slug = work
    return project.root / "source" / slug / "fetched"


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, without the word to git that its files are as they are."""
    names = (path for path in sorted(folder.iterdir()) if path.name != ATTRIBUTES)
    return {path.name: path.read_bytes() for path in names}


def images_in(pdf: bytes) -> int:
    """Return how often a page shows a raster."""
    with closing(PdfDocument(pdf)) as document:
        shown = [
            item for page in document for item in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
        ]
        return len(shown)


def states(found: Fetched) -> list[str]:
    return [each.state for each in found.pictures]


def codes(found: Fetched) -> list[str]:
    return [each.code for each in found.problems]


def run(*words: str) -> Result:
    return CliRunner().invoke(octavo, list(words))


def test_every_picture_by_address_is_fetched_once_and_pinned(
    work: tuple[Project, str], server: Loopback
) -> None:
    found = fetch_pictures(*work, HERE)
    assert codes(found) == [] and states(found) == ["fetched"] * 4
    assert sorted(server.asked) == ["/a.png", "/a.png", "/b/a.png", "/badge?style=flat", "/old"]
    assert found.folder == f"source/{work[1]}/fetched"
    kept = files_in(folder_of(work))
    lines = [each.split("  ") for each in kept.pop(LOCK).decode().splitlines() if each[0] != "#"]
    assert [line[3] for line in lines] == sorted(each.address for each in found.pictures)
    assert {line[1]: line[0] for line in lines} == {
        name: hashlib.sha256(data).hexdigest() for name, data in kept.items()
    }
    assert {line[3].rpartition("/")[2]: line[2] for line in lines} == {
        "a.png": "image/jpeg",  # the last of that name
        "badge?style=flat": "image/svg+xml",
        "old": "image/png",
    }
    assert sorted(kept.values()) == sorted([PNG, PNG, JPEG, BADGE])  # as they came
    assert {Path(name).suffix for name in kept} == {".png", ".jpg", ".svg"}


def test_the_three_editions_hold_what_was_fetched_and_nothing_asks_the_network(
    work: tuple[Project, str], server: Loopback
) -> None:
    fetch_pictures(*work, HERE)
    server.asked.clear()
    built = build(*work)
    again = build(*work)
    assert server.asked == []
    assert built.files == again.files
    files = {name.rpartition(".")[2]: data for name, data in built.files.items()}
    html = files["html"].decode()
    assert html.count("data:image/png;base64,") >= 2 and "data:image/jpeg;base64," in html
    assert server.address("") not in html and "<script>alert" not in html
    with zipfile.ZipFile(BytesIO(files["epub"])) as book:
        names = [name for name in book.namelist() if "fetched" in name]
        held = [book.read(name) for name in names]
    assert len(names) == 4 and PNG in held and JPEG in held
    assert not any(b"alert(1)" in data for data in held)
    assert images_in(files["pdf"]) == 5  # the badge is drawn, not shown as pixels


def test_a_second_run_asks_for_what_is_missing_alone(
    work: tuple[Project, str], server: Loopback
) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    server.asked.clear()
    assert states(fetch_pictures(*work, HERE)) == ["kept"] * 4
    assert server.asked == []
    name = next(name for name in before if name.endswith(".jpg"))
    (folder_of(work) / name).unlink()
    with pytest.raises(BuildFailed) as failure:
        check(*work)
    assert [each.code for each in failure.value.problems if each.severity == "error"] == ["E281"]
    found = fetch_pictures(*work, HERE)
    assert sorted(states(found)) == ["kept", "kept", "kept", "unchanged"]
    assert server.asked == ["/b/a.png"]
    assert files_in(folder_of(work)) == before


def test_two_machines_write_the_same_lock_whatever_comes_first(
    work: tuple[Project, str], server: Loopback
) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    for path in folder_of(work).iterdir():
        path.unlink()
    text = folder_of(work).parent / "text.md"
    text.write_text("\n\n".join(reversed(text.read_text("utf-8").split("\n\n"))), "utf-8")
    fetch_pictures(*work, HERE)
    assert files_in(folder_of(work)) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_git_gives_every_byte_back_where_it_changes_the_ends_of_lines(
    work: tuple[Project, str], server: Loopback
) -> None:
    server.answers["/badge?style=flat"] = gives(BADGE.replace(b"><", b">\n<"))
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    git = ["git", "-C", str(work[0].root), "-c", "core.autocrlf=true", "-c", "user.name=A"]
    git += ["-c", "user.email=a@example.org"]
    for words in ("init -q", "add source", "commit -qm one"):
        subprocess.run([*git, *words.split()], check=True, capture_output=True)
    shutil.rmtree(folder_of(work))
    subprocess.run([*git, "checkout", "-q", "."], check=True, capture_output=True)
    assert files_in(folder_of(work)) == before
    check(*work)


def test_a_lock_that_is_gone_is_told_and_written_anew(work: tuple[Project, str]) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    (folder_of(work) / LOCK).unlink()
    with pytest.raises(BuildFailed) as failure:
        check(*work)
    assert {each.code for each in failure.value.problems if each.severity == "error"} == {"E280"}
    assert states(fetch_pictures(*work, HERE)) == ["fetched"] * 4
    assert files_in(folder_of(work)) == before


def test_a_changed_file_stops_the_build_and_is_replaced_only_when_asked(
    work: tuple[Project, str],
) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    name = next(name for name in before if name.endswith(".jpg"))
    mine = pixels("JPEG", "#a00")
    (folder_of(work) / name).write_bytes(mine)
    with pytest.raises(BuildFailed) as failure:
        build(*work)
    (problem,) = [each for each in failure.value.problems if each.severity == "error"]
    assert problem.code == "E281" and problem.place.path.endswith(f"fetched/{LOCK}")
    line = (folder_of(work) / LOCK).read_text("utf-8").splitlines()[problem.place.line - 1]
    assert name in line
    found = fetch_pictures(*work, HERE)
    assert codes(found) == ["E281"]
    assert (folder_of(work) / name).read_bytes() == mine
    (folder_of(work) / LOCK).unlink()  # nor where nothing is pinned any more
    assert codes(fetch_pictures(*work, HERE)) == ["E281"]
    assert (folder_of(work) / name).read_bytes() == mine
    found = fetch_pictures(*work, replace(HERE, again=True))
    assert codes(found) == [] and files_in(folder_of(work)) == before


def test_a_changed_lock_is_told_at_its_line(work: tuple[Project, str]) -> None:
    fetch_pictures(*work, HERE)
    lock = folder_of(work) / LOCK
    whole = lock.read_text("utf-8")
    digest = whole.splitlines()[-1][:64]
    lock.write_text(whole.replace(digest, "0" * 64), "utf-8")
    with pytest.raises(BuildFailed) as failure:
        check(*work)
    assert "E281" in {each.code for each in failure.value.problems}
    lock.write_text(f"{whole}>>>>>>> theirs\n", "utf-8")
    for ask in (lambda: check(*work), lambda: fetch_pictures(*work, HERE)):
        with pytest.raises(BuildFailed) as failure:
            ask()
        (problem,) = [each for each in failure.value.problems if each.severity == "error"]
        assert (problem.code, problem.place.line) == ("E282", len(whole.splitlines()) + 1)
    assert lock.read_text("utf-8").endswith("theirs\n")


def test_what_was_pinned_stays_until_it_is_asked_for_again(
    work: tuple[Project, str], server: Loopback
) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    server.answers["/b/a.png"] = gives(pixels("PNG", "#0a0"))
    name = next(name for name in before if name.endswith(".jpg"))
    (folder_of(work) / name).unlink()
    found = fetch_pictures(*work, HERE)
    assert codes(found) == ["E283"] and "another picture today" in found.problems[0].message
    assert "--again" in found.problems[0].hint
    assert (folder_of(work) / LOCK).read_bytes() == before[LOCK]
    found = fetch_pictures(*work, replace(HERE, again=True))
    assert sorted(states(found)) == ["changed", "unchanged", "unchanged", "unchanged"]
    after = files_in(folder_of(work))
    assert name not in after and len(after) == len(before)
    check(*work)


def test_what_cannot_be_fetched_again_stays_as_it_was(
    work: tuple[Project, str], server: Loopback
) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    server.answers.clear()
    found = fetch_pictures(*work, replace(HERE, again=True))
    assert codes(found) == ["E283"] * 4 and states(found) == []
    assert files_in(folder_of(work)) == before
    check(*work)


def test_what_no_text_shows_is_told_and_goes_when_asked(
    work: tuple[Project, str], server: Loopback
) -> None:
    fetch_pictures(*work, HERE)
    folder = folder_of(work)
    (folder / "mine.png").write_bytes(PNG)
    stray = f"left-{hashlib.sha256(JPEG).hexdigest()[:8]}.jpg"
    (folder / stray).write_bytes(JPEG)  # as an interrupted fetch leaves it
    (folder.parent / "text.md").write_text(f"![One]({server.address('/a.png')})\n", "utf-8")
    found = fetch_pictures(*work, HERE)
    assert codes(found) == ["E129"] and found.problems[0].severity == "notice"
    assert f"octavo fetch --prune {work[1]}" in found.problems[0].hint
    (notice,) = [each for each in check(*work) if "fetched" in each.place.path]
    assert f"octavo fetch --prune {work[1]}" in notice.hint
    found = fetch_pictures(*work, replace(HERE, prunes=True))
    assert sorted(states(found)) == ["kept", "removed", "removed", "removed"]
    assert sorted(files_in(folder)) == sorted(
        [LOCK, "mine.png", next(name for name in files_in(folder) if name.startswith("a-"))]
    )
    (folder.parent / "text.md").write_text("No picture.\n", "utf-8")
    (folder / "mine.png").unlink()
    fetch_pictures(*work, replace(HERE, prunes=True))
    assert not folder.exists()


def test_nothing_is_pruned_while_a_text_cannot_be_read(work: tuple[Project, str]) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    (folder_of(work).parent / "text.md").write_bytes(b"\xff\xfe words")
    found = fetch_pictures(*work, replace(HERE, prunes=True))
    assert codes(found) == ["E110"]
    assert files_in(folder_of(work)) == before


def test_a_fetch_that_is_stopped_leaves_a_lock_that_holds(
    work: tuple[Project, str], server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch_pictures(*work, HERE)
    before = files_in(folder_of(work))
    for path in ("/a.png", "/b/a.png", "/badge?style=flat"):
        server.answers[path] = gives(pixels("PNG", "#0a0"))
    whole = picture_shelf.write_whole

    def stopped(target: Path, data: bytes) -> None:
        if target.name == LOCK:
            raise KeyboardInterrupt
        whole(target, data)

    monkeypatch.setattr(picture_shelf, "write_whole", stopped)
    with pytest.raises(KeyboardInterrupt):
        fetch_pictures(*work, replace(HERE, again=True))
    after = files_in(folder_of(work))
    assert before.items() <= after.items()
    check(*work)


CANNOT = {
    "/gone.png": (fails(404), "the server answers 404 Not Found"),
    "/ill.png": (fails(500), "500"),
    "/page.png": (gives(b"<!DOCTYPE html><p>Sign in", Content_Type="image/png"), "a web page"),
    "/words.png": (gives(b"words", Content_Type="image/png"), "cannot be read as a picture"),
    "/nothing.png": (gives(b""), "cannot be read as a picture"),
    "/cut.png": (gives(PNG[:-20]), "cannot be read as a picture"),
    "/short.png": (gives(PNG[:-20], Content_Length=str(len(PNG))), "ends early"),
    "/out.svg": (
        gives(b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://h/x.png"/></svg>'),
        'has href="https://h/x.png"',
    ),
    "/odd.svg": (
        gives(
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="\u202e\u009b31m"/></svg>'.encode()
        ),
        'has href="??31m"',
    ),
    "/round.png": (leads("/round.png"), "5 other addresses"),
    "/file.png": (leads("file:///etc/hostname"), "only https and http"),
}


@pytest.mark.parametrize("path", CANNOT)
def test_what_cannot_be_fetched_is_told_at_its_place(
    path: str, desk: Desk, server: Loopback
) -> None:
    answer, reason = CANNOT[path]
    server.answers[path] = answer
    work = desk.write(f"![One]({server.address('/a.png')})\n\n![Two]({server.address(path)})\n")
    found = fetch_pictures(*work, HERE)
    (problem,) = found.problems
    assert problem.code == "E283" and problem.place.line == 3 and problem.excerpt and problem.hint
    assert reason in problem.message and server.address(path) in problem.message
    assert problem.message.isprintable()
    assert states(found) == ["fetched"]  # the other one is there


def test_a_picture_that_is_too_large_is_told(
    desk: Desk, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_fetch, "MOST_BYTES", 1_000_000)
    server.answers["/big.png"] = drips(bytes(65_536), 0)
    found = fetch_pictures(*desk.write(f"![Big]({server.address('/big.png')})"), HERE)
    assert "more than 1 MB" in found.problems[0].message


@pytest.mark.parametrize("bound", ["MOST_PICTURES", "MOST_BYTES_IN_ALL"])
def test_a_run_fetches_so_much_and_the_next_goes_on(
    bound: str, work: tuple[Project, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_fetch, bound, 1)
    for left in (3, 2, 1):
        found = fetch_pictures(*work, HERE)
        assert codes(found) == ["E283"]
        assert found.problems[0].message.startswith(f"{left} pictures are left")
    assert codes(fetch_pictures(*work, HERE)) == []
    check(*work)


def test_this_machine_is_asked_only_when_a_flag_says_so(
    work: tuple[Project, str], server: Loopback
) -> None:
    found = fetch_pictures(*work, FetchWish())
    (problem,) = found.problems  # one for the host
    assert problem.code == "E283"
    assert problem.message.startswith("4 pictures of 127.0.0.1 cannot be fetched")
    assert f"octavo fetch --allow-private {work[1]}" in problem.hint
    assert server.asked == [] and not folder_of(work).exists()


def test_without_a_network_there_is_a_line_a_host(desk: Desk) -> None:
    hosts = [f"host-{n % 3}.example" for n in range(9)]
    text = "\n\n".join(f"![{n}](https://{host}/{n}.png)" for n, host in enumerate(hosts))
    asked = []

    def ask(address: str, bounds: Bounds) -> bytes:
        asked.append(address)
        raise NotDownloaded("no host of this name is known here", is_of_host=True)

    found = fetch_pictures(*desk.write(text), FetchWish(), ask)
    assert len(asked) == 3
    assert [each.message.partition(" cannot")[0] for each in found.problems] == [
        f"3 pictures of host-{n}.example" for n in range(3)
    ]
    assert [each.place.line for each in found.problems] == [1, 3, 5]


def test_a_host_that_is_slow_again_and_again_is_left() -> None:
    asked = []

    def ask(address: str, bounds: Bounds) -> bytes:
        asked.append(address)
        raise NotDownloaded("it takes too long", is_slow=True)

    addresses = [f"https://example.org/{n}" for n in range(9)]
    answers = list(ask_hosts(addresses, Bounds(1), ask))
    assert len(asked) == MOST_SLOW
    assert sorted(each.address for each in answers) == addresses
    faults = [each.fault for each in answers if each.fault]
    assert len(faults) == len(addresses)
    assert [fault.is_of_host for fault in faults] == [False] * MOST_SLOW + [True] * (9 - MOST_SLOW)


def test_a_fault_of_ours_in_a_thread_is_seen() -> None:
    def ask(address: str, bounds: Bounds) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(ask_hosts(["https://example.org/"], Bounds(1), ask))


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("/%2e%2e/%2e%2e/etc/passwd", "passwd"),
        ("/..%2f..%2fevil.png", "evil"),
        ("/CON.png", "con"),
        ("/%1b%5b31m.png", "31m"),
        ("/.hidden.png", "hidden"),
        ("/%E2%80%AEgnp.exe", "gnp"),
        ("/", "picture"),
        (f"/{'long' * 60}.png", "long"),
        ("/-rf.png", "rf"),
    ],
)
def test_a_file_has_a_safe_name_whatever_its_address_is(
    path: str, start: str, desk: Desk, server: Loopback
) -> None:
    server.answers[path] = gives(PNG)
    work = desk.write(f"![One]({server.address(path)})")
    (picture,) = fetch_pictures(*work, HERE).pictures
    name = Path(picture.file).name
    digest = hashlib.sha256(PNG).hexdigest()[:8]
    assert name.startswith(start) and name.endswith(f"-{digest}.png") and len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert sorted(files_in(folder_of(work))) == sorted([LOCK, name])
    check(*work)


def test_nothing_is_written_through_a_link(work: tuple[Project, str], tmp_path: Path) -> None:
    aside = tmp_path.parent / f"{tmp_path.name}-aside"
    aside.mkdir()
    folder_of(work).symlink_to(aside)
    with pytest.raises(BuildFailed, match="E282 the lock of fetched pictures leads out"):
        fetch_pictures(*work, HERE)
    assert list(aside.iterdir()) == []
    with pytest.raises(BuildFailed, match="E282"):
        check(*work)
    folder_of(work).unlink()
    fetch_pictures(*work, HERE)
    for path in folder_of(work).iterdir():
        if path.name not in (LOCK, ATTRIBUTES):
            path.rename(aside / path.name)
            path.symlink_to(aside / path.name)
    before = files_in(aside)
    with pytest.raises(BuildFailed, match="E281"):
        check(*work)
    fetch_pictures(*work, HERE)
    assert files_in(aside) == before
    assert not any(path.is_symlink() for path in folder_of(work).iterdir())
    check(*work)


def test_a_folder_of_fetched_pictures_is_none_to_build_into(work: tuple[Project, str]) -> None:
    fetch_pictures(*work, HERE)
    with pytest.raises(BuildFailed, match="E802"):
        Output(work[0].root).look([folder_of(work) / "x.pdf"])


def test_the_command_fetches_what_it_names_and_ends_with_the_code_of_the_house(
    work: tuple[Project, str], server: Loopback
) -> None:
    root = ("--project", str(work[0].root))
    first = run("fetch", *root, "--allow-private")
    assert first.exit_code == 0, first.output
    assert first.stdout.count(": fetched: http://127.0.0.1:") == 4
    assert f"{work[1]}: pictures by address, in " in first.stdout
    second = run("fetch", work[1], *root, "--json")
    told = json.loads(second.stdout)
    (row,) = told["publications"]
    assert told["exit_code"] == second.exit_code == 0
    assert row["state"] == "done" and row["folder"].endswith("/fetched")
    assert [set(each) for each in row["pictures"]] == [{"address", "file", "sha256", "state"}] * 4
    server.answers.clear()
    third = run("fetch", *root, "--allow-private", "--again", "-q")
    assert third.exit_code == 1 and third.stdout == "" and third.stderr.count("E283") == 4
    assert run("fetch", "nothing-of-this-name", *root).exit_code == 2


def test_a_file_by_itself_has_a_folder_of_its_own_and_the_hint_has_its_path(
    tmp_path: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "some words"
    folder.mkdir()
    (folder / "notes.md").write_text(f"# Notes\n\n![A]({server.address('/a.png')})\n", "utf-8")
    (folder / "more.md").write_text(f"# More\n\n![B]({server.address('/b/a.png')})\n", "utf-8")
    file = "some words/notes.md"
    failed = run("build", file, "--edition", "html")
    assert failed.exit_code == 1
    assert "octavo fetch 'some words/notes.md' brings it in" in failed.stderr
    assert run("fetch", file, "--allow-private").exit_code == 0
    assert run("fetch", "some words/more.md", "--allow-private", "--prune").exit_code == 0
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {
        "notes.fetched",
        "more.fetched",
    }
    assert run("build", file, "--edition", "html").exit_code == 0
    assert (folder / "notes.html").read_text("utf-8").count("data:image/png;base64,") == 1


def test_an_article_of_source_has_a_folder_that_is_no_publication(
    tmp_path: Path, server: Loopback
) -> None:
    (tmp_path / "source").mkdir()
    head = (
        "---\noctavo: 1\ntitle: Tides\nlanguage: en-GB\ndate: 2024-05-01\neditions: [html]\n---\n"
    )
    (tmp_path / "source" / "tides.md").write_text(
        f"{head}![A]({server.address('/a.png')})\n", "utf-8"
    )
    root = ("--project", str(tmp_path))
    assert run("fetch", *root, "--allow-private").exit_code == 0
    assert (tmp_path / "source" / "tides.fetched" / LOCK).is_file()
    built = run("build", *root)
    assert built.exit_code == 0 and "E123" not in built.stderr


def test_a_publication_elsewhere_is_fetched_by_the_path_that_the_hint_has(
    tmp_path: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "works" / "tides"
    folder.mkdir(parents=True)
    (folder / "publication.yaml").write_text(
        "octavo: 1\ntitle: Tides\nlanguage: en-GB\ndate: 2024-05-01\nbody: [text.md]\n", "utf-8"
    )
    (folder / "text.md").write_text(f"![A]({server.address('/a.png')})\n", "utf-8")
    failed = run("check", "works/tides", "--text")
    assert "octavo fetch works/tides brings it in" in failed.stderr
    assert run("fetch", "works/tides", "--allow-private").exit_code == 0
    (folder / "text.md").write_text("Words.\n", "utf-8")
    told = run("check", "works/tides", "--text")
    assert told.exit_code == 0
    assert "octavo fetch --prune works/tides takes away" in told.stderr
    assert run("fetch", "works/tides", "--prune").exit_code == 0
    assert not (folder / "fetched").exists()


def test_drafts_have_their_pictures_too(desk: Desk, server: Loopback) -> None:
    texts = {
        "text.md": "Some words.",
        "draft.md": f"![A]({server.address('/a.png')})",
    }
    body = "body: [text.md, {file: draft.md, draft: true}]"
    work = desk.write(texts, body)
    assert states(fetch_pictures(*work, replace(HERE, prunes=True))) == ["fetched"]


def test_a_publication_without_pictures_by_address_gets_no_folder(desk: Desk) -> None:
    work = desk.write("Some words.")
    found = fetch_pictures(*work, replace(HERE, prunes=True))
    assert found.pictures == () and found.problems == ()
    assert not folder_of(work).exists()
