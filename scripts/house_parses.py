"""Build a publication in this process, with an empty store, and count what becomes of its trees.

    python scripts/house_parses.py ROOT SLUG

Prints JSON: {parses, copies, writes: {"octavo module": times}}. A call is told by the module that
wants it: the nearest one that does not parse and copy for others. What the press does, in a process
of its own, is not counted.
"""

import importlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

Counts = Mapping[str, Counter[str]]
ENGINES: Mapping[str, Mapping[str, str]] = {
    "parses": {
        "lxml.etree": "fromstring fromstringlist XML XMLID HTML parse iterparse",
        "turbohtml": "parse parse_fragment parse_xml",
        "turbohtml.treebuild": "parse_into",
    },
    "copies": {"copy": "copy deepcopy"},
    "writes": {"lxml.etree": "tostring tostringlist tounicode canonicalize"},
}
"""What is counted -> module of an engine -> its functions, with spaces between."""
HANDLING = (".tree", ".moulds")
"""Ends of the names of modules that parse and copy for others."""


def main() -> None:
    """Build, print what was counted."""
    root, slug = Path(sys.argv[1]).resolve(), sys.argv[2]
    sys.path.insert(0, str(root / "src"))
    print(json.dumps(counts_of_a_build(root, slug)))


def counts_of_a_build(root: Path, slug: str) -> Counts:
    """Return how often trees were parsed, copied and written, by module; raises BuildFailed."""
    counts: Counts = {name: Counter() for name in ENGINES}
    with ExitStack() as stack:
        for name, functions in _functions():
            module, _, function = functions.rpartition(".")
            engine = importlib.import_module(module)
            counter = _counter(getattr(engine, function), counts[name], name == "copies")
            stack.enter_context(patch.object(engine, function, counter))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="octavo-parses-")))
        octavo = importlib.import_module("octavo")  # the checkout's own, and after the patches
        octavo.build(octavo.Project(root, folder / "build", folder / "store"), slug, strict=False)
    return counts


def _functions() -> list[tuple[str, str]]:
    return [
        (name, f"{module}.{function}")
        for name, modules in ENGINES.items()
        for module, functions in modules.items()
        for function in functions.split()
    ]


def _counter(
    function: Callable[..., Any], counter: Counter[str], only_trees: bool
) -> Callable[..., Any]:
    """Return the function, which counts its calls; ``only_trees``: those that are handed one."""

    def counted(*given: Any, **named: Any) -> Any:
        if not only_trees or type(given[0]).__module__.startswith("lxml."):
            counter[_wanted_by(sys._getframe(1))] += 1
        return function(*given, **named)

    return counted


def _wanted_by(frame: FrameType | None) -> str:
    """Return the nearest module of Octavo that wants something of trees for itself."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith("octavo.") and not name.endswith(HANDLING):
            return name
        frame = frame.f_back
    return "others"


if __name__ == "__main__":
    main()
