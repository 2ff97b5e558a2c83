"""The press finds its libraries without a search, and searches where it does not find them."""

import subprocess
import sys
from ctypes import util

import pytest

from octavo.core import native

COUNT = """
import subprocess
started = []
first = subprocess.Popen.__init__
def begin(self, *words, **named):
    started.append(words)
    first(self, *words, **named)
subprocess.Popen.__init__ = begin
from octavo.editions.pdf.press import Press
Press()
print(len(started))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a search starts no process")
def test_a_press_that_starts_starts_no_other_process() -> None:
    said = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, encoding="utf-8")
    assert said.stdout.split()[-1:] == ["0"], said.stderr


def test_a_library_that_has_another_name_is_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = util.find_library
    with native.under_file_names():
        is_quick = util.find_library is not usual
    assert is_quick is (sys.platform == "linux") and util.find_library is usual
    monkeypatch.setattr(native, "LIBRARIES", (*native.LIBRARIES, native.Library("no-such-thing")))
    with native.under_file_names():
        assert util.find_library is usual
