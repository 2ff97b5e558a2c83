"""Who has signed a bundle: keys of SSH and of minisign, and signatures of others."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bundled import bundle_by_hand

from octavo.core.problems import BuildFailed
from octavo.verify.bundle.signing import sign
from octavo.verify.bundle_release import release_of_bundle
from octavo.verify.signatures import check_signature

SUMS = "SHA256SUMS"


@pytest.fixture(params=["ssh-keygen", "minisign"])
def program(request: pytest.FixtureRequest) -> str:
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def make_key(program: str, folder: Path) -> tuple[Path, Path]:
    """Return the secret and the public key of a pair without a password."""
    folder.mkdir()
    secret, public = folder / "key", folder / "key.pub"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(secret)]
    if program == "minisign":
        words = ["minisign", "-G", "-W", "-s", str(secret), "-p", str(public)]
    subprocess.run(words, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return secret, public


def fault(files: dict[str, bytes], key: Path | None) -> str:
    with pytest.raises(BuildFailed) as failure:
        check_signature(SUMS, files, key, os.environ)
    return str(failure.value)


def test_a_signature_holds_for_its_key_alone_and_is_the_same_each_time_e913(
    program: str, tmp_path: Path
) -> None:
    secret, public = make_key(program, tmp_path / "own")
    _, other = make_key(program, tmp_path / "other")
    files = bundle_by_hand()
    made = [sign(SUMS, files[SUMS], secret, "tides-1.0", os.environ) for _ in range(2)]
    assert made[0] == made[1] and len(made[0]) == 1
    signed = files | made[0]
    assert f"signed with {program}" in check_signature(SUMS, signed, public, os.environ)
    assert "nobody has checked it" in check_signature(SUMS, signed, None, os.environ)
    told = release_of_bundle(signed, tmp_path, public, os.environ).origin
    assert told is not None and "by the key in key.pub" in told.signature
    assert "E913" in fault(signed, other)
    assert "E913" in fault(signed | {SUMS: files[SUMS] + b"\n"}, public)
    assert "E913" in fault(files, public)


def test_a_bundle_without_signature_says_so() -> None:
    assert check_signature(SUMS, bundle_by_hand(), None, os.environ) == "not signed"


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"no key")
    assert "this is no key" in fault(bundle_by_hand(), tmp_path / "key")


def test_a_program_that_is_missing_is_named(program: str, tmp_path: Path) -> None:
    secret, _ = make_key(program, tmp_path / "own")
    with pytest.raises(BuildFailed, match=f"E913 {program} is not installed"):
        sign(SUMS, b"", secret, "tides", {"PATH": ""})


def test_a_key_that_does_not_sign_is_told_e914(program: str, tmp_path: Path) -> None:
    secret, _ = make_key(program, tmp_path / "own")
    secret.write_bytes(secret.read_bytes()[:60])
    with pytest.raises(BuildFailed, match="E914"):
        sign(SUMS, b"", secret, "tides", os.environ)
