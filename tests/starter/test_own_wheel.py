"""The wheel that a project carries: what pip wants, and the same bytes every time."""

import base64
import csv
import hashlib
import io
from email.parser import Parser
from zipfile import ZipFile

from octavo.core import pins
from octavo.starter.own_wheel import name_of_wheel, own_wheel


def test_every_file_stands_in_the_record_with_its_digest() -> None:
    with ZipFile(io.BytesIO(own_wheel())) as wheel:
        info = f"octavo-{pins.release().version}.dist-info"
        rows = list(csv.reader(wheel.read(f"{info}/RECORD").decode().splitlines()))
        assert sorted(row[0] for row in rows) == sorted(wheel.namelist())
        for path, digest, size in rows:
            if path.endswith("RECORD"):
                assert (digest, size) == ("", "")
                continue
            data = wheel.read(path)
            found = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
            assert (digest, size) == (f"sha256={found.decode()}", str(len(data)))


def test_the_wheel_asks_for_what_octavo_asks_for() -> None:
    with ZipFile(io.BytesIO(own_wheel())) as wheel:
        info = f"octavo-{pins.release().version}.dist-info"
        told = Parser().parsestr(wheel.read(f"{info}/METADATA").decode())
        asked = told.get_all("Requires-Dist") or []
        assert {*pins.release().requirements} <= {*asked}
        assert any("extra == 'check'" in each for each in asked)
        assert told["Requires-Python"] == ">=3.11.5"
        assert wheel.read(f"{info}/licenses/LICENSE").startswith(b"MIT")
        assert b"octavo.cli.program:main" in wheel.read(f"{info}/entry_points.txt")
    assert name_of_wheel() == f"octavo-{pins.release().version}-py3-none-any.whl"


def test_the_same_octavo_gives_the_same_wheel() -> None:
    first = own_wheel()
    own_wheel.cache_clear()
    assert own_wheel() == first
