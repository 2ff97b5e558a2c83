"""Parts of a document -> the bytes of its package, the same for the same parts."""

from collections.abc import Mapping
from html import escape

from octavo.core.archive import zip_document
from octavo.diff.report.tracked.tracked_runs import LINK, RELATIONS, Revision, WordPart

OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CORE = f"{PACKAGE}/relationships/metadata/core-properties"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "document"
ENDINGS = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}


def package(
    parts: Mapping[str, bytes],
    core: bytes,
    links: Mapping[str, WordPart],
    files: Mapping[str, bytes],
    epoch: int,
) -> bytes:
    """Return a package; ``parts`` are those of word/ by name, ``files`` other files of it."""
    roots = {"rId1": (f"{RELATIONS}/officeDocument", f"word/{MAIN}.xml")}
    found = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations(roots | {"rId2": (CORE, "docProps/core.xml")}),
        "docProps/core.xml": core,
        **{f"word/{name}.xml": data for name, data in parts.items()},
        **{f"word/{path}": data for path, data in files.items()},
    }
    others = [name for name in parts if name != MAIN]
    own = {f"rId{n}": (f"{RELATIONS}/{name}", f"{name}.xml") for n, name in enumerate(others, 1)}
    for name, part in links.items():
        told = {key: target for target, key in part.relations.items()}
        both = own | told if name == MAIN else told
        found[f"word/_rels/{name}.xml.rels"] = _relations(both)
    return zip_document(found, epoch)


def core_part(title: str, people: str, language: str, revision: Revision) -> bytes:
    """Return docProps/core.xml: what a document says of itself."""
    told = {
        "dc:title": title,
        "dc:creator": people,
        "dc:language": language,
        "cp:lastModifiedBy": revision.author,
    }
    inside = "".join(f"<{name}>{_text(each)}</{name}>" for name, each in told.items() if each)
    for name in ("created", "modified") if revision.date else ():
        kind = 'xsi:type="dcterms:W3CDTF"'
        inside += f"<dcterms:{name} {kind}>{revision.date}</dcterms:{name}>"
    spaces = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{DECLARED}<cp:coreProperties {spaces}>{inside}</cp:coreProperties>".encode()


def _text(text: str) -> str:
    return escape(text, quote=False)


def _types(parts: Mapping[str, bytes]) -> bytes:
    """Return [Content_Types].xml."""
    told = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in ENDINGS.items()
    )
    for name in parts:
        kind = f"{OFFICE}.{name}{'.main' if name == MAIN else ''}+xml"
        told += f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
    told += f'<Override PartName="/docProps/core.xml" ContentType="{CORE_TYPE}"/>'
    return f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">{told}</Types>'.encode()


def _relations(told: Mapping[str, tuple[str, str]]) -> bytes:
    """Return what a part leads to: id -> kind and target."""
    inside = ""
    for name, (kind, target) in told.items():
        leads = f'Id="{name}" Type="{kind}" Target="{escape(target)}"'
        outside = ' TargetMode="External"' if kind == LINK else ""
        inside += f"<Relationship {leads}{outside}/>"
    spaces = f'xmlns="{PACKAGE}/relationships"'
    return f"{DECLARED}<Relationships {spaces}>{inside}</Relationships>".encode()
