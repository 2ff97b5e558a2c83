"""Check sums and a secret key -> their signature, by the program that the key belongs to."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from octavo.core.problems import BuildFailed, Place, Problem
from octavo.verify.signatures import MINISIGN, NAMESPACE, kind_of_key, program_of, run


def sign(
    name: str, data: bytes, key: Path, told: str, environ: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the signature of a file as a file beside it; raises BuildFailed.

    ``told``: what a signature of minisign says in its trusted comment: no time, so that the same
    key gives the same bytes. Problems: E913 (no key, no program), E914 (it is not signed).
    """
    kind = kind_of_key(key)
    program = program_of(kind, environ, key.as_posix())
    with TemporaryDirectory(prefix="octavo-signature-") as folder:
        target = Path(folder) / name
        target.write_bytes(data)
        made = Path(f"{target}{kind.ending}")
        if kind is MINISIGN:
            words = ["-S", "-s", str(key.absolute()), "-m", str(target), "-x", str(made)]
            words += ["-t", told, "-c", "signature of minisign"]
        else:
            words = ["-Y", "sign", "-q", "-f", str(key.absolute()), "-n", NAMESPACE, str(target)]
        ended = run([program, *words])
        if ended.returncode or not made.is_file():
            raise _refusal(key, ended.stderr or ended.stdout)
        return {made.name: made.read_bytes()}


def _refusal(key: Path, said: bytes) -> BuildFailed:
    lines = said.decode("utf-8", "replace").strip().splitlines() or ["no word"]
    hint = "try it by hand; a key with a password has to be unlocked: ssh-add, or a key without one"
    message = f"nothing was signed with the key: {lines[-1]}"
    return BuildFailed([Problem("E914", Place(key.as_posix()), message, hint)])
