"""What tests share: every publication built once a session, and no log line left unread."""

import gc
import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest
from file_order import places

from octavo.core.bounds import look_rarely_for_waste
from octavo.core.output import lock
from octavo.core.store_folder import Shelves
from octavo.core.store_places import store_of
from octavo.markup.tree import Element
from octavo.model.publication import Publication
from octavo.production.pipeline import Built, Project, build, workshop_of
from octavo.production.publication_reader import read_publication

if TYPE_CHECKING:  # the types only: most tests start no press
    from idle_presses import IdlePresses

    from octavo.editions.pdf.worker import Worker

ROOT = Path(__file__).parent.parent
BOOKS = ROOT / "tests" / "books"
PAIR = ROOT / "tests" / "revision-pair"
HANDBOOK = "handbook"
"""The one long publication: what asks for its editions has a session of its own."""
TWINS = {
    "endnotes-mixed": "endnotes-chapter",
    "endnotes-whole": "endnotes-chapter",
    "rtl-hebrew": "rtl-arabic",
    "rtl-persian": "rtl-arabic",
    "typography-de": "typography-en",
    "typography-fr": "typography-en",
}
"""Books of tests/books that go the way of another, with other words: the session ``long`` builds
and reads them."""
look_rarely_for_waste()  # as the program does; also while tests are collected
USERS = dict(os.environ)
"""The environment of whoever runs the tests; what they run in is another."""


def environment() -> dict[str, str]:
    """Return this process's environment without the clock that a distribution may have set."""
    return {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}


def homes() -> dict[str, Path]:
    """Return the project folder of each publication of source/ and of tests/books, by slug."""
    found: dict[str, Path] = {}
    for root in (ROOT, *sorted(BOOKS.iterdir())):
        for slug in Project.at(root).slugs():
            assert slug not in found, f"two publications are called {slug}"
            found[slug] = root
    return found


def users_store(root: Path) -> Shelves | None:
    """Return where the program keeps the results of a project for whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", USERS.get("XDG_CACHE_HOME", ""))
        return store_of(root, USERS)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what asks for the handbook's editions: ``nox -s handbook`` runs it, ``tests`` do not;
    and what asks for those of a book that has a twin among them: ``nox -s long`` does."""
    asked = getattr(item, "callspec", None)
    if asked and asked.params.get("slug") in TWINS:
        item.add_marker("long")
    if asked and asked.params.get("slug") == HANDBOOK and "built" in item.fixturenames:  # type: ignore[attr-defined]
        item.add_marker(HANDBOOK)


@pytest.hookimpl(trylast=True)  # what is deselected does not count
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand out files in an order that keeps every process busy."""
    found = places(items)  # type: ignore[arg-type]  # fixturenames: of functions, which all are
    items.sort(key=lambda item: found[item.path])


def pytest_collection_finish() -> None:
    """Never look for waste among the tests themselves."""
    gc.collect()
    gc.freeze()


class Editions(Mapping[str, Built]):
    """Built publications by slug; each is built when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._homes = homes()
        self._built: dict[str, Built] = {}

    def __getitem__(self, slug: str) -> Built:
        if slug not in self._built:
            with lock(self._folder / "being-built" / slug):  # the others recall what one built
                self._built[slug] = build(self.project(slug), slug)
        return self._built[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def project(self, slug: str) -> Project:
        """Return the project that holds a publication, with the session's store; the handbook
        with the user's, where ``octavo build`` has left it."""
        folder, home = self._folder, self._homes[slug]
        store = users_store(home) if slug == HANDBOOK else folder / "store"
        return Project(home, folder / "build", store, environment())


@pytest.fixture(scope="session", autouse=True)
def idle_presses() -> Iterator["IdlePresses"]:
    """Let presses rest between tests, for the next that asks."""
    from idle_presses import resting_presses

    with resting_presses() as idle:
        yield idle


@pytest.fixture(scope="session", autouse=True)
def kept_results(shared: Path) -> Iterator[None]:
    """Let tests share what they reckon from the same things."""
    from kept_results import kept_results

    with kept_results(shared):
        yield


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a temporary folder of this session that all workers of pytest-xdist see."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session", autouse=True)
def own_cache(shared: Path) -> Iterator[Path]:
    """Keep results in a cache of this session, never in the user's; tools stay where they are."""
    tools = os.environ.get("OCTAVO_TOOLS") or str(platformdirs.user_cache_path("octavo") / "tools")
    with pytest.MonkeyPatch.context() as patch:
        if Path(tools).is_dir():
            patch.setenv("OCTAVO_TOOLS", tools)
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        for name in ("OCTAVO_STORE", "OCTAVO_STORE_LIMIT", "OCTAVO_STORE_SECRET"):
            patch.delenv(name, raising=False)
        yield shared / "cache"


@pytest.fixture(scope="session")
def built(shared: Path) -> Editions:
    """Return every publication of the repository, strictly built, by slug."""
    return Editions(shared)


@pytest.fixture(scope="session")
def pair_editions(shared: Path) -> Path:
    """Return a folder with the build of either side of the revision pair; nobody may change it."""
    folder = shared / "pair"
    with lock(folder):
        if not (folder / "v2" / "v2.pdf").exists():
            _set_pair(folder)
    return folder


def _set_pair(folder: Path) -> None:
    from octavo.diff.revision import open_revision
    from octavo.production.assembly import set_publication

    project = Project(PAIR, PAIR / "build", None, environment())
    for name in ("v1", "v2"):
        with open_revision(str(PAIR / name / f"{name}.md"), project) as found:
            made = set_publication(found.workshop, found.publication)
        (folder / name).mkdir(exist_ok=True)
        for file, data in sorted(made.files.items()):
            (folder / name / file).write_bytes(data)


class Desk:
    """Where a test writes publications, to see what Octavo reads in them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._count = 0

    def write(self, texts: str | Mapping[str, str], metadata: str = "") -> tuple[Project, str]:
        """Write a publication with these Markdown files as its body; return project and slug."""
        self._count += 1
        slug = f"work-{self._count}"
        files = {"text.md": texts} if isinstance(texts, str) else texts
        folder = self._root / "source" / slug
        head = "" if "language:" in metadata else "language: en-GB\n"
        body = "" if "body:" in metadata else f"body: [{', '.join(files)}]\n"
        text = f"octavo: 1\ntitle: Work\ndate: 2024-05-01\n{head}{metadata}\n{body}"
        for name, words in {"publication.yaml": text, **files}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(words, encoding="utf-8")
        return Project(self._root, self._root / "build", None, environment()), slug

    def read(self, texts: str | Mapping[str, str], metadata: str = "") -> Publication:
        """Return a publication after its transforms; raises BuildFailed."""
        project, slug = self.write(texts, metadata)
        return read_publication(workshop_of(project, slug), slug)

    def body(self, text: str, metadata: str = "") -> Element:
        """Return the tree of a publication's one text."""
        return self.read(text, metadata).chapters[0].body


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that leaves a warning in the log: nothing warns of what may be ignored."""
    yield
    loud = [each for each in caplog.get_records("call") if each.levelno >= logging.WARNING]
    assert not loud, [each.getMessage() for each in loud]


@pytest.fixture(scope="module")
def press() -> Iterator["Worker"]:
    """Return a press that has been handed nothing, for the tests of one file."""
    from pressing import inputs

    from octavo.editions.pdf.worker import Worker

    with Worker(inputs(), 0) as worker:
        worker.load({})
        yield worker
