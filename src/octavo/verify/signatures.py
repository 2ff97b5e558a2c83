"""A signature of a bundle's check sums, made and checked by the programs that people have for it:
minisign, or ssh-keygen with a key of SSH."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.core import platforms
from octavo.core.inputs import is_plain_file
from octavo.core.problems import BuildFailed, Place, Problem

NAMESPACE = "octavo-release"
"""What a signature of SSH is for: one that was made for something else is none."""
SIGNER = "signer"
SECONDS = 120
MOST_KEY = 100_000
"""Bytes of a file with a key."""
UNCHECKED = "signed with {program}; nobody has checked it: name the key of its maker with --key"


@dataclass(frozen=True, slots=True)
class SignatureKind:
    """A program that signs, and how its signatures are called."""

    program: str
    ending: str


MINISIGN = SignatureKind("minisign", ".minisig")
SSH = SignatureKind("ssh-keygen", ".sig")
KINDS = (MINISIGN, SSH)


def kind_of_key(key: Path) -> SignatureKind:
    """Return what signs with a key, or checks by it. Problems: E913 (it is no key)."""
    data = b""
    if is_plain_file(key):
        with key.open("rb") as file:
            data = file.read(MOST_KEY)
    if data.startswith(b"untrusted comment:"):
        return MINISIGN
    if b"OPENSSH PRIVATE KEY" in data or data.startswith((b"ssh-", b"ecdsa-", b"sk-")):
        return SSH
    hint = "name a key of minisign (minisign.pub), or of SSH (id_ed25519.pub)"
    raise signature_fault(key.as_posix(), "this is no key", hint)


def check_signature(
    name: str, files: Mapping[str, bytes], key: Path | None, environ: Mapping[str, str]
) -> str:
    """Return what is known of the signature of the file ``name``, in words; raises BuildFailed.

    Problems: E913 (there is none though a key is named, it does not hold, nothing checks it).
    """
    there = [each for each in KINDS if name + each.ending in files]
    if key is None:
        told = " and ".join(each.program for each in there)
        return UNCHECKED.format(program=told) if told else "not signed"
    kind = kind_of_key(key)
    if kind not in there:
        message = f"it has no signature of {kind.program}, which the key is for"
        raise signature_fault(name, message, "ask its maker for the key, or for a signed bundle")
    program = program_of(kind, environ, name)
    with TemporaryDirectory(prefix="octavo-signature-") as folder:
        signed, signature = Path(folder) / "signed", Path(folder) / "signature"
        signed.write_bytes(files[name])
        signature.write_bytes(files[name + kind.ending])
        is_good = (_holds_minisign if kind is MINISIGN else _holds_ssh)(
            program, key, signed, signature
        )
    if not is_good:
        message = f"{kind.program} says that the signature is not of this key, or not of this file"
        raise signature_fault(name, message, "do not use it: somebody else has made it")
    return f"signed with {kind.program} by the key in {key.name}"


def _holds_minisign(program: str, key: Path, signed: Path, signature: Path) -> bool:
    words = ["-V", "-q", "-p", str(key.absolute()), "-m", str(signed), "-x", str(signature)]
    return run([program, *words]).returncode == 0


def _holds_ssh(program: str, key: Path, signed: Path, signature: Path) -> bool:
    lines = key.read_text(encoding="utf-8", errors="replace").splitlines()
    known = [f'{SIGNER} namespaces="{NAMESPACE}" {each}\n' for each in lines if each.strip()]
    allowed = signed.with_name("allowed")
    allowed.write_text("".join(known), encoding="utf-8")
    words = ["-Y", "verify", "-f", str(allowed), "-I", SIGNER, "-n", NAMESPACE]
    return run([program, *words, "-s", str(signature)], signed.read_bytes()).returncode == 0


def program_of(kind: SignatureKind, environ: Mapping[str, str], named: str) -> str:
    """Return where a program is. Problems: E913 (it is not installed)."""
    found = platforms.program(environ, kind.program)
    if not found:
        message = f"{kind.program} is not installed, which makes and checks such signatures"
        raise signature_fault(named, message, f"install {kind.program}")
    return found


def run(words: list[str], said: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Return what came of a program, which is told nothing but ``said``. Problems: E913."""
    try:
        return subprocess.run(
            words,
            input=said,
            capture_output=True,
            timeout=SECONDS,
            start_new_session=True,  # without a terminal that it could ask for a password
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise signature_fault(words[0], f"it does not answer: {error}", "try it by hand") from None


def signature_fault(named: str, message: str, hint: str) -> BuildFailed:
    """Return the failure for a signature that cannot be made, or does not hold."""
    return BuildFailed([Problem("E913", Place(named), message, hint)])
