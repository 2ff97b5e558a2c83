"""What a process may take of the memory, by each door, and what is said where it would be more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import environment

from octavo.core import bounds
from octavo.core.bounds import SHARE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such bound")
MIB = 2**20
MOST = 300 * MIB
EATERS = {
    "Python": "bytearray(2**30)",
    "lxml": "from octavo.markup import tree; tree.parse_xml(b'<a>' + b'<b/>' * 10**7 + b'</a>')",
    "lxml that mends": "from octavo.markup import tree; tree.parse_page('<p>a' * 10**7)",
    "Pillow": "from PIL import Image; Image.new('RGB', (40000, 40000)).tobytes()",
    "YAML": "import yaml; yaml.load('[' + 'a,' * 4_000_000 + ']', yaml.CSafeLoader)",
    "Jinja": "import jinja2; jinja2.Template('{{ \"x\" * 2000000000 }}').render()",
}
START = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_DATA, ({most}, {most}))
from octavo.cli import guard
from octavo.core import bounds
guard.work_under_guard()
bounds.limit_memory()
from octavo.cli.program import octavo
import click
@octavo.command()
def eat() -> None:
    {eater}
octavo.main(['eat'], prog_name='octavo')
"""


@pytest.mark.parametrize("door", EATERS)
def test_what_eats_memory_ends_by_itself_with_one_message(door: str, tmp_path: Path) -> None:
    script = START.format(most=MOST, eater=EATERS[door])
    command = [sys.executable, "-c", script]
    environ = {**environment(), "TMPDIR": str(tmp_path)}
    child = subprocess.Popen(
        command, env=environ, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = child.communicate(timeout=300)[0].decode()
    assert "Traceback" not in said and said.count("hint:") == 1, said
    assert ("E117" in said and child.returncode == 2) or ("E319" in said and child.returncode == 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("told", "granted"), [(b"max\n", None), (b"1073741824\n", 2**30), (b"", None)]
)
def test_a_container_has_less_than_its_machine(
    told: bytes, granted: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "memory.max").write_bytes(told)
    places = (str(tmp_path / "memory.max"), str(tmp_path / "nothing"))
    monkeypatch.setattr(bounds, "CONTAINERS", places)
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert bounds._most_memory() == int(min(granted or machine, machine) * SHARE)


FRAGMENTED = """
from octavo.core.bounds import give_memory_back
from octavo.markup.tree import parse_xml

def resident():
    told = open("/proc/self/status").read()
    return int(told.partition("VmRSS:")[2].split()[0])

kept = []
for _ in range(40):  # trees, and between them what stays
    tree = [parse_xml(b"<a>" + b"<b>x</b>" * 20_000 + b"</a>") for _ in range(2)]
    kept.append(tree.pop())
full = resident()
del kept[::2], kept[1:], tree
before = resident()
give_memory_back()
print(full, before, resident())
"""


def test_what_lies_free_between_what_is_in_use_goes_back_to_the_system() -> None:
    command = [sys.executable, "-c", FRAGMENTED]
    said = subprocess.run(command, env=environment(), capture_output=True, check=True).stdout
    full, before, after = map(int, said.split())
    assert after < before <= full
    if bounds._trim() is not None:
        assert full - after > 30 * 1024
