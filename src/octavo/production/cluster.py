"""A cluster of machines that set the units of PDFs, by Dask."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from octavo.core.inputs import Inputs
from octavo.core.problems import BuildFailed, Place, Problem
from octavo.core.store import unpack
from octavo.editions.pdf.far_press import FarBench, FarPresses
from octavo.production.pipeline import templates_folder

MOST_AT_ONCE = 64
"""Units that are under way in a cluster."""
PATIENCE = "10s"
"""For a scheduler to answer."""
RETRIES = 3
"""How often a cluster begins a task again whose process is gone."""


def set_far(task: bytes) -> bytes:
    """Return what this process makes of a task (``FarBench.answer``); it runs on other machines."""
    epoch = int(unpack(task)["epoch"])
    return _bench(epoch).answer(task)


@cache
def _bench(epoch: int) -> FarBench:
    """Return what this process keeps between the tasks of works of one date."""
    here = dict(os.environ)  # noqa: TID251  (somebody else's process: no command has read it)
    return FarBench(Inputs({"templates": templates_folder()}, here), epoch)


@contextmanager
def presses_of(address: str) -> Iterator[FarPresses]:
    """Give the presses of the cluster whose scheduler is at an address (tcp://HOST:PORT).

    Raises BuildFailed: E321 (it is not reached, has no workers, or the extra is missing).
    """
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'octavo[cluster]'"
        raise _unusable(address, "Dask is not installed", hint) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        hint = "start one, and workers: dask scheduler; dask worker ADDRESS"
        raise _unusable(address, f"{type(error).__name__}: {error}", hint) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise _unusable(address, "it has no workers", f"start some: dask worker {address}")
        executor = client.get_executor(pure=False, retries=RETRIES)
        yield FarPresses(executor, set_far, min(threads + 1, MOST_AT_ONCE))


def _unusable(address: str, reason: str, hint: str) -> BuildFailed:
    message = f"the cluster cannot be used: {reason}"
    return BuildFailed([Problem("E321", Place(address), message, hint)])
