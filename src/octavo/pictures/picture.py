"""A path in the publication -> its picture, checked and clean, or why it cannot be one."""

import json
import re
from dataclasses import asdict
from pathlib import PurePosixPath

from octavo.core.inputs import Outside, alike
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.model.publication import Asset
from octavo.pictures.found import BadPicture, Picture


def read_picture(workshop: Workshop, path: str) -> Picture:
    """Return the picture at ``path`` (told from the publication's folder); raises BadPicture.

    It is decoded once; after that it is recalled.
    """
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", path) or path.startswith("//"):
        hint = "copy the picture into the publication: editions hold all that they show"
        raise BadPicture("E203", f"the picture {path} is not in the publication", hint)

    def make(inside: Workshop) -> bytes:
        return _pack(_picture(path, _data_of(inside, path)))

    return _unpack(workshop.recall("picture", (b"read", path.encode()), make))


def picture_of(workshop: Workshop, path: str, data: bytes) -> Picture:
    """Return the picture that these bytes are, to be called ``path``; raises BadPicture."""

    def make(inside: Workshop) -> bytes:
        return _pack(_picture(path, data))

    return _unpack(workshop.recall("picture", (b"of", path.encode(), data), make))


def _data_of(workshop: Workshop, path: str) -> bytes:
    try:
        data = workshop.inputs.find(path)
    except Outside:
        hint = "a publication reads files of its own folder only"
        if "\\" in path:
            hint = f"write {path.replace(chr(92), '/')}: folders are parted by / on every machine"
        raise BadPicture("E111", f"'{path}' lies outside the publication", hint) from None
    if data is None:
        near = _near(workshop, path)
        told = "check the path, told from the file or from the publication"
        hint = f"did you mean {near[0]}?" if near else told
        raise BadPicture("E201", f"there is no picture {path}", hint)
    return data


def _near(workshop: Workshop, path: str) -> list[str]:
    """Return what is called nearly like a picture that is not there: by its path, else by its name
    in any folder."""
    if workshop.inputs.option("file"):  # anything may lie beside such a file, and below it
        forms = {form: None for each in (path, PurePosixPath(path).name) for form in _cases(each)}
        known = (each for each in forms if each != path and not each.startswith(("/", "..")))
        return [each for each in known if workshop.inputs.find(each) is not None][:1]
    listed, name = workshop.inputs.listing(), alike(PurePosixPath(path).name)
    near = [each for each in listed if alike(each) == alike(path)]
    return near or [each for each in listed if alike(PurePosixPath(each).name) == name]


def _cases(path: str) -> tuple[str, ...]:
    """Return a path in the cases that names of files have."""
    bare, dot, ending = path.rpartition(".")
    return path, f"{bare}{dot}{ending.lower()}", f"{bare}{dot}{ending.upper()}", path.lower()


def _picture(path: str, data: bytes) -> Picture:
    if path.lower().endswith(".svg"):
        from octavo.pictures.drawings import drawing

        return drawing(path, data)
    from octavo.pictures.rasters import raster

    return raster(path, data)


def _pack(picture: Picture) -> bytes:
    facts = asdict(picture)
    return pack({"data": facts["asset"].pop("data"), "facts": json.dumps(facts).encode()})


def _unpack(packed: bytes) -> Picture:
    files = unpack(packed)
    facts = json.loads(files["facts"])
    return Picture(**facts | {"asset": Asset(data=files["data"], **facts["asset"])})
