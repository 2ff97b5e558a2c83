"""This Octavo -> a wheel of it, however it came here: from a wheel, a clone or an index.

A project carries the Octavo that made it: no index need have it, and later versions change nothing.
"""

import base64
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from octavo.core import pins
from octavo.core.archive import zip_wheel
from octavo.production.pipeline import PACKAGE, templates_folder

NAME = "octavo"
LICENCES = ("LICENSE", "NOTICE")
_CACHE = "__pycache__"
_WHEEL = f"""Wheel-Version: 1.0
Generator: {NAME}
Root-Is-Purelib: true
Tag: py3-none-any
"""
_PROGRAM = f"""\
[console_scripts]
{NAME} = {NAME}.cli.program:main

[pytest11]
{NAME} = {NAME}.goldens.pytest_plugin
"""


def name_of_wheel() -> str:
    """Return what a wheel of this Octavo is called."""
    return f"{NAME}-{pins.release().version}-py3-none-any.whl"


@lru_cache(maxsize=1)
def own_wheel() -> bytes:
    """Return a wheel of this Octavo, which pip and uv install; the same bytes every time."""
    files = dict(sorted([*_package_files(), *_info_files()]))
    record = f"{_info()}/RECORD"
    lines = [_line(path, data) for path, data in files.items()]
    return zip_wheel({**files, record: "".join([*lines, f"{record},,\n"]).encode()})


def _line(path: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}\n"


def _package_files() -> Iterator[tuple[str, bytes]]:
    """Yield our code, and the templates within it, as a wheel has them."""
    shipped = templates_folder()
    for root, inside in ((PACKAGE, NAME), (shipped, f"{NAME}/templates")):
        for path in sorted(root.rglob("*")):
            below = path.relative_to(root).as_posix()
            is_own = not (root == PACKAGE and path.is_relative_to(shipped))
            if path.is_file() and is_own and _CACHE not in below:
                yield f"{inside}/{below}", path.read_bytes()


def _info() -> str:
    return f"{NAME}-{pins.release().version}.dist-info"


def _info_files() -> Iterator[tuple[str, bytes]]:
    yield f"{_info()}/WHEEL", _WHEEL.encode()
    yield f"{_info()}/entry_points.txt", _PROGRAM.encode()
    if pins.release().is_checkout:
        yield f"{_info()}/METADATA", _describe(pins.CHECKOUT).encode()
        for name in LICENCES:
            yield f"{_info()}/licenses/{name}", (pins.CHECKOUT / name).read_bytes()
        return
    installed = metadata.distribution(NAME)
    for name in ("METADATA", *(f"licenses/{each}" for each in LICENCES)):
        yield f"{_info()}/{name}", (installed.read_text(name) or "").encode()


def _describe(checkout: Path) -> str:
    """Return the metadata of a wheel made of a checkout."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {NAME}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        *(f"License-File: {name}" for name in LICENCES),
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {each}" for each in project["dependencies"]),
        *_extras(project.get("optional-dependencies", {})),
    ]
    return "".join(f"{line}\n" for line in lines)


def _extras(extras: Mapping[str, list[str]]) -> Iterator[str]:
    for name, requirements in extras.items():
        yield f"Provides-Extra: {name}"
        yield from (f"Requires-Dist: {each}; extra == '{name}'" for each in requirements)
