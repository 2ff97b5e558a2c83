"""The names of WordprocessingML -> elements of it, and their bytes."""

from lxml import etree

from octavo.markup.tree import Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC}


def full_name(name: str) -> str:
    """Return ``r:id`` as lxml writes names; a name without a prefix is one of ``w``."""
    prefix, colon, local = name.rpartition(":")
    return f"{{{NAMES[prefix if colon else 'w']}}}{local}"


def word(name: str, /, *children: Element | None, **attributes: str | int) -> Element:
    """Return an element of WordprocessingML; ``r_id`` is the attribute ``r:id``."""
    found = etree.Element(full_name(name), nsmap=NAMES)
    for key, value in attributes.items():
        found.set(full_name(key.replace("_", ":")), str(value))
    found.extend(each for each in children if each is not None)
    return found


def text_run(text: str, is_deleted: bool = False) -> list[Element]:
    """Return what holds words in a run: line breaks and tabs are elements of their own."""
    found: list[Element] = []
    for n, line in enumerate(text.split("\n")):
        found += [word("br")] if n else []
        for m, piece in enumerate(line.split("\t")):
            found += [word("tab")] if m else []
            if piece:
                node = word("delText" if is_deleted else "t")
                node.text = piece
                node.set(SPACE, "preserve")
                found.append(node)
    return found


def parse_markup(text: str) -> Element:
    """Return an element that is written with the prefixes of NAMES."""
    declared = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())
    return etree.fromstring(f"<x {declared}>{text}</x>")[0]


def as_part(root: Element) -> bytes:
    """Return a part of a package."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
