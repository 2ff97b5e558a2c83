"""The XML of a .docx with changes that are still tracked -> the same with all of them accepted."""

from lxml import etree

from octavo.markup.tree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "cellDel"))
COME = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "cellIns"))
PROPERTIES = frozenset(f"{W}{name}" for name in ("rPr", "trPr", "tcPr"))
_MARKS = f"{W}pPr/{W}rPr"


def accept_tracked(root: Element) -> bool:
    """Take the tracked changes of a part as accepted, in place; tell whether there were any."""
    had = _accept_rows(root)
    for paragraph in list(root.iter(f"{W}p")):
        marks = paragraph.find(_MARKS)
        found = {child.tag for child in marks} if marks is not None else set()
        had = had or bool(found & (GONE | COME))
        if found & GONE and not found & COME:
            _join_next(paragraph)
    for node in list(root.iter(*GONE, *COME)):
        parent = node.getparent()
        if parent is not None and parent.tag not in PROPERTIES:
            had = True
            _drop(node) if node.tag in GONE else _unwrap(node)
    return had


def _accept_rows(root: Element) -> bool:
    """Take away rows that are deleted, and tables without any; tell whether there were some."""
    gone = [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]
    come = any(row.find(f"{W}trPr/{W}ins") is not None for row in root.iter(f"{W}tr"))
    for row in gone:
        _drop(row)
    for table in [each for each in root.iter(f"{W}tbl") if each.find(f"{W}tr") is None]:
        _drop(table)
    return bool(gone) or come


def _join_next(paragraph: Element) -> None:
    """Put what a paragraph holds before what the next one holds, where there is one."""
    following = paragraph.getnext()
    while following is not None and following.tag != f"{W}p":
        if following.tag == f"{W}tbl":
            break
        following = following.getnext()
    content = [each for each in paragraph if each.tag != f"{W}pPr"]
    if following is None or following.tag != f"{W}p":
        if all(each.tag in GONE for each in content) and paragraph.getnext() is not None:
            _drop(paragraph)
        return
    at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
    following[at:at] = content
    _drop(paragraph)


def _drop(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _unwrap(node: Element) -> None:
    for each in list(node):
        node.addprevious(each)
    _drop(node)


def unlink_pictures(root: Element) -> int:
    """Take off the addresses of pictures that lie outside the file; return how many there were."""
    found = 0
    for node in root.iter():
        for name in [key for key in node.attrib if str(key).endswith("}link")]:
            found += 1
            node.attrib.pop(name, "")
            if not any(str(key).endswith("}embed") for key in node.attrib):
                _put_words(node)
    return found


def _put_words(blip: Element) -> None:
    """Put what a picture shows, in words, in the place of one that is elsewhere."""
    drawing = next(blip.iterancestors(f"{W}drawing"), None)
    if drawing is None:
        return
    told = next((node.get("descr") for node in drawing.iter("{*}docPr")), "") or ""
    text = etree.SubElement(drawing.getparent(), f"{W}t")  # type: ignore[arg-type]
    text.text = f"[{told}]"
    _drop(drawing)
