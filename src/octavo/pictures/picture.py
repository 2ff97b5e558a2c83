"""A path in the publication -> its picture, checked and clean, or why it cannot be one."""

import json
import re
import shlex
from dataclasses import asdict
from pathlib import PurePosixPath

from octavo.core.inputs import Outside, alike
from octavo.core.store import pack, unpack
from octavo.core.workshop import Workshop
from octavo.model.publication import Asset
from octavo.pictures.containers import is_raster
from octavo.pictures.found import BadPicture, Picture
from octavo.pictures.picture_kinds import BadPacking, is_drawing, is_page, unpack_drawing
from octavo.pictures.telephone_kinds import ENDINGS, is_made_of, telephone_kind

DRAWN = (".svg", ".svgz")
"""How names of drawings end: what is damaged is told as a damaged drawing."""


def read_picture(workshop: Workshop, path: str) -> Picture:
    """Return the picture at ``path`` (told from the publication's folder); raises BadPicture.

    It is what its bytes are, not what its name says; it is decoded once, then recalled.
    """
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", path) or path.startswith("//"):
        hint = "copy the picture into the publication: editions hold all that they show"
        raise BadPicture("E203", f"the picture {path} is not in the publication", hint)

    def make(inside: Workshop) -> bytes:
        data = _data_of(inside, path)
        if kind := telephone_kind(data):
            return _pack(_stand_in(inside, path, kind, data))
        return _pack(_picture(path, data))

    return _unpack(workshop.recall("picture", (b"read", path.encode()), make, path))


def picture_of(workshop: Workshop, path: str, data: bytes) -> Picture:
    """Return the picture that these bytes are, to be called ``path``; raises BadPicture."""

    def make(inside: Workshop) -> bytes:
        return _pack(_picture(path, data))

    return _unpack(workshop.recall("picture", (b"of", path.encode(), data), make, path))


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


def _stand_in(workshop: Workshop, path: str, kind: str, data: bytes) -> Picture:
    """Return what was made of a picture that editions cannot hold; raises BadPicture.

    Problems: E278 (nothing was made of it), E279 (it has changed since).
    """
    name = workshop.inputs.option("file") or workshop.inputs.folder("publication").name
    command = f"octavo pictures --convert {shlex.quote(name)}"
    for ending in ENDINGS:
        made = workshop.inputs.find(f"{path}{ending}")
        if made is not None and is_made_of(made, data):
            return _picture(f"{path}{ending}", made)
        if made is not None:
            message = f"{path} has changed since {path}{ending} was made of it"
            raise BadPicture("E279", message, f"make it anew: {command}")
    message = f"{path} is {kind}, which editions cannot hold"
    raise BadPicture("E278", message, f"make a JPEG beside it, once: {command}")


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
    try:
        data = unpack_drawing(data)
    except BadPacking as fault:
        message = f"{path} cannot be read as a picture: {fault}"
        raise BadPicture("E202", message, "save it anew, as plain SVG") from None
    if is_page(data):
        hint = "fetch the picture itself: open it alone in a browser, then save it"
        raise BadPicture("E202", f"{path} is a page of HTML, not a picture", hint)
    if is_drawing(data) or (path.lower().endswith(DRAWN) and not is_raster(data)):
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
