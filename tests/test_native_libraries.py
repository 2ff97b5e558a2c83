"""What a session does about Pango and Java: finds them, installs them, or says how."""

from collections.abc import Iterable

import pytest
from native_libraries import JAVA, PANGO, Machine, Missing, Need, ensure, is_here

from octavo.core.platforms import INSTALL, SYSTEMS, Command, advice, command, commands, file_names


class Fake:
    """A machine that has nothing until one of ``cures`` is run on it."""

    def __init__(self, cures: Iterable[str] = ()) -> None:
        self.cures = tuple(cures)
        self.ran: list[str] = []

    def has(self, need: Need) -> bool:
        return any(line.startswith(self.cures) for line in self.ran if self.cures)

    def run(self, words: Command) -> bool:
        self.ran.append(" ".join(words))
        return True

    def machine(self, manager: str = "apt-get", may_install: bool = True) -> Machine:
        return Machine(manager, may_install, self.has, self.run)


def test_nothing_is_run_where_everything_is_there() -> None:
    fake = Fake()
    ensure(PANGO, Machine("apt-get", True, lambda need: True, fake.run), pytest.fail)
    assert fake.ran == []


def test_the_superuser_of_debian_gets_pango_after_an_update() -> None:
    fake, said = Fake(["apt-get install"]), list[str]()
    ensure(PANGO, fake.machine(), said.append)
    assert fake.ran == [
        "apt-get update",
        "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0",
    ]
    assert len(said) == 2 and all("Pango is missing" in line for line in said)


def test_who_may_not_install_is_told_the_exact_command() -> None:
    fake = Fake()
    with pytest.raises(Missing) as stopped:
        ensure(PANGO, fake.machine(may_install=False), pytest.fail)
    assert fake.ran == []
    assert (
        "Debian, Ubuntu: sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0"
    ) in str(stopped.value)


def test_an_installation_that_does_not_help_stops_with_the_command() -> None:
    fake = Fake()
    with pytest.raises(Missing, match="could not be installed") as stopped:
        ensure(JAVA, fake.machine("dnf"), lambda line: None)
    assert fake.ran == ["dnf install -y java-latest-openjdk-devel"]
    assert "Fedora: sudo dnf install -y java-latest-openjdk-devel" in str(stopped.value)


@pytest.mark.parametrize("need", [PANGO, JAVA], ids=lambda need: need.name)
def test_an_unknown_system_gets_the_table_of_all_systems(need: Need) -> None:
    fake = Fake()
    with pytest.raises(Missing) as stopped:
        ensure(need, fake.machine(""), pytest.fail)
    told = str(stopped.value)
    systems = ("Debian, Ubuntu", "Fedora", "Alpine", "Arch", "macOS", "Windows")
    assert [name for name in systems if f"\n{name}: " not in told] == []


@pytest.mark.parametrize("need", [PANGO, JAVA], ids=lambda need: need.name)
def test_every_package_manager_has_a_system_and_a_command(need: Need) -> None:
    assert set(INSTALL) == set(SYSTEMS)
    assert all(command(need, manager) for manager in INSTALL)
    known = [manager for manager in INSTALL if manager in need.packages]
    assert all(commands(need, manager)[-1][-1] in need.packages[manager] for manager in known)


def test_brew_is_not_run_by_the_superuser() -> None:
    assert "sudo" not in advice(PANGO, "brew")


def test_libraries_are_looked_for_under_each_system_s_names() -> None:
    assert file_names("fontconfig", "Linux") == ("libfontconfig.so.1",)
    assert file_names("pango-1.0", "Windows") == ("libpango-1.0-0.dll",)
    assert file_names("harfbuzz", "Darwin")[1] == "/opt/homebrew/lib/libharfbuzz.0.dylib"


def test_a_machine_that_builds_has_pango() -> None:
    assert is_here(PANGO)


def test_a_library_that_does_not_exist_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.core.platforms.LIBRARIES", ("gobject-2.0", "no-such-library"))
    assert not is_here(PANGO)
