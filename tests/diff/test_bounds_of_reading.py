"""A file that takes too long to read, or too much memory, is told by its own name."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pdf_by_hand import one_page, stream

from octavo.cli.program import octavo
from octavo.core.bounds import TookTooLong
from octavo.finished.foreign import Files
from octavo.finished.foreign_reader import read_foreign


@pytest.mark.parametrize("slow", ["a.html", "b.html"])
def test_the_file_that_takes_too_long_to_read_is_named(
    slow: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b"<!DOCTYPE html><html><head><title>T</title></head><body><p>One.</p></body></html>"

    def read(path: Path, data: bytes) -> Files:
        if path.name == slow:
            raise TookTooLong("more than 1 seconds")
        return read_foreign(path, data)

    monkeypatch.setattr("octavo.diff.finished_revision.read_foreign", read)
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(page)
    result = CliRunner().invoke(octavo, ["diff", *map(str, sorted(tmp_path.iterdir()))])
    assert result.exit_code == 2
    assert f"{slow}: E117 reading the file needs more than 1 seconds" in result.stderr


@pytest.mark.parametrize("slow", ["a.html", "b.html"])
def test_a_file_for_which_memory_is_short_is_told(
    slow: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b"<!DOCTYPE html><html><head><title>T</title></head><body><p>One.</p></body></html>"

    def read(path: Path, data: bytes) -> Files:
        if path.name == slow:
            raise MemoryError
        return read_foreign(path, data)

    monkeypatch.setattr("octavo.diff.finished_revision.read_foreign", read)
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(page)
    result = CliRunner().invoke(octavo, ["diff", *map(str, sorted(tmp_path.iterdir()))])
    assert result.exit_code == 2 and f"{slow}: E706" in result.stderr
    assert "more memory than it may take" in result.stderr


def test_forms_that_paint_each_other_without_end_are_no_reading(tmp_path: Path) -> None:
    """Ten times ten times …: a file of three kilobytes that would take all memory."""
    form = "/Type /XObject /Subtype /Form /BBox [0 0 200 200]"
    about = f"{form} /Resources << /XObject << /X {{}} 0 R >> >>"
    forms = [stream("/X Do " * 10, about.format(7 + n)) for n in range(11)]
    last = stream("0 0 1 1 re f", form)
    data = one_page("/X Do", [*forms, last], resources="/XObject << /X 6 0 R >>")
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(data)
    result = CliRunner().invoke(octavo, ["diff", *map(str, sorted(tmp_path.iterdir()))])
    assert result.exit_code == 2 and "a.pdf: E706" in result.stderr
    assert "MiB of memory" in result.stderr
