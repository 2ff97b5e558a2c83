"""uv.lock: the versions of pyproject.toml, from PyPI, with digests, and nothing of any machine."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "uv.lock").read_text(encoding="utf-8")
PACKAGES = tomllib.loads(LOCK)["package"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_lock_names_pypi_and_no_other_place() -> None:
    hosts = set(re.findall(r"[a-z+]+://[^/\"]+", LOCK))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}
    sources = {key for package in PACKAGES for key in package["source"]}
    assert sources == {"registry", "editable"}


def test_every_locked_file_has_a_digest() -> None:
    files = [each for package in PACKAGES for each in package.get("wheels", [])]
    assert len(files) > 100
    assert [each["url"] for each in files if not each["hash"].startswith("sha256:")] == []


def test_every_pin_of_the_project_is_the_locked_version() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    groups = [*PROJECT["dependency-groups"].values(), *extras.values()]
    pins = [
        *PROJECT["project"]["dependencies"],
        *(pin for group in groups for pin in group if isinstance(pin, str)),
    ]
    own = re.compile(rf"octavo\[({'|'.join(extras)}|,)+\]")
    pins = [pin for pin in pins if not own.fullmatch(pin)]
    locked = {package["name"]: package.get("version", "") for package in PACKAGES}
    form = re.compile(r"([a-z0-9-]+)(?:\[\w+\])?==([^\s;]+)(?:; .+)?")  # for some systems alone
    wanted = dict(form.fullmatch(pin).groups() for pin in pins)
    assert {name: locked.get(name) for name in wanted} == wanted


def test_every_wheel_that_shapes_an_edition_is_locked() -> None:
    from octavo.production.manifest import ENGINES

    names = {package["name"] for package in PACKAGES}
    assert sorted(set(ENGINES) - names) == []
