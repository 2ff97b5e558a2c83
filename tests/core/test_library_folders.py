"""Native libraries that no system has installed: wheels carry them, or the user's cache holds them.

For Windows and macOS the choice of paths alone is tried: the names are those of the files in
gstreamer-libs 1.28.8, read in its wheels.
"""

import ctypes
import re
import shutil
import sys
from pathlib import Path

import pytest

from octavo.core import native, pins
from octavo.core.library_folders import folders_of_wheels, libraries_root, user_folders
from octavo.core.native import LIBRARIES, Library, load, loader_settings

IN_WHEEL = {
    "Windows": ["gobject-2.0-0", "pango-1.0-0", "harfbuzz", "fontconfig-1", "pangoft2-1.0-0"],
    "Darwin": ["gobject-2.0.0", "pango-1.0.0", "harfbuzz.0", "fontconfig.1", "pangoft2-1.0.0"],
}


@pytest.fixture
def carrier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as the wheel unpacks it, whose code no one should run."""
    package = tmp_path / "site" / "gstreamer_libs"
    for name in ("bin", "lib"):
        (package / name).mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('it was run')\n")
    monkeypatch.syspath_prepend(str(package.parent))
    return package


def test_folders_of_a_wheel_are_found_and_nothing_of_it_is_run(carrier: Path) -> None:
    assert folders_of_wheels("Windows") == (str(carrier / "bin"),)
    assert folders_of_wheels("Darwin") == (str(carrier / "lib"),)
    assert folders_of_wheels("Linux") == ()
    assert "gstreamer_libs" not in sys.modules


@pytest.mark.parametrize("system", IN_WHEEL)
def test_libraries_of_a_wheel_come_first_under_the_names_that_it_has(
    system: str, carrier: Path
) -> None:
    first = [re.split(r"[\\/]", each.files(system)[0])[-1] for each in LIBRARIES]
    start, end = ("", ".dll") if system == "Windows" else ("lib", ".dylib")
    assert first == [f"{start}{name}{end}" for name in IN_WHEEL[system]]
    (folder,) = folders_of_wheels(system)
    assert all(each.files(system)[0].startswith(folder) for each in LIBRARIES)
    assert len(LIBRARIES[0].files(system)) > 1, "what the system has serves where no wheel is"


def test_without_such_a_wheel_the_systems_own_names_are_tried() -> None:
    assert folders_of_wheels("Windows") == ()
    assert LIBRARIES[1].files("Windows") == ("libpango-1.0-0.dll",)
    assert LIBRARIES[1].files("Darwin")[0] == "libpango-1.0.0.dylib"


def test_the_press_is_told_the_folders_those_that_somebody_named_first(
    carrier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    (told,) = loader_settings({native.DLL_FOLDERS: "D:\\mine"}).values()
    assert told.split(";")[:2] == ["D:\\mine", str(carrier / "bin")]
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    assert loader_settings({native.LOADER_FOLDERS: "/mine"}) == {}
    (told,) = loader_settings().values()
    assert told.split(":")[0] == str(carrier / "lib")
    monkeypatch.setattr("platform.system", lambda: "Plan9")
    assert loader_settings() == {}


def unpack(root: Path, *names: str) -> Path:
    """Make a folder of libraries as packages unpack to it; return it."""
    folder = root / "octavo" / "libraries" / "usr" / "lib" / "x86_64-linux-gnu"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"")
    return folder


def test_folders_of_the_users_cache_are_those_that_hold_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert libraries_root() == tmp_path / "octavo" / "libraries"
    assert user_folders() == () and loader_settings() == {}
    folder = unpack(tmp_path, "libpango-1.0.so.0")
    assert user_folders() == (str(folder),)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert loader_settings({"LD_LIBRARY_PATH": "/mine"}) == {"LD_LIBRARY_PATH": f"/mine:{folder}"}
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert libraries_root() == tmp_path / "home" / ".cache" / "octavo" / "libraries"


@pytest.mark.skipif(sys.platform != "linux", reason="the loader of Linux")
def test_a_library_of_the_users_cache_is_loaded_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = next(each for each in LIBRARIES if each.known_as == "fontconfig")
    assert load(library) is not None
    maps = Path("/proc/self/maps").read_text("utf-8")
    (real,) = set(re.findall(r"/\S+/libfontconfig\.so\.1\S*", maps))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    odd = Library("octavo-odd", 1, "fontconfig", library.tell)
    assert load(odd) is None
    shutil.copyfile(real, unpack(tmp_path) / "liboctavo-odd.so.1")
    handle = load(odd)
    assert isinstance(handle, ctypes.CDLL) and odd.tell(handle) == native.version("fontconfig")


def test_what_is_required_on_other_systems_is_not_required_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "octavo"\nversion = "1"\ndependencies = ["a==1", '
        "\"b==2; sys_platform == 'darwin' or (sys_platform == 'win32' and x == 'y')\"]\n"
    )
    for system, names in {"linux": {"a"}, "win32": {"a", "b"}, "darwin": {"a", "b"}}.items():
        monkeypatch.setattr(sys, "platform", system)
        pins.release.cache_clear()
        assert set(pins.release(tmp_path).wheels) == names
    pins.release.cache_clear()
