"""A fetched face that somebody has changed, exchanged or laid another beside is never set with."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Desk
from tampering import OF_A_FILE, Tamper
from test_fetched_fonts import BENGALI, packages, pinned

from octavo.core.problems import BuildFailed
from octavo.fonts.bundled import data_of, families
from octavo.fonts.font_fetch import fetch, fonts_folder, list_fetched
from octavo.fonts.font_table import families_of, font_table
from octavo.production.pipeline import build, workshop_of

__all__ = ["packages", "pinned"]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes files of a Unix")
FACE = "NotoSerifBengali-Regular.ttf"


def put_the_face_of_another_script(file: Path) -> None:
    shutil.copyfile(next(iter(sorted(file.parent.glob("*JP*")))), file)


def put_the_other_family(file: Path) -> None:
    shutil.copyfile(file.with_name("NotoSansBengali-Regular.ttf"), file)


def compress_it(file: Path) -> None:
    """As the package had it: another file, though the same shapes."""
    file.write_bytes(b"wOFF" + file.read_bytes()[4:])


def pin_another_beside(file: Path) -> None:
    """The index of the folder says which families are there; what they are, it does not say."""
    index = file.with_name("fonts.json")
    told = json.loads(index.read_bytes())
    digest = hashlib.sha256(b"evil").hexdigest()
    index.write_text(json.dumps({**told, "faces": {file.name: digest}, "sha256": digest}))
    file.write_bytes(b"evil")


OF_FACES: Mapping[str, Tamper] = {
    **OF_A_FILE,
    **{
        each.__name__: each
        for each in (
            put_the_face_of_another_script,
            put_the_other_family,
            compress_it,
            pin_another_beside,
        )
    },
}


ODD = tuple(OF_A_FILE[name] for name in ("link_to_nothing", "link_to_itself", "put_a_folder_there"))
"""What leaves no file under the name of a face."""


@pytest.mark.parametrize("tamper", OF_FACES.values(), ids=OF_FACES)
def test_a_face_that_was_tampered_with_is_not_set_with(
    tamper: Tamper, desk: Desk, pinned: Mapping[str, bytes]
) -> None:
    project, slug = desk.write(f"Every text says {BENGALI} at its end.\n")
    folder = fonts_folder(project.root)
    for key in ("ja", "bn"):
        fetch(key, folder, pinned.__getitem__)
    assert list_fetched(folder) == ("ja", "bn")
    tamper(folder / FACE)
    assert list_fetched(folder) == ("ja",)
    workshop = workshop_of(project, slug)
    cuts = [cut for name in families_of("bn") for cut in families(workshop)[name].cuts]
    assert FACE in {cut.file for cut in cuts}
    refused = 0
    for cut in cuts:
        try:
            assert hashlib.sha256(data_of(workshop, cut)).hexdigest() == cut.sha256
        except BuildFailed as failure:
            code = "E805" if tamper in ODD else "E284"
            assert [each.code for each in failure.problems] == [code]
            refused += 1
    assert refused >= 1


def test_a_face_laid_beside_is_never_looked_at(desk: Desk, pinned: Mapping[str, bytes]) -> None:
    """Of the same names within, and before the other by its own."""
    project, slug = desk.write(f"Every text says {BENGALI} at its end.\n", "editions: [pdf]")
    folder = fonts_folder(project.root)
    fetch("bn", folder, pinned.__getitem__)
    good = build(project, slug).files
    bold = (folder / "NotoSerifBengali-Bold.ttf").read_bytes()
    for name in ("A.ttf", "NotoSerifBengali-Regular.otf", "NotoSerif-Regular.ttf", "fonts.conf"):
        (folder / name).write_bytes(bold)
    assert build(project, slug).files == good
    assert len(font_table().packages) > 2
