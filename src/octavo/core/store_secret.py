"""The secret with which results are sealed: the user's own, or one that machines were given."""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from octavo.core.problems import BuildFailed, Place, Problem

WORDS, FILE = "OCTAVO_STORE_SECRET", "OCTAVO_STORE_SECRET_FILE"
"""Variables of the environment: a secret, and the file that holds one."""
NAME = "store-secret"
LENGTH = 32
SHORTEST = 16
"""Bytes of a secret that somebody gives."""
MOST = 4096


def read_secret(environ: Mapping[str, str]) -> bytes | None:
    """Return the secret that the environment gives, None where it gives none.

    Raises BuildFailed: E320 (a secret that is too short, a file that cannot be read).
    """
    if words := environ.get(WORDS, ""):
        return _long_enough(words.encode("utf-8", "surrogateescape"), WORDS)
    if not (path := environ.get(FILE, "")):
        return None
    try:
        with Path(path).open("rb") as file:
            return _long_enough(file.read(MOST).strip(), path)
    except OSError as error:
        hint = f"{FILE} names it: let the user who builds read it, or name another"
        message = f"the secret of the store cannot be read: {error.strerror}"
        raise BuildFailed([Problem("E320", Place(path), message, hint)]) from None


def user_secret(folder: Path) -> bytes | None:
    """Return the user's secret, which lies in a folder of theirs and is made once.

    None where none can be kept. One that others may read, or that is not the user's, is no secret:
    another is put in its place.
    """
    path = folder / NAME
    with suppress(OSError):
        known = _read(path)
        if known is None:
            _make(path)
            known = _read(path)
        return known
    return None


def _long_enough(secret: bytes, where: str) -> bytes:
    if len(secret) < SHORTEST:
        hint = f"give at least {SHORTEST} characters that nobody guesses: openssl rand -hex 32"
        raise BuildFailed([Problem("E320", Place(where), "the store's secret is too short", hint)])
    return secret


def _read(path: Path) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(handle)
        data = file.read(LENGTH + 1) if stat.S_ISREG(facts.st_mode) else b""
    is_own = not hasattr(os, "geteuid") or (
        facts.st_uid == os.geteuid() and not stat.S_IMODE(facts.st_mode) & 0o077
    )
    return data if is_own and len(data) == LENGTH else None


def _make(path: Path) -> None:
    """Put a new secret in place, whole; of two processes that do, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        path.unlink()
    aside = path.with_name(f".{NAME}.{os.urandom(8).hex()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # for nobody else
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(LENGTH))  # decides what is believed, never what is made
        with suppress(FileExistsError):
            os.link(aside, path)
    except OSError:  # a file system without links
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
