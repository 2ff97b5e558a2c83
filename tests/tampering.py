"""Ways to put something else where a program, a wheel or a face lies that was pinned."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

Tamper = Callable[[Path], None]
"""Does it to one file."""


def change_a_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def change_the_last_byte(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"?")


def change_it_and_keep_its_time(file: Path) -> None:
    """As whoever looks at size and time would not see."""
    before = file.stat()
    change_a_byte(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def change_it_with_a_newer_time(file: Path) -> None:
    change_a_byte(file)
    later = file.stat().st_mtime_ns + 10**12
    os.utime(file, ns=(later, later))


def add_a_byte(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


def cut_it(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty_it(file: Path) -> None:
    file.write_bytes(b"")


def put_another_in_its_place(file: Path) -> None:
    """One of the files beside it: a face of another weight, another program."""
    others = [each for each in sorted(file.parent.iterdir()) if each.is_file() and each != file]
    shutil.copyfile(next(each for each in others if each.suffix == file.suffix), file)


def put_another_of_its_name(file: Path) -> None:
    """Another file put there by a rename, as an installer does it."""
    aside = file.with_name("aside")
    aside.write_bytes(file.read_bytes() + b"\0")
    aside.replace(file)


def link_to_another(file: Path) -> None:
    other = file.parents[3] / f"elsewhere-{file.name}"
    other.write_bytes(file.read_bytes() + b" ")
    file.unlink()
    file.symlink_to(other)


def link_to_nothing(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def put_a_folder_there(file: Path) -> None:
    file.unlink()
    file.mkdir()


def take_it_away(file: Path) -> None:
    file.unlink()


def name_it_otherwise(file: Path) -> None:
    file.rename(file.with_name(file.name.upper()))


OF_A_FILE: Mapping[str, Tamper] = {
    each.__name__: each
    for each in (
        change_a_byte,
        change_the_last_byte,
        change_it_and_keep_its_time,
        change_it_with_a_newer_time,
        add_a_byte,
        cut_it,
        empty_it,
        put_another_in_its_place,
        put_another_of_its_name,
        link_to_another,
        link_to_nothing,
        link_to_itself,
        put_a_folder_there,
        take_it_away,
        name_it_otherwise,
    )
}
