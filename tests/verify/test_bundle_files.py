"""What is a bundle, and what only looks like one, or would hurt whoever unpacks it."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bundled import bundle_by_hand, packed_by_hand, resummed, run

from octavo.core.problems import BuildFailed
from octavo.verify import bundle_files
from octavo.verify.bundle_release import open_release
from octavo.verify.release import ReleasedEditions

FILE, LINK, PIPE = stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644


def opened(data: bytes, folder: Path) -> ReleasedEditions:
    path = folder / "tides-1.0.zip"
    path.write_bytes(data)
    return open_release(path, None, {})


def refused(data: bytes, folder: Path) -> str:
    with pytest.raises(BuildFailed) as failure:
        opened(data, folder)
    assert [path.name for path in folder.iterdir()] == ["tides-1.0.zip"]
    (problem,) = failure.value.problems
    return str(problem)


def test_a_bundle_is_read_packed_and_unpacked_and_by_its_facts(tmp_path: Path) -> None:
    files = bundle_by_hand()
    found = opened(packed_by_hand(files), tmp_path)
    assert found.files == {"tides.html": files["tides-1.0.html"]} and found.names == ("html",)
    assert found.origin is not None and found.origin.tag == "v1.0"
    folder = tmp_path / "any name"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / ".DS_Store").write_bytes(b"of the system")
    for named in (folder, *(folder / name for name in ("release.json", "SHA256SUMS"))):
        assert open_release(named, None, {}) == found


def test_a_bundle_that_somebody_has_packed_anew_is_the_same(tmp_path: Path) -> None:
    files = bundle_by_hand()
    found = opened(packed_by_hand(files), tmp_path)
    for folder in ("tides-1.0/", "", "other/"):
        again = packed_by_hand(files, folder=folder, method=zipfile.ZIP_DEFLATED)
        assert opened(again, tmp_path) == found
    with_folder = packed_by_hand(files, [("tides-1.0/", b"", stat.S_IFDIR | 0o755)])
    assert opened(with_folder, tmp_path) == found


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.9, 0.999])
def test_a_bundle_that_is_cut_off_is_refused_e910(tmp_path: Path, share: float) -> None:
    data = packed_by_hand(bundle_by_hand())
    assert "E910" in refused(data[: int(len(data) * share)], tmp_path)


def test_a_bundle_with_a_byte_that_was_changed_is_refused(tmp_path: Path) -> None:
    data = packed_by_hand(bundle_by_hand())
    at = data.index(b"High water")
    assert "E910" in refused(data[:at] + b"L" + data[at + 1 :], tmp_path)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 no more than a beginning"])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "E910" in refused(data, tmp_path)


def test_an_archive_of_something_else_is_no_bundle(tmp_path: Path) -> None:
    assert "E910" in refused(packed_by_hand({"mimetype": b"application/epub+zip"}), tmp_path)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("../evil.txt", FILE),
        ("tides-1.0/../../evil.txt", FILE),
        ("/etc/passwd", FILE),
        ("//server/share/evil.txt", FILE),
        ("C:/evil.txt", FILE),
        ("tides-1.0\\..\\evil.txt", FILE),
        ("tides-1.0/aux.txt", FILE),
        ("tides-1.0/evil. ", FILE),
        ("tides-1.0/a\0b.txt", FILE),
        ("tides-1.0/link", LINK),
        ("tides-1.0/pipe", PIPE),
        ("tides-1.0/release.json", FILE),
        ("tides-1.0/RELEASE.json", FILE),
        ("outside.txt", FILE),
        ("tides-1.0/.git/config", FILE),
        ("tides-1.0/notes.txt:hidden", FILE),
        ("tides-1.0/link/", LINK),
        ("tides-1.0/folder/", stat.S_IFDIR | 0o755),
        ("tides-1.0/folder", stat.S_IFDIR | 0o755),
        ("tides-1.0/device", stat.S_IFCHR | 0o644),
        ("tides-1.0/manifest.json/more", FILE),
        ("tides-1.0/MANIFEST.json/more", FILE),
        ("tides-1.0", FILE),
        ("", FILE),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_an_entry_that_leads_elsewhere_or_is_no_file_is_refused_e911(
    tmp_path: Path, name: str, mode: int
) -> None:
    data = packed_by_hand(bundle_by_hand(), [(name, b"/etc/passwd", mode)])
    told = refused(data, tmp_path)
    assert "E911" in told and "do not unpack it" in told


def test_two_names_that_a_system_takes_for_one_are_refused(tmp_path: Path) -> None:
    twins = [(f"tides-1.0/{name}.txt", b"", FILE) for name in ("e\u0301", "\u00c9")]
    assert "E911" in refused(packed_by_hand(bundle_by_hand(), twins), tmp_path)


def streamed(files: Mapping[str, bytes]) -> bytes:
    """Return an archive that was written to a pipe: sizes stand behind what they are of."""

    class Pipe(io.RawIOBase):
        data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"tides-1.0/{name}", data)
    return bytes(pipe.data)


def with_long_sizes(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            with archive.open(f"tides-1.0/{name}", "w", force_zip64=True) as entry:
                entry.write(data)
        archive.comment = b"packed anew"
    return target.getvalue()


@pytest.mark.parametrize("pack", [streamed, with_long_sizes])
def test_other_sound_ways_to_write_an_archive_are_read(
    tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    files = bundle_by_hand()
    assert opened(pack(files), tmp_path) == opened(packed_by_hand(files), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_strange_way_to_pack_is_refused_e910(tmp_path: Path, method: int) -> None:
    told = refused(packed_by_hand(bundle_by_hand(), method=method), tmp_path)
    assert "E910" in told and "strange way" in told


def test_an_archive_behind_something_else_is_refused_e910(tmp_path: Path) -> None:
    data = packed_by_hand(bundle_by_hand())
    assert "E910" in refused(b"#!/bin/sh\n" + data, tmp_path)


def test_an_archive_that_unpacks_to_a_thousandfold_is_refused_before_it_is(tmp_path: Path) -> None:
    zeros = ("tides-1.0/zeros", bytes(2**26), FILE)
    bomb = packed_by_hand(bundle_by_hand(), [zeros], method=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 2**17 and "E910" in refused(bomb, tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_one_byte_that_is_another_is_refused_or_changes_nothing(
    tmp_path: Path, method: int
) -> None:
    """Of a header's date, say. Every seventh byte here."""
    data = packed_by_hand(bundle_by_hand(), method=method)
    sound = opened(data, tmp_path)
    for at in range(0, len(data), 7):
        try:
            found = opened(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], tmp_path)
        except BuildFailed as failure:
            assert failure.problems[0].code in ("E902", "E903", "E910", "E911", "E912")
        else:
            assert found == sound


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"\n", b"\r\n", ""),
        (b"  ", b" *", ""),
        (b"", b"\xef\xbb\xbf", "E902"),
        (b"  ", b" ", "E902"),
        (b"tides-1.0.html", b"../tides-1.0.html", "E902"),
        (b"tides-1.0.html", b"TIDES-1.0.html", "E912"),
        (b"  manifest.json", b"  tides-1.0.html", "E902"),
    ],
)
def test_sums_with_other_line_ends_are_read_and_those_that_lie_are_not(
    tmp_path: Path, old: bytes, new: bytes, code: str
) -> None:
    files = bundle_by_hand()
    changed = files["SHA256SUMS"].replace(old, new) if old else new + files["SHA256SUMS"]
    data = packed_by_hand(files | {"SHA256SUMS": changed})
    if code:
        assert code in refused(data, tmp_path)
    else:
        assert opened(data, tmp_path) == opened(packed_by_hand(files), tmp_path)


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed_by_hand(bundle_by_hand()))
    at = data.index(b"PK\x01\x02")
    data[at + 8 : at + 10] = struct.pack("<H", 1)
    assert "E911" in refused(bytes(data), tmp_path)


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_files, "MOST_BYTES", 100_000)
    monkeypatch.setattr(bundle_files, "FREE_BYTES", 100_000)
    bomb = packed_by_hand(
        bundle_by_hand(), [("tides-1.0/bomb", b"\0" * 200_000, FILE)], method=zipfile.ZIP_DEFLATED
    )
    assert "E910" in refused(bomb, tmp_path)
    lying = bytearray(bomb)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        archive.getinfo("tides-1.0/bomb")
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 10)
    assert "E910" in refused(bytes(lying), tmp_path)


def test_an_archive_of_very_many_entries_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_files, "MOST_FILES", 3)
    assert "E910" in refused(packed_by_hand(bundle_by_hand()), tmp_path)


def test_a_file_too_many_and_one_too_few_are_told_e912(tmp_path: Path) -> None:
    added = bundle_by_hand({"tides-1.0.pdf": b"added"})
    assert "E912" in (told := refused(packed_by_hand(added), tmp_path)) and "added" in told
    for name in ("tides-1.0.html", "manifest.json", "SHA256SUMS"):
        told = refused(packed_by_hand(bundle_by_hand({name: None})), tmp_path)
        assert "E912" in told and name in told


def test_a_file_that_was_changed_is_told_e903(tmp_path: Path) -> None:
    changed = bundle_by_hand({"tides-1.0.html": b"<p>Low water.</p>"})
    assert "E903" in refused(packed_by_hand(changed), tmp_path)
    assert "E903" in refused(packed_by_hand(resummed(changed)), tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"schema": 1', b'"schema": 2'),
        (b'"commit": "a', b'"commit": "--upload-pack='),
        (b'"publication": "tides"', b'"publication": "corran"'),
        (b'"edition": "', b'"edition": "0'),
        (b'"tides.html"}', b'"../../x.html"}'),
        (b'"tides-1.0.html"', b'"other.html"'),
        (b'"version": "1.0"', b'"version": ["1.0"]'),
        (b"{", b""),
    ],
)
def test_facts_that_lie_are_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    files = bundle_by_hand()
    facts = files["release.json"].replace(old, new, 1)
    assert facts != files["release.json"]
    told = refused(packed_by_hand(resummed(files | {"release.json": facts})), tmp_path)
    assert "E902" in told or "E903" in told


def test_a_link_in_an_unpacked_bundle_is_not_followed(tmp_path: Path) -> None:
    for name, data in bundle_by_hand().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "tides-1.0.html").unlink()
    (tmp_path / "tides-1.0.html").symlink_to("/etc/passwd")
    with pytest.raises(BuildFailed, match="E911"):
        open_release(tmp_path, None, {})


def test_a_bundle_that_is_damaged_is_a_clear_error_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    data = packed_by_hand(bundle_by_hand())
    (tmp_path / "bad.zip").write_bytes(data[:-30])
    page = tmp_path / "report.html"
    words = ["verify", tmp_path / "bad.zip", "--project", tmp_path, "--report", page]
    result = run(*words)
    assert result.exit_code == 2 and "E910" in result.output and not page.exists()


def test_a_release_is_found_by_the_id_that_is_printed(tmp_path: Path) -> None:
    packed = packed_by_hand(bundle_by_hand())
    (tmp_path / "tides-1.0.zip").write_bytes(packed)
    (tmp_path / "cut off.zip").write_bytes(packed[:-30])
    edition = opened(packed, tmp_path).edition
    for printed in (edition, edition[:4].upper(), f"{edition[:6]} {edition[6:]}"):
        result = run("verify", "--id", printed, tmp_path)
        assert result.exit_code == 0 and "tides 1.0 (tag v1.0" in result.stdout
        assert "E910" in result.stderr  # the others are told, and passed over


def test_an_id_of_no_release_is_told_and_one_that_is_none_refused_e916(tmp_path: Path) -> None:
    (tmp_path / "tides-1.0.zip").write_bytes(packed_by_hand(bundle_by_hand()))
    absent = run("verify", "--id", "ffffffffffff", tmp_path, "--json")
    assert absent.exit_code == 1 and '"releases": []' in absent.stdout
    for printed in ("abc", "no id", "f" * 13):
        result = run("verify", "--id", printed, tmp_path)
        assert result.exit_code == 2 and "E916" in result.output
